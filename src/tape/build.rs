//! Documents that are made here: of JSON text, or value by value.

use std::borrow::Cow;

use super::{Cell, Tag, Tape};
use crate::catalog;
use crate::json;

/// A tape of one's own. Texts that need no change stay where they are.
#[derive(Debug, Default)]
pub struct Document<'a> {
    cells: Vec<Cell>,
    text: &'a str,
    unescaped: String,
}

/// Writes a document, value by value.
#[derive(Debug)]
pub(crate) struct Builder<'a>(Document<'a>);

/// An array or object that is being written: its cell, and how much is in it.
#[derive(Debug)]
pub(crate) struct Open(usize, u32);

impl<'a> Document<'a> {
    /// Reads one document: JSON, or a `~name` for what JSON cannot hold (see [`crate::json`]).
    ///
    /// # Errors
    /// `None` where the text is none, or nests deeper than [`json::MAX_DEPTH`].
    pub fn parse(text: &'a str) -> Option<Document<'a>> {
        json::read(text, true)
    }

    /// Reads one document of JSON proper, as it comes over HTTP.
    pub fn parse_json(text: &'a str) -> Option<Document<'a>> {
        json::read(text, false)
    }

    /// The document to read.
    pub fn tape(&self) -> Tape<'_> {
        Tape { cells: &self.cells, text: self.text, unescaped: &self.unescaped }
    }

    /// A cell and the text it points at, borrowed where it stands in the document as it is.
    pub(crate) fn cell(&self, at: usize) -> (Cell, Cow<'a, str>) {
        let cell @ [_, size, place] = self.cells.get(at).copied().unwrap_or_default();
        let (start, size) = (place as usize, size as usize);
        let text = match start.checked_sub(self.text.len()) {
            Some(start) if size > 0 => {
                Cow::Owned(self.unescaped.get(start..start + size).unwrap_or_default().to_owned())
            }
            _ => Cow::Borrowed(self.text.get(start..start + size).unwrap_or_default()),
        };
        (cell, text)
    }
}

impl<'a> Builder<'a> {
    /// An empty document, with the text most of its texts stand in.
    pub(crate) fn new(text: &'a str) -> Builder<'a> {
        // A cell for eight bytes is what most documents have.
        Builder(Document { cells: Vec::with_capacity(text.len() / 8), text, unescaped: String::new() })
    }

    /// A value with no text.
    pub(crate) fn plain(&mut self, tag: Tag) {
        self.0.cells.push([tag as u32, 0, 0]);
    }

    /// A value whose text stands in the document at that place.
    pub(crate) fn text_at(&mut self, tag: Tag, start: usize, end: usize) {
        self.0.cells.push([tag as u32, (end - start) as u32, start as u32]);
    }

    /// A value with a text of its own.
    pub(crate) fn text(&mut self, tag: Tag, text: &str) {
        let place = self.0.text.len() + self.0.unescaped.len();
        self.0.unescaped.push_str(text);
        self.0.cells.push([tag as u32, text.len() as u32, place as u32]);
    }

    /// Makes the text that was written last the name of a member: of a field, its number.
    pub(crate) fn name(&mut self) {
        let (_, text) = self.0.cell(self.0.cells.len().wrapping_sub(1));
        let number = catalog::field_number(&text);
        if let Some(cell) = self.0.cells.last_mut().filter(|_| number > 0) {
            *cell = [Tag::Field as u32, u32::from(number), 0];
        }
    }

    /// Begins an array or an object.
    pub(crate) fn open(&mut self) -> Open {
        self.0.cells.push([0; 3]);
        Open(self.0.cells.len() - 1, 0)
    }

    /// Ends it.
    pub(crate) fn close(&mut self, tag: Tag, Open(at, size): Open) {
        let end = self.0.cells.len() as u32;
        if let Some(cell) = self.0.cells.get_mut(at) {
            *cell = [tag as u32, size, end];
        }
    }

    /// The document.
    pub(crate) fn end(self) -> Document<'a> {
        self.0
    }
}

impl Open {
    /// Counts one more item or member.
    pub(crate) fn count(&mut self) {
        self.1 += 1;
    }
}
