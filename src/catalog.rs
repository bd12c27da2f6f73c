//! Every number of the API: models, fields, limits, defaults, output sizes, dated.
//!
//! A limit is written here and nowhere else; validation, [`crate::models`], JSON Schema, cost and the
//! simulator all read this table. Sources: the integration guide (sections 2 to 7 and 12) and the
//! `OpenAPI` file of each model; a constant names its own where it is not one of those.

/// How long a result link lives, in seconds (guide, section 8).
pub const RESULT_TTL_SECONDS: u64 = 24 * 60 * 60;
/// How long an uploaded file lives, in seconds (`OpenAPI`, upload-*.json).
pub const UPLOAD_TTL_SECONDS: u64 = 72 * 60 * 60;
/// Pauses before each retry of a callback, in milliseconds (`OpenAPI`, `callback_url`).
pub const CALLBACK_RETRY_MS: [u64; 3] = [1_000, 2_000, 4_000];
/// How long the API waits for a callback's answer, in milliseconds (`OpenAPI`, `callback_url`).
pub const CALLBACK_TIMEOUT_MS: u64 = 10_000;
/// Every task id starts so (`OpenAPI`, get-task-detail.json).
pub const TASK_ID_PREFIX: &str = "task-unified-";
/// Longest callback URL, in code points (`OpenAPI`, `callback_url`).
pub const CALLBACK_URL_MAX: usize = 2048;
/// Longest output beside reference videos, in seconds (guide, section 5).
pub const REFERENCE_DURATION_MAX_WITH_VIDEOS: i64 = 10;
/// Most reference images and videos together (guide, section 5).
pub const REFERENCES_MAX: usize = 5;
/// Below this many code points a prompt is thin enough for `prompt_extend` to pay (guide, section 3; the number is ours).
pub const SHORT_PROMPT: usize = 20;
/// Credits to the dollar, about (API facts, credits).
pub const CREDITS_PER_USD: u64 = 68;

/// A generation of the model family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// wan2.7, what this crate is for.
    Wan27,
    /// wan2.6, a fallback and the source of a migration.
    Wan26,
    /// wan2.5, the second fallback.
    Wan25,
}

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

/// One model of the gateway and the fields it takes, in the order a body is written in.
#[derive(Debug)]
pub struct Model {
    /// The id to send as `model`.
    pub id: &'static str,
    /// Its generation.
    pub family: Family,
    /// What it does.
    pub mode: Mode,
    /// The fields it takes; `model` and `prompt` come first.
    pub fields: &'static [Field],
}

/// One field of a request.
#[derive(Debug)]
pub struct Field {
    /// Its JSON name.
    pub name: &'static str,
    /// Whether a request without it is refused.
    pub required: bool,
    /// What it holds.
    pub kind: Kind,
    /// What the API takes where it is absent.
    pub default: Option<Literal>,
}

/// A default value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
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
    Integer(Whole),
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
    Params(&'static [Field]),
    /// An object from reference key (`image1`, `video2`) to voice URL.
    VoiceBindings {
        /// What each voice must be.
        media: &'static MediaLimits,
        /// Most bindings.
        max: usize,
    },
}

/// A range of whole numbers: `min..=max` in steps, and 0 where `zero` says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Smallest.
    pub min: i64,
    /// Largest.
    pub max: i64,
    /// Distance between two allowed values, counted from `min`.
    pub step: i64,
    /// Whether 0 is allowed as well ("keep the input's length").
    pub zero: bool,
}

impl Whole {
    /// Whether `value` is allowed.
    pub fn allows(&self, value: i64) -> bool {
        (self.zero && value == 0)
            || ((self.min..=self.max).contains(&value)
                && value.wrapping_sub(self.min) % self.step.max(1) == 0)
    }
}

/// What kind of media a URL points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// A still image.
    Image,
    /// A video clip.
    Video,
    /// A sound file.
    Audio,
}

/// Limits of one input medium. 0 means "not limited".
#[derive(Debug)]
pub struct MediaLimits {
    /// Image, video or audio.
    pub kind: MediaKind,
    /// Formats taken, as lower-case names.
    pub formats: &'static [&'static str],
    /// Largest file, in bytes (MB read as 2^20).
    pub max_bytes: u64,
    /// Shortest side, in pixels.
    pub min_side: u32,
    /// Longest side, in pixels.
    pub max_side: u32,
    /// Largest ratio of the longer to the shorter side.
    pub max_ratio: u32,
    /// Shortest length, in milliseconds.
    pub min_ms: u64,
    /// Longest length, in milliseconds.
    pub max_ms: u64,
}

