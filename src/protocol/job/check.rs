//! A task that may be this job's: a callback names it, or a person. It is taken only if our key reads it, its model and time
//! fit, and no other job holds it. And the state in which nobody knows, which only such a task or a person ends.

use serde::{Deserialize, Serialize};

use super::engine::{Reply, Step};
use super::event::Exchange;
use super::queue;
use super::state::{Flight, State};
use super::{money, poll, unresolved};
use crate::tape::{Document, Node};
use crate::task::Task;

/// More are not looked at at once.
const MOST: usize = 4;
/// How far the API's clock and ours may be apart.
const SKEW_MS: i64 = 300_000;
/// First pause where the task could not be read, doubling; and how often.
const PAUSE_MS: i64 = 10_000;
const TRIES: u32 = 8;
const GRACE_MS: i64 = 15_000;

/// A task to be looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Check {
    /// Its id.
    pub task_id: String,
    /// Whether a person names it, who waits for the answer.
    pub by_person: bool,
    /// Whether a callback names it.
    pub by_callback: bool,
    /// When to look.
    pub due_at: i64,
    /// How often that failed.
    pub tries: u32,
    /// The look under way.
    pub flight: Option<Flight>,
}

/// A callback came.
pub fn callback(step: &mut Step<'_>, run: i64, task_id: &str) {
    if run != step.job.run || !queue::was_posted(&step.job) || task_id.is_empty() {
        return;
    }
    let known = step.job.task.as_ref().is_some_and(|task| task.id == task_id);
    match step.job.state {
        State::Polling if known => poll::hurry(step),
        State::Unresolved if known => poll::look_again(step),
        _ if known || step.job.paid_twice.iter().any(|other| other == task_id) => {}
        _ => add(step, task_id, false),
    }
}

/// Remembers a task to be looked at.
pub fn add(step: &mut Step<'_>, task_id: &str, by_person: bool) {
    let now = step.context.now;
    if let Some(there) = step.job.check.iter_mut().find(|check| check.task_id == task_id) {
        there.by_person |= by_person;
        there.by_callback |= !by_person;
        there.due_at = now;
        return;
    }
    if step.job.check.len() < MOST {
        step.job.check.push(Check {
            task_id: task_id.to_owned(),
            by_person,
            by_callback: !by_person,
            due_at: now,
            ..Check::default()
        });
    }
}

/// Looks at what is due; while a POST is under way its answer tells more.
pub fn wants(step: &mut Step<'_>) {
    let context = step.context;
    if step.job.submitting.open.is_some() && step.job.state == State::Submitting {
        return;
    }
    let run = step.job.run;
    let timeout_ms = context.settings.read_ms;
    for check in &mut step.job.check {
        if check.due_at <= context.now && !context.is_flying(check.flight.as_ref()) {
            check.flight = Some(context.flight(timeout_ms + GRACE_MS));
            let task_id = check.task_id.clone();
            step.effects.push(super::Effect::Check { run, task_id, timeout_ms });
        }
    }
}

/// When it must be woken.
pub fn wakes(step: &Step<'_>) -> Option<i64> {
    let checks =
        step.job.check.iter().map(|check| step.context.wake(check.due_at, check.flight.as_ref())).min();
    let waits = step.job.submitting.open.is_some() && step.job.state == State::Submitting;
    checks.filter(|_| !waits)
}

