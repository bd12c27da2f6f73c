//! The server's own look at a request, written from the catalogue alone.
//!
//! Deliberately apart from the client's validation: what one misses, the other is to catch. A refusal keeps the one
//! documented message ("Invalid request parameters") and tells its reason in `detail`.

use super::accepted::{Accepted, Refusal};
use super::cross_field;
use super::host::refuse_callback;
use crate::catalog::{DefaultValue, Field, Kind, Model};
use crate::json::Value;

/// Reads a request for that model.
///
/// # Errors
/// The first thing wrong with it.
pub fn check(model: &'static Model, request: &Value) -> Result<Accepted, Refusal> {
    let mut accepted = Accepted {
        model,
        quality: String::new(),
        aspect_ratio: None,
        duration: 0,
        continuation: false,
        media: Vec::new(),
        callback_url: None,
        truncated: Vec::new(),
        unknown: Vec::new(),
    };
    accepted.fields("", model.fields, request)?;
    let choice = |name| {
        let given = request.get(name).and_then(Value::as_text).map(str::to_owned);
        given.or_else(|| match model.field_called(name)?.default? {
            DefaultValue::Text(text) => Some(text.to_owned()),
            _ => None,
        })
    };
    accepted.quality = choice("quality").unwrap_or_else(|| "720p".to_owned());
    accepted.aspect_ratio = choice("aspect_ratio");
    // Assumed of wan2.6 and wan2.5: their files give no default of `duration`.
    let default = match model.field_called("duration").and_then(|field| field.default) {
        Some(DefaultValue::Integer(seconds)) => seconds,
        _ => 5,
    };
    let duration = request.get("duration").and_then(Value::as_integer).unwrap_or(default);
    accepted.duration = u64::try_from(duration).unwrap_or(0);
    cross_field::check(&mut accepted, request)?;
    Ok(accepted)
}

impl Accepted {
    fn fields(&mut self, inside: &str, fields: &'static [Field], value: &Value) -> Result<(), Refusal> {
        let Value::Object(given) = value else { return Err(Refusal::of(inside, "must be an object")) };
        for (name, _) in given {
            if !fields.iter().any(|field| field.name == name) {
                self.unknown.push(format!("{inside}{name}"));
            }
        }
        for field in fields {
            let path = format!("{inside}{}", field.name);
            match value.get(field.name) {
                Some(value) => self.field(&path, field, value)?,
                None if field.required => {
                    return Err(Refusal::of(&path, format!("{path} is required")));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn field(&mut self, path: &str, field: &'static Field, value: &Value) -> Result<(), Refusal> {
        let refuse = |what: &str| Err(Refusal::of(path, format!("{path} must be {what}")));
        match &field.kind {
            Kind::ModelId => {}
            Kind::Text { max } => {
                // Assumed: half a surrogate pair is read as U+FFFD, as most JSON readers do.
                let text: &str = match value {
                    Value::Text(text) => text,
                    Value::BrokenText(text) => text,
                    _ => return refuse("a string"),
                };
                // A blank prompt is no prompt (assumed: the documents only say it is required).
                if field.required && text.trim().is_empty() {
                    return refuse("more than blanks");
                }
                // "Overflow auto-truncated" (wan2.7-*.json). Assumed of the older models, whose files say "limited to".
                if text.chars().count() > *max {
                    self.truncated.push(path.to_owned());
                }
            }
            Kind::Choice(choices) => match value.as_text() {
                Some(text) if choices.contains(&text) => {}
                _ => return refuse(&format!("one of {}", choices.join(", "))),
            },
            Kind::Integer(range) => match value.as_integer() {
                Some(number) if range.allows(number) => {}
                _ if range.zero => {
                    return refuse(&format!("0 or a whole number from {} to {}", range.min, range.max));
                }
                _ if range.step > 1 => return refuse(&format!("{} or {}", range.min, range.max)),
                _ => return refuse(&format!("a whole number from {} to {}", range.min, range.max)),
            },
            Kind::Flag => {
                if !matches!(value, Value::Bool(_)) {
                    return refuse("true or false");
                }
            }
            Kind::Media(limits) => self.medium(path, limits, value)?,
            Kind::MediaList { media, min, max } => {
                let Some(items) = value.items() else { return refuse("an array") };
                // wan2.7-image-to-video.json gives its video_urls no minItems: an empty list is as good as none.
                let min = if field.required || field.name != "video_urls" { min } else { &0 };
                if items.len() < *min || items.len() > *max {
                    return refuse(&format!("an array of {min} to {max} URLs"));
                }
                for (index, item) in items.iter().enumerate() {
                    self.medium(&format!("{path}.{index}"), media, item)?;
                }
            }
            Kind::CallbackUrl => {
                let Some(url) = value.as_text() else { return refuse("a string") };
                if let Some(reason) = refuse_callback(url) {
                    return Err(Refusal::of(path, reason));
                }
                self.callback_url = Some(url.to_owned());
            }
            Kind::Object(fields) => self.fields(&format!("{path}."), fields, value)?,
            Kind::VoiceBindings { media, max } => {
                cross_field::voice_bindings(self, path, media, *max, value)?;
            }
        }
        Ok(())
    }
}
