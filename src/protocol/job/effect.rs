//! What a job asks of JavaScript: data, one JSON object each with a `type`. Perform those of one step at once; each that has
//! an answer is answered by an event, be it `failed`. The state was written before.

use serde::{Deserialize, Serialize};

use super::entry::Entry;
use crate::protocol::counters::Charge;

/// What to do.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Effect {
    /// To the object that keeps the counter: money is put aside, closed or corrected, exactly once. Answer: `answered` or
    /// `failed` by `id`.
    ///
    /// The object keeps a row for each `reservation`, with a `level`. There as high or higher: nothing is done. Exactly one
    /// lower (no row is 0): the charges are added, all or none; full ones are answered as `full`, and change nothing. Lower
    /// still: nothing was put aside, so the row alone is written. A row holds the newest `entry` it was given.
    Money {
        /// Names the effect.
        id: String,
        /// What it is for: "reserve", "release", "settle", "correct", or "extra" (a second paid task).
        what: &'static str,
        /// Which object: "user" for that of the job's user, "total/3" for the shard of that number.
        counter: String,
        /// Names the row.
        reservation: String,
        /// The level the row has afterwards.
        level: u8,
        /// What to add to which counter.
        charges: Vec<ChargeOut>,
        /// The job's row for lists; of the user's object alone.
        #[serde(skip_serializing_if = "Option::is_none")]
        entry: Option<Entry>,
    },
    /// To the user's object: the job's row for lists has changed. Answer: by `id`.
    List {
        /// Names the effect.
        id: String,
        /// The reservation whose row it is.
        reservation: String,
        /// The row.
        entry: Entry,
    },
    /// To the coordinator: the job wants to start; see `protocol::coordinator`. Answer: by `id`, once it is written down.
    Enqueue {
        /// Names the effect.
        id: String,
        /// The job.
        job: String,
        /// Its run: the message carries it.
        run: i64,
        /// Whose it is: fairness is among users.
        user: String,
        /// Higher first, among a user's own.
        priority: i32,
        /// Not before this moment.
        not_before: i64,
    },
    /// To the coordinator: the job runs no more, and gives its place back. Answer: by `id`.
    ReleaseSlot {
        /// Names the effect.
        id: String,
        /// The job.
        job: String,
        /// Its run.
        run: i64,
        /// Whose it is.
        user: String,
        /// The state it has now; "unresolved" is kept in the review list until the same job says another.
        outcome: &'static str,
    },
    /// To the coordinator: the account or the rate stands in the way of everyone. Answer: by `id`.
    PauseDeployment {
        /// Names the effect.
        id: String,
        /// Why, for the operator: "401 unauthorized: …"; "rate" where it is the rate alone.
        why: String,
        /// Until when at least.
        until: i64,
    },
    /// Post the request. Answer: `posted`. `allowUnconfirmed` must not be set: it leaves behind the write of the state.
    Post {
        /// The run.
        run: i64,
        /// From 1, over all of a run.
        attempt: u32,
        /// The activation that posts.
        activation: String,
        /// The header `Idempotency-Key`.
        idempotency_key: String,
        /// JSON text; add `callback_url` where there is a callback origin, its secret made of job and run.
        body: String,
        /// How long to wait for the answer, in milliseconds.
        timeout_ms: i64,
        /// The header `traceparent`, where there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        traceparent: Option<String>,
    },
    /// Read the task. Answer: `got`.
    Get {
        /// The run.
        run: i64,
        /// The number of the look.
        look: u32,
        /// The task.
        task_id: String,
        /// How long to wait for the answer.
        timeout_ms: i64,
    },
    /// Read a task that may be this job's, and ask whether another job holds it. Answer: `checked`.
    Check {
        /// The run.
        run: i64,
        /// The task.
        task_id: String,
        /// How long to wait for the answer.
        timeout_ms: i64,
    },
    /// Bring the video into the bucket. Answers: `upload_begun` and `part` on the way, where it takes parts; at the end
    /// `archived` or `archive_failed`. Where the finished object is there already, read it back once and hash it.
    Archive(Box<Plan>),
    /// Abort an upload that nobody finishes; not answered.
    AbortUpload {
        /// The object's key.
        key: String,
        /// The upload.
        upload_id: String,
    },
    /// Tell the user's webhook. Answer: `notified`.
    Notify {
        /// Names the notice.
        id: String,
        /// The header `webhook-id`: the same for each attempt.
        webhook_id: String,
        /// From 1.
        attempt: u32,
        /// The body, as JSON: `{"type":"job.done","timestamp":"…","data":{…}}` without the timestamp, which is each attempt's.
        event: &'static str,
        /// The job as it was when that happened, as JSON text (see `view`).
        data: String,
        /// When that happened.
        happened_at: i64,
        /// The header `traceparent`, where there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        traceparent: Option<String>,
    },
    /// Delete all that the object stores, the alarm too; not answered. Nothing else is to be done after it.
    DeleteAll,
    /// Something worth a line in the log and a count in the metrics; not answered. Neither key nor prompt is in it.
    Log {
        /// What happened: "created", "submitted", "completed", "paused", …
        what: &'static str,
        /// Milliseconds it took, where that is what it tells.
        #[serde(skip_serializing_if = "Option::is_none")]
        ms: Option<i64>,
        /// More about it.
        #[serde(skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
}

/// How a video gets into the bucket, and how far it is.
#[derive(Clone, Debug, Serialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The run.
    pub run: i64,
    /// The object's key in the bucket.
    pub key: String,
    /// The video's link.
    pub url: String,
    /// Its task, for a link that has to be read anew.
    pub task_id: String,
    /// When the task was made and seen completed, where that is known.
    pub created_at: Option<i64>,
    /// The same.
    pub completed_at: Option<i64>,
    /// From 1.
    pub attempt: u32,
    /// The upload that was begun, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload: Option<super::archive::UploadState>,
}

/// What one counter is added.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", default)]
pub struct ChargeOut {
    /// Which counter.
    pub key: String,
    /// Micro-dollars; below 0 gives back.
    pub amount: i64,
    /// The most it may reach by this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u64>,
    /// When it may be forgotten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<u64>,
    /// The limit behind `most`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub limit: String,
}

impl From<Charge> for ChargeOut {
    fn from(charge: Charge) -> ChargeOut {
        let Charge { key, amount, most, expires_ms, limit, .. } = charge;
        ChargeOut { key, amount, most, expires_at: expires_ms, limit: limit.to_owned() }
    }
}
