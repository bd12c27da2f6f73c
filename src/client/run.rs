//! The loops: a machine says what to do, the world is asked, the machine is told.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Math, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::exchange::{Ask, Io, NoReply, Reply, exchange, headers};
use super::race::{First, race};
use super::report::{Happening, Trouble};
use crate::json::Value;
use crate::protocol::{
    Answer, Event, Failure, Next, Read, Submit, SubmitOutcome, Submitting, Wait, WaitOutcome,
};
use crate::say::say;
use crate::task::Task;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now, catch)]
    fn monotonic() -> Result<f64, JsValue>;
}

/// Milliseconds of a clock that does not jump, where there is one.
pub fn now() -> f64 {
    monotonic().unwrap_or_else(|_| Date::now())
}

/// How a call ended: the last answer worth keeping, or what went wrong.
#[derive(Default)]
struct Ended {
    /// The body of the last good answer.
    text: Option<String>,
    trouble: Option<Trouble>,
    /// What the engine threw.
    cause: JsValue,
}

impl Ended {
    fn to_js(&self) -> JsValue {
        let object = Object::new();
        let set = |name: &str, value: &JsValue| {
            // Setting a field of a fresh object cannot fail.
            let _ = Reflect::set(&object, &JsValue::from_str(name), value);
        };
        if let Some(text) = &self.text {
            set("text", &JsValue::from_str(text));
        }
        if let Some(trouble) = &self.trouble {
            set("trouble", &trouble.to_js());
            set("cause", &self.cause);
        }
        object.into()
    }
}

/// What the last exchange brought.
#[derive(Default)]
struct Last {
    reply: Option<Reply>,
    failed: Option<Failure>,
    cause: JsValue,
}

impl Last {
    fn set(&mut self, result: Result<Reply, NoReply>) {
        *self = match result {
            Ok(reply) => Last { reply: Some(reply), ..Last::default() },
            Err(NoReply::Failed(failure, cause)) => Last { failed: Some(failure), cause, ..Last::default() },
            Err(NoReply::NoHeaders(cause)) => {
                Last { failed: Some(Failure::NotSent), cause, ..Last::default() }
            }
        };
    }

    fn text(&self) -> &str {
        self.reply.as_ref().map_or("", |reply| &reply.text)
    }

    /// Hands the event to `step`, the body read.
    fn tell<R>(&self, step: impl FnOnce(Event<'_>) -> R) -> R {
        let Some(reply) = &self.reply else {
            return step(Event::Failed(self.failed.unwrap_or(Failure::Lost)));
        };
        let body = Value::parse_json(&reply.text);
        step(Event::Answer(Answer {
            status: reply.status,
            body: body.as_ref(),
            retry_after_ms: reply.retry_after_ms,
        }))
    }

    fn reason(&self) -> String {
        match (&self.reply, self.failed) {
            (Some(reply), _) => say!("status {}", u32::from(reply.status)).text(),
            (None, failed) => failed.map_or("", Failure::name).to_owned(),
        }
    }

    fn into_text(self) -> Option<String> {
        self.reply.map(|reply| reply.text)
    }

    fn into_ended(self, trouble: Trouble) -> Ended {
        let (request_id, body) = self.reply.map(|reply| (reply.request_id, reply.text)).unwrap_or_default();
        Ended { text: None, trouble: Some(trouble.with_answer(request_id, body)), cause: self.cause }
    }
}

/// What is talked about, and how far it is. It owns all it needs: nothing in it can be freed in flight.
pub enum Talk {
    /// Posting a body.
    Submit {
        /// The machine.
        flow: Submit,
        /// The request as JSON.
        body: String,
        /// One a paid intent.
        key: String,
        /// The request's.
        fingerprint: String,
    },
    /// Polling a task to its end.
    Wait {
        /// The machine.
        flow: Wait,
        /// The task.
        task_id: String,
        /// Where it is asked for.
        path: String,
        /// The body of the last answer that told the status.
        kept: Option<String>,
    },
    /// Reading once, with retries.
    Read {
        /// The machine.
        flow: Read,
        /// What is read.
        path: String,
    },
}

impl Talk {
    fn step(&mut self, event: Event<'_>) -> Next {
        let random = Math::random();
        match self {
            Talk::Submit { flow, .. } => flow.step(event, random),
            Talk::Wait { flow, .. } => flow.step(event, now(), random),
            Talk::Read { flow, .. } => flow.step(event, random),
        }
    }

    fn ask(&self) -> Ask<'_> {
        match self {
            Talk::Submit { body, key, .. } => {
                Ask { path: "/v1/videos/generations", body: Some(body), idempotency_key: Some(key) }
            }
            Talk::Wait { path, .. } | Talk::Read { path, .. } => {
                Ask { path, body: None, idempotency_key: None }
            }
        }
    }

    /// How far into a pause of `ms` a task becomes one for review; a timer may ring a millisecond early.
    fn review_in(&self, ms: f64) -> Option<f64> {
        let Talk::Wait { flow, .. } = self else { return None };
        flow.review_in(now()).map(|left| left.ceil() + 1.0).filter(|left| *left < ms)
    }

