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

/// A text in quotes, cut where it is long; of an address only the host, since the rest may hold a secret.
pub(super) fn quoted(out: &mut String, text: &str, is_address: bool) {
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

/// A phrase, its parts written by `parts`, each with a comma before it.
pub(super) fn phrase(out: &mut String, phrase: Phrase, parts: &mut dyn FnMut(&mut String)) {
    out.push('[');
    integer(out, phrase.number() as i64);
    parts(out);
    out.push(']');
}

fn plain(out: &mut String, said: Phrase) {
    phrase(out, said, &mut |_| {});
}

fn with_number(out: &mut String, said: Phrase, value: i64) {
    phrase(out, said, &mut |out| {
        out.push(',');
        number(out, value);
    });
}

/// What stands somewhere: `the string "5"`, `null`, `an array of 3`.
pub(super) fn found(out: &mut String, value: Node<'_>) {
    let (said, text) = match value {
        Node::Null => return plain(out, Phrase::Null),
        Node::Bool(true) => return plain(out, Phrase::True),
        Node::Bool(false) => return plain(out, Phrase::False),
        Node::BrokenText(_) => return plain(out, Phrase::BrokenText),
        Node::Object(_) => return plain(out, Phrase::Object),
        Node::Array(items) => return with_number(out, Phrase::Array, items.len() as i64),
        Node::Foreign("unreadable") => return plain(out, Phrase::Unreadable),
        Node::Foreign(name @ ("NaN" | "Infinity" | "-Infinity" | "undefined")) => (Phrase::Itself, name),
        Node::Foreign(name) => (Phrase::Other, name),
        Node::Number(text) => (Phrase::Number, text),
        Node::Text(text) => (Phrase::Text, text),
    };
    phrase(out, said, &mut |out| {
        out.push(',');
        // An address has no business where something else belongs; it may hold a secret nonetheless.
        match said {
            Phrase::Text => quoted(out, text, find_any(text)),
            _ => short(out, text),
        }
    });
}

fn find_any(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'?' | b'@' | b'/' | b'\\'))
}

/// What a field takes.
pub(super) fn allowed(out: &mut String, kind: &Kind) {
    match kind {
        Kind::ModelId => plain(out, Phrase::ModelId),
        Kind::Text { max } => with_number(out, Phrase::TextOf, *max as i64),
        Kind::Choice(values) => choice(out, values),
        Kind::Integer(whole) => range(out, *whole),
        Kind::Flag => plain(out, Phrase::Switch),
        Kind::Media(_) => plain(out, Phrase::Url),
        Kind::MediaList { max: 1, .. } => plain(out, Phrase::OneUrl),
        Kind::MediaList { max, .. } => with_number(out, Phrase::Urls, *max as i64),
        Kind::CallbackUrl => plain(out, Phrase::HttpsUrl),
        Kind::Object(_) => plain(out, Phrase::Object),
        Kind::VoiceBindings { .. } => plain(out, Phrase::Voices),
    }
}

fn range(out: &mut String, whole: IntegerRange) {
    let IntegerRange { min, max, step, zero } = whole;
    let said = match (zero, step) {
        (true, _) => Phrase::ZeroRange,
        (_, 1) => Phrase::Range,
        _ => Phrase::Either,
    };
    phrase(out, said, &mut |out| {
        for end in [min, max] {
            out.push(',');
            number(out, end);
        }
    });
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
