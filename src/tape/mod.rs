//! A document as it is read: a row of cells, and the texts they point at. No tree is built of it.
//!
//! A cell is three numbers: a [tag](Tag), a size and a place. Of a text the size is its bytes, and the place where they
//! begin; of an array or an object the size is how many items or members it has, and the place is the cell behind its last.
//! A member is two cells, its name and its value; the name of a field of the API is that field's
//! [number](crate::catalog::Field::number), any other a text.
//!
//! JavaScript writes requests straight into such cells (js/internal/tape.ts), knowing tags and field numbers and no rule;
//! of JSON text [`Document::parse`] makes them. Whoever reads meets [`Node`]s, and cannot tell which it was.

mod build;
mod node;
mod path;

use crate::catalog;

pub(crate) use build::Builder;
pub use build::Document;
pub use node::{EachItem, EachMember, Items, Key, Members, Node, Places};

/// Tag, size, place.
pub type Cell = [u32; 3];

/// What a cell holds. The numbers are those js/internal/tape.ts writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Tag {
    /// `null`.
    Null,
    /// `false`.
    False,
    /// `true`.
    True,
    /// What JSON cannot hold, by name: `NaN`, `function`, `bigint`, `unreadable`, …
    Foreign,
    /// A number, as it was written: money and ids must not pass through a float.
    Number,
    /// A string.
    Text,
    /// A string with a half surrogate in it, which UTF-8 cannot hold; each half stands as U+FFFD.
    BrokenText,
    /// An array.
    Array,
    /// An object.
    Object,
    /// The name of a field; its size is the field's number.
    Field,
}

/// Cells and the texts behind them, wherever those are kept.
#[derive(Clone, Copy, Debug)]
pub struct Tape<'a> {
    cells: &'a [Cell],
    text: &'a str,
    /// Texts that stand otherwise in `text`, with escapes; their places count on from its end.
    unescaped: &'a str,
}

impl<'a> Tape<'a> {
    /// Cells whose texts all stand in `text`.
    pub fn new(cells: &'a [Cell], text: &'a str) -> Tape<'a> {
        Tape { cells, text, unescaped: "" }
    }

    /// The document's value.
    pub fn root(&'a self) -> Node<'a> {
        self.node(0)
    }

    /// The value at a cell.
    pub fn node(&'a self, at: u32) -> Node<'a> {
        let Some(&[tag, size, place]) = self.cells.get(at as usize) else {
            return Node::Foreign("undefined");
        };
        let text = if matches!(tag, 3..=6) { self.slice(size, place) } else { "" };
        match tag {
            1 => Node::Bool(false),
            2 => Node::Bool(true),
            3 => Node::Foreign(text),
            4 => Node::Number(text),
            5 => Node::Text(text),
            6 => Node::BrokenText(text),
            7 => Node::Array(Items::new(self, at + 1, size)),
            8 => Node::Object(Members::new(self, at + 1, size)),
            _ => Node::Null,
        }
    }

    /// Whether what JSON cannot hold stands at a cell.
    fn is_foreign(&self, at: u32) -> bool {
        matches!(self.cells.get(at as usize), Some(&[3, ..]))
    }

    /// The cell behind the value at `at`.
    fn after(&self, at: u32) -> u32 {
        match self.cells.get(at as usize) {
            // Never backwards, whoever wrote it.
            Some(&[7 | 8, _, place]) => place.max(at + 1),
            _ => at + 1,
        }
    }

    fn key(&'a self, at: u32) -> Key<'a> {
        match self.cells.get(at as usize) {
            Some(&[9, number, _]) => Key::Field(number as u8),
            Some(&[_, size, place]) => Key::Text(self.slice(size, place)),
            None => Key::Text(""),
        }
    }

    /// The cell of the value of the last of `left` members from `at` on that has this name; 0 where none has it.
    fn find(&self, mut at: u32, left: u32, name: &str) -> u32 {
        let mut found = 0;
        for _ in 0..left {
            let is_it = match self.cells.get(at as usize) {
                Some(&[9, number, _]) => catalog::is_field_name(number as u8, name),
                // Most names differ in their length already.
                Some(&[_, size, place]) => size as usize == name.len() && self.slice(size, place) == name,
                None => break,
            };
            if is_it {
                found = at + 1;
            }
            at = self.after(at + 1);
        }
        found
    }

    fn slice(&self, size: u32, place: u32) -> &'a str {
        let (place, size) = (place as usize, size as usize);
        let slice = match place.checked_sub(self.text.len()) {
            Some(place) if size > 0 => self.unescaped.get(place..place + size),
            _ => self.text.get(place..place + size),
        };
        slice.unwrap_or_default()
    }
}