    /// Tells of what comes next.
    fn before(&mut self, io: &Io, next: Next, last: &Last) {
        match (self, next) {
            (Talk::Submit { flow, key, fingerprint, .. }, Next::Fetch(_)) => {
                Happening::submit(fingerprint, key, flow.attempt()).emit(io);
            }
            (Talk::Submit { flow, .. }, Next::Sleep(ms)) => {
                let open = matches!(flow.state(), Submitting::Open(true));
                Happening::retry(flow.attempt(), ms, &last.reason(), open).emit(io);
            }
            (Talk::Read { flow, .. }, Next::Sleep(ms)) => {
                Happening::retry(flow.attempt(), ms, &last.reason(), false).emit(io);
            }
            (Talk::Wait { flow, task_id, .. }, _) => {
                let due = flow.take_review(now());
                if due {
                    Happening::review(task_id).emit(io);
                }
            }
            _ => {}
        }
    }

    /// Tells of what an exchange brought.
    fn after(&mut self, io: &Io, next: Next, last: &Last) {
        let Talk::Wait { flow, task_id, kept, .. } = self else { return };
        let over = flow.outcome();
        if flow.trouble().is_none() && over.is_none_or(|outcome| *outcome == WaitOutcome::Over) {
            *kept = Some(last.text().to_owned());
        }
        let body = Value::parse_json(last.text()).unwrap_or(Value::Null);
        let task = Task::read(&body);
        let (status, text) = match flow.trouble() {
            Some(trouble) => (trouble, None),
            None => (task.status, flow.changed().then(|| last.text())),
        };
        let sleep_ms = if let Next::Sleep(ms) = next { Some(ms) } else { None };
        Happening::poll(task_id, flow.attempt(), status, task.progress, sleep_ms)
            .with_news(text)
            .with_trouble(flow.trouble().is_some())
            .emit(io);
    }

    fn end(self, last: Last) -> Ended {
        match self {
            Talk::Submit { flow, .. } => match flow.state() {
                Submitting::Over(SubmitOutcome::Accepted) => {
                    Ended { text: last.into_text(), ..Ended::default() }
                }
                Submitting::Over(SubmitOutcome::Refused(error)) => last.into_ended(Trouble::api(error)),
                Submitting::Over(SubmitOutcome::NotSent) => {
                    last.into_ended(Trouble::network(flow.attempt(), Failure::NotSent))
                }
                _ => {
                    let reason = last.reason();
                    last.into_ended(Trouble::unknown(&reason))
                }
            },
            Talk::Wait { flow, kept, .. } => match flow.outcome() {
                Some(WaitOutcome::Over) => Ended { text: kept, ..Ended::default() },
                Some(WaitOutcome::Refused(error)) => last.into_ended(Trouble::api(error)),
                _ => Ended { text: kept, trouble: Some(Trouble::deadline()), cause: last.cause },
            },
            Talk::Read { flow, .. } => match flow.outcome() {
                Some(Ok(())) => Ended { text: last.into_text(), ..Ended::default() },
                Some(Err(Some(error))) => last.into_ended(Trouble::api(error)),
                _ => {
                    let failure = last.failed.unwrap_or(Failure::Lost);
                    last.into_ended(Trouble::network(flow.attempt(), failure))
                }
            },
        }
    }
}

/// Begins to talk; the promise resolves to how it ended, or rejects with the signal's reason.
pub fn begin(io: Io, talk: Talk) -> Promise {
    future_to_promise(async move {
        // An abort drops the talk, and with it its timer and its request, wherever it is.
        match race(JsFuture::from(io.aborted()), run(&io, talk)).await {
            First::Left(Err(reason)) => Err(reason),
            First::Left(Ok(_)) => Err(JsValue::UNDEFINED),
            First::Right(ended) => Ok(ended.to_js()),
        }
    })
}

async fn run(io: &Io, mut talk: Talk) -> Ended {
    let mut last = Last::default();
    let mut next = talk.step(Event::Start);
    loop {
        match next {
            Next::Fetch(timeout) => {
                // What is aborted in the caller's key function was never sent.
                last.set(match headers(io, timeout).await {
                    Ok(headers) => {
                        talk.before(io, next, &last);
                        exchange(io, talk.ask(), headers, timeout).await
                    }
                    Err(unsent) => Err(unsent),
                });
                next = last.tell(|event| talk.step(event));
                talk.after(io, next, &last);
            }
            Next::Sleep(ms) => {
                talk.before(io, next, &last);
                let left = talk.review_in(ms).unwrap_or(0.0);
                if left > 0.0 {
                    sleep(left).await;
                    talk.before(io, next, &last);
                }
                sleep(ms - left).await;
                next = talk.step(Event::Woke);
            }
            Next::Done => return talk.end(last),
        }
    }
}

/// Engines hold a timer's milliseconds in 32 bits, and take what is longer for nothing.
pub fn sleep(ms: f64) -> TimeoutFuture {
    TimeoutFuture::new(ms.clamp(0.0, f64::from(i32::MAX)) as u32)
}
