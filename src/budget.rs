//! Limits on spending: reserved before a submit, settled after it, released when it fails (guide, section 10, budget
//! guardrails). Micro-dollars; a day is a UTC day.

use crate::catalog::{Mode, QUALITIES_25};
use crate::cost::{self, Table};
use crate::json::Value;
use crate::request::Request;

const DAY_MS: u64 = 86_400_000;

/// The limits; `None` is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Longest output, in seconds.
    pub max_duration: Option<u64>,
    /// Best quality, as its place in [`QUALITIES_25`].
    pub max_quality: Option<usize>,
    /// Most for one call.
    pub per_call: Option<u64>,
    /// Most for a user and day.
    pub per_user_day: Option<u64>,
    /// Most for reference-video a day: it bills its input, so it has a line of its own.
    pub reference_video_day: Option<u64>,
    /// Most in all.
    pub total: Option<u64>,
}

impl Limits {
    /// The limits a caller gives.
    ///
    /// # Errors
    /// A sentence that names the limit and what is allowed.
    pub fn read(value: &Value<'_>) -> Result<Limits, String> {
        let number = |name: &str| match value.get(name) {
            None | Some(Value::Foreign("undefined" | "Infinity")) => Ok(None),
            Some(value) => match value.as_integer().and_then(|number| u64::try_from(number).ok()) {
                Some(number) => Ok(Some(number)),
                None => Err(["budget.", name, " must be a whole number, 0 or more"].concat()),
            },
        };
        let max_quality = match value.get("maxQuality").filter(|value| **value != Value::Foreign("undefined"))
        {
            None => None,
            Some(quality) => Some(
                rank(quality.as_text().unwrap_or_default())
                    .ok_or("budget.maxQuality must be \"480p\", \"720p\" or \"1080p\"")?,
            ),
        };
        Ok(Limits {
            max_duration: number("maxDuration")?,
            max_quality,
            per_call: number("perCallMicroUsd")?,
            per_user_day: number("perUserDayMicroUsd")?,
            reference_video_day: number("referenceVideoDayMicroUsd")?,
            total: number("totalMicroUsd")?,
        })
    }
}

fn rank(quality: &str) -> Option<usize> {
    QUALITIES_25.iter().position(|known| *known == quality)
}

/// What a call would spend.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Whose it is.
    pub user: &'a str,
    /// What for.
    pub feature: &'a str,
    /// Its model; empty where it is not known.
    pub model: &'static str,
    /// What the model does.
    pub mode: Mode,
    /// Length of the output at the most, in seconds.
    pub seconds: u64,
    /// Its quality.
    pub quality: &'a str,
    /// The most it can cost; `None` where that cannot be told, which is more than any sum allows.
    pub micro_usd: Option<u64>,
}

impl<'a> Call<'a> {
    /// The call a request makes, be it one that nobody checked. `options` as [`cost::of`] takes them.
    pub fn of(
        value: &'a Value<'a>,
        options: &Value<'_>,
        table: &Table<'_>,
        user: &'a str,
        feature: &'a str,
    ) -> Call<'a> {
        let Some(request) = Request::of(value) else {
            // Of a model that nobody knows there is no price, and any limit may be meant for it.
            let (model, mode) = ("", Mode::ReferenceVideo);
            let seconds = value.get("duration").and_then(Value::as_integer);
            let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or_default();
            let quality = value.get("quality").and_then(Value::as_text).unwrap_or_default();
            return Call { user, feature, model, mode, seconds, quality, micro_usd: None };
        };
        let cost = cost::of(&request, options, table);
        Call {
            user,
            feature,
            model: request.model.id,
            mode: request.model.mode,
            seconds: cost.output.max.div_ceil(1000),
            quality: request.text("quality").unwrap_or("720p"),
            micro_usd: cost::is_known(&request, &cost).then_some(cost.max),
        }
    }
}

/// Why a call is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A sum is over its limit.
    Money {
        /// The limit's name.
        limit: &'static str,
        /// What is left of it.
        remaining: u64,
    },
    /// The output is longer than allowed.
    Duration {
        /// Seconds allowed.
        allowed: u64,
    },
    /// The quality is better than allowed.
    Quality {
        /// The best allowed.
        allowed: &'static str,
    },
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its UTC day, counted from 1970.
    pub day: u64,
    /// Whose it is.
    pub user: String,
    /// What for.
    pub feature: String,
    /// With which model.
    pub model: &'static str,
    /// What the model does.
    pub mode: Mode,
    /// Put aside for calls under way.
    pub reserved: u64,
    /// Spent.
    pub spent: u64,
}

