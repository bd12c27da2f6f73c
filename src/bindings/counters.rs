//! Rates and money for JavaScript: what to add to which counter, and what a full one means. Nothing is kept here.

use js_sys::Date;
use wasm_bindgen::prelude::*;

use super::parse;
use crate::json::{ObjectWriter, list};
use crate::message::{Arg, message};
use crate::pricing::budget::{Call, Limits, Refusal};
use crate::pricing::cost::Table;
use crate::protocol::counters::{self, Charge, Close, Reservation};
use crate::tape::Document;
use crate::text::cut;

/// A budget's limits, read once.
#[wasm_bindgen]
pub struct Counters(Limits);

#[wasm_bindgen]
impl Counters {
    /// `limits` is JSON of `Budget`.
    ///
    /// # Errors
    /// A sentence about the limit that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(limits: &str) -> Result<Counters, JsValue> {
        let limits = Document::parse(limits).unwrap_or_default();
        Limits::read(limits.tape().root()).map(Counters).map_err(|message| JsValue::from_str(&message))
    }

    /// What the request puts aside: `{ reservation, charges }`; `undefined` of a model that nobody knows.
    ///
    /// # Errors
    /// The limit it does not fit by itself, as an object.
    #[allow(clippy::too_many_arguments, reason = "a struct would cross the border as JSON, to be read again")]
    pub fn reserve(
        &self,
        json: &str,
        options: &str,
        space: &str,
        user: &str,
        feature: &str,
        id: &str,
        now_ms: f64,
    ) -> Result<JsValue, JsValue> {
        let request = Document::parse(json).unwrap_or_default();
        let options = Document::parse(options).unwrap_or_default();
        let (request, options) = (request.tape(), options.tape());
        let table = Table::read(options.root().get("prices"))
            .map_err(|_| JsValue::from_str("prices is not a price table"))?;
        let call = Call::of(request.root(), options.root(), &table, user, feature);
        self.0.check(&call).map_err(|refusal| parse(&explain(&call, refusal)))?;
        let Some((reservation, charges)) = counters::reserve(&self.0, &call, space, id, now_ms as u64) else {
            return Ok(JsValue::UNDEFINED);
        };
        let reservation = reservation_out(&reservation, now_ms);
        let charges = list(charges.iter().map(charge_out));
        Ok(parse(&ObjectWriter::default().raw("reservation", &reservation).raw("charges", &charges).end()))
    }
}

/// The reservation of that id, of a model's task that was claimed then; `undefined` of a model that nobody knows.
#[allow(clippy::too_many_arguments, reason = "a struct would cross the border as JSON, to be read again")]
#[wasm_bindgen]
pub fn reservation_of(
    space: &str,
    id: &str,
    claimed_ms: f64,
    user: &str,
    feature: &str,
    model: &str,
    micro_usd: f64,
    ceiling: bool,
) -> JsValue {
    let Some(model) = crate::catalog::model(model) else { return JsValue::UNDEFINED };
    let call = Call {
        user,
        feature,
        model: model.id,
        mode: model.mode,
        seconds: 0,
        quality: "",
        micro_usd: Some(micro_usd as u64),
        exact: !ceiling,
    };
    let reservation = Reservation::of(&call, space, id);
    reservation.map_or(JsValue::UNDEFINED, |reservation| parse(&reservation_out(&reservation, claimed_ms)))
}

/// What closes a reservation, JSON of a record's: `{ void, charges, correct }`, `void` for one who did not see it made,
/// `correct` where a price may find that its ceiling was settled. `spent`: 0 where nothing is billed, NaN for what was put
/// aside. `undefined` where there is nothing to close any more.
#[wasm_bindgen]
pub fn close_reservation(reservation: &str, spent: f64, now_ms: f64) -> JsValue {
    let how = match spent {
        _ if spent.is_nan() => Close::Settle(None),
        _ if spent > 0.0 => Close::Settle(Some(spent as u64)),
        _ => Close::Release,
    };
    let document = Document::parse(reservation).unwrap_or_default();
    let out = Reservation::read(document.tape().root()).and_then(|reservation| {
        let now_ms = now_ms as u64;
        let void = charge_out(&counters::void(&reservation, now_ms)?);
        let charges = counters::close(&reservation, how, now_ms)?;
        let mut out = ObjectWriter::default();
        out.raw("void", &void).raw("charges", &list(charges.iter().map(charge_out)));
        if let (true, Close::Settle(Some(price))) = (reservation.ceiling, how) {
            let charges = counters::correct(&reservation, price, now_ms)?;
            out.raw("correct", &list(charges.iter().map(charge_out)));
        }
        Some(out.end())
    });
    out.map_or(JsValue::UNDEFINED, |out| parse(&out))
}