const MB: u64 = 1 << 20;
/// The largest file of any kind (assumed: what the vendor's own client sends; `OpenAPI` names no limit).
pub const LARGEST_FILE: u64 = 100 * MB;
const IMAGE_FORMATS: &[&str] = &["jpeg", "png", "bmp", "webp"];

const fn image(max_mb: u64, min_side: u32, max_side: u32, max_ratio: u32) -> MediaLimits {
    MediaLimits {
        kind: MediaKind::Image,
        formats: IMAGE_FORMATS,
        max_bytes: max_mb * MB,
        min_side,
        max_side,
        max_ratio,
        min_ms: 0,
        max_ms: 0,
    }
}

const fn video(min_s: u64, max_s: u64, min_side: u32, max_side: u32, max_ratio: u32) -> MediaLimits {
    MediaLimits {
        kind: MediaKind::Video,
        formats: &["mp4", "mov"],
        max_bytes: LARGEST_FILE,
        min_side,
        max_side,
        max_ratio,
        min_ms: min_s * 1000,
        max_ms: max_s * 1000,
    }
}

const fn audio(formats: &'static [&'static str], min_s: u64, max_s: u64) -> MediaLimits {
    MediaLimits {
        kind: MediaKind::Audio,
        formats,
        max_bytes: 15 * MB,
        min_side: 0,
        max_side: 0,
        max_ratio: 0,
        min_ms: min_s * 1000,
        max_ms: max_s * 1000,
    }
}

/// Images of wan2.7 (`OpenAPI`, `image_start`). PNG must have no transparency.
pub static IMAGE: MediaLimits = image(20, 240, 8000, 8);
/// First frames of wan2.6 and wan2.5 (`OpenAPI`, `image_urls`).
pub static LEGACY_IMAGE: MediaLimits = image(10, 360, 2000, 0);
/// A clip to continue or to edit (`OpenAPI`, `video_urls`).
pub static CLIP: MediaLimits = video(2, 10, 240, 4096, 8);
/// A reference video (`OpenAPI`, wan2.7-reference-video.json).
pub static REFERENCE_CLIP: MediaLimits = video(1, 30, 240, 4096, 8);
/// A reference video of wan2.6 (`OpenAPI`, wan2.6-reference-video.json).
pub static LEGACY_REFERENCE_CLIP: MediaLimits = video(2, 30, 0, 0, 0);
/// Driving audio (guide, section 3).
pub static DRIVING_AUDIO: MediaLimits = audio(&["wav", "mp3"], 2, 30);
/// A voice to clone (guide, section 13).
pub static VOICE: MediaLimits = audio(&["wav", "mp3"], 1, 10);
/// Driving audio of wan2.6 (`OpenAPI`, `audio_url`).
pub static LEGACY_AUDIO: MediaLimits = audio(&["mp3"], 3, 30);

/// Video qualities of wan2.7 and wan2.6.
pub const QUALITIES: &[&str] = &["720p", "1080p"];
/// Video qualities of wan2.5.
pub const QUALITIES_25: &[&str] = &["480p", "720p", "1080p"];
/// Aspect ratios; 480p (wan2.5) takes only the first three.
pub const ASPECT_RATIOS: &[&str] = &["16:9", "9:16", "1:1", "4:3", "3:4"];
/// How many of [`ASPECT_RATIOS`] 480p takes (`OpenAPI`, wan2.5-text-to-video.json).
pub const ASPECT_RATIOS_480P: usize = 3;
/// Values of `generation_mode` (guide, section 4).
pub const GENERATION_MODES: &[&str] = &["first_frame", "first_last_frame", "video_continuation"];
const SHOT_TYPES: &[&str] = &["single", "multi"];

/// Output pixels of wan2.7 by quality, in the order of [`ASPECT_RATIOS`] (`OpenAPI`, `aspect_ratio`).
pub const PIXELS: [(&str, [(u32, u32); 5]); 2] = [
    ("720p", [(1280, 720), (720, 1280), (960, 960), (1104, 832), (832, 1104)]),
    ("1080p", [(1920, 1080), (1080, 1920), (1440, 1440), (1648, 1248), (1248, 1648)]),
];

const fn field(name: &'static str, kind: Kind, default: Option<Literal>) -> Field {
    Field { name, required: false, kind, default }
}

const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, required: true, kind, default: None }
}

const fn list(media: &'static MediaLimits, min: usize, max: usize) -> Kind {
    Kind::MediaList { media, min, max }
}

const fn seconds(min: i64, max: i64) -> Kind {
    Kind::Integer(Whole { min, max, step: 1, zero: false })
}

