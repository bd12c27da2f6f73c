//! The synchronous functions. "Nothing to say" comes back as `undefined` or an empty string, so that the common case
//! builds no object.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::cost::{self, Cost};
use crate::issue::{Issue, Severity, Step};
use crate::json::Value;
use crate::migrate::{self, ChangeKind};
use crate::request::{self, Options, Request};
use crate::schedule::Poll;
use crate::task::Task;
use crate::{fallback, fingerprint, suggest};

#[derive(Serialize)]
struct IssueOut<'a> {
    severity: &'static str,
    code: &'static str,
    path: Vec<StepOut<'a>>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum StepOut<'a> {
    Name(&'a str),
    Index(u32),
}

fn js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::UNDEFINED)
}

fn path_out(path: &[Step]) -> Vec<StepOut<'_>> {
    let step = |step| match step {
        &Step::Index(index) => StepOut::Index(index as u32),
        Step::Name(name) => StepOut::Name(name),
    };
    path.iter().map(step).collect()
}

fn issues_out(issues: &[Issue]) -> JsValue {
    let out = |issue: &'_ Issue| {
        js(&IssueOut {
            severity: if issue.severity == Severity::Error { "error" } else { "warning" },
            code: issue.code.name(),
            path: path_out(&issue.path),
            message: &issue.message,
            hint: issue.hint.as_deref(),
        })
    };
    issues.iter().map(out).collect::<js_sys::Array>().into()
}

/// Reads what the JavaScript side wrote. It never writes anything else, unless a value nests too deep.
fn read(json: &str) -> Value<'_> {
    Value::parse(json).unwrap_or(Value::Foreign("unreadable"))
}

/// The issues of a request; `undefined` where there are none. `inputs` is JSON of media facts, or empty.
#[wasm_bindgen]
pub fn check(json: &str, lenient: bool, inputs: &str) -> JsValue {
    let inputs = Value::parse(inputs);
    let issues = request::validate(&read(json), Options { lenient, inputs: inputs.as_ref() });
    if issues.is_empty() { JsValue::UNDEFINED } else { issues_out(&issues) }
}

/// A request's body behind a line of `mode|width|height|w`, the last a mark where there are warnings; empty where there
/// are errors. `strength`: 0 strict, 1 lenient, 2 off.
#[wasm_bindgen]
pub fn build(json: &str, strength: u8) -> String {
    let value = read(json);
    let issues = if strength > 1 {
        Vec::new()
    } else {
        request::validate(&value, Options { lenient: strength == 1, inputs: None })
    };
    if !request::is_valid(&issues) {
        return String::new();
    }
    let Some(request) = Request::of(&value) else {
        let mut out = "text-to-video|0|0|\n".to_owned();
        value.write(&mut out);
        return out;
    };
    let (width, height) = request.output().unwrap_or_default();
    let warned = if issues.is_empty() { "" } else { "w" };
    format!("{}|{width}|{height}|{warned}\n{}", request.mode(), request.body())
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CostOut<'a> {
    currency: &'static str,
    micro_usd: f64,
    usd: f64,
    output_seconds: f64,
    input_seconds: f64,
    billed_seconds: f64,
    micro_usd_per_second: f64,
    exact: bool,
    range: RangeOut,
    failed_task_billed: bool,
    prices: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RangeOut {
    min_micro_usd: f64,
    max_micro_usd: f64,
}

/// The cost of a request; `options` is JSON of `CostOptions`.
///
/// # Errors
/// The issues that stand in the way.
#[wasm_bindgen]
pub fn cost(json: &str, options: &str) -> Result<JsValue, JsValue> {
    let Cost { output, input, billed, rate, min, max, exact, prices } =
        cost::estimate(&read(json), &read(options)).map_err(|issues| issues_out(&issues))?;
    let seconds = |ms: u64| ms as f64 / 1000.0;
    Ok(js(&CostOut {
        currency: "USD",
        micro_usd: max as f64,
        usd: max as f64 / 1e6,
        output_seconds: seconds(output.max),
        input_seconds: seconds(input.max),
        billed_seconds: seconds(billed.max),
        micro_usd_per_second: rate as f64,
        exact,
        range: RangeOut { min_micro_usd: min as f64, max_micro_usd: max as f64 },
        failed_task_billed: false,
        prices: &prices,
    }))
}

/// Micro-dollars of a plan; `plan` is JSON of `BudgetPlan`.
///
/// # Errors
/// The issues of the plan.
#[wasm_bindgen]
pub fn budget(plan: &str) -> Result<f64, JsValue> {
    cost::budget(&read(plan)).map(|micro_usd| micro_usd as f64).map_err(|issues| issues_out(&issues))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProviderOut {
    provider: &'static str,
    quality: &'static str,
    micro_usd_per_second: f64,
    micro_usd: f64,
    usd: f64,
    approximate: bool,
    as_of: &'static str,
}

/// What providers ask for a request's output.
///
/// # Errors
/// The issues that stand in the way of a price.
#[wasm_bindgen]
pub fn providers(json: &str) -> Result<JsValue, JsValue> {
    let (quality, rows) = cost::compare(&read(json)).map_err(|issues| issues_out(&issues))?;
    let rows = rows.iter().map(|row| ProviderOut {
        provider: row.provider,
        quality,
        micro_usd_per_second: row.rate as f64,
        micro_usd: row.micro_usd as f64,
        usd: row.micro_usd as f64 / 1e6,
        approximate: row.approximate,
        as_of: crate::catalog::OFFERS_AS_OF,
    });
    Ok(js(&rows.collect::<Vec<_>>()))
}

/// The model id nearest to `id`.
#[wasm_bindgen(js_name = suggest)]
pub fn suggest_model(id: &str) -> Option<String> {
    suggest::model(id).map(str::to_owned)
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    path: Vec<StepOut<'a>>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    reason: &'static str,
}

#[derive(Serialize)]
struct MigrationOut<'a> {
    request: String,
    changes: Vec<ChangeOut<'a>>,
}

/// A wan2.6 or wan2.5 request as a wan2.7 one; values in the answer are JSON text.
///
/// # Errors
/// An issue where there is nothing to migrate from.
#[wasm_bindgen(js_name = migrate)]
pub fn migrate_request(json: &str) -> Result<JsValue, JsValue> {
    let value = read(json);
    let (migrated, changes) = migrate::migrate(&value).map_err(|issues| issues_out(&issues))?;
    let text = |value: &Value<'_>| {
        let mut out = String::new();
        value.write(&mut out);
        out
    };
    let request = Request::of(&migrated).map_or_else(|| text(&migrated), |request| request.body());
    let out = changes.iter().map(|change| ChangeOut {
        path: path_out(&change.path),
        kind: match change.kind {
            ChangeKind::Replaced => "replaced",
            ChangeKind::Renamed => "renamed",
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
        },
        from: change.from.as_ref().map(text),
        to: change.to.as_ref().map(text),
        reason: change.reason,
    });
    Ok(js(&MigrationOut { request, changes: out.collect() }))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TaskOut<'a> {
    id: &'a str,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    progress: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_ms: Option<f64>,
    results: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated_seconds: Option<f64>,
    /// As written.
    #[serde(skip_serializing_if = "Option::is_none")]
    credits_reserved: Option<&'a str>,
    terminal: bool,
}

