//! A wan2.7 request for an older model, where it can be said there: the migration backwards (guide, section 10,
//! fallback strategy). What is dropped is listed; what would make another video is not dropped, but rules the model out.

use crate::catalog::{self, DefaultValue, Mode, Model, name};
use crate::error_class::Class;
use crate::issue::{Code, Found};
use crate::json::ObjectWriter;
use crate::prompt;
use crate::request::{self, Options, Request};
use crate::tape::Document;

/// What the rules say of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// It has no errors.
    pub is_valid: bool,
    /// Its files are of formats that the model reads, as far as their names tell.
    pub is_readable: bool,
}

impl Verdict {
    /// Of what was found.
    pub fn of(found: &Found) -> Verdict {
        let is_readable = found.findings.iter().all(|finding| finding.rule.code() != Code::UnsupportedFormat);
        Verdict { is_valid: found.is_valid(), is_readable }
    }
}

/// The request for `target` as JSON with marks (see [`crate::json`]), and the fields that were dropped; `None` where the target cannot express it.
pub fn express(request: &Request<'_>, target: &'static Model) -> Option<(String, Vec<&'static str>)> {
    express_judged(request, target, &|expressed| {
        let document = Document::parse(expressed).unwrap_or_default();
        Verdict::of(&request::judge(document.tape().root(), Options::default()))
    })
}

/// The same, where somebody else judges what was expressed (JSON with marks).
pub fn express_judged(
    request: &Request<'_>,
    target: &'static Model,
    judge: &dyn Fn(&str) -> Verdict,
) -> Option<(String, Vec<&'static str>)> {
    if request.model.mode != target.mode {
        return None;
    }
    let mut out = ObjectWriter::default();
    out.text("model", target.id);
    let mut losses = Vec::new();
    for field in request.model.fields.iter().filter(|field| field.name != "model" && request.has(field.id()))
    {
        let value = request.get(field.id())?;
        match field.name {
            // Said by the inputs.
            "generation_mode" if request.mode() == "first_frame" => {}
            "image_start"
                if target.mode == Mode::ImageToVideo && target.field(name::IMAGE_START).is_none() =>
            {
                out.raw("image_urls", &["[", &value.marked(), "]"].concat());
            }
            "audio_urls" if target.field(name::AUDIO_URL).is_some() => {
                out.raw("audio_url", &value.items()?.iter().next()?.marked());
            }
            // These shade the result; without them it is still the video that was asked for.
            "negative_prompt" | "seed" if target.field(field.id()).is_none() => losses.push(field.name),
            "prompt_extend" if target.field(field.id()).is_none() => {
                if request.flag(name::PROMPT_EXTEND) {
                    losses.push(field.name);
                }
            }
            _ if target.field(field.id()).is_some() => {
                out.raw(field.name, &value.marked());
            }
            _ => return None,
        }
    }
    // Some models extend the prompt unless told not to.
    let extends = target.default(name::PROMPT_EXTEND) == Some(DefaultValue::Flag(true));
    if extends && request.get(name::PROMPT_EXTEND).is_none() {
        out.flag("prompt_extend", request.flag(name::PROMPT_EXTEND));
    }
    // A model with a shot_type, single unless said, heeds it before the prompt; where it extends prompts, on extended ones alone.
    let heeds = request.flag(name::PROMPT_EXTEND) || target.field(name::PROMPT_EXTEND).is_none();
    if target.has_param(name::SHOT_TYPE) && heeds && prompt::has_shots(request.prompt()) {
        out.raw("model_params", r#"{"shot_type":"multi"}"#);
    }
    let expressed = out.end();
    let Verdict { is_valid, is_readable } = judge(&expressed);
    let document = Document::parse(&expressed)?;
    let tape = document.tape();
    let duration = Request::of(tape.root()).and_then(|other| other.integer(name::DURATION));
    // A file of a format the older model cannot read is no warning here: the task would fail.
    (is_valid && is_readable && duration == request.integer(name::DURATION)).then_some((expressed, losses))
}

/// Whether an error is one of the model, and lasting: not of the caller, of the network, or of time.
pub fn is_lasting_model_error(class: &str, code: &str) -> bool {
    let is = |known: Class| class == known.name();
    let failing = matches!(code, "service_error" | "service_unavailable" | "resource_exhausted");
    is(Class::UnknownModel) || is(Class::Server) || (is(Class::TaskFailed) && failing)
}

/// The models to try after `model`, in order: the same mode in the generation before, then the one before that.
pub fn chain(model: &Model) -> impl Iterator<Item = &'static Model> {
    let before = |model: &Model| model.predecessor.and_then(catalog::model);
    std::iter::successors(before(model), move |model| before(model))
}
