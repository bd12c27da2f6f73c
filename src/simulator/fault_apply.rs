//! A fault at work on a reply.

use super::date;
use super::endpoint::Endpoint;
use super::fault::{Action, Content, Fault};
use super::http::{Body, Cut, Reply};
use crate::json::Value;

const HTML: &str = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n\
                    <body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n";

impl Fault {
    /// Whether the server does what it was asked before the fault shows.
    pub fn lets_act(&self) -> bool {
        match self.action {
            Action::Refuse | Action::DropBefore => false,
            Action::Status { accepted, .. } => accepted,
            _ => true,
        }
    }

    /// Its name in the log.
    pub fn name(&self) -> String {
        match &self.action {
            Action::Refuse => "refuse".to_owned(),
            Action::DropBefore => "drop_before".to_owned(),
            Action::DropAfter => "drop_after".to_owned(),
            Action::DropBody => "drop_body".to_owned(),
            Action::Status { status, .. } => format!("status {status}"),
            Action::Delay => "delay".to_owned(),
            Action::Replace(_) => "other body".to_owned(),
            Action::NoId => "no_id".to_owned(),
            Action::Hang => "hang".to_owned(),
            Action::Task(outcome) => format!("task: {}", outcome.name()),
        }
    }

    /// What the caller sees instead. `reply` is the right answer where the server acted.
    pub fn apply(&self, endpoint: Endpoint, model: Option<&str>, reply: Option<Reply>, now_ms: u64) -> Reply {
        let mut reply = reply.unwrap_or_else(|| Reply::empty(0));
        match &self.action {
            Action::Refuse => reply.transport.cut = Some(Cut::Refused),
            Action::DropBefore | Action::DropAfter => reply.transport.cut = Some(Cut::Dropped),
            Action::DropBody => reply.transport.cut = Some(Cut::Halfway),
            Action::Hang => reply.transport.cut = Some(Cut::Hanging),
            Action::Status { status, .. } => reply = self.status(endpoint, model, *status, reply),
            Action::Replace(content) => replace(&mut reply, content, self.content_type.as_deref()),
            Action::NoId => without_id(&mut reply),
            Action::Delay | Action::Task(_) => {}
        }
        for (name, value) in &self.headers {
            reply.set(name, value);
        }
        if let Some(retry_after) = &self.retry_after {
            let ahead = retry_after.strip_prefix('+').and_then(|seconds| seconds.parse::<u64>().ok());
            let date = ahead.map(|seconds| date::http(now_ms + 1000 * seconds));
            reply.set("retry-after", date.as_deref().unwrap_or(retry_after));
        }
        reply.transport.delay_ms += self.delay_ms;
        reply.transport.trickle_ms = self.trickle_ms;
        if reply.transport.cut.is_some() {
            reply.transport.message.clone_from(&self.message);
            reply.transport.code.clone_from(&self.code);
        }
        reply
    }

    fn status(&self, endpoint: Endpoint, model: Option<&str>, status: u16, right: Reply) -> Reply {
        let mut reply = match status {
            200..=299 => Reply { status, ..right },
            300..=399 => Reply::empty(status),
            _ => {
                let mut failure = endpoint.error(status);
                if failure.code == "model_access_denied" {
                    failure.message.push_str(model.unwrap_or_default());
                }
                if let Some(code) = &self.code {
                    failure.code.clone_from(code);
                }
                if let Some(message) = &self.message {
                    failure.message.clone_from(message);
                }
                failure.reply()
            }
        };
        replace(&mut reply, &self.content, self.content_type.as_deref());
        reply
    }
}

fn replace(reply: &mut Reply, content: &Content, content_type: Option<&str>) {
    let (mime, text) = match content {
        Content::Envelope => return,
        Content::Truncated => {
            if let Body::Text(text) = &mut reply.body {
                let half = (0..=text.len() / 2).rfind(|at| text.is_char_boundary(*at)).unwrap_or(0);
                text.truncate(half);
            }
            return;
        }
        Content::Empty => {
            reply.body = Body::Empty;
            reply.headers.retain(|(name, _)| name != "content-type");
            return;
        }
        Content::Html => ("text/html", HTML.to_owned()),
        Content::Null => ("application/json", "null".to_owned()),
        Content::Text(text) => (content_type.unwrap_or("application/json"), text.clone()),
    };
    reply.headers.retain(|(name, _)| !matches!(name.as_str(), "content-length" | "content-range"));
    reply.set("content-type", mime);
    reply.body = Body::Text(text);
}

fn without_id(reply: &mut Reply) {
    let Body::Text(text) = &reply.body else { return };
    let Some(Value::Object(mut fields)) = Value::parse(text) else { return };
    fields.retain(|(name, _)| name != "id");
    let mut without = String::new();
    Value::Object(fields).write(&mut without);
    reply.body = Body::Text(without);
}
