//! Each field held against its entry in the catalogue.

use super::{Options, Report, Request, describe, ids, present};
use crate::catalog::{CALLBACK_URL_MAX, Field, Kind};
use crate::issue::{Code, Severity, Step};
use crate::json::Value;
use crate::{suggest, url};

/// Checks every field of the model, then names those it does not have.
pub fn check(request: &Request<'_>, options: Options<'_>, report: &mut Report) {
    let mut reader = Fields { request, options, report };
    reader.object(request.value, request.model.fields, &[]);
}

struct Fields<'r, 'a> {
    request: &'r Request<'a>,
    options: Options<'r>,
    report: &'r mut Report,
}

impl Fields<'_, '_> {
    fn object(&mut self, value: &Value<'_>, fields: &'static [Field], at: &[Step]) {
        let Value::Object(given) = value else { return };
        for field in fields {
            let path = child(at, field.name);
            match present(value.get(field.name)) {
                Some(value) => self.field(field, value, path),
                None if field.required => {
                    let message = format!("{} is missing", field.name);
                    self.report
                        .error(Code::Required, path, message)
                        .hint(format!("give {}", describe::allowed(&field.kind)));
                }
                None => {}
            }
        }
        for (name, value) in given {
            if fields.iter().all(|field| field.name != name) && present(Some(value)).is_some() {
                self.unknown(name, fields, child(at, name));
            }
        }
    }

    fn unknown(&mut self, name: &str, fields: &'static [Field], path: Vec<Step>) {
        let nested = path.len() > 1;
        let model = self.request.model.id;
        let near = suggest::nearest(name, fields.iter().map(|field| field.name));
        // audio_url and audio_urls are each a field somewhere: one letter off is a slip, not another model.
        let slip = near.is_some_and(|near| {
            near.len().abs_diff(name.len()) == 1 && (near.starts_with(name) || name.starts_with(near))
        });
        let hint = if !nested
            && !slip
            && let Some(home) = ids_with(name)
        {
            format!("remove it, or use {home}")
        } else if let Some(near) = near {
            format!("did you mean \"{near}\"?")
        } else {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            format!("the fields are {}", names.join(", "))
        };
        let message = format!("{} is not a field of {model}", describe::quoted(name));
        self.report.error(Code::UnknownField, path, message).hint(hint);
    }

    fn wrong_type(&mut self, field: &Field, value: &Value<'_>, path: Vec<Step>) {
        let allowed = describe::allowed(&field.kind);
        let message = format!("{} is {}; it must be {allowed}", field.name, describe::found(value));
        let hint = match (value, &field.kind) {
            (Value::Null, _) => Some("leave the field out to use its default".to_owned()),
            (Value::Text(text), Kind::Integer(_) | Kind::Flag) => {
                Some(format!("write {text} without quotes"))
            }
            (Value::Text(_), Kind::MediaList { .. }) => Some("put the URL in an array: [url]".into()),
            (Value::Array(_), Kind::Media(_)) => Some("give one URL, not an array".into()),
            (Value::Foreign("blob"), _) => {
                Some("upload it first: client.upload(file), or pass it to submit".into())
            }
            _ => None,
        };
        let finding = self.report.error(Code::WrongType, path, message);
        if let Some(hint) = hint {
            finding.hint(hint);
        }
    }

    fn field(&mut self, field: &Field, value: &Value<'_>, path: Vec<Step>) {
        match (&field.kind, value) {
            (Kind::ModelId, _) | (Kind::Flag, Value::Bool(_)) => {}
            (Kind::Text { .. } | Kind::CallbackUrl | Kind::Media(_), Value::BrokenText(_)) => {
                let message = format!("{} has half a surrogate pair in it", field.name);
                self.report
                    .error(Code::InvalidText, path, message)
                    .hint("it was probably cut inside an emoji; cut by code points, or call toWellFormed()");
            }
            (Kind::Text { max }, Value::Text(text)) => self.text(field, text, *max, path),
            (Kind::Choice(values), Value::Text(text)) => self.choice(field, text, values, path),
            (Kind::Integer(whole), Value::Number(text)) => match value.as_integer() {
                None => self.wrong_type(field, value, path),
                Some(number) if whole.allows(number) => {}
                Some(_) => {
                    let message = format!("{} is {text}; it must be {}", field.name, describe::range(*whole));
                    self.report.error(Code::OutOfRange, path, message);
                }
            },
            (Kind::Media(_), Value::Text(text)) => self.media_url(field.name, text, path),
            (Kind::MediaList { min, max, .. }, Value::Array(items)) => {
                self.count(field, items.len(), *min, *max, &path);
                self.media_items(field, items, &path);
            }
            (Kind::CallbackUrl, Value::Text(text)) => self.callback(text, path),
            (Kind::Params(fields), Value::Object(_)) => self.object(value, fields, &path),
            (Kind::VoiceBindings { max, .. }, Value::Object(bindings)) => {
                self.count(field, bindings.len(), 0, *max, &path);
                for (key, value) in bindings {
                    self.voice(key, value, child(&path, key));
                }
            }
            _ => self.wrong_type(field, value, path),
        }
    }

    fn text(&mut self, field: &Field, text: &str, max: usize, path: Vec<Step>) {
        let length = text.chars().count();
        if field.required && text.trim().is_empty() {
            let message = format!("{} is {}", field.name, if text.is_empty() { "empty" } else { "blank" });
            self.report.error(Code::Required, path, message).hint("say in words what should be seen");
        } else if length > max {
            let message =
                format!("{} has {length} characters; at most {max} are read, the rest is cut", field.name);
            let severity = if self.options.lenient { Severity::Warning } else { Severity::Error };
            self.report
                .push(severity, Code::TooLong, path, message)
                .hint(format!("shorten it by {}", length - max));
        }
    }

