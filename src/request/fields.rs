//! Each field held against its entry in the catalogue.

use super::{Given, Options, Report, Request};
use crate::catalog::{self, CALLBACK_URL_MAX, Field, Kind, name};
use crate::issue::Place;
use crate::tape::{Key, Node};
use crate::text::{is_blank, length, natural};
use crate::url::{self, Host, Url};
use crate::words::Rule;

/// Checks every field of the model, then names those it does not have.
pub fn check(request: &Request<'_>, options: Options<'_>, report: &mut Report) {
    Fields { request, options, report }.object(&request.given, request.model.fields, 0);
}

struct Fields<'r, 'a> {
    request: &'r Request<'a>,
    options: Options<'r>,
    report: &'r mut Report,
}

impl Fields<'_, '_> {
    /// The fields of an object, itself the field `outer`; 0 is the request.
    fn object(&mut self, given: &Given<'_>, fields: &'static [Field], outer: u8) {
        for field in fields {
            match given.get(field.number) {
                Some(value) => self.field(field, value),
                None if field.required => self.report.note(Rule::Missing, Place::of(field.id())),
                None => {}
            }
        }
        given.others(fields, &mut |index, key, _| {
            self.report.note(Rule::UnknownField, unknown(key, index, outer));
        });
    }

    fn field(&mut self, field: &Field, value: Node<'_>) {
        let at = Place::of(field.id());
        let rule = match (&field.kind, value) {
            (Kind::ModelId, _) | (Kind::Flag, Node::Bool(_)) => return,
            (Kind::Text { .. } | Kind::CallbackUrl | Kind::Media(_), Node::BrokenText(_)) => {
                Rule::HalfSurrogate
            }
            (Kind::Text { max }, Node::Text(text)) => return self.text(field, text, *max),
            (Kind::Choice(values), Node::Text(text)) if values.contains(&text) => return,
            (Kind::Choice(_), Node::Text(_)) => Rule::Value,
            (Kind::Integer(whole), Node::Number(_)) => match value.as_integer() {
                None => Rule::Type,
                Some(number) if whole.allows(number) => return,
                Some(_) => Rule::Range,
            },
            (Kind::Media(_), Node::Text(_)) => return self.item(value, at),
            (Kind::MediaList { min, max, .. }, Node::Array(items)) => {
                self.count(items.len(), *min, *max, at);
                for (index, item) in items.iter().enumerate() {
                    self.item(item, at.item(index));
                }
                return;
            }
            (Kind::CallbackUrl, Node::Text(text)) => return self.callback(text),
            (Kind::Object(fields), Node::Object(members)) => {
                return self.object(&Given::of(members), fields, field.number);
            }
            (Kind::VoiceBindings { max, .. }, Node::Object(bindings)) => {
                self.count(bindings.len(), 0, *max, at);
                for (index, (key, value)) in bindings.iter().enumerate() {
                    self.voice(key.text(), value, at.item(index));
                }
                return;
            }
            _ => Rule::Type,
        };
        self.report.note(rule, at);
    }

    fn text(&mut self, field: &Field, text: &str, max: usize) {
        let at = Place::of(field.id());
        // Fewer bytes than that are fewer characters.
        let length = if text.len() > max { length(text) } else { 0 };
        if field.required && is_blank(text) {
            self.report.note(Rule::Blank, at);
        } else if length > max {
            let rule = if self.options.lenient { Rule::LongCut } else { Rule::Long };
            self.report.count(rule, at, length as i64, max as i64);
        }
    }

    fn count(&mut self, found: usize, min: usize, max: usize, at: Place) {
        if found > max {
            self.report.count(Rule::Many, at, found as i64, max as i64);
        } else if found < min {
            self.report.count(Rule::Few, at, found as i64, min as i64);
        }
    }

    /// A URL.
    fn item(&mut self, item: Node<'_>, at: Place) {
        match item {
            Node::Text(text) if url::parse(text).is_some() => {}
            Node::Text(_) => self.report.note(Rule::NoUrl, at),
            _ => self.report.note(Rule::ItemType, at),
        }
    }

    fn voice(&mut self, key: &str, value: Node<'_>, at: Place) {
        match reference(key) {
            None => self.report.note(Rule::NoReferenceKey, at),
            Some((is_video, number)) => {
                let list = if is_video { name::VIDEO_URLS } else { name::IMAGE_URLS };
                let count = self.request.count(list);
                if number > count {
                    self.report.count(Rule::PastReferences, at, i64::from(is_video) << 8, count as i64);
                }
            }
        }
        match value {
            Node::Text(text) if is_blank(text) => self.report.note(Rule::VoiceBlank, at),
            other => self.item(other, at),
        }
    }

    fn callback(&mut self, text: &str) {
        let at = Place::of(name::CALLBACK_URL);
        let length = length(text);
        if length > CALLBACK_URL_MAX {
            return self.report.count(Rule::CallbackLong, at, length as i64, CALLBACK_URL_MAX as i64);
        }
        let rule = match url::parse(text) {
            None => Rule::CallbackNoUrl,
            Some(url) if url.credentials => Rule::CallbackCredentials,
            Some(url) if !url.https => Rule::CallbackNotHttps,
            Some(url) if url.host.is_public() => return,
            Some(Url { host: Host::Disguised, .. }) => Rule::CallbackDisguised,
            Some(_) => Rule::CallbackNotPublic,
        };
        self.report.note(rule, at);
    }
}

/// Where a member stands that is no field there: by its name where that is a field of another model, so that it is known whether
/// a price depends on it.
fn unknown(key: Key<'_>, index: usize, outer: u8) -> Place {
    match key {
        Key::Field(field) if outer == 0 && !catalog::is_param(field) => Place { field, item: Place::WHOLE },
        _ => Place { field: outer, item: index as u32 },
    }
}

/// Whether a binding's key names a video, and which: `image1` is the first of `image_urls`.
fn reference(key: &str) -> Option<(bool, usize)> {
    let (is_video, digits) = match key.strip_prefix("image") {
        Some(digits) => (false, digits),
        None => (true, key.strip_prefix("video")?),
    };
    let number = natural(digits).filter(|_| !digits.starts_with("0"))?;
    // A number that long is past every array.
    Some((is_video, usize::try_from(number).unwrap_or(usize::MAX)))
}
