//! The upload machine as a class; js/client/upload.ts and js/proxy/upstream.ts drive it as any other.

#![allow(clippy::needless_pass_by_value, reason = "what crosses the border is handed over")]

use wasm_bindgen::prelude::*;

use super::steps::{Happened, code, milliseconds, step};
use crate::protocol::Upload;
use crate::protocol::codec::Told;
use crate::protocol::upload::WHOLE_MS;
use crate::schedule::Retry;

/// Uploading a file, with retries.
#[wasm_bindgen]
pub struct UploadMachine {
    machine: Upload,
    told: Told,
}

#[wasm_bindgen]
impl UploadMachine {
    /// An upload not yet begun. `retry`: its row of numbers. `whole_ms`: how long all attempts have together, where it is not
    /// the usual.
    #[wasm_bindgen(constructor)]
    pub fn new(retry: &[f64], whole_ms: Option<f64>) -> UploadMachine {
        let machine = Upload::new(Retry::of_row(retry), whole_ms.unwrap_or(WHOLE_MS));
        UploadMachine { machine, told: Told::default() }
    }

    /// See `Machine::step`; the others too are as that class has them.
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
        self.told = step(&mut self.machine, "", &happened, text.as_deref(), timing.as_deref());
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
