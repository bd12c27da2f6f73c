//! The budget's face: one ledger a client.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::parse;
use crate::budget::{self, Call, Limits, Refusal};
use crate::cost::Table;
use crate::json::Value;
use crate::object::{Object, list};
use crate::say::{cut, say};

/// What was spent and put aside, under limits.
#[wasm_bindgen]
pub struct Ledger(budget::Ledger);

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
    pub fn reserve(
        &mut self,
        json: &str,
        options: &str,
        user: &str,
        feature: &str,
        now_ms: f64,
    ) -> Result<u32, JsValue> {
        let value = Value::parse(json).unwrap_or(Value::Null);
        let options = Value::parse(options).unwrap_or(Value::Null);
        let table = Table::read(options.get("prices"))
            .map_err(|_| JsValue::from_str("prices is not a price table"))?;
        let call = Call::of(&value, &options, &table, user, feature);
        self.0.reserve(&call, now_ms as u64).map_err(|refusal| parse(&explain(&call, refusal)))
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
        let lines = self.0.lines().iter().map(|line| {
            let day = Date::new(&JsValue::from_f64(line.day as f64 * 86_400_000.0)).to_iso_string();
            let day = day.as_string().unwrap_or_default();
            Object::default()
                .text("day", cut(&day, 10).0)
                .text("user", line.user.as_str())
                .text("feature", line.feature.as_str())
                .text("model", line.model)
                .number("reservedMicroUsd", line.reserved as f64)
                .number("spentMicroUsd", line.spent as f64)
                .end()
        });
        parse(&list(lines))
    }
}

fn explain(call: &Call<'_>, refusal: Refusal) -> String {
    let mut out = Object::default();
    let (limit, message, requested, remaining) = match refusal {
        Refusal::Money { limit, remaining } => {
            let message = match call.micro_usd {
                Some(asked) => say!(
                    "the request can cost {} micro-dollars; the budget's {} has {} left",
                    asked,
                    limit,
                    remaining
                ),
                None => say!(
                    "the request cannot be priced, so {} refuses it: correct model, quality, duration and video_urls, or set \
                     maxDuration and maxQuality alone",
                    limit
                ),
            };
            (limit, message.text(), call.micro_usd, remaining)
        }
        Refusal::Duration { allowed } => {
            let message = say!("the output can be {} s long; the budget allows {} s", call.seconds, allowed);
            ("maxDuration", message.text(), Some(call.seconds), allowed)
        }
        Refusal::Quality { allowed } => {
            out.text("requestedQuality", call.quality).text("allowedQuality", allowed);
            let message = say!("the quality is {}; the budget allows {}", call.quality, allowed);
            ("maxQuality", message.text(), call.micro_usd, 0)
        }
    };
    out.text("limit", limit)
        .text("message", message.as_str())
        .number("requested", requested.map(|requested| requested as f64))
        .text("requested", requested.is_none().then_some("unknown"))
        .number("remaining", remaining as f64)
        .end()
}
