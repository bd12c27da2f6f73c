//! wan2.6 and wan2.5, the fallbacks (guide, section 11; their `OpenAPI` files).

use super::{At, Report, Request};
use crate::catalog::{ASPECT_RATIOS, ASPECT_RATIOS_480P};
use crate::issue::Code;
use crate::message::{Arg, message};

/// 480p has fewer shapes; `shot_type` works only on an extended prompt.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let ratio = request.text("aspect_ratio").unwrap_or_default();
    let place = ASPECT_RATIOS.iter().position(|known| *known == ratio);
    if request.text("quality") == Some("480p") && place.is_some_and(|place| place >= ASPECT_RATIOS_480P) {
        let narrow = Arg::Choice(ASPECT_RATIOS.get(..ASPECT_RATIOS_480P).unwrap_or_default());
        let message = message!(
            "aspect_ratio {} does not go with 480p, which takes {}\nuse 720p, or another aspect ratio",
            ratio,
            narrow
        );
        report.error(Code::InvalidCombination, &At::field("aspect_ratio"), message);
    }
    let shot_type = request.get("model_params").and_then(|params| params.get("shot_type"));
    let extends = request.model.field("prompt_extend").is_some();
    if shot_type.is_some() && extends && !request.flag("prompt_extend") {
        let message = message!(
            "shot_type is ignored without prompt_extend\nset prompt_extend: true, or describe the shots in the prompt"
        );
        let at = At::field("model_params");
        report.warning(Code::IgnoredField, &At::Name(&at, "shot_type"), message);
    }
}
