//! The rules that vectors cannot state: machines step by step, timing, and properties over what is made up at random.
//!
//! The random tests run a number of cases that takes seconds; `WANREEL_TEST_CASES=20` runs twenty times as many.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test may fail so, and what it compares is exact"
)]

mod budget;
mod canonical;
mod catalog;
mod claim;
mod coordinator;
mod cost;
mod counters;
mod download;
mod errors;
mod findings;
mod generate;
mod hosts;

mod codec;
mod job;
mod job_model;
mod json;
mod linear;
mod made_up;
mod never_panics;
mod object;
mod read;
mod retry_after;
mod schedule;
mod sentences;
mod sha256;
mod stored;
mod stored_transfers;
mod submit;
mod support;
mod task;
mod upload;
mod wait;
mod words;
