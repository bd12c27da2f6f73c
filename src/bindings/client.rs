//! The asynchronous functions: each runs one conversation and resolves to how it ended. They take what they need by
//! value; there is no object that could be freed while they run.

use js_sys::{Promise, encode_uri_component};
use wasm_bindgen::prelude::*;

use crate::client::{Io, Talk, begin, now};
use crate::error::Asked;
use crate::json::Value;
use crate::protocol::{Notice, Read, Submit, Wait};
use crate::schedule::{Poll, Retry};

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
pub fn run_submit(
    io: Io,
    body: String,
    idempotency_key: String,
    fingerprint: String,
    retry_options: &str,
    submit_ms: f64,
    resend_once: bool,
) -> Promise {
    match retry(retry_options) {
        Ok(retry) => {
            let flow = Submit::new(retry, submit_ms, resend_once);
            begin(io, Talk::Submit { flow, body, key: idempotency_key, fingerprint })
        }
        Err(wrong) => Promise::reject(&wrong),
    }
}

/// Polls a task. `estimated_ms` is NaN where nothing is known.
///
/// # Errors
/// The signal's reason.
#[wasm_bindgen]
pub fn run_wait(
    io: Io,
    task_id: String,
    poll_options: &str,
    read_ms: f64,
    age_ms: f64,
    estimated_ms: f64,
    look_now: bool,
) -> Promise {
    match poll(poll_options) {
        Ok(poll) => {
            let estimated_ms = (!estimated_ms.is_nan()).then_some(estimated_ms);
            let flow = Wait::new(poll, read_ms, Notice { age_ms, estimated_ms, look_now }, now());
            let path = ["/v1/tasks/", &String::from(encode_uri_component(&task_id))].concat();
            begin(io, Talk::Wait { flow, task_id, path, kept: None })
        }
        Err(wrong) => Promise::reject(&wrong),
    }
}

/// Reads a path once, with retries.
///
/// # Errors
/// The signal's reason.
#[wasm_bindgen]
pub fn run_read(io: Io, path: String, task: bool, retry_options: &str, read_ms: f64) -> Promise {
    let asked = if task { Asked::Task } else { Asked::Other };
    match retry(retry_options) {
        Ok(retry) => begin(io, Talk::Read { flow: Read::new(asked, retry, read_ms), path }),
        Err(wrong) => Promise::reject(&wrong),
    }
}
