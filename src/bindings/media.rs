//! The media module's JavaScript face: what is found of a file, at hand or behind a URL, as an object.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::catalog::MediaKind;
use crate::media::far::{self, Options, Trouble};
use crate::media::{Failure, Format, Info, Probe, Step};

/// A file at hand being probed: ranges out, bytes in.
#[wasm_bindgen]
pub struct Prober {
    probe: Probe,
    start: u64,
    end: u64,
    answer: Option<Result<Info, Failure>>,
}

#[wasm_bindgen]
impl Prober {
    /// A probe of a file of that many bytes, which may be read to its end.
    #[wasm_bindgen(constructor)]
    pub fn new(size: f64) -> Prober {
        Prober { probe: Probe::at_hand(size as u64), start: 0, end: 0, answer: None }
    }

    /// Whether bytes are needed, from [`Prober::start`] to [`Prober::end`]; else [`Prober::answer`] is there.
    pub fn step(&mut self) -> bool {
        self.answer = Some(match self.probe.step() {
            Step::Need(range) => {
                (self.start, self.end) = (range.start, range.end);
                return true;
            }
            Step::Done(info) => Ok(info),
            Step::Failed(failure) => Err(failure),
        });
        false
    }

    /// Where the needed bytes begin.
    #[wasm_bindgen(getter)]
    pub fn start(&self) -> f64 {
        self.start as f64
    }

    /// Where they end.
    #[wasm_bindgen(getter)]
    pub fn end(&self) -> f64 {
        self.end as f64
    }

    /// Takes them; fewer mean that the file ends there.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.probe.feed(bytes);
    }

    /// What was found: `MediaInfo`, or why nothing was.
    pub fn answer(&mut self) -> JsValue {
        match self.answer.take() {
            Some(Ok(info)) => facts(&info, self.probe.size()),
            Some(Err(failure)) => unreadable(failure, false),
            None => JsValue::UNDEFINED,
        }
    }
}

/// The same of a file behind a URL. `page`: whether this is a page, where the browser follows redirects.
///
/// # Errors
/// The reason of the signal, where it was aborted.
#[wasm_bindgen]
pub async fn probe_url(
    url: String,
    fetch: Option<Function>,
    signal: Option<AbortSignal>,
    timeout_ms: Option<f64>,
    private_hosts: bool,
    page: bool,
) -> Result<JsValue, JsValue> {
    let options = Options { fetch, signal, timeout_ms, private_hosts, page };
    match far::probe(&url, options).await {
        Ok((info, size)) => Ok(facts(&info, size)),
        Err(Trouble::Aborted(reason)) => Err(reason),
        Err(Trouble::Unreadable(failure, refused)) => Ok(unreadable(failure, refused)),
        Err(Trouble::Changed(message)) => Ok(out(&Unknown {
            code: UNREADABLE,
            message,
            hint: None,
            format: None,
            foreign: false,
            cause: JsValue::UNDEFINED,
        })),
        Err(Trouble::Unreachable(message, hint, cause)) => Ok(out(&Unknown {
            code: "media_unreachable",
            message,
            hint,
            format: None,
            foreign: false,
            cause,
        })),
    }
}

const UNREADABLE: &str = "media_unreadable";

/// `MediaInfo` of js/media/types.ts.
#[derive(Serialize)]
struct Facts {
    kind: &'static str,
    format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alpha: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rotation: Option<u16>,
}

/// What a `MediaError` is made of.
#[derive(Serialize)]
struct Unknown {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
    /// What the file is, where its first bytes say so; "unknown" where they are of no format that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    /// Whether it is certainly no image, video or sound that the API takes.
    foreign: bool,
    #[serde(with = "serde_wasm_bindgen::preserve", skip_serializing_if = "JsValue::is_undefined")]
    cause: JsValue,
}

fn out(value: &impl Serialize) -> JsValue {
    // Plain text and numbers: nothing that could fail.
    serde_wasm_bindgen::to_value(value).unwrap_or_default()
}

fn facts(info: &Info, size: Option<u64>) -> JsValue {
    let kind = match info.kind {
        MediaKind::Image => "image",
        MediaKind::Video => "video",
        MediaKind::Audio => "audio",
    };
    out(&Facts {
        kind,
        format: info.format.name(),
        width: info.sides.map(|(width, _)| width),
        height: info.sides.map(|(_, height)| height),
        seconds: info.ms.map(|ms| ms as f64 / 1000.0),
        bytes: size.map(|size| size as f64),
        alpha: info.alpha,
        rotation: info.rotation,
    })
}

/// `refused`: whether the server did not give what was asked for.
fn unreadable(failure: Failure, refused: bool) -> JsValue {
    let Failure { format, why, out_of_reach } = failure;
    let name = format.map(Format::name);
    let message = match name {
        Some(name) => format!("the {name} file cannot be read: {why}"),
        None => format!("the file cannot be read: {why}"),
    };
    let no_ranges = "the server sends no ranges, and what is needed lies far from the start";
    out(&Unknown {
        code: UNREADABLE,
        message,
        hint: (out_of_reach && refused).then_some(no_ranges),
        format: if out_of_reach { name } else { name.or(Some("unknown")) },
        foreign: match format {
            Some(format) => format.kind().is_none(),
            None => !out_of_reach,
        },
        cause: JsValue::UNDEFINED,
    })
}
