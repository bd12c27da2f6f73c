//! wan2.6 and wan2.5, the fallbacks (guide, section 11; their `OpenAPI` files).

use super::{Report, Request};
use crate::catalog::{ASPECT_RATIOS, ASPECT_RATIOS_480P};
use crate::issue::Code;

/// 480p has fewer shapes; `shot_type` works only on an extended prompt.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let ratio = request.text("aspect_ratio").unwrap_or_default();
    let narrow = ASPECT_RATIOS.get(..ASPECT_RATIOS_480P).unwrap_or_default();
    if request.text("quality") == Some("480p") && ASPECT_RATIOS.contains(&ratio) && !narrow.contains(&ratio) {
        let message =
            format!("aspect_ratio {ratio} does not go with 480p, which takes {}", narrow.join(", "));
        report
            .error(Code::InvalidCombination, vec!["aspect_ratio".into()], message)
            .hint("use 720p, or another aspect ratio");
    }
    let shot_type = request.get("model_params").and_then(|params| params.get("shot_type"));
    let extends = request.model.field("prompt_extend").is_some();
    if shot_type.is_some() && extends && !request.flag("prompt_extend") {
        report
            .warning(
                Code::IgnoredField,
                vec!["model_params".into(), "shot_type".into()],
                "shot_type is ignored without prompt_extend".into(),
            )
            .hint("set prompt_extend: true, or describe the shots in the prompt");
    }
}