#[derive(Serialize)]
struct ErrorOut<'a> {
    code: &'a str,
    message: &'a str,
}

/// What is known of a task. `completed_ms`: when it was seen completed, NaN where it was not.
#[wasm_bindgen]
pub fn task(json: &str, completed_ms: f64) -> JsValue {
    let value = read(json);
    let task = Task::read(&value);
    let completed = (!completed_ms.is_nan()).then_some(completed_ms as i64);
    js(&TaskOut {
        id: task.id,
        status: task.status,
        model: task.model,
        progress: task.progress,
        created_ms: task.created_ms.map(|ms| ms as f64),
        expires_ms: task.expires_ms(completed).map(|ms| ms as f64),
        error: task.error.as_ref().map(|(code, message)| ErrorOut { code, message }),
        estimated_seconds: task.estimated_ms.map(|ms| ms as f64 / 1000.0),
        credits_reserved: task.credits_reserved,
        terminal: task.is_terminal(),
        results: task.results,
    })
}

/// What to do about a failed task of that code.
#[wasm_bindgen]
pub fn task_hint(code: &str) -> String {
    crate::error::task_hint(code).to_owned()
}

#[derive(Serialize)]
struct FallbackOut {
    model: &'static str,
    request: String,
    losses: Vec<&'static str>,
}

/// The request for each older model that can express it, in the order to try; `among` names the models to try instead,
/// separated by commas.
#[wasm_bindgen]
pub fn fallbacks(json: &str, among: &str) -> JsValue {
    let value = read(json);
    let Some(request) = Request::of(&value) else { return JsValue::UNDEFINED };
    let models: Vec<_> = if among.is_empty() {
        fallback::chain(request.model).collect()
    } else {
        among.split(',').filter_map(crate::catalog::model).collect()
    };
    let out = models.into_iter().filter_map(|model| {
        let (expressed, losses) = fallback::express(&request, model)?;
        let request = Request::of(&expressed)?.body();
        Some(FallbackOut { model: model.id, request, losses })
    });
    js(&out.collect::<Vec<_>>())
}

/// Whether an error is a lasting one of the model.
#[wasm_bindgen]
pub fn is_lasting_model_error(class: &str, code: &str) -> bool {
    fallback::is_lasting_model_error(class, code)
}

/// The polling schedule.
///
/// # Errors
/// A sentence about the option that is wrong.
#[wasm_bindgen]
pub fn poll_delays(options: &str) -> Result<Vec<f64>, JsValue> {
    Poll::read(&read(options)).map(|poll| poll.delays()).map_err(|message| JsValue::from_str(&message))
}
