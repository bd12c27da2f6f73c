//! The API, simulated: a pure state machine with the clock as an argument.
//!
//! It shares the catalogue and the JSON reader with the client and nothing else, so that it can catch the client's
//! mistakes. It is written from the guide and the `OpenAPI` files; what goes beyond them is marked "assumed".
//!
//! - [`machine`] takes a request and the time and answers; `submit` and `poll` are the routes that know tasks.
//! - [`http`], [`endpoint`]: requests, replies and the documented errors. [`check`], [`cross_field`], [`host`]: the server's
//!   own look at a request. [`task`], [`callback`], [`ledger`], [`price`]: a task's life and what it costs.
//! - [`upload`], [`files`], [`format`](mod@format), [`video`]: files in, videos out;
//!   `inputs` and `output` lead from the one to the other. [`state`]: what outlives a process. [`fault`]: what goes wrong, on demand.
//! - [`options`], [`read`], [`write`](mod@write): what it can be told.

pub mod accepted;
pub mod callback;
pub mod check;
pub mod cross_field;
pub mod date;
pub mod endpoint;
pub mod fault;
mod fault_apply;
mod fault_rule;
pub mod files;
pub mod format;
pub mod host;
pub mod http;
mod inputs;
pub mod ledger;
pub mod log;
pub mod machine;
mod models;
pub mod options;
mod output;
mod poll;
pub mod price;
pub mod random;
pub mod read;
pub mod state;
mod submit;
pub mod task;
pub mod task_errors;
pub mod upload;
pub mod video;
pub mod write;

pub use http::{Body, Cut, Form, Reply, Request};
pub use machine::Simulator;
pub use options::Options;
