//! wan2.7-image-to-video: six combinations of inputs, all others are refused (guide, section 4).

use super::{Report, Request};
use crate::catalog::{FRAME_INPUTS, FRAME_SHAPES, FrameShape, name};
use crate::issue::Place;
use crate::tape::Node;
use crate::words::Rule;

/// The number of the mode among [`FRAME_SHAPES`]: as given, else as the server infers it from the inputs.
fn shape(request: &Request<'_>) -> usize {
    let given = request.get(name::GENERATION_MODE).and_then(Node::as_text);
    let named = given.and_then(|given| FRAME_SHAPES.iter().position(|shape| shape.mode == given));
    named.unwrap_or_else(|| {
        if request.has(name::VIDEO_URLS) { 2 } else { usize::from(request.has(name::IMAGE_END)) }
    })
}

/// The mode as given, else as the server infers it from the inputs.
pub fn mode(request: &Request<'_>) -> &'static str {
    FRAME_SHAPES.get(shape(request)).map_or("", |shape| shape.mode)
}

/// Holds the inputs against the mode.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let number = shape(request);
    let Some(FrameShape { needs, may, .. }) = FRAME_SHAPES.get(number) else { return };
    let mut note = |rule, name| report.count(rule, Place::of(name), number as i64, 0);
    for name in needs.iter().filter(|name| !request.has(**name)) {
        note(Rule::ModeNeeds, *name);
    }
    for name in FRAME_INPUTS {
        if request.has(name) && !needs.contains(&name) && name != *may {
            let end = name == name::IMAGE_END;
            note(if end { Rule::ModeRefusesEnd } else { Rule::ModeRefuses }, name);
        }
    }
}
