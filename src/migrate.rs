//! wan2.6 and wan2.5 requests as wan2.7 ones, each change with its reason (guide, section 11).

use crate::catalog::{self, DefaultValue, Mode, Model, Name, name};
use crate::issue::{Found, Place, Step};
use crate::json::ObjectWriter;
use crate::request::{Report, Request};
use crate::tape::{Document, Key, Node};
use crate::words::Rule;

/// What a change did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Another value.
    Replaced,
    /// Another name.
    Renamed,
    /// Not there before.
    Added,
    /// Not there any more.
    Removed,
}

/// One change, with the field as it was named before (after, where it is new).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub path: Vec<Step>,
    /// What kind.
    pub kind: ChangeKind,
    /// The value before, as JSON.
    pub from: Option<String>,
    /// The value after, as JSON.
    pub to: Option<String>,
    /// Why.
    pub reason: &'static str,
}

/// A migration under way: names, and values as JSON with marks for what that cannot hold.
struct Migration<'a> {
    fields: Vec<(&'a str, String)>,
    changes: Vec<Change>,
}

impl<'a> Migration<'a> {
    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.fields.iter().position(|(field, value)| *field == name && value != UNDEFINED)?;
        Some(self.fields.remove(at).1)
    }

    fn note(
        &mut self,
        path: &[&str],
        kind: ChangeKind,
        from: Option<String>,
        to: Option<String>,
        reason: &'static str,
    ) {
        let path = path.iter().map(|step| Step::from(*step)).collect();
        self.changes.push(Change { path, kind, from: from.map(plain), to: to.map(plain), reason });
    }

    fn rename(&mut self, old: &str, new: &'a str, from: String, to: String, reason: &'static str) {
        self.note(&[old], ChangeKind::Renamed, Some(from), Some(to.clone()), reason);
        self.fields.push((new, to));
    }

    fn add(&mut self, name: &'a str, value: &str, reason: &'static str) {
        self.note(&[name], ChangeKind::Added, None, Some(value.to_owned()), reason);
        self.fields.push((name, value.to_owned()));
    }

    fn remove(&mut self, name: &str, reason: &'static str) {
        if let Some(value) = self.take(name) {
            self.note(&[name], ChangeKind::Removed, Some(value), None, reason);
        }
    }
}

/// The mark of a member that is there and counts as absent.
const UNDEFINED: &str = "~undefined";

/// The same without marks.
fn plain(marked: String) -> String {
    let mut out = String::new();
    match Document::parse(&marked) {
        Some(document) => document.tape().root().write(&mut out),
        None => out = marked,
    }
    out
}

fn quoted(text: &str) -> String {
    Node::Text(text).marked()
}

/// The body of the request as a wan2.7 one, and what was changed; a wan2.7 request's own as it is.
///
/// # Errors
/// An issue where the value is no request of a known model.
pub fn migrate(value: Node<'_>) -> Result<(String, Vec<Change>), Found> {
    let Some(request) = Request::of(value) else {
        return Err(Report::one(Rule::NoSource, Place::of(name::MODEL)));
    };
    let Some(successor) = request.model.successor.and_then(catalog::model) else {
        return Ok((request.body(), Vec::new()));
    };
    let fields = request.given.members.iter().map(|(key, value)| (key.text(), value.marked())).collect();
    let mut migration = Migration { fields, changes: Vec::new() };
    forward(&request, successor, &mut migration);
    let mut out = ObjectWriter::default();
    for (name, value) in &migration.fields {
        out.given(name, value);
    }
    let migrated = out.end();
    let body =
        Document::parse(&migrated).and_then(|document| Some(Request::of(document.tape().root())?.body()));
    Ok((body.unwrap_or(migrated), migration.changes))
}

