//! The machines of [`crate::protocol`] as one class: each is stepped with what happened, and answers the next effect (see
//! [`crate::protocol::codec`]). js/client/machines.ts makes them, js/client/run.ts performs what they ask for.

#![allow(clippy::needless_pass_by_value, reason = "what crosses the border is handed over")]

use wasm_bindgen::prelude::*;

use super::findings::{document, findings_out};
use super::known;
use super::steps::{Happened, code, milliseconds, step};
use crate::error::Endpoint;
use crate::protocol::codec::{self, Told};
use crate::protocol::{KnownTask, Read, Submit, Wait};
use crate::schedule::{Poll, Retry, rows};
use crate::tape::{Document, Node};
use crate::text::split_once;
use crate::words::Beside;

/// The options of a client as machines take them: a row of numbers, four of [`Retry`] and seven of [`Poll`].
///
/// # Errors
/// A sentence about the option that is wrong.
#[wasm_bindgen]
pub fn read_options(retry: &str, poll: &str) -> Result<Vec<f64>, String> {
    rows(document(retry).tape().root(), document(poll).tape().root())
}

/// The pauses of a polling schedule, of its row.
#[wasm_bindgen]
pub fn poll_delays(poll: &[f64]) -> Vec<f64> {
    Poll::of_row(poll).delays()
}

/// Says what is wrong with a budget.
///
/// # Errors
/// A sentence about the limit that is wrong.
#[wasm_bindgen]
pub fn check_budget(limits: &str) -> Result<(), String> {
    let limits = Document::parse(limits).unwrap_or_default();
    crate::pricing::budget::Limits::read(limits.tape().root()).map(drop)
}

/// What is wrong with the price table of options, `{ prices }`; `undefined` where that is nothing.
#[wasm_bindgen]
pub fn check_prices(options: &str) -> JsValue {
    let options = Document::parse(options).unwrap_or_default();
    let tape = options.tape();
    match crate::pricing::cost::Table::read(tape.root().get("prices")) {
        Ok(_) => JsValue::UNDEFINED,
        Err(found) => findings_out(&found, Node::Null, Beside::options(tape.root())),
    }
}

/// A conversation with the API: a submit, a wait or a read.
#[wasm_bindgen]
pub struct Machine {
    kind: Kind,
    /// Where the API is: links without a host belong there.
    base: String,
    told: Told,
}

enum Kind {
    Submit(Submit),
    Wait(Wait),
    Read(Read),
}

impl Kind {
    fn machine(&mut self) -> &mut dyn codec::Machine {
        match self {
            Kind::Submit(machine) => machine,
            Kind::Wait(machine) => machine,
            Kind::Read(machine) => machine,
        }
    }
}

#[wasm_bindgen]
impl Machine {
    /// One not yet begun. `texts`: where the API is and, of a wait, its task's id, a line each. `numbers`, by `kind`:
    ///
    /// 0. a submit: time for an attempt, 1 where it may be sent again once, a row of [`Retry`]
    /// 1. a wait that begins: time for a poll, the task's age, its estimate, 1 to look at once, when it was seen completed,
    ///    now, a row of [`Poll`]
    /// 2. a read, of a task; 3. of something else: time for an attempt, when the task was seen completed, a row of [`Retry`]
    ///
    /// All times are milliseconds; NaN where nothing is known.
    #[wasm_bindgen(constructor)]
    pub fn new(kind: u8, numbers: &[f64], texts: &str) -> Machine {
        let (base, task_id) = split_once(texts, "\n").unwrap_or((texts, ""));
        let machine = match *numbers {
            [submit_ms, resend_once, ref retry @ ..] if kind == 0 => {
                Kind::Submit(Submit::new(Retry::of_row(retry), submit_ms, resend_once > 0.0))
            }
            [read_ms, age_ms, estimated_ms, look_now, finished_ms, now, ref poll @ ..] if kind == 1 => {
                let notice = KnownTask {
                    age_ms,
                    estimated_ms: known(estimated_ms),
                    look_now: look_now > 0.0,
                    finished_ms: known(finished_ms),
                };
                Kind::Wait(Wait::new(task_id.to_owned(), Poll::of_row(poll), read_ms, notice, now))
            }
            [read_ms, finished_ms, ref retry @ ..] => {
                let endpoint = if kind == 2 { Endpoint::Task } else { Endpoint::Other };
                Kind::Read(Read::new(endpoint, Retry::of_row(retry), read_ms).of_finished(known(finished_ms)))
            }
            _ => Kind::Read(Read::new(Endpoint::Other, Retry::default(), 0.0)),
        };
        Machine { kind: machine, base: base.to_owned(), told: Told::default() }
    }

    /// Tells what happened; see [`Happened`] and [`step`]. Answers what to do next as [`code`] puts it.
    #[allow(clippy::too_many_arguments, reason = "an object would cross the border field by field")]
    pub fn step(
        &mut self,
        kind: u8,
        status: u16,
        text: Option<String>,
        timing: Option<String>,
        now: f64,
        wall_ms: f64,
        random: f64,
    ) -> u32 {
        let happened = Happened { kind, status, now, wall_ms, random };
        self.told = step(self.kind.machine(), &self.base, &happened, text.as_deref(), timing.as_deref());
        code(&self.told)
    }

    /// How long the request may take, or the sleep lasts.
    #[wasm_bindgen(getter)]
    pub fn ms(&self) -> f64 {
        milliseconds(&self.told)
    }

    /// What came of the last exchange, as JSON; it is handed over.
    pub fn report(&mut self) -> String {
        self.told.report.take().unwrap_or_default()
    }
}

/// A stored form, which no client asks for (the pipeline's machines store theirs in Rust).
#[cfg(feature = "stored")]
#[wasm_bindgen]
impl Machine {
    /// The machine at rest, as JSON text; `undefined` once it is over.
    pub fn save(&self, now: f64, wall_ms: f64) -> Option<String> {
        use crate::protocol::stored::save;
        match &self.kind {
            Kind::Submit(machine) => save(machine, now, wall_ms),
            Kind::Wait(machine) => save(machine, now, wall_ms),
            Kind::Read(machine) => save(machine, now, wall_ms),
        }
    }

    /// A machine out of what `save` wrote, here or in another process; its first step is 7. `base`: where the API is.
    ///
    /// # Errors
    /// A sentence that says why the text is none.
    pub fn restore(text: &str, base: String, now: f64, wall_ms: f64) -> Result<Machine, String> {
        use crate::protocol::stored::restore;
        let submit = Submit::new(Retry::default(), 30_000.0, false);
        let notice = KnownTask { look_now: true, ..KnownTask::default() };
        let wait = Wait::new(String::new(), Poll::default(), 15_000.0, notice, 0.0);
        let read = Read::new(Endpoint::Other, Retry::default(), 15_000.0);
        let machine = restore(submit, text, now, wall_ms)
            .map(Kind::Submit)
            .or_else(|_| restore(wait, text, now, wall_ms).map(Kind::Wait))
            .or_else(|_| restore(read, text, now, wall_ms).map(Kind::Read))?;
        Ok(Machine { kind: machine, base, told: Told::default() })
    }
}
