//! The synchronous functions. "Nothing to say" comes back as `undefined` or an empty string, so that the common case
//! builds no object.

use wasm_bindgen::prelude::*;

use super::findings::{document, findings_out, write_findings};
use super::parse;
use super::scratch::Scratch;
use crate::issue::Findings;
use crate::json::ObjectWriter;
use crate::pricing::cost::{self, Cost};
use crate::protocol::ending::facts;
use crate::request::{Request, media};
use crate::schedule::Poll;
use crate::tape::Node;
use crate::task::Task;
use crate::{fingerprint, suggest, url};

/// What was found of a file to upload, `{ issues }`; `undefined` where that is nothing.
#[wasm_bindgen]
pub fn check_file(bytes: f64) -> JsValue {
    let found = media::check_file(bytes as i64);
    if found.issues.is_empty() { JsValue::UNDEFINED } else { findings_out(&found) }
}

/// Whether a host, as a URL spells it, is one that anybody may reach: see [`url::Host::is_public`].
#[wasm_bindgen]
pub fn is_public_host(hostname: &str) -> bool {
    url::is_public_name(hostname)
}

/// Whether media may stand at this place in a model's requests.
#[wasm_bindgen]
pub fn is_media_place(model: &str, dotted: &str) -> bool {
    media::is_place(model, dotted)
}

/// The fingerprint of a request.
#[wasm_bindgen(js_name = fingerprint)]
pub fn fingerprint_of(json: &str) -> String {
    let document = document(json);
    let tape = document.tape();
    match Request::of(tape.root()) {
        Some(request) => fingerprint::of(&request),
        None => fingerprint::of_value(tape.root()),
    }
}

#[wasm_bindgen]
impl Scratch {
    /// The cost of the request whose tape begins at cell `root`; `length`: bytes of text; `options` is JSON of
    /// `CostOptions`. The answer's text is JSON of `Cost`, or of what stands in the way; its numbers are those of `judge`.
    pub fn cost(&mut self, root: u32, length: usize, options: &str) {
        self.answer([root, 0], length, |out, request, _| {
            let priced = priced(request, options);
            match &priced {
                Ok(cost) => out.push_str(cost),
                Err(found) => write_findings(out, found),
            }
            [0, u32::from(priced.is_err()), 0, 0, 0, 0]
        });
    }
}

/// The cost of a request; `options` is JSON of `CostOptions`.
///
/// # Errors
/// The issues that stand in the way.
#[wasm_bindgen]
pub fn cost(json: &str, options: &str) -> Result<JsValue, JsValue> {
    priced(document(json).tape().root(), options)
        .map(|cost| parse(&cost))
        .map_err(|found| findings_out(&found))
}

fn priced(request: Node<'_>, options: &str) -> Result<String, Findings> {
    let Cost { output, input, billed, rate, min, max, exact, prices } =
        cost::estimate(request, document(options).tape().root())?;
    let seconds = |ms: u64| ms as f64 / 1000.0;
    let range =
        ObjectWriter::default().number("minMicroUsd", min as f64).number("maxMicroUsd", max as f64).end();
    Ok(ObjectWriter::default()
        .text("currency", "USD")
        .number("microUsd", max as f64)
        .number("usd", max as f64 / 1e6)
        .number("outputSeconds", seconds(output.max))
        .number("inputSeconds", seconds(input.max))
        .number("billedSeconds", seconds(billed.max))
        .number("microUsdPerSecond", rate as f64)
        .flag("exact", exact)
        .raw("range", &range)
        .flag("failedTaskBilled", false)
        .text("prices", prices.as_str())
        .end())
}

/// The model id nearest to `id`.
#[wasm_bindgen(js_name = suggest)]
pub fn suggest_model(id: &str) -> Option<String> {
    suggest::model(id).map(str::to_owned)
}

/// What is known of a task. `completed_ms`: when it was seen completed, NaN where it was not. `base`: the API's address,
/// to which links without a host belong; empty where none is known.
#[wasm_bindgen]
pub fn task(json: &str, completed_ms: f64, base: &str) -> JsValue {
    let document = document(json);
    let tape = document.tape();
    parse(&facts(
        &Task::read_from(tape.root(), base),
        (!completed_ms.is_nan()).then_some(completed_ms as i64),
    ))
}

/// Whether a task of this status will not change any more.
#[wasm_bindgen]
pub fn is_terminal(status: &str) -> bool {
    crate::task::is_terminal(status)
}

/// The polling schedule.
///
/// # Errors
/// A sentence about the option that is wrong.
#[wasm_bindgen]
pub fn poll_delays(options: &str) -> Result<Vec<f64>, JsValue> {
    Poll::read(document(options).tape().root())
        .map(|poll| poll.delays())
        .map_err(|message| JsValue::from_str(&message))
}

/// How old a running task is for review, in milliseconds.
///
/// # Errors
/// A sentence about the option that is wrong.
#[wasm_bindgen]
pub fn review_after_ms(options: &str) -> Result<f64, JsValue> {
    Poll::read(document(options).tape().root())
        .map(|poll| poll.review_ms)
        .map_err(|message| JsValue::from_str(&message))
}
