//! All rules, one after the other: which model it is, each field alone, then the rules that tie fields together.

use super::{Report, Request, fields, image_to_video, legacy, media, reference_video, shots, text_to_video};
use crate::catalog::{Rules, name};
use crate::issue::{Findings, Found, Place};
use crate::tape::Node;
use crate::text::is_blank;
use crate::words::{self, Rule};

/// How strictly to read, and what is known of the media.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Text over its limit is a warning, not an error (the server cuts it).
    pub lenient: bool,
    /// Facts by media URL or by field: an object of objects with `seconds`, `width`, `height`, `bytes`, `format`, `alpha`.
    pub inputs: Option<Node<'a>>,
}

/// Everything wrong or doubtful with `value`, in numbers; errors first in the order of the model's fields.
pub fn judge(value: Node<'_>, options: Options<'_>) -> Found {
    judge_into(Report::default(), value, options).1
}

/// The same, noted in a report of one's own; and the request, where its model is known.
pub fn judge_into<'a>(
    mut report: Report,
    value: Node<'a>,
    options: Options<'_>,
) -> (Option<Request<'a>>, Found) {
    let request = Request::of(value);
    if let Some(request) = &request {
        request.check(options, &mut report);
    } else {
        let (rule, place) = unidentified(value);
        report.note(rule, place);
    }
    (request, report.found())
}

/// The same in English.
pub fn validate(value: Node<'_>, options: Options<'_>) -> Findings {
    words::english(&judge(value, options), value, words::Beside::inputs(options.inputs))
}

/// Why a value is no request of a known model, and where that is said.
fn unidentified(value: Node<'_>) -> (Rule, Place) {
    let Node::Object(_) = value else {
        let is_json = matches!(value, Node::Text(text) if text.starts_with("{"));
        return (if is_json { Rule::JsonText } else { Rule::NotAnObject }, Place::ROOT);
    };
    let rule = match value.field(name::MODEL.number).filter(|id| !id.is_undefined()) {
        None => Rule::ModelMissing,
        Some(Node::Text(id)) if is_blank(id) => Rule::ModelBlank,
        Some(Node::Text(_)) => Rule::UnknownModel,
        Some(_) => Rule::ModelType,
    };
    (rule, Place::of(name::MODEL))
}

impl Request<'_> {
    fn check(&self, options: Options<'_>, report: &mut Report) {
        fields::check(self, options, report);
        match self.model.rules {
            Rules::None => {}
            Rules::ThinPrompt => text_to_video::check(self, report),
            Rules::FrameShapes => image_to_video::check(self, report),
            Rules::References => reference_video::check(self, report),
            Rules::Older => legacy::check(self, report),
        }
        shots::check(self, report);
        media::check(self, options.inputs, report);
    }
}
