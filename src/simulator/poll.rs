//! `GET /v1/tasks/{id}`, and the result it leads to.

use super::endpoint::Endpoint;
use super::fault::Outcome;
use super::http::{Reply, Request};
use super::machine::{Answer, Simulator};
use super::task::Task;
use super::video::{self, Entity};
use super::write::{self, Object};
use crate::catalog::TASK_ID_PREFIX;

impl Simulator {
    /// `GET /v1/tasks/{id}`.
    pub(super) fn poll(&mut self, request: &Request, now_ms: u64) -> Answer {
        let id = request.route().trim_start_matches("/v1/tasks/");
        let refuse = |status| (Endpoint::Poll.error(status).reply(), None);
        if !id.starts_with(TASK_ID_PREFIX) {
            return refuse(400);
        }
        let life = self.options.task_life_ms;
        let found = self.tasks.iter_mut().rfind(|task| task.id == id && !task.is_expired(life, now_ms));
        let Some(task) = found else { return refuse(404) };
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
    pub(super) fn result(&mut self, request: &Request, now_ms: u64) -> Answer {
        let (id, video, modified_ms) = match self.result_of(request.route(), now_ms) {
            Ok(task) => (task.id.clone(), task.video, task.ended_ms.unwrap_or_default()),
            Err(reply) => return (*reply, None),
        };
        let bytes = self.videos.get(video);
        let entity = Entity { bytes: &bytes, mime: "video/mp4", tag: &id, modified_ms };
        (video::serve(request, &entity), Some(id))
    }

    /// The task a result link leads to, or what an object store says instead.
    pub(super) fn result_of(&self, route: &str, now_ms: u64) -> Result<&Task, Box<Reply>> {
        let name = route.trim_start_matches("/results/");
        let id = name.strip_suffix(".mp4").unwrap_or(name);
        let found = self.tasks.iter().rfind(|task| task.id == id && task.outcome == Outcome::Complete);
        let Some((task, ended)) = found.and_then(|task| Some((task, task.ended_ms?))) else {
            return Err(Box::new(object_store(404, "NoSuchKey", "The specified key does not exist.")));
        };
        if now_ms >= ended.saturating_add(self.options.link_life_ms) {
            return Err(Box::new(object_store(403, "AccessDenied", "Request has expired")));
        }
        Ok(task)
    }

    /// `GET /v1/tasks` (assumed: an undocumented door of the vendor's): the tasks of this key, newest first.
    pub(super) fn list(&mut self, request: &Request, now_ms: u64) -> Reply {
        let life = self.options.task_life_ms;
        let own =
            self.tasks.iter().rev().filter(|task| {
                Some(task.token.as_str()) == request.token() && !task.is_expired(life, now_ms)
            });
        let bodies = write::array(own.take(LISTED).map(|task| task.body(now_ms)));
        Reply::json(200, Object::new().text("object", "list").raw("data", &bodies).end())
    }
}

/// Most tasks listed (assumed).
const LISTED: usize = 100;

fn object_store(status: u16, code: &str, message: &str) -> Reply {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let body = format!("{head}<Error><Code>{code}</Code><Message>{message}</Message></Error>\n");
    Reply::text(status, "application/xml", body)
}
