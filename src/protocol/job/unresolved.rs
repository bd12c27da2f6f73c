//! The state in which nobody knows whether something is billed. It keeps its money; a late callback or a person ends it.

use super::engine::{Reply, Step};
use super::notice::Notice;
use super::queue::{self, fail, trouble};
use super::state::{Job, State, Trouble};
use super::{check, money, poll};

/// When the money of what nobody resolved counts as spent; and how often somebody is reminded from then on.
const WEEK_MS: i64 = 7 * 24 * 3_600_000;

/// Whether a person is to look at a job for what it has come to. That it takes long, and that the outcome of a submit is not
/// known yet, are marks on the way, which end with it.
pub fn review_of(job: &Job) -> bool {
    let not_kept = job.state == State::Done && job.trouble.is_some();
    let unheard = job.notices.iter().any(Notice::is_own_and_dead);
    job.state == State::Unresolved || not_kept || unheard || !job.paid_twice.is_empty()
}

/// Nobody knows: a person is to look into it.
pub fn unresolved(step: &mut Step<'_>, trouble: Trouble) {
    step.job.trouble = Some(trouble);
    step.job.unresolved_at = Some(step.context.now);
    step.reach(State::Unresolved);
    step.job.needs_review = review_of(&step.job);
    step.log("unresolved", None, step.job.trouble.as_ref().map(|trouble| trouble.code.clone()));
    money::list(step);
    queue::release(step);
}

/// Somebody knows again: it leaves the review list.
pub fn resolved(step: &mut Step<'_>) {
    step.job.needs_review = review_of(&step.job);
    money::list(step);
    queue::release(step);
}

/// After a week what nobody resolved counts as spent.
pub fn overdue(step: &mut Step<'_>) {
    let since = step.job.unresolved_at.filter(|_| step.job.state == State::Unresolved);
    if since.is_some_and(|since| since + WEEK_MS <= step.context.now) && step.job.money.spent.is_none() {
        let spent = step.job.money.micro_usd;
        money::close(step, spent);
    }
}

/// When somebody is reminded.
pub fn wakes(step: &Step<'_>) -> Option<i64> {
    let since = step.job.unresolved_at.filter(|_| step.job.state == State::Unresolved)?;
    let weeks = (step.context.now - since).max(0) / WEEK_MS + 1;
    Some(since + weeks * WEEK_MS)
}

/// A person knows.
pub fn reconcile(step: &mut Step<'_>, task_id: Option<&str>) {
    let state = step.job.state;
    let unknown = state == State::Submitting && step.job.submitting.unknown_at.is_some();
    if !(unknown || state == State::Unresolved) {
        let message = format!("the job is {}: there is nothing to reconcile", state.name());
        let hint = "only a job of unknown outcome can be reconciled";
        step.reply = Some(Reply::error(409, "nothing_to_reconcile", message, hint));
        return;
    }
    let own = step.job.task.as_ref().map(|task| task.id.clone());
    match task_id {
        Some(id) if own.as_deref() == Some(id) => {
            poll::look_again(step);
            step.reply = Some(Reply::ok(200));
        }
        Some(id) => check::add(step, id, true),
        None if step.job.check.iter().any(|check| check.by_callback) => {
            let message = "a callback named a task that may be this job's, and it is being looked at";
            let hint = "wait a minute, then look at the job again";
            step.reply = Some(Reply::error(409, "under_way", message, hint));
        }
        None => {
            step.job.check.clear();
            step.reply = Some(Reply::ok(200));
            fail(
                step,
                trouble(
                    "not_accepted",
                    "a person found that the API never accepted it",
                    "post the request again",
                ),
            );
        }
    }
}
