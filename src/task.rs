//! A task as the API tells of it: create response, status answer and callback body are one shape, of which nothing is
//! promised (get-task-detail.json; API facts, task response). Reading one never fails. Gateways of this family say the
//! same in other ways (numbers as text, `result_data`, links without a host): those are read too.

use std::borrow::Cow;

use crate::catalog::RESULT_TTL_SECONDS;
use crate::date::iso_date;
use crate::json::is_number;
use crate::tape::Node;
use crate::text::{cut, find, is_blank, trim};

/// An estimate of more seconds than this (near three hours) was milliseconds: a video takes minutes (guide, section 8).
const LONGEST_ESTIMATE_S: i64 = 10_000;

/// What is known of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task<'a> {
    /// Its id; empty where there is none.
    pub id: &'a str,
    /// Its status, as the API words it.
    pub status: &'a str,
    /// Its model.
    pub model: Option<&'a str>,
    /// 0 to 100.
    pub progress: u8,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: Option<i64>,
    /// Result URLs.
    pub results: Vec<Cow<'a, str>>,
    /// Code and message of a failure.
    pub error: Option<(&'a str, &'a str)>,
    /// How long the API expects it to take.
    pub estimated_ms: Option<i64>,
    /// Credits put aside, as written.
    pub credits_reserved: Option<&'a str>,
}

impl<'a> Task<'a> {
    /// Reads what is there; a field of another type counts as absent. A link without a host is absent too: see
    /// [`Task::read_from`].
    pub fn read(value: Node<'a>) -> Task<'a> {
        Task::read_from(value, "")
    }

    /// Reads an answer of the API at `base` (`https://host/path`), to which links without a host belong.
    pub fn read_from(value: Node<'a>, base: &str) -> Task<'a> {
        let value = inside(value);
        let id = value.text_at("id").unwrap_or_default();
        let known = matches!(value, Node::Object(_)) && !id.is_empty();
        let unnamed = if known { "pending" } else { "unknown" };
        let status = value.text_at("status").map_or(unnamed, as_documented);
        Task {
            id,
            status,
            model: value.text_at("model"),
            progress: (scaled(value.at("progress")).unwrap_or_default() / 1000).clamp(0, 100) as u8,
            created_ms: created(value.at("created")),
            results: results(value, base),
            error: failure(value.at("error")).or_else(|| reason(value, status)),
            estimated_ms: scaled(value.at("task_info.estimated_time"))
                .or_else(|| scaled(value.at("estimated_time")))
                .map(|ms| if ms > LONGEST_ESTIMATE_S * 1000 { ms / 1000 } else { ms }),
            credits_reserved: digits(value.at("usage.credits_reserved")),
        }
    }

    /// Whether nothing will change any more.
    pub fn is_terminal(&self) -> bool {
        is_terminal(self.status)
    }

    /// When the result links end: a day after `completed_ms`, else after creation; only where there are results.
    pub fn expires_ms(&self, completed_ms: Option<i64>) -> Option<i64> {
        let from = completed_ms.or(self.created_ms)?;
        Some(from.saturating_add((RESULT_TTL_SECONDS * 1000) as i64))
            .filter(|ms| self.status == "completed" && is_date(*ms))
    }
}

/// A task that stands in another's `data` (`{code: 200, message: "success", data: {…}}`), else the value itself.
pub fn inside(value: Node<'_>) -> Node<'_> {
    if has_id(value) || !has_id(value.at("data")) { value } else { value.at("data") }
}

/// Whether a value has the id of a task.
pub fn has_id(value: Node<'_>) -> bool {
    value.text_at("id").is_some_and(|id| !id.is_empty())
}

/// When it was made, in milliseconds since 1970.
fn created(made: Node<'_>) -> Option<i64> {
    let ms = scaled(made).or_else(|| iso_date(made.as_text()?))?;
    // Past the year 33658 it was milliseconds.
    Some(if ms > 1_000_000_000_000_000 { ms / 1000 } else { ms }).filter(|ms| is_date(*ms))
}

/// A status of the documents, also where it is in upper case.
fn as_documented(status: &str) -> &str {
    STATUSES.iter().find(|(known, _)| known.eq_ignore_ascii_case(status)).map_or(status, |(known, _)| known)
}

/// Whether JavaScript has a date for it.
fn is_date(ms: i64) -> bool {
    ms.unsigned_abs() <= 8_640_000_000_000_000
}

/// What a task's status can be, and whether it will not change any more (`OpenAPI`, get-task-detail.json).
pub static STATUSES: [(&str, bool); 5] =
    [("pending", false), ("processing", false), ("completed", true), ("failed", true), ("cancelled", true)];

/// Whether a task of this status will not change any more; an unknown status is waited on.
pub fn is_terminal(status: &str) -> bool {
    STATUSES.iter().any(|(known, over)| *over && *known == status)
}

/// The digits of a number, or of a text that holds one (`"45"`, `" 45.5 "`, `"45%"`, `"120s"`).
fn digits(value: Node<'_>) -> Option<&str> {
    let text = match value {
        Node::Number(text) => return Some(text),
        other => trim(other.as_text()?),
    };
    let bare = trim(text.strip_suffix("%").or_else(|| text.strip_suffix("s")).unwrap_or(text));
    is_number(bare).then_some(bare)
}

/// A number in thousandths, also where it is a text.
fn scaled(value: Node<'_>) -> Option<i64> {
    Node::Number(digits(value)?).as_scaled(3)
}

/// `results`, and where there is no link in it what other answers in the wild hold instead: `result_data`, and objects
/// with a `url`.
fn results<'a>(value: Node<'a>, base: &str) -> Vec<Cow<'a, str>> {
    static PLACES: [(&str, bool); 3] = [("results", false), ("result_data", true), ("results", true)];
    let mut links = Vec::new();
    for (name, objects) in &PLACES {
        let mut see = |item| links.extend(link(item, *objects, base));
        match value.at(name) {
            Node::Array(items) => items.iter().for_each(see),
            one => see(one),
        }
        if !links.is_empty() {
            break;
        }
    }
    links
}

/// The link in an item, a text or, where such are looked at, an object with one.
fn link<'a>(item: Node<'a>, objects: bool, base: &str) -> Option<Cow<'a, str>> {
    let named = if objects { item.text_at("url").or_else(|| item.text_at("video_url")) } else { None };
    resolve(named.or_else(|| item.as_text())?, base)
}

