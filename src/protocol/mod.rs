//! The client's conversations as state machines without I/O: (state, event, now) → (state, effect). The same machines serve
//! a page, a Worker, a queue consumer, an alarm that wakes hours later, and a test with a made-up clock.
//!
//! [`submit`]: when a POST is repeated. [`wait`]: what an answer to a poll means, the mark for review and the deadline.
//! [`generate`]: when another model is asked. [`read`]: a read that is tried again. [`upload`]: what an answer to an upload means. [`ending`]: what the end of a task means. [`stored`]: a machine at rest.
//! [`job`]: all of them for one job of the pipeline, which outlives its process.
//! [`coordinator`]: which job may start.
//! [`codec`]: how events come in from JavaScript, and effects go out.

pub mod claim;
pub mod codec;
#[cfg(any(feature = "pipeline", not(target_arch = "wasm32")))]
pub mod coordinator;
pub mod counters;
pub mod download;
pub mod ending;
pub mod generate;
#[cfg(any(feature = "pipeline", not(target_arch = "wasm32")))]
pub mod job;
pub mod mp4_boxes;
mod read;
mod retry_after;
pub mod stored;
mod submit;
pub mod upload;
mod wait;

pub use read::Read;
pub use retry_after::retry_after;
pub use submit::{Submit, SubmitOutcome, Submitting};
pub use upload::Upload;
#[cfg(any(feature = "pipeline", not(target_arch = "wasm32")))]
use wait::NO_CREDITS;
pub use wait::{KnownTask, Wait, WaitOutcome};

use crate::error::{ApiError, Endpoint};
use crate::tape::Node;

/// What came of the last step.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Nothing yet.
    Start,
    /// The machine was read back from its stored form: what was under way then is so no more.
    Resumed,
    /// A sleep ended.
    TimerFired,
    /// An HTTP answer, its body read to the end.
    Answer(Answer<'a>),
    /// No answer, or none that could be read to its end.
    Failed(Failure),
}

/// An HTTP answer.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The status; 0 for a redirect the engine hides.
    pub status: u16,
    /// The body, where it is JSON.
    pub body: Option<Node<'a>>,
    /// `Retry-After`, as milliseconds from now.
    pub retry_after_ms: Option<f64>,
}

impl Answer<'_> {
    fn error(&self, endpoint: Endpoint) -> ApiError {
        crate::error::read(endpoint, self.status, self.body, self.retry_after_ms)
    }

    /// The error that stands under a status of success.
    fn disguised(&self, endpoint: Endpoint) -> Option<ApiError> {
        crate::error::disguised(endpoint, self.status, self.body?, self.retry_after_ms)
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The request certainly never left: no address, connection refused, the device is offline.
    NotSent,
    /// The connection broke, the request may have arrived.
    Lost,
    /// No answer in time.
    TimedOut,
    /// An answer that was longer than any of the API's, and so cut off.
    TooLong,
}

impl Failure {
    /// Judged by the code and the system call an engine's error names, in itself or in its cause. Deno's have no code; its
    /// `NotCapable` says by name that no permission was given to connect. Node's fetch refuses some ports before it connects
    /// (Fetch standard, 2.10 "Port blocking"), and says so in words alone: "bad port". Browsers refuse the same ports and do
    /// not tell why; workerd refuses none.
    pub fn of(name: &str, code: &str, syscall: &str, words: &str) -> Failure {
        let never_left = matches!(
            code,
            "ECONNREFUSED"
                | "ENOTFOUND"
                | "EAI_AGAIN"
                | "EAI_FAIL"
                | "UND_ERR_CONNECT_TIMEOUT"
                | "ConnectionRefused"
                | "FailedToOpenSocket"
                | "ERR_INVALID_URL"
        ) || matches!(syscall, "connect" | "getaddrinfo")
            || name == "NotCapable"
            || (code.is_empty() && words == "bad port");
        if never_left { Failure::NotSent } else { Failure::Lost }
    }

    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Failure::NotSent => "not sent",
            Failure::Lost => "connection lost",
            Failure::TimedOut => "timed out",
            Failure::TooLong => "an answer without end",
        }
    }
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// Send the request, give it so many milliseconds.
    Fetch(f64),
    /// Sleep so many milliseconds.
    Sleep(f64),
    /// It is over.
    Done,
}

impl Next {
    /// How long to sleep, where that is next.
    const fn pause(self) -> Option<f64> {
        if let Next::Sleep(ms) = self { Some(ms) } else { None }
    }
}
