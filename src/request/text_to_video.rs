//! wan2.7-text-to-video: no inputs but the prompt, and a driving audio (guide, section 3).

use super::{Report, Request};
use crate::catalog::SHORT_PROMPT;
use crate::issue::Code;

/// A thin prompt does better with `prompt_extend` (guide, section 3: "set true for short prompts").
pub fn check(request: &Request<'_>, report: &mut Report) {
    let length = request.text("prompt").map_or(0, |prompt| prompt.trim().chars().count());
    if (1..SHORT_PROMPT).contains(&length) && !request.flag("prompt_extend") {
        report
            .warning(Code::ShortPrompt, vec!["prompt".into()], format!("prompt has only {length} characters"))
            .hint("describe subject, motion, camera and light, or set prompt_extend: true");
    }
}
