//! A job at rest: one JSON text with a version. A field that an older version did not have keeps its default.

use serde::{Deserialize, Serialize};

use super::archive::Archive;
use super::check::Check;
use super::money::Money;
use super::notice::Notice;
use super::outbox::Outbox;
use super::poll::Polling;
use super::queue::Queue;
use super::submit::Submitting;

/// What this version writes. One that changes what a field means, or needs one more, counts up.
pub const VERSION: u32 = 1;

/// How far a job is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Money is being put aside.
    #[default]
    Reserving,
    /// It waits to start.
    Queued,
    /// It is being posted, is between two attempts, or its outcome is unknown.
    Submitting,
    /// It has a task, which is waited for.
    Polling,
    /// The task is completed, its video on its way into the bucket.
    Archiving,
    /// There is a video, or at least its link.
    Done,
    /// There is none, and nothing is billed.
    Failed,
    /// Its user wanted it no more before it was posted.
    Cancelled,
    /// It may be billed, and nobody knows: a person or a late callback moves it on. No end.
    Unresolved,
}

impl State {
    /// By name.
    pub const fn name(self) -> &'static str {
        match self {
            State::Reserving => "reserving",
            State::Queued => "queued",
            State::Submitting => "submitting",
            State::Polling => "polling",
            State::Archiving => "archiving",
            State::Done => "done",
            State::Failed => "failed",
            State::Cancelled => "cancelled",
            State::Unresolved => "unresolved",
        }
    }

    /// Whether nothing is left but to tell others.
    pub const fn is_end(self) -> bool {
        matches!(self, State::Done | State::Failed | State::Cancelled)
    }
}

/// Something that one life of the object has under way: its answer is waited for until then. What another life had under
/// way is so no more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Flight {
    /// Which life.
    pub activation: String,
    /// When its answer is overdue.
    pub until: i64,
}

/// A task, as it was seen last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TaskFacts {
    /// Its id.
    pub id: String,
    /// Its status, as the API words it.
    pub status: String,
    /// 0 to 100.
    pub progress: u8,
    /// When it was made, by the API's clock.
    pub created_at: Option<i64>,
    /// When it was seen completed.
    pub completed_at: Option<i64>,
    /// When its links end.
    pub expires_at: Option<i64>,
    /// How long it was expected to take, in milliseconds.
    pub estimated_ms: Option<i64>,
    /// Its links.
    pub results: Vec<String>,
}

/// Why there is no video, or none in the bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Trouble {
    /// For programs.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// A state that was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    /// Which.
    pub state: State,
    /// When.
    pub at: i64,
}

/// One job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Job {
    /// Of the form.
    pub version: u32,
    /// Its name.
    pub job: String,
    /// Whose it is.
    pub user: String,
    /// What for.
    pub feature: String,
    /// The request as it was given, JSON text.
    pub request: String,
    /// What is known of its media, JSON text.
    pub inputs: String,
    /// Seconds of its input videos, where known.
    pub input_seconds: Option<f64>,
    /// Higher first.
    pub priority: i32,
    /// W3C `traceparent`.
    pub traceparent: Option<String>,
    /// The run: the moment it began, and greater than that of any run before.
    pub run: i64,
    /// Whether a run has ended before this one: refused its money, it fails and can be tried anew, where the row of a job that never
    /// ran is deleted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub retried: bool,
    /// How far it is.
    pub state: State,
    /// The states of this run, oldest first; the last sixteen.
    pub timeline: Vec<Reached>,
    /// What is put aside and spent.
    pub money: Money,
    /// Why money was refused; then the row is deleted once what was put aside is given back.
    pub refused: Option<Trouble>,
    /// How it waits to start.
    pub queue: Queue,
    /// The submit.
    pub submitting: Submitting,
    /// The model asked last.
    pub model: String,
    /// The stored form of the fallback machine; empty where there is no fallback, or no model is left.
    pub fallback: String,
    /// Its task.
    pub task: Option<TaskFacts>,
    /// Other tasks that were paid for in this run: there should be none.
    pub paid_twice: Vec<String>,
    /// The waiting for its task.
    pub polling: Polling,
    /// Tasks that may be its own.
    pub check: Vec<Check>,
    /// Whether it ran too long, or somebody should look at it for another reason.
    pub needs_review: bool,
    /// Since when it is unresolved.
    pub unresolved_at: Option<i64>,
    /// Its video's way into the bucket.
    pub archive: Archive,
    /// Why there is no video, or none in the bucket.
    pub trouble: Option<Trouble>,
    /// Who is to be told.
    pub notices: Vec<Notice>,
    /// What it owes other objects.
    pub outbox: Outbox,
    /// When all is deleted.
    pub delete_at: Option<i64>,
    /// What the alarm is set to.
    pub alarm_at: Option<i64>,
}

impl Job {
    /// Reads a stored form.
    ///
    /// # Errors
    /// A sentence that says why the text is none.
    pub fn read(text: &str) -> Result<Job, String> {
        if !text.starts_with('{') {
            return Err("the stored form is not that of a job".to_owned());
        }
        let job: Job = serde_json::from_str(text)
            .map_err(|error| format!("the stored form is not that of a job: {error}"))?;
        match job.version {
            0 => Err("the stored form is not that of a job: it has no version".to_owned()),
            1..=VERSION => Ok(job),
            version => Err(format!(
                "the stored job has version {version}, and this wanreel reads up to {VERSION}: it was written by a newer one; \
                 deploy that again"
            )),
        }
    }

    /// The stored form.
    ///
    /// # Errors
    /// None that is known of.
    pub fn write(&self) -> Result<String, String> {
        serde_json::to_string(self).map_err(|error| error.to_string())
    }
}
