//! The fields of each model, as tables of the documentation's pages.

use wanreel::catalog::{DefaultValue, Field, Kind, MODELS, Model};

use crate::requests::{about, limits};
use crate::text::cells;

const HEAD: [&str; 4] = ["field", "holds", "default", "what it is for"];

/// The table of each wan2.7 model, by the name of its part; the older ones are fallbacks.
pub fn parts() -> impl Iterator<Item = (String, String)> {
    let current = MODELS.iter().filter(|model| model.generation.current);
    current.map(|model| (format!("fields-{}", model.id.replace('.', "")), of(model)))
}

fn of(model: &Model) -> String {
    cells(&HEAD, model.fields.iter().flat_map(|field| rows("", model, field)))
}

/// A field's row, and those of the fields in it.
fn rows(before: &str, model: &Model, field: &Field) -> Vec<Vec<String>> {
    let name = format!("{before}{}", field.name);
    let inner = match &field.kind {
        Kind::Object(fields) => {
            fields.iter().flat_map(|inner| rows(&format!("{name}."), model, inner)).collect()
        }
        _ => Vec::new(),
    };
    let source = if field.source.is_empty() { String::new() } else { format!(" *({})*", field.source) };
    let said = [about(field), limits(field)].into_iter().filter(|part| !part.is_empty());
    let row = vec![
        format!("`{name}`{}", if field.required { " (required)" } else { "" }),
        holds(model, field),
        default(field),
        said.collect::<Vec<_>>().join(" ") + &source,
    ];
    std::iter::once(row).chain(inner).collect()
}

fn holds(model: &Model, field: &Field) -> String {
    let any =
        |values: &[&str]| values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
    match &field.kind {
        Kind::ModelId => format!("`{}`", model.id),
        Kind::Text { .. } => "text".into(),
        Kind::Choice(values) => any(values),
        Kind::Integer(_) => "whole number".into(),
        Kind::Flag => "true or false".into(),
        Kind::Media(_) => "URL or file".into(),
        Kind::MediaList { .. } => "list of URLs or files".into(),
        Kind::CallbackUrl => "URL".into(),
        Kind::Object(_) => "object".into(),
        Kind::VoiceBindings { .. } => "object: `image1`, `video2`, … to URL or file".into(),
    }
}

fn default(field: &Field) -> String {
    field.default.map_or_else(String::new, |default| match default {
        DefaultValue::Text(text) => format!("`{text}`"),
        DefaultValue::Integer(value) => format!("`{value}`"),
        DefaultValue::Flag(value) => format!("`{value}`"),
    })
}
