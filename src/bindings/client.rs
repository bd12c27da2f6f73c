//! The asynchronous functions: each runs one conversation and resolves to how it ended. They take what they need by
//! value; there is no object that could be freed while they run.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::client::{self, Ended, Io};
use crate::error::Asked;
use crate::flow::{Notice, Read, Submit, Wait};
use crate::json::Value;
use crate::schedule::{Poll, Retry};

fn out(ended: &Ended) -> JsValue {
    let object = Object::new();
    let set = |name: &str, value: &JsValue| {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    };
    if let Some(text) = &ended.text {
        set("text", &JsValue::from_str(text));
    }
    if let Some(trouble) = &ended.trouble {
        set("trouble", &serde_wasm_bindgen::to_value(trouble).unwrap_or(JsValue::NULL));
        set("cause", &ended.cause);
    }
    object.into()
}

fn retry(options: &str) -> Result<Retry, JsValue> {
    Retry::read(&Value::parse(options).unwrap_or(Value::Null)).map_err(|message| JsValue::from_str(&message))
}

fn poll(options: &str) -> Result<Poll, JsValue> {
    Poll::read(&Value::parse(options).unwrap_or(Value::Null)).map_err(|message| JsValue::from_str(&message))
}

/// Says what is wrong with the options of a client.
///
/// # Errors
/// A sentence about the option that is wrong.
#[wasm_bindgen]
pub fn check_options(retry_options: &str, poll_options: &str) -> Result<(), JsValue> {
    retry(retry_options)?;
    poll(poll_options)?;
    Ok(())
}

/// Says what is wrong with a price table.
///
/// # Errors
/// A sentence about it.
#[wasm_bindgen]
pub fn check_prices(prices: &str) -> Result<(), JsValue> {
    let prices = Value::parse(prices);
    match crate::cost::Table::read(prices.as_ref()) {
        Ok(_) => Ok(()),
        Err(issues) => Err(issues.first().map_or(JsValue::NULL, |issue| JsValue::from_str(&issue.message))),
    }
}

/// Posts a body that was built.
///
/// # Errors
/// The signal's reason.
#[wasm_bindgen]
pub async fn run_submit(
    io: Io,
    body: String,
    idempotency_key: String,
    fingerprint: String,
    retry_options: String,
    submit_ms: f64,
    resend_once: bool,
) -> Result<JsValue, JsValue> {
    let flow = Submit::new(retry(&retry_options)?, submit_ms, resend_once);
    client::submit(&io, flow, &body, &idempotency_key, &fingerprint).await.map(|ended| out(&ended))
}

/// Polls a task. `estimated_ms` is NaN where nothing is known.
///
/// # Errors
/// The signal's reason.
#[wasm_bindgen]
pub async fn run_wait(
    io: Io,
    task_id: String,
    path: String,
    poll_options: String,
    read_ms: f64,
    age_ms: f64,
    estimated_ms: f64,
    look_now: bool,
) -> Result<JsValue, JsValue> {
    let poll = poll(&poll_options)?;
    let estimated_ms = (!estimated_ms.is_nan()).then_some(estimated_ms);
    let notice = Notice { age_ms, estimated_ms, look_now };
    let make = |now| Wait::new(poll, read_ms, notice, now);
    client::wait(&io, &task_id, &path, make).await.map(|ended| out(&ended))
}

/// Reads a path once, with retries.
///
/// # Errors
/// The signal's reason.
#[wasm_bindgen]
pub async fn run_read(
    io: Io,
    path: String,
    task: bool,
    retry_options: String,
    read_ms: f64,
) -> Result<JsValue, JsValue> {
    let asked = if task { Asked::Task } else { Asked::Other };
    let flow = Read::new(asked, retry(&retry_options)?, read_ms);
    client::read(&io, &path, flow).await.map(|ended| out(&ended))
}
