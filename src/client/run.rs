//! The loops: a machine says what to do, the world is asked, the machine is told.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Math};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::exchange::{Ask, Io, NoReply, Reply, exchange};
use super::race::{First, race};
use super::report::{Happening, Trouble};
use crate::flow::{Answer, Event, Failure, Next, Read, Submit, SubmitOutcome, Submitting, Wait, WaitOutcome};
use crate::json::Value;
use crate::task::Task;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now, catch)]
    fn monotonic() -> Result<f64, JsValue>;
}

/// Milliseconds of a clock that does not jump, where there is one.
fn now() -> f64 {
    monotonic().unwrap_or_else(|_| Date::now())
}

/// How a call ended: the last answer worth keeping, or what went wrong.
#[derive(Default)]
pub struct Ended {
    /// The body of the last good answer.
    pub text: Option<String>,
    /// What went wrong.
    pub trouble: Option<Trouble>,
    /// What the engine threw.
    pub cause: JsValue,
}

impl Ended {
    fn well(text: String) -> Ended {
        Ended { text: Some(text), ..Ended::default() }
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
        let body = Value::parse(&reply.text);
        step(Event::Answer(Answer {
            status: reply.status,
            body: body.as_ref(),
            retry_after_ms: reply.retry_after_ms,
        }))
    }

    fn reason(&self) -> String {
        match (&self.reply, self.failed) {
            (Some(reply), _) => format!("status {}", reply.status),
            (None, Some(failure)) => failure.name().to_owned(),
            (None, None) => String::new(),
        }
    }

    fn into_ended(self, trouble: Trouble) -> Ended {
        let (request_id, body) = self.reply.map(|reply| (reply.request_id, reply.text)).unwrap_or_default();
        Ended { text: None, trouble: Some(trouble.with_answer(request_id, body)), cause: self.cause }
    }
}

/// Carries `work` until it is done or the caller aborts.
async fn abortable(io: &Io, work: impl Future<Output = Ended>) -> Result<Ended, JsValue> {
    let aborted = JsFuture::from(io.aborted());
    match race(aborted, work).await {
        First::Left(Err(reason)) => Err(reason),
        First::Left(Ok(_)) => Err(JsValue::UNDEFINED),
        First::Right(ended) => Ok(ended),
    }
}

async fn sleep(ms: f64) {
    TimeoutFuture::new(ms.clamp(0.0, f64::from(i32::MAX)) as u32).await;
}

/// Posts a body.
///
/// # Errors
/// The signal's reason, or what the caller's key function threw.
pub async fn submit(
    io: &Io,
    mut flow: Submit,
    body: &str,
    key: &str,
    fingerprint: &str,
) -> Result<Ended, JsValue> {
    let work = async {
        let mut last = Last::default();
        let ask = Ask { path: "/v1/videos/generations", body: Some(body), idempotency_key: Some(key) };
        let mut next = flow.step(Event::Start, Math::random());
        loop {
            match next {
                Next::Fetch(timeout) => {
                    Happening::submit(fingerprint, key, flow.attempt()).emit(io);
                    last.set(exchange(io, ask, timeout).await);
                    next = last.tell(|event| flow.step(event, Math::random()));
                }
                Next::Sleep(ms) => {
                    let open = matches!(flow.state(), Submitting::Open(true));
                    Happening::retry(flow.attempt(), ms, &last.reason(), open).emit(io);
                    sleep(ms).await;
                    next = flow.step(Event::Woke, Math::random());
                }
                Next::Done => break,
            }
        }
        match flow.state() {
            Submitting::Over(SubmitOutcome::Accepted) => {
                Ended::well(last.reply.map(|reply| reply.text).unwrap_or_default())
            }
            Submitting::Over(SubmitOutcome::Refused(error)) => last.into_ended(Trouble::api(error)),
            Submitting::Over(SubmitOutcome::NotSent) => {
                last.into_ended(Trouble::network(flow.attempt(), Failure::NotSent))
            }
            _ => {
                let reason = last.reason();
                last.into_ended(Trouble::unknown(&reason))
            }
        }
    };
    abortable(io, work).await
}

/// Polls a task to its end.
///
/// # Errors
/// The signal's reason.
pub async fn wait(
    io: &Io,
    task_id: &str,
    path: &str,
    make: impl FnOnce(f64) -> Wait,
) -> Result<Ended, JsValue> {
    let mut flow = make(now());
    let work = async {
        let mut last = Last::default();
        let mut kept: Option<String> = None;
        let mut next = flow.step(Event::Start, now(), Math::random());
        loop {
            if flow.take_review(now()) {
                Happening::review(task_id).emit(io);
            }
            match next {
                Next::Fetch(timeout) => {
                    let ask = Ask { path, body: None, idempotency_key: None };
                    last.set(exchange(io, ask, timeout).await);
                    next = last.tell(|event| flow.step(event, now(), Math::random()));
                    if flow.trouble().is_none()
                        && flow.outcome().is_none_or(|outcome| *outcome == WaitOutcome::Over)
                    {
                        kept = Some(last.text().to_owned());
                    }
                    let sleep_ms = if let Next::Sleep(ms) = next { Some(ms) } else { None };
                    tell_of_poll(io, task_id, &flow, &last, sleep_ms);
                }
                Next::Sleep(ms) => {
                    sleep(ms).await;
                    next = flow.step(Event::Woke, now(), Math::random());
                }
                Next::Done => break,
            }
        }
        match flow.outcome() {
            Some(WaitOutcome::Over) => Ended { text: kept, ..Ended::default() },
            Some(WaitOutcome::Refused(error)) => last.into_ended(Trouble::api(error)),
            _ => Ended { text: kept, trouble: Some(Trouble::deadline()), cause: last.cause },
        }
    };
    abortable(io, work).await
}

fn tell_of_poll(io: &Io, task_id: &str, flow: &Wait, last: &Last, sleep_ms: Option<f64>) {
    let body = Value::parse(last.text()).unwrap_or(Value::Null);
    let task = Task::read(&body);
    let (status, text) = match flow.trouble() {
        Some(trouble) => (trouble, None),
        None => (task.status, flow.changed().then(|| last.text())),
    };
    Happening::poll(task_id, flow.attempt(), status, task.progress, sleep_ms)
        .with_news(text)
        .with_trouble(flow.trouble().is_some())
        .emit(io);
}

/// Reads once, with retries.
///
/// # Errors
/// The signal's reason.
pub async fn read(io: &Io, path: &str, mut flow: Read) -> Result<Ended, JsValue> {
    let work = async {
        let mut last = Last::default();
        let mut next = flow.step(Event::Start, Math::random());
        loop {
            match next {
                Next::Fetch(timeout) => {
                    let ask = Ask { path, body: None, idempotency_key: None };
                    last.set(exchange(io, ask, timeout).await);
                    next = last.tell(|event| flow.step(event, Math::random()));
                }
                Next::Sleep(ms) => {
                    Happening::retry(flow.attempt(), ms, &last.reason(), false).emit(io);
                    sleep(ms).await;
                    next = flow.step(Event::Woke, Math::random());
                }
                Next::Done => break,
            }
        }
        match flow.outcome() {
            Some(Ok(())) => Ended::well(last.reply.map(|reply| reply.text).unwrap_or_default()),
            Some(Err(Some(error))) => last.into_ended(Trouble::api(error)),
            _ => {
                let failure = last.failed.unwrap_or(Failure::Lost);
                last.into_ended(Trouble::network(flow.attempt(), failure))
            }
        }
    };
    abortable(io, work).await
}
