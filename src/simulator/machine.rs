//! The machine: requests in, replies out, the clock an argument.

use super::callback::Due;
use super::endpoint::Endpoint;
use super::fault::{Action, Fault, Faults, Target};
use super::files::Files;
use super::http::{Body, Reply, Request};
use super::ledger::Ledger;
use super::log::{self, Log};
use super::options::Options;
use super::random::Random;
use super::read::{Entry, Wrong};
use super::task::Task;

use super::write;
use crate::json::Value;

/// The API, simulated.
#[derive(Clone, Debug)]
pub struct Simulator {
    pub(super) options: Options,
    pub(super) random: Random,
    pub(super) tasks: Vec<Task>,
    pub(super) files: Files,
    pub(super) ledger: Ledger,
    faults: Faults,
    log: Log,
}

/// A reply, and the task it was about.
pub(super) type Answer = (Reply, Option<String>);

impl Simulator {
    /// A simulator that has seen nothing yet.
    pub fn new(options: Options) -> Self {
        Simulator {
            random: Random::new(options.seed),
            tasks: Vec::new(),
            files: Files::default(),
            ledger: Ledger::new(options.credits),
            faults: Faults::new(options.faults.clone()),
            log: Log::default(),
            options,
        }
    }

    /// Forgets everything; chance and fault counts begin anew.
    pub fn reset(&mut self) {
        *self = Simulator::new(self.options.clone());
    }

    /// Replaces the fault rules; their counts begin anew.
    ///
    /// # Errors
    /// The first mistake in them, with its path.
    pub fn set_faults(&mut self, text: &str) -> Result<(), Wrong> {
        let document = Value::parse(text).ok_or("faults must be an array")?;
        let rules = Fault::list(&Entry { path: "faults".to_owned(), value: &document })?;
        self.options.faults.clone_from(&rules);
        self.faults = Faults::new(rules);
        Ok(())
    }

    /// Answers one request at that moment (milliseconds since 1970).
    pub fn handle(&mut self, request: &Request, now_ms: u64) -> Reply {
        self.advance(now_ms);
        let endpoint = Endpoint::of(request.method, request.route());
        let model = self.model_asked(endpoint, request);
        let target = Target {
            endpoint,
            path: request.path,
            body: std::str::from_utf8(request.body).unwrap_or_default(),
            model: model.as_deref(),
        };
        // A preflight is the browser's own; counting it would make rules mean different things in a page.
        let fault =
            if request.method == "OPTIONS" { None } else { self.faults.strike(&target, &mut self.random) };
        let acts = fault.as_ref().is_none_or(Fault::lets_act);
        let answer = acts.then(|| self.answer(endpoint, request, fault.as_ref(), now_ms));
        let (right, task_id) = answer.map_or((None, None), |(reply, id)| (Some(reply), id));
        let mut reply = match &fault {
            Some(fault) => fault.apply(endpoint, model.as_deref(), right, now_ms),
            None => right.unwrap_or_else(|| Reply::empty(500)),
        };
        reply.transport.delay_ms += self.random.within(self.options.latency);
        self.finish(request, &mut reply);
        let fault = fault.map(|fault| fault.name());
        self.log.push(log::entry(request, endpoint, &reply, task_id.as_deref(), fault.as_deref(), now_ms));
        reply
    }

    fn answer(
        &mut self,
        endpoint: Endpoint,
        request: &Request,
        fault: Option<&Fault>,
        now_ms: u64,
    ) -> Answer {
        let origin = request.origin.unwrap_or(&self.options.public_url).trim_end_matches('/').to_owned();
        let outcome = fault.and_then(|fault| match &fault.action {
            Action::Task(outcome) => Some(outcome.clone()),
            _ => None,
        });
        match endpoint {
            Endpoint::Other if request.method == "OPTIONS" => (preflight(request), None),
            Endpoint::Other => (not_found(request), None),
            Endpoint::Result => self.result(request, now_ms),
            Endpoint::File => (self.files.serve(request, now_ms), None),
            _ if !self.lets_in(request) => (endpoint.error(401).reply(), None),
            Endpoint::Submit => self.submit(request, &origin, outcome, now_ms),
            Endpoint::Poll => self.poll(request, now_ms),
            Endpoint::Credits => (Reply::json(200, self.ledger.body()), None),
            Endpoint::Upload => (self.files.upload(request, &origin, &mut self.random, now_ms), None),
        }
    }

