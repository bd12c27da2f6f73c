//! The simulator, tested natively: the clock is an argument, so years pass in milliseconds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod agreement;
mod billing;
mod callbacks;
mod errors;
mod faults;
mod hostile;
mod idempotency;
mod inputs;
mod lifecycle;
mod refusals;
mod requests;
mod results;
mod samples;
mod schema;
mod state;
mod uploads;
#[path = "../vectors/value.rs"]
mod value;
mod world;
