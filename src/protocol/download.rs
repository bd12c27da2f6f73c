//! Fetching a result: a link that is refused for a moment is asked again, a video that breaks off goes on where it was.
//!
//! ```text
//! start ──► fetch ──► head ──► first bytes ──► stream ──► whole
//!             ▲         │           │            │
//!             │         │           │            └ broke off, or ended early: by range, where validators agree;
//!             │         │           │              else broken; whose sink can, starts over: sleep
//!             │         │           └ not a video
//!             │         ├ 401, 403, 404, 410: while the task is fresh, sleep; else read the task again, once;
//!             │         │ then expired, if a day can have passed, or unavailable
//!             ├─ sleep ◄┴ 408, 425, 429, 5xx, lost or late (the head or the first bytes), `retry.attempts` in all;
//!             │           then a network error
//!             └─ renew: the link read anew
//! ```
//!
//! Stored ([`stored`](super::stored)) and read back, it goes on by `Resumed`, behind the bytes that are kept.
//!
//! Sources: guide, section 8 (links live 24 hours); RFC 9110, sections 13.1.5 (If-Range) and 14 (ranges).

#[cfg(any(feature = "pipeline", not(target_arch = "wasm32")))]
mod form;

use super::mp4_boxes::{FIRST_BOXES, Mp4Boxes};
use super::retry_after;
use crate::catalog::RESULT_TTL_SECONDS;
use crate::schedule::Retry;
use crate::text::{find, natural, split_once, trim};

/// How long after its completion a task is fresh: its link may not have reached the file host's every corner.
const FRESH_MS: f64 = 120_000.0;
/// How often a fresh link is asked again.
const FRESH_TRIES: u32 = 6;
/// A connection that brought so much was worth its attempt.
const PROGRESS_BYTES: u64 = 1 << 16;
const DAY_MS: f64 = (RESULT_TTL_SECONDS * 1000) as f64;

/// When the task was made, and when it was seen completed, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times {
    /// By the API's clock.
    pub created: Option<f64>,
    /// By the device's.
    pub completed: Option<f64>,
}

/// The head of an answer. Texts are headers, empty where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head<'a> {
    /// The status; 0 for a redirect the engine hides.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: &'a str,
    /// `Content-Length`.
    pub content_length: &'a str,
    /// `Content-Encoding`: the engine has decoded the body, so lengths and ranges count other bytes.
    pub content_encoding: &'a str,
    /// `ETag`.
    pub etag: &'a str,
    /// `Last-Modified`.
    pub last_modified: &'a str,
    /// `Content-Range`.
    pub content_range: &'a str,
    /// `Retry-After`.
    pub retry_after: &'a str,
    /// When the answer was made, by its own clock.
    pub date: &'a str,
    /// The beginning of a body that is no success.
    pub text: &'a str,
}

/// What came of the last step.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Nothing yet.
    Start,
    /// A sleep ended.
    TimerFired,
    /// The head of an answer.
    Head(Head<'a>),
    /// The first 12 bytes of a body, or all of a shorter one.
    Began(&'a [u8]),
    /// No head, or no byte, in time or at all; so many bytes were handed on before.
    Lost(u64),
    /// The body ended after so many bytes.
    Ended(u64),
    /// The task was read again.
    Renewed(Times),
    /// What broke may be begun anew.
    StartOver,
    /// The machine was read back from its stored form: what was under way then is so no more, and so many bytes are kept.
    Resumed(u64),
}

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Ask for the file, from that byte on; the head and the first byte have `ms` each.
    Fetch {
        /// How long.
        ms: f64,
        /// The first byte wanted; 0 is the whole.
        from: u64,
    },
    /// Sleep so many milliseconds.
    Sleep(f64),
    /// Read the task again, for its link.
    Renew,
    /// Read the first bytes.
    Begin,
    /// Hand on, without the first `skip` bytes.
    Stream {
        /// Bytes that were handed on before.
        skip: u64,
    },
    /// All of it was handed on.
    Whole,
    /// It is over.
    Fail(Failing),
}

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    /// No usable answer.
    Network,
    /// It broke off, and cannot go on; another beginning may do better.
    Broken,
    /// The link has ended.
    Expired,
    /// The link is refused, though it cannot have ended.
    Unavailable,
    /// What is answered is no video.
    NotVideo,
}

