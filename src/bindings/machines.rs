//! The machines of [`crate::protocol`] as classes: each is stepped with what happened, and answers the next effect as text
//! (see [`crate::protocol::codec`]). js/client/run.ts is the one that performs it.

use wasm_bindgen::prelude::*;

use super::findings::findings_out;
use super::steps::steps;
use crate::error::Endpoint;
use crate::protocol::{KnownTask, Read, Submit, Wait};
use crate::schedule::{Poll, Retry};
use crate::tape::{Document, Node};
use crate::words::Beside;

fn poll(options: &str) -> Result<Poll, String> {
    Poll::read(Document::parse(options).unwrap_or_default().tape().root())
}

fn known(ms: f64) -> Option<f64> {
    (!ms.is_nan()).then_some(ms)
}

/// Says what is wrong with the options of a client.
///
/// # Errors
/// A sentence about the option that is wrong.
#[wasm_bindgen]
pub fn check_options(retry_options: &str, poll_options: &str) -> Result<(), String> {
    Retry::parse(retry_options)?;
    poll(poll_options)?;
    Ok(())
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

/// What most have beside it: a stored form, which no client asks for (the pipeline's machines store theirs in Rust).
macro_rules! stored {
    ($class:ident, $machine:ty, $fresh:expr) => {
        #[cfg(feature = "stored")]
        #[wasm_bindgen]
        impl $class {
            /// The machine at rest, as JSON text; `undefined` once it is over.
            pub fn save(&self, now: f64, wall_ms: f64) -> Option<String> {
                crate::protocol::stored::save(&self.machine, now, wall_ms)
            }

            /// A machine out of what `save` wrote, here or in another process; its first step is 7. `base`: where the API is.
            ///
            /// # Errors
            /// A sentence that says why the text is none.
            pub fn restore(text: &str, base: String, now: f64, wall_ms: f64) -> Result<$class, String> {
                let machine = crate::protocol::stored::restore::<$machine>($fresh, text, now, wall_ms)?;
                Ok($class { machine, base })
            }
        }
    };
}

/// Posting a request, once.
#[wasm_bindgen]
pub struct SubmitMachine {
    machine: Submit,
    base: String,
}

#[wasm_bindgen]
impl SubmitMachine {
    /// A submit not yet begun.
    ///
    /// # Errors
    /// A sentence about the option that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(retry_options: &str, submit_ms: f64, resend_once: bool) -> Result<SubmitMachine, String> {
        let machine = Submit::new(Retry::parse(retry_options)?, submit_ms, resend_once);
        Ok(SubmitMachine { machine, base: String::new() })
    }
}

steps!(SubmitMachine);
stored!(SubmitMachine, Submit, Submit::new(Retry::default(), 30_000.0, false));

/// Polling a task to its end.
#[wasm_bindgen]
pub struct WaitMachine {
    machine: Wait,
    base: String,
}

#[wasm_bindgen]
impl WaitMachine {
    /// A wait that begins `now`. `texts`, a line each, since one text crosses the border quicker than three: where the API is
    /// (links without a host belong there), the poll options as JSON, and the task's id. `estimated_ms` and `finished_ms` are
    /// NaN where nothing is known.
    ///
    /// # Errors
    /// A sentence about the option that is wrong.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::too_many_arguments, reason = "an object would cross the border field by field")]
    pub fn new(
        texts: &str,
        read_ms: f64,
        age_ms: f64,
        estimated_ms: f64,
        look_now: bool,
        finished_ms: f64,
        now: f64,
    ) -> Result<WaitMachine, String> {
        let mut lines = texts.splitn(3, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let (base, poll_options, task_id) = (line().to_owned(), line(), line().to_owned());
        let notice = KnownTask {
            age_ms,
            estimated_ms: known(estimated_ms),
            look_now,
            finished_ms: known(finished_ms),
        };
        let machine = Wait::new(task_id, poll(poll_options)?, read_ms, notice, now);
        Ok(WaitMachine { machine, base })
    }
}

steps!(WaitMachine);
stored!(
    WaitMachine,
    Wait,
    Wait::new(
        String::new(),
        Poll::default(),
        15_000.0,
        KnownTask { look_now: true, ..KnownTask::default() },
        0.0
    )
);

/// Reading once, with retries.
#[wasm_bindgen]
pub struct ReadMachine {
    machine: Read,
    base: String,
}

#[wasm_bindgen]
impl ReadMachine {
    /// A read not yet begun. `finished_ms` is NaN where nothing is known.
    ///
    /// # Errors
    /// A sentence about the option that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(
        of_task: bool,
        retry_options: &str,
        read_ms: f64,
        finished_ms: f64,
        base: String,
    ) -> Result<ReadMachine, String> {
        let endpoint = if of_task { Endpoint::Task } else { Endpoint::Other };
        let machine =
            Read::new(endpoint, Retry::parse(retry_options)?, read_ms).of_finished(known(finished_ms));
        Ok(ReadMachine { machine, base })
    }
}

steps!(ReadMachine);
stored!(ReadMachine, Read, Read::new(Endpoint::Other, Retry::default(), 15_000.0));
