//! What a simulator can be told, and reading it from JSON.

use super::fault::Fault;
use super::price::{self, Prices};
use super::random::Span;
use super::read::{Entry, Wrong};
use crate::catalog::RESULT_TTL_SECONDS;
use crate::json::Value;

/// Length of an input medium the simulator was told nothing about, in milliseconds (assumed).
pub const INPUT_MS: u64 = 5_000;

/// How long a task that is over can be asked about (assumed: no document says; a gateway keeps them some weeks).
const TASK_LIFE_MS: u64 = 30 * 24 * 3_600_000;
/// Most bytes of uploads held together (assumed: the documents name a quota, not its size). What a WebAssembly module
/// takes of memory it never gives back.
const UPLOAD_QUOTA: u64 = 1 << 30;

/// The largest whole number that JavaScript holds exactly.
pub(super) const SAFE: u64 = (1 << 53) - 1;

/// How an unknown model is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownModel {
    /// A bare 404 (guide, section 9).
    NotFound,
    /// 503 `model_not_found`, as the gateway family also does (API facts, unknown model).
    Unavailable,
}

/// What becomes of an `Idempotency-Key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// The public documents promise nothing, so nothing it is.
    Ignore,
    /// The same key is the same task (API facts, idempotency).
    Honour,
}

/// Everything a simulator can be told.
#[derive(Clone, Debug)]
pub struct Options {
    /// Keys let in; empty: any.
    pub api_keys: Vec<String>,
    /// Models no key has access to.
    pub denied_models: Vec<String>,
    /// How an unknown model is answered.
    pub unknown_model: UnknownModel,
    /// Credits to begin with, in ten-thousandths.
    pub credits: u64,
    /// What a second costs.
    pub prices: Prices,
    /// How long a generation takes.
    pub generation: Span,
    /// Ends a generation at that poll instead of at a time.
    pub complete_after_polls: Option<u64>,
    /// `task_info.estimated_time`; `None`: the real one.
    pub estimated_seconds: Option<u64>,
    /// How long every answer takes.
    pub latency: Span,
    /// Lengths of input media by URL, in milliseconds.
    pub inputs: Vec<(String, u64)>,
    /// What becomes of an `Idempotency-Key`.
    pub idempotency: Idempotency,
    /// Whether an unknown field is a 400; else it is passed over, as documents leave open (assumed).
    pub refuse_unknown_fields: bool,
    /// Where results and files are linked to, unless the request says otherwise. No slash at the end.
    pub public_url: String,
    /// How long a result link lives, in milliseconds.
    pub link_life_ms: u64,
    /// How long a task that is over can be asked about, in milliseconds.
    pub task_life_ms: u64,
    /// Most bytes of uploads held together.
    pub upload_quota: u64,
    /// Where chance begins; `None`: where it is stirred to ([`super::Simulator::stir`]).
    pub seed: Option<u64>,
    /// Faults.
    pub faults: Vec<Fault>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            api_keys: Vec::new(),
            denied_models: Vec::new(),
            unknown_model: UnknownModel::NotFound,
            credits: 1_000_000 * 10_000,
            prices: Prices::default(),
            generation: Span { min: 3_000, max: 6_000 },
            complete_after_polls: None,
            estimated_seconds: None,
            latency: Span { min: 0, max: 0 },
            inputs: Vec::new(),
            idempotency: Idempotency::Ignore,
            refuse_unknown_fields: false,
            public_url: "https://media.simulator.test".to_owned(),
            link_life_ms: 1000 * RESULT_TTL_SECONDS,
            task_life_ms: TASK_LIFE_MS,
            upload_quota: UPLOAD_QUOTA,
            seed: None,
            faults: Vec::new(),
        }
    }
}

const NAMES: &[&str] = &[
    "apiKeys",
    "deniedModels",
    "unknownModel",
    "credits",
    "prices",
    "generationMs",
    "completeAfterPolls",
    "estimatedSeconds",
    "latency",
    "inputs",
    "idempotency",
    "unknownFields",
    "publicUrl",
    "linkLifeMs",
    "taskLifeMs",
    "uploadQuotaBytes",
    "seed",
    "faults",
    // The JavaScript side's own; functions do not pass through JSON.
    "clock",
    "callbackFetch",
    "onRequest",
    "onCallback",
];

