//! What a call tells the JavaScript side: events on the way, and how it failed. Objects of plain fields; the JavaScript
//! side makes error classes and dates of them.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::exchange::Io;
use crate::error::ApiError;
use crate::protocol::Failure;
use crate::say::say;

fn to_js(value: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::NULL)
}

/// Something that happened on the way; `ClientEvent` and what the JavaScript side needs beside it.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Happening<'a> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotency_key: Option<&'a str>,
    attempt: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// The body of an answer with news.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// A paid request may be on its way.
    open: bool,
    /// The poll brought no status.
    trouble: bool,
}

impl<'a> Happening<'a> {
    /// A POST is about to leave.
    pub fn submit(fingerprint: &'a str, key: &'a str, attempt: u32) -> Self {
        let (fingerprint, idempotency_key) = (Some(fingerprint), Some(key));
        Happening {
            r#type: "submit",
            fingerprint,
            idempotency_key,
            attempt,
            open: true,
            ..Happening::default()
        }
    }

    /// Another attempt follows after a pause.
    pub fn retry(attempt: u32, delay_ms: f64, reason: &'a str, open: bool) -> Self {
        let (delay_ms, reason) = (Some(delay_ms), Some(reason));
        Happening { r#type: "retry", attempt, delay_ms, reason, open, ..Happening::default() }
    }

    /// The task runs too long.
    pub fn review(task_id: &'a str) -> Self {
        Happening { r#type: "review", task_id: Some(task_id), ..Happening::default() }
    }

    /// A status request was answered, or not.
    pub fn poll(task_id: &'a str, attempt: u32, status: &'a str, progress: u8, next_ms: Option<f64>) -> Self {
        let (task_id, status, progress) = (Some(task_id), Some(status), Some(progress));
        Happening { r#type: "poll", task_id, attempt, status, progress, next_ms, ..Happening::default() }
    }

    /// With the body of an answer that brought news.
    pub fn with_news(self, text: Option<&'a str>) -> Self {
        Happening { text, ..self }
    }

    /// As one that brought no status.
    pub fn with_trouble(self, trouble: bool) -> Self {
        Happening { trouble, ..self }
    }

    /// Tells it.
    pub fn emit(&self, io: &Io) {
        io.emit(&to_js(self));
    }
}

/// How a call failed.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trouble {
    /// The JavaScript error class.
    class: &'static str,
    code: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    param: Option<String>,
    retryable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

impl Trouble {
    /// The API said no.
    pub fn api(error: &ApiError) -> Trouble {
        Trouble {
            class: error.class.name(),
            code: error.code.clone(),
            message: error.message.clone(),
            hint: Some(error.hint),
            status: Some(error.status),
            r#type: error.kind.clone(),
            param: error.param.clone(),
            retryable: error.retryable,
            retry_after_ms: error.retry_after_ms,
            ..Trouble::default()
        }
    }

    /// As a plain object.
    pub fn to_js(&self) -> JsValue {
        to_js(self)
    }

    /// With the gateway's id of the exchange, and the body it answered.
    pub fn with_answer(self, request_id: Option<String>, body: String) -> Trouble {
        Trouble { request_id, body: Some(body), ..self }
    }

    /// There was no answer, and nothing was lost by it.
    pub fn network(attempt: u32, failure: Failure) -> Trouble {
        Trouble {
            class: "NetworkError",
            code: "network_error".into(),
            message: say!("no usable answer from the API after {} attempts: {}", attempt, failure.name())
                .text(),
            hint: Some("check the connection and baseUrl; nothing was billed by this call"),
            retryable: true,
            attempt: Some(attempt),
            ..Trouble::default()
        }
    }

    /// A submit's answer was lost.
    pub fn unknown(reason: &str) -> Trouble {
        Trouble {
            class: "SubmissionUnknownError",
            code: "submission_unknown".into(),
            message: say!(
                "the request was sent but its answer was lost ({}): it may have been accepted and billed",
                reason
            )
            .text(),
            // What to do, js/client/submission.ts says: it knows under which key the record stands.
            ..Trouble::default()
        }
    }

    /// A wait took too long.
    pub fn deadline() -> Trouble {
        Trouble {
            class: "DeadlineError",
            code: "deadline".into(),
            message: "the task is still running at the deadline; it goes on, and may still be billed".into(),
            hint: Some("resume with client.wait(taskId); do not submit again"),
            retryable: true,
            ..Trouble::default()
        }
    }
}
