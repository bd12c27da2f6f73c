//! A request becomes a job, or finds the one it is; one that failed is tried anew.

use super::engine::{Reply, Step};
use super::event::Create;
use super::state::{Job, State, VERSION};
use super::{money, notice};

/// The same request of a user is the same job while it runs or is done; after that it is a new run.
pub fn create_or_find(step: &mut Step<'_>, create: &Create, is_new: bool) {
    let again = matches!(step.job.state, State::Failed | State::Cancelled);
    if step.job.refused.is_some() {
        let trouble = step.job.refused.clone().unwrap_or_default();
        step.reply = Some(Reply::error(402, &trouble.code, trouble.message, &trouble.hint));
    } else if is_new || again {
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
            notices: notices.into_iter().filter(notice::Notice::is_pending).collect(),
            outbox,
            alarm_at,
            ..Job::default()
        };
        step.reach(State::Reserving);
        step.reply = Some(Reply { status: 202, created: true, ..Reply::default() });
        step.log("created", None, None);
        money::begin(step);
    } else {
        step.reply = Some(Reply::ok(200));
    }
}

/// An operator wants a job that failed to be tried anew, as if its user had posted the request again.
pub fn retry(step: &mut Step<'_>) {
    let job = &step.job;
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
    create_or_find(step, &create, false);
}
