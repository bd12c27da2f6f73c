//! A request held against its model: its fields read by type, defaults filled in.

use super::Given;
use crate::catalog::{self, DefaultValue, Kind, Model, Name, name};
use crate::tape::{Members, Node};
use crate::text::first;

/// A request held against its model.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Its model.
    pub model: &'static Model,
    /// What it holds.
    pub given: Given<'a>,
}

impl<'a> Request<'a> {
    /// The request and its model, without further checks; `None` where the model is not known.
    pub fn of(node: Node<'a>) -> Option<Request<'a>> {
        let Node::Object(members) = node else { return None };
        let given = Given::of(members);
        let Some(Node::Text(model)) = given.member(name::MODEL.number) else { return None };
        Some(Request { model: catalog::model(model)?, given })
    }

    /// The field, where it is given (`undefined` is absent).
    pub fn get(&self, name: Name) -> Option<Node<'a>> {
        self.given.get(name.number)
    }

    /// Whether the field is given and not an empty list.
    pub fn has(&self, name: Name) -> bool {
        match self.get(name) {
            Some(Node::Array(items)) => !items.is_empty(),
            Some(_) => true,
            None => false,
        }
    }

    /// A text field, or its default.
    pub fn text(&self, name: Name) -> Option<&'a str> {
        let given = self.get(name).and_then(Node::as_text);
        given.or_else(|| match self.model.default(name) {
            Some(DefaultValue::Text(text)) => Some(text),
            _ => None,
        })
    }

    /// The prompt as far as the API reads it: what is over the limit is cut (`OpenAPI` of each model, `prompt`).
    pub fn prompt(&self) -> &'a str {
        let text = self.text(name::PROMPT).unwrap_or_default();
        match self.model.field(name::PROMPT).map(|field| &field.kind) {
            Some(Kind::Text { max }) => first(text, *max),
            _ => text,
        }
    }

    /// A whole-number field, or its default.
    pub fn integer(&self, name: Name) -> Option<i64> {
        match self.get(name) {
            Some(value) => value.as_integer(),
            None => match self.model.default(name) {
                Some(DefaultValue::Integer(value)) => Some(value),
                _ => None,
            },
        }
    }

    /// A switch, or its default.
    pub fn flag(&self, name: Name) -> bool {
        match self.get(name) {
            Some(value) => matches!(value, Node::Bool(true)),
            None => self.model.default(name) == Some(DefaultValue::Flag(true)),
        }
    }

    /// How many items a list field has.
    pub fn count(&self, name: Name) -> usize {
        self.get(name).and_then(Node::items).map_or(0, |items| items.len())
    }

    /// A field of `model_params`.
    pub fn param(&self, name: Name) -> Option<Node<'a>> {
        self.get(name::MODEL_PARAMS).and_then(|params| params.field(name.number))
    }

    /// The voice bindings, key and value; `None` where there are none.
    pub fn voice_bindings(&self) -> Option<Members<'a>> {
        match self.param(name::VOICE_BINDINGS) {
            Some(Node::Object(bindings)) if !bindings.is_empty() => Some(bindings),
            _ => None,
        }
    }
}
