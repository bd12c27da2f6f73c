//! Which values a choice has, and the output pixels that two of them decide.

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
