//! What crosses the border: numbers and texts in, numbers and reports out.

use wanreel::error::Endpoint;
use wanreel::json::Value;
use wanreel::protocol::codec::{Observation, Told, tell};
use wanreel::protocol::{KnownTask, Next, Read, Submit, Wait};
use wanreel::schedule::{Poll, Retry};

const MIDDLE: f64 = 0.5;
const WALL_MS: f64 = 1_795_770_000_000.0;
const START: Observation<'_> = of(0);
const WOKE: Observation<'_> = of(1);

const fn of(kind: u8) -> Observation<'static> {
    Observation {
        kind,
        status: 0,
        text: "",
        retry_after: None,
        date: None,
        wall_ms: WALL_MS,
        base: "https://api.evolink.ai",
    }
}

fn answer(status: u16, text: &str) -> Observation<'_> {
    Observation { status, text, ..of(2) }
}

fn submit() -> Submit {
    Submit::new(Retry::default(), 30_000.0, false)
}

fn wait(now: f64) -> Wait {
    let notice = KnownTask { look_now: true, ..KnownTask::default() };
    Wait::new("task-unified-1-a".into(), Poll { adaptive: false, ..Poll::default() }, 15_000.0, notice, now)
}

/// What is asked for, in short.
fn asked(told: &Told) -> String {
    let (what, ms) = match told.next {
        Next::Fetch(ms) => ("fetch", ms),
        Next::Sleep(ms) => ("sleep", ms),
        Next::Done => ("done", 0.0),
    };
    format!("{what} {ms} {}{}", told.attempt, if told.marked { " marked" } else { "" })
}

/// What is asked for, and what stands in the report at a path.
fn parts(told: &Told, path: &[&str]) -> (String, String) {
    let report = told.report.as_deref().unwrap_or("null");
    let value = Value::parse_json(report).expect(report);
    let found = path.iter().try_fold(&value, |value, name| value.get(name));
    let text = match found {
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::Number(number)) => (*number).to_owned(),
        Some(Value::Bool(flag)) => flag.to_string(),
        other => format!("{other:?}"),
    };
    (asked(told), text)
}

