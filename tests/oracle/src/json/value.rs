//! A JSON value, and what is asked of one.

use std::borrow::Cow;

use super::number::{Rest, decimal, rounded};
use super::read::Reader;

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
        Value::read(text, true)
    }

    /// Reads one document of JSON proper, as it comes over HTTP.
    pub fn parse_json(text: &'a str) -> Option<Value<'a>> {
        Value::read(text, false)
    }

    fn read(text: &'a str, foreign: bool) -> Option<Value<'a>> {
        let mut reader = Reader { text, at: 0, foreign };
        let value = reader.value(0)?;
        reader.skip_space();
        (reader.at == text.len()).then_some(value)
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
            Value::Number(text) => {
                let (whole, rest) = decimal(text, 0);
                (rest == Rest::None).then_some(whole)
            }
            _ => None,
        }
    }

    /// The number times ten to the `shift`, rounded half away from zero, where this is a number: seconds as milliseconds
    /// with 3, ratios as millionths with 6. Exact where a float would not be.
    pub fn as_scaled(&self, shift: i64) -> Option<i64> {
        match self {
            Value::Number(text) => Some(rounded(text, shift, Rest::HalfOrMore)),
            _ => None,
        }
    }
}