/// What was seen of it.
pub fn checked(step: &mut Step<'_>, run: i64, task_id: &str, answer: &Exchange, held: bool) {
    let Some(at) = step.job.check.iter().position(|check| check.task_id == task_id) else { return };
    if run != step.job.run {
        return;
    }
    let check = step.job.check.remove(at);
    let base = step.context.settings.base.clone();
    let document = Document::parse_json(&answer.text).unwrap_or_default();
    let tape = document.tape();
    let task = Task::read_from(tape.root(), &base);
    let is_read = (200..300).contains(&answer.status) && task.id == task_id;
    let refused = matches!(answer.status, 400 | 404);
    if !is_read && !refused && check.tries < TRIES {
        let pause = PAUSE_MS << check.tries.min(6);
        let due_at = step.context.now + step.context.jittered(pause);
        if check.by_person {
            let hint = "the job asks again by itself; look at it in a minute";
            step.reply =
                Some(Reply::error(409, "task_unreadable", "the task could not be read just now", hint));
        }
        step.job.check.push(Check { tries: check.tries + 1, flight: None, due_at, ..check });
        return;
    }
    let wrong = if is_read { misfit(step, &task, held) } else { Some("our key does not read it") };
    if let Some(wrong) = wrong {
        step.log("task_refused", None, Some(wrong.to_owned()));
        if check.by_person {
            let hint = "check the task id in the API's dashboard";
            step.reply =
                Some(Reply::error(409, "other_task", format!("this is not the job's task: {wrong}"), hint));
        }
        return;
    }
    if check.by_person {
        step.reply = Some(Reply::ok(200));
    }
    belongs_to_run(step, &task);
}

/// Why a task cannot be this job's.
fn misfit(step: &Step<'_>, task: &Task<'_>, held: bool) -> Option<&'static str> {
    let job = &step.job;
    let document = Document::parse(&job.request).unwrap_or_default();
    let tape = document.tape();
    let first = tape.root().get("model").and_then(Node::as_text).unwrap_or_default();
    if held {
        return Some("another job holds it");
    }
    if task.model.is_some_and(|model| model != job.model && model != first) {
        return Some("it is of another model");
    }
    let since = job.submitting.first_at.unwrap_or(job.run) - SKEW_MS;
    let until = step.context.now + SKEW_MS;
    if task.created_ms.is_some_and(|made| made < since || made > until) {
        return Some("it was made at another time");
    }
    None
}

/// The answer of a POST that came late names a task of that run.
pub fn belongs(step: &mut Step<'_>, run: i64, task_id: &str) {
    if step.job.run != run {
        step.log("late_answer", None, Some(task_id.to_owned()));
        paid_twice(step, task_id);
        return;
    }
    let task = Task { id: task_id, status: "pending", ..Task::default() };
    belongs_to_run(step, &task);
}

fn belongs_to_run(step: &mut Step<'_>, task: &Task<'_>) {
    let known = step.job.task.as_ref().map(|own| own.id.clone());
    match (known.as_deref(), step.job.state) {
        (Some(own), State::Polling) if own == task.id => poll::hurry(step),
        (Some(own), State::Unresolved) if own == task.id => poll::look_again(step),
        (Some(own), _) if own == task.id => {}
        (None, State::Queued | State::Submitting | State::Unresolved) => {
            step.log("task_found", None, None);
            let was_unresolved = step.job.state == State::Unresolved;
            poll::adopt(step, task, true);
            step.job.outbox.entries.retain(|owed| !matches!(owed.debt, super::outbox::Debt::Enqueue { .. }));
            if was_unresolved {
                unresolved::resolved(step);
            }
        }
        _ => paid_twice(step, task.id),
    }
}

fn paid_twice(step: &mut Step<'_>, task_id: &str) {
    if step.job.paid_twice.iter().any(|other| other == task_id) {
        return;
    }
    step.job.paid_twice.push(task_id.to_owned());
    step.job.needs_review = true;
    step.log("paid_twice", None, Some(task_id.to_owned()));
    money::extra(step);
}

/// The job has its task: what was to be looked at for it is looked at no more.
pub fn adopted(step: &mut Step<'_>) {
    let own = step.job.task.as_ref().map(|task| task.id.clone()).unwrap_or_default();
    let before = step.job.check.len();
    step.job.check.retain(|check| check.task_id != own);
    if step.job.check.len() < before {
        poll::hurry(step);
    }
}
