//! The step that every machine has at the border, whatever it does.

use crate::protocol::Next;
use crate::protocol::codec::{Machine, Observation, Told, tell};
use crate::text::split_once;

/// What happened, as numbers.
pub(super) struct Happened {
    /// 0 start, 1 woke, 2 answer, 3 an engine's error, 4 no answer in time, 5 never sent, 6 an answer too long, 7 read back
    /// from its stored form.
    pub kind: u8,
    /// The HTTP status; 0 where there is none.
    pub status: u16,
    /// The machine's clock, in milliseconds.
    pub now: f64,
    /// Milliseconds since 1970.
    pub wall_ms: f64,
    /// In 0..1.
    pub random: f64,
}

/// Tells a machine what happened. `timing`: of an answer the headers `Retry-After` and `Date`, a line each, where it has the
/// first.
pub(super) fn step(
    machine: &mut dyn Machine,
    base: &str,
    happened: &Happened,
    text: Option<&str>,
    timing: Option<&str>,
) -> Told {
    let Happened { kind, status, now, wall_ms, random } = *happened;
    let text = text.unwrap_or_default();
    let (retry_after, date) = timing.and_then(|timing| split_once(timing, "\n")).unzip();
    let date = date.filter(|date| !date.is_empty());
    tell(machine, &Observation { kind, status, text, retry_after, date, wall_ms, base }, now, random)
}

/// All but times and texts in one number, since each crossing of the border costs: what to do next (0 fetch, 1 sleep, 2 nothing
/// more), 4 where it is marked (see [`Machine::is_marked`]), 8 where there is a report, and 16 for each attempt.
pub(super) fn code(told: &Told) -> u32 {
    let next = match told.next {
        Next::Fetch(_) => 0,
        Next::Sleep(_) => 1,
        Next::Done => 2,
    };
    next + 4 * u32::from(told.marked) + 8 * u32::from(told.report.is_some()) + 16 * told.attempt
}

/// How long the request may take, or the sleep lasts.
pub(super) fn milliseconds(told: &Told) -> f64 {
    match told.next {
        Next::Fetch(ms) | Next::Sleep(ms) => ms,
        Next::Done => 0.0,
    }
}
