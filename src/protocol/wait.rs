//! Waiting for a task: a status request never loses a paid one.
//!
//! Dropped connections, an empty account (402, or its code in another status), 408, 425, 429, 5xx, redirects, HTML with 200,
//! empty, truncated and endless bodies are ridden out under one deadline. Only 400, 401, 403, 404 and a terminal status end the wait early.
//!
//! ```text
//!                 just submitted          TimerFired
//!             ┌──────────────▶ asleep ──────────▶ asking ──┬─ a terminal status ─────▶ over
//! (not begun) ┤                 ▲   │ ▲                │  ├─ 400 401 403 404 ───────▶ refused
//!             │ any other task  │   └─┘ the mark for   │  └─ the deadline passed ───▶ deadline
//!             └─────────────────┼──────── review ──────▶  │     by the last look
//!                               └─────────────────────────┘ anything else
//! ```
//!
//! A task that has run for `review_ms` is marked for review, once; a sleep that would hide the mark is slept in two parts.
//! Read back from its stored form, a sleep is slept to its end, and a poll that was under way is made again; the time
//! between counts for the deadline and for the task's age.

use super::stored::{Fields, Stored};
use super::{Answer, Event, Next};
use crate::error::{ApiError, Class, Endpoint};
use crate::schedule::{Hints, Poll, ProgressSample};
use crate::tape::Node;
use crate::task::Task;

/// Longest a request may run past the deadline: a quarter of it, between these. A short wait asks for a prompt end.
const LAST_LOOK_MS: f64 = 5_000.0;
const LEAST_LOOK_MS: f64 = 1_000.0;

/// Timers know whole milliseconds, and ring up to one early: what is left then is nothing.
const EARLY_MS: f64 = 1.5;
const HALF_MS: f64 = 0.5;

/// An empty account, in whatever status: the task was paid for before.
pub(super) const NO_CREDITS: &str = "no credits";

/// What is known of the task before the wait.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownTask {
    /// Milliseconds since it was made.
    pub age_ms: f64,
    /// How long it was expected to take.
    pub estimated_ms: Option<f64>,
    /// Look at once, rather than after the first pause.
    pub look_now: bool,
    /// When it was seen completed, where that was before; milliseconds since 1970.
    pub finished_ms: Option<f64>,
}

