//! The upload machine as a class; js/client/upload.ts and js/proxy/upstream.ts drive it as any other.

#![allow(clippy::needless_pass_by_value, reason = "what crosses the border is handed over")]

use wasm_bindgen::prelude::*;

use super::steps::{Happened, step};
use crate::protocol::Upload;
use crate::protocol::upload::WHOLE_MS;
use crate::schedule::Retry;

/// Uploading a file, with retries.
#[wasm_bindgen]
pub struct UploadMachine {
    machine: Upload,
}

#[wasm_bindgen]
impl UploadMachine {
    /// An upload not yet begun. `retry`: its row of numbers. `whole_ms`: how long all attempts have together, where it is not
    /// the usual.
    #[wasm_bindgen(constructor)]
    pub fn new(retry: &[f64], whole_ms: Option<f64>) -> UploadMachine {
        UploadMachine { machine: Upload::new(Retry::of_row(retry), whole_ms.unwrap_or(WHOLE_MS)) }
    }

    /// Tells what happened; answers what to do next: see [`Happened`] and [`step`].
    pub fn step(
        &mut self,
        kind: u8,
        status: u16,
        text: Option<String>,
        now: f64,
        wall_ms: f64,
        random: f64,
    ) -> String {
        step(
            &mut self.machine,
            "",
            &Happened { kind, status, now, wall_ms, random },
            text.as_deref().unwrap_or_default(),
        )
    }
}
