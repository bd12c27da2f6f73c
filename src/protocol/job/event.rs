//! What happens to a job, as JavaScript tells it: one JSON object with a `type`. Times are milliseconds since 1970.
//!
//! An event that answers an effect repeats what names it (`id`; `run` and a number), so that an answer that comes late, or
//! twice, changes nothing.

use serde::{Deserialize, Serialize};

pub use super::exchange::Exchange;

/// What happened.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Event {
    /// A request was checked and is to become this job, or finds it. The output's `reply` says which.
    ///
    /// `{"type":"create","job":"9f…","user":"u1","request":"{\"model\":…}"}`
    Create(Box<Create>),
    /// The object's alarm fired, which uses it up. `{"type":"alarm"}`
    Alarm,
    /// Somebody looks after the job: a sweep, a GET. The same as an alarm, with the alarm still set. `{"type":"wake"}`
    Wake,
    /// An effect with an `id` was answered. `{"type":"answered","id":"reserve/1764230000000/1"}`
    Answered {
        /// The effect's.
        id: String,
        /// Of money that did not fit: the charge that was full.
        #[serde(default)]
        full: Option<Full>,
    },
    /// An effect with an `id` could not be performed, or nobody knows whether it was. `{"type":"failed","id":"…"}`
    Failed {
        /// The effect's.
        id: String,
    },
    /// The queue's message came: the coordinator lets the job start. Await the step's effects before acknowledging.
    /// `{"type":"start","run":1764230000000}`
    Start {
        /// The message's.
        run: i64,
    },
    /// The message came by the dead-letter queue. `{"type":"dead_letter","run":1764230000000}`
    DeadLetter {
        /// The message's.
        run: i64,
    },
    /// A POST was answered, or not. `{"type":"posted","run":1764230000000,"attempt":1,"answer":{"status":200,"text":"{…}"}}`
    Posted {
        /// The effect's.
        run: i64,
        /// The effect's.
        attempt: u32,
        /// What came back.
        answer: Exchange,
    },
    /// A look at the task was answered, or not. `{"type":"got","run":1764230000000,"look":3,"answer":{…}}`
    Got {
        /// The effect's.
        run: i64,
        /// The effect's.
        look: u32,
        /// What came back.
        answer: Exchange,
    },
    /// A callback of this job came, its secret right for that run: a hint that names a task.
    /// `{"type":"callback","run":1764230000000,"taskId":"task-unified-1"}`
    Callback {
        /// The run that the secret belongs to.
        run: i64,
        /// The task its body names.
        task_id: String,
    },
    /// What is known of a task that may be this job's. `{"type":"checked","run":…,"taskId":"task-…","answer":{…},"held":false}`
    Checked {
        /// The effect's.
        run: i64,
        /// The effect's.
        task_id: String,
        /// The task, read with our key.
        answer: Exchange,
        /// Whether another job holds it.
        #[serde(default)]
        held: bool,
    },
    /// An upload in parts was begun; stored before the first part is sent.
    /// `{"type":"upload_begun","run":…,"uploadId":"u","partBytes":8388608,"whole":20000000,"validator":"\"etag\""}`
    UploadBegun {
        /// The effect's.
        run: i64,
        /// The bucket's name for it.
        upload_id: String,
        /// How long each part is but the last.
        part_bytes: u64,
        /// Bytes in all, where that is known.
        #[serde(default)]
        whole: Option<u64>,
        /// What `If-Range` is to hold when the file is asked for again.
        #[serde(default)]
        validator: Option<String>,
        /// The media type of the file.
        #[serde(default)]
        media_type: Option<String>,
    },
    /// A part is in the bucket. `{"type":"part","run":…,"number":1,"tag":"…"}`
    Part {
        /// The effect's.
        run: i64,
        /// From 1.
        number: u32,
        /// The bucket's tag of it.
        tag: String,
    },
    /// The file is in the bucket, whole.
    /// `{"type":"archived","run":…,"bytes":2000000,"sha256":"…","mediaType":"video/mp4","seconds":5.04}`
    Archived {
        /// The effect's.
        run: i64,
        /// How long it is.
        bytes: u64,
        /// 64 hex digits.
        #[serde(default)]
        sha256: Option<String>,
        /// Its media type.
        #[serde(default)]
        media_type: Option<String>,
        /// The video's length by its header, where that could be read.
        #[serde(default)]
        seconds: Option<f64>,
    },
    /// The file is not in the bucket. `{"type":"archive_failed","run":…,"why":"network"}`
    ArchiveFailed {
        /// The effect's.
        run: i64,
        /// Why.
        why: ArchiveTrouble,
    },
    /// A notification was answered, or not. `{"type":"notified","id":"notice/9f….1764","attempt":1,"status":204}`
    Notified {
        /// The effect's.
        id: String,
        /// The effect's.
        attempt: u32,
        /// The status; 0 where there was no answer, or the URL is none that is allowed.
        #[serde(default)]
        status: u16,
    },
    /// Its user wants it no more. The output's `reply` says whether it could still be stopped. `{"type":"cancel"}`
    Cancel,
    /// A person knows what became of a submit of unknown outcome.
    /// `{"type":"reconcile","taskId":"task-unified-1"}`, or `{"type":"reconcile"}` where it was not accepted.
    Reconcile {
        /// The task it became; none where the API never accepted it.
        #[serde(default)]
        task_id: Option<String>,
    },
    /// An operator wants a job that failed to be tried anew: the same request, as another run.
    /// `{"type":"retry","run":1764230000000}`
    Retry {
        /// The run that was looked at: refused where the job has begun another since. None: whichever is the last.
        #[serde(default)]
        run: Option<i64>,
    },
    /// An operator wants a dead notification sent again. `{"type":"renotify"}`
    Renotify,
}

/// A request that is to become a job.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Create {
    /// The job's name: a digest of user, fingerprint and, where there is one, the key of another take.
    pub job: String,
    /// Whose it is; at most 256 characters.
    pub user: String,
    /// What for; empty where nothing was said.
    pub feature: String,
    /// The body to post, without `callback_url`: JSON text, checked already.
    pub request: String,
    /// What is known of its media, as `validate` takes it: JSON text; empty where nothing is.
    pub inputs: String,
    /// Seconds of its input videos in all, where that is known.
    pub input_seconds: Option<f64>,
    /// Higher starts sooner, within a user's own; 0 unless said.
    pub priority: i32,
    /// W3C `traceparent` of the request, carried to the API and the notification.
    pub traceparent: Option<String>,
}

/// The charge that was full.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", default)]
pub struct Full {
    /// Its limit's name.
    pub limit: String,
    /// What its counter holds, in micro-dollars.
    pub used: i64,
}

/// Why a file is not in the bucket.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveTrouble {
    /// The video's host gave no usable answer, or it broke off.
    Network,
    /// The file changed meanwhile: its parts do not fit together. The upload was aborted.
    Changed,
    /// The bucket failed.
    Storage,
    /// The bucket knows no such upload any more.
    NoUpload,
    /// The link has ended.
    Expired,
    /// What the link answers is no video.
    NotVideo,
}
