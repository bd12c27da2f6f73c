//! Notifications: a track of its own beside the job's. Done and failed are reached at once, however long a webhook is down.
//!
//! ```text
//! none ──▶ pending ──▶ delivered
//!            │  └── not answered with 2xx: again, for a day ──▶ dead: listed, and sent again when an operator says so
//!            └── 410: dead
//! ```
//!
//! Standard Webhooks: the id stays the same for each attempt; timestamp and signature are each attempt's own.

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::engine::{Reply, Step};
use super::state::{Flight, State};
use super::{money, view};

/// The pauses that Standard Webhooks recommends, as far as they fit into a day; the last attempt is at its end.
const PAUSES_MS: [i64; 6] = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000];
const DAY_MS: i64 = 86_400_000;
/// How long an attempt may take.
const ATTEMPT_MS: i64 = 45_000;

/// How far a notification is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// It is to be sent.
    #[default]
    Pending,
    /// It was answered with success.
    Delivered,
    /// It is sent no more.
    Dead,
}

/// One notification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Notice {
    /// `webhook-id`: job and run.
    pub id: String,
    /// The state it tells of.
    pub state: State,
    /// The job as it was then; empty once it is delivered.
    pub data: String,
    /// When that happened.
    pub happened_at: i64,
    /// How far it is.
    pub track: Track,
    /// Attempts so far.
    pub attempt: u32,
    /// When the next is due.
    pub due_at: i64,
    /// The first of this day's attempts.
    pub since: i64,
    /// The status of the last answer; 0 for none.
    pub status: u16,
    /// The attempt under way.
    pub flight: Option<Flight>,
}

impl Notice {
    /// Whether it is to be sent yet.
    pub fn is_pending(&self) -> bool {
        self.track == Track::Pending
    }
}

/// The job has ended: somebody is told, where anybody wants to be. Whoever cancels it knows already.
pub fn ended(step: &mut Step<'_>) {
    if !step.context.settings.has_notify || step.job.state == State::Cancelled {
        return;
    }
    let now = step.context.now;
    let notice = Notice {
        id: format!("{}.{}", step.job.job, step.job.run),
        state: step.job.state,
        data: view::of(&step.job),
        happened_at: now,
        due_at: now,
        since: now,
        ..Notice::default()
    };
    step.job.notices.push(notice);
}

/// Sends what is due.
pub fn wants(step: &mut Step<'_>) {
    let context = step.context;
    for notice in &mut step.job.notices {
        let overdue = notice.flight.as_ref().is_some_and(|flight| !context.is_flying(Some(flight)));
        if !notice.is_pending()
            || (notice.flight.is_some() && !overdue)
            || (!overdue && notice.due_at > context.now)
        {
            continue;
        }
        notice.attempt = notice.attempt.saturating_add(1);
        notice.flight = Some(context.flight(ATTEMPT_MS));
        step.effects.push(Effect::Notify {
            id: notice.id.clone(),
            webhook_id: notice.id.clone(),
            attempt: notice.attempt,
            event: if notice.state == State::Done { "job.done" } else { "job.failed" },
            data: notice.data.clone(),
            happened_at: notice.happened_at,
            traceparent: step.job.traceparent.clone(),
        });
    }
}

/// When it must be woken.
pub fn wakes(step: &Step<'_>) -> Option<i64> {
    let pending = step.job.notices.iter().filter(|notice| notice.is_pending());
    pending.map(|notice| step.context.wake(notice.due_at, notice.flight.as_ref())).min()
}

/// What was answered.
pub fn notified(step: &mut Step<'_>, id: &str, attempt: u32, status: u16) {
    let context = step.context;
    let Some(notice) = step.job.notices.iter_mut().find(|notice| notice.id == id && notice.is_pending())
    else {
        return;
    };
    let delivered = (200..300).contains(&status);
    // Of an attempt before the last only its success counts.
    if notice.attempt != attempt && !delivered {
        return;
    }
    notice.flight = None;
    notice.status = status;
    if delivered {
        notice.track = Track::Delivered;
        notice.data = String::new();
        step.log("notified", None, None);
        heard(step);
        return;
    }
    let tries = notice.attempt.saturating_sub(1) as usize;
    let last = notice.since + DAY_MS;
    let pause = PAUSES_MS.get(tries).copied().unwrap_or(DAY_MS);
    notice.due_at = (context.now + context.jittered(pause)).min(last.max(context.now));
    if status == 410 || context.now >= last {
        notice.track = Track::Dead;
        step.job.needs_review = true;
        step.log("notification_dead", None, Some(format!("status {status}")));
        money::list(step);
    }
}

/// One that was dead and was sent again needs nobody any more; a video that was not kept, or a second task, does.
fn heard(step: &mut Step<'_>) {
    let job = &step.job;
    let kept = job.state != State::Done || job.trouble.is_none();
    let dead = job.notices.iter().any(|notice| notice.track == Track::Dead);
    if job.needs_review && job.state.is_end() && kept && !dead && job.paid_twice.is_empty() {
        step.job.needs_review = false;
        money::list(step);
    }
}

/// An operator wants the dead ones sent again.
pub fn renotify(step: &mut Step<'_>) {
    let now = step.context.now;
    let mut any = false;
    for notice in step.job.notices.iter_mut().filter(|notice| notice.track == Track::Dead) {
        (notice.track, notice.attempt, notice.due_at, notice.since) = (Track::Pending, 0, now, now);
        any = true;
    }
    step.reply = Some(if any {
        Reply::ok(202)
    } else {
        Reply::error(
            409,
            "nothing_to_send",
            "no notification of this job is dead",
            "look at its notification first",
        )
    });
}
