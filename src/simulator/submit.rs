//! `POST /v1/videos/generations`: from a request to a task, or to a refusal.

use super::callback::Callback;
use super::check::{Accepted, Refusal, check};
use super::endpoint::Endpoint;
use super::fault::Outcome;
use super::http::{Reply, Request};
use super::machine::{Answer, Simulator};
use super::options::{Idempotency, UnknownModel};
use super::price;
use super::read;
use super::task::Task;
use super::video;
use super::write::Object;
use crate::catalog::{self, Mode, TASK_ID_PREFIX};
use crate::json::Value;

impl Simulator {
    /// Answers a submit.
    pub(super) fn submit(
        &mut self,
        request: &Request,
        origin: &str,
        outcome: Option<Outcome>,
        now_ms: u64,
    ) -> Answer {
        let key = request.header("idempotency-key");
        if let Some(answer) = self.replay(request, key) {
            return answer;
        }
        let text = std::str::from_utf8(request.body).unwrap_or_default();
        let accepted = match self.accept(text) {
            Ok(accepted) => accepted,
            Err(reply) => return (*reply, None),
        };
        let micro_usd = self.price(&accepted);
        let credits_reserved = price::credits(micro_usd);
        if !self.ledger.reserve(credits_reserved) {
            return (Endpoint::Submit.error(402).reply(), None);
        }
        let id = format!("{TASK_ID_PREFIX}{}-{}", now_ms / 1000, self.random.base36(8));
        let generation_ms = self.random.within(self.options.generation);
        let estimated = self.options.estimated_seconds.unwrap_or(generation_ms.div_ceil(1000).max(1));
        let task_info = Object::new().flag("can_cancel", true).number("estimated_time", estimated);
        let usage = Object::new()
            .text("billing_rule", "per_call")
            .raw("credits_reserved", &price::write_credits(credits_reserved))
            .text("user_group", "default");
        let created_body = Object::new()
            .number("created", now_ms / 1000)
            .text("id", &id)
            .text("model", accepted.model.id)
            .text("object", "video.generation.task")
            .number("progress", 0)
            .text("status", "pending")
            .raw("task_info", &task_info.end())
            .text("type", "video")
            .raw("usage", &usage.end())
            .end();
        self.tasks.push(Task {
            token: request.token().unwrap_or_default().to_owned(),
            model: accepted.model.id,
            request: text.to_owned(),
            created_body: created_body.clone(),
            idempotency_key: key.map(str::to_owned),
            created_ms: now_ms,
            generation_ms,
            polls_needed: self.options.complete_after_polls,
            outcome: outcome.unwrap_or_else(|| self.outcome(&accepted)),
            polls: 0,
            ended_ms: None,
            progress: 0,
            micro_usd,
            credits_reserved,
            billed_micro_usd: 0,
            result_url: format!("{origin}/results/{id}.mp4"),
            video: video::picture(accepted.aspect_ratio.as_deref()),
            callback: accepted.callback_url.map(Callback::new),
            truncated: accepted.truncated,
            unknown: accepted.unknown,
            id: id.clone(),
        });
        (Reply::json(200, created_body), Some(id))
    }

    /// The task a key stands for already (API facts, idempotency). Assumed: a malformed key and one used with another
    /// body are refused.
    fn replay(&self, request: &Request, key: Option<&str>) -> Option<Answer> {
        let key = key.filter(|_| self.options.idempotency == Idempotency::Honour)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let refuse = |detail: &str| Some((Endpoint::Submit.error(400).reply().because(detail), None));
        if !(16..=96).contains(&key.len()) || !key.bytes().all(plain) {
            return refuse("Idempotency-Key must be 16 to 96 of A-Z a-z 0-9 . _ -");
        }
        let same = |task: &&Task| {
            task.idempotency_key.as_deref() == Some(key) && Some(task.token.as_str()) == request.token()
        };
        let task = self.tasks.iter().find(same)?;
        if task.request.as_bytes() != request.body {
            return refuse("this Idempotency-Key was used with another body");
        }
        let reply = Reply::json(200, task.created_body.clone()).with("idempotency-replayed", "true");
        Some((reply, Some(task.id.clone())))
    }

