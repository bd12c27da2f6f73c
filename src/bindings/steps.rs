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

/// What to do next, as JavaScript numbers it, and how long that may take or lasts.
pub(super) fn code(next: Next) -> (u8, f64) {
    match next {
        Next::Fetch(ms) => (0, ms),
        Next::Sleep(ms) => (1, ms),
        Next::Done => (2, 0.0),
    }
}
