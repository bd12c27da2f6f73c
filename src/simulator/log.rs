//! What was asked of the simulator, for tests and for the command line.

use std::collections::VecDeque;

use super::endpoint::Endpoint;
use super::http::{Cut, Reply, Request};
use super::write::{self, Object};

/// Most entries kept; the oldest go first.
const CAPACITY: usize = 10_000;
/// Most bytes kept of all entries together: memory taken by a WebAssembly module is never given back.
const BYTES_MAX: usize = 32 << 20;
/// Largest body kept, in bytes.
const BODY_MAX: usize = 64 << 10;

/// The last requests.
#[derive(Clone, Debug, Default)]
pub struct Log {
    entries: VecDeque<String>,
    bytes: usize,
}

impl Log {
    /// Keeps one more.
    pub fn push(&mut self, entry: String) {
        self.bytes += entry.len();
        self.entries.push_back(entry);
        while self.entries.len() > CAPACITY || self.bytes > BYTES_MAX {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.len();
        }
    }

    /// All, oldest first.
    pub fn all(&self) -> String {
        write::array(self.entries.iter().cloned())
    }

    /// The last alone.
    pub fn last(&self) -> String {
        self.entries.back().cloned().unwrap_or_else(|| Object::new().end())
    }
}

/// One request and what became of it, as JSON for the JavaScript side.
pub fn entry(
    request: &Request,
    endpoint: Endpoint,
    reply: &Reply,
    task_id: Option<&str>,
    fault: Option<&str>,
    now_ms: u64,
) -> String {
    // The key itself is kept nowhere; whether one was sent is what a test wants to know.
    let headers = request.headers.iter().fold(Object::new(), |object, (name, value)| {
        object.text(name, if *name == "authorization" { "[hidden]" } else { value })
    });
    let body =
        std::str::from_utf8(request.body).ok().filter(|text| !text.is_empty() && text.len() <= BODY_MAX);
    let answered = !matches!(reply.transport.cut, Some(Cut::Refused | Cut::Dropped | Cut::Hanging));
    Object::new()
        .number("at", now_ms)
        .text("kind", endpoint.name())
        .text("method", request.method)
        .text("path", request.path)
        .text("host", request.host)
        .number("status", if answered { u64::from(reply.status) } else { 0 })
        .maybe("taskId", task_id)
        .maybe("fault", fault)
        .maybe("detail", reply.detail.as_deref())
        .flag("authorized", request.token().is_some())
        .raw("headers", &headers.end())
        .maybe("body", body)
        .end()
}