/// What is kept of a file that another process began to fetch.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// Its first bytes, so many.
    pub received: u64,
    /// Bytes in all, where that was told.
    pub whole: Option<u64>,
    /// What `If-Range` is to hold; without it nothing can go on behind these bytes.
    pub validator: Option<&'a str>,
    /// As [`Download::media_type`] told it.
    pub media_type: &'a str,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Pending {
    Start,
    Answer,
    Sleep(f64),
    Renewal,
    /// Begun anew or given up: the caller decides.
    Decision,
    Nothing,
}

impl Pending {
    const fn of(next: &Next) -> Pending {
        match next {
            Next::Fetch { .. } | Next::Begin | Next::Stream { .. } => Pending::Answer,
            Next::Sleep(ms) => Pending::Sleep(*ms),
            Next::Renew => Pending::Renewal,
            Next::Fail(Failing::Broken) => Pending::Decision,
            Next::Whole | Next::Fail(_) => Pending::Nothing,
        }
    }
}

/// A download under way.
#[derive(Clone, Debug)]
pub struct Download {
    pending: Pending,
    retry: Retry,
    read_ms: f64,
    times: Times,
    attempt: u32,
    refused: u32,
    renewed: bool,
    status: u16,
    /// What the host calls the body.
    declared: String,
    /// The kind of video, once the first bytes told.
    kind: Option<&'static str>,
    received: u64,
    /// Bytes at the last break.
    before: u64,
    /// Bytes in all, where they are told and count the same bytes as are read.
    whole: Option<u64>,
    /// What `If-Range` is to hold.
    validator: Option<String>,
    mp4_boxes: Mp4Boxes,
}

impl Download {
    /// A download not yet begun.
    pub fn new(retry: Retry, read_ms: f64, times: Times) -> Download {
        Download {
            pending: Pending::Start,
            retry,
            read_ms,
            times,
            attempt: 0,
            refused: 0,
            renewed: false,
            status: 0,
            declared: String::new(),
            kind: None,
            received: 0,
            before: 0,
            whole: None,
            validator: None,
            mp4_boxes: Mp4Boxes::default(),
        }
    }

    /// A download that goes on behind what is kept: by range, where the validators agree; else [`Failing::Broken`].
    #[must_use]
    pub fn behind(self, kept: &Kept<'_>) -> Download {
        let kind = match kept.media_type {
            "video/webm" => "video/webm",
            "video/quicktime" => "video/quicktime",
            _ => "video/mp4",
        };
        Download {
            declared: kept.media_type.to_owned(),
            kind: Some(kind),
            received: kept.received,
            before: kept.received,
            whole: kept.whole,
            validator: kept.validator.map(str::to_owned),
            mp4_boxes: Mp4Boxes::unseen(),
            ..self
        }
    }

    /// The number of the attempt under way, from 1.
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The status last answered.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// What the body was called.
    pub fn declared(&self) -> &str {
        &self.declared
    }

    /// The media type to hand on, once it is a video: the host's, where that is one of a video.
    pub fn media_type(&self) -> Option<&str> {
        let kind = self.kind?;
        Some(if is_video_type(&self.declared) { &self.declared } else { kind })
    }

    /// Bytes in all, where they are known.
    pub const fn whole(&self) -> Option<u64> {
        self.whole
    }

    /// What `If-Range` is to hold.
    pub fn validator(&self) -> Option<&str> {
        self.validator.as_deref()
    }

    /// The boxes of the file, to be shown what they want of the bytes that stream by.
    pub const fn mp4_boxes(&mut self) -> &mut Mp4Boxes {
        &mut self.mp4_boxes
    }

    /// Takes what happened, answers what to do. `now` is in milliseconds since 1970, `random` in 0..1.
    pub fn step(&mut self, event: Event<'_>, now: f64, random: f64) -> Next {
        let next = self.advance(event, now, random);
        self.pending = Pending::of(&next);
        next
    }

