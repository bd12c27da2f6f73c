//! Writes a vector's value as the text the JavaScript side would hand over, generators carried out.

use std::fmt::Write;

use serde_json::Value as Json;

/// The text of `value`; `undefined` where it is absent.
pub fn snapshot(value: Option<&Json>) -> String {
    let mut out = String::new();
    match value {
        Some(value) => write(&mut out, value),
        None => out.push_str("~undefined"),
    }
    out
}

fn write(out: &mut String, value: &Json) {
    if let Some(units) = units(value) {
        return string(out, &units);
    }
    match value {
        Json::Object(fields) => {
            if let Some(name) = fields.get("$foreign").and_then(Json::as_str) {
                write!(out, "~{name}").unwrap();
                return;
            }
            out.push('{');
            for (index, (name, value)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(out, &name.encode_utf16().collect::<Vec<_>>());
                out.push(':');
                write(out, value);
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(out, item);
            }
            out.push(']');
        }
        other => write!(out, "{other}").unwrap(),
    }
}

/// A string, or a generator of one, as UTF-16.
fn units(value: &Json) -> Option<Vec<u16>> {
    if let Some(text) = value.as_str() {
        return Some(text.encode_utf16().collect());
    }
    let (name, body) = value.as_object()?.iter().next()?;
    let body = body.as_array()?;
    match name.as_str() {
        "$repeat" => Some(units(&body[0])?.repeat(usize::try_from(body[1].as_u64()?).unwrap())),
        "$concat" => Some(body.iter().flat_map(|part| units(part).unwrap()).collect()),
        "$utf16" => Some(body.iter().map(|unit| u16::try_from(unit.as_u64().unwrap()).unwrap()).collect()),
        _ => None,
    }
}

/// As `JSON.stringify` does: half surrogates and control characters as escapes, all else as it is.
fn string(out: &mut String, units: &[u16]) {
    out.push('"');
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit {
            Ok('"') => out.push_str("\\\""),
            Ok('\\') => out.push_str("\\\\"),
            Ok(character) if character >= ' ' => out.push(character),
            Ok(character) => write!(out, "\\u{:04x}", u32::from(character)).unwrap(),
            Err(half) => write!(out, "\\u{:04x}", half.unpaired_surrogate()).unwrap(),
        }
    }
    out.push('"');
}
