//! The fields of requests: what each is called, what it holds, what it is when absent, what it is for.

use super::limits::{self, IntegerRange};
use super::name::{self, Name};
use super::{
    ASPECT_RATIOS, CLIP, DRIVING_AUDIO, GENERATION_MODES, IMAGE, LEGACY_AUDIO, LEGACY_IMAGE,
    LEGACY_REFERENCE_CLIP, MediaLimits, QUALITIES, QUALITIES_25, REFERENCE_CLIP, REFERENCES_MAX, SHOT_TYPES,
    VOICE,
};

/// One field of a request.
#[derive(Debug)]
pub struct Field {
    /// Stable over releases, the same for a name in every model, never given to another name: a binary form may use it.
    pub number: u8,
    /// Its JSON name.
    pub name: &'static str,
    /// Whether a request without it is refused.
    pub required: bool,
    /// What it holds.
    pub kind: Kind,
    /// What the API takes where it is absent.
    pub default: Option<DefaultValue>,
    /// What it is for; the generator adds its limits and its default.
    #[cfg(feature = "docs")]
    pub about: &'static str,
    /// Where that is documented.
    #[cfg(feature = "docs")]
    pub source: &'static str,
}

/// A default value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultValue {
    /// A string.
    Text(&'static str),
    /// A whole number.
    Integer(i64),
    /// A switch.
    Flag(bool),
}

/// What a field holds, with its limits.
#[derive(Debug)]
pub enum Kind {
    /// The model id.
    ModelId,
    /// Free text of at most `max` Unicode code points.
    Text {
        /// Most code points.
        max: usize,
    },
    /// One of a closed list.
    Choice(&'static [&'static str]),
    /// A whole number.
    Integer(IntegerRange),
    /// true or false.
    Flag,
    /// One media URL.
    Media(&'static MediaLimits),
    /// An array of media URLs.
    MediaList {
        /// What each must be.
        media: &'static MediaLimits,
        /// Fewest items.
        min: usize,
        /// Most items.
        max: usize,
    },
    /// Where the API posts the finished task: https, public host.
    CallbackUrl,
    /// An object of further fields (`model_params`).
    Object(&'static [Field]),
    /// An object from reference key (`image1`, `video2`) to voice URL.
    VoiceBindings {
        /// What each voice must be.
        media: &'static MediaLimits,
        /// Most bindings.
        max: usize,
    },
}

impl Field {
    const fn new(
        Name { number, text: name }: Name,
        required: bool,
        kind: Kind,
        default: Option<DefaultValue>,
    ) -> Field {
        Field {
            number,
            name,
            required,
            kind,
            default,
            #[cfg(feature = "docs")]
            about: "",
            #[cfg(feature = "docs")]
            source: "",
        }
    }

    /// Its name and number.
    pub const fn id(&self) -> Name {
        Name { number: self.number, text: self.name }
    }

    /// What it is for, and where that is documented. Kept for the generator only: the modules do without.
    #[cfg_attr(not(feature = "docs"), allow(unused_mut, unused_variables))]
    const fn doc(mut self, about: &'static str, source: &'static str) -> Field {
        #[cfg(feature = "docs")]
        {
            self.about = about;
            self.source = source;
        }
        self
    }
}

const fn optional(name: Name, kind: Kind) -> Field {
    Field::new(name, false, kind, None)
}

const fn preset(name: Name, kind: Kind, default: DefaultValue) -> Field {
    Field::new(name, false, kind, Some(default))
}

const fn required(name: Name, kind: Kind) -> Field {
    Field::new(name, true, kind, None)
}

const fn list(media: &'static MediaLimits, min: usize, max: usize) -> Kind {
    Kind::MediaList { media, min, max }
}

const fn prompt(max: usize) -> Field {
    required(name::PROMPT, Kind::Text { max }).doc("What should happen.", "guide, section 12")
}

const fn quality(values: &'static [&'static str]) -> Field {
    preset(name::QUALITY, Kind::Choice(values), DefaultValue::Text("720p"))
        .doc("720p costs less than 1080p.", "guide, section 7")
}