    fn advance(&mut self, event: Event<'_>, now: f64, random: f64) -> Next {
        match event {
            Event::Resumed(received) => self.resume(received),
            Event::Start | Event::TimerFired => self.fetch(),
            Event::Head(head) => self.head(&head, now, random),
            Event::Began(bytes) => self.began(bytes),
            Event::Ended(received) if self.is_whole(received) => Next::Whole,
            Event::Lost(received) | Event::Ended(received) => self.broke(received, random),
            Event::Renewed(Times { created, .. }) => {
                // When it was seen completed is known better from before.
                self.times.created = created.or(self.times.created);
                self.fetch()
            }
            Event::StartOver => {
                (self.received, self.before, self.kind) = (0, 0, None);
                self.again(None, random)
            }
        }
    }

    /// In another process: what was waited for is waited for still, an answer is asked for again.
    fn resume(&mut self, received: u64) -> Next {
        match self.pending {
            Pending::Sleep(left) => Next::Sleep(left),
            Pending::Renewal => Next::Renew,
            Pending::Decision => Next::Fail(Failing::Broken),
            _ if self.kind.is_some() && self.whole.is_some_and(|whole| received >= whole) => {
                if self.is_whole(received) { Next::Whole } else { Next::Fail(Failing::Broken) }
            }
            _ => {
                (self.received, self.before) = (received, received);
                // Of nothing that is kept nothing can go on: it may be another file by now.
                self.kind = self.kind.filter(|_| received > 0);
                self.fetch()
            }
        }
    }

    fn fetch(&mut self) -> Next {
        // What stands at the link by now may be another file.
        if self.kind.is_some() && self.validator.is_none() {
            return Next::Fail(Failing::Broken);
        }
        self.attempt += 1;
        Next::Fetch { ms: self.read_ms, from: self.received }
    }

    fn head(&mut self, head: &Head<'_>, now: f64, random: f64) -> Next {
        self.status = head.status;
        match head.status {
            401 | 403 | 404 | 410 => self.refused(head, now, random),
            408 | 425 | 429 | 500..=599 => self.again(pause_asked(head, now), random),
            200..=299 if self.kind.is_some() => self.resumed(head),
            200..=299 => {
                self.take(head);
                Next::Begin
            }
            _ if self.kind.is_some() => Next::Fail(Failing::Broken),
            _ => {
                self.take(head);
                Next::Fail(Failing::NotVideo)
            }
        }
    }

    /// Notes what the head tells of the whole.
    fn take(&mut self, head: &Head<'_>) {
        let media_type = split_once(head.content_type, ";").map_or(head.content_type, |(first, _)| first);
        self.declared = trim(media_type).to_ascii_lowercase();
        self.mp4_boxes = Mp4Boxes::default();
        let encoded = is_encoded(head);
        self.whole = natural(head.content_length).filter(|_| !encoded);
        self.validator = validator(head).filter(|_| !encoded).map(str::to_owned);
    }

    /// A link that is refused: not there yet, not there any more, or never for us.
    fn refused(&mut self, head: &Head<'_>, now: f64, random: f64) -> Next {
        if self.kind.is_some() && self.renewed {
            return Next::Fail(Failing::Broken);
        }
        let told = head.status == 410 || find(&head.text.to_ascii_lowercase(), "expired").is_some();
        let can_have_ended = self.times.created.is_none_or(|created| now >= created + DAY_MS);
        let old = self.times.created.is_some() && can_have_ended;
        let fresh = !told && !old && self.times.completed.is_some_and(|completed| now < completed + FRESH_MS);
        if fresh && self.refused < FRESH_TRIES {
            self.refused += 1;
            if self.refused != 2 || self.renewed {
                let pause = self.retry.delay(self.refused, pause_asked(head, now), random);
                self.attempt = 0;
                return Next::Sleep(pause.min(FRESH_MS));
            }
        }
        if !self.renewed {
            self.renewed = true;
            return Next::Renew;
        }
        Next::Fail(if told || can_have_ended { Failing::Expired } else { Failing::Unavailable })
    }

    fn began(&mut self, bytes: &[u8]) -> Next {
        self.kind = kind_of(bytes, &self.declared);
        match self.kind {
            Some(_) => Next::Stream { skip: 0 },
            None => Next::Fail(Failing::NotVideo),
        }
    }