    fn accept(&self, text: &str) -> Result<Accepted, Box<Reply>> {
        let refuse = |refusal: Refusal| {
            let mut failure = Endpoint::Submit.error(400);
            failure.param = refusal.param;
            if let Some(message) = refusal.message {
                failure.message = message;
            }
            Err(Box::new(failure.reply().because(refusal.detail)))
        };
        let Some(request @ Value::Object(_)) = read::json(text) else {
            return Err(Box::new(
                Endpoint::Submit.error(400).reply().because("the body is not a JSON object"),
            ));
        };
        let Some(id) = request.get("model").and_then(Value::as_text) else {
            return refuse(Refusal::of("model", "model is required"));
        };
        let Some(model) = catalog::model(id) else { return Err(Box::new(self.unknown_model(id))) };
        if self.options.denied_models.iter().any(|denied| denied == id) {
            let mut failure = Endpoint::Submit.error(403);
            failure.message.push_str(id);
            return Err(Box::new(failure.reply()));
        }
        match check(model, &request) {
            Ok(accepted) => match accepted.unknown.first() {
                Some(name) if self.options.refuse_unknown_fields => {
                    refuse(Refusal::of(name, format!("{id} has no field {name}")))
                }
                _ => Ok(accepted),
            },
            Err(refusal) => refuse(refusal),
        }
    }

    fn unknown_model(&self, id: &str) -> Reply {
        let detail = format!("there is no model {id}");
        match self.options.unknown_model {
            UnknownModel::NotFound => Reply::empty(404).because(detail),
            UnknownModel::Unavailable => {
                let mut failure = Endpoint::Submit.error(503);
                "model_not_found".clone_into(&mut failure.code);
                failure.message = format!("No available channel for model {id}");
                failure.reply().because(detail)
            }
        }
    }

    /// What it costs if it succeeds: the actual length (guide, sections 7 and 13; wan2.7-image-to-video.json).
    fn price(&self, accepted: &Accepted) -> u64 {
        let inputs: Vec<u64> = accepted.videos().map(|url| self.options.input_ms(url)).collect();
        let asked = accepted.duration * 1000;
        let output = match (accepted.model.mode, inputs.first()) {
            (Mode::VideoEdit, Some(input)) if asked == 0 => *input,
            // An edit cuts its input, it does not lengthen it (wan2.7-video-edit.json, `duration`).
            (Mode::VideoEdit, Some(input)) => asked.min(*input),
            _ => asked,
        };
        let prices = &self.options.prices;
        let billed = output + prices.input_ms(accepted.model, &inputs);
        prices.cost(accepted.model, &accepted.quality, billed)
    }

    /// How it ends by itself: well, unless an input is known to break its limits. Assumed: that shows once the task
    /// runs, for only then are media downloaded.
    fn outcome(&self, accepted: &Accepted) -> Outcome {
        let fail = |reason: String| Outcome::Fail { code: "invalid_parameters".to_owned(), message: reason };
        for (url, limits) in &accepted.media {
            let Some(ms) = self.options.told_ms(url) else { continue };
            if limits.max_ms > 0 && !(limits.min_ms..=limits.max_ms).contains(&ms) {
                let range = format!("{} to {} seconds", limits.min_ms / 1000, limits.max_ms / 1000);
                return fail(format!("Invalid parameters.\n{url} must be {range} long."));
            }
        }
        let input = accepted.videos().next().map_or(0, |url| self.options.input_ms(url));
        if accepted.continuation && accepted.duration * 1000 < input {
            return fail(
                "Invalid parameters.\nduration must not be less than the length of the input video."
                    .to_owned(),
            );
        }
        Outcome::Complete
    }
}