/// A wait under way. Times are milliseconds of one monotonic clock.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each says a thing of its own
pub struct Wait {
    task_id: String,
    poll: Poll,
    read_ms: f64,
    started: f64,
    notice: KnownTask,
    attempt: u32,
    status: String,
    /// Progress as it was first seen, and as it last changed.
    first: Option<ProgressSample>,
    last: ProgressSample,
    changed: bool,
    /// Whether the task was marked for review, ever and by the last step.
    reviewed: bool,
    review: bool,
    asleep_ms: Option<f64>,
    /// What is left to sleep after the mark for review.
    rest_ms: f64,
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
    pub fn new(task_id: String, poll: Poll, read_ms: f64, notice: KnownTask, now: f64) -> Wait {
        Wait {
            task_id,
            poll,
            read_ms,
            started: now,
            notice,
            attempt: 0,
            status: String::new(),
            // What was just submitted began at nothing; how far another task is, is to be seen.
            first: (!notice.look_now).then(ProgressSample::default),
            last: ProgressSample::default(),
            changed: false,
            reviewed: false,
            review: false,
            asleep_ms: None,
            rest_ms: 0.0,
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

    /// The task that is waited for.
    pub fn task_id(&self) -> &str {
        &self.task_id
    }

    /// When the task was seen completed, where that was before the wait; milliseconds since 1970.
    pub const fn finished_ms(&self) -> Option<f64> {
        self.notice.finished_ms
    }

    /// Whether by the last step the task has become one for review: it has run too long (guide, section 10).
    pub const fn review(&self) -> bool {
        self.review
    }

    /// Milliseconds until the next poll, where a sleep is next.
    pub fn next_ms(&self) -> Option<f64> {
        self.asleep_ms.map(|ms| ms + self.rest_ms)
    }

    fn age(&self, now: f64) -> f64 {
        self.notice.age_ms + now - self.started
    }

    /// Takes what happened, answers what to do. `random` is in 0..1.
    pub fn step(&mut self, event: Event<'_>, now: f64, random: f64) -> Next {
        self.changed = false;
        let rest = std::mem::take(&mut self.rest_ms);
        let next = match event {
            Event::Resumed if self.asleep_ms.is_some() => {
                self.sleep(self.asleep_ms.unwrap_or(0.0) + rest, now)
            }
            Event::Start if !self.notice.look_now => self.pause(None, now, random),
            Event::TimerFired if rest > 0.0 => self.sleep(rest, now),
            Event::Start | Event::Resumed | Event::TimerFired => self.look(now),
            Event::Failed(failure) => {
                self.trouble = Some(failure.name());
                self.pause(None, now, random)
            }
            Event::Answer(answer) => self.answer(&answer, now, random),
        };
        self.asleep_ms = next.pause();
        self.review =
            self.outcome.is_none() && !self.reviewed && self.age(now) + HALF_MS >= self.poll.review_ms;
        self.reviewed |= self.review;
        next
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
                let error = answer.error(Endpoint::Task);
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
                let seen = ProgressSample { at_ms: self.age(now), progress: task.progress };
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
            (200..=299, _) => {
                self.trouble = Some("an answer that is no task");
                if let Some(error) = answer.disguised(Endpoint::Task) {
                    if ends(error.class) {
                        self.trouble = Some("refused");
                        return self.over(WaitOutcome::Refused(error));
                    }
                    self.trouble = Some(match error.class {
                        Class::InsufficientQuota => NO_CREDITS,
                        Class::RateLimit => "rate limited",
                        _ => "no usable answer",
                    });
                }
            }
            (402, _) => self.trouble = Some(NO_CREDITS),
            (429, _) => self.trouble = Some("rate limited"),
            _ => self.trouble = Some("no usable answer"),
        }
        self.pause(answer.retry_after_ms, now, random)
    }

    fn pause(&mut self, retry_after_ms: Option<f64>, now: f64, random: f64) -> Next {
        let left = self.poll.deadline_ms - (now - self.started);
        // One request past the deadline is the last, wherever it began.
        if self.may_outlive && left < EARLY_MS {
            return self.over(WaitOutcome::Deadline);
        }
        let hints = Hints {
            elapsed_ms: self.age(now),
            estimated_ms: self.notice.estimated_ms,
            eta_from_progress_ms: self.first.and_then(|first| first.eta_ms(self.last)),
        };
        let delay = self.poll.delay(self.attempt, hints, retry_after_ms, random);
        self.sleep(delay.min(left.max(0.0)), now)
    }

    fn sleep(&mut self, ms: f64, now: f64) -> Next {
        let until_review = self.poll.review_ms - self.age(now);
        // A timer may ring a millisecond early.
        let part = until_review.ceil() + 1.0;
        if self.reviewed || until_review <= HALF_MS || part >= ms {
            return Next::Sleep(ms);
        }
        self.rest_ms = ms - part;
        Next::Sleep(part)
    }

    fn over(&mut self, outcome: WaitOutcome) -> Next {
        self.outcome = Some(outcome);
        Next::Done
    }
}

impl Stored for Wait {
    const NAME: &'static str = "wait";
    const VERSION: u32 = 2;

    fn fields(&mut self, fields: &mut dyn Fields, now: f64) {
        fields.text("taskId", &mut self.task_id);
        self.poll.fields(fields);
        fields.number("readMs", &mut self.read_ms);
        let mut elapsed = now - self.started;
        fields.number("elapsedMs", &mut elapsed);
        self.started = now - elapsed;
        fields.number("ageMs", &mut self.notice.age_ms);
        fields.maybe("estimatedMs", &mut self.notice.estimated_ms);
        fields.flag("lookNow", &mut self.notice.look_now);
        fields.maybe("finishedMs", &mut self.notice.finished_ms);
        fields.count("attempt", &mut self.attempt);
        fields.text("status", &mut self.status);
        let mut seen = self.first.is_some();
        fields.flag("seen", &mut seen);
        let mut first = self.first.unwrap_or_default();
        mark(fields, ["firstAtMs", "firstProgress"], &mut first);
        self.first = seen.then_some(first);
        mark(fields, ["lastAtMs", "lastProgress"], &mut self.last);
        fields.flag("reviewed", &mut self.reviewed);
        fields.flag("mayOutlive", &mut self.may_outlive);
        let mut left = self.next_ms();
        fields.pause("asleepMs", &mut left);
        (self.asleep_ms, self.rest_ms) = (left, 0.0);
    }

    fn is_over(&self) -> bool {
        self.outcome.is_some()
    }
}

fn mark(fields: &mut dyn Fields, [at, progress]: [&'static str; 2], mark: &mut ProgressSample) {
    fields.number(at, &mut mark.at_ms);
    let mut number = f64::from(mark.progress);
    fields.number(progress, &mut number);
    mark.progress = number as u8;
}

/// What ends a wait where its code comes under a status of success: as 400, 401, 403 and 404 do.
fn ends(class: Class) -> bool {
    use Class::{Authentication, InvalidRequest, NotFound, PermissionDenied};
    matches!(class, Authentication | InvalidRequest | NotFound | PermissionDenied)
}

/// A status answer has a status; an error envelope or a stranger's JSON has none.
fn is_task(body: Node<'_>) -> bool {
    crate::task::inside(body).text_at("status").is_some()
}
