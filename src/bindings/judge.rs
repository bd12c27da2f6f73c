//! Checking and building requests.

use wasm_bindgen::prelude::*;

use super::scratch::Scratch;
use crate::issue::{Findings, Issue, Severity, Step};
use crate::json::write_text;
use crate::request::{self, Options, REQUEST_MODES, Request};
use crate::tape::{Document, Node, Tape};
use crate::text::integer;

/// Reads what the JavaScript side wrote. It never writes anything else, unless a value nests too deep.
pub(super) fn document(json: &str) -> Document<'_> {
    Document::parse(json).or_else(|| Document::parse("~unreadable")).unwrap_or_default()
}

#[wasm_bindgen]
impl Scratch {
    /// Judges the request whose tape begins at cell `root`, in the light of what is known of its media at cell `beside` (0:
    /// nothing). `length`: bytes of text. `strength`: 0 strict, 1 lenient, 2 off; plus 4 where the body is wanted.
    ///
    /// The answer's numbers: where its text is and how long, how much of that is the body (the rest is JSON of what was
    /// found), whether there are errors, the mode, width, height.
    pub fn judge(&mut self, root: u32, beside: u32, length: usize, strength: u8) {
        self.answer([root, beside], length, |out, value, inputs| judge(out, value, inputs, strength));
    }

    /// The same of JSON text; `inputs` may be empty.
    pub fn judge_text(&mut self, json: &str, inputs: &str, strength: u8) {
        let (request, inputs) = (document(json), Document::parse(inputs));
        let (tape, inputs) = (request.tape(), inputs.as_ref().map(Document::tape));
        let inputs = inputs.as_ref().map(Tape::root);
        self.answer_text(|out| judge(out, tape.root(), inputs, strength));
    }

    /// The value whose tape begins at cell `root` as JSON text, with a mark for what that cannot hold (see [`crate::json`]).
    pub fn snapshot(&mut self, root: u32, length: usize) {
        self.answer([root, 0], length, |out, value, _| {
            value.write_marked(out);
            [0; 6]
        });
    }
}

fn judge(out: &mut String, value: Node<'_>, inputs: Option<Node<'_>>, strength: u8) -> [u32; 6] {
    let (strength, wants_body) = (strength & 3, strength > 3);
    let found = if strength > 1 {
        Findings::default()
    } else {
        request::validate(value, Options { lenient: strength == 1, inputs })
    };
    let (mut body, mut mode, mut size) = (0, 0, (0, 0));
    if wants_body && found.is_valid() {
        if let Some(request) = Request::of(value) {
            request.write_body(out);
            let named = request.mode();
            mode = REQUEST_MODES.iter().position(|mode| *mode == named).unwrap_or_default();
            size = request.output().unwrap_or_default();
        } else {
            value.write(out);
        }
        body = out.len();
    }
    if !found.issues.is_empty() {
        write_findings(out, &found);
    }
    [body as u32, u32::from(!found.is_valid()), mode as u32, size.0, size.1, 0]
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