const fn prompt_extend(default: bool) -> Field {
    preset(name::PROMPT_EXTEND, Kind::Flag, DefaultValue::Flag(default))
        .doc("Let a language model rewrite a thin prompt.", "guide, section 3")
}

const fn duration(range: IntegerRange, default: i64, about: &'static str) -> Field {
    preset(name::DURATION, Kind::Integer(range), DefaultValue::Integer(default))
        .doc(about, "OpenAPI, duration")
}

const WAN27: &str = "guide, section 3";

pub(super) const MODEL: Field = required(name::MODEL, Kind::ModelId);
pub(super) const PROMPT: Field = prompt(limits::PROMPT_MAX);
pub(super) const NEGATIVE_PROMPT: Field =
    optional(name::NEGATIVE_PROMPT, Kind::Text { max: limits::NEGATIVE_PROMPT_MAX })
        .doc("What should not be seen.", WAN27);
pub(super) const GENERATION_MODE: Field = optional(name::GENERATION_MODE, Kind::Choice(GENERATION_MODES))
    .doc("Which inputs decide the video; absent, they say it themselves.", "guide, section 4");
pub(super) const IMAGE_START: Field = optional(name::IMAGE_START, Kind::Media(&IMAGE))
    .doc("The first frame; a PNG without transparency.", "guide, section 4");
pub(super) const IMAGE_END: Field = optional(name::IMAGE_END, Kind::Media(&IMAGE))
    .doc("The frame to end on; a PNG without transparency.", "guide, section 4");
// Empty is absent here; a continuation needs it (OpenAPI: no minItems).
pub(super) const CLIP_URLS: Field = optional(name::VIDEO_URLS, list(&CLIP, 0, 1))
    .doc("The clip to go on from; `duration` must be at least its length.", "guide, section 4");
pub(super) const DRIVING_AUDIO_URLS: Field = optional(name::AUDIO_URLS, list(&DRIVING_AUDIO, 1, 1))
    .doc("A driving audio. Without it music or sound is made.", WAN27);
pub(super) const QUALITY: Field = quality(QUALITIES);
pub(super) const ASPECT_RATIO: Field =
    preset(name::ASPECT_RATIO, Kind::Choice(ASPECT_RATIOS), DefaultValue::Text("16:9"))
        .doc("Width to height.", WAN27);
pub(super) const DURATION: Field = duration(limits::DURATION, 5, "Length in seconds.");
pub(super) const SEED: Field = optional(name::SEED, Kind::Integer(limits::SEED))
    .doc("The same seed varies less; random where absent.", WAN27);
pub(super) const PROMPT_EXTEND: Field = prompt_extend(false);
pub(super) const CALLBACK_URL: Field = optional(name::CALLBACK_URL, Kind::CallbackUrl)
    .doc("Where the finished task is posted.", "OpenAPI, callback_url");

pub(super) const CONTINUED_DURATION: Field =
    duration(limits::DURATION, 5, "Length in seconds; of a continuation the total, input included.");

const REFERENCE: &str = "guide, section 5";
pub(super) const REFERENCE_START: Field = optional(name::IMAGE_START, Kind::Media(&IMAGE))
    .doc("The starting frame; not counted among the references.", REFERENCE);
pub(super) const REFERENCE_IMAGES: Field = optional(name::IMAGE_URLS, list(&IMAGE, 0, REFERENCES_MAX)).doc(
    "Reference images; 1 to {REFERENCES_MAX} with `video_urls` in all. Named \"Image 1\" or \"图1\" in the prompt.",
    REFERENCE,
);
pub(super) const REFERENCE_VIDEOS: Field =
    optional(name::VIDEO_URLS, list(&REFERENCE_CLIP, 0, REFERENCES_MAX))
        .doc("Reference videos. Named \"Video 1\" or \"视频1\" in the prompt.", REFERENCE);
pub(super) const REFERENCE_VOICES: Field = optional(name::AUDIO_URLS, list(&VOICE, 0, REFERENCES_MAX)).doc(
    "@deprecated Voices by position, videos first, then images. Use `model_params.voice_bindings`.",
    REFERENCE,
);
static VOICE_BINDINGS: [Field; 1] =
    [optional(name::VOICE_BINDINGS, Kind::VoiceBindings { media: &VOICE, max: REFERENCES_MAX })
        .doc("Which voice belongs to which reference.", REFERENCE)];
