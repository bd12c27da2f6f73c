//! wan2.7-reference-video: one to five references, voices bound to them (guide, section 5).

use super::{Report, Request};
use crate::catalog::{Name, REFERENCE_DURATION_MAX_WITH_VIDEOS, REFERENCES_MAX, name};
use crate::issue::Place;
use crate::request::references;
use crate::words::Rule;

/// Counts the references, and holds length, voices and prompt against them.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let (images, videos) = (request.count(name::IMAGE_URLS), request.count(name::VIDEO_URLS));
    let all = images + videos;
    let readable = [name::IMAGE_URLS, name::VIDEO_URLS].iter().all(|name| !wrong(request, *name));
    if all == 0 && readable {
        report.note(Rule::NoReference, Place::of(name::IMAGE_URLS));
    }
    // One list over the limit is reported as such already.
    if all > REFERENCES_MAX && images <= REFERENCES_MAX && videos <= REFERENCES_MAX {
        report.count(Rule::ManyReferences, Place::of(name::VIDEO_URLS), all as i64, REFERENCES_MAX as i64);
    }
    let duration = request.integer(name::DURATION).unwrap_or_default();
    let most = REFERENCE_DURATION_MAX_WITH_VIDEOS;
    // Past 15 it is out of the field's own range, and reported as such.
    if videos > 0 && (most + 1..=15).contains(&duration) {
        report.count(Rule::LongBesideVideos, Place::of(name::DURATION), duration, most);
    }
    if request.has(name::IMAGE_START) && request.get(name::ASPECT_RATIO).is_some() {
        report.note(Rule::ShapeIgnored, Place::of(name::ASPECT_RATIO));
    }
    if request.has(name::AUDIO_URLS) {
        let at = Place::of(name::AUDIO_URLS);
        let bound = request.voice_bindings().is_some();
        report.note(if bound { Rule::VoicesIgnored } else { Rule::VoicesByPosition }, at);
        // One voice a reference (OpenAPI, wan2.7-reference-video.json); without any, that is what is reported.
        let voices = request.count(name::AUDIO_URLS);
        if !bound && readable && all > 0 && voices > all {
            report.count(Rule::VoicesLeft, at.item(all), voices as i64, all as i64);
        }
    }
    references::check(request, images, videos, report);
}

/// Whether the field is there but not a list, which is reported as such.
fn wrong(request: &Request<'_>, name: Name) -> bool {
    request.get(name).is_some_and(|value| value.items().is_none())
}
