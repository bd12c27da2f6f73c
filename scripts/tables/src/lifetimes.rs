//! js/generated/lifetimes.ts: how long what the API hands out lives.

use wanreel::catalog::RESULT_TTL_SECONDS;

use crate::text::{doc, head};

pub fn file() -> String {
    let mut out = head("src/catalog/mod.rs", "How long what the API hands out lives, in milliseconds.");
    out.push_str(&doc("", "A link to a result. Source: guide, section 8."));
    out.push_str(&format!("export const RESULT_MS = {};\n", RESULT_TTL_SECONDS * 1000));
    out
}
