//! The models: one row each, and what differs between them in its columns.

use super::fields::{
    ASPECT_RATIO, AUDIO_26, CALLBACK_URL, CLIP_URLS, CONTINUED_DURATION, DRIVING_AUDIO_URLS, DURATION,
    DURATION_25, DURATION_26_REFERENCE, EDIT_DURATION, EDIT_IMAGES, EDIT_RATIO, EDITED_VIDEO,
    FIRST_FRAME_URLS, Field, GENERATE_AUDIO, GENERATION_MODE, IMAGE_END, IMAGE_START, KEEP_ORIGINAL_SOUND,
    Kind, MODEL, NEGATIVE_PROMPT, PROMPT, PROMPT_25, PROMPT_26, PROMPT_EXTEND, PROMPT_EXTEND_LEGACY, QUALITY,
    QUALITY_25, RATIO_25, REFERENCE_DURATION, REFERENCE_IMAGES, REFERENCE_RATIO, REFERENCE_START,
    REFERENCE_URLS_26, REFERENCE_VIDEOS, REFERENCE_VOICES, SEED, SHOT_TYPE, VOICE_PARAMS,
};
use super::name::{self, Name};
use super::prices::{
    EDIT_27, FLASH_26, OUTPUT_25, OUTPUT_26, OUTPUT_27, Price, PriceList, REFERENCE_26, REFERENCE_27,
    REFERENCE_FLASH_26,
};
use super::{DefaultValue, PIXELS, Sizes, pixels};

/// A generation of models.
#[derive(Debug)]
pub struct Generation {
    /// `wan2.7`: what its models' ids begin with.
    pub name: &'static str,
    /// Its version in short names (`wan27-t2v`).
    pub digits: &'static str,
    /// Whether its models are the ones to advise.
    pub current: bool,
    /// Output pixels by quality, in the order of [`ASPECT_RATIOS`]; empty where they are not documented.
    pub sizes: Sizes,
}

static WAN27: Generation = Generation { name: "wan2.7", digits: "27", current: true, sizes: &PIXELS };
static WAN26: Generation = Generation { name: "wan2.6", digits: "26", current: false, sizes: &[] };
static WAN25: Generation = Generation { name: "wan2.5", digits: "25", current: false, sizes: &[] };

/// What a model does (guide, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A prompt becomes a video.
    TextToVideo,
    /// One or two key frames, or a clip to go on from.
    ImageToVideo,
    /// Characters kept from reference images and videos.
    ReferenceVideo,
    /// An instruction applied to a video.
    VideoEdit,
}

impl Mode {
    /// As `models()` names it.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::TextToVideo => "text-to-video",
            Mode::ImageToVideo => "image-to-video",
            Mode::ReferenceVideo => "reference-video",
            Mode::VideoEdit => "video-edit",
        }
    }
}

/// The rules that tie a model's fields together, beside those of its shots; each set is a file of src/request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// None: every rule is one of a single field.
    None,
    /// A thin prompt does better with `prompt_extend`.
    ThinPrompt,
    /// The inputs are those of one of [`FRAME_SHAPES`].
    FrameShapes,
    /// References are counted, named in the prompt and bound to voices.
    References,
    /// 480p has fewer shapes; `shot_type` works only on an extended prompt.
    Older,
}

/// Which inputs a generation mode needs, and which it may have beside them; of [`FRAME_INPUTS`] no other.
#[derive(Debug)]
pub struct FrameShape {
    /// A value of `generation_mode`.
    pub mode: &'static str,
    /// What must be given.
    pub needs: &'static [Name],
    /// What may be.
    pub may: Name,
}

/// What the shapes tell apart.
pub static FRAME_INPUTS: [Name; 4] = [name::IMAGE_START, name::IMAGE_END, name::VIDEO_URLS, name::AUDIO_URLS];
/// The six combinations of inputs, with and without what may be (guide, section 4).
pub static FRAME_SHAPES: [FrameShape; 3] = [
    FrameShape { mode: "first_frame", needs: &[name::IMAGE_START], may: name::AUDIO_URLS },
    FrameShape {
        mode: "first_last_frame",
        needs: &[name::IMAGE_START, name::IMAGE_END],
        may: name::AUDIO_URLS,
    },
    FrameShape { mode: "video_continuation", needs: &[name::VIDEO_URLS], may: name::IMAGE_END },
];

