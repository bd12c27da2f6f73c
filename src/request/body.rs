//! What is sent: the body, its canonical form, what it does and what comes out.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Given, Request, image_to_video};
use crate::catalog::{DefaultValue, Field, Kind, Mode, Rules, field_key, name};
use crate::json::write_text;
use crate::tape::{Key, Members, Node};
use crate::text::integer;

/// What a request can do, as `BuiltRequest.mode` names it.
pub static REQUEST_MODES: [&str; 6] = [
    "text-to-video",
    "first_frame",
    "first_last_frame",
    "video_continuation",
    "reference-video",
    "video-edit",
];

impl Request<'_> {
    /// The JSON to post: what the caller gave, keys in the catalogue's order (unknown ones behind), no defaults added.
    pub fn body(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write_body(&mut out);
        out
    }

    /// Adds the body to `out`.
    pub fn write_body(&self, out: &mut String) {
        write_ordered(out, &self.given, self.model.fields);
    }

    /// The canonical JSON (RFC 8785) that stands for the request's meaning: defaults filled in, `callback_url` and
    /// what the API would ignore left out. Two requests that ask for the same video have the same.
    pub fn canonical(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write_meaning(&mut out, Some(self.given.members), self.model.fields);
        out
    }

    /// Writes an object of these fields, `{}` where none is left.
    fn write_meaning(&self, out: &mut String, given: Option<Members<'_>>, fields: &'static [Field]) {
        let mut members = Vec::new();
        let inferred = self.model.rules == Rules::FrameShapes;
        for field in fields {
            let spoken = field.default.is_some() || (inferred && field.name == "generation_mode");
            if spoken || matches!(field.kind, Kind::Object(_)) {
                members.push((field.name, None));
            }
        }
        // Behind the defaults: of members of one name the last counts.
        if let Some(given) = given {
            let heeded = given.iter().filter(|(key, _)| !self.ignores(*key));
            members.extend(heeded.map(|(key, value)| (key.text(), Some(value))));
        }
        out.push('{');
        let empty = out.len();
        for Member { name, value: given, .. } in sorted(members) {
            let before = out.len();
            if before > empty {
                out.push(',');
            }
            write_text(out, name);
            out.push(':');
            let field = fields.iter().find(|field| field.name == name);
            let given = given.filter(|value| !is_empty(*value));
            match (field, given) {
                (Some(Field { kind: Kind::Object(fields), .. }), None | Some(Node::Object(_))) => {
                    let inner = if let Some(Node::Object(inner)) = given { Some(inner) } else { None };
                    self.write_meaning(out, inner, fields);
                    if out.ends_with(":{}") {
                        out.truncate(before);
                    }
                }
                _ if inferred && name == "generation_mode" => write_text(out, image_to_video::mode(self)),
                (_, Some(value)) => write_canonical(out, value),
                (Some(Field { default: Some(default), .. }), _) => write_default(out, *default),
                _ => out.truncate(before),
            }
        }
        out.push('}');
    }

    /// Whether the field says nothing about the video beside the others; it counts as not given.
    fn ignores(&self, key: Key<'_>) -> bool {
        let Key::Field(number) = key else { return false };
        let is = |name: name::Name| name.number == number;
        is(name::CALLBACK_URL)
            || (is(name::AUDIO_URLS) && self.voice_bindings().is_some())
            || (is(name::ASPECT_RATIO) && self.shaped_by_input())
            // It works only on an extended prompt (OpenAPI, wan2.6-text-to-video.json).
            || (is(name::SHOT_TYPE)
                && self.model.field(name::PROMPT_EXTEND).is_some()
                && !self.flag(name::PROMPT_EXTEND))
    }

    fn shaped_by_input(&self) -> bool {
        self.model.mode == Mode::ReferenceVideo && self.has(name::IMAGE_START)
    }

    /// What the request does: one of [`REQUEST_MODES`].
    pub fn mode(&self) -> &'static str {
        match self.model.mode {
            Mode::ImageToVideo => image_to_video::mode(self),
            mode => mode.name(),
        }
    }

    /// Output pixels, where quality and aspect ratio decide them; a starting frame or an input clip decides otherwise.
    pub fn output(&self) -> Option<(u32, u32)> {
        if self.shaped_by_input() {
            return None;
        }
        self.model.pixels(self.text(name::QUALITY)?, self.text(name::ASPECT_RATIO)?)
    }
}

