//! How long, how many, how large: the limits of every field, named after it and, where models differ, after theirs.

/// Longest prompt, in code points (guide, section 12).
pub const PROMPT_MAX: usize = 5000;
/// Longest prompt of wan2.6 (`OpenAPI`, `prompt`).
pub const PROMPT_MAX_26: usize = 1500;
/// Longest prompt of wan2.5 (`OpenAPI`, `prompt`).
pub const PROMPT_MAX_25: usize = 2000;
/// Longest negative prompt, in code points (guide, section 3).
pub const NEGATIVE_PROMPT_MAX: usize = 500;
/// Below this many code points a prompt is thin enough for `prompt_extend` to pay (guide, section 3; the number is ours).
pub const SHORT_PROMPT: usize = 20;
/// Longest callback URL, in code points (`OpenAPI`, `callback_url`).
pub const CALLBACK_URL_MAX: usize = 2048;
/// Most reference images and videos together (guide, section 5).
pub const REFERENCES_MAX: usize = 5;
/// Most reference images of an edit (guide, section 6).
pub const EDIT_IMAGES_MAX: usize = 4;
/// Most reference videos of wan2.6 (`OpenAPI`, `video_urls`).
pub const REFERENCES_MAX_26: usize = 3;

/// Output lengths, in seconds (`OpenAPI`, `duration`).
pub const DURATION: IntegerRange = IntegerRange::of(2, 15);
/// Of an edit: 0 keeps the input's length (guide, section 6).
pub const EDIT_DURATION: IntegerRange = IntegerRange { zero: true, ..IntegerRange::of(2, 10) };
/// Of reference videos of wan2.6.
pub const REFERENCE_DURATION_26: IntegerRange = IntegerRange::of(2, 10);
/// Of wan2.5.
pub const DURATION_25: IntegerRange = IntegerRange { step: 5, ..IntegerRange::of(5, 10) };
/// Longest output beside reference videos, in seconds (guide, section 5).
pub const REFERENCE_DURATION_MAX_WITH_VIDEOS: i64 = 10;
/// Seeds (guide, section 3).
pub const SEED: IntegerRange = IntegerRange::of(1, 2_147_483_647);

/// A range of whole numbers: `min..=max` in steps, and 0 where `zero` says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntegerRange {
    /// Smallest.
    pub min: i64,
    /// Largest.
    pub max: i64,
    /// Distance between two allowed values, counted from `min`.
    pub step: i64,
    /// Whether 0 is allowed as well ("keep the input's length").
    pub zero: bool,
}

impl IntegerRange {
    const fn of(min: i64, max: i64) -> IntegerRange {
        IntegerRange { min, max, step: 1, zero: false }
    }

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
