//! A request becomes a job, or finds the one it is; one that failed is tried anew.

use super::engine::{Reply, Step};
use super::event::Create;
use super::state::{Job, State, VERSION};
use super::{money, notice};

/// The same request of a user is the same job while it runs or is done; after that it is a new run. One whose money was
/// refused is no job any more: while its row waits for what it owes, the budget is asked anew.
pub fn create_or_find(step: &mut Step<'_>, create: &Create, is_new: bool) {
    let over = matches!(step.job.state, State::Failed | State::Cancelled);
    if is_new || over || step.job.refused.is_some() {
        begin(step, create, over);
    } else {
        step.reply = Some(Reply::ok(200));
    }
}

/// `retried`: a run of the job has ended before, and is listed.
fn begin(step: &mut Step<'_>, create: &Create, retried: bool) {
    notice::keep(step);
    let run = step.context.now.max(step.job.run + 1);
    let (notices, outbox) = (std::mem::take(&mut step.job.notices), std::mem::take(&mut step.job.outbox));
    let alarm_at = step.job.alarm_at;
    step.job = Job {
        version: VERSION,
        job: create.job.clone(),
        user: create.user.clone(),
        feature: create.feature.clone(),
        request: create.request.clone(),
        inputs: create.inputs.clone(),
        input_seconds: create.input_seconds,
        priority: create.priority,
        traceparent: create.traceparent.clone(),
        run,
        retried,
        notices,
        outbox,
        alarm_at,
        ..Job::default()
    };
    step.reach(State::Reserving);
    step.reply = Some(Reply { status: 202, created: true, ..Reply::default() });
    step.log("created", None, None);
    money::begin(step);
}

/// An operator wants a job that failed to be tried anew, as if its user had posted the request again. `run`: the one that was
/// looked at, where that was said; of another nobody has seen whether it was billed.
pub fn retry(step: &mut Step<'_>, run: Option<i64>) {
    let job = &step.job;
    if let Some(seen) = run.filter(|seen| *seen != job.run) {
        let message = format!(
            "run {seen} is not the job's last: that is run {}, which is {}",
            job.run,
            job.state.name()
        );
        let hint = "look at the job again, then retry the run it shows";
        step.reply = Some(Reply::error(409, "another_run", message, hint));
        return;
    }
    if job.state != State::Failed || job.refused.is_some() {
        let message = format!("the job is {}: only one that failed is tried anew", job.state.name());
        let hint = "an unresolved job is reconciled first";
        step.reply = Some(Reply::error(409, "nothing_to_retry", message, hint));
        return;
    }
    let create = Create {
        job: job.job.clone(),
        user: job.user.clone(),
        feature: job.feature.clone(),
        request: job.request.clone(),
        inputs: job.inputs.clone(),
        input_seconds: job.input_seconds,
        priority: job.priority,
        traceparent: job.traceparent.clone(),
    };
    begin(step, &create, true);
}
