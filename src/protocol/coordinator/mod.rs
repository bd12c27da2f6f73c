//! Who may start now, for a whole deployment: how many run at the API at once, how many are submitted a minute, whose turn
//! it is, and whether anybody may.
//!
//! ```text
//!            enqueue                     its turn                       release, or it lapses
//!  (nothing) ───────▶ waiting ─────────────────────▶ leased: sent ────────────────────────────▶ (nothing)
//!                        ▲   there is a place, the minute   │
//!                        │   is not full, nobody paused     │ enqueue again, for later
//!                        └──────────────────────────────────┘
//! ```
//!
//! Users take turns: each has one job started a round, however many it has waiting; among a user's own, higher priority
//! first, then the older. A lease is taken when the message is sent and lapses after a while, so that what dies keeps no
//! place. A pause by the account ends with one job that tries; a minute later, where no other pause came, with all.
//!
//! The machine is in memory, and its rows in `SQLite`: after the object woke, JavaScript gives it each row by `load`, then
//! events to `step`; each step answers which rows to write, which messages to send and what to set the alarm to. A job is one
//! row written when it comes and one when it goes, and one more where it has to wait. Where the write fails, the object must
//! be thrown away (`ctx.abort()`): the machine has gone on.

pub mod event;
mod gate;
pub mod machine;
mod rest;
pub mod row;
pub mod settings;
mod turns;

pub use event::{Event, Output};
pub use machine::Coordinator;
pub use settings::Settings;
