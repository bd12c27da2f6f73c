//! One read (a task, the credits): tried a few times, since a read costs nothing.
//!
//! ```text
//!            Start                   2xx with JSON, or an error that lasts
//! (not begun) ───▶ asking ─────────────────────────────────────────────▶ over
//!                  ▲    │ 408, 425, 429, 5xx, 2xx without JSON, no answer    ▲
//!             TimerFired │    ▼                                                │ no attempt left,
//!                  asleep ────────────────────────────────────────────────┘ or too long a pause
//! ```
//!
//! Read back from its stored form, a sleep is slept to its end, and a request that was under way is sent again.

use super::stored::{Fields, Stored};
use super::{Event, Failure, Next};
use crate::error::{ApiError, Endpoint};
use crate::schedule::Retry;

/// A read under way.
#[derive(Clone, Debug)]
pub struct Read {
    endpoint: Endpoint,
    retry: Retry,
    timeout_ms: f64,
    finished_ms: Option<f64>,
    attempt: u32,
    asleep_ms: Option<f64>,
    outcome: Option<Result<(), Option<ApiError>>>,
}

impl Read {
    /// A read not yet begun.
    pub const fn new(endpoint: Endpoint, retry: Retry, timeout_ms: f64) -> Read {
        Read { endpoint, retry, timeout_ms, finished_ms: None, attempt: 0, asleep_ms: None, outcome: None }
    }

    /// The same of a task that was seen completed before; milliseconds since 1970.
    #[must_use]
    pub fn of_finished(self, finished_ms: Option<f64>) -> Read {
        Read { finished_ms, ..self }
    }

    /// When the task was seen completed, where that was before.
    pub const fn finished_ms(&self) -> Option<f64> {
        self.finished_ms
    }

    /// How it ended: well, with an error of the API, or (`None`) without a usable answer.
    pub const fn outcome(&self) -> Option<&Result<(), Option<ApiError>>> {
        self.outcome.as_ref()
    }

    /// What is read.
    pub const fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// The number of the attempt under way, from 1.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Takes what happened, answers what to do. `random` is in 0..1.
    pub fn step(&mut self, event: Event<'_>, random: f64) -> Next {
        let next = self.advance(event, random);
        self.asleep_ms = next.pause();
        next
    }

    fn advance(&mut self, event: Event<'_>, random: f64) -> Next {
        let (error, after) = match event {
            Event::Resumed if self.asleep_ms.is_some() => return Next::Sleep(self.asleep_ms.unwrap_or(0.0)),
            Event::Start | Event::Resumed | Event::TimerFired => {
                self.attempt += 1;
                return Next::Fetch(self.timeout_ms);
            }
            Event::Answer(answer)
                if answer.status >= 300 || (answer.status >= 200 && answer.body.is_some()) =>
            {
                let told = if answer.status >= 300 {
                    Some(answer.error(self.endpoint))
                } else {
                    answer.disguised(self.endpoint)
                };
                let Some(error) = told else {
                    self.outcome = Some(Ok(()));
                    return Next::Done;
                };
                if !error.retryable {
                    self.outcome = Some(Err(Some(error)));
                    return Next::Done;
                }
                (Some(error), answer.retry_after_ms)
            }
            Event::Answer(_)
            | Event::Failed(Failure::NotSent | Failure::Lost | Failure::TimedOut | Failure::TooLong) => {
                (None, None)
            }
        };
        let delay = self.retry.delay(self.attempt, after, random);
        if self.attempt >= self.retry.attempts || delay > self.retry.max_ms {
            self.outcome = Some(Err(error));
            return Next::Done;
        }
        Next::Sleep(delay)
    }
}

impl Stored for Read {
    const NAME: &'static str = "read";
    const VERSION: u32 = 2;

    fn fields(&mut self, fields: &mut dyn Fields, _now: f64) {
        let mut of_task = self.endpoint == Endpoint::Task;
        fields.flag("ofTask", &mut of_task);
        self.endpoint = if of_task { Endpoint::Task } else { Endpoint::Other };
        self.retry.fields(fields);
        fields.number("timeoutMs", &mut self.timeout_ms);
        fields.maybe("finishedMs", &mut self.finished_ms);
        fields.count("attempt", &mut self.attempt);
        fields.pause("asleepMs", &mut self.asleep_ms);
    }

    fn is_over(&self) -> bool {
        self.outcome.is_some()
    }
}
