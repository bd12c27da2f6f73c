//! A value on a tape, and what is asked of one.

use super::Tape;
use crate::catalog;
use crate::json::{as_scaled, as_whole, write_broken, write_text};

/// A JSON value, or what stands in a place of one. It is a place on a tape, as cheap to hand on as a number.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written: money and ids must not pass through a float.
    Number(&'a str),
    /// A string.
    Text(&'a str),
    /// A string with a half surrogate in it, which UTF-8 cannot hold; each half stands as U+FFFD.
    BrokenText(&'a str),
    /// An array.
    Array(Items<'a>),
    /// An object, in the order written. A repeated name counts with its last value.
    Object(Members<'a>),
    /// What JSON cannot hold, by name: `NaN`, `function`, `bigint`, `unreadable`, …
    Foreign(&'a str),
}

/// The name of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key<'a> {
    /// That of a field of the API, by its number.
    Field(u8),
    /// Any other.
    Text(&'a str),
}

impl<'a> Key<'a> {
    /// The name.
    pub fn text(self) -> &'a str {
        match self {
            Key::Field(number) => catalog::field_name(number),
            Key::Text(text) => text,
        }
    }
}

/// The items of an array.
#[derive(Clone, Copy, Debug)]
pub struct Items<'a> {
    tape: &'a Tape<'a>,
    at: u32,
    left: u32,
}

/// The members of an object.
#[derive(Clone, Copy, Debug)]
pub struct Members<'a> {
    tape: &'a Tape<'a>,
    at: u32,
    left: u32,
}

impl<'a> Items<'a> {
    pub(super) fn new(tape: &'a Tape<'a>, at: u32, left: u32) -> Items<'a> {
        Items { tape, at, left }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.left as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// One after the other.
    pub fn iter(self) -> EachItem<'a> {
        EachItem(self)
    }
}

/// The items of an array, one after the other. A type of its own takes a fraction of the bytes of a chain of closures.
#[derive(Debug)]
pub struct EachItem<'a>(Items<'a>);

impl<'a> Iterator for EachItem<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        let Items { tape, at, left } = &mut self.0;
        *left = left.checked_sub(1)?;
        let node = tape.node(*at);
        *at = tape.after(*at);
        Some(node)
    }
}

