//! The POST, as [`crate::protocol::Submit`] decides it; around it, what a pipeline knows beyond one call: a refusal for now
//! sends the job back to its queue, one of the account pauses the deployment, and an unknown outcome waits for a callback.
//!
//! ```text
//!   message ─▶ open: written down, then posted ─┬─ a task ─────────────────────────────▶ polling
//!                 ▲                             ├─ 429, 503, no connection, account ───▶ queued, not before …
//!                 │ its time comes              ├─ refused for good ─▶ another model, or failed
//!              asleep ◀─ the machine says so ───┤
//!                                               └─ lost, or another activation's ──────▶ unknown ──▶ unresolved
//! ```

use serde::{Deserialize, Serialize};

use super::engine::Step;
use super::event::Exchange;
use super::queue::trouble;
use super::state::{Flight, State};
use super::{check, poll, refusal, unresolved};
use crate::protocol::{Event, Failure, Next, Submit, SubmitOutcome, Submitting as Outcome, stored};
use crate::schedule::Retry;
use crate::tape::{Document, Node, Tape};
use crate::task::Task;

/// How long past its time-out an answer of a POST is still waited for.
const GRACE_MS: i64 = 15_000;
/// How long an unknown outcome waits before a person is asked: a callback may come, or nothing can.
const UNKNOWN_WITH_CALLBACK_MS: i64 = 3_600_000;
const UNKNOWN_MS: i64 = 900_000;

/// A submit under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Submitting {
    /// The stored form of the machine; empty where there is none.
    pub machine: String,
    /// The number of the last POST of the run, from 1; 0 where none was made.
    pub attempt: u32,
    /// Which model is asked: 0 the one of the request.
    pub leg: u32,
    /// The body of another model; empty for the request's.
    pub body: String,
    /// The POST under way.
    pub open: Option<Flight>,
    /// When the next is due.
    pub due_at: Option<i64>,
    /// When the first POST of the run was made, and the last.
    pub first_at: Option<i64>,
    /// The same.
    pub last_at: Option<i64>,
    /// Since when the outcome is unknown.
    pub unknown_at: Option<i64>,
}

/// Begins.
pub fn begin(step: &mut Step<'_>) {
    let settings = step.context.settings;
    let mut machine = Submit::new(settings.retry, settings.submit_ms as f64, settings.resend_once);
    step.reach(State::Submitting);
    let next = machine.step(Event::Start, step.context.random);
    go_on(step, &machine, next, None);
}

/// Performs what the machine says.
fn go_on(step: &mut Step<'_>, machine: &Submit, next: Next, asked_ms: Option<f64>) {
    let now = step.context.now;
    let submitting = &mut step.job.submitting;
    submitting.machine = stored::save(machine, now as f64, now as f64).unwrap_or_default();
    submitting.open = None;
    submitting.due_at = None;
    match next {
        Next::Fetch(ms) => post(step, ms as i64),
        Next::Sleep(ms) => {
            submitting.due_at = Some(now + ms as i64);
            if let Some(asked) = asked_ms {
                refusal::slow(step, asked);
            }
        }
        Next::Done => over(step, machine.state().clone()),
    }
}

fn post(step: &mut Step<'_>, timeout_ms: i64) {
    let context = step.context;
    let job = &mut step.job;
    let submitting = &mut job.submitting;
    submitting.attempt += 1;
    submitting.open = Some(context.flight(timeout_ms + GRACE_MS));
    submitting.first_at.get_or_insert(context.now);
    submitting.last_at = Some(context.now);
    let leg = if submitting.leg > 0 { format!(".{}", submitting.leg) } else { String::new() };
    let body = if submitting.body.is_empty() { &job.request } else { &submitting.body };
    step.effects.push(super::Effect::Post {
        run: job.run,
        attempt: submitting.attempt,
        activation: context.activation.to_owned(),
        idempotency_key: format!("{}.{}{leg}", job.job, job.run),
        body: body.clone(),
        timeout_ms,
        traceparent: job.traceparent.clone(),
    });
}

fn restore(step: &Step<'_>) -> Option<Submit> {
    let now = step.context.now as f64;
    let fresh = Submit::new(Retry::default(), step.context.settings.submit_ms as f64, false);
    stored::restore(fresh, &step.job.submitting.machine, now, now).ok()
}

