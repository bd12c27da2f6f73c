//! wan2.6 and wan2.5, the fallbacks (guide, section 11; their `OpenAPI` files).

use super::{At, Report, Request};
use crate::catalog::{ASPECT_RATIOS, ASPECT_RATIOS_480P, name};
use crate::issue::Code;
use crate::message::{Arg, message};

/// 480p has fewer shapes; `shot_type` works only on an extended prompt.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let ratio = request.text(name::ASPECT_RATIO).unwrap_or_default();
    let place = ASPECT_RATIOS.iter().position(|known| *known == ratio);
    if request.text(name::QUALITY) == Some("480p") && place.is_some_and(|place| place >= ASPECT_RATIOS_480P) {
        let narrow = Arg::Choice(ASPECT_RATIOS.get(..ASPECT_RATIOS_480P).unwrap_or_default());
        let message = message!(
            "aspect_ratio {} does not go with 480p, which takes {}\nuse 720p, or another aspect ratio",
            ratio,
            narrow
        );
        report.error(Code::InvalidCombination, &At::field("aspect_ratio"), message);
    }
    let shot_type = request.param(name::SHOT_TYPE);
    let extends = request.model.field(name::PROMPT_EXTEND).is_some();
    if shot_type.is_some() && extends && !request.flag(name::PROMPT_EXTEND) {
        let message = message!(
            "shot_type is ignored without prompt_extend\nset prompt_extend: true, or describe the shots in the prompt"
        );
        let at = At::field("model_params");
        report.warning(Code::IgnoredField, &At::Name(&at, "shot_type"), message);
    }
}
