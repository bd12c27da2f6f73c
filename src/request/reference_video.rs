//! wan2.7-reference-video: one to five references, voices bound to them (guide, section 5).

use super::{Report, Request};
use crate::catalog::{REFERENCE_DURATION_MAX_WITH_VIDEOS, REFERENCES_MAX};
use crate::issue::Code;
use crate::prompt;

/// Counts the references, and holds length, voices and prompt against them.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let (images, videos) = (request.count("image_urls"), request.count("video_urls"));
    let all = images + videos;
    if all == 0 && ["image_urls", "video_urls"].iter().all(|name| !wrong(request, name)) {
        report
            .error(Code::Required, vec!["image_urls".into()], "no reference is given".into())
            .hint("give 1 to 5 in image_urls and video_urls; image_start alone is not enough");
    }
    // One list over the limit is reported as such already.
    if all > REFERENCES_MAX && images <= REFERENCES_MAX && videos <= REFERENCES_MAX {
        let message = format!(
            "image_urls and video_urls have {all} items together; at most {REFERENCES_MAX} are allowed"
        );
        report
            .error(Code::TooMany, vec!["video_urls".into()], message)
            .hint(format!("remove {}; image_start and voices do not count", all - REFERENCES_MAX));
    }
    let duration = request.integer("duration").unwrap_or_default();
    if videos > 0 && (REFERENCE_DURATION_MAX_WITH_VIDEOS + 1..=15).contains(&duration) {
        let message = format!(
            "duration is {duration}; with reference videos it must be a whole number from 2 to {REFERENCE_DURATION_MAX_WITH_VIDEOS}"
        );
        report
            .error(Code::OutOfRange, vec!["duration".into()], message)
            .hint("shorten it, or use images as references");
    }
    if request.has("image_start") && request.get("aspect_ratio").is_some() {
        report
            .warning(
                Code::IgnoredField,
                vec!["aspect_ratio".into()],
                "aspect_ratio is ignored beside image_start".into(),
            )
            .hint("the video takes the shape of the starting frame");
    }
    if request.has("audio_urls") {
        let path = vec!["audio_urls".into()];
        if request.voice_bindings().is_empty() {
            report
                .warning(
                    Code::LegacyField,
                    path,
                    "audio_urls binds voices by position: videos first, then images".into(),
                )
                .hint("name them in model_params.voice_bindings: { image1: url }");
        } else {
            report
                .warning(Code::IgnoredField, path, "audio_urls is ignored beside voice_bindings".into())
                .hint("remove audio_urls");
        }
    }
    prompt::check_references(request, images, videos, report);
}

/// Whether the field is there but not a list, which is reported as such.
fn wrong(request: &Request<'_>, name: &str) -> bool {
    request.get(name).is_some_and(|value| value.items().is_none())
}
