//! What a caller asks for: read field by field, every issue collected.
//!
//! [`Request::read`] holds a value against its model's field list in the catalogue; one file for each [`Rules`] adds those
//! that tie fields together; [`body`] writes what is left as the JSON to post.

pub mod body;
mod fields;
mod image_to_video;
mod legacy;
pub mod media;
mod reference_video;
mod report;
mod text_to_video;

use crate::catalog::{self, Kind, Literal, Model, Rules};
use crate::issue::{Code, Findings};
use crate::json::Value;
use crate::prompt;
use crate::say::{Part, first, is_blank, say};
use crate::suggest;
pub use report::{At, Report};

/// How strictly to read, and what is known of the media.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Text over its limit is a warning, not an error (the server cuts it).
    pub lenient: bool,
    /// Facts by media URL or by field: an object of objects with `seconds`, `width`, `height`, `bytes`, `format`, `alpha`.
    pub inputs: Option<&'a Value<'a>>,
}

/// A request held against its model.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Its model.
    pub model: &'static Model,
    /// The object as given.
    pub value: &'a Value<'a>,
}

/// Everything wrong or doubtful with `value`; errors first in the order of the model's fields.
pub fn validate(value: &Value<'_>, options: Options<'_>) -> Findings {
    validate_into(Report::default(), value, options)
}

/// The same, noted in a report of one's own.
pub fn validate_into(mut report: Report, value: &Value<'_>, options: Options<'_>) -> Findings {
    if let Some(request) = Request::identify(value, &mut report) {
        request.check(options, &mut report);
    }
    report.findings()
}

impl<'a> Request<'a> {
    /// The request and its model, without further checks; `None` where the model is not known.
    pub fn of(value: &'a Value<'a>) -> Option<Request<'a>> {
        let model = catalog::model(value.get("model")?.as_text()?)?;
        Some(Request { model, value })
    }

    /// The request and its model, or the reason why there is none.
    fn identify(value: &'a Value<'a>, report: &mut Report) -> Option<Request<'a>> {
        let Value::Object(_) = value else {
            let hint = match value {
                Value::Text(text) if text.starts_with('{') => "pass the object itself, not its JSON text",
                _ => "pass an object with model and prompt",
            };
            let say = say!("the request is {}; it must be an object\n{}", Part::Found(value), hint);
            report.error(Code::WrongType, &At::Root, say);
            return None;
        };
        let at = At::field("model");
        let current = Part::Models { current: true };
        match present(value.get("model")) {
            None => report.error(Code::Required, &at, say!("model is missing\none of {}", current)),
            Some(Value::Text(id)) if is_blank(id) => {
                report.error(Code::Required, &at, say!("model is blank\none of {}", current));
            }
            Some(Value::Text(id)) => {
                if let Some(model) = catalog::model(id) {
                    return Some(Request { model, value });
                }
                let shown = Part::Quoted(id);
                let say = match suggest::model(id) {
                    Some(id) => say!("model {} does not exist\ndid you mean \"{}\"?", shown, id),
                    None => say!(
                        "model {} does not exist\nthe models are {}",
                        shown,
                        Part::Models { current: false }
                    ),
                };
                report.error(Code::UnknownModel, &at, say);
            }
            Some(other) => {
                let say = say!("model is {}; it must be a model id in a string", Part::Found(other));
                report.error(Code::WrongType, &at, say);
            }
        }
        None
    }

    fn check(&self, options: Options<'_>, report: &mut Report) {
        fields::check(self, options, report);
        match self.model.rules {
            Rules::None => {}
            Rules::ThinPrompt => text_to_video::check(self, report),
            Rules::FrameShapes => image_to_video::check(self, report),
            Rules::References => reference_video::check(self, report),
            Rules::Older => legacy::check(self, report),
        }
        prompt::check_shots(self, report);
        media::check(self, options.inputs, report);
    }

    /// The field, where it is given (`undefined` is absent).
    pub fn get(&self, name: &str) -> Option<&'a Value<'a>> {
        present(self.value.get(name))
    }

    /// Whether the field is given and not an empty list.
    pub fn has(&self, name: &str) -> bool {
        match self.get(name) {
            Some(Value::Array(items)) => !items.is_empty(),
            Some(_) => true,
            None => false,
        }
    }

    /// A text field, or its default.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        let given = self.get(name).and_then(Value::as_text);
        given.or_else(|| match self.model.default(name) {
            Some(Literal::Text(text)) => Some(text),
            _ => None,
        })
    }

    /// The prompt as far as the API reads it: what is over the limit is cut (`OpenAPI` of each model, `prompt`).
    pub fn prompt(&self) -> &'a str {
        let text = self.text("prompt").unwrap_or_default();
        match self.model.field("prompt").map(|field| &field.kind) {
            Some(Kind::Text { max }) => first(text, *max),
            _ => text,
        }
    }

    /// A whole-number field, or its default.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match (self.get(name), self.model.default(name)) {
            (Some(value), _) => value.as_integer(),
            (None, Some(Literal::Integer(value))) => Some(value),
            _ => None,
        }
    }

    /// A switch, or its default.
    pub fn flag(&self, name: &str) -> bool {
        match (self.get(name), self.model.default(name)) {
            (Some(value), _) => matches!(value, Value::Bool(true)),
            (None, Some(Literal::Flag(value))) => value,
            _ => false,
        }
    }

    /// How many items a list field has.
    pub fn count(&self, name: &str) -> usize {
        self.get(name).and_then(Value::items).map_or(0, <[_]>::len)
    }

    /// The voice bindings, key and value.
    pub fn voice_bindings(&self) -> &'a [(std::borrow::Cow<'a, str>, Value<'a>)] {
        match self.get("model_params").and_then(|params| params.get("voice_bindings")) {
            Some(Value::Object(bindings)) => bindings,
            _ => &[],
        }
    }
}

fn present<'v, 'a>(value: Option<&'v Value<'a>>) -> Option<&'v Value<'a>> {
    value.filter(|value| !value.is_undefined())
}