fn forward(request: &Request<'_>, successor: &Model, migration: &mut Migration<'_>) {
    let to = quoted(successor.id);
    if let Some((_, model)) = migration.fields.iter_mut().find(|(name, _)| *name == "model") {
        let from = std::mem::replace(model, to.clone());
        let reason = "the wan2.7 model of the same mode; endpoint, key and polling stay the same";
        migration.note(&["model"], ChangeKind::Replaced, Some(from), Some(to), reason);
    }
    if request.model.mode == Mode::ImageToVideo {
        first_frame(request, migration);
    }
    if let Some(url) = migration.take("audio_url") {
        let list = ["[", &url, "]"].concat();
        migration.rename(
            "audio_url",
            "audio_urls",
            url,
            list,
            "wan2.7 takes the driving audio as an array of one",
        );
    }
    // wan2.6 and wan2.5 rewrite the prompt unless told not to, wan2.7 only when told to.
    let extends = |model: &Model| model.default(name::PROMPT_EXTEND) == Some(DefaultValue::Flag(true));
    if extends(request.model) && !extends(successor) && request.get(name::PROMPT_EXTEND).is_none() {
        let reason = "it was on by default and is off in wan2.7; set here so that results stay alike";
        migration.add("prompt_extend", "true", reason);
    }
    params(request, migration);
    migration.remove(
        "generate_audio",
        "wan2.7 always makes sound; there is no switch and no lower price for silence",
    );
    if request.get(name::QUALITY).and_then(Node::as_text) == Some("480p") {
        let to = quoted("720p");
        let from = migration.take("quality");
        migration.fields.push(("quality", to.clone()));
        migration.note(
            &["quality"],
            ChangeKind::Replaced,
            from,
            Some(to),
            "wan2.7 has no 480p; 720p is its lowest",
        );
    }
}

/// The value that [`Migration::take`] took.
fn given<'a>(request: &Request<'a>, name: Name) -> Option<Node<'a>> {
    let mut members = request.given.members.iter().filter(|(_, value)| !value.is_undefined());
    members.find(|(key, _)| *key == Key::Field(name.number)).map(|(_, value)| value)
}

/// The guide names wan2.6's first frame `image_start`, its `OpenAPI` file `image_urls`; both are read.
fn first_frame(request: &Request<'_>, migration: &mut Migration<'_>) {
    if let Some(urls) = migration.take("image_urls") {
        let first = match given(request, name::IMAGE_URLS) {
            Some(Node::Array(items)) => items.iter().next().map(Node::marked),
            other => other.map(Node::marked),
        };
        let held = migration.fields.iter().any(|(name, _)| *name == "image_start");
        if let Some(first) = first.filter(|_| !held) {
            let reason = "wan2.7 takes the first frame as one URL";
            migration.rename("image_urls", "image_start", urls, first, reason);
        } else {
            let reason = if held { "image_start holds the first frame" } else { "it holds no first frame" };
            migration.note(&["image_urls"], ChangeKind::Removed, Some(urls), None, reason);
        }
    }
    let reason = "wan2.7 has three modes; a first frame alone is this one";
    migration.add("generation_mode", "\"first_frame\"", reason);
}

fn params(request: &Request<'_>, migration: &mut Migration<'_>) {
    if migration.take("model_params").is_none() {
        return;
    }
    let Some(Node::Object(params)) = given(request, name::MODEL_PARAMS) else { return };
    let mut left = ObjectWriter::default();
    let mut count = 0;
    let mut from = None;
    for (key, value) in params.iter() {
        if key == Key::Field(name::SHOT_TYPE.number) && from.is_none() {
            from = Some(value.marked());
        } else {
            left.given(key.text(), &value.marked());
            count += 1;
        }
    }
    if from.is_some() {
        let reason = "wan2.7 reads the shots from the prompt: \"a single-shot video\", \"a multi-shot video\", or a shot list";
        migration.note(&["model_params", "shot_type"], ChangeKind::Removed, from, None, reason);
    }
    if count > 0 {
        migration.fields.push(("model_params", left.end()));
    }
}
