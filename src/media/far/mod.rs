//! Reads a file behind a URL: only the bytes that are asked for are fetched, where the server can do that.
//!
//! The one place of the crate that touches the world; the core never reaches it. It works in every runtime that has
//! `fetch` and timers. Whatever a runtime or a caller's `fetch` throws is caught: a panic would leave the promise of
//! the caller pending for ever.

mod body;
mod exchange;
mod limit;

use std::ops::Range;

use js_sys::{Function, Number};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Response, Url};

use super::guard::{self, Refused};
use super::headers::{content_range, digits};
use super::{Failure, Info, Probe, Step};
use body::Body;
use exchange::{Sender, header};
use limit::{Limit, Stopped};

const TIMEOUT_MS: f64 = 15_000.0;

/// How a file is read.
#[derive(Default)]
pub struct Options {
    /// The caller's own `fetch`.
    pub fetch: Option<Function>,
    /// Ends the reading.
    pub signal: Option<AbortSignal>,
    /// Longest wait, all requests together.
    pub timeout_ms: Option<f64>,
    /// Whether hosts that are not public may be asked.
    pub private_hosts: bool,
    /// In a page, which reaches what its visitor reaches: redirects are followed by the browser, and no host is judged.
    pub page: bool,
}

/// Why nothing was learned.
pub enum Trouble {
    /// The reason of the caller's signal, kept whole.
    Aborted(JsValue),
    /// Bytes could not be had: what happened, what to do, what the runtime threw.
    Unreachable(String, Option<&'static str>, JsValue),
    /// It is another file than a moment ago: which.
    Changed(String),
    /// The bytes say nothing; whether the server refused others.
    Unreadable(Failure, bool),
}

/// A file's facts, and its length where that is known.
pub type Found = (Info, Option<u64>);

/// Reads the header of the file behind a URL.
///
/// # Errors
/// Why it could not be.
pub async fn probe(given: &str, options: Options) -> Result<Found, Trouble> {
    let Options { fetch, signal, timeout_ms, private_hosts, page } = options;
    let mut file = File::open(given, Sender { fetch, follow: page }, private_hosts)?;
    let ms = timeout_ms.unwrap_or(TIMEOUT_MS);
    let name = file.name.clone();
    match Limit::new(signal, ms).within(file.probe()).await {
        Ok(result) => result,
        Err(Stopped::Aborted(reason)) => Err(Trouble::Aborted(reason)),
        Err(Stopped::Late) => {
            // Rust's own writing of fractions weighs more than all of this file.
            let seconds =
                Number::from(ms / 1000.0).to_string_with_radix(10).map(String::from).unwrap_or_default();
            let what = format!("{name} did not answer within {seconds} s");
            Err(Trouble::Unreachable(what, None, JsValue::UNDEFINED))
        }
    }
}

struct File {
    href: String,
    /// Host and path, without the query, which may hold a signature.
    name: String,
    sender: Sender,
    private_hosts: bool,
    size: Option<u64>,
    /// The whole file from its start, of a server that answers with nothing less.
    whole: Option<Body>,
}

impl File {
    fn open(given: &str, sender: Sender, private_hosts: bool) -> Result<File, Trouble> {
        let Ok(url) = Url::new(given) else { return Err(not_http()) };
        let file = File {
            href: url.href(),
            name: url.host() + &url.pathname(),
            sender,
            private_hosts,
            size: None,
            whole: None,
        };
        file.judge(&file.href, "is not fetched")?;
        Ok(file)
    }

    async fn probe(&mut self) -> Result<Found, Trouble> {
        let mut probe = Probe::new(None);
        let mut refused = false;
        loop {
            let range = match probe.step() {
                Step::Need(range) => range,
                Step::Done(info) => return Ok((info, probe.size())),
                Step::Failed(failure) => return Err(Trouble::Unreadable(failure, refused)),
            };
            let bytes = self.read(&range).await?;
            if let Some(size) = self.size {
                probe.learn(size);
            }
            if let Some(bytes) = bytes {
                probe.feed(&bytes);
            } else {
                refused = true;
                probe.refuse();
            }
        }
    }

    /// These bytes, or fewer where the file ends; `None` where they cannot be had.
    async fn read(&mut self, range: &Range<u64>) -> Result<Option<Vec<u8>>, Trouble> {
        if self.whole.is_some() {
            return self.read_whole(range).await;
        }
        let response = self.ask(Some(range)).await?;
        match response.status() {
            206 => self.part(&response, range).await.map(Some),
            200 => {
                let stated = length(&response);
                self.learn(stated)?;
                self.whole = Some(self.body(&response, stated)?);
                self.read_whole(range).await
            }
            416 => {
                // Nothing is there: the file ends before.
                drop(self.body(&response, None));
                self.learn(total(&response))?;
                Ok(Some(Vec::new()))
            }
            status => {
                drop(self.body(&response, None));
                Err(self.unreachable(&format!("answered {status}")))
            }
        }
    }