impl<'a> Members<'a> {
    pub(super) fn new(tape: &'a Tape<'a>, at: u32, left: u32) -> Members<'a> {
        Members { tape, at, left }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.left as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// Name and value, one after the other.
    pub fn iter(self) -> EachMember<'a> {
        EachMember(self.places())
    }

    /// Name and place of the value, one after the other.
    pub fn places(self) -> Places<'a> {
        Places(self)
    }

    /// The value of the last whose name is one.
    fn last(self, is_one: impl Fn(Key<'a>) -> bool) -> Option<Node<'a>> {
        let mut found = 0;
        for (key, place) in self.places() {
            if is_one(key) {
                found = place;
            }
        }
        // No value stands in the first cell but the whole.
        (found > 0).then(|| self.at(found))
    }

    /// The value at a place told by [`Members::places`].
    pub fn at(self, place: u32) -> Node<'a> {
        self.tape.node(place)
    }

    /// Whether the value at such a place is `undefined`.
    pub fn is_undefined(self, place: u32) -> bool {
        self.tape.is_foreign(place) && self.at(place).is_undefined()
    }

    /// The value at such a place in here, or deeper; shows the names on the way to it.
    pub fn reach(self, place: u32, see: &mut dyn FnMut(&'a str)) -> Option<Node<'a>> {
        let (key, here) = self.places().take_while(|(_, here)| *here <= place).last()?;
        see(key.text());
        match self.at(here) {
            Node::Object(inner) if here < place => inner.reach(place, see),
            node => Some(node),
        }
    }
}

/// The members of an object, name and place of the value, one after the other.
#[derive(Debug)]
pub struct Places<'a>(Members<'a>);

impl<'a> Iterator for Places<'a> {
    type Item = (Key<'a>, u32);

    fn next(&mut self) -> Option<(Key<'a>, u32)> {
        let Members { tape, at, left } = &mut self.0;
        *left = left.checked_sub(1)?;
        let (key, place) = (tape.key(*at), *at + 1);
        *at = tape.after(place);
        Some((key, place))
    }
}

/// The members of an object, name and value, one after the other.
#[derive(Debug)]
pub struct EachMember<'a>(Places<'a>);

impl<'a> Iterator for EachMember<'a> {
    type Item = (Key<'a>, Node<'a>);

    fn next(&mut self) -> Option<(Key<'a>, Node<'a>)> {
        let (key, place) = self.0.next()?;
        Some((key, self.0.0.tape.node(place)))
    }
}

impl<'a> Node<'a> {
    /// The value of that name, where this is an object that has it.
    #[inline(never)]
    pub fn get(self, name: &str) -> Option<Node<'a>> {
        let Node::Object(Members { tape, at, left }) = self else { return None };
        let found = tape.find(at, left, name);
        (found > 0).then(|| tape.node(found))
    }

    /// The same, where it is not `undefined`, which counts as absent.
    pub fn given(self, name: &str) -> Option<Node<'a>> {
        self.get(name).filter(|value| !value.is_undefined())
    }

    /// As [`Node::get`], of a field of the API.
    #[inline(never)]
    pub fn field(self, number: u8) -> Option<Node<'a>> {
        let Node::Object(members) = self else { return None };
        members.last(|key| key == Key::Field(number))
    }

    /// Whether this stands for JavaScript's `undefined`: a field that holds it counts as absent.
    pub fn is_undefined(self) -> bool {
        matches!(self, Node::Foreign("undefined"))
    }

    /// The string, where this is one.
    pub fn as_text(self) -> Option<&'a str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where this is an array.
    pub fn items(self) -> Option<Items<'a>> {
        match self {
            Node::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The whole number, where this is one (`5`, `5.0` and `5e0` are); saturates at the edges of `i64`.
    pub fn as_integer(self) -> Option<i64> {
        match self {
            Node::Number(text) => as_whole(text),
            _ => None,
        }
    }

    /// The number times ten to the `shift`, rounded half away from zero, where this is a number: seconds as milliseconds
    /// with 3, ratios as millionths with 6. Exact where a float would not be.
    pub fn as_scaled(self, shift: i64) -> Option<i64> {
        match self {
            Node::Number(text) => Some(as_scaled(text, shift)),
            _ => None,
        }
    }

    /// Writes this value as JSON, objects in the order they hold. What JSON cannot hold becomes `null`.
    pub fn write(self, out: &mut String) {
        self.write_as(out, false);
    }

    /// The same, but of what JSON cannot hold the mark: [`Document::parse`](super::Document::parse) reads the same value again.
    pub fn write_marked(self, out: &mut String) {
        self.write_as(out, true);
    }

    /// As [`Node::write_marked`] writes it.
    pub fn marked(self) -> String {
        let mut out = String::new();
        self.write_marked(&mut out);
        out
    }

    fn write_as(self, out: &mut String, marked: bool) {
        match self {
            Node::Foreign(name) if marked => {
                out.push('~');
                out.push_str(name);
            }
            Node::BrokenText(text) if marked => write_broken(out, text),
            Node::Null | Node::Foreign(_) => out.push_str("null"),
            Node::Bool(true) => out.push_str("true"),
            Node::Bool(false) => out.push_str("false"),
            Node::Number(text) => out.push_str(text),
            Node::Text(text) | Node::BrokenText(text) => write_text(out, text),
            Node::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_as(out, marked);
                }
                out.push(']');
            }
            Node::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(out, key.text());
                    out.push(':');
                    value.write_as(out, marked);
                }
                out.push('}');
            }
        }
    }
}
