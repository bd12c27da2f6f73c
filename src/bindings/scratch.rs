//! The scratch space a request crosses the border in: js/internal/tape.ts writes it there as a tape (see [`crate::tape`]),
//! and reads the answer there. Nothing is copied on the way in, and numbers alone are passed.

use std::str::from_utf8;

use wasm_bindgen::prelude::*;

use crate::tape::{Cell, Node, Tape};

/// Where a request is written, and what is answered.
#[wasm_bindgen]
#[derive(Default)]
pub struct Scratch {
    cells: Vec<Cell>,
    text: Vec<u8>,
    out: String,
    facts: [u32; 8],
}

/// The longest answer whose room is kept.
const KEPT: usize = 1 << 16;

#[wasm_bindgen]
impl Scratch {
    /// One with no room yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Scratch {
        Scratch::default()
    }

    /// The memory that the places below lie in.
    #[allow(clippy::unused_self, reason = "whoever asks has this object, and need not know its class")]
    pub fn memory(&self) -> JsValue {
        wasm_bindgen::memory()
    }

    /// Makes room for so many cells, keeping what was written; answers where they begin.
    pub fn cells(&mut self, count: usize) -> usize {
        self.cells.resize(count, [0; 3]);
        self.cells.shrink_to_fit();
        self.cells.as_ptr() as usize
    }

    /// The same for bytes of text.
    pub fn text(&mut self, count: usize) -> usize {
        self.text.resize(count, 0);
        self.text.shrink_to_fit();
        self.text.as_ptr() as usize
    }

    /// Where the numbers of an answer stand: where its text is and how long, and what the question's own words say.
    pub fn facts(&self) -> usize {
        self.facts.as_ptr() as usize
    }
}

/// Writes an answer's text about a value, and about the one beside it; answers the numbers beside it.
pub(super) type Answer<'w> = &'w dyn Fn(&mut String, Node<'_>, Option<Node<'_>>) -> [u32; 6];

impl Scratch {
    /// Reads the value that begins at a cell, and the one beside it where `beside` is not 0; `length`: how much text there
    /// is. Its answer: a text, and numbers beside it.
    pub(super) fn answer(&mut self, [root, beside]: [u32; 2], length: usize, write: Answer<'_>) {
        // What encodes text in JavaScript writes nothing but UTF-8.
        let text = self.text.get(..length).and_then(|text| from_utf8(text).ok()).unwrap_or_default();
        let tape = Tape::new(&self.cells, text);
        self.out.clear();
        if self.out.capacity() > KEPT {
            self.out = String::new();
        }
        let numbers = write(&mut self.out, tape.node(root), (beside > 0).then(|| tape.node(beside)));
        let text = [self.out.as_ptr() as u32, self.out.len() as u32];
        for (fact, number) in self.facts.iter_mut().zip(text.into_iter().chain(numbers)) {
            *fact = number;
        }
    }

    /// The same of documents that came as JSON text.
    pub(super) fn answer_text(&mut self, write: &dyn Fn(&mut String) -> [u32; 6]) {
        self.answer([0; 2], 0, &|out, _, _| write(out));
    }
}
