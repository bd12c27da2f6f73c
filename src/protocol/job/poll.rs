//! Waiting for the task, as [`crate::protocol::Wait`] decides it. What ends a wait of the client ends none here: a paid task
//! is asked for on a schedule of the job's own, five minutes apart past the deadline, hourly after two hours, to two days.

use serde::{Deserialize, Serialize};

use super::engine::Step;
use super::event::Exchange;
use super::queue::{fail, trouble};
use super::state::{Flight, State, TaskFacts};
use super::{archive, check, late, refusal, unresolved};
use crate::protocol::{Event, KnownTask, NO_CREDITS, Next, Wait, WaitOutcome, ending, stored};
use crate::schedule::Poll;
use crate::tape::{Document, Node, Tape};
use crate::task::Task;

/// How long past its time-out the answer of a GET is waited for.
const GRACE_MS: i64 = 15_000;
const FOREVER_MS: f64 = 1e15;

/// The waiting for a task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Polling {
    /// The stored form of the machine; empty once it is over and the job looks by itself.
    pub machine: String,
    /// When it began.
    pub began_at: i64,
    /// When the next look is due.
    pub due_at: i64,
    /// The number of the last look.
    pub look: u32,
    /// The look under way.
    pub flight: Option<Flight>,
    /// Since when the API says there is no such task.
    pub missing_since: Option<i64>,
    /// Whether somebody said that it has ended while a look was under way.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hurried: bool,
}

/// A task is the job's. `look_now`: it was not just made.
pub fn adopt(step: &mut Step<'_>, task: &Task<'_>, look_now: bool) {
    let now = step.context.now;
    let estimated_ms = task.estimated_ms.map(|ms| ms as f64);
    let age_ms = task.created_ms.filter(|_| look_now).map_or(0.0, |made| (now - made).max(0) as f64);
    let notice = KnownTask { age_ms, estimated_ms, look_now, finished_ms: None };
    let settings = step.context.settings;
    let mut wait = Wait::new(task.id.to_owned(), settings.poll, settings.read_ms as f64, notice, now as f64);
    let pause =
        if look_now { Next::Sleep(0.0) } else { wait.step(Event::Start, now as f64, step.context.random) };
    step.job.task = Some(facts(task, None, now));
    step.job.trouble = None;
    step.job.unresolved_at = None;
    let submitting = &mut step.job.submitting;
    (submitting.open, submitting.due_at, submitting.unknown_at) = (None, None, None);
    submitting.machine.clear();
    let look = step.job.polling.look;
    step.job.polling = Polling { began_at: now, look, ..Polling::default() };
    step.reach(State::Polling);
    step.job.needs_review = unresolved::review_of(&step.job);
    rest(step, &wait, pause);
    check::adopted(step);
}

/// Looks sooner: somebody says that it has ended. A look under way may have been answered before that: another follows it.
pub fn hurry(step: &mut Step<'_>) {
    let polling = &mut step.job.polling;
    polling.due_at = step.context.now;
    polling.hurried = step.context.is_flying(polling.flight.as_ref());
}

/// A task that was lost sight of is looked at again.
pub fn look_again(step: &mut Step<'_>) {
    let now = step.context.now;
    let look = step.job.polling.look;
    step.job.polling = Polling { began_at: now, due_at: now, look, ..Polling::default() };
    step.job.unresolved_at = None;
    step.job.trouble = None;
    step.reach(State::Polling);
    unresolved::resolved(step);
}

fn rest(step: &mut Step<'_>, wait: &Wait, next: Next) {
    let now = step.context.now;
    step.job.polling.machine = stored::save(wait, now as f64, now as f64).unwrap_or_default();
    if let Next::Sleep(ms) = next {
        step.job.polling.due_at = now + ms.ceil() as i64;
    }
}

fn fresh(step: &Step<'_>) -> Wait {
    let task_id = step.job.task.as_ref().map(|task| task.id.clone()).unwrap_or_default();
    let now = step.context.now;
    let poll = Poll { deadline_ms: FOREVER_MS, ..step.context.settings.poll };
    let notice = KnownTask {
        age_ms: (now - step.job.polling.began_at) as f64,
        look_now: true,
        ..KnownTask::default()
    };
    Wait::new(task_id, poll, step.context.settings.read_ms as f64, notice, now as f64)
}

fn machine(step: &Step<'_>) -> Wait {
    let now = step.context.now as f64;
    match step.job.polling.machine.as_str() {
        "" => fresh(step),
        text => stored::restore(fresh(step), text, now, now).unwrap_or_else(|_| fresh(step)),
    }
}

