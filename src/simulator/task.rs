//! One task from birth to its end, a function of the clock.

use serde::{Deserialize, Serialize};

use super::callback::{Callback, Due};
use super::fault::Outcome;
use super::ledger::Ledger;
use super::video::Video;
use super::write::{self, Object};

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// In the queue.
    Pending,
    /// Being generated.
    Processing,
    /// Over; how, says the outcome.
    Over,
}

/// A task and what the simulator remembers of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    /// `task-unified-<unix seconds>-<8 of base36>`.
    pub id: String,
    /// The key it was made with.
    pub token: String,
    /// The model.
    pub model: String,
    /// The request, as it came.
    pub request: String,
    /// The answer to the submit.
    pub created_body: String,
    /// The header it came with.
    pub idempotency_key: Option<String>,
    /// Texts the server cut.
    pub truncated: Vec<String>,
    /// Fields the server passed over.
    pub unknown: Vec<String>,
    /// Milliseconds since 1970.
    pub created_ms: u64,
    /// How long it takes.
    pub generation_ms: u64,
    /// Ends at that poll instead.
    pub polls_needed: Option<u64>,
    /// How it will end.
    pub outcome: Outcome,
    /// Status requests answered.
    pub polls: u64,
    /// When it ended, once it did.
    pub ended_ms: Option<u64>,
    /// Highest progress shown: it never falls.
    pub progress: u64,
    /// Price if it succeeds.
    pub micro_usd: u64,
    /// Price in credits, in ten-thousandths, held back until it ends.
    pub credits_reserved: u64,
    /// Price once it succeeded.
    pub billed_micro_usd: u64,
    /// Where its video is.
    pub result_url: String,
    /// Its video.
    pub video: Video,
    /// The callback, where one was asked for.
    pub callback: Option<Callback>,
}

/// How a poll-counted generation divides its way, and a timed one its time: the queue takes a tenth.
const QUEUE_PERCENT: u64 = 10;
/// The longest a task waits in the queue, in milliseconds (assumed).
const QUEUE_MAX_MS: u64 = 2_000;

impl Task {
    /// Percent of the way gone, below 100 until it is over.
    fn share(&self, now_ms: u64) -> u64 {
        let elapsed = now_ms.saturating_sub(self.created_ms);
        match self.polls_needed {
            Some(polls) => 100 * self.polls / polls.max(1),
            None => 100 * elapsed / self.generation_ms.max(1),
        }
    }

    /// Whether time (or polls) are up and the outcome is one that ends.
    pub fn is_due(&self, now_ms: u64) -> bool {
        let finished = match self.polls_needed {
            Some(polls) => self.polls >= polls,
            None => now_ms.saturating_sub(self.created_ms) >= self.generation_ms,
        };
        finished && self.ends() && self.ended_ms.is_none()
    }

    /// Whether it is forgotten: the API keeps what is over only so long.
    pub fn is_expired(&self, life_ms: u64, now_ms: u64) -> bool {
        self.ended_ms.is_some_and(|ended| now_ms >= ended.saturating_add(life_ms))
    }

    /// Whether it will ever be over.
    pub fn ends(&self) -> bool {
        !matches!(self.outcome, Outcome::NeverFinish | Outcome::Unknown(_))
    }

    /// When it will be over by itself.
    pub fn due_ms(&self) -> Option<u64> {
        let timed = self.ended_ms.is_none() && self.ends() && self.polls_needed.is_none();
        timed.then(|| self.created_ms.saturating_add(self.generation_ms))
    }

    /// How far it is.
    pub fn stage(&self, now_ms: u64) -> Stage {
        let elapsed = now_ms.saturating_sub(self.created_ms);
        let queued = match self.polls_needed {
            Some(_) => self.polls <= 1,
            None => elapsed < QUEUE_MAX_MS.min(self.generation_ms * QUEUE_PERCENT / 100),
        };
        match self.ended_ms {
            Some(_) => Stage::Over,
            None if queued => Stage::Pending,
            None => Stage::Processing,
        }
    }

    /// Its status, as the API spells it.
    pub fn status(&self, now_ms: u64) -> &str {
        match (self.stage(now_ms), &self.outcome) {
            (Stage::Pending, _) => "pending",
            (Stage::Processing, Outcome::Unknown(name)) => name,
            (Stage::Over, Outcome::Fail { .. }) => "failed",
            (Stage::Over, Outcome::Cancel) => "cancelled",
            (Stage::Over, Outcome::Complete | Outcome::NoResult) => "completed",
            _ => "processing",
        }
    }

