//! A job as a row of the lists: what the user's object and the operator's view show of it.

use serde::{Deserialize, Serialize};

use super::state::{Job, State};

/// One row. Amounts are micro-dollars, times milliseconds since 1970.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", default)]
pub struct Entry {
    /// The job.
    pub job: String,
    /// Its run.
    pub run: i64,
    /// Whose it is.
    pub user: String,
    /// What for.
    pub feature: String,
    /// The model asked last.
    pub model: String,
    /// The state. Between "queued" and an end the row is not kept up to date: the job's object knows.
    pub state: State,
    /// What is put aside, or was spent.
    pub micro_usd: u64,
    /// Whether that is spent, and not only put aside.
    pub spent: bool,
    /// When the run began.
    pub created_at: i64,
    /// When it ended; of one whose money was refused, when it was made.
    pub ended_at: Option<i64>,
    /// Its task.
    pub task_id: Option<String>,
    /// The code of its error.
    pub error: Option<String>,
    /// Whether somebody should look at it: it is unresolved, its notification is dead, a second task was paid for,
    /// its video could not be kept.
    pub needs_review: bool,
}

impl Entry {
    /// The row of a job.
    pub fn of(job: &Job) -> Entry {
        let is_over = job.state.is_end() || job.refused.is_some();
        Entry {
            job: job.job.clone(),
            run: job.run,
            user: job.user.clone(),
            feature: job.feature.clone(),
            model: job.model.clone(),
            // What was refused is no job any more.
            state: if job.refused.is_some() { State::Cancelled } else { job.state },
            micro_usd: job.money.spent.unwrap_or(job.money.micro_usd),
            spent: job.money.spent.is_some_and(|spent| spent > 0),
            created_at: job.run,
            ended_at: job.timeline.last().filter(|_| is_over).map(|reached| reached.at),
            task_id: job.task.as_ref().map(|task| task.id.clone()),
            error: job.trouble.as_ref().or(job.refused.as_ref()).map(|trouble| trouble.code.clone()),
            needs_review: job.needs_review,
        }
    }
}
