//! A job as its user sees it: what `GET /jobs/{id}`, the event stream and notifications show. Neither secrets nor prompt.

use serde::Serialize;

use super::notice::Track;
use super::state::{Job, Reached, State, Trouble};

/// The view. Amounts are micro-dollars, times milliseconds since 1970.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct View<'a> {
    id: &'a str,
    run: i64,
    user: &'a str,
    feature: &'a str,
    state: State,
    model: &'a str,
    price: Price,
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<Task<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    video: Option<Video<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Trouble>,
    needs_review: bool,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    paid_twice: &'a [String],
    notification: &'static str,
    created_at: i64,
    timeline: &'a [Reached],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Price {
    micro_usd: u64,
    exact: bool,
    /// What it was closed at, once it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    spent_micro_usd: Option<u64>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Task<'a> {
    id: &'a str,
    status: &'a str,
    progress: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated_ms: Option<i64>,
}

/// In the bucket (`key`), or behind the link that lives until `expiresAt` (`link`).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Video<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
}

/// The view of a job, as JSON.
pub fn of(job: &Job) -> String {
    let archive = &job.archive;
    let archived = !archive.key.is_empty();
    let task = job.task.as_ref();
    let link = task.and_then(|task| task.results.first()).map(String::as_str).filter(|_| !archived);
    let video = (archived || (link.is_some() && job.state == State::Done)).then(|| Video {
        key: &archive.key,
        bytes: archived.then_some(archive.bytes),
        sha256: archive.sha256.as_deref(),
        media_type: archive.media_type.as_deref(),
        length_ms: archive.length_ms,
        link,
        expires_at: task.and_then(|task| task.expires_at).filter(|_| !archived),
    });
    let view = View {
        id: &job.job,
        run: job.run,
        user: &job.user,
        feature: &job.feature,
        state: job.state,
        model: &job.model,
        price: Price {
            micro_usd: job.money.micro_usd,
            exact: !job.money.ceiling,
            spent_micro_usd: job.money.spent,
        },
        task: task.map(|task| Task {
            id: &task.id,
            status: &task.status,
            progress: task.progress,
            estimated_ms: task.estimated_ms,
        }),
        video,
        error: job.trouble.as_ref().or(job.refused.as_ref()),
        needs_review: job.needs_review,
        paid_twice: &job.paid_twice,
        notification: notification(job),
        created_at: job.run,
        timeline: &job.timeline,
    };
    serde_json::to_string(&view).unwrap_or_default()
}

/// "none", "pending", "delivered" or "dead": that of the last run, or dead while that of any can be sent again.
fn notification(job: &Job) -> &'static str {
    if job.notices.iter().any(|notice| notice.track == Track::Dead) {
        return "dead";
    }
    match job.notices.last().map(|notice| notice.track) {
        None => "none",
        Some(Track::Pending) => "pending",
        Some(Track::Delivered) => "delivered",
        Some(Track::Dead) => "dead",
    }
}
