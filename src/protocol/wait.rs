//! Waiting for a task: a status request never loses a paid one.
//!
//! Dropped connections, an empty account (402, or its code in another status), 408, 425, 429, 5xx, redirects, HTML with 200, empty and truncated bodies are ridden out
//! under one deadline. Only 400, 401, 403, 404 and a terminal status end the wait early.

use super::{Answer, Event, Next};
use crate::error::{ApiError, Asked, Class};
use crate::json::Value;
use crate::schedule::{Hints, Mark, Poll};
use crate::task::Task;

/// Longest a request may run past the deadline: a quarter of it, between these. A short wait asks for a prompt end.
const LAST_LOOK_MS: f64 = 5_000.0;
const LEAST_LOOK_MS: f64 = 1_000.0;

/// An empty account, in whatever status: the task was paid for before.
const NO_CREDITS: &str = "no credits";

/// What is known of the task before the wait.
#[derive(Clone, Copy, Debug, Default)]
pub struct Notice {
    /// Milliseconds since it was made.
    pub age_ms: f64,
    /// How long it was expected to take.
    pub estimated_ms: Option<f64>,
    /// Look at once, rather than after the first pause.
    pub look_now: bool,
}

/// A wait under way. Times are milliseconds of one monotonic clock.
#[derive(Clone, Debug)]
pub struct Wait {
    poll: Poll,
    read_ms: f64,
    started: f64,
    notice: Notice,
    attempt: u32,
    status: String,
    /// Progress as it was first seen, and as it last changed.
    first: Option<Mark>,
    last: Mark,
    changed: bool,
    reviewed: bool,
    /// Whether the request under way may run past the deadline: it is the last one if it does.
    may_outlive: bool,
    trouble: Option<&'static str>,
    outcome: Option<WaitOutcome>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub enum WaitOutcome {
    /// A terminal status, in the answer's body.
    Over,
    /// Not in time; the task goes on.
    Deadline,
    /// The API will not tell.
    Refused(ApiError),
}

impl Wait {
    /// A wait that begins `now`.
    pub fn new(poll: Poll, read_ms: f64, notice: Notice, now: f64) -> Wait {
        Wait {
            poll,
            read_ms,
            started: now,
            notice,
            attempt: 0,
            status: String::new(),
            // What was just submitted began at nothing; how far another task is, is to be seen.
            first: (!notice.look_now).then(Mark::default),
            last: Mark::default(),
            changed: false,
            reviewed: false,
            may_outlive: false,
            trouble: None,
            outcome: None,
        }
    }

    /// How it ended, once it did.
    pub const fn outcome(&self) -> Option<&WaitOutcome> {
        self.outcome.as_ref()
    }

    /// Polls so far.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Whether the last answer brought a new status or progress.
    pub const fn changed(&self) -> bool {
        self.changed
    }

    /// What kept the last poll from telling the status.
    pub const fn trouble(&self) -> Option<&'static str> {
        self.trouble
    }

    /// Whether the task has become one for review: once, when it has run too long (guide, section 10).
    pub fn take_review(&mut self, now: f64) -> bool {
        let due = self.outcome.is_none() && !self.reviewed && self.age(now) >= self.poll.review_ms;
        self.reviewed |= due;
        due
    }

    /// Milliseconds until it becomes one, so that a pause need not hide it.
    pub fn review_in(&self, now: f64) -> Option<f64> {
        let open = self.outcome.is_none() && !self.reviewed;
        open.then(|| (self.poll.review_ms - self.age(now)).max(0.0))
    }

    fn age(&self, now: f64) -> f64 {
        self.notice.age_ms + now - self.started
    }

    /// Takes what happened, answers what to do. `random` is in 0..1.
    pub fn step(&mut self, event: Event<'_>, now: f64, random: f64) -> Next {
        self.changed = false;
        match event {
            Event::Start if !self.notice.look_now => self.pause(None, now, random),
            Event::Start | Event::Woke => self.look(now),
            Event::Failed(failure) => {
                self.trouble = Some(failure.name());
                self.pause(None, now, random)
            }
            Event::Answer(answer) => self.answer(&answer, now, random),
        }
    }

    fn look(&mut self, now: f64) -> Next {
        self.attempt += 1;
        let left = self.poll.deadline_ms - (now - self.started);
        // A request must not outlive the deadline, but the last one deserves a chance.
        let chance = (self.poll.deadline_ms / 4.0).clamp(LEAST_LOOK_MS, LAST_LOOK_MS);
        self.may_outlive = left < chance;
        Next::Fetch(self.read_ms.min(left.max(chance)))
    }

    fn answer(&mut self, answer: &Answer<'_>, now: f64, random: f64) -> Next {
        match (answer.status, answer.body) {
            (400 | 401 | 403 | 404, _) => {
                let error = answer.error(Asked::Task);
                if error.class != Class::InsufficientQuota {
                    self.trouble = Some("refused");
                    return self.over(WaitOutcome::Refused(error));
                }
                self.trouble = Some(NO_CREDITS);
            }
            (200..=299, Some(body)) if is_task(body) => {
                self.trouble = None;
                let task = Task::read(body);
                let moved = task.progress != self.last.progress;
                self.changed = moved || task.status != self.status;
                if self.changed {
                    task.status.clone_into(&mut self.status);
                }
                let seen = Mark { at_ms: self.age(now), progress: task.progress };
                self.first.get_or_insert(seen);
                if moved {
                    self.last = seen;
                }
                if let Some(estimated) = task.estimated_ms {
                    self.notice.estimated_ms = Some(estimated as f64);
                }
                if task.is_terminal() {
                    return self.over(WaitOutcome::Over);
                }
            }
            (200..=299, _) => self.trouble = Some("an answer that is no task"),
            (402, _) => self.trouble = Some(NO_CREDITS),
            (429, _) => self.trouble = Some("rate limited"),
            _ => self.trouble = Some("no usable answer"),
        }
        self.pause(answer.retry_after_ms, now, random)
    }

    fn pause(&mut self, retry_after_ms: Option<f64>, now: f64, random: f64) -> Next {
        let left = self.poll.deadline_ms - (now - self.started);
        // One request past the deadline is the last, wherever it began.
        if self.may_outlive && left <= 0.0 {
            return self.over(WaitOutcome::Deadline);
        }
        let hints = Hints {
            elapsed_ms: self.age(now),
            estimated_ms: self.notice.estimated_ms,
            paced_ms: self.first.and_then(|first| first.pace(self.last)),
        };
        Next::Sleep(self.poll.delay(self.attempt, hints, retry_after_ms, random).min(left.max(0.0)))
    }

    fn over(&mut self, outcome: WaitOutcome) -> Next {
        self.outcome = Some(outcome);
        Next::Done
    }
}

/// A status answer has a status; an error envelope or a stranger's JSON has none.
fn is_task(body: &Value<'_>) -> bool {
    body.get("status").and_then(Value::as_text).is_some()
}
