//! wan2.7-text-to-video: no inputs but the prompt, and a driving audio (guide, section 3).

use super::{Report, Request};
use crate::catalog::{SHORT_PROMPT, name};
use crate::issue::Place;
use crate::text::{length, trim, weight};
use crate::words::Rule;

/// A thin prompt does better with `prompt_extend` (guide, section 3: "set true for short prompts").
pub fn check(request: &Request<'_>, report: &mut Report) {
    let prompt = trim(request.text(name::PROMPT).unwrap_or_default());
    if (1..SHORT_PROMPT).contains(&weight(prompt, SHORT_PROMPT)) && !request.flag(name::PROMPT_EXTEND) {
        report.count(Rule::Thin, Place::of(name::PROMPT), length(prompt) as i64, 0);
    }
}
