//! What a refusal does to a job: back to its queue, to another model, or to an end; and to the deployment, where the account
//! or the rate stands in the way of everyone.

use super::engine::Step;
use super::outbox::Debt;
use super::queue::{self, Queue, fail, trouble};
use super::submit::Submitting;
use super::{poll, price};
use crate::error::{ApiError, Class};
use crate::protocol::generate::{self, Generate, Order};
use crate::protocol::stored;

/// How long a refusal of the account keeps everyone from trying.
const ACCOUNT_MS: i64 = 300_000;
/// The same of the rate, where nothing was asked for.
pub const RATE_MS: i64 = 30_000;
/// First pause of a job whose service fails or cannot be reached, doubling to the longest.
const ROUND_MS: i64 = 30_000;
const LONGEST_ROUND_MS: i64 = 600_000;
/// How often a job comes back because the service fails, before it fails itself.
const ROUNDS: u32 = 6;

/// The API refused the submit.
pub fn refused(step: &mut Step<'_>, error: &ApiError) {
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
pub fn again(step: &mut Step<'_>) {
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

/// The rate stands in the way of everyone.
pub fn slow(step: &mut Step<'_>, asked_ms: f64) {
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
    let body = found.body();
    if price::of(&step.job, &body, None, step.context.settings) > step.job.money.micro_usd {
        return false;
    }
    step.log("fallback", None, Some(format!("{} → {}", found.from, found.to)));
    let before = &step.job.submitting;
    step.job.submitting = Submitting {
        attempt: before.attempt,
        leg: before.leg + 1,
        body,
        first_at: before.first_at,
        ..Submitting::default()
    };
    found.to.clone_into(&mut step.job.model);
    step.job.task = None;
    step.job.polling = poll::Polling::default();
    queue::enter(step, 0);
    true
}
