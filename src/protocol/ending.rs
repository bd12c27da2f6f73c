//! What the end of a task means: a video, or which error. And the facts of a task as JavaScript gets them.

use crate::error::{Class, is_content_code, task_hint};
use crate::json::ObjectWriter;
use crate::message::message;
use crate::task::Task;

/// How a task without a video is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFailure<'a> {
    /// The JavaScript error class.
    pub class: &'static str,
    /// The API's code, else ours.
    pub code: &'a str,
    /// What happened.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

/// The error of a task that ended without a video: it failed, was cancelled, or completed without a URL. `None` for all
/// others.
pub fn failure<'a>(task: &Task<'a>) -> Option<TaskFailure<'a>> {
    let completed = task.status == "completed";
    if !task.is_terminal() || (completed && !task.results.is_empty()) {
        return None;
    }
    let cancelled = task.status == "cancelled";
    let (code, words) = task.error.unwrap_or_default();
    let code = match code {
        _ if completed => "no_result",
        "" if cancelled => "request_cancelled",
        "" => "unknown_error",
        code => code,
    };
    let message = if completed {
        "the task completed without a video URL".to_owned()
    } else {
        let what = if cancelled { "was cancelled" } else { "failed" };
        message!("the task {}: {}", what, if words.is_empty() { code } else { words }).text()
    };
    Some(TaskFailure {
        class: (if is_content_code(code) { Class::ContentPolicy } else { Class::TaskFailed }).name(),
        hint: task_hint(code),
        code,
        message,
    })
}

/// A task as JSON for js/api/task.ts. `completed_ms`: when it was seen completed, since 1970.
pub fn facts(task: &Task<'_>, completed_ms: Option<i64>) -> String {
    let mut out = ObjectWriter::default();
    out.text("id", task.id)
        .text("status", task.status)
        .text("model", task.model)
        .number("progress", f64::from(task.progress))
        .number("createdMs", task.created_ms.map(|ms| ms as f64))
        .texts("results", task.results.iter().map(AsRef::as_ref))
        .number("expiresMs", task.expires_ms(completed_ms).map(|ms| ms as f64))
        .number("estimatedSeconds", task.estimated_ms.map(|ms| ms as f64 / 1000.0))
        .text("creditsReserved", task.credits_reserved)
        .flag("terminal", task.is_terminal());
    if let Some((code, message)) = &task.error {
        out.raw("error", &ObjectWriter::default().text("code", *code).text("message", *message).end());
    }
    if let Some(failure) = failure(task) {
        let failure = ObjectWriter::default()
            .text("class", failure.class)
            .text("code", failure.code)
            .text("message", failure.message.as_str())
            .text("hint", failure.hint)
            .end();
        out.raw("failure", &failure);
    }
    out.end()
}
