//! wan2.7-image-to-video: six combinations of inputs, all others are refused (guide, section 4).

use super::{At, Report, Request};
use crate::catalog::{FRAME_INPUTS, FRAME_SHAPES, FrameShape, name};
use crate::issue::Code;
use crate::message::{Arg, message};
use crate::tape::Node;

fn inputs(request: &Request<'_>) -> &'static FrameShape {
    let [first_frame, first_last_frame, video_continuation] = &FRAME_SHAPES;
    let given = request.get(name::GENERATION_MODE).and_then(Node::as_text);
    if let Some(inputs) = FRAME_SHAPES.iter().find(|inputs| Some(inputs.mode) == given) {
        inputs
    } else if request.has(name::VIDEO_URLS) {
        video_continuation
    } else if request.has(name::IMAGE_END) {
        first_last_frame
    } else {
        first_frame
    }
}

/// The mode as given, else as the server infers it from the inputs.
pub fn mode(request: &Request<'_>) -> &'static str {
    inputs(request).mode
}

/// Holds the inputs against the mode.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let FrameShape { mode, needs, may } = *inputs(request);
    for name in needs {
        if !request.has(*name) {
            let message = message!(
                "{} is missing; {} needs it\ngive image_start (with or without image_end and audio_urls), or video_urls (with or without image_end)",
                name.text,
                mode
            );
            report.error(Code::Required, &At::field(name.text), message);
        }
    }
    for name in FRAME_INPUTS {
        if request.has(name) && !needs.contains(&name) && name != may {
            let hint = match name.text {
                "image_end" => "use generation_mode first_last_frame, or remove image_end",
                _ => "remove it: key frames with audio, or a clip to continue with an ending frame",
            };
            let takes = Arg::All(needs);
            let message = message!(
                "{} cannot go with {}, which takes {} and optionally {}\n{}",
                name.text,
                mode,
                takes,
                may.text,
                hint
            );
            report.error(Code::InvalidCombination, &At::field(name.text), message);
        }
    }
}
