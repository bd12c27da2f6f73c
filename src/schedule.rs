//! When to poll, when to retry, when to give up: pure functions of attempt, answer and time. No clock and no
//! randomness of their own; both are arguments. All times in milliseconds.

use crate::message::message;
use crate::options::{
    Number, POLL_ADAPTIVE, POLL_DEADLINE_MS, POLL_FACTOR, POLL_INITIAL_MS, POLL_JITTER, POLL_MAX_MS,
    POLL_REVIEW_AFTER_MS, RETRY_ATTEMPTS, RETRY_INITIAL_MS, RETRY_JITTER, RETRY_MAX_MS,
};
use crate::protocol::stored::Fields;
use crate::tape::Node;

/// The polling schedule (guide, section 8: from 5 s, at most 30 s; section 10: review at 5 minutes).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poll {
    /// The first pause, and the shortest.
    pub initial_ms: f64,
    /// Growth from pause to pause.
    pub factor: f64,
    /// The longest pause.
    pub max_ms: f64,
    /// Share by which a pause varies.
    pub jitter: f64,
    /// Whether estimate and progress shape the pauses.
    pub adaptive: bool,
    /// When a running task is marked for review.
    pub review_ms: f64,
    /// When the wait ends.
    pub deadline_ms: f64,
}

impl Default for Poll {
    fn default() -> Self {
        Poll::of_row(&POLL.map(|option| option.default))
    }
}

/// How often and how soon to try again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retry {
    /// Attempts in all.
    pub attempts: u32,
    /// The first pause, doubling.
    pub initial_ms: f64,
    /// The longest pause.
    pub max_ms: f64,
    /// Share by which a pause varies.
    pub jitter: f64,
}

impl Default for Retry {
    fn default() -> Self {
        Retry::of_row(&RETRY.map(|option| option.default))
    }
}

/// The options of a [`Retry`], in the order of its row.
static RETRY: [Number; 4] = [RETRY_ATTEMPTS, RETRY_INITIAL_MS, RETRY_MAX_MS, RETRY_JITTER];
/// Those of a [`Poll`].
static POLL: [Number; 7] = [
    POLL_INITIAL_MS,
    POLL_FACTOR,
    POLL_MAX_MS,
    POLL_JITTER,
    POLL_ADAPTIVE,
    POLL_REVIEW_AFTER_MS,
    POLL_DEADLINE_MS,
];

/// What is known of when the task will end. Times are milliseconds since the task was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints {
    /// Now.
    pub elapsed_ms: f64,
    /// How long the whole generation was expected to take.
    pub estimated_ms: Option<f64>,
    /// When it would end at the pace it was seen to have: [`ProgressSample::eta_ms`].
    pub eta_from_progress_ms: Option<f64>,
}

/// A progress, and when it was first seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProgressSample {
    /// Since the task was made.
    pub at_ms: f64,
    /// 0 to 100.
    pub progress: u8,
}

/// The most pauses that are listed: more than a month of polls every 30 seconds.
pub const MOST_DELAYS: usize = 100_000;

/// Below this gain the share done says little about the share of time gone.
const TELLING_PROGRESS: u8 = 10;

impl Poll {
    /// The pause before poll number `attempt` (from 0). `random` is in 0..1.
    pub fn delay(&self, attempt: u32, hints: Hints, retry_after_ms: Option<f64>, random: f64) -> f64 {
        let mut delay = self.backoff(attempt);
        let distance = hints.distance_to_end();
        if self.adaptive && attempt > 0 && !distance.is_nan() {
            // Sparse while the end is far, dense near it, and sparse again the longer it is overdue. An end is so seen
            // late by no more than half of what was expected wrongly.
            delay = distance / 2.0;
        }
        let jittered = delay * (1.0 + self.jitter * (2.0 * random - 1.0));
        jittered.min(self.max_ms).max(self.initial_ms).max(retry_after_ms.unwrap_or(0.0))
    }

