//! wan2.6 and wan2.5 requests as wan2.7 ones, each change with its reason (guide, section 11).

use std::borrow::Cow;

use crate::catalog::{self, DefaultValue, Mode, Model};
use crate::issue::{Code, Findings, Step};
use crate::json::Value;
use crate::message::message;
use crate::request::{At, Report, Request};
use crate::suggest;

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
pub struct Change<'a> {
    /// Where.
    pub path: Vec<Step>,
    /// What kind.
    pub kind: ChangeKind,
    /// The value before.
    pub from: Option<Value<'a>>,
    /// The value after.
    pub to: Option<Value<'a>>,
    /// Why.
    pub reason: &'static str,
}

type Fields<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

/// A migration under way.
struct Migration<'a> {
    fields: Fields<'a>,
    changes: Vec<Change<'a>>,
}

impl<'a> Migration<'a> {
    fn take(&mut self, name: &str) -> Option<Value<'a>> {
        let at = self.fields.iter().position(|(field, value)| field == name && !value.is_undefined())?;
        Some(self.fields.remove(at).1)
    }

    fn note(
        &mut self,
        path: &[&str],
        kind: ChangeKind,
        from: Option<Value<'a>>,
        to: Option<Value<'a>>,
        reason: &'static str,
    ) {
        let path = path.iter().map(|step| Step::from(*step)).collect();
        self.changes.push(Change { path, kind, from, to, reason });
    }

    fn rename(&mut self, old: &str, new: &'static str, from: Value<'a>, to: Value<'a>, reason: &'static str) {
        self.note(&[old], ChangeKind::Renamed, Some(from), Some(to.clone()), reason);
        self.fields.push((new.into(), to));
    }

    fn add(&mut self, name: &'static str, value: Value<'a>, reason: &'static str) {
        self.note(&[name], ChangeKind::Added, None, Some(value.clone()), reason);
        self.fields.push((name.into(), value));
    }

    fn remove(&mut self, name: &str, reason: &'static str) {
        if let Some(value) = self.take(name) {
            self.note(&[name], ChangeKind::Removed, Some(value), None, reason);
        }
    }
}

/// The request as a wan2.7 one and what was changed; a wan2.7 request comes back as it is.
///
/// # Errors
/// An issue where the value is no request of a known model.
pub fn migrate<'a>(value: &'a Value<'a>) -> Result<(Value<'a>, Vec<Change<'a>>), Findings> {
    let Some(request) = Request::of(value) else {
        let mut report = Report::default();
        let known = value.get("model").and_then(Value::as_text).and_then(suggest::model);
        let message = match known {
            Some(id) => message!("there is no known model to migrate from\ndid you mean \"{}\"?", id),
            None => {
                message!(
                    "there is no known model to migrate from\nname it in model: a wan2.6 or wan2.5 id, or that of fal (\"fal-ai/wan/v2.7/text-to-video\"), Replicate (\"wan-video/wan-2.7-t2v\") or DashScope (\"wan2.7-t2v\")"
                )
            }
        };
        report.error(Code::UnknownModel, &At::field("model"), message);
        return Err(report.findings());
    };
    let successor = request.model.successor.and_then(catalog::model);
    let (Some(successor), Value::Object(fields)) = (successor, value) else {
        return Ok((value.clone(), Vec::new()));
    };
    let mut migration = Migration { fields: fields.clone(), changes: Vec::new() };
    forward(&request, successor, &mut migration);
    Ok((Value::Object(migration.fields), migration.changes))
}

fn forward<'a>(request: &Request<'a>, successor: &Model, migration: &mut Migration<'a>) {
    let to = Value::Text(successor.id.into());
    if let Some((_, model)) = migration.fields.iter_mut().find(|(name, _)| name == "model") {
        let from = std::mem::replace(model, to.clone());
        let reason = "the wan2.7 model of the same mode; endpoint, key and polling stay the same";
        migration.note(&["model"], ChangeKind::Replaced, Some(from), Some(to), reason);
    }
    if request.model.mode == Mode::ImageToVideo {
        first_frame(migration);
    }
    if let Some(url) = migration.take("audio_url") {
        let list = Value::Array(vec![url.clone()]);
        migration.rename(
            "audio_url",
            "audio_urls",
            url,
            list,
            "wan2.7 takes the driving audio as an array of one",
        );
    }
    // wan2.6 and wan2.5 rewrite the prompt unless told not to, wan2.7 only when told to.
    let extends = |model: &Model| model.default("prompt_extend") == Some(DefaultValue::Flag(true));
    if extends(request.model) && !extends(successor) && request.get("prompt_extend").is_none() {
        let reason = "it was on by default and is off in wan2.7; set here so that results stay alike";
        migration.add("prompt_extend", Value::Bool(true), reason);
    }
    params(migration);
    migration.remove(
        "generate_audio",
        "wan2.7 always makes sound; there is no switch and no lower price for silence",
    );
    if request.get("quality").and_then(Value::as_text) == Some("480p") {
        let to = Value::Text("720p".into());
        let from = migration.take("quality");
        migration.fields.push(("quality".into(), to.clone()));
        migration.note(
            &["quality"],
            ChangeKind::Replaced,
            from,
            Some(to),
            "wan2.7 has no 480p; 720p is its lowest",
        );
    }
}

/// The guide names wan2.6's first frame `image_start`, its `OpenAPI` file `image_urls`; both are read.
fn first_frame(migration: &mut Migration<'_>) {
    if let Some(urls) = migration.take("image_urls") {
        let first = match &urls {
            Value::Array(items) => items.first().cloned(),
            other => Some(other.clone()),
        };
        let given = migration.fields.iter().any(|(name, _)| name == "image_start");
        if let Some(first) = first.filter(|_| !given) {
            let reason = "wan2.7 takes the first frame as one URL";
            migration.rename("image_urls", "image_start", urls, first, reason);
        } else {
            let reason = if given { "image_start holds the first frame" } else { "it holds no first frame" };
            migration.note(&["image_urls"], ChangeKind::Removed, Some(urls), None, reason);
        }
    }
    let mode = Value::Text("first_frame".into());
    migration.add("generation_mode", mode, "wan2.7 has three modes; a first frame alone is this one");
}

fn params(migration: &mut Migration<'_>) {
    let Some(Value::Object(mut params)) = migration.take("model_params") else { return };
    if let Some(at) = params.iter().position(|(name, _)| name == "shot_type") {
        let from = Some(params.remove(at).1);
        let reason = "wan2.7 reads the shots from the prompt: \"a single-shot video\", \"a multi-shot video\", or a shot list";
        migration.note(&["model_params", "shot_type"], ChangeKind::Removed, from, None, reason);
    }
    if !params.is_empty() {
        migration.fields.push(("model_params".into(), Value::Object(params)));
    }
}
