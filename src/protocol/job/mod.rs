//! A job of the pipeline: `step(stored state, event, now) → (state, effects, alarm)`, pure.
//!
//! ```text
//!            create                                     message: may start
//!  (nothing) ──────▶ reserving ───────────▶ queued ──────────────────────▶ submitting ──────────▶ polling ───────────▶ archiving ──▶ done
//!     ▲                 │ money refused        │ ▲  refused for now:          │  │  a task            │ │ completed         │ in the bucket,
//!     └── deleted ◀─────┘          cancel      │ └─ rate, account, no ────────┤  │                    │ │                   │ or it cannot be
//!                                  cancelled ◀─┤    connection                │  │ refused for good   │ └ failed            │
//!                              dead letter     └──────────────▶ failed ◀──────┴──┼────────────────────┘   (or another      │
//!                                                                 ▲              │ outcome unknown,   404 for 10 minutes,  │
//!                                                                 │ not accepted ▼ for too long       no end in 48 h       │
//!                                                                 └───────── unresolved ◀─────────────┘
//!                                                                                │  a callback's or a person's task
//!                                                                                └──────────────▶ polling
//! ```
//!
//! JavaScript performs, and knows no rule:
//!
//! 1. It reads the stored text of its row, if there is one, and gives it to `step` with what happened.
//! 2. In one transaction it writes `state` (or, where it is `null`, nothing more: `delete_all` is among the effects) and sets
//!    the alarm to `alarm` where that is not `null`. With `lazy`, the row may be kept in memory until the next write; with
//!    `alarmWaits` the alarm too, until the next write or the end of the alarm that rang, whichever is first.
//! 3. Only then it performs `effects`, all at once, and tells the machine of each answer by another step.
//! 4. `reply`, where there is one, is for the caller of create, cancel, reconcile or renotify; the last one counts.
//!
//! Steps of one object never run at the same time: between reading the row and writing it nothing is awaited. Everything
//! may arrive twice, late or never. An effect may have been performed or not when its answer is `failed`, or the object was
//! lost; each is such that this does no harm, but for the POST: before it stands `submitting` with the attempt and the
//! activation (an id made at random by each life of the object), and of another's activation the outcome is unknown.
//!
//! The parts, one file each: [`money`], [`queue`], [`submit`], [`poll`], [`check`], `unresolved`, [`archive`], [`notice`], [`outbox`]. Each
//! says which effects it wants now (`wants`) and when it must be woken (`wakes`); [`engine`] asks them all after every event.
//! So the alarm is the earliest of the named timers, and whoever is woken too early does nothing.

pub mod archive;
pub mod check;
pub mod context;
mod create;
pub mod effect;
pub mod engine;
pub mod entry;
pub mod event;
pub mod exchange;
mod late;
pub mod money;
pub mod notice;
pub mod outbox;
pub mod poll;
pub mod price;
pub mod queue;
mod refusal;
mod rest;
pub mod settings;
pub mod state;
pub mod submit;
mod unresolved;
pub mod view;

pub use effect::Effect;
pub use engine::{Advanced, Context, Output, advance, step};
pub use event::Event;
pub use settings::Settings;
pub use state::{Job, State};
