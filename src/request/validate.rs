//! All rules, one after the other: which model it is, each field alone, then the rules that tie fields together.

use super::view::present;
use super::{
    At, Report, Request, fields, image_to_video, legacy, media, reference_video, shots, text_to_video,
};
use crate::catalog::{self, Rules, name};
use crate::issue::{Code, Findings};
use crate::message::{Arg, message};
use crate::suggest;
use crate::tape::Node;
use crate::text::is_blank;

/// How strictly to read, and what is known of the media.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Text over its limit is a warning, not an error (the server cuts it).
    pub lenient: bool,
    /// Facts by media URL or by field: an object of objects with `seconds`, `width`, `height`, `bytes`, `format`, `alpha`.
    pub inputs: Option<Node<'a>>,
}

/// Everything wrong or doubtful with `value`; errors first in the order of the model's fields.
pub fn validate(value: Node<'_>, options: Options<'_>) -> Findings {
    validate_into(Report::default(), value, options)
}

/// The same, noted in a report of one's own.
pub fn validate_into(mut report: Report, value: Node<'_>, options: Options<'_>) -> Findings {
    if let Some(request) = Request::identify(value, &mut report) {
        request.check(options, &mut report);
    }
    report.findings()
}

impl<'a> Request<'a> {
    /// The request and its model, or the reason why there is none.
    fn identify(value: Node<'a>, report: &mut Report) -> Option<Request<'a>> {
        let Node::Object(members) = value else {
            let hint = match value {
                Node::Text(text) if text.starts_with('{') => "pass the object itself, not its JSON text",
                _ => "pass an object with model and prompt",
            };
            let message = message!("the request is {}; it must be an object\n{}", Arg::Found(value), hint);
            report.error(Code::WrongType, &At::Root, message);
            return None;
        };
        let at = At::field("model");
        let current = Arg::Models { current: true };
        match present(value.field(name::MODEL.number)) {
            None => report.error(Code::Required, &at, message!("model is missing\none of {}", current)),
            Some(Node::Text(id)) if is_blank(id) => {
                report.error(Code::Required, &at, message!("model is blank\none of {}", current));
            }
            Some(Node::Text(id)) => {
                if let Some(model) = catalog::model(id) {
                    return Some(Request::new(model, members));
                }
                let shown = Arg::Quoted(id);
                let message = match suggest::model(id) {
                    Some(id) => message!("model {} does not exist\ndid you mean \"{}\"?", shown, id),
                    None => message!(
                        "model {} does not exist\nthe models are {}",
                        shown,
                        Arg::Models { current: false }
                    ),
                };
                report.error(Code::UnknownModel, &at, message);
            }
            Some(other) => {
                let message = message!("model is {}; it must be a model id in a string", Arg::Found(other));
                report.error(Code::WrongType, &at, message);
            }
        }
        None
    }

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
