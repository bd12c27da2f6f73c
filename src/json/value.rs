//! A JSON value, and what is asked of one.

use std::borrow::Cow;

use super::number::{as_scaled, as_whole};
use super::read::read;
use crate::catalog;
use crate::tape::{Document, Tag};

/// A JSON value, or what stands in a place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written: money and ids must not pass through a float.
    Number(&'a str),
    /// A string.
    Text(Cow<'a, str>),
    /// A string with a half surrogate in it, which UTF-8 cannot hold; each half stands as U+FFFD.
    BrokenText(String),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object, in the order written. A repeated name counts with its last value.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
    /// What JSON cannot hold, by name: `NaN`, `function`, `bigint`, `unreadable`, …
    Foreign(&'a str),
}

impl<'a> Value<'a> {
    /// Reads one document.
    ///
    /// # Errors
    /// `None` where the text is not one JSON value (with the extension above), or nests deeper than [`MAX_DEPTH`].
    pub fn parse(text: &'a str) -> Option<Value<'a>> {
        Some(Value::of(&read(text, true)?))
    }

    /// Reads one document of JSON proper, as it comes over HTTP.
    pub fn parse_json(text: &'a str) -> Option<Value<'a>> {
        Some(Value::of(&read(text, false)?))
    }

    /// A document as a tree: for whoever takes it apart.
    pub fn of(document: &Document<'a>) -> Value<'a> {
        tree(document, &mut 0)
    }

    /// The value of that name, where this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(fields) => fields.iter().rfind(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether this stands for JavaScript's `undefined`: a field that holds it counts as absent.
    pub fn is_undefined(&self) -> bool {
        matches!(self, Value::Foreign("undefined"))
    }

    /// The string, where this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where this is an array.
    pub fn items(&self) -> Option<&[Value<'a>]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The whole number, where this is one (`5`, `5.0` and `5e0` are); saturates at the edges of `i64`.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Value::Number(text) => as_whole(text),
            _ => None,
        }
    }

    /// The number times ten to the `shift`, rounded half away from zero, where this is a number: seconds as milliseconds
    /// with 3, ratios as millionths with 6. Exact where a float would not be.
    pub fn as_scaled(&self, shift: i64) -> Option<i64> {
        match self {
            Value::Number(text) => Some(as_scaled(text, shift)),
            _ => None,
        }
    }
}

/// The value at a cell, as a tree; `at` goes on to the cell behind it.
fn tree<'a>(document: &Document<'a>, at: &mut usize) -> Value<'a> {
    let ([tag, size, _], text) = document.cell(*at);
    *at += 1;
    let plain = |text| if let Cow::Borrowed(text) = text { text } else { "" };
    match tag {
        _ if tag == Tag::False as u32 => Value::Bool(false),
        _ if tag == Tag::True as u32 => Value::Bool(true),
        _ if tag == Tag::Foreign as u32 => Value::Foreign(plain(text)),
        _ if tag == Tag::Number as u32 => Value::Number(plain(text)),
        _ if tag == Tag::Text as u32 => Value::Text(text),
        _ if tag == Tag::BrokenText as u32 => Value::BrokenText(text.into_owned()),
        _ if tag == Tag::Array as u32 => Value::Array((0..size).map(|_| tree(document, at)).collect()),
        _ if tag == Tag::Object as u32 => {
            let member = |_| {
                let ([tag, number, _], text) = document.cell(*at);
                *at += 1;
                let is_field = tag == Tag::Field as u32;
                let name = if is_field { catalog::field_name(number as u8).into() } else { text };
                (name, tree(document, at))
            };
            Value::Object((0..size).map(member).collect())
        }
        _ => Value::Null,
    }
}
