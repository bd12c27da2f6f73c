//! A submit is paid for at most once.
//!
//! Every outcome falls into one of four: accepted; refused (429, 503 with `Retry-After`, 500 in the API's own
//! envelope, any other 4xx, also as a code under 200); never sent; or unknown. What was refused or never left may be sent again, with the same
//! idempotency key. An unknown outcome may be a billed task: it is not sent again unless asked for, and then once.
//!
//! ```text
//!             Start            2xx with an id                       ┌▶ accepted
//! (not begun) ───▶ POST under way ──────────────────────────────────┤
//!                  ▲        │  │   400 401 402 403 404 413 422 …     ├▶ refused
//!             TimerFired │        │  └─────────────────────────────────────┤
//!                  │        ▼ 429, 503 with Retry-After,             │ no attempt left:
//!               asleep ◀────┤ 500 in the API's envelope (once),      ├▶ refused, or not sent
//!             (nothing is   │ never left                             │
//!              under way)   │                                        │
//!                  ▲        ▼ anything else                          │
//!                  └── asked to re-send, once ── or else ────────────┴▶ unknown
//! ```
//!
//! After a re-send only an accepted copy counts: whatever else is said of it says nothing about the first. Read back from
//! its stored form, a sleep is slept to its end; of a POST that was under way the outcome is unknown.

use super::stored::{Fields, Stored};
use super::{Answer, Event, Failure, Next};
use crate::error::{self, ApiError, Class, Endpoint};
use crate::schedule::Retry;
use crate::task;

/// Longest `Retry-After` a submit waits for.
const PATIENCE_MS: f64 = 120_000.0;
/// "Retry after 30 seconds" (guide, section 9, 500).
const INTERNAL_ERROR_PAUSE_MS: f64 = 30_000.0;

/// A submit under way.
#[derive(Clone, Debug)]
pub struct Submit {
    retry: Retry,
    timeout_ms: f64,
    resend_once: bool,
    attempt: u32,
    retried_internal_error: bool,
    resent: bool,
    asleep_ms: Option<f64>,
    outcome: Submitting,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Submitting {
    /// Not over.
    InFlight {
        /// A request is on its way, and may have arrived.
        may_have_arrived: bool,
    },
    /// Over.
    Over(SubmitOutcome),
}

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub enum SubmitOutcome {
    /// There is a task, in the answer's body.
    Accepted,
    /// There is none, and nothing is billed.
    Refused(ApiError),
    /// The request never left.
    NotSent,
    /// There may be one, and it may be billed.
    Unknown,
}

impl Submit {
    /// A submit not yet begun.
    pub const fn new(retry: Retry, timeout_ms: f64, resend_once: bool) -> Submit {
        Submit {
            retry,
            timeout_ms,
            resend_once,
            attempt: 0,
            retried_internal_error: false,
            resent: false,
            asleep_ms: None,
            outcome: Submitting::InFlight { may_have_arrived: false },
        }
    }

    /// How far it is.
    pub const fn state(&self) -> &Submitting {
        &self.outcome
    }

    /// The number of the attempt under way, from 1.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Takes what happened, answers what to do. `random` is in 0..1.
    pub fn step(&mut self, event: Event<'_>, random: f64) -> Next {
        let next = match event {
            Event::Resumed if self.asleep_ms.is_some() => Next::Sleep(self.asleep_ms.unwrap_or(0.0)),
            Event::Resumed if self.attempt > 0 => self.unknown(random),
            Event::Start | Event::Resumed | Event::TimerFired => {
                self.attempt += 1;
                self.outcome = Submitting::InFlight { may_have_arrived: true };
                Next::Fetch(self.timeout_ms)
            }
            Event::Failed(Failure::NotSent) => self.again(None, random, SubmitOutcome::NotSent),
            Event::Failed(Failure::Lost | Failure::TimedOut | Failure::TooLong) => self.unknown(random),
            Event::Answer(answer) => self.answer(&answer, random),
        };
        self.asleep_ms = next.pause();
        next
    }

