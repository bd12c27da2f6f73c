//! What a caller asks for: read field by field, every issue collected.
//!
//! [`Request::read`] holds a value against its model's field list in the catalogue; one file a mode adds the rules that
//! tie fields together; [`body`] writes what is left as the JSON to post.

pub mod body;
mod describe;
mod fields;
mod image_to_video;
mod legacy;
pub mod media;
mod reference_video;
mod report;
mod text_to_video;

use crate::catalog::{self, Family, Literal, Mode, Model};
use crate::issue::{Code, Issue, Severity, Step};
use crate::json::Value;
use crate::prompt;
use crate::suggest;
pub use report::Report;

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
pub fn validate(value: &Value<'_>, options: Options<'_>) -> Vec<Issue> {
    let mut report = Report::default();
    if let Some(request) = Request::identify(value, &mut report) {
        request.check(options, &mut report);
    }
    report.into_issues()
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
            report
                .error(
                    Code::WrongType,
                    vec![],
                    format!("the request is {}; it must be an object", describe::found(value)),
                )
                .hint(match value {
                    Value::Text(_) => "pass the object itself, not its JSON text",
                    _ => "pass an object with model and prompt",
                });
            return None;
        };
        let path = vec![Step::from("model")];
        match present(value.get("model")) {
            None => {
                report.error(Code::Required, path, "model is missing".into()).hint(one_of_four());
                None
            }
            Some(Value::Text(id)) if id.trim().is_empty() => {
                report.error(Code::Required, path, "model is blank".into()).hint(one_of_four());
                None
            }
            Some(Value::Text(id)) => {
                let model = catalog::model(id);
                if model.is_none() {
                    let known = match suggest::model(id) {
                        Some(id) => format!("did you mean \"{id}\"?"),
                        None => format!("the models are {}", ids(|_| true)),
                    };
                    let message = format!("model {} does not exist", describe::quoted(id));
                    report.error(Code::UnknownModel, path, message).hint(known);
                }
                Some(Request { model: model?, value })
            }
            Some(other) => {
                let message =
                    format!("model is {}; it must be a model id in a string", describe::found(other));
                report.error(Code::WrongType, path, message);
                None
            }
        }
    }

    fn check(&self, options: Options<'_>, report: &mut Report) {
        fields::check(self, options, report);
        match (self.model.family, self.model.mode) {
            (Family::Wan27, Mode::TextToVideo) => text_to_video::check(self, report),
            (Family::Wan27, Mode::ImageToVideo) => image_to_video::check(self, report),
            (Family::Wan27, Mode::ReferenceVideo) => reference_video::check(self, report),
            // Its rules are all single-field rules, and stand in the catalogue.
            (Family::Wan27, Mode::VideoEdit) => {}
            (Family::Wan26 | Family::Wan25, _) => legacy::check(self, report),
        }
        prompt::check_shots(self, report);
        if let Some(inputs) = options.inputs {
            media::check(self, inputs, report);
        }
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
        given.or_else(|| match self.default(name) {
            Some(Literal::Text(text)) => Some(text),
            _ => None,
        })
    }

    /// A whole-number field, or its default.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match (self.get(name), self.default(name)) {
            (Some(value), _) => value.as_integer(),
            (None, Some(Literal::Integer(value))) => Some(value),
            _ => None,
        }
    }

    /// A switch, or its default.
    pub fn flag(&self, name: &str) -> bool {
        match (self.get(name), self.default(name)) {
            (Some(value), _) => *value == Value::Bool(true),
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

    fn default(&self, name: &str) -> Option<Literal> {
        self.model.field(name).and_then(|field| field.default)
    }
}

fn present<'v, 'a>(value: Option<&'v Value<'a>>) -> Option<&'v Value<'a>> {
    value.filter(|value| **value != Value::Foreign("undefined"))
}

fn one_of_four() -> String {
    format!("one of {}", ids(|model| model.family == Family::Wan27))
}

fn ids(wanted: impl Fn(&Model) -> bool) -> String {
    let ids: Vec<&str> = catalog::MODELS.iter().filter(|model| wanted(model)).map(|model| model.id).collect();
    ids.join(", ")
}

/// Whether nothing in `issues` is an error.
pub fn is_valid(issues: &[Issue]) -> bool {
    issues.iter().all(|issue| issue.severity != Severity::Error)
}
