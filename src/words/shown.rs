//! What is shown of values, fields and lists, as parts of sentences: JSON texts, or `[phrase, part, …]` where it is a phrase.

use super::Phrase;
use crate::catalog::{IntegerRange, Kind};
use crate::json::{write_joined, write_text};
use crate::tape::Node;
use crate::text::{cut, find, integer, shortened};

/// How many characters of what was found are shown.
const SHOWN: usize = 60;

/// A number, as text: JSON numbers end at 2^53.
pub(super) fn number(out: &mut String, value: i64) {
    out.push('"');
    integer(out, value);
    out.push('"');
}

/// A text, cut where it is long.
pub(super) fn short(out: &mut String, text: &str) {
    write_joined(out, &shortened(text, SHOWN));
}

/// A text in quotes, cut where it is long; of an address, as what has a scheme is one, only the host, since the rest may
/// hold a secret.
pub(super) fn quoted(out: &mut String, text: &str, is_address: bool) {
    let is_address = is_address || find(text, "://").is_some();
    let [scheme, host, hidden] = if is_address { address(text) } else { [text, "", ""] };
    let ([scheme, mark], [host, host_mark]) = (shortened(scheme, SHOWN), shortened(host, SHOWN));
    write_joined(out, &["\"", scheme, mark, host, host_mark, hidden, "\""]);
}

/// Scheme and host of an address, of a path all up to its query; then a mark for what is left out, which may hold a
/// password, a secret or a signature.
fn address(text: &str) -> [&str; 3] {
    let (scheme, rest) = cut(text, find(text, "://").map_or(0, |at| at + 3));
    let is_path = scheme.is_empty() && matches!(rest.as_bytes(), [b'/' | b'.', ..]);
    let is_end = |byte: u8| matches!(byte, b'?' | b'#') || (!is_path && matches!(byte, b'/' | b'\\'));
    let (shown, hidden) = cut(rest, rest.bytes().position(is_end).unwrap_or(rest.len()));
    let host = cut(shown, shown.bytes().rposition(|byte| byte == b'@').map_or(0, |at| at + 1)).1;
    let mark = match hidden {
        "" | "/" => hidden,
        _ if hidden.starts_with("/") => "/…",
        _ => "…",
    };
    [scheme, host, mark]
}

/// A phrase, with the numbers in its gaps.
pub(super) fn phrase(out: &mut String, said: Phrase, numbers: &[i64]) {
    open(out, said);
    for value in numbers {
        out.push(',');
        number(out, *value);
    }
    out.push(']');
}

fn open(out: &mut String, said: Phrase) {
    out.push('[');
    integer(out, said.number() as i64);
}

/// What stands somewhere: `the string "5"`, `null`, `an array of 3`.
pub(super) fn found(out: &mut String, value: Node<'_>) {
    let (said, text) = match value {
        Node::Null => (Phrase::Null, None),
        Node::Bool(true) => (Phrase::True, None),
        Node::Bool(false) => (Phrase::False, None),
        Node::BrokenText(_) => (Phrase::BrokenText, None),
        Node::Object(_) => (Phrase::Object, None),
        Node::Array(items) => return phrase(out, Phrase::Array, &[items.len() as i64]),
        Node::Foreign("unreadable") => (Phrase::Unreadable, None),
        Node::Foreign(name @ ("NaN" | "Infinity" | "-Infinity" | "undefined")) => {
            (Phrase::Itself, Some(name))
        }
        Node::Foreign(name) => (Phrase::Other, Some(name)),
        Node::Number(text) => (Phrase::Number, Some(text)),
        Node::Text(text) => (Phrase::Text, Some(text)),
    };
    open(out, said);
    if let Some(text) = text {
        out.push(',');
        match said {
            // An address has no business where something else belongs; it may hold a secret nonetheless.
            Phrase::Text => quoted(out, text, find_any(text)),
            _ => short(out, text),
        }
    }
    out.push(']');
}

fn find_any(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'?' | b'@' | b'/' | b'\\'))
}

/// What a field takes.
pub(super) fn allowed(out: &mut String, kind: &Kind) {
    let said = match kind {
        Kind::Choice(values) => return choice(out, values),
        Kind::Integer(whole) => return range(out, *whole),
        Kind::Text { max } => return phrase(out, Phrase::TextOf, &[*max as i64]),
        Kind::MediaList { max: 1, .. } => Phrase::OneUrl,
        Kind::MediaList { max, .. } => return phrase(out, Phrase::Urls, &[*max as i64]),
        Kind::ModelId => Phrase::ModelId,
        Kind::Flag => Phrase::Switch,
        Kind::Media(_) => Phrase::Url,
        Kind::CallbackUrl => Phrase::HttpsUrl,
        Kind::Object(_) => Phrase::Object,
        Kind::VoiceBindings { .. } => Phrase::Voices,
    };
    phrase(out, said, &[]);
}

fn range(out: &mut String, IntegerRange { min, max, step, zero }: IntegerRange) {
    let said = match (zero, step) {
        (true, _) => Phrase::ZeroRange,
        (_, 1) => Phrase::Range,
        _ => Phrase::Either,
    };
    phrase(out, said, &[min, max]);
}

/// `"a", "b" or "c"`.
pub(super) fn choice(out: &mut String, values: &[&str]) {
    series(out, Phrase::Or, &mut values.iter().copied(), true);
}

/// Several things, the last two joined by a phrase of their own: `a, b or c`.
pub(super) fn series(out: &mut String, last: Phrase, items: &mut dyn Iterator<Item = &str>, in_quotes: bool) {
    let items: Vec<&str> = items.collect();
    for index in 1..items.len() {
        out.push('[');
        integer(out, if index == 1 { last } else { Phrase::Comma }.number() as i64);
        out.push(',');
    }
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        if in_quotes {
            quoted(out, item, false);
        } else {
            write_text(out, item);
        }
        if index > 0 {
            out.push(']');
        }
    }
}
