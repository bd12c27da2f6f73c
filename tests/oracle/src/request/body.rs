//! What is sent: the body, its canonical form, what it does and what comes out.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Request, image_to_video};
use crate::catalog::{DefaultValue, Field, Kind, Mode, Rules};
use crate::json::{Value, write_text};
use crate::text::integer;

impl Request<'_> {
    /// The JSON to post: what the caller gave, keys in the catalogue's order (unknown ones behind), no defaults added.
    pub fn body(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write_body(&mut out);
        out
    }

    /// Adds the body to `out`.
    pub fn write_body(&self, out: &mut String) {
        write_ordered(out, self.value, self.model.fields);
    }

    /// The canonical JSON (RFC 8785) that stands for the request's meaning: defaults filled in, `callback_url` and
    /// what the API would ignore left out. Two requests that ask for the same video have the same.
    pub fn canonical(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write_meaning(&mut out, Some(self.value), self.model.fields);
        out
    }

    /// Writes an object of these fields, `{}` where none is left.
    fn write_meaning(&self, out: &mut String, value: Option<&Value<'_>>, fields: &'static [Field]) {
        let mut members = Vec::new();
        let inferred = self.model.rules == Rules::FrameShapes;
        for field in fields {
            let spoken = field.default.is_some() || (inferred && field.name == "generation_mode");
            if spoken || matches!(field.kind, Kind::Object(_)) {
                members.push((field.name, None));
            }
        }
        // Behind the defaults: of members of one name the last counts.
        if let Some(Value::Object(given)) = value {
            let heeded = given.iter().filter(|(name, _)| !self.ignores(name));
            members.extend(heeded.map(|(name, value)| (&**name, Some(value))));
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
            let given = given.filter(|value| !is_empty(value));
            match (field, given) {
                (Some(Field { kind: Kind::Object(fields), .. }), None | Some(Value::Object(_))) => {
                    self.write_meaning(out, given, fields);
                    if out.ends_with(":{}") {
                        out.truncate(before);
                    }
                }
                _ if inferred && name == "generation_mode" => write_text(out, image_to_video::mode(self)),
                (_, Some(value)) => write_canonical(out, value),
                (Some(Field { default: Some(default), .. }), _) => write_literal(out, *default),
                _ => out.truncate(before),
            }
        }
        out.push('}');
    }

    /// Whether the field says nothing about the video beside the others; it counts as not given.
    fn ignores(&self, name: &str) -> bool {
        match name {
            "callback_url" => true,
            "audio_urls" => !self.voice_bindings().is_empty(),
            "aspect_ratio" => self.model.mode == Mode::ReferenceVideo && self.has("image_start"),
            // It works only on an extended prompt (OpenAPI, wan2.6-text-to-video.json).
            "shot_type" => self.model.field("prompt_extend").is_some() && !self.flag("prompt_extend"),
            _ => false,
        }
    }

    /// What the request does, as `BuiltRequest.mode` names it.
    pub fn mode(&self) -> &'static str {
        match self.model.mode {
            Mode::ImageToVideo => image_to_video::mode(self),
            mode => mode.name(),
        }
    }

    /// Output pixels, where quality and aspect ratio decide them; a starting frame or an input clip decides otherwise.
    pub fn output(&self) -> Option<(u32, u32)> {
        let shaped_by_input = self.model.mode == Mode::ReferenceVideo && self.has("image_start");
        if shaped_by_input {
            return None;
        }
        self.model.pixels(self.text("quality")?, self.text("aspect_ratio")?)
    }
}

fn write_literal(out: &mut String, value: DefaultValue) {
    match value {
        DefaultValue::Text(text) => write_text(out, text),
        DefaultValue::Integer(value) => integer(out, value),
        DefaultValue::Flag(value) => Value::Bool(value).write(out),
    }
}

/// Absent, an empty list, or an object with nothing in it: all the same to the API.
fn is_empty(value: &Value<'_>) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.iter().all(|(_, value)| is_empty(value)),
        other => other.is_undefined(),
    }
}

fn write_ordered(out: &mut String, value: &Value<'_>, fields: &'static [Field]) {
    let Value::Object(given) = value else { return value.write(out) };
    let known =
        fields.iter().filter_map(|field| Some((field.name, value.get(field.name)?, Some(&field.kind))));
    let strange = given.iter().filter(|(name, _)| fields.iter().all(|field| field.name != name));
    let mut separator = '{';
    for (name, value, kind) in known.chain(strange.map(|(name, value)| (name.as_ref(), value, None))) {
        if value.is_undefined() {
            continue;
        }
        out.push(std::mem::replace(&mut separator, ','));
        write_text(out, name);
        out.push(':');
        match kind {
            Some(Kind::Object(fields)) => write_ordered(out, value, fields),
            // Bindings in one order; 5.0 and 5e0 as 5.
            Some(Kind::VoiceBindings { .. } | Kind::Integer(_)) => write_canonical(out, value),
            _ => value.write(out),
        }
    }
    if separator == '{' {
        out.push('{');
    }
    out.push('}');
}

/// A member of an object, and where it was written.
struct Member<'n, 'a> {
    name: &'n str,
    place: usize,
    value: Option<&'n Value<'a>>,
}

impl Ord for Member<'_, '_> {
    fn cmp(&self, other: &Self) -> Ordering {
        utf16_order(self.name, other.name).then(self.place.cmp(&other.place))
    }
}

impl PartialOrd for Member<'_, '_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Member<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Member<'_, '_> {}

/// Members by name, as RFC 8785 sorts them: by UTF-16 code units; of those of one name the last. A heap takes a tenth of
/// the bytes of the library's sort.
fn sorted<'n, 'a>(members: Vec<(&'n str, Option<&'n Value<'a>>)>) -> Vec<Member<'n, 'a>> {
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

fn write_canonical(out: &mut String, value: &Value<'_>) {
    match value {
        Value::Object(fields) => {
            let given = fields.iter().filter(|(_, value)| !value.is_undefined());
            let mut separator = '{';
            for Member { name, value, .. } in
                sorted(given.map(|(name, value)| (&**name, Some(value))).collect())
            {
                out.push(std::mem::replace(&mut separator, ','));
                write_text(out, name);
                out.push(':');
                write_canonical(out, value.unwrap_or(&Value::Null));
            }
            if separator == '{' {
                out.push('{');
            }
            out.push('}');
        }
        Value::Array(items) => {
            let mut separator = '[';
            for item in items {
                out.push(std::mem::replace(&mut separator, ','));
                write_canonical(out, item);
            }
            if items.is_empty() {
                out.push('[');
            }
            out.push(']');
        }
        Value::Number(_) => match value.as_integer() {
            Some(number) => integer(out, number),
            None => value.write(out),
        },
        other => other.write(out),
    }
}
