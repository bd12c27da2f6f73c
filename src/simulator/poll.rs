//! `GET /v1/tasks/{id}`, and the result it leads to.

use super::endpoint::Endpoint;
use super::fault::Outcome;
use super::http::{Reply, Request};
use super::machine::{Answer, Simulator};
use super::video;
use crate::catalog::{RESULT_TTL_SECONDS, TASK_ID_PREFIX};

impl Simulator {
    /// `GET /v1/tasks/{id}`.
    pub(super) fn poll(&mut self, request: &Request, now_ms: u64) -> Answer {
        let id = request.route().trim_start_matches("/v1/tasks/");
        let refuse = |status| (Endpoint::Poll.error(status).reply(), None);
        if !id.starts_with(TASK_ID_PREFIX) {
            return refuse(400);
        }
        let Some(task) = self.tasks.iter_mut().rfind(|task| task.id == id) else { return refuse(404) };
        if Some(task.token.as_str()) != request.token() {
            return refuse(403);
        }
        task.polls += 1;
        task.advance(now_ms);
        if task.is_due(now_ms) {
            task.end(&mut self.ledger, now_ms);
        }
        (Reply::json(200, task.body(now_ms)), Some(task.id.clone()))
    }

    /// `GET /results/{id}.mp4`. No key is asked for: links are handed on. Assumed: an expired one is refused as object
    /// stores do.
    pub(super) fn result(&self, request: &Request, now_ms: u64) -> Answer {
        let name = request.route().trim_start_matches("/results/");
        let id = name.strip_suffix(".mp4").unwrap_or(name);
        let found = self.tasks.iter().rfind(|task| task.id == id && task.outcome == Outcome::Complete);
        let Some((task, ended)) = found.and_then(|task| Some((task, task.ended_ms?))) else {
            return (object_store(404, "NoSuchKey", "The specified key does not exist."), None);
        };
        let id = Some(task.id.clone());
        if now_ms >= ended + 1000 * RESULT_TTL_SECONDS {
            return (object_store(403, "AccessDenied", "Request has expired"), id);
        }
        (video::serve(task.video, request), id)
    }
}

fn object_store(status: u16, code: &str, message: &str) -> Reply {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let body = format!("{head}<Error><Code>{code}</Code><Message>{message}</Message></Error>\n");
    Reply::text(status, "application/xml", body)
}