    async fn read_whole(&mut self, range: &Range<u64>) -> Result<Option<Vec<u8>>, Trouble> {
        let Some(whole) = &mut self.whole else { return Ok(None) };
        let bytes = match whole.read(range.start, range.end).await {
            Ok(bytes) => bytes.map(<[u8]>::to_vec),
            Err(cause) => return Err(lost(&self.name, cause)),
        };
        self.size = whole.ended.or(self.size);
        Ok(bytes)
    }

    async fn part(&mut self, response: &Response, range: &Range<u64>) -> Result<Vec<u8>, Trouble> {
        let mut body = self.body(response, None)?;
        // A page does not see the header on another origin that does not expose it; then the answer is taken as asked for.
        let stated = header(response, "content-range");
        if stated.as_deref().is_some_and(|text| content_range(text).0 != Some(range.start)) {
            return Err(self.unreachable("answered another range than it was asked for"));
        }
        self.learn(total(response))?;
        let bytes = match body.read(0, range.end.saturating_sub(range.start)).await {
            Ok(bytes) => bytes.unwrap_or_default().to_vec(),
            Err(cause) => return Err(lost(&self.name, cause)),
        };
        drop(body);
        if stated.is_none() && self.size.is_none() && range.start == 0 {
            self.ask_size().await?;
        }
        Ok(bytes)
    }

    /// The length of an answer is seen everywhere; its body is not read.
    async fn ask_size(&mut self) -> Result<(), Trouble> {
        let Ok(response) = self.ask(None).await else { return Ok(()) };
        drop(self.body(&response, None));
        if response.status() == 200 { self.learn(length(&response)) } else { Ok(()) }
    }

    fn learn(&mut self, size: Option<u64>) -> Result<(), Trouble> {
        if size.is_some() && self.size.is_some() && self.size != size {
            return Err(Trouble::Changed(format!("{} changed while it was read", self.name)));
        }
        self.size = size.or(self.size);
        Ok(())
    }

    /// The answer of wherever the URL leads to. Each step is judged as the first was, unless the browser takes them.
    async fn ask(&self, range: Option<&Range<u64>>) -> Result<Response, Trouble> {
        let mut href = self.href.clone();
        for _ in 0..=guard::MAX_REDIRECTS {
            let response = self.sender.get(&href, range).await.map_err(|cause| lost(&self.name, cause))?;
            let target = header(&response, "location").filter(|_| guard::redirects(response.status()));
            let Some(target) = target.filter(|_| !self.sender.follow) else { return Ok(response) };
            drop(self.body(&response, None));
            let Ok(next) = Url::new_with_base(&target, &href) else {
                return Err(self.unreachable("redirects to what is no URL"));
            };
            href = next.href();
            self.judge(&href, "redirects to what is not fetched")?;
        }
        Err(self.unreachable("could not be fetched: it redirects without end"))
    }

    fn judge(&self, href: &str, what: &str) -> Result<(), Trouble> {
        let private_hosts = self.private_hosts || self.sender.follow;
        let Err(refused) = guard::check(href, private_hosts) else { return Ok(()) };
        let redirected = href != self.href;
        Err(match refused {
            Refused::NotHttp if !redirected => not_http(),
            Refused::Credentials if !redirected => {
                let what = "the URL has a name or password in it, which is not sent";
                Trouble::Unreachable(what.to_owned(), None, JsValue::UNDEFINED)
            }
            Refused::NotHttp => self.unreachable(&format!("{what}: no http or https URL")),
            Refused::Credentials => {
                self.unreachable(&format!("{what}: a name or password stands in the URL"))
            }
            Refused::NotPublic => {
                let what = format!("{} {what}: the host is not on the public internet", self.name);
                let hint =
                    "allowPrivateHosts: true lets it be asked; never set it for URLs that strangers give";
                Trouble::Unreachable(what, Some(hint), JsValue::UNDEFINED)
            }
        })
    }

    fn body(&self, response: &Response, stated: Option<u64>) -> Result<Body, Trouble> {
        Body::open(response, stated).map_err(|cause| lost(&self.name, cause))
    }

    fn unreachable(&self, what: &str) -> Trouble {
        Trouble::Unreachable(format!("{} {what}", self.name), None, JsValue::UNDEFINED)
    }
}

fn not_http() -> Trouble {
    let hint = "give an absolute http or https URL, a Blob, or bytes";
    Trouble::Unreachable(
        "the URL is not an absolute http or https URL".to_owned(),
        Some(hint),
        JsValue::UNDEFINED,
    )
}

fn lost(name: &str, cause: JsValue) -> Trouble {
    let hint = "in a page, the server must allow it (CORS)";
    Trouble::Unreachable(format!("{name} could not be fetched"), Some(hint), cause)
}

fn total(response: &Response) -> Option<u64> {
    header(response, "content-range").and_then(|text| content_range(&text).1)
}

/// Not the length of what was compressed on the way.
fn length(response: &Response) -> Option<u64> {
    let encoded = header(response, "content-encoding").is_some();
    header(response, "content-length").filter(|_| !encoded).and_then(|text| digits(&text))
}
