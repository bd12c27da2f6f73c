//! What a deployment is set to: options of `createPipeline` that decide something.

use serde::Deserialize;
use serde_json::Value as Options;

use crate::pricing::budget::Limits;
use crate::pricing::cost::Table;
use crate::schedule::{Poll, Retry};
use crate::tape::{Document, Tape};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Where nobody says how to poll and the API calls back: each look costs a request and a row, and the callback comes first. One
/// that is lost (the API tries four times in seven seconds) is found out a minute late, or as long after as the task took.
const POLL_BESIDE_CALLBACK: &str = "{\"initialMs\":60000,\"maxMs\":300000}";

/// The options, as JSON. Whatever is left out has its default.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Given {
    budget: Options,
    prices: Options,
    poll: Options,
    retry: Options,
    submit_ms: i64,
    read_ms: i64,
    base_url: String,
    has_callback: bool,
    has_notify: bool,
    resend_once: bool,
    fallback: Options,
    requeue_after_ms: i64,
    retention_days: f64,
    total_shards: u32,
}

impl Default for Given {
    fn default() -> Given {
        Given {
            budget: Options::Null,
            prices: Options::Null,
            poll: Options::Null,
            retry: Options::Null,
            submit_ms: 30_000,
            read_ms: 15_000,
            base_url: "https://api.evolink.ai".to_owned(),
            has_callback: false,
            has_notify: false,
            resend_once: false,
            fallback: Options::Null,
            requeue_after_ms: 15 * MINUTE_MS,
            retention_days: 30.0,
            total_shards: 1,
        }
    }
}

/// What a deployment is set to.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Limits on spending.
    pub limits: Limits,
    /// The price table, as JSON text; empty for the guide's.
    pub prices: String,
    /// When a task is polled.
    pub poll: Poll,
    /// How often a submit is tried before the job goes back to its queue.
    pub retry: Retry,
    /// How long a POST may take.
    pub submit_ms: i64,
    /// How long a GET may take.
    pub read_ms: i64,
    /// Where the API is: links without a host belong there.
    pub base: String,
    /// Whether the API is given a callback URL.
    pub has_callback: bool,
    /// Whether somebody is notified of an end.
    pub has_notify: bool,
    /// Whether an unknown outcome is sent again, once.
    pub resend_once: bool,
    /// Models to fall back on, separated by commas; empty for the generations before. `None`: no fallback.
    pub fallback: Option<String>,
    /// How long a confirmed message is waited for before it is sent again; doubles, up to six hours.
    pub requeue_ms: i64,
    /// How long an ended job is kept.
    pub retention_ms: i64,
    /// Among how many counters a limit of the whole deployment is divided.
    pub shards: u32,
}

impl Settings {
    /// Reads the options: `{ budget, prices, poll, retry, submitMs, readMs, baseUrl, hasCallback, hasNotify, resendOnce,
    /// fallback (true, or models), requeueAfterMs, retentionDays, totalShards }`.
    ///
    /// # Errors
    /// A sentence that names the option and what is allowed.
    pub fn read(options: &str) -> Result<Settings, String> {
        let mut reader = serde_json::Deserializer::from_str(options);
        let given: Given = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| format!("{}: {}", error.path(), error.inner()))?;
        let part = |options: &Options| if options.is_null() { "{}".to_owned() } else { options.to_string() };
        let read =
            |text: &str| Document::parse(text).map(|_| ()).ok_or("an option nests too deep".to_owned());
        let (budget, mut poll, retry) = (part(&given.budget), part(&given.poll), part(&given.retry));
        if given.poll.is_null() && given.has_callback {
            POLL_BESIDE_CALLBACK.clone_into(&mut poll);
        }
        for text in [&budget, &poll, &retry] {
            read(text)?;
        }
        let prices = if given.prices.is_null() { String::new() } else { given.prices.to_string() };
        let document = Document::parse(&prices);
        let table = document.as_ref().map(Document::tape);
        // Whoever gives the options has said what is wrong with it already (js/edge/options.ts).
        Table::read(table.as_ref().map(Tape::root)).map_err(|_| "prices is not a price table".to_owned())?;
        let document = |text| Document::parse(text).unwrap_or_default();
        let at_least = |name: &str, number: i64, least: i64| {
            if number >= least {
                Ok(number)
            } else {
                Err(format!("{name} is {number}; it must be {least} or more"))
            }
        };
        let days = given.retention_days;
        if !(1.0..=3650.0).contains(&days) {
            return Err(format!("retentionDays is {days}; it must be from 1 to 3650"));
        }
        if !(1..=1000).contains(&given.total_shards) {
            return Err(format!("totalShards is {}; it must be from 1 to 1000", given.total_shards));
        }
        Ok(Settings {
            limits: Limits::read(document(&budget).tape().root())?,
            prices,
            poll: Poll::read(document(&poll).tape().root())?,
            retry: Retry::read(document(&retry).tape().root())?,
            submit_ms: at_least("submitMs", given.submit_ms, 1)?,
            read_ms: at_least("readMs", given.read_ms, 1)?,
            base: given.base_url,
            has_callback: given.has_callback,
            has_notify: given.has_notify,
            resend_once: given.resend_once,
            fallback: fallback(&given.fallback)?,
            requeue_ms: at_least("requeueAfterMs", given.requeue_after_ms, MINUTE_MS)?,
            retention_ms: (days * DAY_MS as f64) as i64,
            shards: given.total_shards,
        })
    }
}

fn fallback(options: &Options) -> Result<Option<String>, String> {
    let wrong = || "fallback must be true, false or a list of model ids".to_owned();
    match options {
        Options::Null | Options::Bool(false) => Ok(None),
        Options::Bool(true) => Ok(Some(String::new())),
        Options::Array(models) => {
            let names: Option<Vec<&str>> = models.iter().map(Options::as_str).collect();
            let names = names.ok_or_else(wrong)?;
            if let Some(unknown) = names.iter().find(|name| crate::catalog::model(name).is_none()) {
                return Err(format!("fallback names {unknown:?}, which is no model"));
            }
            Ok(if names.is_empty() { None } else { Some(names.join(",")) })
        }
        _ => Err(wrong()),
    }
}
