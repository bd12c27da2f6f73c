//! One read (a task, the credits): tried a few times, since a read costs nothing.

use super::{Event, Failure, Next};
use crate::error::{ApiError, Asked};
use crate::schedule::Retry;

/// A read under way.
#[derive(Clone, Debug)]
pub struct Read {
    asked: Asked,
    retry: Retry,
    timeout_ms: f64,
    attempt: u32,
    outcome: Option<Result<(), Option<ApiError>>>,
}

impl Read {
    /// A read not yet begun.
    pub const fn new(asked: Asked, retry: Retry, timeout_ms: f64) -> Read {
        Read { asked, retry, timeout_ms, attempt: 0, outcome: None }
    }

    /// How it ended: well, with an error of the API, or (`None`) without a usable answer.
    pub const fn outcome(&self) -> Option<&Result<(), Option<ApiError>>> {
        self.outcome.as_ref()
    }

    /// The number of the attempt under way, from 1.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Takes what happened, answers what to do. `random` is in 0..1.
    pub fn step(&mut self, event: Event<'_>, random: f64) -> Next {
        let (error, after) = match event {
            Event::Start | Event::Woke => {
                self.attempt += 1;
                return Next::Fetch(self.timeout_ms);
            }
            Event::Answer(answer) if (200..300).contains(&answer.status) && answer.body.is_some() => {
                self.outcome = Some(Ok(()));
                return Next::Done;
            }
            Event::Answer(answer) if answer.status >= 300 => {
                let error = answer.error(self.asked);
                if !error.retryable {
                    self.outcome = Some(Err(Some(error)));
                    return Next::Done;
                }
                (Some(error), answer.retry_after_ms)
            }
            Event::Answer(_) | Event::Failed(Failure::NotSent | Failure::Lost | Failure::TimedOut) => {
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
