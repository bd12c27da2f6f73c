//! What crosses the border: an event comes in as what JavaScript saw, an effect goes out as a few numbers and, where there
//! is anything to tell of the last exchange, JSON. js/client/run.ts reads it. An answer crosses once, and is parsed once.

use super::ending::facts;
use super::{
    Answer, Event, Failure, Next, Read, Submit, SubmitOutcome, Submitting, Upload, Wait, WaitOutcome,
    retry_after, upload,
};
use crate::error::{ApiError, Class, Endpoint, disguised};
use crate::json::ObjectWriter;
use crate::message::message;
use crate::tape::{Document, Node, Tape};
use crate::task::Task;
use crate::text::split;

/// What happened, as JavaScript tells it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Observation<'a> {
    /// Which event; see [`Observation::failure`] for those from 3 on. 0: start. 1: woke. 2: answer. 7: resumed.
    pub kind: u8,
    /// The status of an answer; 0 for a redirect the engine hides.
    pub status: u16,
    /// The body of an answer. Of a failure the error's name, code, system call and short message, divided by tabs, and each
    /// cause's in a line of its own.
    pub text: &'a str,
    /// The header of that name.
    pub retry_after: Option<&'a str>,
    /// The header `Date`.
    pub date: Option<&'a str>,
    /// Milliseconds since 1970.
    pub wall_ms: f64,
    /// Where the API is: links without a host belong there.
    pub base: &'a str,
}

/// An answer.
pub const ANSWER: u8 = 2;
/// An answer that was longer than any of the API's.
pub const TOO_LONG: u8 = 6;

impl Observation<'_> {
    /// Why there is no answer: 3, an engine's error; 4, no answer in time; 5, it was never sent; 6, it was too long.
    fn failure(&self) -> Option<Failure> {
        match self.kind {
            3 => Some(failure(self.text)),
            4 => Some(Failure::TimedOut),
            5 => Some(Failure::NotSent),
            // Its status tells all that a refusal need tell.
            TOO_LONG if self.status < 300 => Some(Failure::TooLong),
            _ => None,
        }
    }

    /// The same as a machine is told of it; `body`: that of an answer, where it is JSON.
    pub fn event<'v>(&self, body: Option<Node<'v>>) -> Event<'v> {
        if let Some(failure) = self.failure() {
            return Event::Failed(failure);
        }
        match self.kind {
            0 => Event::Start,
            1 => Event::TimerFired,
            7 => Event::Resumed,
            _ => {
                let after = |value| retry_after(value, self.date, self.wall_ms);
                Event::Answer(Answer {
                    status: self.status,
                    body,
                    retry_after_ms: self.retry_after.and_then(after),
                })
            }
        }
    }

    fn reason(&self) -> String {
        match self.failure() {
            Some(failure) => failure.name().to_owned(),
            None => message!("status {}", u32::from(self.status)).text(),
        }
    }

    /// When the task was seen completed: before, where that is known, else now.
    fn completed_ms(&self, before: Option<f64>) -> i64 {
        before.unwrap_or(self.wall_ms) as i64
    }
}

/// Engines word a broken connection each in their own way; only the codes in the error or its causes tell whether the
/// request left.
fn failure(words: &str) -> Failure {
    let never_left = split(words, "\n").any(|error| {
        let mut words = split(error, "\t");
        let mut next = || words.next().unwrap_or_default();
        Failure::of(next(), next(), next(), next()) == Failure::NotSent
    });
    if never_left { Failure::NotSent } else { Failure::Lost }
}

/// A machine as the border sees it.
pub trait Machine {
    /// Takes what happened, answers what to do.
    fn take(&mut self, event: Event<'_>, now: f64, random: f64) -> Next;
    /// The number of the attempt under way.
    fn attempt(&self) -> u32;
    /// Of a submit: a paid request may be on its way. Of a wait: the task has become one for review.
    fn is_marked(&self) -> bool {
        false
    }
    /// What came of the last exchange, as JSON.
    fn report(&self, next: Next, message: &Observation<'_>, body: Node<'_>) -> String;
}

/// What a machine asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What to do.
    pub next: Next,
    /// The number of the attempt under way, from 1.
    pub attempt: u32,
    /// See [`Machine::is_marked`].
    pub marked: bool,
    /// What came of the last exchange, as JSON.
    pub report: Option<String>,
}

