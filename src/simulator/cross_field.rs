//! What only several fields together can break.

use super::accepted::{Accepted, Refusal};
use crate::catalog::{self, MediaLimits, Rules};
use crate::json::Value;

/// The rules across fields.
///
/// # Errors
/// The first one broken.
pub fn check(accepted: &mut Accepted, request: &Value) -> Result<(), Refusal> {
    let count = |name| request.get(name).and_then(Value::items).map_or(0, <[Value]>::len);
    match accepted.model.rules {
        Rules::FrameShapes => frames(accepted, request),
        Rules::References => {
            let (images, videos) = (count("image_urls"), count("video_urls"));
            if !(1..=catalog::REFERENCES_MAX).contains(&(images + videos)) {
                return Err(Refusal::of(
                    "image_urls",
                    format!("image_urls and video_urls together must be 1 to {}", catalog::REFERENCES_MAX),
                ));
            }
            if videos > 0 && accepted.duration > catalog::REFERENCE_DURATION_MAX_WITH_VIDEOS as u64 {
                let most = catalog::REFERENCE_DURATION_MAX_WITH_VIDEOS;
                return Err(Refusal::of(
                    "duration",
                    format!("duration must be at most {most} beside video_urls"),
                ));
            }
            let bindings = request.get("model_params").and_then(|params| params.get("voice_bindings"));
            let Some(Value::Object(bindings)) = bindings else { return Ok(()) };
            for (key, _) in bindings {
                let within = match reference(key) {
                    Some(("image", index)) => index <= images,
                    Some((_, index)) => index <= videos,
                    None => false,
                };
                if !within {
                    let message = format!("voice_bindings.{key} out of range");
                    return Err(Refusal::worded("model_params.voice_bindings", message));
                }
            }
            Ok(())
        }
        _ if accepted.quality == "480p" => {
            let known = catalog::ASPECT_RATIOS.get(..catalog::ASPECT_RATIOS_480P).unwrap_or_default();
            match accepted.aspect_ratio.as_deref() {
                Some(ratio) if !known.contains(&ratio) => {
                    Err(Refusal::of("aspect_ratio", "480p takes 16:9, 9:16 and 1:1 only"))
                }
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// The six combinations of image-to-video (guide, section 4), and the mode each belongs to.
fn frames(accepted: &mut Accepted, request: &Value) -> Result<(), Refusal> {
    // Assumed: an empty list counts as none. Of those that may be empty, the client says so too.
    let has = |name| match request.get(name) {
        Some(Value::Array(items)) => !items.is_empty(),
        value => value.is_some(),
    };
    let mode = match (has("image_start"), has("image_end"), has("video_urls"), has("audio_urls")) {
        (true, false, false, _) => "first_frame",
        (true, true, false, _) => "first_last_frame",
        (false, _, true, false) => "video_continuation",
        _ => return Err(Refusal::of("image_start", "not one of the six valid combinations of media")),
    };
    let asked = request.get("generation_mode").and_then(Value::as_text);
    if asked.is_some_and(|asked| asked != mode) {
        return Err(Refusal::of("generation_mode", format!("the media given are those of {mode}")));
    }
    accepted.continuation = mode == "video_continuation";
    Ok(())
}

/// Voice bindings by themselves; whether their references exist is for [`check`], after all fields are read.
///
/// # Errors
/// The first thing wrong with them. Two messages are documented (`OpenAPI`, `voice_bindings`).
pub fn voice_bindings(
    accepted: &mut Accepted,
    path: &str,
    media: &'static MediaLimits,
    max: usize,
    value: &Value,
) -> Result<(), Refusal> {
    let Value::Object(bindings) = value else {
        return Err(Refusal::of(path, "voice_bindings must be an object"));
    };
    if bindings.len() > max {
        return Err(Refusal::of(path, format!("voice_bindings holds more than {max}")));
    }
    for (index, (key, url)) in bindings.iter().enumerate() {
        if reference(key).is_none() {
            return Err(Refusal::worded(path, format!("voice_bindings key \"{key}\" invalid")));
        }
        if bindings.iter().take(index).any(|(earlier, _)| earlier == key) {
            return Err(Refusal::of(path, format!("voice_bindings.{key} is bound twice")));
        }
        accepted.medium(&format!("{path}.{key}"), media, url)?;
    }
    Ok(())
}

/// `image3` → `("image", 3)`: counted from 1, no leading zeros.
fn reference(key: &str) -> Option<(&str, usize)> {
    let at = key.find(|character: char| character.is_ascii_digit())?;
    let (kind, number) = key.split_at_checked(at)?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    let known = matches!(kind, "image" | "video") && plain;
    known.then(|| (kind, number.parse().unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn keys_name_a_reference_or_nothing() {
        assert_eq!(reference("image1"), Some(("image", 1)));
        assert_eq!(reference("video12"), Some(("video", 12)));
        for key in ["img1", "image01", "image0", "image", "image1a", "Image1", "1", ""] {
            assert_eq!(reference(key), None, "{key}");
        }
    }
}
