//! What the coordinator is told, and what it answers: one JSON object each. Times are milliseconds since 1970.

use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Event {
    /// A job's effect of that name. Answer the job once the step's rows are written and its messages sent.
    /// `{"type":"enqueue","job":"9f…","run":1764230000000,"user":"u1","priority":0,"notBefore":0}`
    Enqueue {
        /// The job.
        job: String,
        /// Its run.
        run: i64,
        /// Whose it is.
        user: String,
        /// Higher first.
        #[serde(default)]
        priority: i32,
        /// Not before this moment.
        #[serde(default)]
        not_before: i64,
    },
    /// A job's effect of that name. `{"type":"release_slot","job":"9f…","run":1764230000000,"user":"u1","outcome":"done"}`
    ReleaseSlot {
        /// The job.
        job: String,
        /// Its run.
        run: i64,
        /// Whose it is.
        #[serde(default)]
        user: String,
        /// The state it has now.
        outcome: String,
    },
    /// A job's effect of that name. `{"type":"pause_deployment","why":"402 insufficient_quota: …","until":1764230300000}`
    PauseDeployment {
        /// Why; "rate" where it is the rate alone.
        why: String,
        /// Until when at least.
        until: i64,
    },
    /// An operator pauses everything, until told otherwise. `{"type":"hold","why":"maintenance"}`
    Hold {
        /// Why.
        why: String,
    },
    /// An operator ends every pause. `{"type":"resume"}`
    Resume,
    /// The queue took no messages of that send. `{"type":"send_failed","messages":[{"job":"9f…","run":1764230000000}]}`
    SendFailed {
        /// Those.
        messages: Vec<Message>,
    },
    /// The alarm fired, or somebody looks after it. `{"type":"alarm"}`
    Alarm,
}

/// A message of the queue: that a job may start. It holds nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Message {
    /// The job.
    pub job: String,
    /// Its run.
    pub run: i64,
}

/// A row to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Write {
    /// Its key.
    pub key: String,
    /// Its text; `null`: it is deleted.
    pub value: Option<String>,
}

/// What a step answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// Rows to write, in one transaction.
    pub rows: Vec<Write>,
    /// Messages to send once that is done, at most a hundred: those of one `sendBatch`.
    pub send: Vec<Message>,
    /// What to set the alarm to, in the same write; `null`: it stays as it is.
    pub alarm: Option<i64>,
}
