//! The synchronous functions. "Nothing to say" comes back as `undefined` or an empty string, so that the common case
//! builds no object.

use wasm_bindgen::prelude::*;

use super::findings::{document, findings_out, found_of};
use super::scratch::Scratch;
use super::{known, parse};
use crate::json::ObjectWriter;
use crate::pricing::cost::{self, Cost};
use crate::protocol::ending::facts;
use crate::request::{Request, media};
use crate::tape::Node;
use crate::task::Task;
use crate::words::{Beside, explain};
use crate::{fingerprint, suggest, url};

/// What was found of a file to upload; `undefined` where that is nothing.
#[wasm_bindgen]
pub fn check_file(bytes: f64) -> JsValue {
    let found = media::check_file(bytes as i64);
    if found.is_valid() { JsValue::UNDEFINED } else { findings_out(&found, Node::Null, Beside::default()) }
}

/// What the planning module found of JSON texts, explained: see `findings::numbers_out`.
#[wasm_bindgen]
pub fn explain_found(numbers: &[u32], json: &str, options: &str) -> JsValue {
    let (value, options) = (document(json), document(options));
    let (value, options) = (value.tape(), options.tape());
    findings_out(&found_of(numbers), value.root(), Beside::options(options.root()))
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
        self.answer([root, 0], length, &|out, request, _| {
            let options = document(options);
            let tape = options.tape();
            let priced = price(out, request, tape.root());
            [0, u32::from(!priced), 0, 0, 0, 0]
        });
    }
}

/// The cost of a request; `options` is JSON of `CostOptions`.
///
/// # Errors
/// The issues that stand in the way.
#[wasm_bindgen]
pub fn cost(json: &str, options: &str) -> Result<JsValue, JsValue> {
    let (request, options) = (document(json), document(options));
    let (request, options) = (request.tape(), options.tape());
    let mut out = String::new();
    let priced = price(&mut out, request.root(), options.root());
    let told = parse(&out);
    if priced { Ok(told) } else { Err(told) }
}

/// Writes the cost of a request, or what stands in the way; answers whether it is the cost.
fn price(out: &mut String, request: Node<'_>, options: Node<'_>) -> bool {
    let priced = cost::estimate(request, options);
    match &priced {
        Ok(cost) => write_cost(out, cost),
        Err(found) => explain(out, found, request, Beside::options(options)),
    }
    priced.is_ok()
}

fn write_cost(out: &mut String, cost: &Cost<'_>) {
    let Cost { output, input, billed, rate, min, max, exact, prices } = cost;
    let seconds = |ms: u64| ms as f64 / 1000.0;
    let range =
        ObjectWriter::default().number("minMicroUsd", *min as f64).number("maxMicroUsd", *max as f64).end();
    let cost = ObjectWriter::default()
        .text("currency", "USD")
        .number("microUsd", *max as f64)
        .number("usd", *max as f64 / 1e6)
        .number("outputSeconds", seconds(output.max))
        .number("inputSeconds", seconds(input.max))
        .number("billedSeconds", seconds(billed.max))
        .number("microUsdPerSecond", *rate as f64)
        .flag("exact", *exact)
        .raw("range", &range)
        .flag("failedTaskBilled", false)
        .text("prices", *prices)
        .end();
    out.push_str(&cost);
}

/// The model id nearest to `id`.
#[wasm_bindgen(js_name = suggest)]
pub fn suggest_model(id: &str) -> Option<String> {
    suggest::model(id).map(str::to_owned)
}

/// What is known of a task, as JSON. `completed_ms`: when it was seen completed, NaN where it was not. `base`: the API's address,
/// to which links without a host belong; empty where none is known.
#[wasm_bindgen]
pub fn task(json: &str, completed_ms: f64, base: &str) -> String {
    let document = document(json);
    let tape = document.tape();
    facts(&Task::read_from(tape.root(), base), known(completed_ms).map(|ms| ms as i64))
}

/// Whether a task of this status will not change any more.
#[wasm_bindgen]
pub fn is_terminal(status: &str) -> bool {
    crate::task::is_terminal(status)
}
