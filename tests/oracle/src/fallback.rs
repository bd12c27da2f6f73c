//! A wan2.7 request for an older model, where it can be said there: the migration backwards (guide, section 10,
//! fallback strategy). What is dropped is listed; what would make another video is not dropped, but rules the model out.

use std::borrow::Cow;

use crate::catalog::{self, DefaultValue, Mode, Model};
use crate::issue::Code;
use crate::json::Value;
use crate::prompt;
use crate::request::{self, Options, Request};

/// The request for `target`, and the fields that were dropped; `None` where the target cannot express it.
pub fn express<'a>(request: &Request<'a>, target: &'static Model) -> Option<(Value<'a>, Vec<&'static str>)> {
    if request.model.mode != target.mode {
        return None;
    }
    let mut fields: Vec<(Cow<'a, str>, Value<'a>)> = vec![("model".into(), Value::Text(target.id.into()))];
    let mut losses = Vec::new();
    for field in request.model.fields.iter().filter(|field| field.name != "model" && request.has(field.name))
    {
        let value = request.get(field.name)?;
        match field.name {
            // Said by the inputs.
            "generation_mode" if request.mode() == "first_frame" => {}
            "image_start" if target.mode == Mode::ImageToVideo && target.field("image_start").is_none() => {
                fields.push(("image_urls".into(), Value::Array(vec![value.clone()])));
            }
            "audio_urls" if target.field("audio_url").is_some() => {
                fields.push(("audio_url".into(), value.items()?.first()?.clone()));
            }
            // These shade the result; without them it is still the video that was asked for.
            "negative_prompt" | "seed" if target.field(field.name).is_none() => losses.push(field.name),
            "prompt_extend" if target.field(field.name).is_none() => {
                if request.flag(field.name) {
                    losses.push(field.name);
                }
            }
            name if target.field(name).is_some() => fields.push((name.into(), value.clone())),
            _ => return None,
        }
    }
    // Some models extend the prompt unless told not to.
    let extends = target.default("prompt_extend") == Some(DefaultValue::Flag(true));
    if extends && request.get("prompt_extend").is_none() {
        fields.push(("prompt_extend".into(), Value::Bool(request.flag("prompt_extend"))));
    }
    // A model with a shot_type, single unless said, heeds it before the prompt; where it extends prompts, on extended ones alone.
    let heeds = request.flag("prompt_extend") || target.field("prompt_extend").is_none();
    if target.has_param("shot_type") && heeds && prompt::has_shots(request.prompt()) {
        let shots = Value::Object(vec![("shot_type".into(), Value::Text("multi".into()))]);
        fields.push(("model_params".into(), shots));
    }
    let expressed = Value::Object(fields);
    let found = request::validate(&expressed, Options::default());
    // A file of a format the older model cannot read is no warning here: the task would fail.
    let fits = found.is_valid() && found.issues.iter().all(|issue| issue.code != Code::UnsupportedFormat);
    let alike =
        Request::of(&expressed).and_then(|other| other.integer("duration")) == request.integer("duration");
    (fits && alike).then_some((expressed, losses))
}

/// The models to try after `model`, in order: the same mode in the generation before, then the one before that.
pub fn chain(model: &Model) -> impl Iterator<Item = &'static Model> {
    let before = |model: &Model| model.predecessor.and_then(catalog::model);
    std::iter::successors(before(model), move |model| before(model))
}