/// What a submit, or whatever `what` names, adds to the rates of a user; `rates` is JSON of `RateLimit`.
#[wasm_bindgen]
pub fn rate_charges(space: &str, what: &str, user: &str, rates: &str, now_ms: f64) -> JsValue {
    let document = Document::parse(rates).unwrap_or_default();
    let tape = document.tape();
    let most = ["perMinute", "perHour", "perDay"]
        .map(|name| tape.root().get(name)?.as_integer().and_then(|most| u64::try_from(most).ok()));
    let charges = counters::rates(space, what, user, most, now_ms as u64);
    parse(&list(charges.iter().map(charge_out)))
}

/// A user as keys of counters name them.
#[wasm_bindgen]
pub fn user_tag(user: &str) -> String {
    counters::tag(user)
}

/// Micro-dollars in dollars: `$1.29`.
#[wasm_bindgen]
pub fn dollars(micro_usd: f64) -> String {
    message!("{}", Arg::Dollars(micro_usd as u64)).text()
}

/// Why a sum that holds `used` is full for a call of `asked`, or of so much at the most: what a `BudgetError` says.
#[wasm_bindgen]
pub fn over_budget(limit: &str, asked: f64, ceiling: bool, most: f64, used: f64) -> JsValue {
    let limits = ["perUserDayMicroUsd", "referenceVideoDayMicroUsd", "videoEditDayMicroUsd", "totalMicroUsd"];
    let limit = limits.into_iter().find(|known| *known == limit).unwrap_or("totalMicroUsd");
    let remaining = (most - used).max(0.0) as u64;
    parse(&over(limit, Some(asked as u64), ceiling, remaining))
}

fn reservation_out(reservation: &Reservation, claimed_ms: f64) -> String {
    let day = Date::new(&JsValue::from_f64(claimed_ms)).to_iso_string();
    let day = day.as_string().unwrap_or_default();
    let mut out = ObjectWriter::default();
    out.text("id", reservation.id.as_str())
        .text("day", cut(&day, 10).0)
        .number("microUsd", reservation.micro_usd as f64)
        .texts("counters", reservation.counters.iter().map(String::as_str));
    if reservation.ceiling {
        out.flag("ceiling", true);
    }
    out.end()
}

fn charge_out(charge: &Charge) -> String {
    ObjectWriter::default()
        .text("key", charge.key.as_str())
        .number("amount", charge.amount as f64)
        .number("most", charge.most.map(|most| most as f64))
        .number("expiresAt", charge.expires_ms.map(|ms| ms as f64))
        .text("limit", Some(charge.limit).filter(|limit| !limit.is_empty()))
        .number("window", charge.window_ms.map(|ms| ms as f64))
        .end()
}

fn over(limit: &str, asked: Option<u64>, ceiling: bool, remaining: u64) -> String {
    let left = Arg::Dollars(remaining);
    let message = match asked.map(Arg::Dollars) {
        Some(asked) if ceiling => message!(
            "the request can cost up to {}, since not all that it depends on is known; the budget's {} has {} left",
            asked,
            limit,
            left
        )
        .text(),
        Some(asked) => message!("the request costs {}; the budget's {} has {} left", asked, limit, left).text(),
        None => message!(
            "the request cannot be priced, so {} refuses it: correct model, quality, duration and video_urls, or set \
             maxDuration and maxQuality alone",
            limit
        )
        .text(),
    };
    let mut out = ObjectWriter::default();
    if ceiling && asked.is_some() {
        out.flag("ceiling", true);
    }
    said(&mut out, limit, &message, asked, remaining)
}

fn explain(call: &Call<'_>, refusal: Refusal) -> String {
    match refusal {
        Refusal::Money { limit, remaining } => over(limit, call.micro_usd, !call.exact, remaining),
        Refusal::Duration { allowed } => {
            let message =
                message!("the output can be {} s long; the budget allows {} s", call.seconds, allowed);
            said(&mut ObjectWriter::default(), "maxDuration", &message.text(), Some(call.seconds), allowed)
        }
        Refusal::Quality { allowed } => {
            let mut out = ObjectWriter::default();
            out.text("requestedQuality", call.quality).text("allowedQuality", allowed);
            let message = message!("the quality is {}; the budget allows {}", call.quality, allowed);
            said(&mut out, "maxQuality", &message.text(), call.micro_usd, 0)
        }
    }
}

fn said(
    out: &mut ObjectWriter,
    limit: &str,
    message: &str,
    requested: Option<u64>,
    remaining: u64,
) -> String {
    out.text("limit", limit)
        .text("message", message)
        .number("requested", requested.map(|requested| requested as f64))
        .text("requested", requested.is_none().then_some("unknown"))
        .number("remaining", remaining as f64)
        .end()
}