    /// The pause without hints or jitter.
    fn backoff(&self, attempt: u32) -> f64 {
        backoff(self.initial_ms, self.factor, self.max_ms, attempt)
    }

    /// All pauses up to the deadline, without hints or jitter; no more than [`MOST_DELAYS`], where a deadline is none or
    /// pauses are nothing.
    pub fn delays(&self) -> Vec<f64> {
        let (mut sum, mut delay) = (0.0, self.backoff(0));
        let mut delays = Vec::new();
        while delays.len() < MOST_DELAYS && sum + delay <= self.deadline_ms {
            delays.push(delay);
            sum += delay;
            // Each from the one before: reckoned from the first, they would take time by their square.
            delay = (delay * self.factor).min(self.max_ms);
        }
        delays
    }

    /// As numbers, in the order of its fields: so it crosses the border.
    pub fn row(&self) -> [f64; 7] {
        let Poll { initial_ms, factor, max_ms, jitter, adaptive, review_ms, deadline_ms } = *self;
        [initial_ms, factor, max_ms, jitter, f64::from(u8::from(adaptive)), review_ms, deadline_ms]
    }

    /// Out of its row; of a shorter one the default.
    pub fn of_row(row: &[f64]) -> Poll {
        let Some(row) = row.first_chunk() else { return Poll::default() };
        let [initial_ms, factor, max_ms, jitter, adaptive, review_ms, deadline_ms] = *row;
        Poll { initial_ms, factor, max_ms, jitter, adaptive: adaptive > 0.0, review_ms, deadline_ms }
    }

    /// What is stored of it.
    pub(crate) fn fields(&mut self, fields: &mut dyn Fields) {
        fields.number("initialMs", &mut self.initial_ms);
        fields.number("factor", &mut self.factor);
        fields.number("maxMs", &mut self.max_ms);
        fields.number("jitter", &mut self.jitter);
        fields.flag("adaptive", &mut self.adaptive);
        fields.number("reviewAfterMs", &mut self.review_ms);
        fields.number("deadlineMs", &mut self.deadline_ms);
    }

    /// The options a caller gives; what is left out has its default.
    ///
    /// # Errors
    /// A sentence that names the option, what was found and what is allowed.
    pub fn read(value: Node<'_>) -> Result<Poll, String> {
        let mut row = [0.0; 7];
        read_poll(value, &mut row)?;
        Ok(Poll::of_row(&row))
    }
}

impl Retry {
    /// The pause before attempt number `attempt` (the first retry is 1). `random` is in 0..1.
    pub fn delay(&self, attempt: u32, retry_after_ms: Option<f64>, random: f64) -> f64 {
        let delay = backoff(self.initial_ms, 2.0, self.max_ms, attempt.saturating_sub(1));
        (delay * (1.0 + self.jitter * (2.0 * random - 1.0))).max(retry_after_ms.unwrap_or(0.0))
    }

    /// What is stored of it.
    pub(crate) fn fields(&mut self, fields: &mut dyn Fields) {
        fields.count("attempts", &mut self.attempts);
        fields.number("initialMs", &mut self.initial_ms);
        fields.number("maxMs", &mut self.max_ms);
        fields.number("jitter", &mut self.jitter);
    }

    /// As numbers: see [`Poll::row`].
    pub fn row(&self) -> [f64; 4] {
        [f64::from(self.attempts), self.initial_ms, self.max_ms, self.jitter]
    }

    /// Out of its row; of a shorter one the default.
    pub fn of_row(row: &[f64]) -> Retry {
        let Some(row) = row.first_chunk() else { return Retry::default() };
        let [attempts, initial_ms, max_ms, jitter] = *row;
        Retry { attempts: attempts as u32, initial_ms, max_ms, jitter }
    }