impl Default for Told {
    /// Of a machine that was told nothing yet.
    fn default() -> Self {
        Told { next: Next::Done, attempt: 0, marked: false, report: None }
    }
}

/// Tells a machine what happened; answers what to do.
pub fn tell(machine: &mut dyn Machine, message: &Observation<'_>, now: f64, random: f64) -> Told {
    let document = if message.kind == ANSWER { Document::parse_json(message.text) } else { None };
    let tape = document.as_ref().map(Document::tape);
    let body = tape.as_ref().map(Tape::root);
    let next = machine.take(message.event(body), now, random);
    let told = message.kind >= ANSWER && message.kind != 7;
    let report =
        (told || next == Next::Done).then(|| machine.report(next, message, body.unwrap_or(Node::Null)));
    Told { next, attempt: machine.attempt(), marked: machine.is_marked(), report }
}

impl Machine for Submit {
    fn take(&mut self, event: Event<'_>, _now: f64, random: f64) -> Next {
        self.step(event, random)
    }

    fn attempt(&self) -> u32 {
        Submit::attempt(self)
    }

    fn is_marked(&self) -> bool {
        matches!(self.state(), Submitting::InFlight { may_have_arrived: true })
    }

    fn report(&self, _next: Next, message: &Observation<'_>, body: Node<'_>) -> String {
        match self.state() {
            Submitting::Over(SubmitOutcome::Accepted) => with_task(body, message.base, None),
            Submitting::Over(SubmitOutcome::Refused(error)) => with_error(&api_error(error)),
            Submitting::Over(SubmitOutcome::NotSent) => {
                with_error(&network_error(self.attempt(), Failure::NotSent, UNSENT))
            }
            Submitting::Over(SubmitOutcome::Unknown) => with_error(&unknown_outcome(message, body)),
            Submitting::InFlight { .. } => with_reason(message),
        }
    }
}

impl Machine for Read {
    fn take(&mut self, event: Event<'_>, _now: f64, random: f64) -> Next {
        self.step(event, random)
    }

    fn attempt(&self) -> u32 {
        Read::attempt(self)
    }

    fn report(&self, _next: Next, message: &Observation<'_>, body: Node<'_>) -> String {
        match self.outcome() {
            Some(Ok(())) if self.endpoint() == Endpoint::Task => {
                with_task(body, message.base, Some(message.completed_ms(self.finished_ms())))
            }
            Some(Ok(())) => ObjectWriter::default().end(),
            Some(Err(Some(error))) => with_error(&api_error(error)),
            Some(Err(None)) => {
                let failure = message.failure().unwrap_or(Failure::Lost);
                with_error(&network_error(self.attempt(), failure, UNREAD))
            }
            None => with_reason(message),
        }
    }
}

impl Machine for Upload {
    fn take(&mut self, event: Event<'_>, now: f64, random: f64) -> Next {
        self.step(event, now, random)
    }

    fn attempt(&self) -> u32 {
        Upload::attempt(self)
    }

    fn report(&self, _next: Next, message: &Observation<'_>, body: Node<'_>) -> String {
        match self.outcome() {
            Some(Ok(())) => ObjectWriter::default().raw("file", &uploaded(body)).end(),
            Some(Err(refusal)) => with_error(&upload_error(refusal.as_ref(), self.attempt())),
            None => with_reason(message),
        }
    }
}

/// Where the file is, as js/client/upload.ts hands it out.
fn uploaded(body: Node<'_>) -> String {
    let data = upload::address(body).unwrap_or(Node::Null);
    let text = |name: &str| data.get(name).and_then(Node::as_text);
    ObjectWriter::default()
        .text("url", text("file_url"))
        .text("downloadUrl", text("download_url"))
        .text("id", text("file_id"))
        .text("name", text("file_name"))
        .number("bytes", data.get("file_size").and_then(Node::as_integer).map(|bytes| bytes as f64))
        .text("mimeType", text("mime_type"))
        .text("expiresAt", text("expires_at"))
        .end()
}

