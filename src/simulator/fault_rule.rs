//! Reading fault rules from options.

use super::endpoint::Endpoint;
use super::fault::{Action, Content, Fault, Outcome};
use super::options::{SAFE, texts};
use super::read::{Entry, Wrong};
use super::task_errors::task_error_message;

const NAMES: &[&str] = &[
    "on",
    "contains",
    "model",
    "nth",
    "times",
    "rate",
    "do",
    "status",
    "accepted",
    "body",
    "contentType",
    "code",
    "message",
    "retryAfter",
    "headers",
    "delayMs",
    "trickleMs",
];

const ACTIONS: &str = "one of refuse, drop_before, drop_after, drop_body, status, delay, html, truncated, empty, \
                       null, no_id, hang, fail, cancel, never_finish, unknown_status, no_result";

impl Fault {
    /// One rule, or an array of them.
    ///
    /// # Errors
    /// The first mistake, with its path.
    pub fn list(entry: &Entry) -> Result<Vec<Fault>, Wrong> {
        entry.items().iter().map(Fault::read).collect()
    }

    fn read(entry: &Entry) -> Result<Fault, Wrong> {
        entry.fields(NAMES)?;
        let text = |name| entry.get(name).map(|entry| entry.text().map(str::to_owned)).transpose();
        let ms = |name| {
            entry.get(name).map(|entry| entry.milliseconds()).transpose().map(Option::unwrap_or_default)
        };
        let code = text("code")?;
        let message = text("message")?;
        let (action, content) = action(entry, code.as_deref(), message.as_deref())?;
        let mut on = entry.get("on").map_or(Ok(Vec::new()), |entry| doors(&entry))?;
        if matches!(action, Action::Task(_) | Action::NoId) && on.is_empty() {
            on.push(Endpoint::Submit);
        }
        let nth = entry.get("nth").map_or(Ok(Vec::new()), |entry| {
            entry.items().iter().map(|item| item.whole(1, SAFE)).collect::<Result<_, Wrong>>()
        })?;
        let rate_ppm = entry.get("rate").map_or(Ok(1_000_000), |entry| {
            entry
                .scaled(6)
                .ok()
                .filter(|ppm| *ppm <= 1_000_000)
                .ok_or_else(|| entry.wrong("a number from 0 to 1"))
        })?;
        let headers = match entry.get("headers") {
            Some(headers) => headers
                .fields(&[])?
                .into_iter()
                .map(|(name, value)| Ok((name.to_ascii_lowercase(), value.text()?.to_owned())))
                .collect::<Result<_, Wrong>>()?,
            None => Vec::new(),
        };
        Ok(Fault {
            on,
            contains: text("contains")?,
            model: text("model")?,
            nth,
            times: entry.get("times").map(|entry| entry.whole(0, SAFE)).transpose()?,
            rate_ppm,
            action,
            content,
            content_type: text("contentType")?,
            code,
            message,
            retry_after: entry.get("retryAfter").map(|entry| retry_after(&entry)).transpose()?,
            headers,
            delay_ms: ms("delayMs")?,
            trickle_ms: ms("trickleMs")?,
        })
    }
}

fn doors(entry: &Entry) -> Result<Vec<Endpoint>, Wrong> {
    let door = |name: &String| Endpoint::named(name);
    texts(entry)?
        .iter()
        .map(|name| {
            door(name).ok_or_else(|| entry.wrong("of submit, poll, credits, upload, result, file, other"))
        })
        .collect()
}

fn action(entry: &Entry, code: Option<&str>, message: Option<&str>) -> Result<(Action, Content), Wrong> {
    let status = entry.get("status");
    let accepted = entry.get("accepted").map_or(Ok(false), |entry| entry.flag())?;
    let content = entry.get("body").map_or(Ok(Content::Envelope), |entry| content(&entry))?;
    let replace = |content| Ok((Action::Replace(content), Content::Envelope));
    let task = |outcome| Ok((Action::Task(outcome), Content::Envelope));
    // Without `do`, the other fields say it: a status is a status, a delay a delay.
    let named = entry.get("do");
    let name = match (&named, &status) {
        (Some(named), _) => named.text()?,
        (None, Some(_)) => "status",
        (None, None) => "delay",
    };
    let simple = match name {
        "refuse" => Action::Refuse,
        "drop_before" => Action::DropBefore,
        "drop_after" => Action::DropAfter,
        "drop_body" => Action::DropBody,
        "delay" => Action::Delay,
        "no_id" => Action::NoId,
        "hang" => Action::Hang,
        "html" => return replace(Content::Html),
        "truncated" => return replace(Content::Truncated),
        "empty" => return replace(Content::Empty),
        "null" => return replace(Content::Null),
        "cancel" => return task(Outcome::Cancel),
        "never_finish" => return task(Outcome::NeverFinish),
        "no_result" => return task(Outcome::NoResult),
        "fail" => {
            let code = code.unwrap_or("service_error").to_owned();
            let message = message.map_or_else(|| task_error_message(&code).to_owned(), str::to_owned);
            return task(Outcome::Fail { code, message });
        }
        "unknown_status" => {
            let name = status.map_or(Ok("reviewing"), |entry| entry.text())?;
            return task(Outcome::Unknown(name.to_owned()));
        }
        "status" => {
            let missing = || format!("{}.status must be a whole number from 200 to 599", entry.path);
            let status = status.ok_or_else(missing)?.whole(200, 599)?;
            let status = u16::try_from(status).map_err(|_| missing())?;
            Action::Status { status, accepted: accepted || status < 300 }
        }
        _ => return Err(named.unwrap_or_else(|| entry.clone()).wrong(ACTIONS)),
    };
    Ok((simple, content))
}

fn content(entry: &Entry) -> Result<Content, Wrong> {
    if let Some(text) = entry.get("text") {
        entry.fields(&["text"])?;
        return Ok(Content::Text(text.text()?.to_owned()));
    }
    Ok(match entry.value.as_text() {
        Some("envelope") => Content::Envelope,
        Some("empty") => Content::Empty,
        Some("html") => Content::Html,
        Some("truncated") => Content::Truncated,
        Some("null") => Content::Null,
        _ => {
            return Err(entry.wrong("\"envelope\", \"empty\", \"html\", \"truncated\", \"null\" or { text }"));
        }
    })
}

/// Seconds as a number or as any text to be sent, or `{ date: seconds }` for an HTTP date that far ahead.
fn retry_after(entry: &Entry) -> Result<String, Wrong> {
    if let Some(seconds) = entry.get("date") {
        entry.fields(&["date"])?;
        return Ok(format!("+{}", seconds.whole(0, 100_000_000)?));
    }
    match entry.value.as_text() {
        Some(text) => Ok(text.to_owned()),
        None => Ok(entry.whole(0, 100_000_000)?.to_string()),
    }
}
