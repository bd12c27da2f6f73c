//! `POST /v1/videos/generations`: from a request to a task, or to a refusal.

use super::accepted::{Accepted, Refusal};
use super::callback::Callback;
use super::check::check;
use super::endpoint::Endpoint;
use super::fault::Outcome;
use super::http::{Reply, Request};
use super::inputs::InputFacts;
use super::machine::{Answer, Simulator};
use super::options::{Idempotency, UnknownModel};
use super::output;
use super::price;
use super::random::base36;
use super::task::Task;
use super::task_errors::task_error_message;
use super::write::Object;
use crate::catalog::{self, TASK_ID_PREFIX};
use crate::json::Value;

/// Words in a prompt that provoke what the content policies provoke, with no fault rule set (assumed: which prompts the
/// API refuses no document says). The first kind is refused at once, as the guide has it (`invalid_content`); the second
/// becomes a task that fails, as get-task-detail.json has it (`content_policy_violation`).
const REFUSED: &[&str] = &["invalid_content"];
const FAILING: &[&str] = &["content_policy_violation", "nsfw"];

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
        if !request.is_json() {
            return refuse("the content-type must be application/json");
        }
        let text = std::str::from_utf8(request.body).unwrap_or_default();
        let Some(document @ Value::Object(_)) = Value::parse_json(text) else {
            return refuse("the body is not a JSON object");
        };
        let accepted = match self.accept(&document) {
            Ok(accepted) => accepted,
            Err(reply) => return (*reply, None),
        };
        let inputs = self.read_inputs(&accepted, origin, now_ms);
        let micro_usd = self.price(&accepted, &inputs);
        let credits_reserved = price::credits(micro_usd);
        if !self.ledger.reserve(credits_reserved) {
            return (Endpoint::Submit.error(402).reply(), None);
        }
        let id = format!("{TASK_ID_PREFIX}{}-{}", now_ms / 1000, base36(&mut self.random, 8));
        let generation_ms = self.options.generation.draw(&mut self.random);
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
            model: accepted.model.id.to_owned(),
            request: text.to_owned(),
            created_body: created_body.clone(),
            idempotency_key: key.map(str::to_owned),
            created_ms: now_ms,
            generation_ms,
            polls_needed: self.options.complete_after_polls,
            outcome: outcome.unwrap_or_else(|| natural_end(&document, &inputs)),
            polls: 0,
            ended_ms: None,
            progress: 0,
            micro_usd,
            credits_reserved,
            billed_micro_usd: 0,
            result_url: format!("{origin}/results/{id}.mp4"),
            video: output::video(&accepted, &inputs, &document, self.random.u64(..)),
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
        if !(16..=96).contains(&key.len()) || !key.bytes().all(plain) {
            return Some(refuse("Idempotency-Key must be 16 to 96 of A-Z a-z 0-9 . _ -"));
        }
        let same = |task: &&Task| {
            task.idempotency_key.as_deref() == Some(key) && Some(task.token.as_str()) == request.token()
        };
        let task = self.tasks.iter().find(same)?;
        if task.request.as_bytes() != request.body {
            return Some((Endpoint::Submit.error(409).reply(), None));
        }
        let reply = Reply::json(200, task.created_body.clone()).with("idempotency-replayed", "true");
        Some((reply, Some(task.id.clone())))
    }

    fn accept(&self, request: &Value) -> Result<Accepted, Box<Reply>> {
        let refuse = |refusal: Refusal| {
            let mut failure = Endpoint::Submit.error(400);
            // Assumed: get-task-detail.json has it in its errors, the files of the models do not.
            failure.param = refusal.param;
            if let Some(message) = refusal.message {
                failure.message = message;
            }
            Err(Box::new(failure.reply().because(refusal.detail)))
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
        match check(model, request) {
            Ok(accepted) => match accepted.unknown.first() {
                Some(name) if self.options.refuse_unknown_fields => {
                    refuse(Refusal::of(name, format!("{id} has no field {name}")))
                }
                _ if mentions(request, REFUSED) => {
                    let mut failure = Endpoint::Submit.error(400);
                    "invalid_content".clone_into(&mut failure.code);
                    "Content policy violation".clone_into(&mut failure.message);
                    Err(Box::new(failure.about("prompt").reply()))
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
    fn price(&self, accepted: &Accepted, inputs: &InputFacts) -> u64 {
        let prices = &self.options.prices;
        let billed =
            output::milliseconds(accepted, inputs) + prices.input_ms(accepted.model, &inputs.videos_ms);
        prices.cost(accepted.model, &accepted.quality, billed)
    }
}

fn refuse(detail: &str) -> Answer {
    (Endpoint::Submit.error(400).reply().because(detail), None)
}

/// How a task ends by itself: well, unless an input breaks a limit or its prompt a policy. Assumed: that shows once the
/// task runs, for only then are media downloaded.
fn natural_end(request: &Value, inputs: &InputFacts) -> Outcome {
    let fail = |code: &str, message: String| Outcome::Fail { code: code.to_owned(), message };
    if mentions(request, FAILING) {
        let code = "content_policy_violation";
        return fail(code, task_error_message(code).to_owned());
    }
    match &inputs.failure {
        Some((code, why)) => {
            let what = task_error_message(code).split('\n').next().unwrap_or_default();
            fail(code, format!("{what}\n{why}."))
        }
        None => Outcome::Complete,
    }
}

/// Whether a prompt holds one of the words, as a word.
fn mentions(request: &Value, words: &[&str]) -> bool {
    let prompt = request.get("prompt").and_then(Value::as_text).unwrap_or_default().to_lowercase();
    prompt.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| words.contains(&word))
}
