//! wan2.7-image-to-video: six combinations of inputs, all others are refused (guide, section 4).

use super::{Report, Request};
use crate::issue::Code;

/// Which inputs a generation mode needs, and which it may have beside them.
struct Inputs {
    mode: &'static str,
    needs: &'static [&'static str],
    may: &'static [&'static str],
}

const MODES: [Inputs; 3] = [
    Inputs { mode: "first_frame", needs: &["image_start"], may: &["audio_urls"] },
    Inputs { mode: "first_last_frame", needs: &["image_start", "image_end"], may: &["audio_urls"] },
    Inputs { mode: "video_continuation", needs: &["video_urls"], may: &["image_end"] },
];
const INPUTS: [&str; 4] = ["image_start", "image_end", "video_urls", "audio_urls"];

/// The mode as given, else as the server infers it from the inputs.
pub fn mode(request: &Request<'_>) -> &'static str {
    let given = request.get("generation_mode").and_then(|value| value.as_text());
    if let Some(inputs) = MODES.iter().find(|inputs| Some(inputs.mode) == given) {
        inputs.mode
    } else if request.has("video_urls") {
        "video_continuation"
    } else if request.has("image_end") {
        "first_last_frame"
    } else {
        "first_frame"
    }
}

/// Holds the inputs against the mode.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let mode = mode(request);
    let Some(inputs) = MODES.iter().find(|inputs| inputs.mode == mode) else { return };
    for name in inputs.needs {
        if request.get(name).is_none() {
            report
                .error(Code::Required, vec![(*name).into()], format!("{name} is missing; {mode} needs it"))
                .hint("give image_start (with or without image_end and audio_urls), or video_urls (with or without image_end)");
        }
    }
    for name in INPUTS {
        if request.has(name) && !inputs.needs.contains(&name) && !inputs.may.contains(&name) {
            let message = format!("{name} cannot go with {mode}, which takes {}", takes(inputs));
            let hint = match name {
                "image_end" => "use generation_mode first_last_frame, or remove image_end",
                _ => "remove it: key frames with audio, or a clip to continue with an ending frame",
            };
            report.error(Code::InvalidCombination, vec![name.into()], message).hint(hint);
        }
    }
}

fn takes(inputs: &Inputs) -> String {
    format!("{} and optionally {}", inputs.needs.join(" and "), inputs.may.join(" and "))
}
