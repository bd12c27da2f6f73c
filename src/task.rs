//! A task as the API tells of it: create response, status answer and callback body are one shape, of which nothing is
//! promised (get-task-detail.json; API facts, task response). Reading one never fails.

use crate::catalog::RESULT_TTL_SECONDS;
use crate::json::Value;

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
    pub results: Vec<&'a str>,
    /// Code and message of a failure.
    pub error: Option<(String, &'a str)>,
    /// How long the API expects it to take.
    pub estimated_ms: Option<i64>,
    /// Credits put aside, as written.
    pub credits_reserved: Option<&'a str>,
}

impl<'a> Task<'a> {
    /// Reads what is there; a field of another type counts as absent.
    pub fn read(value: &'a Value<'a>) -> Task<'a> {
        let text = |name: &str| value.get(name).and_then(Value::as_text);
        let created = value.get("created").and_then(|created| created.as_scaled(3));
        let id = text("id").unwrap_or_default();
        let known = matches!(value, Value::Object(_)) && !id.is_empty();
        Task {
            id,
            status: text("status").unwrap_or(if known { "pending" } else { "unknown" }),
            model: text("model"),
            progress: value
                .get("progress")
                .and_then(|progress| progress.as_scaled(3))
                .map_or(0, |thousandths| (thousandths / 1000).clamp(0, 100) as u8),
            // Past the year 33658 it was milliseconds.
            created_ms: created
                .map(|ms| if ms > 1_000_000_000_000_000 { ms / 1000 } else { ms })
                .filter(|ms| is_date(*ms)),
            results: results(value),
            error: value.get("error").and_then(failure),
            estimated_ms: value.get("task_info").and_then(|info| info.get("estimated_time")?.as_scaled(3)),
            credits_reserved: value.get("usage").and_then(|usage| match usage.get("credits_reserved")? {
                Value::Number(text) => Some(*text),
                _ => None,
            }),
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

/// Whether JavaScript has a date for it.
fn is_date(ms: i64) -> bool {
    ms.unsigned_abs() <= 8_640_000_000_000_000
}

/// Whether a task of this status will not change any more; an unknown status is waited on.
pub fn is_terminal(status: &str) -> bool {
    matches!(status, "completed" | "failed" | "cancelled")
}

/// `results`, and where it is missing what other answers in the wild hold instead: `result_data` with `url`s.
fn results<'a>(value: &'a Value<'a>) -> Vec<&'a str> {
    let listed = value.get("results").filter(|results| results.items().is_none_or(|items| !items.is_empty()));
    let wild = listed.is_none();
    let Some(list) = listed.or_else(|| value.get("result_data")) else { return Vec::new() };
    let inside = |item: &'a Value<'a>| item.get("url").or_else(|| item.get("video_url"))?.as_text();
    let one = |item: &'a Value<'a>| {
        let url = item.as_text().or_else(|| if wild { inside(item) } else { None });
        url.filter(|url| crate::url::parse(url).is_some())
    };
    match list {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

/// The error of a failed task or of an HTTP answer: `{code, message}`, the code a string or, on older pages, a number.
pub fn failure<'a>(error: &'a Value<'a>) -> Option<(String, &'a str)> {
    match error {
        Value::Text(message) => Some((String::new(), message)),
        Value::Object(_) => {
            let code = match error.get("code") {
                Some(Value::Text(code)) => code.to_string(),
                Some(Value::Number(code)) => (*code).to_owned(),
                _ => String::new(),
            };
            Some((code, error.get("message").and_then(Value::as_text).unwrap_or_default()))
        }
        _ => None,
    }
}
