//! What JavaScript gives, read; and what was found of it, as JavaScript gets it.

use wasm_bindgen::JsValue;

use super::parse;
use crate::issue::{Findings, Issue, Severity, Step};
use crate::json::write_text;
use crate::tape::Document;
use crate::text::integer;

/// Reads what the JavaScript side wrote. It never writes anything else, unless a value nests too deep.
pub(super) fn document(json: &str) -> Document<'_> {
    Document::parse(json).or_else(|| Document::parse("~unreadable")).unwrap_or_default()
}

/// `{ issues, omitted? }`, as an object.
pub(super) fn findings_out(found: &Findings) -> JsValue {
    let mut out = String::new();
    write_findings(&mut out, found);
    parse(&out)
}

/// `{ issues, omitted? }`.
pub(super) fn write_findings(out: &mut String, found: &Findings) {
    out.push_str("{\"issues\":[");
    for (index, issue) in found.issues.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_issue(out, issue);
    }
    out.push(']');
    if found.omitted > 0 {
        out.push_str(",\"omitted\":");
        integer(out, found.omitted as i64);
    }
    out.push('}');
}

fn write_issue(out: &mut String, issue: &Issue) {
    let is_error = issue.severity == Severity::Error;
    out.push_str(if is_error {
        "{\"severity\":\"error\",\"code\":\""
    } else {
        "{\"severity\":\"warning\",\"code\":\""
    });
    out.push_str(issue.code.name());
    out.push_str("\",\"path\":");
    write_path(out, &issue.path);
    out.push_str(",\"message\":");
    write_text(out, &issue.message);
    if let Some(hint) = &issue.hint {
        out.push_str(",\"hint\":");
        write_text(out, hint);
    }
    out.push('}');
}

/// A path as an array.
pub(super) fn write_path(out: &mut String, path: &[Step]) {
    let mut separator = '[';
    for step in path {
        out.push(std::mem::replace(&mut separator, ','));
        match step {
            Step::Name(name) => write_text(out, name),
            Step::Index(index) => integer(out, *index as i64),
        }
    }
    out.push_str(if path.is_empty() { "[]" } else { "]" });
}
