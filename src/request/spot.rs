//! A place in a request, looked up: where it is, in words, and what stands there.

use super::Request;
use crate::catalog::{Field, Kind, field_name, is_param, name};
use crate::issue::Place;
use crate::tape::{Key, Node};
use crate::text::{integer, shortened};

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'a> {
    /// Where.
    pub at: Place,
    /// Which of its items; `None` for all of it.
    pub index: Option<usize>,
    /// The name of which of its members.
    pub key: Option<&'a str>,
    /// What stands there.
    pub value: Option<Node<'a>>,
    /// The field as the request's model has it.
    pub field: Option<&'static Field>,
}

/// Longest name in a dotted place. A name of megabytes must not come back with each finding.
const NAME_SHOWN: usize = 200;

impl<'a> Spot<'a> {
    /// A place of a request, or of a value that is no request of a known model.
    pub fn of(request: Option<&Request<'a>>, value: Node<'a>, at: Place) -> Spot<'a> {
        let whole = match request {
            _ if at.field == 0 => {
                request.map_or(Some(value), |request| Some(Node::Object(request.given.members)))
            }
            Some(request) if is_param(at.field) => {
                request.get(name::MODEL_PARAMS).and_then(|params| params.field(at.field))
            }
            Some(request) => request.given.member(at.field),
            None => value.field(at.field),
        };
        let field = request.and_then(|request| field_of(request, at.field));
        let mut spot = Spot { at, index: None, key: None, value: whole, field };
        match whole {
            _ if at.item == Place::WHOLE => {}
            Some(Node::Array(items)) => {
                spot.index = Some(at.item as usize);
                spot.value = items.iter().nth(at.item as usize);
            }
            Some(Node::Object(members)) => {
                let member = members.iter().nth(at.item as usize);
                spot.key = member.map(|(key, _)| Key::text(key));
                spot.value = member.map(|(_, value)| value);
            }
            _ => {}
        }
        spot
    }

    /// The text that stands there; empty where there is none.
    pub fn text(&self) -> &'a str {
        match self.value {
            Some(Node::Text(text) | Node::Number(text)) => text,
            _ => "",
        }
    }

    /// Shows each step from the request to here: names, and at the end perhaps an index.
    pub fn steps(&self, see: &mut dyn FnMut(Result<&'a str, usize>)) {
        let number = self.at.field;
        if is_param(number) {
            see(Ok(name::MODEL_PARAMS.text));
        }
        if number > 0 {
            see(Ok(field_name(number)));
        }
        if let Some(last) = self.key.map(Ok).or(self.index.map(Err)) {
            see(last);
        }
    }

    /// `video_urls.0`.
    pub fn dotted(&self) -> String {
        dotted(|see| self.steps(see))
    }
}

/// The field as the request's model has it, within another one where it stands there.
fn field_of(request: &Request<'_>, number: u8) -> Option<&'static Field> {
    let fields = request.model.fields;
    let inner = || {
        let mut inner = fields.iter().filter_map(|field| match field.kind {
            Kind::Object(inner) => inner.iter().find(|field| field.number == number),
            _ => None,
        });
        inner.next()
    };
    fields.iter().find(|field| field.number == number).or_else(inner)
}

/// Steps as one text: `video_urls.0`.
pub(crate) fn dotted<'a>(steps: impl FnOnce(&mut dyn FnMut(Result<&'a str, usize>))) -> String {
    let mut out = String::new();
    steps(&mut |step| {
        if !out.is_empty() {
            out.push('.');
        }
        match step {
            Ok(name) => {
                let [shown, mark] = shortened(name, NAME_SHOWN);
                out.push_str(shown);
                out.push_str(mark);
            }
            Err(index) => integer(&mut out, index as i64),
        }
    });
    out
}
