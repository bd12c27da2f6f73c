//! Each field held against its entry in the catalogue.

use super::view::present;
use super::{At, Options, Report, Request};
use crate::catalog::{CALLBACK_URL_MAX, Field, Kind, Mode};
use crate::issue::{Code, Severity};
use crate::json::Value;
use crate::message::{Arg, message};
use crate::suggest;
use crate::text::{is_blank, length, natural};
use crate::url::{self, Host, Url};

/// Checks every field of the model, then names those it does not have.
pub fn check(request: &Request<'_>, options: Options<'_>, report: &mut Report) {
    let mut reader = Fields { request, options, report };
    reader.object(request.value, request.model.fields, &At::Root);
}

struct Fields<'r, 'a> {
    request: &'r Request<'a>,
    options: Options<'r>,
    report: &'r mut Report,
}

impl Fields<'_, '_> {
    fn object(&mut self, value: &Value<'_>, fields: &'static [Field], at: &At<'_>) {
        let Value::Object(given) = value else { return };
        for field in fields {
            let at = At::Name(at, field.name);
            match present(value.get(field.name)) {
                Some(value) => self.field(field, value, &at),
                None if field.required => {
                    let message = message!("{} is missing\ngive {}", field.name, Arg::Allowed(&field.kind));
                    self.report.error(Code::Required, &at, message);
                }
                None => {}
            }
        }
        for (name, value) in given {
            if fields.iter().all(|field| field.name != name) && !value.is_undefined() {
                self.unknown(name, fields, at);
            }
        }
    }

    fn unknown(&mut self, name: &str, fields: &'static [Field], at: &At<'_>) {
        let at = &At::Name(at, name);
        // To look for what was meant takes longer than all the rest; nobody would read it.
        if self.report.is_full() {
            return self.report.error(Code::UnknownField, at, message!(""));
        }
        let has = |name: &str| fields.iter().any(|field| field.name == name);
        let alias = suggest::alias(name).find(|other| {
            has(other) && (name != "image_start" || self.request.model.mode == Mode::ImageToVideo)
        });
        let near = alias.or_else(|| suggest::nearest(name, fields.iter().map(|field| field.name)));
        // audio_url and audio_urls are each a field somewhere: a missing s is a slip, not another model.
        let slip = near.is_some_and(|near| near.strip_prefix(name).or(name.strip_prefix(near)) == Some("s"));
        let elsewhere =
            matches!(at, At::Name(At::Root, _)) && !slip && alias.is_none() && suggest::is_field(name);
        let inner = fields.iter().find(
            |field| matches!(field.kind, Kind::Object(inner) if inner.iter().any(|field| field.name == name)),
        );
        let hint = match (inner, near) {
            (Some(inner), _) => message!("put it in {}", inner.name),
            _ if elsewhere => message!("remove it, or use {}", Arg::ModelsWithField(name)),
            (None, Some(near)) => message!("did you mean \"{}\"?", near),
            (None, None) => message!("the fields are {}", Arg::Fields(fields)),
        };
        let message =
            message!("{} is not a field of {}\n{}", Arg::Quoted(name), self.request.model.id, &hint);
        self.report.error(Code::UnknownField, at, message);
    }

    fn wrong_type(&mut self, field: &Field, value: &Value<'_>, at: &At<'_>) {
        let hint = match (value, &field.kind) {
            (Value::Null, _) | (Value::Foreign("NaN"), Kind::Integer(_)) => {
                "leave the field out to use its default"
            }
            (Value::Text(_), Kind::Integer(_) | Kind::Flag) => "write it without quotes",
            (Value::Text(_), Kind::MediaList { .. }) => "put the URL in an array: [url]",
            (Value::Array(_), Kind::Media(_)) => "give one URL, not an array",
            (Value::Foreign("blob"), Kind::MediaList { .. }) => "put the file in an array: [file]",
            (Value::Foreign(what), Kind::Media(_)) => of_file(what),
            _ => "",
        };
        let (found, allowed) = (Arg::Found(value), Arg::Allowed(&field.kind));
        self.report.error(
            Code::WrongType,
            at,
            message!("{} is {}; it must be {}\n{}", field.name, found, allowed, hint),
        );
    }