const MODEL: Field = required("model", Kind::ModelId);
const PROMPT: Field = required("prompt", Kind::Text { max: 5000 });
const NEGATIVE_PROMPT: Field = field("negative_prompt", Kind::Text { max: 500 }, None);
const QUALITY: Field = field("quality", Kind::Choice(QUALITIES), Some(Literal::Text("720p")));
const ASPECT_RATIO: Field = field("aspect_ratio", Kind::Choice(ASPECT_RATIOS), Some(Literal::Text("16:9")));
const DURATION: Field = field("duration", seconds(2, 15), Some(Literal::Integer(5)));
const SEED: Field =
    field("seed", Kind::Integer(Whole { min: 1, max: 2_147_483_647, step: 1, zero: false }), None);
const PROMPT_EXTEND: Field = field("prompt_extend", Kind::Flag, Some(Literal::Flag(false)));
const CALLBACK_URL: Field = field("callback_url", Kind::CallbackUrl, None);

const PROMPT_26: Field = required("prompt", Kind::Text { max: 1500 });
const PROMPT_25: Field = required("prompt", Kind::Text { max: 2000 });
const PROMPT_EXTEND_LEGACY: Field = field("prompt_extend", Kind::Flag, Some(Literal::Flag(true)));
const AUDIO_26: Field = field("audio_url", Kind::Media(&LEGACY_AUDIO), None);
const SHOT_TYPE: Field = field(
    "model_params",
    Kind::Params(&[field("shot_type", Kind::Choice(SHOT_TYPES), Some(Literal::Text("single")))]),
    None,
);
const GENERATE_AUDIO: Field = field("generate_audio", Kind::Flag, Some(Literal::Flag(true)));
const FIRST_FRAME_URLS: Field = required("image_urls", list(&LEGACY_IMAGE, 1, 1));
const REFERENCE_URLS_26: Field = required("video_urls", list(&LEGACY_REFERENCE_CLIP, 1, 3));
const DURATION_26_REFERENCE: Field = field("duration", seconds(2, 10), Some(Literal::Integer(5)));
const QUALITY_25: Field = field("quality", Kind::Choice(QUALITIES_25), Some(Literal::Text("720p")));
const DURATION_25: Field = field(
    "duration",
    Kind::Integer(Whole { min: 5, max: 10, step: 5, zero: false }),
    Some(Literal::Integer(5)),
);

