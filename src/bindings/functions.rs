//! The synchronous functions. "Nothing to say" comes back as `undefined` or an empty string, so that the common case
//! builds no object.

use wasm_bindgen::prelude::*;

use super::parse;
use crate::issue::{Findings, Severity, Step};
use crate::json::{ObjectWriter, list};
use crate::json::{Value, write_text};
use crate::migrate::{self, ChangeKind};
use crate::pricing::cost::{self, Cost};
use crate::protocol::ending::facts;
use crate::request::{self, Options, Request, media};
use crate::schedule::Poll;
use crate::task::Task;
use crate::text::integer;
use crate::{fingerprint, suggest, url};

fn path_out(path: &[Step]) -> String {
    list(path.iter().map(|step| {
        let mut out = String::new();
        match step {
            Step::Name(name) => write_text(&mut out, name),
            Step::Index(index) => integer(&mut out, *index as i64),
        }
        out
    }))
}

/// `undefined` where there are none.
fn found(found: &Findings) -> JsValue {
    if found.issues.is_empty() { JsValue::UNDEFINED } else { findings_out(found) }
}

/// `{ issues, omitted? }`.
fn findings_out(found: &Findings) -> JsValue {
    let issues = list(found.issues.iter().map(|issue| {
        ObjectWriter::default()
            .text("severity", if issue.severity == Severity::Error { "error" } else { "warning" })
            .text("code", issue.code.name())
            .raw("path", &path_out(&issue.path))
            .text("message", issue.message.as_str())
            .text("hint", issue.hint.as_deref())
            .end()
    }));
    let omitted = Some(found.omitted as f64).filter(|_| found.omitted > 0);
    parse(&ObjectWriter::default().raw("issues", &issues).number("omitted", omitted).end())
}

/// Reads what the JavaScript side wrote. It never writes anything else, unless a value nests too deep.
fn read(json: &str) -> Value<'_> {
    Value::parse(json).unwrap_or(Value::Foreign("unreadable"))
}

/// What was found of a request, `{ issues, omitted? }`; `undefined` where that is nothing. `inputs` is JSON of media facts, or empty.
#[wasm_bindgen]
pub fn check(json: &str, lenient: bool, inputs: &str) -> JsValue {
    let inputs = Value::parse(inputs);
    found(&request::validate(&read(json), Options { lenient, inputs: inputs.as_ref() }))
}

