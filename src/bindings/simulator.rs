//! The simulator's JavaScript face: heads as JSON text, bodies as bytes, times in milliseconds since 1970.

use wasm_bindgen::prelude::*;

use crate::json::Value;
use crate::simulator::write::{self, Object};
use crate::simulator::{Body, Options, Request, Simulator};

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

    /// Answers a request: `{ method, path, host, origin?, headers }` and its body. The reply's body is for
    /// [`Machine::take_body`], but for a video, which the head names.
    pub fn handle(&mut self, head: &str, body: &[u8], now_ms: f64) -> String {
        let head = Value::parse(head).unwrap_or(Value::Null);
        let text = |name| head.get(name).and_then(Value::as_text);
        let headers: Vec<(&str, &str)> = match head.get("headers") {
            Some(Value::Object(fields)) => {
                fields.iter().filter_map(|(name, value)| Some((name.as_ref(), value.as_text()?))).collect()
            }
            _ => Vec::new(),
        };
        let request = Request {
            method: text("method").unwrap_or("GET"),
            path: text("path").unwrap_or("/"),
            host: text("host").unwrap_or_default(),
            origin: text("origin"),
            headers: &headers,
            body,
        };
        let reply = self.simulator.handle(&request, moment(now_ms));
        let head = reply.head();
        self.body = match reply.body {
            Body::Empty | Body::Video { .. } => Vec::new(),
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

    /// Forgets everything.
    pub fn reset(&mut self) {
        self.simulator.reset();
        self.body = Vec::new();
    }
}

/// A clock may tell anything, `NaN` and infinity too; what cannot be a time is the nearest that can.
fn moment(now_ms: f64) -> u64 {
    now_ms.clamp(0.0, 8.64e15) as u64
}
