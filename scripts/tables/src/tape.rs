//! js/generated/tape.ts: what the tape of a request is written with.

use wanreel::catalog::{field_name, name::COUNT};
use wanreel::request::REQUEST_MODES;
use wanreel::tape::Tag;

use crate::text::{doc, head};

pub fn file() -> String {
    let mut out = head("src/tape", "What a tape is written with: see src/tape/mod.rs.");
    let listed = |names: &[&str]| format!("{names:?}");
    let names: Vec<&str> = (0..COUNT as u8).map(field_name).collect();
    out.push_str(&doc("", "The fields' names, each at its number; 0 is none."));
    out.push_str(&format!("export const FIELDS: readonly string[] = {};\n\n", listed(&names)));
    out.push_str(&doc("", "What a request can do, each at its number."));
    out.push_str(&format!("export const MODES = {} as const;\n\n", listed(&REQUEST_MODES)));
    out.push_str(&doc("", "What a cell holds."));
    out.push_str("export const TAG = {\n");
    for tag in [
        Tag::Null,
        Tag::False,
        Tag::True,
        Tag::Foreign,
        Tag::Number,
        Tag::Text,
        Tag::BrokenText,
        Tag::Array,
        Tag::Object,
        Tag::Field,
    ] {
        out.push_str(&format!("  {tag:?}: {},\n", tag as u32));
    }
    out.push_str("} as const;\n");
    out
}