    /// The options a caller gives; what is left out has its default.
    ///
    /// # Errors
    /// A sentence that names the option, what was found and what is allowed.
    pub fn read(value: Node<'_>) -> Result<Retry, String> {
        let mut row = [0.0; 4];
        read(value, &RETRY, &mut row)?;
        Ok(Retry::of_row(&row))
    }
}

impl Hints {
    /// How far the expected end is, before or behind us; NaN where nothing is expected.
    fn distance_to_end(&self) -> f64 {
        let to = |end: Option<f64>| end.unwrap_or(f64::NAN) - self.elapsed_ms;
        let (paced, estimated) = (to(self.eta_from_progress_ms), to(self.estimated_ms));
        // Progress tells more than the estimate, until it has stood still past its own end. Of a NaN and a number, `min` is
        // the number.
        if paced >= 0.0 { paced } else { paced.abs().min(estimated.abs()) }
    }
}

impl ProgressSample {
    /// When 100 will be reached at the pace from here to `later`. It stays where it is until progress moves: progress that
    /// stands still says nothing new of the end.
    pub fn eta_ms(self, later: ProgressSample) -> Option<f64> {
        let gain = later.progress.checked_sub(self.progress).filter(|gain| *gain >= TELLING_PROGRESS)?;
        let share = f64::from(100 - self.progress.min(100)) / f64::from(gain);
        Some(self.at_ms + (later.at_ms - self.at_ms) * share)
    }
}

fn backoff(initial_ms: f64, factor: f64, max_ms: f64, attempt: u32) -> f64 {
    let mut delay = initial_ms;
    for _ in 0..attempt {
        if delay >= max_ms || delay <= 0.0 {
            break;
        }
        delay *= factor;
    }
    delay.min(max_ms)
}

/// The rows of both, one behind the other: see [`Poll::read`] and [`Retry::read`].
///
/// # Errors
/// Theirs.
pub fn rows(retry: Node<'_>, poll: Node<'_>) -> Result<Vec<f64>, String> {
    let mut row = [0.0; RETRY.len() + POLL.len()];
    let (of_retry, of_poll) = row.split_at_mut(RETRY.len());
    read(retry, &RETRY, of_retry)?;
    read_poll(poll, of_poll)?;
    Ok(row.to_vec())
}

fn read_poll(given: Node<'_>, row: &mut [f64]) -> Result<(), String> {
    read(given, &POLL, row)?;
    let [initial_ms, _, max_ms, ..] = row else { return Ok(()) };
    // One that is given moves the other, where that is left out.
    if given.given(POLL_INITIAL_MS.name).is_none() {
        *initial_ms = initial_ms.min(*max_ms);
    }
    if given.given(POLL_MAX_MS.name).is_none() {
        *max_ms = max_ms.max(*initial_ms);
    }
    if *initial_ms > *max_ms {
        return Err("poll.initialMs is greater than poll.maxMs; it must be less or equal".into());
    }
    Ok(())
}

/// Reads options into their row. `Infinity` is kept as a very long time, since a deadline may be meant to be none.
fn read(given: Node<'_>, options: &[Number], row: &mut [f64]) -> Result<(), String> {
    for (option, place) in options.iter().zip(row) {
        let Number { group, name, default, least, most } = *option;
        *place = match given.given(name) {
            None => default,
            Some(Node::Bool(flag)) if name == POLL_ADAPTIVE.name => f64::from(u8::from(flag)),
            Some(_) if name == POLL_ADAPTIVE.name => default,
            Some(Node::Foreign("Infinity")) => 1e15,
            // What is no number is less than any.
            Some(value) => value.as_scaled(6).map_or(-1.0, |millionths| millionths as f64 / 1e6),
        };
        if *place < f64::from(least) {
            return Err(message!("{}.{} must be a number, {} or more", group, name, least).text());
        }
        if most > 0 && *place > f64::from(most) {
            return Err(message!("{}.{} must be a number from {} to {}", group, name, least, most).text());
        }
    }
    Ok(())
}