    fn answer(&mut self, answer: &Answer<'_>, random: f64) -> Next {
        match answer.status {
            200..=299 if answer.body.is_some_and(|body| task::has_id(task::inside(body))) => {
                self.over(SubmitOutcome::Accepted)
            }
            // An error under a status of success. Its code may say that it was refused; it is not sent again by itself.
            200..=299 => match answer.disguised(Endpoint::Submit) {
                Some(error) if is_refusal(error.class) => self.refuse(error),
                _ => self.unknown(random),
            },
            // 408 and 499: somebody between gave up on an answer, the request may have gone through.
            400..=499 if !matches!(answer.status, 408 | 499) => {
                let error = answer.error(Endpoint::Submit);
                self.refused(answer, error, random)
            }
            500..=599 => {
                let error = answer.error(Endpoint::Submit);
                let asked_to_wait = answer.status == 503 && answer.retry_after_ms.is_some();
                let internal = answer.status == 500 && error::has_envelope(answer.body);
                if asked_to_wait || internal || error.class != Class::Server {
                    self.refused(answer, error, random)
                } else {
                    self.unknown(random)
                }
            }
            _ => self.unknown(random),
        }
    }

    fn refused(&mut self, answer: &Answer<'_>, mut error: ApiError, random: f64) -> Next {
        if !matches!(error.class, Class::RateLimit | Class::Server) {
            return self.refuse(error);
        }
        if answer.retry_after_ms.is_some_and(|pause| pause > PATIENCE_MS) {
            error.limit_rate();
            return self.refuse(error);
        }
        if answer.status == 500 {
            if self.retried_internal_error {
                return self.refuse(error);
            }
            self.retried_internal_error = true;
            let pause = INTERNAL_ERROR_PAUSE_MS.max(answer.retry_after_ms.unwrap_or(0.0));
            return self.again(Some(pause), random, SubmitOutcome::Refused(error));
        }
        self.again(answer.retry_after_ms, random, SubmitOutcome::Refused(error))
    }

    fn refuse(&mut self, error: ApiError) -> Next {
        self.give_up(SubmitOutcome::Refused(error))
    }

    /// Sends again after a pause, where attempts allow.
    fn again(&mut self, pause: Option<f64>, random: f64, otherwise: SubmitOutcome) -> Next {
        if self.resent || self.attempt >= self.retry.attempts {
            return self.give_up(otherwise);
        }
        self.outcome = Submitting::InFlight { may_have_arrived: false };
        Next::Sleep(self.retry.delay(self.attempt, pause, random))
    }

    fn unknown(&mut self, random: f64) -> Next {
        if self.resend_once && !self.resent {
            self.resent = true;
            return Next::Sleep(self.retry.delay(1, None, random));
        }
        self.over(SubmitOutcome::Unknown)
    }

    /// Once a request was re-sent, whatever became of the copy says nothing about the first.
    fn give_up(&mut self, outcome: SubmitOutcome) -> Next {
        self.over(if self.resent { SubmitOutcome::Unknown } else { outcome })
    }

    fn over(&mut self, outcome: SubmitOutcome) -> Next {
        self.outcome = Submitting::Over(outcome);
        Next::Done
    }
}

impl Stored for Submit {
    const NAME: &'static str = "submit";
    const VERSION: u32 = 1;

    fn fields(&mut self, fields: &mut dyn Fields, _now: f64) {
        self.retry.fields(fields);
        fields.number("timeoutMs", &mut self.timeout_ms);
        fields.flag("resendOnce", &mut self.resend_once);
        fields.count("attempt", &mut self.attempt);
        fields.flag("retriedInternalError", &mut self.retried_internal_error);
        fields.flag("resent", &mut self.resent);
        fields.pause("asleepMs", &mut self.asleep_ms);
        let mut open = matches!(self.outcome, Submitting::InFlight { may_have_arrived: true });
        fields.flag("open", &mut open);
        self.outcome = Submitting::InFlight { may_have_arrived: open };
    }

    fn is_over(&self) -> bool {
        matches!(self.outcome, Submitting::Over(_))
    }
}

/// What no part of a gateway says of a request that it took.
fn is_refusal(class: Class) -> bool {
    !matches!(class, Class::Api | Class::Server)
}
