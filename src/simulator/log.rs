//! What was asked of the simulator, for tests and for the command line.

use super::endpoint::Endpoint;
use super::http::{Cut, Reply, Request};
use super::write::Object;

/// Most entries kept; the oldest go first.
pub const CAPACITY: usize = 10_000;
/// Largest body kept, in bytes.
const BODY_MAX: usize = 64 << 10;

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