/// One model of the gateway.
#[derive(Debug)]
pub struct Model {
    /// The id to send as `model`.
    pub id: &'static str,
    /// Its generation.
    pub generation: &'static Generation,
    /// What it does.
    pub mode: Mode,
    /// The rules that tie its fields together.
    pub rules: Rules,
    /// What it costs, by price list; a list without a row takes the last.
    pub prices: &'static [Price],
    /// The model to fall back to: the same mode in the generation before.
    pub predecessor: Option<&'static str>,
    /// The model its requests migrate to.
    pub successor: Option<&'static str>,
    /// The fields it takes, in the order a body is written in; `model` and `prompt` come first.
    pub fields: &'static [Field],
}

/// All models, wan2.7 first.
pub static MODELS: &[Model] = &[
    Model {
        id: "wan2.7-text-to-video",
        generation: &WAN27,
        mode: Mode::TextToVideo,
        rules: Rules::ThinPrompt,
        prices: &OUTPUT_27,
        predecessor: Some("wan2.6-text-to-video"),
        successor: None,
        fields: &[
            MODEL,
            PROMPT,
            NEGATIVE_PROMPT,
            DRIVING_AUDIO_URLS,
            QUALITY,
            ASPECT_RATIO,
            DURATION,
            SEED,
            PROMPT_EXTEND,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.7-image-to-video",
        generation: &WAN27,
        mode: Mode::ImageToVideo,
        rules: Rules::FrameShapes,
        prices: &OUTPUT_27,
        predecessor: Some("wan2.6-image-to-video"),
        successor: None,
        fields: &[
            MODEL,
            GENERATION_MODE,
            PROMPT,
            NEGATIVE_PROMPT,
            IMAGE_START,
            IMAGE_END,
            CLIP_URLS,
            DRIVING_AUDIO_URLS,
            QUALITY,
            CONTINUED_DURATION,
            SEED,
            PROMPT_EXTEND,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.7-reference-video",
        generation: &WAN27,
        mode: Mode::ReferenceVideo,
        rules: Rules::References,
        prices: &REFERENCE_27,
        predecessor: Some("wan2.6-reference-video"),
        successor: None,
        fields: &[
            MODEL,
            PROMPT,
            NEGATIVE_PROMPT,
            REFERENCE_START,
            REFERENCE_IMAGES,
            REFERENCE_VIDEOS,
            REFERENCE_VOICES,
            VOICE_PARAMS,
            QUALITY,
            REFERENCE_RATIO,
            REFERENCE_DURATION,
            SEED,
            PROMPT_EXTEND,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.7-video-edit",
        generation: &WAN27,
        mode: Mode::VideoEdit,
        rules: Rules::None,
        prices: &EDIT_27,
        predecessor: None,
        successor: None,
        fields: &[
            MODEL,
            PROMPT,
            NEGATIVE_PROMPT,
            EDITED_VIDEO,
            EDIT_IMAGES,
            KEEP_ORIGINAL_SOUND,
            QUALITY,
            EDIT_RATIO,
            EDIT_DURATION,
            SEED,
            PROMPT_EXTEND,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.6-text-to-video",
        generation: &WAN26,
        mode: Mode::TextToVideo,
        rules: Rules::Older,
        prices: &OUTPUT_26,
        predecessor: Some("wan2.5-text-to-video"),
        successor: Some("wan2.7-text-to-video"),
        fields: &[
            MODEL,
            PROMPT_26,
            AUDIO_26,
            QUALITY,
            ASPECT_RATIO,
            DURATION,
            PROMPT_EXTEND_LEGACY,
            SHOT_TYPE,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.6-image-to-video",
        generation: &WAN26,
        mode: Mode::ImageToVideo,
        rules: Rules::Older,
        prices: &OUTPUT_26,
        predecessor: Some("wan2.5-image-to-video"),
        successor: Some("wan2.7-image-to-video"),
        fields: &[
            MODEL,
            PROMPT_26,
            FIRST_FRAME_URLS,
            AUDIO_26,
            QUALITY,
            DURATION,
            PROMPT_EXTEND_LEGACY,
            SHOT_TYPE,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.6-image-to-video-flash",
        generation: &WAN26,
        mode: Mode::ImageToVideo,
        rules: Rules::Older,
        prices: &FLASH_26,
        predecessor: Some("wan2.5-image-to-video"),
        successor: Some("wan2.7-image-to-video"),
        fields: &[
            MODEL,
            PROMPT_26,
            FIRST_FRAME_URLS,
            AUDIO_26,
            QUALITY,
            DURATION,
            PROMPT_EXTEND_LEGACY,
            SHOT_TYPE,
            GENERATE_AUDIO,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.6-reference-video",
        generation: &WAN26,
        mode: Mode::ReferenceVideo,
        rules: Rules::Older,
        prices: &REFERENCE_26,
        predecessor: None,
        successor: Some("wan2.7-reference-video"),
        fields: &[
            MODEL,
            PROMPT_26,
            REFERENCE_URLS_26,
            QUALITY,
            ASPECT_RATIO,
            DURATION_26_REFERENCE,
            SHOT_TYPE,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.6-reference-video-flash",
        generation: &WAN26,
        mode: Mode::ReferenceVideo,
        rules: Rules::Older,
        prices: &REFERENCE_FLASH_26,
        predecessor: None,
        successor: Some("wan2.7-reference-video"),
        fields: &[
            MODEL,
            PROMPT_26,
            REFERENCE_URLS_26,
            QUALITY,
            ASPECT_RATIO,
            DURATION_26_REFERENCE,
            SHOT_TYPE,
            GENERATE_AUDIO,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.5-text-to-video",
        generation: &WAN25,
        mode: Mode::TextToVideo,
        rules: Rules::Older,
        prices: &OUTPUT_25,
        predecessor: None,
        successor: Some("wan2.7-text-to-video"),
        fields: &[MODEL, PROMPT_25, QUALITY_25, RATIO_25, DURATION_25, PROMPT_EXTEND_LEGACY, CALLBACK_URL],
    },
    Model {
        id: "wan2.5-image-to-video",
        generation: &WAN25,
        mode: Mode::ImageToVideo,
        rules: Rules::Older,
        prices: &OUTPUT_25,
        predecessor: None,
        successor: Some("wan2.7-image-to-video"),
        fields: &[
            MODEL,
            PROMPT_25,
            FIRST_FRAME_URLS,
            QUALITY_25,
            DURATION_25,
            PROMPT_EXTEND_LEGACY,
            CALLBACK_URL,
        ],
    },
];

/// The model of that id, spelled exactly.
pub fn model(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.id == id)
}

impl Model {
    /// The field of that name, where this model has it.
    pub fn field(&self, name: Name) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.number == name.number)
    }

    /// The same of a name that need not be any field's.
    pub fn field_called(&self, text: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == text)
    }

    /// Whether its `model_params` have a field of that name.
    pub fn has_param(&self, name: Name) -> bool {
        let params = self.field(name::MODEL_PARAMS).map(|field| &field.kind);
        matches!(params, Some(Kind::Object(fields)) if fields.iter().any(|field| field.number == name.number))
    }

    /// Whether a field is a choice, and that one of its values.
    pub fn takes(&self, name: Name, value: &str) -> bool {
        matches!(self.field(name), Some(Field { kind: Kind::Choice(values), .. }) if values.contains(&value))
    }

    /// What the API takes where that field is absent.
    pub fn default(&self, name: Name) -> Option<DefaultValue> {
        self.field(name).and_then(|field| field.default)
    }

    /// What `list` says of it, or the one list that says anything.
    pub fn price(&self, list: &PriceList) -> Option<&'static Price> {
        self.prices.iter().find(|price| price.list.name == list.name).or_else(|| self.prices.last())
    }

    /// Output pixels, where quality and aspect ratio are documented.
    pub fn pixels(&self, quality: &str, aspect_ratio: &str) -> Option<(u32, u32)> {
        pixels(self.generation.sizes, quality, aspect_ratio)
    }

    /// What it suits best, in a few words each (guide, section 2; the older models: sections 10 and 13). By id, not a
    /// column: the client reads the rows, and never this.
    pub fn best_for(&self) -> &'static [&'static str] {
        let row = BEST_FOR.iter().find(|(ids, _)| self.id.starts_with(ids.0) && self.id.ends_with(ids.1));
        row.map_or(&[], |row| row.1)
    }
}

/// By the beginning and the end of an id; the first that fits.
type BestFor = ((&'static str, &'static str), &'static [&'static str]);
static BEST_FOR: [BestFor; 7] = [
    (("wan2.7-text", ""), &["ad creatives", "social clips", "videos that start from a script"]),
    (
        ("wan2.7-image", ""),
        &["product animations", "storyboards set in motion", "control of the first and last frame"],
    ),
    (("wan2.7-reference", ""), &["brand spokespersons", "series with several characters", "voice cloning"]),
    (("wan2.7-video-edit", ""), &["style transfer", "background swaps", "clothing changes", "colorization"]),
    (("wan2.6", "-flash"), &["quick iteration"]),
    (("wan2.6", ""), &["cinematic storytelling", "a fallback from wan2.7"]),
    (("wan2.5", ""), &["a fallback from wan2.7 and wan2.6"]),
];
