//! What is left of a step: which alarm is set, whether the row has to be written now, whether anything is kept at all.

use super::context::{Advanced, WATCH_MS};
use super::effect::Effect;
use super::engine::Step;
use super::event::Event;
use super::state::{Job, State};
use super::{archive, check, notice, poll, queue, submit, unresolved};

/// An alarm for a moment that has passed would fire at once, and again.
const SOONEST_MS: i64 = 20;

/// Whether others are to be told of something yet, or a task is to be looked at: then nothing is deleted.
fn owes(job: &Job) -> bool {
    !job.outbox.entries.is_empty()
        || !job.check.is_empty()
        || job.notices.iter().any(notice::Notice::is_pending)
}

/// The row is deleted: money was refused and what was put aside is given back, or the job was kept long enough.
pub fn gone(step: &mut Step<'_>, is_stored: bool) -> Option<Advanced> {
    let job = &step.job;
    let owes = owes(job);
    let kept = job.state.is_end() && job.delete_at.is_some_and(|at| at <= step.context.now);
    if owes || !(kept || job.refused.is_some()) {
        return None;
    }
    // Of a job that was refused at once nothing was written.
    if is_stored {
        step.effects.push(Effect::DeleteAll);
    }
    Some(Advanced {
        effects: std::mem::take(&mut step.effects),
        reply: step.reply.take(),
        ..Advanced::default()
    })
}

/// The earliest of the named timers; `None` where the alarm that is set will do.
pub fn alarm(step: &mut Step<'_>) -> Option<i64> {
    let (job, context) = (&step.job, &step.context);
    let timers = [
        job.outbox.wakes(context),
        queue::wakes(step),
        submit::wakes(step),
        poll::wakes(step),
        check::wakes(step),
        unresolved::wakes(step),
        archive::wakes(step),
        notice::wakes(step),
        job.delete_at.filter(|_| job.state.is_end() && !owes(job)),
    ];
    // There is always one; were there none, the job would be looked after all the same.
    let wanted = timers.into_iter().flatten().min().unwrap_or(context.now + WATCH_MS);
    let wanted = wanted.max(context.now + SOONEST_MS);
    let set = job.alarm_at.filter(|at| *at > context.now);
    // One that fires too early finds nothing to do and is set again: no dearer than to set it now. At an end it would be.
    let goes_on = !job.state.is_end() || owes(job);
    if set.is_some_and(|at| at == wanted || (at < wanted && goes_on)) {
        return None;
    }
    step.job.alarm_at = Some(wanted);
    Some(wanted)
}

/// Whether the row may wait for the next write: what changed is only how a read is going, or what is answered is answered
/// again. Reads cost nothing, and an entry that was crossed off is sent again and found done.
pub fn may_wait(before: Option<&Job>, after: &Job, effects: &[Effect]) -> bool {
    let Some(before) = before else { return false };
    // Money that was put aside is asked for again, and the coordinator too: both find it done.
    let again = before.state == State::Reserving && after.state == State::Queued;
    if again && effects.iter().all(|effect| matches!(effect, Effect::Log { .. } | Effect::Enqueue { .. })) {
        return true;
    }
    let reads = effects.iter().all(|effect| matches!(effect, Effect::Log { .. } | Effect::Get { .. }));
    let known = |id: &str| before.outbox.entries.iter().any(|owed| owed.id == id);
    reads && after.outbox.entries.iter().all(|owed| known(&owed.id)) && lasting(before) == lasting(after)
}

/// Whether the alarm that rang is not over before what it asked for is answered: a look, whose answer says when the next is due.
/// Were this life to end meanwhile, the engine would ring the same alarm again; so none need be set for that.
pub fn rings_again(event: &Event, effects: &[Effect]) -> bool {
    matches!(event, Event::Alarm) && effects.iter().any(|effect| matches!(effect, Effect::Get { .. }))
}

/// What of a job must not be lost.
fn lasting(job: &Job) -> Job {
    let mut job = Job { alarm_at: None, outbox: super::outbox::Outbox::default(), ..job.clone() };
    (job.queue.confirmed, job.queue.again_at) = (false, 0);
    (job.polling.due_at, job.polling.look, job.polling.flight) = (0, 0, None);
    job.polling.machine.clear();
    if let Some(task) = &mut job.task {
        task.status.clear();
        (task.progress, task.estimated_ms) = (0, None);
    }
    job
}
