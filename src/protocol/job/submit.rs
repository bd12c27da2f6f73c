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
use super::outbox::Debt;
use super::queue::{self, Queue, fail, trouble};
use super::state::{Flight, State};
use super::{check, money, poll};
use crate::error::{ApiError, Class};
use crate::json::Value;
use crate::protocol::generate::{self, Generate, Order};
use crate::protocol::{Event, Failure, Next, Submit, SubmitOutcome, Submitting as Outcome, stored};
use crate::schedule::Retry;
use crate::task::Task;

/// How long past its time-out an answer of a POST is still waited for.
const GRACE_MS: i64 = 15_000;
/// How long a refusal of the account keeps everyone from trying.
const ACCOUNT_MS: i64 = 300_000;
/// The same of the rate, where nothing was asked for.
const RATE_MS: i64 = 30_000;
/// First pause of a job whose service fails or cannot be reached, doubling to the longest.
const ROUND_MS: i64 = 30_000;
const LONGEST_ROUND_MS: i64 = 600_000;
/// How often a job comes back because the service fails, before it fails itself.
const ROUNDS: u32 = 6;
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
                slow(step, asked);
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
    let body = Value::parse_json(&answer.text);
    let event = observation.event(body.as_ref());
    let current = step.job.run == run && step.job.submitting.attempt == attempt;
    let awaited = current && step.job.state == State::Submitting && step.job.submitting.open.is_some();
    let Some(mut machine) = restore(step).filter(|_| awaited) else {
        // It comes late. What was accepted is a task of ours, whatever became of the job.
        let task = body.as_ref().map(|body| Task::read_from(body, &step.context.settings.base));
        if let Some(task) = task.filter(|task| !task.id.is_empty() && (200..300).contains(&answer.status)) {
            check::belongs(step, run, task.id);
        }
        return;
    };
    let asked_ms = match event {
        Event::Answer(answer) if answer.status == 429 || answer.retry_after_ms.is_some() => {
            Some(answer.retry_after_ms.unwrap_or(RATE_MS as f64))
        }
        _ => None,
    };
    let next = machine.step(event, step.context.random);
    if let Outcome::Over(SubmitOutcome::Accepted) = machine.state() {
        step.job.submitting.machine.clear();
        step.job.submitting.open = None;
        let value = body.unwrap_or(Value::Null);
        let ms = step.job.submitting.last_at.map(|at| now - at);
        step.log("submitted", ms, None);
        poll::adopt(step, &Task::read_from(&value, &step.context.settings.base.clone()), false);
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
        check::unresolved(
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
        Outcome::Over(SubmitOutcome::Refused(error)) => refused(step, &error),
        Outcome::Over(SubmitOutcome::NotSent) => again(step),
        _ => {
            step.job.submitting.unknown_at = Some(now);
            step.job.needs_review = true;
            step.log("submit_unknown", None, None);
        }
    }
}

fn refused(step: &mut Step<'_>, error: &ApiError) {
    let now = step.context.now;
    match error.class {
        Class::Authentication | Class::InsufficientQuota | Class::PermissionDenied => {
            account(step, error.status, &error.code, &error.message);
            queue::enter(step, now + ACCOUNT_MS);
        }
        Class::RateLimit => {
            let asked = error.retry_after_ms.unwrap_or(RATE_MS as f64);
            slow(step, asked);
            queue::enter(step, now + (asked as i64).max(RATE_MS));
        }
        class => {
            if another(step, class.name(), &error.code) {
                return;
            }
            if class == Class::Server && step.job.queue.rounds < ROUNDS {
                again(step);
            } else {
                fail(step, trouble(&error.code, &error.message, error.hint));
            }
        }
    }
}

/// Back to the queue, for longer each time.
fn again(step: &mut Step<'_>) {
    let pause = (ROUND_MS << step.job.queue.rounds.min(8)).min(LONGEST_ROUND_MS);
    let not_before = step.context.now + step.context.jittered(pause);
    step.job.queue = Queue { rounds: step.job.queue.rounds.saturating_add(1), ..Queue::default() };
    queue::enter(step, not_before);
}

/// The account stands in the way of everyone: an operator is told, and nothing fails by it.
pub fn account(step: &mut Step<'_>, status: u16, code: &str, message: &str) {
    let why = format!("{status} {code}: {message}");
    step.log("account", None, Some(why.clone()));
    pause(step, why, ACCOUNT_MS);
}

fn slow(step: &mut Step<'_>, asked_ms: f64) {
    pause(step, "rate".to_owned(), asked_ms as i64);
}

fn pause(step: &mut Step<'_>, why: String, ms: i64) {
    let until = step.context.now + ms;
    step.job.outbox.entries.retain(|owed| !matches!(owed.debt, Debt::Pause { .. }));
    step.owe(Debt::Pause { why, until });
}

/// Asks another model, where the error is a lasting one of this model, and another can express the request for no more than
/// was put aside.
pub fn another(step: &mut Step<'_>, class: &str, code: &str) -> bool {
    let Some(among) = step.context.settings.fallback.clone() else { return false };
    let now = step.context.now as f64;
    let order =
        Order { request: step.job.request.clone(), among, inputs: step.job.inputs.clone(), lenient: false };
    let fresh = Generate::new(order);
    let mut machine = match step.job.fallback.as_str() {
        "" => fresh,
        text => match stored::restore(fresh, text, now, now) {
            Ok(machine) => machine,
            Err(_) => return false,
        },
    };
    if let Some(task) = &step.job.task {
        machine.step(generate::Event::Submitted { task_id: &task.id });
    }
    let generate::Effect::Fallback(found) =
        machine.step(generate::Event::Failed { class, code, wanted: true })
    else {
        return false;
    };
    step.job.fallback = stored::save(&machine, now, now).unwrap_or_default();
    if money::price(&step.job, &found.body, None, step.context.settings) > step.job.money.micro_usd {
        return false;
    }
    step.log("fallback", None, Some(format!("{} → {}", found.from, found.to)));
    let before = &step.job.submitting;
    step.job.submitting = Submitting {
        attempt: before.attempt,
        leg: before.leg + 1,
        body: found.body,
        first_at: before.first_at,
        ..Submitting::default()
    };
    found.to.clone_into(&mut step.job.model);
    step.job.task = None;
    step.job.polling = poll::Polling::default();
    queue::enter(step, 0);
    true
}