/// All models, wan2.7 first.
pub static MODELS: &[Model] = &[
    Model {
        id: "wan2.7-text-to-video",
        family: Family::Wan27,
        mode: Mode::TextToVideo,
        fields: &[
            MODEL,
            PROMPT,
            NEGATIVE_PROMPT,
            field("audio_urls", list(&DRIVING_AUDIO, 1, 1), None),
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
        family: Family::Wan27,
        mode: Mode::ImageToVideo,
        fields: &[
            MODEL,
            field("generation_mode", Kind::Choice(GENERATION_MODES), None),
            PROMPT,
            NEGATIVE_PROMPT,
            field("image_start", Kind::Media(&IMAGE), None),
            field("image_end", Kind::Media(&IMAGE), None),
            // Empty is absent here; a continuation needs it (OpenAPI: no minItems).
            field("video_urls", list(&CLIP, 0, 1), None),
            field("audio_urls", list(&DRIVING_AUDIO, 1, 1), None),
            QUALITY,
            DURATION,
            SEED,
            PROMPT_EXTEND,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.7-reference-video",
        family: Family::Wan27,
        mode: Mode::ReferenceVideo,
        fields: &[
            MODEL,
            PROMPT,
            NEGATIVE_PROMPT,
            field("image_start", Kind::Media(&IMAGE), None),
            field("image_urls", list(&IMAGE, 0, REFERENCES_MAX), None),
            field("video_urls", list(&REFERENCE_CLIP, 0, REFERENCES_MAX), None),
            field("audio_urls", list(&VOICE, 0, REFERENCES_MAX), None),
            field(
                "model_params",
                Kind::Params(&[field(
                    "voice_bindings",
                    Kind::VoiceBindings { media: &VOICE, max: REFERENCES_MAX },
                    None,
                )]),
                None,
            ),
            QUALITY,
            ASPECT_RATIO,
            DURATION,
            SEED,
            PROMPT_EXTEND,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.7-video-edit",
        family: Family::Wan27,
        mode: Mode::VideoEdit,
        fields: &[
            MODEL,
            PROMPT,
            NEGATIVE_PROMPT,
            required("video_urls", list(&CLIP, 1, 1)),
            field("image_urls", list(&IMAGE, 0, 4), None),
            field("keep_original_sound", Kind::Flag, Some(Literal::Flag(false))),
            QUALITY,
            field("aspect_ratio", Kind::Choice(ASPECT_RATIOS), None),
            field(
                "duration",
                Kind::Integer(Whole { min: 2, max: 10, step: 1, zero: true }),
                Some(Literal::Integer(0)),
            ),
            SEED,
            PROMPT_EXTEND,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.6-text-to-video",
        family: Family::Wan26,
        mode: Mode::TextToVideo,
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
        family: Family::Wan26,
        mode: Mode::ImageToVideo,
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
        family: Family::Wan26,
        mode: Mode::ImageToVideo,
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
        family: Family::Wan26,
        mode: Mode::ReferenceVideo,
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
        family: Family::Wan26,
        mode: Mode::ReferenceVideo,
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
        family: Family::Wan25,
        mode: Mode::TextToVideo,
        fields: &[
            MODEL,
            PROMPT_25,
            QUALITY_25,
            ASPECT_RATIO,
            DURATION_25,
            PROMPT_EXTEND_LEGACY,
            CALLBACK_URL,
        ],
    },
    Model {
        id: "wan2.5-image-to-video",
        family: Family::Wan25,
        mode: Mode::ImageToVideo,
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
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Output pixels of a wan2.7 video, where quality and aspect ratio are in the table.
pub fn pixels(quality: &str, aspect_ratio: &str) -> Option<(u32, u32)> {
    let column = ASPECT_RATIOS.iter().position(|ratio| *ratio == aspect_ratio)?;
    PIXELS.iter().find(|(name, _)| *name == quality)?.1.get(column).copied()
}

/// A price table: what a second costs, dated, replaceable by the caller's own.
#[derive(Debug)]
pub struct Prices {
    /// Its name, as `estimateCost` takes it.
    pub name: &'static str,
    /// When it was read.
    pub as_of: &'static str,
    /// Micro-dollars a second of wan2.7 at 720p and at 1080p.
    pub wan27: (u64, u64),
    /// Most input seconds (in milliseconds) billed by reference-video and by video-edit; `None`: all of it.
    pub input_cap_ms: (Option<u64>, Option<u64>),
}

/// The guide's prices (section 7, May 2026); the default.
pub static GUIDE_2026_05: Prices = Prices {
    name: "guide-2026-05",
    as_of: OFFERS_AS_OF,
    wan27: (86_000, 144_000),
    input_cap_ms: (None, None),
};
/// The public price list of October 2026 (API facts, prices).
pub static LIST_2026_10: Prices = Prices {
    name: "list-2026-10",
    as_of: "2026-10",
    wan27: (80_000, 133_600),
    input_cap_ms: (Some(5_000), Some(10_000)),
};

/// Micro-dollars a second of the older models at 720p, October 2026; 1080p costs [`LEGACY_1080P_PERCENT`] of it.
pub const WAN26_MICRO_USD: u64 = 70_000;
/// The same for the flash variants with sound.
pub const WAN26_FLASH_MICRO_USD: u64 = 35_000;
/// The same for wan2.5.
pub const WAN25_MICRO_USD: u64 = 75_000;
/// 1080p in percent of 720p.
pub const LEGACY_1080P_PERCENT: u64 = 167;
/// Most input milliseconds wan2.6 bills for each of 1, 2 or 3 reference videos (`OpenAPI`, wan2.6-reference-video.json).
pub const WAN26_INPUT_CAP_MS: [u64; 3] = [5_000, 2_500, 1_650];

/// Another provider's listed price (guide, section 7: as listed in May 2026).
#[derive(Debug)]
pub struct Offer {
    /// Who asks it.
    pub provider: &'static str,
    /// At which quality.
    pub quality: &'static str,
    /// Micro-dollars a second.
    pub micro_usd_per_second: u64,
    /// Whether the rate is worked out from a clip's price.
    pub approximate: bool,
}

/// The guide's comparison; `EvoLink`'s own row comes from the price table in use.
pub static OFFERS: &[Offer] = &[
    Offer { provider: "Together AI", quality: "720p", micro_usd_per_second: 100_000, approximate: false },
    Offer { provider: "Segmind", quality: "720p", micro_usd_per_second: 62_500, approximate: true },
    Offer { provider: "Segmind", quality: "1080p", micro_usd_per_second: 93_750, approximate: true },
];
/// When [`OFFERS`] were read.
pub const OFFERS_AS_OF: &str = "2026-05";
