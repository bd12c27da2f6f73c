//! The simulator's JavaScript face: heads as JSON text, bodies as bytes, times in milliseconds since 1970.

use wasm_bindgen::prelude::*;

use crate::json::Value;
use crate::simulator::write::{self, Object};
use crate::simulator::{Body, Form, Options, Request, Simulator};

/// One simulator and the body of its last reply.
#[wasm_bindgen]
pub struct Machine {
    simulator: Simulator,
    body: Vec<u8>,
}

#[wasm_bindgen]
impl Machine {
    /// A simulator with these options (JSON).
    ///
    /// # Errors
    /// A sentence about the first option that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Machine, JsValue> {
        let options = Options::parse(options).map_err(|wrong| JsValue::from_str(&wrong))?;
        Ok(Machine { simulator: Simulator::new(options), body: Vec::new() })
    }

    /// Where chance begins, unless a seed was given.
    pub fn stir(&mut self, high: u32, low: u32) {
        self.simulator.stir(u64::from(high) << 32 | u64::from(low));
    }

    /// Most bytes of a body to be read; of a longer one `handle` is told that it is `unread`.
    pub fn body_limit(method: &str, path: &str) -> u32 {
        u32::try_from(Simulator::body_limit(method, path)).unwrap_or(u32::MAX)
    }

    /// Answers a request: `{ method, path, host, origin?, headers, form?, unread? }` and its body. A form is
    /// `{ file?: [name, type], fields }`, and the body then its file. The reply's body is for [`Machine::take_body`].
    pub fn handle(&mut self, head: &str, body: &[u8], now_ms: f64) -> String {
        let head = Value::parse(head).unwrap_or(Value::Null);
        let text = |name| head.get(name).and_then(Value::as_text);
        let headers = texts(head.get("headers"));
        let form = head.get("form");
        let fields = texts(form.and_then(|form| form.get("fields")));
        let file =
            form.and_then(|form| form.get("file")).and_then(Value::items).and_then(|file| match file {
                [name, mime] => Some((name.as_text()?, mime.as_text()?)),
                _ => None,
            });
        let request = Request {
            method: text("method").unwrap_or("GET"),
            path: text("path").unwrap_or("/"),
            host: text("host").unwrap_or_default(),
            origin: text("origin"),
            headers: &headers,
            body,
            form: form.map(|_| Form { file, fields: &fields }),
            unread: head.get("unread") == Some(&Value::Bool(true)),
        };
        let reply = self.simulator.handle(&request, moment(now_ms));
        let head = reply.head();
        self.body = match reply.body {
            Body::Empty => Vec::new(),
            Body::Text(text) => text.into_bytes(),
            Body::Bytes(bytes) => bytes,
        };
        head
    }

    /// The last reply's body, once.
    pub fn take_body(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.body)
    }

    /// The callbacks to be sent now: `[{ taskId, url, body, attempt }]`.
    pub fn tick(&mut self, now_ms: f64) -> String {
        write::array(self.simulator.tick(moment(now_ms)).into_iter().map(|due| {
            Object::new()
                .text("taskId", &due.task_id)
                .text("url", &due.url)
                .text("body", &due.body)
                .number("attempt", due.attempt as u64)
                .end()
        }))
    }

    /// The status a callback was answered with; 0 where there was no answer.
    pub fn callback_answered(&mut self, task_id: &str, status: u16, now_ms: f64) {
        self.simulator.callback_answered(task_id, (status > 0).then_some(status), moment(now_ms));
    }

    /// When to tick next; NaN for never.
    pub fn next_tick_ms(&self) -> f64 {
        self.simulator.next_tick_ms().map_or(f64::NAN, |ms| ms as f64)
    }

    /// Micro-dollars of every task that succeeded.
    pub fn billed_micro_usd(&mut self, now_ms: f64) -> f64 {
        self.simulator.billed_micro_usd(moment(now_ms)) as f64
    }

    /// Every task, oldest first.
    pub fn tasks(&mut self, now_ms: f64) -> String {
        self.simulator.tasks(moment(now_ms))
    }

    /// The last requests, oldest first.
    pub fn log(&self) -> String {
        self.simulator.log()
    }

    /// The last request.
    pub fn last_log(&self) -> String {
        self.simulator.last_log()
    }

    /// Replaces the fault rules (JSON).
    ///
    /// # Errors
    /// A sentence about the first rule that is wrong.
    pub fn set_faults(&mut self, faults: &str) -> Result<(), JsValue> {
        self.simulator.set_faults(faults).map_err(|wrong| JsValue::from_str(&wrong))
    }

    /// What outlives this process (JSON).
    ///
    /// # Errors
    /// A sentence, where it cannot be written.
    pub fn state(&self) -> Result<String, JsValue> {
        self.simulator.state().map_err(|wrong| JsValue::from_str(&wrong))
    }

    /// Takes such a state up again.
    ///
    /// # Errors
    /// A sentence about what is wrong with it.
    pub fn restore(&mut self, state: &str) -> Result<(), JsValue> {
        self.simulator.restore(state).map_err(|wrong| JsValue::from_str(&wrong))
    }

    /// Forgets everything.
    pub fn reset(&mut self) {
        self.simulator.reset();
        self.body = Vec::new();
    }
}

/// The fields of an object that are text.
fn texts<'a>(value: Option<&'a Value<'a>>) -> Vec<(&'a str, &'a str)> {
    match value {
        Some(Value::Object(fields)) => {
            fields.iter().filter_map(|(name, value)| Some((name.as_ref(), value.as_text()?))).collect()
        }
        _ => Vec::new(),
    }
}

/// A clock may tell anything, `NaN` and infinity too; what cannot be a time is the nearest that can.
fn moment(now_ms: f64) -> u64 {
    now_ms.clamp(0.0, 8.64e15) as u64
}
