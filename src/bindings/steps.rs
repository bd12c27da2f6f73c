//! The step that every machine has at the border, whatever it does.

use crate::protocol::codec::{ANSWER, Machine, Observation, TOO_LONG, tell};
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

/// Tells a machine what happened; answers what to do next. `text`: of an answer the headers `Retry-After` and `Date`, a line
/// each, and then the body: one text crosses the border quicker than three.
pub(super) fn step(machine: &mut dyn Machine, base: &str, happened: &Happened, text: &str) -> String {
    let Happened { kind, status, now, wall_ms, random } = *happened;
    let has_headers = matches!(kind, ANSWER | TOO_LONG);
    let line = |text| if has_headers { split_once(text, "\n").unwrap_or_default() } else { ("", text) };
    let (retry_after, text) = line(text);
    let (date, text) = line(text);
    let given = |header| Some(header).filter(|each: &&str| !each.is_empty());
    let (retry_after, date) = (given(retry_after), given(date));
    tell(machine, &Observation { kind, status, text, retry_after, date, wall_ms, base }, now, random)
}