    fn field(&mut self, field: &Field, value: &Value<'_>, at: &At<'_>) {
        match (&field.kind, value) {
            (Kind::ModelId, _) | (Kind::Flag, Value::Bool(_)) => {}
            (Kind::Text { .. } | Kind::CallbackUrl | Kind::Media(_), Value::BrokenText(_)) => {
                let message = message!(
                    "{} has half a surrogate pair in it\nit was probably cut inside an emoji; cut by code points, or call toWellFormed()",
                    field.name
                );
                self.report.error(Code::InvalidText, at, message);
            }
            (Kind::Text { max }, Value::Text(text)) => self.text(field, text, *max, at),
            (Kind::Choice(values), Value::Text(text)) => self.choice(field, text, values, at),
            (Kind::Integer(whole), Value::Number(text)) => match value.as_integer() {
                None => self.wrong_type(field, value, at),
                Some(number) if whole.allows(number) => {}
                Some(_) => {
                    let message =
                        message!("{} is {}; it must be {}", field.name, Arg::Short(text), Arg::Range(*whole));
                    self.report.error(Code::OutOfRange, at, message);
                }
            },
            (Kind::Media(_), Value::Text(text)) => self.media_url(field.name, text, at),
            (Kind::MediaList { min, max, .. }, Value::Array(items)) => {
                self.count(field, items.len(), *min, *max, at);
                for (index, item) in items.iter().enumerate() {
                    self.item(field.name, item, &At::Item(at, index));
                }
            }
            (Kind::CallbackUrl, Value::Text(text)) => self.callback(text, at),
            (Kind::Object(fields), Value::Object(_)) => self.object(value, fields, at),
            (Kind::VoiceBindings { max, .. }, Value::Object(bindings)) => {
                self.count(field, bindings.len(), 0, *max, at);
                let counts = [self.request.count("image_urls"), self.request.count("video_urls")];
                for (key, value) in bindings {
                    self.voice(key, value, counts, &At::Name(at, key));
                }
            }
            _ => self.wrong_type(field, value, at),
        }
    }

    fn text(&mut self, field: &Field, text: &str, max: usize, at: &At<'_>) {
        let length = length(text);
        if field.required && is_blank(text) {
            let message = message!("{} is blank\nsay in words what should be seen", field.name);
            self.report.error(Code::Required, at, message);
        } else if length > max {
            let severity = if self.options.lenient { Severity::Warning } else { Severity::Error };
            let message = message!(
                "{} has {} characters; at most {} are read, the rest is cut\nshorten it by {}",
                field.name,
                length,
                max,
                length - max
            );
            self.report.push(severity, Code::TooLong, at, message.template, message.parts);
        }
    }

    fn choice(&mut self, field: &Field, text: &str, values: &[&str], at: &At<'_>) {
        if values.contains(&text) {
            return;
        }
        let near = suggest::nearest(text, values.iter().copied());
        let hint = if near.is_some() {
            message!("did you mean \"{}\"?", near.unwrap_or_default())
        } else {
            message!("")
        };
        let (found, allowed) = (Arg::Quoted(text), Arg::Choice(values));
        let message = message!("{} is {}; it must be {}\n{}", field.name, found, allowed, &hint);
        self.report.error(Code::InvalidValue, at, message);
    }

    fn count(&mut self, field: &Field, found: usize, min: usize, max: usize, at: &At<'_>) {
        let name = field.name;
        if found > max {
            let message =
                message!("{} has {} items; at most {} are allowed\nremove {}", name, found, max, found - max);
            self.report.error(Code::TooMany, at, message);
        } else if found < min {
            let message =
                message!("{} is empty; it must have {}\nadd a URL, or leave the field out", name, min);
            self.report.error(Code::TooFew, at, message);
        }
    }

    /// A URL in a list or a binding.
    fn item(&mut self, name: &str, item: &Value<'_>, at: &At<'_>) {
        if let Value::Text(text) = item {
            return self.media_url(name, text, at);
        }
        let hint = match item {
            Value::Foreign(what) => of_file(what),
            _ => "",
        };
        let message = message!(
            "an item of {} is {}; it must be a URL in a string\n{}",
            Arg::Short(name),
            Arg::Found(item),
            hint
        );
        self.report.error(Code::WrongType, at, message);
    }

