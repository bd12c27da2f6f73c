//! The budget's face: one ledger a client.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::budget::{self, Call, Limits, Refusal};
use crate::cost::{self, Table};
use crate::json::Value;
use crate::request::Request;

/// What was spent and put aside, under limits.
#[wasm_bindgen]
pub struct Ledger(budget::Ledger);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefusalOut {
    limit: &'static str,
    message: String,
    requested: f64,
    remaining: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    requested_quality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_quality: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LineOut<'a> {
    day: String,
    user: &'a str,
    feature: &'a str,
    model: &'static str,
    reserved_micro_usd: f64,
    spent_micro_usd: f64,
}

#[wasm_bindgen]
impl Ledger {
    /// An empty ledger; `limits` is JSON of `Budget`.
    ///
    /// # Errors
    /// A sentence about the limit that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(limits: &str) -> Result<Ledger, JsValue> {
        let limits = Value::parse(limits).unwrap_or(Value::Null);
        let limits = Limits::read(&limits).map_err(|message| JsValue::from_str(&message))?;
        Ok(Ledger(budget::Ledger::new(limits)))
    }

    /// Puts aside what the request can cost at the most; answers the reservation's number, or why not.
    ///
    /// # Errors
    /// The refusal, as an object.
    pub fn reserve(&mut self, json: &str, options: &str, user: &str, feature: &str, now_ms: f64) -> Result<u32, JsValue> {
        let value = Value::parse(json).unwrap_or(Value::Null);
        let options = Value::parse(options).unwrap_or(Value::Null);
        let Some(request) = Request::of(&value) else { return Ok(0) };
        let table = Table::read(options.get("prices")).map_err(|_| JsValue::from_str("prices is not a price table"))?;
        let cost = cost::of(&request, &options, &table);
        let seconds = cost.output.max.div_ceil(1000);
        let call = Call::of(&request, user, feature, seconds, cost.max);
        self.0.reserve(&call, now_ms as u64).map_err(|refusal| {
            serde_wasm_bindgen::to_value(&explain(&call, refusal)).unwrap_or(JsValue::NULL)
        })
    }

    /// The task was paid for.
    pub fn settle(&mut self, reservation: u32) {
        self.0.settle(reservation, None);
    }

    /// Nothing was paid.
    pub fn release(&mut self, reservation: u32) {
        self.0.release(reservation);
    }

    /// The lines by day, user, feature and model.
    pub fn lines(&self) -> JsValue {
        let lines = self.0.lines().iter().map(|line| LineOut {
            day: js_sys::Date::new(&JsValue::from_f64(line.day as f64 * 86_400_000.0))
                .to_iso_string()
                .as_string()
                .and_then(|iso| iso.get(..10).map(str::to_owned))
                .unwrap_or_default(),
            user: &line.user,
            feature: &line.feature,
            model: line.model,
            reserved_micro_usd: line.reserved as f64,
            spent_micro_usd: line.spent as f64,
        });
        serde_wasm_bindgen::to_value(&lines.collect::<Vec<_>>()).unwrap_or(JsValue::NULL)
    }
}

fn explain(call: &Call<'_>, refusal: Refusal) -> RefusalOut {
    let mut out = RefusalOut {
        limit: "maxQuality",
        message: String::new(),
        requested: call.micro_usd as f64,
        remaining: 0.0,
        requested_quality: None,
        allowed_quality: None,
    };
    match refusal {
        Refusal::Money { limit, remaining } => {
            out.limit = limit;
            out.remaining = remaining as f64;
            out.message = ["the request can cost ", &call.micro_usd.to_string(), " micro-dollars; the budget's ", limit, " has ", &remaining.to_string(), " left"].concat();
        }
        Refusal::Duration { allowed } => {
            out.limit = "maxDuration";
            (out.requested, out.remaining) = (call.seconds as f64, allowed as f64);
            out.message = ["the output can be ", &call.seconds.to_string(), " s long; the budget allows ", &allowed.to_string(), " s"].concat();
        }
        Refusal::Quality { allowed } => {
            out.requested_quality = Some(call.quality.to_owned());
            out.allowed_quality = Some(allowed);
            out.message = ["the quality is ", call.quality, "; the budget allows ", allowed].concat();
        }
    }
    out
}
