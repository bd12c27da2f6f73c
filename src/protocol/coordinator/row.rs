//! The rows: one a job that waits or runs, one a job that somebody has to look at, and one of what is paused.

use serde::{Deserialize, Serialize};

/// What this version writes.
pub const VERSION: u32 = 1;

/// A job that waits or runs; its key is `job/` and its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Place {
    /// Of the form.
    pub version: u32,
    /// The run.
    pub run: i64,
    /// Whose it is.
    pub user: String,
    /// Higher first.
    pub priority: i32,
    /// When it came.
    pub since: i64,
    /// Not before this moment.
    pub not_before: i64,
    /// When it was sent; `None`: it waits.
    pub leased_at: Option<i64>,
}

/// A job of unknown outcome; its key is `review/` and its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Review {
    /// Of the form.
    pub version: u32,
    /// The run.
    pub run: i64,
    /// Whose it is.
    pub user: String,
    /// Since when.
    pub since: i64,
}

/// When those were sent that ended within the minute, for the rate; its key is `recent`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Recent {
    /// Of the form.
    pub version: u32,
    /// Those moments.
    pub sent: Vec<i64>,
}

/// What is paused; its key is `gate`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Gate {
    /// Of the form.
    pub version: u32,
    /// Nothing starts before.
    pub until: i64,
    /// Why; empty where nothing is paused.
    pub why: String,
    /// Whether the account was the reason, so that one job tries first.
    pub account: bool,
    /// Until when the one that tries is waited for.
    pub trying_until: i64,
    /// Why an operator paused everything; empty where none did.
    pub held: String,
}
