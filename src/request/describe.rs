//! Words for what was found and what is allowed.

use crate::catalog::{Kind, Whole};
use crate::json::Value;

const SHOWN: usize = 60;

/// `text` in quotes, cut where it is long.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("\"{}…\"", text.get(..end).unwrap_or_default()),
        None => format!("\"{text}\""),
    }
}

/// What stands there: `the string "5"`, `null`, `an array of 3`.
pub fn found(value: &Value<'_>) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => (if *value { "true" } else { "false" }).into(),
        Value::Number(text) => format!("the number {text}"),
        Value::Text(text) => format!("the string {}", quoted(text)),
        Value::BrokenText(_) => "a string with half a surrogate pair in it".into(),
        Value::Array(items) => format!("an array of {}", items.len()),
        Value::Object(_) => "an object".into(),
        Value::Foreign("unreadable") => "a value that throws when it is read".into(),
        Value::Foreign(name @ ("NaN" | "Infinity" | "undefined")) => (*name).into(),
        Value::Foreign(name) => format!("a {name}"),
    }
}

/// What is allowed there.
pub fn allowed(kind: &Kind) -> String {
    match kind {
        Kind::ModelId => "a model id".into(),
        Kind::Text { max } => format!("text of at most {max} characters"),
        Kind::Choice(values) => choice(values),
        Kind::Integer(whole) => range(*whole),
        Kind::Flag => "true or false".into(),
        Kind::Media(_) => "an http or https URL in a string".into(),
        Kind::MediaList { min, max, .. } => format!("an array of {} URLs", counts((*min).max(1), *max)),
        Kind::CallbackUrl => "an https URL in a string".into(),
        Kind::Params(_) => "an object".into(),
        Kind::VoiceBindings { .. } => "an object from reference (image1, video1) to voice URL".into(),
    }
}

/// `"a", "b" or "c"`.
pub fn choice(values: &[&str]) -> String {
    let mut text = String::new();
    for (index, value) in values.iter().enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == values.len() => " or ",
            _ => ", ",
        };
        text.push_str(separator);
        text.push('"');
        text.push_str(value);
        text.push('"');
    }
    text
}

/// The range in words.
pub fn range(whole: Whole) -> String {
    let Whole { min, max, step, zero } = whole;
    let span =
        if step == 1 { format!("a whole number from {min} to {max}") } else { format!("{min} or {max}") };
    if zero { format!("0 or {span}") } else { span }
}

/// `1`, or `1 to 5`.
pub fn counts(min: usize, max: usize) -> String {
    if min == max { format!("{min}") } else { format!("{min} to {max}") }
}