    fn lets_in(&self, request: &Request) -> bool {
        let keys = &self.options.api_keys;
        request.token().is_some_and(|token| keys.is_empty() || keys.iter().any(|key| key == token))
    }

    fn model_asked(&self, endpoint: Endpoint, request: &Request) -> Option<String> {
        match endpoint {
            Endpoint::Submit => {
                let body = Value::parse(std::str::from_utf8(request.body).ok()?)?;
                body.get("model")?.as_text().map(str::to_owned)
            }
            Endpoint::Poll | Endpoint::Result => {
                let route = request.route();
                self.tasks.iter().rfind(|task| route.contains(&task.id)).map(|task| task.model.to_owned())
            }
            _ => None,
        }
    }

    /// What every reply has: a request id, and leave for pages to read it (both assumed).
    fn finish(&mut self, request: &Request, reply: &mut Reply) {
        let id = self.random.base36(20);
        reply.set("x-request-id", &id);
        reply.set("access-control-allow-origin", "*");
        reply.set("access-control-expose-headers", "*");
        if let Some(detail) = &reply.detail {
            let plain: String = detail
                .chars()
                .map(|letter| if (' '..='~').contains(&letter) { letter } else { '?' })
                .collect();
            reply.set("x-simulator-detail", &plain);
        }
        if let Body::Text(text) = &reply.body {
            let length = text.len().to_string();
            reply.set("content-length", &length);
        }
        if request.method == "HEAD" {
            reply.body = Body::Empty;
        }
    }

    /// Lets time pass for every task.
    fn advance(&mut self, now_ms: u64) {
        for task in &mut self.tasks {
            task.advance(now_ms);
            if task.is_due(now_ms) {
                task.end(&mut self.ledger, now_ms);
            }
        }
    }

    /// The callbacks to be sent now. Each is to be answered with [`Simulator::callback_answered`].
    pub fn tick(&mut self, now_ms: u64) -> Vec<Due> {
        self.advance(now_ms);
        self.tasks.iter_mut().filter_map(|task| task.callback_due(now_ms)).collect()
    }

    /// The answer to a callback: its status, or `None` where there was none within ten seconds.
    pub fn callback_answered(&mut self, task_id: &str, status: Option<u16>, now_ms: u64) {
        let task = self.tasks.iter_mut().rfind(|task| task.id == task_id);
        if let Some(callback) = task.and_then(|task| task.callback.as_mut()) {
            callback.answered(status, now_ms);
        }
    }

    /// When [`Simulator::tick`] should be called next, if ever.
    pub fn next_tick_ms(&self) -> Option<u64> {
        let due = |task: &Task| {
            let callback = task.callback.as_ref()?;
            callback.due_ms.or_else(|| task.due_ms())
        };
        self.tasks.iter().filter_map(due).min()
    }

    /// Micro-dollars of every task that succeeded.
    pub fn billed_micro_usd(&mut self, now_ms: u64) -> u64 {
        self.advance(now_ms);
        self.tasks.iter().map(|task| task.billed_micro_usd).sum()
    }

    /// Every task, as JSON.
    pub fn tasks(&mut self, now_ms: u64) -> String {
        self.advance(now_ms);
        write::array(self.tasks.iter().map(|task| task.view(now_ms)))
    }

    /// The last requests, as JSON, oldest first.
    pub fn log(&self) -> String {
        self.log.all()
    }

    /// The last request alone.
    pub fn last_log(&self) -> String {
        self.log.last()
    }
}

/// The answer where there is no door (assumed).
fn not_found(request: &Request) -> Reply {
    let mut failure = Endpoint::Other.error(404);
    failure.message = format!("Invalid URL ({} {})", request.method, request.route());
    failure.reply()
}

/// The answer to a browser's preflight (assumed: the API documents no CORS; its keys do not belong in a page).
fn preflight(request: &Request) -> Reply {
    let asked = request.header("access-control-request-headers").unwrap_or("*");
    Reply::empty(204)
        .with("access-control-allow-methods", "GET, HEAD, POST, OPTIONS")
        .with("access-control-allow-headers", asked)
        .with("access-control-max-age", "600")
}