    fn choice(&mut self, field: &Field, text: &str, values: &[&str], path: Vec<Step>) {
        if !values.contains(&text) {
            let message = format!(
                "{} is {}; it must be {}",
                field.name,
                describe::quoted(text),
                describe::choice(values)
            );
            let finding = self.report.error(Code::InvalidValue, path, message);
            if let Some(near) = suggest::nearest(text, values.iter().copied()) {
                finding.hint(format!("did you mean \"{near}\"?"));
            }
        }
    }

    fn count(&mut self, field: &Field, found: usize, min: usize, max: usize, path: &[Step]) {
        let name = field.name;
        if found > max {
            let message = format!("{name} has {found} items; at most {max} are allowed");
            self.report.error(Code::TooMany, path.to_vec(), message).hint(format!("remove {}", found - max));
        } else if found < min {
            let message = format!("{name} has {found} items; it must have {}", describe::counts(min, max));
            self.report.error(Code::TooFew, path.to_vec(), message).hint("add a URL, or leave the field out");
        }
    }

    fn media_items(&mut self, field: &Field, items: &[Value<'_>], path: &[Step]) {
        for (index, item) in items.iter().enumerate() {
            let mut path = path.to_vec();
            path.push(Step::Index(index));
            if let Value::Text(text) = item {
                self.media_url(field.name, text, path);
            } else {
                let message = format!(
                    "item {index} of {} is {}; it must be a URL in a string",
                    field.name,
                    describe::found(item)
                );
                self.report.error(Code::WrongType, path, message);
            }
        }
    }

    fn media_url(&mut self, name: &str, text: &str, path: Vec<Step>) {
        if url::parse(text).is_none() {
            let message =
                format!("{name} is {}; it must be an absolute http or https URL", describe::quoted(text));
            let local = text.starts_with("data:") || text.starts_with("blob:") || text.starts_with("file:");
            self.report.error(Code::InvalidUrl, path, message).hint(if local {
                "upload the file first with client.upload(), which answers its URL"
            } else {
                "write the whole address, https:// included"
            });
        }
    }

    fn voice(&mut self, key: &str, value: &Value<'_>, path: Vec<Step>) {
        let arrays = [("image", "image_urls"), ("video", "video_urls")];
        let reference = arrays.iter().find_map(|(word, array)| {
            let digits = key.strip_prefix(word)?;
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
            // A number too long for u32 is past every array anyway.
            (plain && !digits.is_empty()).then(|| (array, digits.parse::<u32>().unwrap_or(u32::MAX)))
        });
        match reference {
            None => {
                let message = format!("voice_bindings key {} names no reference", describe::quoted(key));
                self.report.error(Code::InvalidKey, path.clone(), message).hint(
                    "keys are image1, image2, … and video1, video2, …, counted from 1 without leading zeros",
                );
            }
            Some((array, number)) if number as usize > self.request.count(array) => {
                let message = format!(
                    "voice_bindings.{key} points past {array}, which has {}",
                    self.request.count(array)
                );
                self.report
                    .error(Code::OutOfRange, path.clone(), message)
                    .hint(format!("add the reference to {array}, or remove the binding"));
            }
            Some(_) => {}
        }
        match value {
            Value::Text(text) if text.trim().is_empty() => {
                let message = format!("voice_bindings.{key} is blank");
                self.report.error(Code::Required, path, message).hint("give the URL of a wav or mp3");
            }
            Value::Text(text) => self.media_url(key, text, path),
            other => {
                let message = format!(
                    "voice_bindings.{key} is {}; it must be a URL in a string",
                    describe::found(other)
                );
                self.report.error(Code::WrongType, path, message);
            }
        }
    }

    fn callback(&mut self, text: &str, path: Vec<Step>) {
        let length = text.chars().count();
        if length > CALLBACK_URL_MAX {
            let message =
                format!("callback_url has {length} characters; at most {CALLBACK_URL_MAX} are allowed");
            self.report.error(Code::TooLong, path, message).hint("keep state on your side and pass an id");
            return;
        }
        let shown = describe::quoted(text);
        match url::parse(text) {
            Some(url) if url.https && !url.credentials => {
                if !url.host.is_public() {
                    self.report
                        .error(Code::ForbiddenHost, path, format!("callback_url {shown} is not on a public host"))
                        .hint("the API calls back over the internet: no loopback, private, link-local or local name");
                }
            }
            parsed => {
                let (what, hint) = match parsed {
                    Some(url) if url.credentials => {
                        ("has credentials in it", "put a secret in the path or the query")
                    }
                    Some(_) => ("is not https", "use https"),
                    None => ("is not an absolute URL", "write the whole address, https:// included"),
                };
                let message =
                    format!("callback_url {shown} {what}; it must be an https URL on a public host");
                self.report.error(Code::InvalidUrl, path, message).hint(hint);
            }
        }
    }
}

fn child(at: &[Step], name: &str) -> Vec<Step> {
    let mut path = at.to_vec();
    path.push(Step::from(name));
    path
}

/// The wan2.7 models that have the field, else the older ones.
fn ids_with(name: &str) -> Option<String> {
    let current = ids(|model| model.field(name).is_some() && model.id.starts_with("wan2.7"));
    let homes = if current.is_empty() { ids(|model| model.field(name).is_some()) } else { current };
    (!homes.is_empty()).then_some(homes)
}