/// The same of a file to upload.
#[wasm_bindgen]
pub fn check_file(bytes: f64) -> JsValue {
    found(&media::check_file(bytes as i64))
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

/// A request's body behind a line of `mode|width|height|w`, the last a mark where there are warnings; empty where there
/// are errors. `strength`: 0 strict, 1 lenient, 2 off.
#[wasm_bindgen]
pub fn build(json: &str, strength: u8) -> String {
    let value = read(json);
    let found = if strength > 1 {
        Findings::default()
    } else {
        request::validate(&value, Options { lenient: strength == 1, inputs: None })
    };
    if !found.is_valid() {
        return String::new();
    }
    let Some(request) = Request::of(&value) else {
        let mut out = "text-to-video|0|0|\n".to_owned();
        value.write(&mut out);
        return out;
    };
    let (width, height) = request.output().unwrap_or_default();
    let warned = if found.issues.is_empty() { "" } else { "w" };
    let mut out = String::with_capacity(json.len() + 40);
    out.push_str(request.mode());
    for number in [width, height] {
        out.push('|');
        integer(&mut out, i64::from(number));
    }
    out.push('|');
    out.push_str(warned);
    out.push('\n');
    request.write_body(&mut out);
    out
}

/// The fingerprint of a request.
#[wasm_bindgen(js_name = fingerprint)]
pub fn fingerprint_of(json: &str) -> String {
    let value = read(json);
    match Request::of(&value) {
        Some(request) => fingerprint::of(&request),
        None => fingerprint::of_value(&value),
    }
}

/// The cost of a request; `options` is JSON of `CostOptions`.
///
/// # Errors
/// The issues that stand in the way.
#[wasm_bindgen]
pub fn cost(json: &str, options: &str) -> Result<JsValue, JsValue> {
    let Cost { output, input, billed, rate, min, max, exact, prices } =
        cost::estimate(&read(json), &read(options)).map_err(|found| findings_out(&found))?;
    let seconds = |ms: u64| ms as f64 / 1000.0;
    let range =
        ObjectWriter::default().number("minMicroUsd", min as f64).number("maxMicroUsd", max as f64).end();
    let out = ObjectWriter::default()
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
        .end();
    Ok(parse(&out))
}

/// Micro-dollars of a plan; `plan` is JSON of `BudgetPlan`.
///
/// # Errors
/// The issues of the plan.
#[wasm_bindgen]
pub fn budget(plan: &str) -> Result<f64, JsValue> {
    cost::budget(&read(plan)).map(|micro_usd| micro_usd as f64).map_err(|found| findings_out(&found))
}

/// What providers ask for a request's output; `options` is JSON of `CostOptions`.
///
/// # Errors
/// The issues that stand in the way of a price.
#[wasm_bindgen]
pub fn providers(json: &str, options: &str) -> Result<JsValue, JsValue> {
    let (quality, rows) = cost::compare(&read(json), &read(options)).map_err(|found| findings_out(&found))?;
    let rows = rows.iter().map(|row| {
        ObjectWriter::default()
            .text("provider", row.provider)
            .text("quality", quality)
            .number("microUsdPerSecond", row.rate as f64)
            .number("microUsd", row.micro_usd as f64)
            .number("usd", row.micro_usd as f64 / 1e6)
            .flag("approximate", row.approximate)
            .text("asOf", row.as_of.as_str())
            .end()
    });
    Ok(parse(&list(rows)))
}

/// The model id nearest to `id`.
#[wasm_bindgen(js_name = suggest)]
pub fn suggest_model(id: &str) -> Option<String> {
    suggest::model(id).map(str::to_owned)
}

/// A wan2.6 or wan2.5 request as a wan2.7 one; values in the answer are JSON text.
///
/// # Errors
/// An issue where there is nothing to migrate from.
#[wasm_bindgen(js_name = migrate)]
pub fn migrate_request(json: &str) -> Result<JsValue, JsValue> {
    let value = read(json);
    let (migrated, changes) = migrate::migrate(&value).map_err(|found| findings_out(&found))?;
    let request = Request::of(&migrated).map_or_else(|| text(&migrated), |request| request.body());
    let changes = changes.iter().map(|change| {
        let kind = match change.kind {
            ChangeKind::Replaced => "replaced",
            ChangeKind::Renamed => "renamed",
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
        };
        ObjectWriter::default()
            .raw("path", &path_out(&change.path))
            .text("kind", kind)
            .text("from", change.from.as_ref().map(text).as_deref())
            .text("to", change.to.as_ref().map(text).as_deref())
            .text("reason", change.reason)
            .end()
    });
    let changes = list(changes);
    Ok(parse(&ObjectWriter::default().text("request", request.as_str()).raw("changes", &changes).end()))
}

fn text(value: &Value<'_>) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

/// What is known of a task. `completed_ms`: when it was seen completed, NaN where it was not. `base`: the API's address,
/// to which links without a host belong; empty where none is known.
#[wasm_bindgen]
pub fn task(json: &str, completed_ms: f64, base: &str) -> JsValue {
    let value = read(json);
    parse(&facts(&Task::read_from(&value, base), (!completed_ms.is_nan()).then_some(completed_ms as i64)))
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
    Poll::read(&read(options)).map(|poll| poll.delays()).map_err(|message| JsValue::from_str(&message))
}

/// How old a running task is for review, in milliseconds.
///
/// # Errors
/// A sentence about the option that is wrong.
#[wasm_bindgen]
pub fn review_after_ms(options: &str) -> Result<f64, JsValue> {
    Poll::read(&read(options)).map(|poll| poll.review_ms).map_err(|message| JsValue::from_str(&message))
}