/// A link as an absolute URL; one without a host belongs to `base`. A word without a slash is no link.
fn resolve<'a>(link: &'a str, base: &str) -> Option<Cow<'a, str>> {
    let whole = |url: &str| crate::url::parse(url).is_some();
    if whole(link) {
        return Some(Cow::Borrowed(link));
    }
    let path = find(base, "://")? + 3;
    let host_end = path + find(cut(base, path).1, "/").unwrap_or(base.len() - path);
    // As much of the base as stands before it, and what between.
    let (kept, separator) = match link.as_bytes() {
        [b'/', b'/', ..] => (path - 2, ""),
        [b'/', ..] => (host_end, ""),
        _ if find(link, "/").is_some() && find(link, ":").is_none() => (base.len(), "/"),
        _ => return None,
    };
    let mut url = String::from(cut(base, kept).0);
    url.push_str(separator);
    url.push_str(link);
    (whole(&url) && !link.bytes().any(|byte| byte <= b' ')).then_some(Cow::Owned(url))
}

/// What a failed task says of itself where it has no `error`.
fn reason<'a>(value: Node<'a>, status: &str) -> Option<(&'a str, &'a str)> {
    if !matches!(status, "failed" | "cancelled") {
        return None;
    }
    let names = ["fail_reason", "error_message", "message"];
    let words = names.iter().filter_map(|name| value.text_at(name)).find(|words| !is_blank(words))?;
    Some((code(value), words))
}

/// The error of a failed task or of an HTTP answer: `{code, message}`, the code a string or, on older pages, a number.
pub fn failure(error: Node<'_>) -> Option<(&str, &str)> {
    match error {
        Node::Text(message) => Some(("", message)),
        Node::Object(_) => {
            let words = error.text_at("message").or_else(|| error.text_at("msg"));
            Some((code(error), words.unwrap_or_default()))
        }
        _ => None,
    }
}

fn code(error: Node<'_>) -> &str {
    match error.at("code") {
        Node::Text(code) | Node::Number(code) => code,
        _ => "",
    }
}
