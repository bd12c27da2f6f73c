//! What media may be, and which values a choice has.

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
/// Values of `shot_type` (`OpenAPI`, `model_params`).
pub const SHOT_TYPES: &[&str] = &["single", "multi"];

/// Output pixels by quality, in the order of [`ASPECT_RATIOS`].
pub type Sizes = &'static [(&'static str, [(u32, u32); 5])];

/// Output pixels of wan2.7 by quality, in the order of [`ASPECT_RATIOS`] (`OpenAPI`, `aspect_ratio`).
pub const PIXELS: [(&str, [(u32, u32); 5]); 2] = [
    ("720p", [(1280, 720), (720, 1280), (960, 960), (1104, 832), (832, 1104)]),
    ("1080p", [(1920, 1080), (1080, 1920), (1440, 1440), (1648, 1248), (1248, 1648)]),
];

/// Output pixels, where quality and aspect ratio are in the table.
pub fn pixels(sizes: Sizes, quality: &str, aspect_ratio: &str) -> Option<(u32, u32)> {
    let column = ASPECT_RATIOS.iter().position(|ratio| *ratio == aspect_ratio)?;
    sizes.iter().find(|(name, _)| *name == quality)?.1.get(column).copied()
}
