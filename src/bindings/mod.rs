//! The JavaScript face: requests in as a tape, other values as JSON text (see [`crate::json`]), values out as objects. One
//! module each for what the WebAssembly modules export.

#[cfg(feature = "client")]
mod claim;
#[cfg(feature = "transfer")]
mod content_hash;
#[cfg(feature = "ledger")]
mod counters;
#[cfg(any(feature = "transfer", feature = "pipeline"))]
mod download;
#[cfg(any(feature = "client", feature = "planning"))]
mod findings;
#[cfg(feature = "client")]
mod functions;
#[cfg(feature = "fallback")]
mod generate;
#[cfg(feature = "client")]
mod judge;
#[cfg(feature = "client")]
mod machines;
#[cfg(feature = "media")]
mod media;
#[cfg(feature = "pipeline")]
mod pipeline;
#[cfg(feature = "planning")]
mod planning;
#[cfg(feature = "client")]
mod scratch;
#[cfg(feature = "simulator")]
mod simulator;
#[cfg(any(feature = "client", feature = "transfer"))]
mod steps;
#[cfg(feature = "transfer")]
mod upload;

/// A number from JavaScript, which has NaN where nothing is known.
#[cfg(any(feature = "client", feature = "transfer", feature = "pipeline"))]
fn known(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

#[cfg(any(feature = "client", feature = "ledger", feature = "planning"))]
#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    /// JSON text as the engine reads it.
    #[wasm_bindgen(js_namespace = JSON)]
    fn parse(json: &str) -> wasm_bindgen::JsValue;
}
