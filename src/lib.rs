//! wanreel: a client for the Wan 2.7 video API, in Rust for WebAssembly.
//!
//! Rust decides, JavaScript only plumbs. The rooms:
//!
//! - [`catalog`]: every number of the API. [`json`]: the one reader for what comes in. [`issue`]: findings.
//! - [`simulator`]: the API itself as a state machine, for tests and for work without a key.

pub mod catalog;
pub mod issue;
pub mod json;
pub mod simulator;
