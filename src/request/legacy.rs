//! wan2.6 and wan2.5, the fallbacks (guide, section 11; their `OpenAPI` files).

use super::{Report, Request};
use crate::catalog::{ASPECT_RATIOS, ASPECT_RATIOS_480P, name};
use crate::issue::Place;
use crate::words::Rule;

/// 480p has fewer shapes; `shot_type` works only on an extended prompt.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let ratio = request.text(name::ASPECT_RATIO).unwrap_or_default();
    let place = ASPECT_RATIOS.iter().position(|known| *known == ratio);
    if request.text(name::QUALITY) == Some("480p") && place.is_some_and(|place| place >= ASPECT_RATIOS_480P) {
        report.note(Rule::NarrowShapes, Place::of(name::ASPECT_RATIO));
    }
    let extends = request.model.field(name::PROMPT_EXTEND).is_some();
    if request.param(name::SHOT_TYPE).is_some() && extends && !request.flag(name::PROMPT_EXTEND) {
        report.note(Rule::ShotsIgnored, Place::of(name::SHOT_TYPE));
    }
}
