//! What a job costs, and how it is told that it costs too much.

use super::settings::Settings;
use super::state::{Job, Trouble};
use crate::catalog::{Mode, name};
use crate::json::ObjectWriter;
use crate::message::{Arg, message};
use crate::pricing::budget::{Call, Refusal};
use crate::pricing::cost::Table;
use crate::request::Request;
use crate::tape::{Document, Tape};

/// What is known of the request's media, as prices are reckoned with it.
pub fn known(job: &Job, input_seconds: Option<f64>) -> String {
    let mut out = ObjectWriter::default();
    out.number("inputSeconds", input_seconds.or(job.input_seconds));
    if !job.inputs.is_empty() {
        out.raw("inputs", &job.inputs);
    }
    out.end()
}

/// What the task that ran costs: of another model its own price, of an output whose length is known by now that.
pub fn of(job: &Job, body: &str, seconds: Option<f64>, settings: &Settings) -> u64 {
    let document = Document::parse(body).unwrap_or_default();
    let tape = document.tape();
    let prices = Document::parse(&settings.prices);
    let prices = prices.as_ref().map(Document::tape);
    let table = Table::read(prices.as_ref().map(Tape::root));
    let (Ok(table), Some(request)) = (table, Request::of(tape.root())) else {
        return job.money.micro_usd;
    };
    // An edited video is as long as its input, or cut to what was asked for (guide, section 6).
    let asked = request.integer(name::DURATION).filter(|asked| *asked > 0);
    let telling = request.model.mode == Mode::VideoEdit;
    let input = seconds.filter(|length| telling && asked.is_none_or(|asked| *length < asked as f64));
    let text = known(job, input);
    let options = Document::parse(&text).unwrap_or_default();
    let options = options.tape();
    let call = Call::of(tape.root(), options.root(), &table, &job.user, &job.feature);
    call.micro_usd.unwrap_or(job.money.micro_usd)
}

/// Why a request fits no limit by itself.
pub fn words(call: &Call<'_>, refusal: Refusal) -> Trouble {
    let told = |message: String| Trouble {
        code: "budget_exceeded".to_owned(),
        message,
        hint: "ask for less, or raise the budget".to_owned(),
    };
    match refusal {
        Refusal::Money { limit, remaining } => over(limit, call.micro_usd.unwrap_or_default(), remaining),
        Refusal::Duration { allowed } => told(
            message!(
                "the output can be {} s long; the budget's maxDuration allows {} s",
                call.seconds,
                allowed
            )
            .text(),
        ),
        Refusal::Quality { allowed } => told(
            message!("the quality is {}; the budget's maxQuality allows {}", call.quality, allowed).text(),
        ),
    }
}

/// Why a sum is full for it.
pub fn over(limit: &str, asked: u64, left: u64) -> Trouble {
    let message = message!(
        "the request can cost {}; the budget's {} has {} left",
        Arg::Dollars(asked),
        limit,
        Arg::Dollars(left)
    );
    Trouble {
        code: "budget_exceeded".to_owned(),
        message: message.text(),
        hint: "ask for less, wait for the next day, or raise the budget".to_owned(),
    }
}
