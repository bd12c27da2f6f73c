//! One request and its whole answer, in time or not at all.

use js_sys::{Date, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, RequestRedirect, Response};

use super::race::{First, race};
use super::run::sleep;
use crate::protocol::{Failure, retry_after_seconds};

#[wasm_bindgen]
extern "C" {
    /// What a call may use of the world; made by the JavaScript side for each call.
    pub type Io;
    /// The caller's own fetch.
    #[wasm_bindgen(method, getter, structural)]
    fn fetch(this: &Io) -> Option<Function>;
    /// Where the API is.
    #[wasm_bindgen(method, getter, structural)]
    fn base(this: &Io) -> String;
    /// Resolves to the headers of every request, the key among them.
    #[wasm_bindgen(method, structural)]
    fn headers(this: &Io) -> Promise;
    /// Rejects with the signal's reason once the call is aborted; resolves when the call is over.
    #[wasm_bindgen(method, getter, structural)]
    pub fn aborted(this: &Io) -> Promise;
    /// Tells of something that happened.
    #[wasm_bindgen(method, structural)]
    pub fn emit(this: &Io, event: &JsValue);

    // The global one, looked up at each call and called bare: pages, Workers and Node all have it, and as a method of
    // another object it throws "Illegal invocation" in Workers.
    #[wasm_bindgen(js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Promise;
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// Path below the base.
    pub path: &'a str,
    /// A body makes it a POST.
    pub body: Option<&'a str>,
    /// One a paid intent.
    pub idempotency_key: Option<&'a str>,
}

/// What was answered.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The whole body.
    pub text: String,
    /// `Retry-After` in milliseconds from now.
    pub retry_after_ms: Option<f64>,
    /// The gateway's id of this exchange.
    pub request_id: Option<String>,
}

/// Why nothing was.
pub enum NoReply {
    /// On the way.
    Failed(Failure, JsValue),
    /// Before it: the caller's key function threw.
    NoHeaders(JsValue),
}

/// Cancels the request when it goes out of scope.
struct InFlight(AbortController);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The headers of the next request. Until they are there, nothing is on its way. A key function that does not answer
/// must not stop a call for ever.
pub async fn headers(io: &Io, timeout_ms: f64) -> Result<Headers, NoReply> {
    match race(JsFuture::from(io.headers()), sleep(timeout_ms)).await {
        First::Left(headers) => headers.map(JsValue::unchecked_into).map_err(NoReply::NoHeaders),
        First::Right(()) => Err(NoReply::NoHeaders(JsValue::UNDEFINED)),
    }
}

/// Sends and reads to the end, within `timeout_ms`.
pub async fn exchange(io: &Io, ask: Ask<'_>, headers: Headers, timeout_ms: f64) -> Result<Reply, NoReply> {
    match race(send(io, ask, headers), sleep(timeout_ms)).await {
        First::Left(result) => result,
        First::Right(()) => Err(NoReply::Failed(Failure::TimedOut, JsValue::UNDEFINED)),
    }
}

async fn send(io: &Io, ask: Ask<'_>, headers: Headers) -> Result<Reply, NoReply> {
    let failed = |error: JsValue| NoReply::Failed(failure(&error), error);
    let flight = InFlight(AbortController::new().map_err(failed)?);
    let response = respond(io, ask, &headers, &flight).await.map_err(failed)?;
    // The head is here: the request has left, whatever becomes of the body.
    let lost = |error: JsValue| NoReply::Failed(Failure::Lost, error);
    let text = JsFuture::from(response.text().map_err(lost)?).await.map_err(lost)?;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    Ok(Reply {
        status: response.status(),
        text: text.as_string().unwrap_or_default(),
        retry_after_ms: header("retry-after").and_then(|value| retry_after(&value)),
        request_id: header("x-request-id").or_else(|| header("x-oneapi-request-id")),
    })
}

/// The head of the answer.
async fn respond(io: &Io, ask: Ask<'_>, headers: &Headers, flight: &InFlight) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    // A followed 307 would post the body, and at old compatibility dates the key, to wherever it points.
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&flight.0.signal()));
    if let Some(body) = ask.body {
        init.set_method("POST");
        init.set_body(&JsValue::from_str(body));
        headers.set("content-type", "application/json")?;
    }
    if let Some(key) = ask.idempotency_key {
        headers.set("idempotency-key", key)?;
    }
    init.set_headers(headers);
    let url = io.base() + ask.path;
    let response = match io.fetch() {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&url), &init)?,
        None => global_fetch(&url, &init).into(),
    };
    Ok(JsFuture::from(Promise::resolve(&response)).await?.unchecked_into())
}

/// Seconds, or an HTTP date, which begins with a weekday: engines read dates into numbers too.
fn retry_after(value: &str) -> Option<f64> {
    let value = value.trim();
    retry_after_seconds(value).or_else(|| {
        let ms = Date::parse(value) - Date::now();
        (value.starts_with(|first: char| first.is_ascii_alphabetic()) && !ms.is_nan()).then(|| ms.max(0.0))
    })
}

/// Engines word a broken connection each in their own way; only the codes in the error or its causes tell whether the
/// request left.
fn failure(error: &JsValue) -> Failure {
    let mut error = error.clone();
    for _ in 0..4 {
        let text = |name: &str| get(&error, name).as_string().unwrap_or_default();
        if Failure::of(&text("name"), &text("code"), &text("syscall")) == Failure::NotSent {
            return Failure::NotSent;
        }
        error = get(&error, "cause");
        if !error.is_object() {
            break;
        }
    }
    Failure::Lost
}

fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
