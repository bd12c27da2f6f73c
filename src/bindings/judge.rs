//! Checking and building requests.

use wasm_bindgen::prelude::*;

use super::findings::document;
use super::scratch::Scratch;
use crate::fingerprint;
use crate::issue::Found;
use crate::request::{self, Options, REQUEST_MODES, Report, Request};
use crate::tape::{Document, Node, Tape};
use crate::words::{Beside, explain};

#[wasm_bindgen]
impl Scratch {
    /// Judges the request whose tape begins at cell `root`, in the light of what is known of its media at cell `beside` (0:
    /// nothing). `length`: bytes of text. `strength`: 0 strict, 1 lenient, 2 off; plus 4 where the body is wanted, and 8 where
    /// its fingerprint is wanted too.
    ///
    /// The answer's numbers: where its text is and how long, how much of that is the body, whether there are errors, the mode,
    /// width, height, and how much behind the body is its fingerprint (the rest is what was found, as js/api/words.ts puts it
    /// into words).
    pub fn judge(&mut self, root: u32, beside: u32, length: usize, strength: u8) {
        self.answer([root, beside], length, &|out, value, inputs| judge(out, value, inputs, strength));
    }

    /// The same of JSON text; `inputs` may be empty.
    pub fn judge_text(&mut self, json: &str, inputs: &str, strength: u8) {
        let (request, inputs) = (document(json), Document::parse(inputs));
        let (tape, inputs) = (request.tape(), inputs.as_ref().map(Document::tape));
        let inputs = inputs.as_ref().map(Tape::root);
        self.answer_text(&|out| judge(out, tape.root(), inputs, strength));
    }

    /// The value whose tape begins at cell `root` as JSON text, with a mark for what that cannot hold (see [`crate::json`]).
    pub fn snapshot(&mut self, root: u32, length: usize) {
        self.answer([root, 0], length, &|out, value, _| {
            value.write_marked(out);
            [0; 6]
        });
    }
}

fn judge(out: &mut String, value: Node<'_>, inputs: Option<Node<'_>>, strength: u8) -> [u32; 6] {
    let (strength, wants_body, wants_fingerprint) = (strength & 3, strength & 4 > 0, strength & 8 > 0);
    let (request, found) = if strength > 1 {
        (wants_body.then(|| Request::of(value)).flatten(), Found::default())
    } else {
        request::judge_into(Report::default(), value, Options { lenient: strength == 1, inputs })
    };
    let (mut body, mut mode, mut size) = (0, 0, (0, 0));
    if wants_body && found.is_valid() {
        if let Some(request) = &request {
            request.write_body(out);
            let named = request.mode();
            mode = REQUEST_MODES.iter().position(|mode| *mode == named).unwrap_or_default();
            size = request.output().unwrap_or_default();
        } else {
            value.write(out);
        }
        body = out.len();
        if wants_fingerprint && let Some(request) = &request {
            out.push_str(&fingerprint::of(request));
        }
    }
    let digest = out.len() - body;
    if !found.findings.is_empty() {
        explain(out, &found, value, Beside::inputs(inputs));
    }
    [body as u32, u32::from(!found.is_valid()), mode as u32, size.0, size.1, digest as u32]
}
