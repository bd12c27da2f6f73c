//! What is sent: the body, its canonical form, what it does and what comes out.

use std::borrow::Cow;

use super::{Request, image_to_video};
use crate::catalog::{self, Family, Field, Kind, Literal, Mode};
use crate::json::{Value, write_text};

impl<'a> Request<'a> {
    /// The JSON to post: what the caller gave, keys in the catalogue's order (unknown ones behind), no defaults added.
    pub fn body(&self) -> String {
        let mut out = String::with_capacity(256);
        write_ordered(&mut out, self.value, self.model.fields);
        out
    }

    /// The canonical JSON (RFC 8785) that stands for the request's meaning: defaults filled in, `callback_url` and
    /// what the API would ignore left out. Two requests that ask for the same video have the same.
    pub fn canonical(&self) -> String {
        let mut fields: Vec<(Cow<'_, str>, Value<'_>)> = match self.value {
            Value::Object(given) => given.clone(),
            _ => Vec::new(),
        };
        fields.retain(|(name, value)| name != "callback_url" && !is_empty(value));
        if !self.voice_bindings().is_empty() {
            fields.retain(|(name, _)| name != "audio_urls");
        }
        if self.model.mode == Mode::ReferenceVideo && self.has("image_start") {
            fields.retain(|(name, _)| name != "aspect_ratio");
        }
        fill(&mut fields, self.model.fields);
        if self.model.field("prompt_extend").is_some() && !self.flag("prompt_extend") {
            // Without it shot_type is ignored (OpenAPI, wan2.6-text-to-video.json).
            for (_, value) in fields.iter_mut().filter(|(name, _)| name == "model_params") {
                if let Value::Object(params) = value {
                    params.retain(|(name, _)| name != "shot_type");
                }
            }
            fields.retain(|(_, value)| !is_empty(value));
        }
        if self.model.family == Family::Wan27 && self.model.mode == Mode::ImageToVideo {
            fields.retain(|(name, _)| name != "generation_mode");
            fields.push((
                Cow::Borrowed("generation_mode"),
                Value::Text(Cow::Borrowed(image_to_video::mode(self))),
            ));
        }
        let mut out = String::with_capacity(256);
        write_canonical(&mut out, &Value::Object(fields));
        out
    }

    /// What the request does, as `BuiltRequest.mode` names it.
    pub fn mode(&self) -> &'static str {
        match self.model.mode {
            Mode::TextToVideo => "text-to-video",
            Mode::ImageToVideo => image_to_video::mode(self),
            Mode::ReferenceVideo => "reference-video",
            Mode::VideoEdit => "video-edit",
        }
    }

    /// Output pixels, where quality and aspect ratio decide them; a starting frame or an input clip decides otherwise.
    pub fn output(&self) -> Option<(u32, u32)> {
        let shaped_by_input = self.model.mode == Mode::ReferenceVideo && self.has("image_start");
        if self.model.family != Family::Wan27 || shaped_by_input {
            return None;
        }
        catalog::pixels(self.text("quality")?, self.text("aspect_ratio")?)
    }
}

/// Adds the defaults of fields that are not there, those inside `model_params` too.
fn fill<'a>(given: &mut Vec<(Cow<'a, str>, Value<'a>)>, fields: &'static [Field]) {
    for field in fields {
        let at = given.iter().position(|(name, _)| name == field.name);
        match (&field.kind, at, field.default) {
            (Kind::Params(inner), Some(at), _) => {
                if let Some((_, Value::Object(params))) = given.get_mut(at) {
                    fill(params, inner);
                }
            }
            (Kind::Params(inner), None, _) => {
                let mut params = Vec::new();
                fill(&mut params, inner);
                if !params.is_empty() {
                    given.push((Cow::Borrowed(field.name), Value::Object(params)));
                }
            }
            (_, None, Some(default)) => given.push((Cow::Borrowed(field.name), literal(default))),
            _ => {}
        }
    }
}

fn literal(value: Literal) -> Value<'static> {
    match value {
        Literal::Text(text) => Value::Text(Cow::Borrowed(text)),
        // The defaults that are numbers are single digits.
        Literal::Integer(value) => {
            Value::Number(["0", "1", "2", "3", "4", "5"].get(value as usize).copied().unwrap_or("0"))
        }
        Literal::Flag(value) => Value::Bool(value),
    }
}

fn is_absent(value: &Value<'_>) -> bool {
    matches!(value, Value::Foreign("undefined"))
}

/// Absent, an empty list, or an object with nothing in it: all the same to the API.
fn is_empty(value: &Value<'_>) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.iter().all(|(_, value)| is_empty(value)),
        other => is_absent(other),
    }
}

fn write_ordered(out: &mut String, value: &Value<'_>, fields: &'static [Field]) {
    let Value::Object(given) = value else { return value.write(out) };
    out.push('{');
    let mut first = true;
    let mut put = |out: &mut String, name: &str, value: &Value<'_>| {
        if is_absent(value) {
            return;
        }
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        write_text(out, name);
        out.push(':');
        match fields.iter().find(|field| field.name == name).map(|field| &field.kind) {
            Some(Kind::Params(fields)) => write_ordered(out, value, fields),
            Some(Kind::VoiceBindings { .. }) => write_canonical(out, value),
            Some(Kind::Integer(_)) if value.as_integer().is_some() => {
                // 5.0 and 5e0 are the same request as 5.
                out.push_str(&value.as_integer().unwrap_or_default().to_string());
            }
            _ => value.write(out),
        }
    };
    for field in fields {
        if let Some(value) = value.get(field.name) {
            put(out, field.name, value);
        }
    }
    for (name, value) in given {
        if fields.iter().all(|field| field.name != name) {
            put(out, name, value);
        }
    }
    out.push('}');
}

fn write_canonical(out: &mut String, value: &Value<'_>) {
    match value {
        Value::Object(fields) => {
            // RFC 8785 sorts by UTF-16 code units. Inserting is quick enough for a dozen fields, and a tenth of a sort's bytes.
            let mut sorted: Vec<&(Cow<'_, str>, Value<'_>)> = Vec::with_capacity(fields.len());
            for field in fields.iter().filter(|(_, value)| !is_absent(value)) {
                let before =
                    |other: &&(Cow<'_, str>, Value<'_>)| other.0.encode_utf16().lt(field.0.encode_utf16());
                let at = sorted.partition_point(before);
                sorted.insert(at, field);
            }
            out.push('{');
            for (index, (name, value)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_text(out, name);
                out.push(':');
                write_canonical(out, value);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_canonical(out, item);
            }
            out.push(']');
        }
        Value::Number(text) => match value.as_integer() {
            Some(number) => out.push_str(&number.to_string()),
            None => out.push_str(text),
        },
        other => other.write(out),
    }
}
