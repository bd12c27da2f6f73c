//! Limits on spending (guide, section 10, budget guardrails), and what a request asks of them. Micro-dollars. How they are
//! counted stands in [`crate::protocol::counters`].

use crate::catalog::{Mode, QUALITIES_25, name};
use crate::message::message;
use crate::pricing::cost::{self, Table};
use crate::request::Request;
use crate::tape::Node;

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
    /// The same for video-edit.
    pub video_edit_day: Option<u64>,
    /// Most in all.
    pub total: Option<u64>,
}

impl Limits {
    /// The limits a caller gives.
    ///
    /// # Errors
    /// A sentence that names the limit and what is allowed.
    pub fn read(value: Node<'_>) -> Result<Limits, String> {
        let number = |name: &str| match value.get(name) {
            None | Some(Node::Foreign("undefined" | "Infinity")) => Ok(None),
            Some(value) => match value.as_integer().and_then(|number| u64::try_from(number).ok()) {
                Some(number) => Ok(Some(number)),
                None => Err(message!("budget.{} must be a whole number, 0 or more", name).text()),
            },
        };
        let max_quality = match value.given("maxQuality") {
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
            video_edit_day: number("videoEditDayMicroUsd")?,
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
    /// Whether it costs that, and not less: the lengths it depends on are known.
    pub exact: bool,
}

impl<'a> Call<'a> {
    /// The call a request makes, be it one that nobody checked. `options` as [`cost::of`] takes them.
    pub fn of(
        value: Node<'a>,
        options: Node<'_>,
        table: &Table<'_>,
        user: &'a str,
        feature: &'a str,
    ) -> Call<'a> {
        let Some(request) = Request::of(value) else {
            // Of a model that nobody knows there is no price, and any limit may be meant for it.
            let (model, mode) = ("", Mode::ReferenceVideo);
            let seconds = value.get("duration").and_then(Node::as_integer);
            let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or_default();
            let quality = value.get("quality").and_then(Node::as_text).unwrap_or_default();
            return Call { user, feature, model, mode, seconds, quality, micro_usd: None, exact: false };
        };
        let cost = cost::of(&request, options, table);
        Call {
            user,
            feature,
            model: request.model.id,
            mode: request.model.mode,
            seconds: cost.output.max.div_ceil(1000),
            quality: request.text(name::QUALITY).unwrap_or("720p"),
            // What JavaScript cannot hold exactly could not be counted exactly either.
            micro_usd: (cost::is_known(&request, &cost) && cost.max <= cost::MOST).then_some(cost.max),
            exact: cost.exact,
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

impl Limits {
    /// What needs no count: the longest output, the best quality, the most for one call.
    ///
    /// # Errors
    /// The first limit the call does not fit.
    pub fn check(&self, call: &Call<'_>) -> Result<(), Refusal> {
        if let Some(allowed) = self.max_duration.filter(|allowed| call.seconds > *allowed) {
            return Err(Refusal::Duration { allowed });
        }
        if let Some(best) = self.max_quality.filter(|best| rank(call.quality).unwrap_or_default() > *best) {
            return Err(Refusal::Quality { allowed: QUALITIES_25.get(best).copied().unwrap_or_default() });
        }
        let sums = [("perCallMicroUsd", self.per_call)].into_iter().chain(self.sums(call));
        for (limit, most) in sums {
            // A call that no price is known of fits no sum.
            if let Some(most) = most
                && call.micro_usd.is_none_or(|asked| limit == "perCallMicroUsd" && asked > most)
            {
                return Err(Refusal::Money { limit, remaining: most });
            }
        }
        Ok(())
    }

    /// The sums a call is counted in, each by its limit's name, and the most of it. Of a model that nobody knows any may
    /// be meant.
    pub fn sums(&self, call: &Call<'_>) -> impl Iterator<Item = (&'static str, Option<u64>)> {
        let any = call.model.is_empty();
        let of_mode = |mode: Mode, sum| (any || call.mode == mode).then_some(sum);
        [
            Some(("perUserDayMicroUsd", self.per_user_day)),
            of_mode(Mode::ReferenceVideo, ("referenceVideoDayMicroUsd", self.reference_video_day)),
            of_mode(Mode::VideoEdit, ("videoEditDayMicroUsd", self.video_edit_day)),
            Some(("totalMicroUsd", self.total)),
        ]
        .into_iter()
        .flatten()
    }
}
