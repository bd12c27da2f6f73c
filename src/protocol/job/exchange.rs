//! What came back of a request to the API, as JavaScript tells it.

use serde::{Deserialize, Serialize};

use crate::protocol::codec::Observation;

/// What came back of an HTTP exchange: an answer read to its end, or why there is none.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Exchange {
    /// As `js/client/exchange.ts` numbers it: 2 an answer, 3 an engine's error, 4 no answer in time, 5 never sent, 6 an
    /// answer too long. 0, or left out: an answer where there is a status, else an engine's error.
    pub kind: u8,
    /// The status of an answer.
    pub status: u16,
    /// The body; of an engine's error its name, code, system call and short message, divided by tabs, each cause's in a line of
    /// its own.
    pub text: String,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// The header `Date`.
    pub date: Option<String>,
}

impl Exchange {
    /// As the client's machines are told of it.
    pub fn observation<'a>(&'a self, now_ms: i64, base: &'a str) -> Observation<'a> {
        let kind = match self.kind {
            0 if self.status > 0 => 2,
            0 => 3,
            kind => kind,
        };
        Observation {
            kind,
            status: self.status,
            text: &self.text,
            retry_after: self.retry_after.as_deref(),
            date: self.date.as_deref(),
            wall_ms: now_ms as f64,
            base,
        }
    }
}