    fn is_whole(&self, received: u64) -> bool {
        self.whole.is_none_or(|whole| received >= whole) && !self.mp4_boxes.cut_at(received)
    }

    /// The connection was lost, or the body ended early.
    fn broke(&mut self, received: u64, random: f64) -> Next {
        self.received = received;
        if self.kind.is_none() {
            return self.again(None, random);
        }
        if received >= self.before + PROGRESS_BYTES {
            self.attempt = 1;
        }
        self.before = received;
        let complete = self.whole.is_some_and(|whole| received >= whole);
        if complete && !self.mp4_boxes.cut_at(received) {
            return Next::Whole;
        }
        // Without a validator, what stands at the link by now may be another file.
        if complete || self.validator.is_none() {
            return Next::Fail(Failing::Broken);
        }
        self.again(None, random)
    }

    /// The answer to a range: the rest of the same file, or all of it anew.
    fn resumed(&mut self, head: &Head<'_>) -> Next {
        let same = validator(head) == self.validator.as_deref() && !is_encoded(head);
        let (from, total) = match head.status {
            206 => content_range(head.content_range),
            _ => (Some(0), natural(head.content_length)),
        };
        let fits = self.whole.is_none() || total.is_none() || total == self.whole;
        if !same || !fits {
            return Next::Fail(Failing::Broken);
        }
        self.whole = self.whole.or(total);
        match from {
            Some(from) if from <= self.received => Next::Stream { skip: self.received - from },
            _ => Next::Fail(Failing::Broken),
        }
    }

    fn again(&mut self, retry_after_ms: Option<f64>, random: f64) -> Next {
        let delay = self.retry.delay(self.attempt, retry_after_ms, random);
        if self.attempt >= self.retry.attempts || delay > self.retry.max_ms.max(self.read_ms) {
            return Next::Fail(Failing::Network);
        }
        Next::Sleep(delay)
    }
}

/// In every form that submits and polls read it in too.
fn pause_asked(head: &Head<'_>, now: f64) -> Option<f64> {
    retry_after(head.retry_after, Some(head.date).filter(|date| !date.is_empty()), now)
}

fn is_encoded(head: &Head<'_>) -> bool {
    !matches!(head.content_encoding, "" | "identity")
}

/// What tells one state of a file from another: a strong `ETag`, else its date. A weak one does not promise the same bytes.
fn validator<'a>(head: &Head<'a>) -> Option<&'a str> {
    let strong = !head.etag.is_empty() && !head.etag.starts_with("W/");
    let text = if strong { head.etag } else { head.last_modified };
    (!text.is_empty()).then_some(text)
}

/// `bytes 5-9/10`: the first byte, and how many there are in all.
fn content_range(text: &str) -> (Option<u64>, Option<u64>) {
    let range = text.strip_prefix("bytes ").and_then(|range| split_once(range, "/"));
    let Some((span, total)) = range else { return (None, None) };
    (split_once(span, "-").and_then(|(from, _)| natural(from)), natural(total))
}

/// `video/` and a name of plain letters: no other type is handed on.
fn is_video_type(media_type: &str) -> bool {
    media_type.strip_prefix("video/").is_some_and(|name| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".+-".contains(&byte);
        !name.is_empty() && name.bytes().all(plain)
    })
}

/// The media type of a video, by its first bytes: mp4 and mov say `ftyp` (old ones `moov` or another box) at byte 4, `WebM`
/// begins with an EBML mark. There are more kinds of video than these, so another one counts where its host calls it a
/// video, unless it is nothing, a page or an error's JSON.
fn kind_of(bytes: &[u8], declared: &str) -> Option<&'static str> {
    let at = |from: usize| bytes.get(from..from + 4);
    if at(0) == Some(&[0x1A, 0x45, 0xDF, 0xA3]) {
        return Some("video/webm");
    }
    if at(4).is_some_and(|name| FIRST_BOXES.contains(&name)) {
        let old = at(4) != Some(b"ftyp") || at(8) == Some(b"qt  ");
        return Some(if old { "video/quicktime" } else { "video/mp4" });
    }
    let first =
        bytes.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(**byte, 0xEF | 0xBB | 0xBF))?;
    (is_video_type(declared) && !b"<{[".contains(first)).then_some("video/mp4")
}
