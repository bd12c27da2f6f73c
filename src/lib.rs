//! wanreel: a client for the Wan 2.7 video API, in Rust for WebAssembly.
//!
//! Rust decides: (state, event, now) → (state, effects). JavaScript performs the effects. The rooms:
//!
//! - [`text`], [`json`], [`url`]: the ground. [`tape`]: a document as it is read, in place. [`message`] puts sentences together. [`catalog`]: every number of the API.
//! - [`request`]: what a caller asks for, checked and written; [`prompt`] and [`suggest`] read its texts. [`issue`]: findings, said in [`words`].
//! - [`pricing`]: what a request costs, and limits on spending.
//! - [`fingerprint`], [`migrate`], [`schema`], [`task`], [`error`]: one noun each. [`fallback`]: a request for an older model.
//! - [`schedule`]: when to poll and retry; [`protocol`]: submitting, waiting, reading and more as machines without I/O.
//! - `bindings`: the JavaScript face, for WebAssembly only.
//! - [`media`]: what a media file's header says of its sides and length.
//! - [`simulator`]: the API itself as a state machine, for tests and for work without a key.

pub mod catalog;
mod date;
pub mod error;
pub mod error_class;
pub mod fallback;
pub mod fingerprint;
pub mod issue;
pub mod json;
#[cfg(any(feature = "media", feature = "simulator", not(target_arch = "wasm32")))]
pub mod media;
pub mod message;
pub mod migrate;
pub mod options;
pub mod pricing;
pub mod prompt;
pub mod protocol;
pub mod request;
pub mod schedule;
pub mod schema;
pub mod sha256;
#[cfg(any(feature = "simulator", not(target_arch = "wasm32")))]
pub mod simulator;
pub mod suggest;
pub mod tape;
pub mod task;
pub mod text;
pub mod url;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod bindings;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::cell::TalcSyncCell<talc::wasm::WasmGrowAndClaim, talc::wasm::WasmBinning> =
    talc::cell::TalcSyncCell::new_wasm(talc::wasm::WasmGrowAndClaim);
