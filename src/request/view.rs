//! A request held against its model: its fields read by type, defaults filled in.

use crate::catalog::{self, DefaultValue, Kind, Model, Name, name};
use crate::tape::{Key, Members, Node};
use crate::text::first;

/// A request held against its model.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Its model.
    pub model: &'static Model,
    /// What it holds, as given.
    pub members: Members<'a>,
    fields: Fields<'a>,
}

/// The value of each field, by the field's number.
pub(super) type Fields<'a> = [Option<Node<'a>>; name::COUNT];

/// The fields among members; of a repeated name the last counts.
pub(super) fn by_number(members: Members<'_>) -> Fields<'_> {
    let mut fields = [None; name::COUNT];
    for (key, value) in members.iter() {
        if let Key::Field(number) = key
            && let Some(field) = fields.get_mut(usize::from(number))
        {
            *field = Some(value);
        }
    }
    fields
}

impl<'a> Request<'a> {
    /// The request and its model, without further checks; `None` where the model is not known.
    pub fn of(node: Node<'a>) -> Option<Request<'a>> {
        let Node::Object(members) = node else { return None };
        let fields = by_number(members);
        let Some(Some(Node::Text(model))) = fields.get(usize::from(name::MODEL.number)) else { return None };
        Some(Request { model: catalog::model(model)?, members, fields })
    }

    /// The field, where it is given (`undefined` is absent).
    pub fn get(&self, name: Name) -> Option<Node<'a>> {
        present(self.member(name))
    }

    /// The member of that name, be it `undefined`.
    pub(crate) fn member(&self, name: Name) -> Option<Node<'a>> {
        self.fields.get(usize::from(name.number)).copied().flatten()
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

/// The value, where there is one (`undefined` is none).
pub(super) fn present(value: Option<Node<'_>>) -> Option<Node<'_>> {
    value.filter(|value| !value.is_undefined())
}