fn write_default(out: &mut String, value: DefaultValue) {
    match value {
        DefaultValue::Text(text) => write_text(out, text),
        DefaultValue::Integer(value) => integer(out, value),
        DefaultValue::Flag(value) => Node::Bool(value).write(out),
    }
}

/// Absent, an empty list, or an object with nothing in it: all the same to the API.
fn is_empty(value: Node<'_>) -> bool {
    match value {
        Node::Array(items) => items.is_empty(),
        Node::Object(members) => members.iter().all(|(_, value)| is_empty(value)),
        other => other.is_undefined(),
    }
}

/// Writes an object: the fields in their order, then what else the caller gave.
fn write_ordered(out: &mut String, given: &Given<'_>, fields: &'static [Field]) {
    let mut separator = '{';
    for field in fields {
        if let Some(value) = given.get(field.number) {
            out.push(std::mem::replace(&mut separator, ','));
            out.push_str(field_key(field.number));
            match (&field.kind, value) {
                (Kind::Object(inner), Node::Object(members)) => {
                    write_ordered(out, &Given::of(members), inner);
                }
                // Bindings in one order; 5.0 and 5e0 as 5.
                (Kind::VoiceBindings { .. } | Kind::Integer(_), _) => write_canonical(out, value),
                _ => value.write(out),
            }
        }
    }
    given.others(fields, &mut |_, key, value| {
        write_name(out, &mut separator, key.text());
        value.write(out);
    });
    if separator == '{' {
        out.push('{');
    }
    out.push('}');
}

fn write_name(out: &mut String, separator: &mut char, name: &str) {
    out.push(std::mem::replace(separator, ','));
    write_text(out, name);
    out.push(':');
}

/// A member of an object, and where it was written.
struct Member<'a> {
    name: &'a str,
    place: usize,
    value: Option<Node<'a>>,
}

impl Ord for Member<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        utf16_order(self.name, other.name).then(self.place.cmp(&other.place))
    }
}

impl PartialOrd for Member<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Member<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Member<'_> {}

/// Members by name, as RFC 8785 sorts them: by UTF-16 code units; of those of one name the last. A heap takes a tenth of
/// the bytes of the library's sort.
fn sorted<'a>(members: Vec<(&'a str, Option<Node<'a>>)>) -> Vec<Member<'a>> {
    let members = members.into_iter().enumerate();
    let members = members.map(|(place, (name, value))| Member { name, place, value });
    let mut sorted = members.collect::<BinaryHeap<_>>().into_sorted_vec();
    sorted.dedup_by(|later, kept| {
        let same = later.name == kept.name;
        if same {
            kept.value = later.value;
        }
        same
    });
    sorted
}

/// The order of UTF-16 code units. It is that of the bytes, but that characters past U+FFFF (first byte 0xF0 and more)
/// are written with surrogates and so come before U+E000 (first byte 0xEE).
fn utf16_order(a: &str, b: &str) -> Ordering {
    let rank = |byte: u8| if byte < 0xF0 { u16::from(byte) << 4 } else { 0xED1 + u16::from(byte & 15) };
    for (a, b) in a.bytes().zip(b.bytes()) {
        if a != b {
            return rank(a).cmp(&rank(b));
        }
    }
    a.len().cmp(&b.len())
}

fn write_canonical(out: &mut String, value: Node<'_>) {
    match value {
        Node::Object(members) => {
            let given = members.iter().filter(|(_, value)| !value.is_undefined());
            let mut separator = '{';
            for Member { name, value, .. } in
                sorted(given.map(|(key, value)| (key.text(), Some(value))).collect())
            {
                write_name(out, &mut separator, name);
                write_canonical(out, value.unwrap_or(Node::Null));
            }
            if separator == '{' {
                out.push('{');
            }
            out.push('}');
        }
        Node::Array(items) => {
            let mut separator = '[';
            for item in items.iter() {
                out.push(std::mem::replace(&mut separator, ','));
                write_canonical(out, item);
            }
            if items.is_empty() {
                out.push('[');
            }
            out.push(']');
        }
        Node::Number(_) => match value.as_integer() {
            Some(number) => integer(out, number),
            None => value.write(out),
        },
        other => other.write(out),
    }
}