    /// Moves progress on; it grows while processing and stops short of 100.
    pub fn advance(&mut self, now_ms: u64) {
        if self.stage(now_ms) == Stage::Processing {
            self.progress = self.progress.max(self.share(now_ms).clamp(1, 99));
        }
    }

    /// Ends it: the bill is written, then the callback is due. Failed and cancelled tasks cost nothing in any mode
    /// (guide, section 7: only successful video is paid for).
    pub fn end(&mut self, ledger: &mut Ledger, now_ms: u64) {
        let ended = self.due_ms().unwrap_or(now_ms).min(now_ms);
        self.ended_ms = Some(ended);
        let paid = matches!(self.outcome, Outcome::Complete | Outcome::NoResult);
        self.billed_micro_usd = if paid { self.micro_usd } else { 0 };
        ledger.settle(self.credits_reserved, if paid { self.credits_reserved } else { 0 });
        if let Some(callback) = &mut self.callback {
            callback.begin(ended);
        }
    }

    /// Takes the callback attempt due now.
    pub fn callback_due(&mut self, now_ms: u64) -> Option<Due> {
        let attempt = self.callback.as_mut()?.take(now_ms)?;
        let url = self.callback.as_ref()?.url.clone();
        Some(Due { task_id: self.id.clone(), url, body: self.body(now_ms), attempt })
    }

    /// The body of a status request, and of a callback (get-task-detail.json). A failed task falls back to progress 0.
    pub fn body(&self, now_ms: u64) -> String {
        let stage = self.stage(now_ms);
        let progress = match (stage, &self.outcome) {
            (Stage::Pending, _) | (Stage::Over, Outcome::Fail { .. } | Outcome::Cancel) => 0,
            (Stage::Over, _) => 100,
            (Stage::Processing, _) => self.progress,
        };
        let body = Object::new()
            .number("created", self.created_ms / 1000)
            .text("id", &self.id)
            .text("model", &self.model)
            .text("object", "video.generation.task")
            .number("progress", progress);
        let body = match (stage, &self.outcome) {
            (Stage::Over, Outcome::Complete) => body.texts("results", [self.result_url.as_str()]),
            (Stage::Over, Outcome::NoResult) => body.texts("results", []),
            (Stage::Over, Outcome::Fail { code, message }) => {
                let error =
                    Object::new().text("code", code).text("message", message).text("type", "task_error");
                body.raw("error", &error.end())
            }
            _ => body,
        };
        // Assumed: only what still waits in the queue could be cancelled; no document offers a way to.
        let info = Object::new().flag("can_cancel", stage == Stage::Pending);
        body.text("status", self.status(now_ms)).raw("task_info", &info.end()).text("type", "video").end()
    }

    /// The simulator's own view, for the JavaScript side.
    pub fn view(&self, now_ms: u64) -> String {
        let error = match &self.outcome {
            Outcome::Fail { code, message } if self.ended_ms.is_some() => {
                Some(Object::new().text("code", code).text("message", message).end())
            }
            _ => None,
        };
        let reserved = if self.ended_ms.is_some() { 0 } else { self.credits_reserved };
        let mut view = Object::new()
            .text("id", &self.id)
            .text("status", self.status(now_ms))
            .text("model", &self.model)
            .raw("request", &self.request)
            .maybe("idempotencyKey", self.idempotency_key.as_deref())
            .number("createdAt", self.created_ms);
        if let Some(ended) = self.ended_ms {
            view = view.number("endedAt", ended);
        }
        if let Some(error) = error {
            view = view.raw("error", &error);
        }
        view.number("priceMicroUsd", self.micro_usd)
            .number("billedMicroUsd", self.billed_micro_usd)
            .raw("creditsReserved", &super::price::write_credits(reserved))
            .number("polls", self.polls)
            .texts("truncated", self.truncated.iter().map(String::as_str))
            .texts("unknownFields", self.unknown.iter().map(String::as_str))
            .raw("callbacks", &self.callback.as_ref().map_or_else(|| write::array([]), Callback::view))
            .end()
    }
}