/// The answer of a POST.
pub fn posted(step: &mut Step<'_>, run: i64, attempt: u32, answer: &Exchange) {
    let now = step.context.now;
    let observation = answer.observation(now, &step.context.settings.base);
    let document = Document::parse_json(&answer.text);
    let tape = document.as_ref().map(Document::tape);
    let body = tape.as_ref().map(Tape::root);
    let event = observation.event(body);
    let current = step.job.run == run && step.job.submitting.attempt == attempt;
    let awaited = current && step.job.state == State::Submitting && step.job.submitting.open.is_some();
    let Some(mut machine) = restore(step).filter(|_| awaited) else {
        // It comes late. What was accepted is a task of ours, whatever became of the job.
        let task = body.map(|body| Task::read_from(body, &step.context.settings.base));
        if let Some(task) = task.filter(|task| !task.id.is_empty() && (200..300).contains(&answer.status)) {
            check::belongs(step, run, task.id);
        }
        return;
    };
    let asked_ms = match event {
        Event::Answer(answer) if answer.status == 429 || answer.retry_after_ms.is_some() => {
            Some(answer.retry_after_ms.unwrap_or(refusal::RATE_MS as f64))
        }
        _ => None,
    };
    let next = machine.step(event, step.context.random);
    if let Outcome::Over(SubmitOutcome::Accepted) = machine.state() {
        step.job.submitting.machine.clear();
        step.job.submitting.open = None;
        let value = body.unwrap_or(Node::Null);
        let ms = step.job.submitting.last_at.map(|at| now - at);
        step.log("submitted", ms, None);
        poll::adopt(step, &Task::read_from(value, &step.context.settings.base.clone()), false);
    } else {
        go_on(step, &machine, next, asked_ms);
    }
}

/// Looks after a POST whose answer is overdue, and after the next that is due.
pub fn wants(step: &mut Step<'_>) {
    if step.job.state != State::Submitting {
        return;
    }
    let context = step.context;
    let (now, random) = (context.now, context.random);
    let submitting = &step.job.submitting;
    let overdue = submitting.open.as_ref().is_some_and(|flight| !context.is_flying(Some(flight)));
    let due = submitting.open.is_none() && submitting.due_at.is_some_and(|at| at <= now);
    if overdue || due {
        let own = submitting.open.as_ref().is_some_and(|flight| flight.activation == context.activation);
        let event = match (overdue, own) {
            (true, true) => Event::Failed(Failure::TimedOut),
            (true, false) => Event::Resumed,
            (false, _) => Event::TimerFired,
        };
        let Some(mut machine) = restore(step) else {
            over(step, Outcome::Over(SubmitOutcome::Unknown));
            return;
        };
        let next = machine.step(event, random);
        go_on(step, &machine, next, None);
    }
    let waited = if context.settings.has_callback { UNKNOWN_WITH_CALLBACK_MS } else { UNKNOWN_MS };
    if step.job.submitting.unknown_at.is_some_and(|at| at + waited <= now) && step.job.check.is_empty() {
        let text = "the request was sent and its answer was lost: it may have been accepted and billed";
        unresolved::unresolved(
            step,
            trouble("submission_unknown", text, "look into the API's dashboard, then reconcile the job"),
        );
    }
}

/// When it must be woken.
pub fn wakes(step: &Step<'_>) -> Option<i64> {
    if step.job.state != State::Submitting {
        return None;
    }
    let Submitting { open, due_at, unknown_at, .. } = &step.job.submitting;
    let waited = if step.context.settings.has_callback { UNKNOWN_WITH_CALLBACK_MS } else { UNKNOWN_MS };
    let open = open.as_ref().map(|flight| step.context.wake(step.context.now, Some(flight)));
    let unknown = unknown_at.filter(|_| step.job.check.is_empty()).map(|at| at + waited);
    [open, *due_at, unknown].into_iter().flatten().min()
}

fn over(step: &mut Step<'_>, outcome: Outcome) {
    let now = step.context.now;
    step.job.submitting.machine.clear();
    match outcome {
        Outcome::Over(SubmitOutcome::Refused(error)) => refusal::refused(step, &error),
        Outcome::Over(SubmitOutcome::NotSent) => refusal::again(step),
        _ => {
            step.job.submitting.unknown_at = Some(now);
            step.job.needs_review = true;
            step.log("submit_unknown", None, None);
        }
    }
}
