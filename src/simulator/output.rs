//! The video a task gives: the pixels and the length it was asked for.

use super::accepted::Accepted;
use super::inputs::InputFacts;
use super::video::{PALETTES_COUNT, Video};
use crate::catalog::{self, Mode};
use crate::json::Value;

/// Pixels of 480p, which only wan2.5 has (assumed: its files name the ratios, not the pixels).
const PIXELS_480P: [(&str, (u32, u32)); 3] =
    [("16:9", (832, 480)), ("9:16", (480, 832)), ("1:1", (624, 624))];

/// Its length in milliseconds: what was asked for; of an edit, what there is of its input (wan2.7-video-edit.json,
/// `duration`: 0 keeps the length, 2 to 10 cuts it from the start).
pub fn milliseconds(accepted: &Accepted, inputs: &InputFacts) -> u64 {
    let asked = accepted.duration * 1000;
    match (accepted.model.mode, inputs.videos_ms.first()) {
        (Mode::VideoEdit, Some(input)) if asked == 0 => *input,
        (Mode::VideoEdit, Some(input)) => asked.min(*input),
        _ => asked,
    }
}

/// The video.
pub fn video(accepted: &Accepted, inputs: &InputFacts, request: &Value, chance: u64) -> Video {
    // wan2.7-reference-video.json: aspect_ratio is passed over beside image_start.
    let follows = accepted.model.mode == Mode::ReferenceVideo && request.get("image_start").is_some();
    let ratio =
        accepted.aspect_ratio.as_deref().filter(|ratio| !follows && catalog::ASPECT_RATIOS.contains(ratio));
    let ratio = ratio.unwrap_or_else(|| nearest(inputs.sides));
    let (width, height) = pixels(&accepted.quality, ratio);
    Video {
        width,
        height,
        ms: milliseconds(accepted, inputs),
        sound: request.get("generate_audio") != Some(&Value::Bool(false)),
        palette: (chance % PALETTES_COUNT) as u8,
    }
}

fn pixels(quality: &str, ratio: &str) -> (u32, u32) {
    let low = || PIXELS_480P.into_iter().find(|(name, _)| *name == ratio && quality == "480p");
    low()
        .map(|(_, sides)| sides)
        .or_else(|| catalog::pixels(&catalog::PIXELS, quality, ratio))
        .unwrap_or((1280, 720))
}

/// The aspect ratio that comes nearest to an input's, where the request has none (assumed: the documents say that the
/// video follows its input, not how closely). 16:9 where the input is not known either.
fn nearest(sides: Option<(u32, u32)>) -> &'static str {
    let Some((width, height)) = sides else { return "16:9" };
    let distance = |ratio: &&&str| {
        let (across, down) = pixels("720p", ratio);
        // How much wider one is than the other, in thousandths.
        let (one, other) = (u64::from(across) * u64::from(height), u64::from(width) * u64::from(down));
        1000 * one.max(other) / one.min(other).max(1)
    };
    catalog::ASPECT_RATIOS.iter().min_by_key(distance).copied().unwrap_or("16:9")
}

#[cfg(test)]
mod tests {
    use super::{nearest, pixels};

    #[test]
    fn every_quality_has_its_pixels() {
        assert_eq!(pixels("480p", "16:9"), (832, 480));
        assert_eq!(pixels("480p", "1:1"), (624, 624));
        assert_eq!(pixels("720p", "4:3"), (1104, 832));
        assert_eq!(pixels("1080p", "3:4"), (1248, 1648));
    }

    #[test]
    fn an_input_gives_its_ratio() {
        assert_eq!(nearest(None), "16:9");
        for (sides, ratio) in
            [((640, 480), "4:3"), ((3000, 4000), "3:4"), ((500, 510), "1:1"), ((240, 1900), "9:16")]
        {
            assert_eq!(nearest(Some(sides)), ratio);
        }
    }
}
