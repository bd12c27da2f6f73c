//! wan2.7-reference-video: one to five references, voices bound to them (guide, section 5).

use super::{At, Report, Request};
use crate::catalog::{Name, REFERENCE_DURATION_MAX_WITH_VIDEOS, REFERENCES_MAX, name};
use crate::issue::Code;
use crate::message::message;
use crate::request::references;

/// Counts the references, and holds length, voices and prompt against them.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let (images, videos) = (request.count(name::IMAGE_URLS), request.count(name::VIDEO_URLS));
    let all = images + videos;
    let readable = [name::IMAGE_URLS, name::VIDEO_URLS].iter().all(|name| !wrong(request, *name));
    if all == 0 && readable {
        let message = message!(
            "no reference is given\ngive 1 to 5 in image_urls and video_urls; image_start alone is not enough"
        );
        report.error(Code::Required, &At::field("image_urls"), message);
    }
    // One list over the limit is reported as such already.
    if all > REFERENCES_MAX && images <= REFERENCES_MAX && videos <= REFERENCES_MAX {
        let message = message!(
            "image_urls and video_urls have {} items together; at most {} are allowed\nremove {}; image_start and voices do not count",
            all,
            REFERENCES_MAX,
            all - REFERENCES_MAX
        );
        report.error(Code::TooMany, &At::field("video_urls"), message);
    }
    let duration = request.integer(name::DURATION).unwrap_or_default();
    let most = REFERENCE_DURATION_MAX_WITH_VIDEOS;
    // Past 15 it is out of the field's own range, and reported as such.
    if videos > 0 && (most + 1..=15).contains(&duration) {
        let message = message!(
            "duration is {}; with reference videos it must be a whole number from 2 to {}\nshorten it, or use images as references",
            duration,
            most
        );
        report.error(Code::OutOfRange, &At::field("duration"), message);
    }
    if request.has(name::IMAGE_START) && request.get(name::ASPECT_RATIO).is_some() {
        let message = message!(
            "aspect_ratio is ignored beside image_start\nthe video takes the shape of the starting frame"
        );
        report.warning(Code::IgnoredField, &At::field("aspect_ratio"), message);
    }
    if request.has(name::AUDIO_URLS) {
        let (code, message) = if request.voice_bindings().is_none() {
            let message = message!(
                "audio_urls binds voices by position: videos first, then images\nname them in model_params.voice_bindings: { image1: url }"
            );
            (Code::LegacyField, message)
        } else {
            (Code::IgnoredField, message!("audio_urls is ignored beside voice_bindings\nremove audio_urls"))
        };
        let at = At::field("audio_urls");
        report.warning(code, &at, message);
        // One voice a reference (OpenAPI, wan2.7-reference-video.json); without any, that is what is reported.
        let voices = request.count(name::AUDIO_URLS);
        if code == Code::LegacyField && readable && all > 0 && voices > all {
            let message = message!(
                "audio_urls has {} items; {} are bound, one to each reference\nremove the others",
                voices,
                all
            );
            report.warning(Code::IgnoredField, &At::Item(&at, all), message);
        }
    }
    references::check(request, images, videos, report);
}

/// Whether the field is there but not a list, which is reported as such.
fn wrong(request: &Request<'_>, name: Name) -> bool {
    request.get(name).is_some_and(|value| value.items().is_none())
}
