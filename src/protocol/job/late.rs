//! A task whose wait is over before it is: it is asked for on a schedule of the job's own, for two days.

use super::engine::Step;
use super::queue::trouble;
use super::{refusal, unresolved};
use crate::error::{ApiError, Class};

const HOUR_MS: i64 = 60 * MINUTE_MS;
const MINUTE_MS: i64 = 60_000;
/// Past the deadline.
const LATE_MS: i64 = 5 * MINUTE_MS;
const VERY_LATE_AFTER_MS: i64 = 2 * HOUR_MS;
const VERY_LATE_MS: i64 = HOUR_MS;
/// When a task that never ends is handed to a person.
const GIVE_UP_MS: i64 = 48 * HOUR_MS;
/// How long, and how often, a task is asked for that the API does not know.
const MISSING_MS: i64 = 10 * MINUTE_MS;
const MISSING_PAUSE_MS: i64 = 30_000;

/// The job looks by itself from here on.
pub fn own_pace(step: &mut Step<'_>) {
    let now = step.context.now;
    let polling = &mut step.job.polling;
    polling.machine.clear();
    let age = now - polling.began_at;
    if age >= GIVE_UP_MS {
        let text = "the task has not ended in two days";
        unresolved::unresolved(
            step,
            trouble("never_ended", text, "look into the API's dashboard, then reconcile the job"),
        );
        return;
    }
    if let Some(since) = polling.missing_since {
        if now - since >= MISSING_MS {
            let text = "the API does not know the task any more, which it accepted";
            unresolved::unresolved(
                step,
                trouble("task_not_found", text, "look into the API's dashboard, then reconcile the job"),
            );
            return;
        }
        polling.due_at = now + MISSING_PAUSE_MS;
        return;
    }
    let pause = if age >= VERY_LATE_AFTER_MS { VERY_LATE_MS } else { LATE_MS };
    polling.due_at = now + step.context.jittered(pause);
}

/// The API will not tell.
pub fn refused(step: &mut Step<'_>, error: &ApiError) {
    match error.class {
        Class::Authentication | Class::PermissionDenied => {
            refusal::account(step, error.status, &error.code, &error.message);
        }
        _ => {
            step.job.polling.missing_since.get_or_insert(step.context.now);
        }
    }
}
