//! Values and strings as JSON text.

use super::Value;
use crate::text::{cut, hex_digit, split_once};

/// How many bytes of `text` stand in a JSON string as they are: up to the first quote, backslash or control character.
/// Most of a document is such text, so eight bytes are looked at together.
pub(super) fn plain_length(text: &str) -> usize {
    const EACH: u64 = u64::MAX / 0xFF;
    // A byte's highest bit is set where that byte is below `limit` (at most 0x80); higher bytes may be wrong, "any" is not.
    let below = |word: u64, limit: u64| word.wrapping_sub(EACH * limit) & !word & (EACH << 7);
    let is = |word: u64, byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    let (words, _) = text.as_bytes().as_chunks();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let whole =
        words.take_while(|word| below(*word, 0x20) | is(*word, b'"') | is(*word, b'\\') == 0).count() * 8;
    let plain = |byte: &u8| *byte >= b' ' && *byte != b'"' && *byte != b'\\';
    whole + text.as_bytes().iter().skip(whole).take_while(|byte| plain(byte)).count()
}

/// Writes `text` as a JSON string, escaped as `JSON.stringify` does.
pub fn write_text(out: &mut String, text: &str) {
    write_joined(out, &[text]);
}

/// Writes what these make together as one JSON string.
pub(crate) fn write_joined(out: &mut String, pieces: &[&str]) {
    out.push('"');
    for piece in pieces {
        escape(out, piece);
    }
    out.push('"');
}

/// The same of a text with halves of surrogate pairs, each of which stands as U+FFFD: read again, it has them again.
pub(crate) fn write_broken(out: &mut String, text: &str) {
    const HALF: &str = "\u{FFFD}";
    out.push('"');
    let mut rest = text;
    while let Some((before, after)) = split_once(rest, HALF) {
        escape(out, before);
        out.push_str("\\ud800");
        rest = after;
    }
    escape(out, rest);
    out.push('"');
}

fn escape(out: &mut String, text: &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, special) = cut(rest, plain_length(rest));
        out.push_str(plain);
        let Some(byte) = special.bytes().next() else { break };
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x08 => out.push_str("\\b"),
            0x0C => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => {
                out.push_str("\\u00");
                out.push(hex_digit(byte >> 4));
                out.push(hex_digit(byte & 15));
            }
        }
        rest = cut(special, 1).1;
    }
}

impl Value<'_> {
    /// Writes this value as JSON, objects in the order they hold. What JSON cannot hold becomes `null`.
    pub fn write(&self, out: &mut String) {
        match self {
            Value::Null | Value::Foreign(_) => out.push_str("null"),
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Number(text) => out.push_str(text),
            Value::Text(text) => write_text(out, text),
            Value::BrokenText(text) => write_text(out, text),
            Value::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Value::Object(fields) => {
                out.push('{');
                for (index, (name, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(out, name);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}