/// What was spent, and what is put aside.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    limits: Limits,
    lines: Vec<Line>,
    open: Vec<(u32, usize, u64)>,
    next: u32,
}

impl Ledger {
    /// An empty ledger under these limits.
    pub fn new(limits: Limits) -> Ledger {
        Ledger { limits, ..Ledger::default() }
    }

    /// The lines, for spend by user, feature and model.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    fn check(&self, call: &Call<'_>, now_ms: u64) -> Result<(), Refusal> {
        let limits = &self.limits;
        if let Some(allowed) = limits.max_duration.filter(|allowed| call.seconds > *allowed) {
            return Err(Refusal::Duration { allowed });
        }
        if let Some(best) = limits.max_quality.filter(|best| rank(call.quality).unwrap_or_default() > *best) {
            return Err(Refusal::Quality { allowed: QUALITIES_25.get(best).copied().unwrap_or_default() });
        }
        let day = now_ms / DAY_MS;
        let sum = |wanted: &dyn Fn(&Line) -> bool| {
            self.lines
                .iter()
                .filter(|line| wanted(line))
                .map(|line| line.reserved.saturating_add(line.spent))
                .sum::<u64>()
        };
        let fits = |limit: &'static str, most: Option<u64>, used: u64| match most {
            Some(most) if call.micro_usd.is_none_or(|asked| used.saturating_add(asked) > most) => {
                Err(Refusal::Money { limit, remaining: most.saturating_sub(used) })
            }
            _ => Ok(()),
        };
        fits("perCallMicroUsd", limits.per_call, 0)?;
        let of_user = sum(&|line| line.day == day && line.user == call.user);
        fits("perUserDayMicroUsd", limits.per_user_day, of_user)?;
        if call.mode == Mode::ReferenceVideo {
            let of_references = sum(&|line| line.day == day && line.mode == Mode::ReferenceVideo);
            fits("referenceVideoDayMicroUsd", limits.reference_video_day, of_references)?;
        }
        fits("totalMicroUsd", limits.total, sum(&|_| true))
    }

    /// Puts the call's cost aside and answers the number of the reservation; 0 where no model makes a line for it.
    ///
    /// # Errors
    /// The first limit it does not fit.
    pub fn reserve(&mut self, call: &Call<'_>, now_ms: u64) -> Result<u32, Refusal> {
        self.check(call, now_ms)?;
        if call.model.is_empty() {
            return Ok(0);
        }
        let day = now_ms / DAY_MS;
        let reserved = call.micro_usd.unwrap_or_default();
        let same = |line: &Line| {
            line.day == day
                && line.user == call.user
                && line.feature == call.feature
                && line.model == call.model
        };
        let at = self.lines.iter().position(same).unwrap_or_else(|| {
            self.lines.push(Line {
                day,
                user: call.user.to_owned(),
                feature: call.feature.to_owned(),
                model: call.model,
                mode: call.mode,
                reserved: 0,
                spent: 0,
            });
            self.lines.len() - 1
        });
        if let Some(line) = self.lines.get_mut(at) {
            line.reserved = line.reserved.saturating_add(reserved);
        }
        self.next = self.next.wrapping_add(1);
        self.open.push((self.next, at, reserved));
        Ok(self.next)
    }

    /// The task was paid for: what was put aside is spent, or `micro_usd` where that is known. A reservation counts once.
    pub fn settle(&mut self, reservation: u32, micro_usd: Option<u64>) {
        if let Some((line, reserved)) = self.close(reservation) {
            line.spent = line.spent.saturating_add(micro_usd.unwrap_or(reserved));
        }
    }

    /// Nothing was paid: what was put aside is free again.
    pub fn release(&mut self, reservation: u32) {
        self.close(reservation);
    }

    fn close(&mut self, reservation: u32) -> Option<(&mut Line, u64)> {
        let found = self.open.iter().position(|(number, ..)| *number == reservation)?;
        let (_, at, reserved) = self.open.swap_remove(found);
        let line = self.lines.get_mut(at)?;
        line.reserved = line.reserved.saturating_sub(reserved);
        Some((line, reserved))
    }
}