/// No file was taken in; without a refusal, there was no answer.
fn upload_error(refusal: Option<&upload::Refusal>, attempt: u32) -> String {
    let mut out = ObjectWriter::default();
    let Some(upload::Refusal { status, message, hint, retryable }) = refusal else {
        return out
            .text("class", Class::Network.name())
            .text("code", "network_error")
            .text("message", "the file could not be uploaded")
            .text("hint", "check the connection and filesBaseUrl; uploading again costs nothing")
            .number("attempt", f64::from(attempt))
            .end();
    };
    out.text("class", Class::Api.name())
        .text("code", "upload_failed")
        .text("message", message.as_str())
        .text("hint", *hint)
        .number("status", f64::from(*status))
        .flag("retryable", *retryable)
        .end()
}

impl Machine for Wait {
    fn take(&mut self, event: Event<'_>, now: f64, random: f64) -> Next {
        self.step(event, now, random)
    }

    fn attempt(&self) -> u32 {
        Wait::attempt(self)
    }

    fn is_marked(&self) -> bool {
        self.review()
    }

    fn report(&self, _next: Next, message: &Observation<'_>, body: Node<'_>) -> String {
        let task = Task::read_from(body, message.base);
        let trouble = self.trouble();
        let mut out = ObjectWriter::default();
        out.text("status", trouble.unwrap_or(task.status))
            .number("progress", f64::from(task.progress))
            .flag("missed", trouble.is_some())
            .number("nextMs", self.next_ms());
        // The last is told in any case, since the caller gets it.
        if trouble.is_none() && (self.changed() || self.outcome().is_some()) {
            out.raw("task", &facts(&task, Some(message.completed_ms(self.finished_ms()))));
        }
        match self.outcome() {
            Some(WaitOutcome::Refused(error)) => out.raw("error", &api_error(error)),
            Some(WaitOutcome::Deadline) => out.raw("error", &deadline()),
            Some(WaitOutcome::Over) | None => &mut out,
        };
        out.end()
    }
}

fn with_task(body: Node<'_>, base: &str, completed_ms: Option<i64>) -> String {
    ObjectWriter::default().raw("task", &facts(&Task::read_from(body, base), completed_ms)).end()
}

fn with_error(error: &str) -> String {
    ObjectWriter::default().raw("error", error).end()
}

fn with_reason(message: &Observation<'_>) -> String {
    ObjectWriter::default().text("reason", message.reason().as_str()).end()
}

/// The API said no.
fn api_error(error: &ApiError) -> String {
    ObjectWriter::default()
        .text("class", error.class.name())
        .text("code", error.code.as_str())
        .text("message", error.message.as_str())
        .text("hint", error.hint)
        .number("status", f64::from(error.status))
        .text("type", error.kind.as_deref())
        .text("param", error.param.as_deref())
        .flag("retryable", error.retryable)
        .number("retryAfterMs", error.retry_after_ms)
        .end()
}

/// A submit certainly never arrived.
const UNSENT: &str = "check the connection and baseUrl; nothing was billed by this call";
/// What a read is about goes on without it.
const UNREAD: &str = "check the connection and baseUrl, then ask again; a task goes on meanwhile";

/// There was no answer, and nothing was lost by it.
fn network_error(attempt: u32, failure: Failure, hint: &str) -> String {
    let message =
        message!("no usable answer from the API after {} attempts: {}", attempt, failure.name()).text();
    ObjectWriter::default()
        .text("class", Class::Network.name())
        .text("code", "network_error")
        .text("message", message.as_str())
        .text("hint", hint)
        .number("attempt", f64::from(attempt))
        .end()
}

/// A submit's answer was lost. What to do, js/client/submission.ts says: it knows under which key the record stands.
fn unknown_outcome(message: &Observation<'_>, body: Node<'_>) -> String {
    let told = disguised(Endpoint::Submit, message.status, body, None);
    let reason = match told {
        Some(error) => message!("status {}: {}", u32::from(message.status), error.message.as_str()).text(),
        None => message.reason(),
    };
    let message = message!(
        "the request was sent but its answer was lost ({}): it may have been accepted and billed",
        reason.as_str()
    )
    .text();
    ObjectWriter::default()
        .text("class", Class::SubmissionUnknown.name())
        .text("code", "submission_unknown")
        .text("message", message.as_str())
        .end()
}

/// A wait took too long.
fn deadline() -> String {
    ObjectWriter::default()
        .text("class", Class::Deadline.name())
        .text("code", "deadline")
        .text("message", "the task is still running at the deadline; it goes on, and may still be billed")
        .text("hint", "resume with client.wait(taskId); do not submit again")
        .end()
}
