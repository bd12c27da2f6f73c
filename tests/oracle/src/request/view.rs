//! A request held against its model: its fields read by type, defaults filled in.

use crate::catalog::{self, DefaultValue, Kind, Model};
use crate::json::Value;
use crate::text::first;

/// A request held against its model.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Its model.
    pub model: &'static Model,
    /// The object as given.
    pub value: &'a Value<'a>,
}

impl<'a> Request<'a> {
    /// The request and its model, without further checks; `None` where the model is not known.
    pub fn of(value: &'a Value<'a>) -> Option<Request<'a>> {
        let model = catalog::model(value.get("model")?.as_text()?)?;
        Some(Request { model, value })
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
            Some(DefaultValue::Text(text)) => Some(text),
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
            (None, Some(DefaultValue::Integer(value))) => Some(value),
            _ => None,
        }
    }

    /// A switch, or its default.
    pub fn flag(&self, name: &str) -> bool {
        match (self.get(name), self.model.default(name)) {
            (Some(value), _) => matches!(value, Value::Bool(true)),
            (None, Some(DefaultValue::Flag(value))) => value,
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

/// The value, where there is one (`undefined` is none).
pub(super) fn present<'v, 'a>(value: Option<&'v Value<'a>>) -> Option<&'v Value<'a>> {
    value.filter(|value| !value.is_undefined())
}
