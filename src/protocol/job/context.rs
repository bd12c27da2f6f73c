//! What a step is decided by, and what it answers.

use serde::Serialize;

use super::effect::Effect;
use super::settings::Settings;
use super::state::{Flight, Job, State};

/// While something is under way its object may be lost, and finds that out when it is woken.
pub const WATCH_MS: i64 = 60_000;
/// What a step is decided by, beside state and event.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Of the deployment.
    pub settings: &'a Settings,
    /// Milliseconds since 1970.
    pub now: i64,
    /// In 0..1.
    pub random: f64,
    /// This life of the object.
    pub activation: &'a str,
}

impl Context<'_> {
    /// Something goes under way, and is answered in so many milliseconds or not at all.
    pub fn flight(&self, ms: i64) -> Flight {
        Flight { activation: self.activation.to_owned(), until: self.now + ms }
    }

    /// Whether its answer may still come.
    pub fn is_flying(&self, flight: Option<&Flight>) -> bool {
        flight.is_some_and(|flight| flight.activation == self.activation && self.now < flight.until)
    }

    /// When to look again at what is due then, or under way.
    pub fn wake(&self, due_at: i64, flight: Option<&Flight>) -> i64 {
        match flight {
            Some(flight) if self.is_flying(Some(flight)) => flight.until.min(self.now + WATCH_MS),
            _ => due_at,
        }
    }

    /// A pause that varies by a fifth.
    pub fn jittered(&self, ms: i64) -> i64 {
        (ms as f64 * (0.8 + 0.4 * self.random)) as i64
    }
}

/// What a step answers.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    /// The text to store; `null`: nothing is stored, or nothing any more.
    pub state: Option<String>,
    /// What to do, once that is written.
    pub effects: Vec<Effect>,
    /// What to set the alarm to, in the same write; `null`: it stays as it is.
    pub alarm: Option<i64>,
    /// Whether that may wait for the next write, or for the end of the alarm that rang: until then the engine rings it again.
    pub alarm_waits: bool,
    /// Whether the row may wait in memory for the next write: all that is lost with it is asked again.
    pub lazy: bool,
    /// For whoever brought the event.
    pub reply: Option<Reply>,
    /// Which job it is by now, for lines of the log; `null` where there is none.
    pub about: Option<About>,
}

/// A job in a line of the log.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub job: String,
    /// Its run.
    pub run: i64,
    /// How far it is.
    pub state: State,
}

/// What is answered to the caller of create, cancel, reconcile or renotify.
#[derive(Clone, Debug, Default, Serialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// An HTTP status: 200, 202, 402, 404, 409.
    pub status: u16,
    /// Whether this request made the job, or a new run of it.
    pub created: bool,
    /// For programs; empty where all is well.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Reply {
    /// All is well.
    pub fn ok(status: u16) -> Reply {
        Reply { status, ..Reply::default() }
    }

    /// It is not.
    pub fn error(status: u16, code: &str, message: impl Into<String>, hint: &str) -> Reply {
        Reply {
            status,
            created: false,
            code: code.to_owned(),
            message: message.into(),
            hint: hint.to_owned(),
        }
    }
}

/// A job after a step, before it is written down.
#[derive(Clone, Debug, Default)]
pub struct Advanced {
    /// The job; `None`: there is none, or it is deleted.
    pub job: Option<Job>,
    /// As [`Output`] has them.
    pub effects: Vec<Effect>,
    /// The same.
    pub alarm: Option<i64>,
    /// The same.
    pub alarm_waits: bool,
    /// The same.
    pub lazy: bool,
    /// The same.
    pub reply: Option<Reply>,
}
