//! The download machine as a class; js/client/download.ts performs what it asks for.

#![allow(clippy::needless_pass_by_value, reason = "what crosses the border is handed over")]

use wasm_bindgen::prelude::*;

use super::known;
use crate::json::ObjectWriter;
use crate::message::message;
#[cfg(feature = "pipeline")]
use crate::protocol::download::Kept;
use crate::protocol::download::{Download, Event, Failing, Head, Next, Times};
use crate::schedule::Retry;
use crate::text::split_once;

/// A download under way.
#[wasm_bindgen]
pub struct DownloadMachine {
    machine: Download,
}

fn times(created_ms: f64, completed_ms: f64) -> Times {
    Times { created: known(created_ms), completed: known(completed_ms) }
}

#[wasm_bindgen]
impl DownloadMachine {
    /// A download not yet begun. When the task was made and seen completed is in milliseconds since 1970, NaN where it is
    /// not known.
    /// `retry`: its row of numbers.
    #[wasm_bindgen(constructor)]
    pub fn new(retry: &[f64], read_ms: f64, created_ms: f64, completed_ms: f64) -> DownloadMachine {
        let retry = Retry::of_row(retry);
        DownloadMachine { machine: Download::new(retry, read_ms, times(created_ms, completed_ms)) }
    }

    /// It begins, or a sleep ended; answers what to do next, as JSON: `{do, …}`.
    pub fn go(&mut self, now: f64, random: f64) -> String {
        self.step(Event::TimerFired, now, random)
    }

    /// The head of an answer: its headers as lines (type, length, encoding, `ETag`, last change, range, Retry-After, date), and behind
    /// them the beginning of a body that is no success.
    pub fn head(&mut self, status: u16, lines: &str, now: f64, random: f64) -> String {
        let mut rest = lines;
        let mut line = || {
            let (first, others) = split_once(rest, "\n").unwrap_or((rest, ""));
            rest = others;
            first
        };
        let mut head = Head {
            status,
            content_type: line(),
            content_length: line(),
            content_encoding: line(),
            etag: line(),
            last_modified: line(),
            content_range: line(),
            retry_after: line(),
            date: line(),
            text: "",
        };
        head.text = rest;
        self.step(Event::Head(head), now, random)
    }

    /// The first bytes of a body.
    pub fn began(&mut self, bytes: &[u8], now: f64, random: f64) -> String {
        self.step(Event::Began(bytes), now, random)
    }

    /// No head or no byte came; `received` were handed on before.
    pub fn lost(&mut self, received: f64, now: f64, random: f64) -> String {
        self.step(Event::Lost(received as u64), now, random)
    }

    /// The body ended.
    pub fn ended(&mut self, received: f64, now: f64, random: f64) -> String {
        self.step(Event::Ended(received as u64), now, random)
    }

    /// The task was read again.
    pub fn renewed(&mut self, created_ms: f64, now: f64, random: f64) -> String {
        self.step(Event::Renewed(times(created_ms, f64::NAN)), now, random)
    }

    /// What broke is begun anew.
    pub fn start_over(&mut self, now: f64, random: f64) -> String {
        self.step(Event::StartOver, now, random)
    }

    /// The place of the next byte to be shown of those that stream by; infinity where none is.
    pub fn wants(&mut self) -> f64 {
        self.machine.mp4_boxes().wants().map_or(f64::INFINITY, |place| place as f64)
    }

    /// Shows the bytes at that place.
    pub fn look(&mut self, bytes: &[u8]) {
        self.machine.mp4_boxes().look(bytes);
    }

    fn step(&mut self, event: Event<'_>, now: f64, random: f64) -> String {
        let next = self.machine.step(event, now, random);
        let machine = &self.machine;
        let mut out = ObjectWriter::default();
        match next {
            Next::Fetch { ms, from } => {
                out.text("do", "fetch").number("ms", ms);
                if from > 0 {
                    out.number("from", from as f64).text("validator", machine.validator());
                }
            }
            Next::Sleep(ms) => {
                out.text("do", "sleep").number("ms", ms).number("attempt", f64::from(machine.attempt()));
                let status = message!("status {}", u32::from(machine.status())).text();
                out.text("reason", if machine.status() > 299 { status.as_str() } else { "connection lost" });
            }
            Next::Renew => {
                out.text("do", "renew");
            }
            Next::Begin => {
                out.text("do", "begin");
            }
            Next::Stream { skip } => {
                out.text("do", "stream")
                    .number("skip", skip as f64)
                    .text("type", machine.media_type())
                    .number("length", machine.whole().map(|bytes| bytes as f64));
            }
            Next::Whole => {
                out.text("do", "whole");
            }
            Next::Fail(failing) => fail(&mut out, failing, machine),
        }
        out.end()
    }
}

/// What only the pipeline asks: its process may end in the middle of a file, and another goes on.
#[cfg(feature = "pipeline")]
#[wasm_bindgen]
impl DownloadMachine {
    /// The same machine behind bytes that are kept: `received` of `whole` (NaN where that was not told).
    pub fn behind(
        self,
        received: f64,
        whole: f64,
        validator: Option<String>,
        media_type: &str,
    ) -> DownloadMachine {
        let kept = Kept {
            received: received as u64,
            whole: known(whole).map(|whole| whole as u64),
            validator: validator.as_deref(),
            media_type,
        };
        DownloadMachine { machine: self.machine.behind(&kept) }
    }

    /// What `If-Range` is to hold; undefined where the host gives nothing to tell one file from another.
    pub fn validator(&self) -> Option<String> {
        self.machine.validator().map(str::to_owned)
    }
}

fn fail(out: &mut ObjectWriter, failing: Failing, machine: &Download) {
    const AGAIN: &str = "the file is there until the link expires: download it again";
    let status = u32::from(machine.status());
    let (class, code, message, hint) = match failing {
        Failing::Network => (
            "NetworkError",
            "network_error",
            message!("the video could not be fetched in {} attempts", machine.attempt()),
            AGAIN,
        ),
        Failing::Broken => (
            "NetworkError",
            "network_error",
            message!("the video broke off before its end, and its host cannot go on where it was"),
            AGAIN,
        ),
        Failing::Expired => (
            "WanError",
            "result_expired",
            message!("the link to the video answers {}: it has probably expired", status),
            "result links live 24 hours: download and keep the file as soon as the task completes",
        ),
        Failing::Unavailable => (
            "NetworkError",
            "result_unavailable",
            message!("the link to the video answers {}, though it cannot have expired yet", status),
            "try again in a minute; if it lasts, contact support with the task id before the day is over",
        ),
        Failing::NotVideo => (
            "WanError",
            "not_a_video",
            message!(
                "what the link answers is not a video: status {}, {}",
                status,
                if machine.declared().is_empty() { "no content type" } else { machine.declared() }
            ),
            "something between may have answered in its place; try again, or from another network",
        ),
    };
    let message = message.text();
    out.text("do", "fail")
        .text("class", class)
        .text("code", code)
        .text("message", message.as_str())
        .text("hint", hint)
        .number("attempt", f64::from(machine.attempt()))
        .flag("again", failing == Failing::Broken);
}