/// Looks where a look is due.
pub fn wants(step: &mut Step<'_>) {
    let context = step.context;
    let polling = &step.job.polling;
    if step.job.state != State::Polling || context.is_flying(polling.flight.as_ref()) {
        return;
    }
    if polling.flight.is_none() && polling.due_at > context.now {
        return;
    }
    let mut wait = machine(step);
    let now = context.now as f64;
    // A sleep that was cut for the mark for review goes on.
    let rested = wait.next_ms().is_none_or(|left| left < 1.5);
    let hurried = polling.due_at <= context.now;
    let event = if hurried || rested { Event::TimerFired } else { Event::Resumed };
    let next = wait.step(event, now, context.random);
    mark(step, &wait);
    let Next::Fetch(ms) = next else {
        rest(step, &wait, next);
        return;
    };
    let timeout_ms = ms as i64;
    if !step.job.polling.machine.is_empty() {
        rest(step, &wait, next);
    }
    let polling = &mut step.job.polling;
    polling.look = polling.look.saturating_add(1);
    polling.flight = Some(context.flight(timeout_ms + GRACE_MS));
    let (run, look) = (step.job.run, polling.look);
    let task_id = wait.task_id().to_owned();
    step.effects.push(super::Effect::Get { run, look, task_id, timeout_ms });
}

/// When it must be woken.
pub fn wakes(step: &Step<'_>) -> Option<i64> {
    let polling = &step.job.polling;
    (step.job.state == State::Polling).then(|| step.context.wake(polling.due_at, polling.flight.as_ref()))
}

/// What a look saw.
pub fn got(step: &mut Step<'_>, run: i64, look: u32, answer: &Exchange) {
    let polling = &step.job.polling;
    let awaited = step.job.run == run && polling.look == look && polling.flight.is_some();
    if step.job.state != State::Polling || !awaited {
        return;
    }
    let hurried = std::mem::take(&mut step.job.polling.hurried);
    seen(step, answer);
    // One that was not answered is made again soon enough.
    if hurried && step.job.state == State::Polling && (200..300).contains(&answer.status) {
        step.job.polling.due_at = step.context.now;
    }
}

fn seen(step: &mut Step<'_>, answer: &Exchange) {
    let now = step.context.now;
    let mut wait = machine(step);
    let is_own = step.job.polling.machine.is_empty();
    if is_own {
        wait.step(Event::Start, now as f64, step.context.random);
    }
    let base = step.context.settings.base.clone();
    let document = Document::parse_json(&answer.text);
    let tape = document.as_ref().map(Document::tape);
    let body = tape.as_ref().map(Tape::root);
    let observation = answer.observation(now, &base);
    let next = wait.step(observation.event(body), now as f64, step.context.random);
    step.job.polling.flight = None;
    mark(step, &wait);
    let seen = wait.trouble().is_none();
    if seen {
        step.job.polling.missing_since = None;
        let task = Task::read_from(body.unwrap_or(Node::Null), &base);
        let known = facts(&task, step.job.task.as_ref(), now);
        step.job.task = Some(known);
        if wait.outcome() == Some(&WaitOutcome::Over) {
            terminal(step, &task);
            return;
        }
    }
    if wait.trouble() == Some(NO_CREDITS) {
        refusal::account(step, answer.status, "insufficient_quota", "the account is empty");
    }
    match wait.outcome() {
        Some(WaitOutcome::Refused(error)) => late::refused(step, &error.clone()),
        None if !is_own => {
            rest(step, &wait, next);
            return;
        }
        _ => {}
    }
    late::own_pace(step);
}

fn mark(step: &mut Step<'_>, wait: &Wait) {
    if wait.review() && !step.job.needs_review {
        step.job.needs_review = true;
        step.log("needs_review", None, None);
    }
}

fn terminal(step: &mut Step<'_>, task: &Task<'_>) {
    // That it took long needs nobody any more.
    step.job.needs_review = unresolved::review_of(&step.job);
    let Some(failure) = ending::failure(task) else {
        archive::begin(step);
        return;
    };
    if task.status == "completed" {
        // It is billed all the same.
        let spent = spent(step);
        step.job.trouble = Some(trouble(failure.code, &failure.message, failure.hint));
        step.end(State::Failed, spent);
        return;
    }
    if refusal::another(step, failure.class, failure.code) {
        return;
    }
    fail(step, trouble(failure.code, &failure.message, failure.hint));
}

/// What the task that ran costs: what was put aside for it, or another model's own price.
pub fn spent(step: &Step<'_>) -> u64 {
    match step.job.submitting.leg {
        0 => step.job.money.micro_usd,
        _ => super::price::of(&step.job, &body(step), None, step.context.settings),
    }
}

/// The body that was posted.
pub fn body(step: &Step<'_>) -> String {
    let submitting = &step.job.submitting;
    if submitting.body.is_empty() { step.job.request.clone() } else { submitting.body.clone() }
}

fn facts(task: &Task<'_>, before: Option<&TaskFacts>, now: i64) -> TaskFacts {
    let completed_at =
        before.and_then(|before| before.completed_at).or((task.status == "completed").then_some(now));
    TaskFacts {
        id: before.map_or_else(|| task.id.to_owned(), |before| before.id.clone()),
        status: task.status.to_owned(),
        progress: task.progress,
        created_at: task.created_ms.or(before.and_then(|before| before.created_at)),
        completed_at,
        expires_at: task.expires_ms(completed_at),
        estimated_ms: task.estimated_ms.or(before.and_then(|before| before.estimated_ms)),
        results: task.results.iter().map(|link| link.as_ref().to_owned()).collect(),
    }
}
