//! Faults on demand: a rule says which request it concerns and what happens then.
//!
//! None of this is documented by the API; it is what networks, gateways and queues do.

use serde::{Deserialize, Serialize};

use super::endpoint::Endpoint;
use super::random::Random;

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The connection is refused or the name does not resolve: nothing ever left.
    Refuse,
    /// The connection breaks before the server acted.
    DropBefore,
    /// The server acted; its answer is lost.
    DropAfter,
    /// The server acted; the connection breaks in the middle of the body.
    DropBody,
    /// Another status. The server acted first where `accepted` says so.
    Status {
        /// The status.
        status: u16,
        /// Whether the request took effect all the same, as behind a gateway that timed out.
        accepted: bool,
    },
    /// The right answer, late or slow; the timing stands in the rule.
    Delay,
    /// The server acted and says 200, with another body.
    Replace(Content),
    /// The right JSON without its `id`.
    NoId,
    /// The server acted and never answers.
    Hang,
    /// The task ends otherwise.
    Task(Outcome),
}

/// A body in place of the right one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The documented error envelope; beside 200, the right body.
    Envelope,
    /// Nothing at all.
    Empty,
    /// A gateway's page.
    Html,
    /// The right body, cut in half, as if complete.
    Truncated,
    /// `null`.
    Null,
    /// The rule's own text.
    Text(String),
}

/// How a task ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// With a video.
    Complete,
    /// Completed, but without a URL.
    NoResult,
    /// Failed with that code and message.
    Fail {
        /// Its code.
        code: String,
        /// Its wording.
        message: String,
    },
    /// Cancelled.
    Cancel,
    /// Processing for ever.
    NeverFinish,
    /// A status no document names, for ever.
    Unknown(String),
}

impl Outcome {
    /// Its name in the log.
    pub fn name(&self) -> &str {
        match self {
            Outcome::Complete => "complete",
            Outcome::NoResult => "no_result",
            Outcome::Fail { code, .. } => code,
            Outcome::Cancel => "cancel",
            Outcome::NeverFinish => "never_finish",
            Outcome::Unknown(status) => status,
        }
    }
}

/// A rule. It concerns a request where every condition given holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Doors; empty: all.
    pub on: Vec<Endpoint>,
    /// A part of the path or the body.
    pub contains: Option<String>,
    /// The model asked for.
    pub model: Option<String>,
    /// Which of the requests so matched, counted from 1; empty: all.
    pub nth: Vec<u64>,
    /// How often at most.
    pub times: Option<u64>,
    /// How likely, in parts per million.
    pub rate_ppm: u64,
    /// What happens.
    pub action: Action,
    /// The body of a [`Action::Status`].
    pub content: Content,
    /// Content type of [`Content::Text`].
    pub content_type: Option<String>,
    /// Overrides the error's code; of a broken connection, the system's.
    pub code: Option<String>,
    /// Overrides the error's wording.
    pub message: Option<String>,
    /// `Retry-After`, as it is to be sent; `+n` becomes the HTTP date n seconds from now.
    pub retry_after: Option<String>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// Wait before the first byte, in milliseconds.
    pub delay_ms: u64,
    /// Stretch the body over this long, in milliseconds.
    pub trickle_ms: u64,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The door.
    pub endpoint: Endpoint,
    /// Path and query.
    pub path: &'a str,
    /// The body, where it is text.
    pub body: &'a str,
    /// The model asked for, or of the task asked about.
    pub model: Option<&'a str>,
}

/// The rules with their counts.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    rules: Vec<(Fault, Count)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    seen: u64,
    applied: u64,
}

impl Fault {
    fn matches(&self, target: &Target) -> bool {
        (self.on.is_empty() || self.on.contains(&target.endpoint))
            && self
                .contains
                .as_deref()
                .is_none_or(|part| target.path.contains(part) || target.body.contains(part))
            && self.model.as_deref().is_none_or(|model| target.model == Some(model))
    }

    fn applies(&self, count: Count, random: &mut Random) -> bool {
        (self.nth.is_empty() || self.nth.contains(&count.seen))
            && self.times.is_none_or(|times| count.applied < times)
            && (self.rate_ppm >= 1_000_000 || random.u64(0..1_000_000) < self.rate_ppm)
    }
}

impl Faults {
    /// These rules, nothing counted yet.
    pub fn new(rules: Vec<Fault>) -> Self {
        Faults { rules: rules.into_iter().map(|rule| (rule, Count::default())).collect() }
    }

    /// The first rule that concerns this request. Every rule that matches counts it, so that `nth` means the same
    /// whatever other rules there are.
    pub fn matching(&mut self, target: &Target, random: &mut Random) -> Option<Fault> {
        let mut found = None;
        for (rule, count) in self.rules.iter_mut().filter(|(rule, _)| rule.matches(target)) {
            count.seen += 1;
            if found.is_none() && rule.applies(*count, random) {
                count.applied += 1;
                found = Some(rule.clone());
            }
        }
        found
    }
}
