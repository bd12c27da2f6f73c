//! Waiting to start. The coordinator says when; its message is a hint, and may come twice, late or never.

use serde::{Deserialize, Serialize};

use super::engine::{Reply, Step};
use super::outbox::{Debt, Owed};
use super::state::{Job, State, Trouble};
use super::submit;

/// Longest time after which a message that was sent for certain is sent again.
const LONGEST_MS: i64 = 6 * 3_600_000;

/// How a job waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Queue {
    /// Whether the coordinator has it in writing.
    pub confirmed: bool,
    /// How often it was asked without a message coming.
    pub asks: u32,
    /// When it is asked again.
    pub again_at: i64,
    /// How often the job came back here because the service failed.
    pub rounds: u32,
}

/// Waits to start, not before that moment.
pub fn enter(step: &mut Step<'_>, not_before: i64) {
    let rounds = step.job.queue.rounds;
    step.reach(State::Queued);
    step.job.queue = Queue { rounds, ..Queue::default() };
    ask(step, not_before);
}

fn ask(step: &mut Step<'_>, not_before: i64) {
    let run = step.job.run;
    step.job.queue.again_at = step.context.now.max(not_before) + pause(step);
    step.job.outbox.entries.retain(|owed| !matches!(owed.debt, Debt::Enqueue { .. }));
    step.owe(Debt::Enqueue { run, not_before });
}

fn pause(step: &Step<'_>) -> i64 {
    let first = step.context.settings.requeue_ms;
    (first << step.job.queue.asks.min(10)).min(LONGEST_MS.max(first))
}

/// The coordinator has it in writing.
pub fn answered(step: &mut Step<'_>, owed: &Owed) {
    if matches!(owed.debt, Debt::Enqueue { run, .. } if run == step.job.run) {
        step.job.queue.confirmed = true;
        step.job.queue.again_at = step.job.queue.again_at.max(step.context.now + pause(step));
    }
}

/// Asks again where no message came for long.
pub fn wants(step: &mut Step<'_>) {
    let Queue { confirmed, again_at, .. } = step.job.queue;
    if step.job.state == State::Queued && confirmed && again_at <= step.context.now {
        step.job.queue.asks += 1;
        step.job.queue.confirmed = false;
        ask(step, 0);
    }
}

/// When that is.
pub fn wakes(step: &Step<'_>) -> Option<i64> {
    (step.job.state == State::Queued && step.job.queue.confirmed).then_some(step.job.queue.again_at)
}

/// The message came.
pub fn start(step: &mut Step<'_>, run: i64) {
    if step.job.run != run {
        return;
    }
    if step.job.state == State::Queued {
        // It may have overtaken the answer that it was written down.
        step.job.outbox.entries.retain(|owed| !matches!(owed.debt, Debt::Enqueue { .. }));
        submit::begin(step);
    } else if step.job.state.is_end() {
        // It was asked to wait after it had been given up: it has a place again, which it does not need.
        let owes = |owed: &Owed| matches!(owed.debt, Debt::ReleaseSlot { .. });
        if !step.job.outbox.entries.iter().any(owes) {
            release(step);
        }
    }
}

/// The message came to nothing, again and again: only what still waits is given up.
pub fn dead_letter(step: &mut Step<'_>, run: i64) {
    if step.job.state == State::Queued && step.job.run == run {
        let text = "the job could not be started, again and again";
        fail(step, trouble("dead_letter", text, "nothing was billed; post the request again"));
    }
}

/// Its user wants it no more.
pub fn cancel(step: &mut Step<'_>) {
    let job = &step.job;
    match job.state {
        State::Reserving | State::Queued => {
            step.job.outbox.entries.retain(|owed| !matches!(owed.debt, Debt::Enqueue { .. }));
            step.end(State::Cancelled, 0);
            step.reply = Some(Reply::ok(200));
        }
        State::Cancelled => step.reply = Some(Reply::ok(200)),
        state => {
            let message = if state.is_end() {
                format!("the job is {}", state.name())
            } else {
                format!(
                    "the job is {}: it runs at the API, which knows no cancelling, and is billed",
                    state.name()
                )
            };
            let hint = "a job can be cancelled until it is submitted";
            step.reply = Some(Reply::error(409, "cannot_cancel", message, hint));
        }
    }
}

/// It ends without a video, and nothing is billed.
pub fn fail(step: &mut Step<'_>, trouble: Trouble) {
    step.job.trouble = Some(trouble);
    step.end(State::Failed, 0);
}

/// The job runs no more at the API, or nobody knows.
pub fn release(step: &mut Step<'_>) {
    let (run, outcome) = (step.job.run, step.job.state);
    // Of one that was never handed over there is nothing to give back.
    if step.job.timeline.iter().any(|reached| reached.state == State::Queued) {
        step.owe(Debt::ReleaseSlot { run, outcome });
    }
}

/// A trouble in words.
pub fn trouble(code: &str, message: &str, hint: &str) -> Trouble {
    Trouble { code: code.to_owned(), message: message.to_owned(), hint: hint.to_owned() }
}

/// Whether a POST of this run may have been made.
pub fn was_posted(job: &Job) -> bool {
    job.submitting.attempt > 0
}