#[test]
fn a_submit_from_start_to_task() {
    let mut flow = submit();
    assert_eq!(asked(&tell(&mut flow, &START, 0.0, MIDDLE)), "fetch 30000 1 marked");
    let told = tell(&mut flow, &Observation { retry_after: Some("7, 7"), ..answer(429, "") }, 0.0, MIDDLE);
    assert_eq!(parts(&told, &["reason"]), ("sleep 7000 1".into(), "status 429".into()));
    assert_eq!(asked(&tell(&mut flow, &WOKE, 0.0, MIDDLE)), "fetch 30000 2 marked");
    let told = tell(&mut flow, &answer(200, r#"{"id":"task-unified-1-a","status":"pending"}"#), 0.0, MIDDLE);
    assert_eq!(parts(&told, &["task", "id"]), ("done 0 2".into(), "task-unified-1-a".into()));
}

#[test]
fn what_a_submit_ends_in() {
    for (message, class) in [
        (answer(400, r#"{"error":{"code":"invalid_request","message":"no"}}"#), "InvalidRequestError"),
        (answer(401, ""), "AuthenticationError"),
        (answer(200, "{}"), "SubmissionUnknownError"),
        (answer(502, "<html>"), "SubmissionUnknownError"),
        (Observation { text: "TypeError\t\t\nError\tECONNRESET\tread", ..of(3) }, "SubmissionUnknownError"),
        (of(3), "SubmissionUnknownError"),
        (of(4), "SubmissionUnknownError"),
        // An answer without end: a success is unknown, a refusal is one by its status.
        (Observation { status: 200, ..of(6) }, "SubmissionUnknownError"),
        (Observation { status: 0, ..of(6) }, "SubmissionUnknownError"),
        (Observation { status: 502, ..of(6) }, "SubmissionUnknownError"),
        (Observation { status: 500, ..of(6) }, "SubmissionUnknownError"),
        (Observation { status: 403, ..of(6) }, "PermissionDeniedError"),
    ] {
        let mut flow = submit();
        tell(&mut flow, &START, 0.0, MIDDLE);
        let told = tell(&mut flow, &message, 0.0, MIDDLE);
        assert_eq!(parts(&told, &["error", "class"]).1, class, "{message:?}");
    }
}

#[test]
fn what_never_left_is_sent_again() {
    for message in [
        of(5),
        Observation { text: "TypeError\t\t\nError\tECONNREFUSED\tconnect", ..of(3) },
        Observation { text: "TypeError\t\t\nError\tENOTFOUND\tgetaddrinfo", ..of(3) },
        Observation { text: "Error\t\tconnect", ..of(3) },
        Observation { text: "NotCapable\t\t", ..of(3) },
        Observation { text: "TypeError\t\t\tfetch failed\nError\t\t\tbad port", ..of(3) },
    ] {
        let mut flow = submit();
        tell(&mut flow, &START, 0.0, MIDDLE);
        for pause in ["sleep 1000 1", "sleep 2000 2"] {
            let told = tell(&mut flow, &message, 0.0, MIDDLE);
            assert_eq!(parts(&told, &["reason"]), (pause.into(), "not sent".into()), "{message:?}");
            tell(&mut flow, &WOKE, 0.0, MIDDLE);
        }
        let told = tell(&mut flow, &message, 0.0, MIDDLE);
        assert_eq!(parts(&told, &["error", "class"]), ("done 0 3".into(), "NetworkError".into()));
    }
}

#[test]
fn the_facts_of_a_task_come_with_news_alone() {
    let mut flow = wait(0.0);
    assert_eq!(asked(&tell(&mut flow, &START, 0.0, MIDDLE)), "fetch 15000 1");
    let body = r#"{"id":"a","status":"processing","progress":40}"#;
    let told = tell(&mut flow, &answer(200, body), 0.0, MIDDLE);
    assert_eq!(parts(&told, &["task", "progress"]).1, "40");
    assert_eq!(parts(&told, &["nextMs"]).1, "7500");
    tell(&mut flow, &WOKE, 7_500.0, MIDDLE);
    let told = tell(&mut flow, &answer(200, body), 7_500.0, MIDDLE);
    assert_eq!(parts(&told, &["task"]).1, "None");
    assert_eq!(parts(&told, &["status"]).1, "processing");
    tell(&mut flow, &WOKE, 20_000.0, MIDDLE);
    let told = tell(&mut flow, &answer(503, ""), 20_000.0, MIDDLE);
    assert_eq!(parts(&told, &["missed"]).1, "true");
    assert_eq!(parts(&told, &["status"]).1, "no usable answer");
}

#[test]
fn the_last_answer_is_told_in_any_case() {
    let mut flow = wait(0.0);
    tell(&mut flow, &START, 0.0, MIDDLE);
    let body = r#"{"id":"a","status":"completed","progress":100,"results":["/v/1.mp4"]}"#;
    let told = tell(&mut flow, &answer(200, body), 0.0, MIDDLE);
    assert_eq!(parts(&told, &["task", "status"]), ("done 0 1".into(), "completed".into()));
    let report = told.report.clone().expect("a report");
    assert!(report.contains(r#""results":["https://api.evolink.ai/v/1.mp4"]"#), "{report}");
    assert_eq!(parts(&told, &["task", "expiresMs"]).1, "1795856400000", "a day after it was seen");
}

/// Which error a failed task is.
#[test]
fn the_failure_of_a_task() {
    for (body, class, code) in [
        (r#"{"status":"failed"}"#, "TaskFailedError", "unknown_error"),
        (
            r#"{"status":"failed","error":{"code":"service_error","message":"x"}}"#,
            "TaskFailedError",
            "service_error",
        ),
        (
            r#"{"status":"failed","error":{"code":"content_policy_violation"}}"#,
            "ContentPolicyError",
            "content_policy_violation",
        ),
        (
            r#"{"status":"failed","error":{"code":"invalid_content"}}"#,
            "ContentPolicyError",
            "invalid_content",
        ),
        (r#"{"status":"cancelled"}"#, "TaskFailedError", "request_cancelled"),
        (r#"{"status":"completed","results":[]}"#, "TaskFailedError", "no_result"),
    ] {
        let mut flow = wait(0.0);
        tell(&mut flow, &START, 0.0, MIDDLE);
        let told = tell(&mut flow, &answer(200, body), 0.0, MIDDLE);
        assert_eq!(parts(&told, &["task", "failure", "class"]).1, class, "{body}");
        assert_eq!(parts(&told, &["task", "failure", "code"]).1, code, "{body}");
        assert!(!parts(&told, &["task", "failure", "hint"]).1.is_empty());
    }
}

#[test]
fn the_mark_for_review_and_the_deadline() {
    let mut flow = wait(0.0);
    tell(&mut flow, &START, 0.0, MIDDLE);
    tell(&mut flow, &answer(503, ""), 299_000.0, MIDDLE);
    assert!(tell(&mut flow, &WOKE, 300_001.0, MIDDLE).marked);
    tell(&mut flow, &WOKE, 896_000.0, MIDDLE);
    let told = tell(&mut flow, &of(4), 901_000.0, MIDDLE);
    assert_eq!(parts(&told, &["error", "class"]).1, "DeadlineError");
}

#[test]
fn a_read_tells_a_task_only_where_one_was_asked_for() {
    for (endpoint, id) in [(Endpoint::Task, "a"), (Endpoint::Other, "None")] {
        let mut flow = Read::new(endpoint, Retry::default(), 15_000.0);
        tell(&mut flow, &START, 0.0, MIDDLE);
        let told = tell(&mut flow, &answer(200, r#"{"id":"a"}"#), 0.0, MIDDLE);
        assert_eq!(parts(&told, &["task", "id"]), ("done 0 1".into(), id.into()));
    }
    let mut flow = Read::new(Endpoint::Task, Retry::default(), 15_000.0);
    for _ in 0..3 {
        tell(&mut flow, &START, 0.0, MIDDLE);
        tell(&mut flow, &Observation { status: 200, ..of(6) }, 0.0, MIDDLE);
    }
    assert_eq!(flow.attempt(), 3, "an answer without end is asked for again, and no more than that");
}