impl Options {
    /// Reads options from JSON; what is not given keeps its default.
    ///
    /// # Errors
    /// The first mistake, with its path.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let document = Value::parse(text).ok_or("options must be an object")?;
        let mut options = Options::default();
        for (name, entry) in Entry::root(&document).fields(NAMES)? {
            if !entry.value.is_undefined() {
                options.read(name, &entry)?;
            }
        }
        Ok(options)
    }

    fn read(&mut self, name: &str, entry: &Entry) -> Result<(), Wrong> {
        match name {
            "apiKeys" => self.api_keys = texts(entry)?,
            "deniedModels" => self.denied_models = texts(entry)?,
            "unknownModel" => {
                self.unknown_model = match entry.value.as_text() {
                    Some("not_found") => UnknownModel::NotFound,
                    Some("unavailable") => UnknownModel::Unavailable,
                    _ => return Err(entry.wrong("\"not_found\" or \"unavailable\"")),
                };
            }
            "credits" => self.credits = entry.scaled(4)?,
            "prices" => self.prices = price::read(entry)?,
            "generationMs" => self.generation = span(entry)?,
            "completeAfterPolls" => self.complete_after_polls = Some(entry.whole(1, 1_000_000)?),
            "estimatedSeconds" => self.estimated_seconds = Some(entry.whole(0, 1_000_000)?),
            "latency" => self.latency = span(entry)?,
            "inputs" => {
                self.inputs = entry
                    .fields(&[])?
                    .into_iter()
                    .map(|(url, seconds)| Ok((url.to_owned(), seconds.scaled(3)?)))
                    .collect::<Result<_, Wrong>>()?;
            }
            "idempotency" => {
                self.idempotency = match entry.value.as_text() {
                    Some("honour") => Idempotency::Honour,
                    Some("ignore") => Idempotency::Ignore,
                    _ => return Err(entry.wrong("\"honour\" or \"ignore\"")),
                };
            }
            "unknownFields" => {
                self.refuse_unknown_fields = match entry.value.as_text() {
                    Some("refuse") => true,
                    Some("ignore") => false,
                    _ => return Err(entry.wrong("\"ignore\" or \"refuse\"")),
                };
            }
            "publicUrl" => {
                let url = entry.text()?;
                if !url.starts_with("http://") && !url.starts_with("https://") {
                    return Err(entry.wrong("an absolute http(s) URL"));
                }
                url.trim_end_matches('/').clone_into(&mut self.public_url);
            }
            "linkLifeMs" => self.link_life_ms = entry.milliseconds()?,
            "taskLifeMs" => self.task_life_ms = entry.milliseconds()?,
            "uploadQuotaBytes" => self.upload_quota = entry.whole(0, SAFE)?,
            "seed" => self.seed = Some(entry.whole(0, SAFE)?),
            "faults" => self.faults = Fault::list(entry)?,
            _ => {}
        }
        Ok(())
    }

    /// Length of the medium at `url`, where the simulator was told it.
    pub fn told_ms(&self, url: &str) -> Option<u64> {
        self.inputs.iter().find(|(known, _)| known == url).map(|(_, ms)| *ms)
    }
}

/// A string or an array of strings.
pub(super) fn texts(entry: &Entry) -> Result<Vec<String>, Wrong> {
    entry.items().iter().map(|item| item.text().map(str::to_owned)).collect()
}

/// Milliseconds, or `{ min, max }` of them.
fn span(entry: &Entry) -> Result<Span, Wrong> {
    if let Value::Object(_) = entry.value {
        entry.fields(&["min", "max"])?;
        let edge = |name| entry.get(name).map(|edge| edge.milliseconds()).transpose();
        let min = edge("min")?.unwrap_or(0);
        let max = edge("max")?.unwrap_or(min);
        return if min <= max { Ok(Span { min, max }) } else { Err(entry.wrong("a range with min ≤ max")) };
    }
    let exact = entry.milliseconds()?;
    Ok(Span { min: exact, max: exact })
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn wrong(text: &str) -> String {
        Options::parse(text).unwrap_err()
    }

    #[test]
    fn mistakes_are_named_with_their_path() {
        assert_eq!(wrong("[]"), "options must be an object");
        assert!(wrong(r#"{"latncy":1}"#).starts_with("unknown option \"latncy\"; there are apiKeys, "));
        assert_eq!(wrong(r#"{"seed":-1}"#), "seed must be a whole number from 0 to 9007199254740991");
        assert_eq!(wrong(r#"{"apiKeys":[1]}"#), "apiKeys[0] must be a string");
        assert_eq!(wrong(r#"{"latency":{"min":2,"max":1}}"#), "latency must be a range with min ≤ max");
        assert_eq!(wrong(r#"{"latency":{"mn":2}}"#), "unknown option \"mn\" of latency; there are min, max");
        assert_eq!(wrong(r#"{"inputs":{"u":"x"}}"#), "inputs.u must be a number, 0 or more");
        assert_eq!(wrong(r#"{"publicUrl":"/x"}"#), "publicUrl must be an absolute http(s) URL");
        assert_eq!(wrong(r#"{"idempotency":true}"#), "idempotency must be \"honour\" or \"ignore\"");
    }

    #[test]
    fn undefined_keeps_the_default() {
        assert_eq!(Options::parse(r#"{"seed":~undefined}"#).unwrap().seed, None);
    }
}