pub(super) const VOICE_PARAMS: Field = optional(name::MODEL_PARAMS, Kind::Object(&VOICE_BINDINGS));
pub(super) const REFERENCE_RATIO: Field =
    preset(name::ASPECT_RATIO, Kind::Choice(ASPECT_RATIOS), DefaultValue::Text("16:9"))
        .doc("Width to height; ignored beside `image_start`.", REFERENCE);
pub(super) const REFERENCE_DURATION: Field = duration(
    limits::DURATION,
    5,
    "Length in seconds; with reference videos at most {REFERENCE_DURATION_MAX_WITH_VIDEOS}.",
);

const EDIT: &str = "guide, section 6";
pub(super) const EDITED_VIDEO: Field =
    required(name::VIDEO_URLS, list(&CLIP, 1, 1)).doc("The video to edit.", EDIT);
pub(super) const EDIT_IMAGES: Field =
    optional(name::IMAGE_URLS, list(&IMAGE, 0, limits::EDIT_IMAGES_MAX)).doc("Reference images.", EDIT);
pub(super) const KEEP_ORIGINAL_SOUND: Field =
    preset(name::KEEP_ORIGINAL_SOUND, Kind::Flag, DefaultValue::Flag(false))
        .doc("true keeps the sound of the input; false lets the model decide.", EDIT);
pub(super) const EDIT_RATIO: Field = optional(name::ASPECT_RATIO, Kind::Choice(ASPECT_RATIOS))
    .doc("Width to height; that of the input where absent.", EDIT);
pub(super) const EDIT_DURATION: Field =
    duration(limits::EDIT_DURATION, 0, "0 keeps the input's length; seconds cut it.");

pub(super) const PROMPT_26: Field = prompt(limits::PROMPT_MAX_26);
pub(super) const PROMPT_25: Field = prompt(limits::PROMPT_MAX_25);
pub(super) const PROMPT_EXTEND_LEGACY: Field = prompt_extend(true);
pub(super) const AUDIO_26: Field =
    optional(name::AUDIO_URL, Kind::Media(&LEGACY_AUDIO)).doc("A driving audio.", "OpenAPI, audio_url");
static SHOTS: [Field; 1] = [preset(name::SHOT_TYPE, Kind::Choice(SHOT_TYPES), DefaultValue::Text("single"))
    .doc(
        "One shot or several; text- and image-to-video heed it only with `prompt_extend`.",
        "OpenAPI, model_params",
    )];
pub(super) const SHOT_TYPE: Field = optional(name::MODEL_PARAMS, Kind::Object(&SHOTS));
pub(super) const GENERATE_AUDIO: Field = preset(name::GENERATE_AUDIO, Kind::Flag, DefaultValue::Flag(true))
    .doc("false costs less.", "OpenAPI, generate_audio");
pub(super) const FIRST_FRAME_URLS: Field =
    required(name::IMAGE_URLS, list(&LEGACY_IMAGE, 1, 1)).doc("The first frame.", "OpenAPI, image_urls");
pub(super) const REFERENCE_URLS_26: Field =
    required(name::VIDEO_URLS, list(&LEGACY_REFERENCE_CLIP, 1, limits::REFERENCES_MAX_26))
        .doc("Reference videos.", "OpenAPI, video_urls");
pub(super) const DURATION_26_REFERENCE: Field =
    duration(limits::REFERENCE_DURATION_26, 5, "Length in seconds.");
pub(super) const QUALITY_25: Field = quality(QUALITIES_25);
pub(super) const RATIO_25: Field =
    preset(name::ASPECT_RATIO, Kind::Choice(ASPECT_RATIOS), DefaultValue::Text("16:9"))
        .doc("Width to height; 480p takes only {ASPECT_RATIOS_480P}.", "wan2.5-text-to-video.json");
pub(super) const DURATION_25: Field = duration(limits::DURATION_25, 5, "Length in seconds.");
