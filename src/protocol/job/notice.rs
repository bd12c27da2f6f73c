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
use super::entry::Entry;
use super::outbox::Debt;
use super::state::{Flight, Job, State};
use super::unresolved::review_of;
use super::{money, view};

/// The pauses that Standard Webhooks recommends, as far as they fit into a day; the last attempt is at its end.
const PAUSES_MS: [i64; 6] = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000];
const DAY_MS: i64 = 86_400_000;
/// So many dead ones of earlier runs are kept: a job's row must not grow with each run.
const MOST_DEAD: usize = 8;
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
    /// The row of its run, once the job has begun another: that is what says it is dead, or heard at last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Box<Earlier>>,
}

/// The row of an earlier run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Earlier {
    /// Names it.
    pub reservation: String,
    /// What it says, `needsReview` by all reasons but the notification.
    pub entry: Entry,
    /// What `needsReview` says there by now.
    pub marked: bool,
}

impl Notice {
    /// Whether it is to be sent yet.
    pub fn is_pending(&self) -> bool {
        self.track == Track::Pending
    }

    /// Whether a person is to see that nobody heard of the present run.
    pub fn is_own_and_dead(&self) -> bool {
        self.track == Track::Dead && self.earlier.is_none()
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
        mark(step, id);
        return;
    }
    let tries = notice.attempt.saturating_sub(1) as usize;
    let last = notice.since + DAY_MS;
    let pause = PAUSES_MS.get(tries).copied().unwrap_or(DAY_MS);
    notice.due_at = (context.now + context.jittered(pause)).min(last.max(context.now));
    if status == 410 || context.now >= last {
        notice.track = Track::Dead;
        step.log("notification_dead", None, Some(format!("status {status}")));
        mark(step, id);
    }
}

/// The row of its run says whether a person is to look at it, now that a notification is dead, or heard at last.
fn mark(step: &mut Step<'_>, id: &str) {
    let Some(notice) = step.job.notices.iter_mut().find(|notice| notice.id == id) else { return };
    let dead = notice.track == Track::Dead;
    if let Some(earlier) = &mut notice.earlier {
        if let Some(debt) = earlier.says(dead) {
            step.owe(debt);
        }
        return;
    }
    let needs_review = review_of(&step.job);
    if needs_review != step.job.needs_review || dead {
        step.job.needs_review = needs_review;
        money::list(step);
    }
}

/// Another run begins. Of this one stays who was not told yet, with its row; one that was delivered goes.
pub fn keep(step: &mut Step<'_>) {
    let told = Job { notices: Vec::new(), ..step.job.clone() };
    let entry = Entry { needs_review: review_of(&told), ..Entry::of(&told) };
    let earlier = Earlier { reservation: money::row(&told), entry, marked: told.needs_review };
    step.job.notices.retain(|notice| notice.track != Track::Delivered);
    for notice in &mut step.job.notices {
        notice.earlier.get_or_insert_with(|| Box::new(earlier.clone()));
    }
    forget(step, MOST_DEAD);
}

/// Of the dead ones of earlier runs only the newest so many stay. The others cannot be sent again: nobody is to look at them.
pub fn forget(step: &mut Step<'_>, most: usize) {
    let is_dead = |notice: &Notice| notice.track == Track::Dead && notice.earlier.is_some();
    let mut over = step.job.notices.iter().filter(|notice| is_dead(notice)).count().saturating_sub(most);
    for mut notice in std::mem::take(&mut step.job.notices) {
        if over == 0 || !is_dead(&notice) {
            step.job.notices.push(notice);
            continue;
        }
        over -= 1;
        if let Some(debt) = notice.earlier.as_mut().and_then(|earlier| earlier.says(false)) {
            step.owe(debt);
        }
    }
}

impl Earlier {
    /// What is owed so that the row says whether the notification is dead.
    fn says(&mut self, dead: bool) -> Option<Debt> {
        let needs_review = self.entry.needs_review || dead;
        if std::mem::replace(&mut self.marked, needs_review) == needs_review {
            return None;
        }
        let entry = Entry { needs_review, ..self.entry.clone() };
        Some(Debt::List { reservation: self.reservation.clone(), entry })
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
