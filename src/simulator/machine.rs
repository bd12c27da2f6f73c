//! The machine: requests in, replies out, the clock an argument.

use super::callback::Due;
use super::endpoint::Endpoint;
use super::fault::{Action, Fault, Faults, Target};
use super::files::{Files, MAX_BYTES, Place};
use super::http::{Body, Reply, Request};
use super::ledger::Ledger;
use super::log::{self, Log};
use super::models;
use super::options::Options;
use super::random::{Random, base36};
use super::read::{Entry, Wrong};
use super::task::Task;
use super::video::Cache;
use super::write;
use crate::json::Value;

/// Most bytes of a body that is no file.
const BODY_MAX: usize = 4 << 20;

/// The API, simulated.
#[derive(Clone, Debug)]
pub struct Simulator {
    pub(super) options: Options,
    pub(super) random: Random,
    pub(super) tasks: Vec<Task>,
    pub(super) files: Files,
    pub(super) ledger: Ledger,
    pub(super) videos: Cache,
    faults: Faults,
    log: Log,
}

/// A reply, and the task it was about.
pub(super) type Answer = (Reply, Option<String>);

impl Simulator {
    /// A simulator that has seen nothing yet.
    pub fn new(options: Options) -> Self {
        Simulator {
            random: Random::with_seed(options.seed.unwrap_or_default()),
            tasks: Vec::new(),
            files: Files::default(),
            ledger: Ledger::new(options.credits),
            videos: Cache::default(),
            faults: Faults::new(options.faults.clone()),
            log: Log::default(),
            options,
        }
    }

    /// Forgets everything. Fault counts begin anew, and chance does where a seed was given.
    pub fn reset(&mut self) {
        let random = self.random.clone();
        *self = Simulator::new(self.options.clone());
        if self.options.seed.is_none() {
            self.random = random;
        }
    }

    /// Where chance begins, unless a seed was given: no two simulators hand out the same ids.
    pub fn stir(&mut self, entropy: u64) {
        if self.options.seed.is_none() {
            self.random = Random::with_seed(entropy);
        }
    }

    /// Most bytes of a body that are read. Assumed: a submit holds texts and URLs, and gateways take a few MB; an upload
    /// carries a file of up to 100 MB, in base64 a third more.
    pub fn body_limit(method: &str, path: &str) -> usize {
        let route = path.split(['?', '#']).next().unwrap_or_default();
        match Endpoint::of(method, route) {
            Endpoint::Upload if route.ends_with("/base64") => MAX_BYTES / 3 * 4 + BODY_MAX,
            Endpoint::Upload if route.ends_with("/stream") => MAX_BYTES + BODY_MAX,
            _ => BODY_MAX,
        }
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
            if request.method == "OPTIONS" { None } else { self.faults.matching(&target, &mut self.random) };
        let acts = fault.as_ref().is_none_or(Fault::lets_act);
        let answer = acts.then(|| self.answer(endpoint, request, fault.as_ref(), now_ms));
        let (right, task_id) = answer.map_or((None, None), |(reply, id)| (Some(reply), id));
        let mut reply = match &fault {
            Some(fault) => fault.apply(endpoint, model.as_deref(), right, now_ms),
            None => right.unwrap_or_else(|| Reply::empty(500)),
        };
        reply.transport.delay_ms += self.options.latency.draw(&mut self.random);
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
        let limit = Simulator::body_limit(request.method, request.path);
        match endpoint {
            Endpoint::Other if request.method == "OPTIONS" => (preflight(request), None),
            Endpoint::Other => (self.other(request, now_ms), None),
            Endpoint::Result => self.result(request, now_ms),
            Endpoint::File => (self.files.serve(request, &mut self.videos, now_ms), None),
            _ if !self.lets_in(request) => (endpoint.error(401).reply(), None),
            _ if request.unread || request.body.len() > limit => {
                let detail = format!("the body is larger than {} MB", limit >> 20);
                (endpoint.error(413).reply().because(detail), None)
            }
            _ if request.packed().is_some() => {
                let coding = request.packed().unwrap_or_default();
                let detail =
                    format!("content-encoding {coding} could not be read; there are gzip and deflate");
                (endpoint.error(415).reply().because(detail), None)
            }
            Endpoint::Submit => self.submit(request, &origin, outcome, now_ms),
            Endpoint::Poll => self.poll(request, now_ms),
            Endpoint::Credits => (Reply::json(200, self.ledger.body()), None),
            Endpoint::Upload => {
                let place = Place { origin: &origin, quota: self.options.upload_quota, now_ms };
                (self.files.upload(request, &mut self.random, place), None)
            }
        }
    }

    /// What no document of the API's tells of.
    fn other(&mut self, request: &Request, now_ms: u64) -> Reply {
        let read = matches!(request.method, "GET" | "HEAD");
        match request.route() {
            "/v1/tasks" | "/v1/models" if read && !self.lets_in(request) => {
                Endpoint::Submit.error(401).reply()
            }
            "/v1/tasks" if read => self.list(request, now_ms),
            "/v1/models" if read => models::list(),
            _ => not_found(request),
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
                self.tasks.iter().rfind(|task| route.contains(&task.id)).map(|task| task.model.clone())
            }
            _ => None,
        }
    }

    /// What every reply has: a request id, and leave for pages to read it (both assumed).
    fn finish(&mut self, request: &Request, reply: &mut Reply) {
        let id = base36(&mut self.random, 20);
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
        match &reply.body {
            Body::Text(text) => {
                let length = text.len().to_string();
                reply.set("content-length", &length);
            }
            // RFC 9110, section 8.6: none on a 204; of a 304 it would be the length of what is not sent.
            Body::Empty if !matches!(reply.status, 0 | 204 | 304) => reply.set("content-length", "0"),
            _ => {}
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
    // The files' host answers in its own envelope.
    let host = if request.route().starts_with("/api/v1/files") { Endpoint::File } else { Endpoint::Other };
    let mut failure = host.error(404);
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