    fn media_url(&mut self, name: &str, text: &str, at: &At<'_>) {
        if url::parse(text).is_some() {
            return;
        }
        let local = ["data:", "blob:", "file:"].iter().any(|scheme| text.starts_with(scheme));
        let hint = if local {
            "upload the file first with client.upload(), which answers its URL"
        } else {
            WHOLE_ADDRESS
        };
        let found = Arg::Address(text);
        let message =
            message!("{} is {}; it must be an absolute http or https URL\n{}", Arg::Short(name), found, hint);
        self.report.error(Code::InvalidUrl, at, message);
    }

    fn voice(&mut self, key: &str, value: &Value<'_>, [images, videos]: [usize; 2], at: &At<'_>) {
        let reference = reference(key).map(|(array, number)| {
            let count = if array == "image_urls" { images } else { videos };
            (array, number, count)
        });
        match reference {
            None => {
                let message = message!(
                    "voice_bindings key {} names no reference\nkeys are image1, image2, … and video1, video2, …, counted from 1 without leading zeros",
                    Arg::Quoted(key)
                );
                self.report.error(Code::InvalidKey, at, message);
            }
            Some((array, number, count)) if number > count => {
                let message = message!(
                    "voice_bindings.{} points past {}, which has {}\nadd the reference, or remove the binding",
                    Arg::Short(key),
                    array,
                    count
                );
                self.report.error(Code::OutOfRange, at, message);
            }
            Some(_) => {}
        }
        match value {
            Value::Text(text) if is_blank(text) => {
                let message =
                    message!("voice_bindings.{} is blank\ngive the URL of a wav or mp3", Arg::Short(key));
                self.report.error(Code::Required, at, message);
            }
            other => self.item(key, other, at),
        }
    }

    fn callback(&mut self, text: &str, at: &At<'_>) {
        let length = length(text);
        if length > CALLBACK_URL_MAX {
            let message = message!(
                "callback_url has {} characters; at most {} are allowed\nkeep state on your side and pass an id",
                length,
                CALLBACK_URL_MAX
            );
            return self.report.error(Code::TooLong, at, message);
        }
        let (code, what, hint) = match url::parse(text) {
            None => (Code::InvalidUrl, "not an absolute URL", WHOLE_ADDRESS),
            Some(url) if url.credentials => {
                (Code::InvalidUrl, "a URL with credentials", "put a secret in the path or the query")
            }
            Some(url) if !url.https => (Code::InvalidUrl, "not https", "use https"),
            Some(url) if url.host.is_public() => return,
            Some(Url { host: Host::Disguised, .. }) => (
                Code::ForbiddenHost,
                "in characters that can disguise another host",
                "write the host in ASCII (xn--…)",
            ),
            Some(_) => {
                let hint =
                    "the API calls back over the internet: no loopback, private, link-local or local name";
                (Code::ForbiddenHost, "not on a public host", hint)
            }
        };
        let shown = Arg::Address(text);
        let message = message!(
            "callback_url {} is {}; it must be an https URL on a public host\n{}",
            shown,
            what,
            hint
        );
        self.report.error(code, at, message);
    }
}

const WHOLE_ADDRESS: &str = "write the whole address, https:// included";

/// The array and the place a binding's key names: `image1` is the first of `image_urls`.
fn reference(key: &str) -> Option<(&'static str, usize)> {
    let (array, digits) = match key.strip_prefix("image") {
        Some(digits) => ("image_urls", digits),
        None => ("video_urls", key.strip_prefix("video")?),
    };
    let number = natural(digits).filter(|_| !digits.starts_with('0'))?;
    // A number that long is past every array.
    Some((array, usize::try_from(number).unwrap_or(usize::MAX)))
}

/// What to do with a file in a request that is only looked at.
fn of_file(what: &str) -> &'static str {
    match what {
        "blob" => "checkMedia(request) of wanreel/media checks files; submit and generate upload them",
        "buffer" => "make it a Blob, new Blob([bytes]): submit and generate upload it",
        _ => "",
    }
}
