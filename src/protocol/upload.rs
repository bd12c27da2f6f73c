//! One upload: tried a few times, since an upload costs nothing; the whole of it has ten minutes ([`WHOLE_MS`]).
//!
//! ```text
//!            Start               2xx with a web address: uploaded; another answer that lasts: refused
//! (not begun) ───▶ sending ──────────────────────────────────────────────────────────────────────▶ over
//!                  ▲    │ 408, 425, 429, 5xx, no answer                                             ▲
//!             TimerFired │    ▼                                            no attempt left, no time left, │
//!                  asleep ──────────────────────────────────────────────────── or too long a pause ─┘
//! ```
//!
//! Stored ([`stored`](super::stored)) and read back, it goes on where the file can be had again: attempts and time count on.
//! Sources: `OpenAPI`, upload-stream.json, upload-base64.json, upload-url.json.

#[cfg(any(feature = "pipeline", not(target_arch = "wasm32")))]
use super::stored::{Fields, Stored};
use super::{Event, Next};
use crate::message::message;
use crate::schedule::Retry;
use crate::tape::Node;

/// Enough for 100 MB over a slow line, tried again and all.
pub const WHOLE_MS: f64 = 600_000.0;

/// An answer without the file's address.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The HTTP status; 0 for a redirect the engine hides.
    pub status: u16,
    /// The API's words, else ours.
    pub message: String,
    /// What to do; empty for a redirect, of which the caller's side says where it leads.
    pub hint: &'static str,
    /// Whether the same upload may succeed later.
    pub retryable: bool,
}

/// An upload under way.
#[derive(Clone, Debug)]
pub struct Upload {
    retry: Retry,
    whole_ms: f64,
    attempt: u32,
    ends_at: f64,
    asleep_ms: Option<f64>,
    outcome: Option<Result<(), Option<Refusal>>>,
}

impl Upload {
    /// An upload not yet begun, all attempts of which have so long together.
    pub const fn new(retry: Retry, whole_ms: f64) -> Upload {
        Upload { retry, whole_ms, attempt: 0, ends_at: 0.0, asleep_ms: None, outcome: None }
    }

    /// How it ended: well, with a refusal, or (`None`) without a usable answer.
    pub const fn outcome(&self) -> Option<&Result<(), Option<Refusal>>> {
        self.outcome.as_ref()
    }

    /// The number of the attempt under way, from 1.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Takes what happened, answers what to do. `now` is on a clock that does not jump; `random` is in 0..1.
    pub fn step(&mut self, event: Event<'_>, now: f64, random: f64) -> Next {
        let next = self.advance(event, now, random);
        self.asleep_ms = next.pause();
        next
    }

    fn advance(&mut self, event: Event<'_>, now: f64, random: f64) -> Next {
        let (refusal, after) = match event {
            // Its time went on while nobody was there.
            Event::Resumed if self.attempt > 0 && now >= self.ends_at => return self.over(Err(None)),
            Event::Resumed if self.asleep_ms.is_some() => return Next::Sleep(self.asleep_ms.unwrap_or(0.0)),
            Event::Start | Event::Resumed | Event::TimerFired => {
                if self.attempt == 0 {
                    self.ends_at = now + self.whole_ms;
                }
                self.attempt += 1;
                return Next::Fetch((self.ends_at - now).max(1.0));
            }
            Event::Answer(answer) => match read(answer.status, answer.body) {
                Ok(()) => return self.over(Ok(())),
                Err(refusal) if !refusal.retryable => return self.over(Err(Some(refusal))),
                Err(refusal) => (Some(refusal), answer.retry_after_ms),
            },
            Event::Failed(_) => (None, None),
        };
        let delay = self.retry.delay(self.attempt, after, random);
        if self.attempt >= self.retry.attempts || delay > self.retry.max_ms || now + delay >= self.ends_at {
            return self.over(Err(refusal));
        }
        Next::Sleep(delay)
    }

    fn over(&mut self, outcome: Result<(), Option<Refusal>>) -> Next {
        self.outcome = Some(outcome);
        Next::Done
    }
}

#[cfg(any(feature = "pipeline", not(target_arch = "wasm32")))]
impl Stored for Upload {
    const NAME: &'static str = "upload";
    const VERSION: u32 = 1;

    fn fields(&mut self, fields: &mut dyn Fields, now: f64) {
        self.retry.fields(fields);
        fields.number("wholeMs", &mut self.whole_ms);
        fields.count("attempt", &mut self.attempt);
        let mut left = self.ends_at - now;
        fields.number("leftMs", &mut left);
        self.ends_at = now + left;
        fields.pause("asleepMs", &mut self.asleep_ms);
    }

    fn is_over(&self) -> bool {
        self.outcome.is_some()
    }
}

/// Where the file is, where an answer says so.
pub fn address(body: Node<'_>) -> Option<Node<'_>> {
    let refused = matches!(body.get("success"), Some(Node::Bool(false)));
    let data = body.get("data").filter(|_| !refused)?;
    let url = data.get("file_url")?.as_text()?.as_bytes();
    let begins =
        |scheme: &[u8]| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (begins(b"http:") || begins(b"https:")).then_some(data)
}

fn read(status: u16, body: Option<Node<'_>>) -> Result<(), Refusal> {
    if (200..300).contains(&status) && body.and_then(address).is_some() {
        return Ok(());
    }
    let words = |value: Option<Node<'_>>| value.and_then(Node::as_text).map(str::to_owned);
    let theirs = body.and_then(|body| {
        words(body.get("msg")).or_else(|| words(body.get("error").and_then(|error| error.get("message"))))
    });
    Err(Refusal {
        status,
        message: theirs
            .unwrap_or_else(|| message!("the upload answered status {}", u32::from(status)).text()),
        hint: match status {
            0 | 300..=399 => "",
            401 | 403 => "check the key; where a proxy adds it, give the proxy's address as filesBaseUrl too",
            _ => {
                "the file service takes JPEG, PNG, GIF and WebP by its documents; other media may be refused"
            }
        },
        retryable: matches!(status, 408 | 425 | 429 | 500..=599),
    })
}
