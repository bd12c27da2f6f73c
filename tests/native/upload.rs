//! One upload: what an answer means, when it is sent again, and over every order of events that it ends.

use wanreel::json::Value;
use wanreel::protocol::codec::{Observation, tell};
use wanreel::protocol::upload::{Refusal, WHOLE_MS};
use wanreel::protocol::{Event, Failure, Next, Upload};
use wanreel::schedule::Retry;

use crate::support::answer;

const TAKEN: &str = r#"{"success":true,"code":200,"data":{"file_url":"https://f.example/a.png"}}"#;

fn begun() -> Upload {
    let mut upload = Upload::new(Retry::default(), WHOLE_MS);
    assert_eq!(upload.step(Event::Start, 1_000.0, 0.5), Next::Fetch(WHOLE_MS));
    upload
}

fn told(upload: &mut Upload, status: u16, body: &str, after: Option<f64>, now: f64) -> Next {
    answer(status, body, after, |event| upload.step(event, now, 0.5))
}

fn refusal(upload: &Upload) -> &Refusal {
    match upload.outcome() {
        Some(Err(Some(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn only_a_web_address_is_a_file() {
    for body in [TAKEN, r#"{"data":{"file_url":"HTTP://f.example/"}}"#] {
        let mut upload = begun();
        assert_eq!(told(&mut upload, 201, body, None, 2_000.0), Next::Done, "{body}");
        assert_eq!(upload.outcome(), Some(&Ok(())));
    }
    for body in [
        "",
        "<html>",
        "null",
        "[]",
        "{}",
        r#"{"data":null}"#,
        r#"{"data":{"file_url":""}}"#,
        r#"{"data":{"file_url":7}}"#,
        r#"{"data":{"file_url":"/files/1.png"}}"#,
        r#"{"data":{"file_url":"javascript:alert(1)"}}"#,
        r#"{"success":false,"data":{"file_url":"https://f.example/a.png"}}"#,
    ] {
        let mut upload = begun();
        assert_eq!(told(&mut upload, 200, body, None, 2_000.0), Next::Done, "{body}");
        let Refusal { status, retryable, hint, .. } = refusal(&upload);
        assert_eq!((*status, *retryable), (200, false));
        assert!(hint.contains("JPEG, PNG, GIF and WebP"), "{hint}");
    }
}

#[test]
fn a_refusal_that_lasts_is_told_at_once() {
    for (status, body, message, hint) in [
        (400, r#"{"msg":"bad file"}"#, "bad file", "JPEG"),
        (413, r#"{"error":{"message":"too large"}}"#, "too large", "JPEG"),
        (401, r#"{"msg":7,"error":{"message":"no key"}}"#, "no key", "filesBaseUrl"),
        (403, "", "the upload answered status 403", "filesBaseUrl"),
        (
            404,
            r#"{"success":true,"data":{"file_url":"https://f/"}}"#,
            "the upload answered status 404",
            "JPEG",
        ),
        (307, "", "the upload answered status 307", ""),
        (0, "", "the upload answered status 0", ""),
    ] {
        let mut upload = begun();
        assert_eq!(told(&mut upload, status, body, Some(1.0), 2_000.0), Next::Done, "{status}");
        let refusal = refusal(&upload);
        assert_eq!((refusal.status, refusal.retryable), (status, false));
        assert_eq!(refusal.message, message);
        assert!(refusal.hint.contains(hint) && refusal.hint.is_empty() == hint.is_empty(), "{status}");
    }
}

#[test]
fn what_may_change_is_sent_three_times() {
    for status in [408, 425, 429, 500, 502, 503, 504, 599] {
        let mut upload = begun();
        for pause in [1_000.0, 2_000.0] {
            // An address in an answer that is no success is none.
            assert_eq!(told(&mut upload, status, TAKEN, None, 2_000.0), Next::Sleep(pause), "{status}");
            assert_eq!(upload.step(Event::TimerFired, 5_000.0, 0.5), Next::Fetch(WHOLE_MS - 4_000.0));
        }
        assert_eq!(told(&mut upload, status, "", None, 2_000.0), Next::Done);
        assert!(refusal(&upload).retryable);
        assert_eq!(upload.attempt(), 3);
    }
}

#[test]
fn a_pause_is_as_long_as_it_is_asked_to_be_or_ends_it() {
    let mut upload = begun();
    assert_eq!(told(&mut upload, 429, "", Some(7_000.0), 2_000.0), Next::Sleep(7_000.0));
    let mut upload = begun();
    assert_eq!(told(&mut upload, 429, "", Some(3_600_000.0), 2_000.0), Next::Done);
    assert_eq!(refusal(&upload).status, 429);
}

#[test]
fn ten_minutes_are_for_all_attempts_together() {
    let mut upload = begun();
    let end = 1_000.0 + WHOLE_MS;
    assert_eq!(upload.step(Event::Failed(Failure::TimedOut), end, 0.5), Next::Done);
    assert_eq!(upload.outcome(), Some(&Err(None)));
    let mut upload = begun();
    assert_eq!(upload.step(Event::Failed(Failure::Lost), end - 1_500.0, 0.5), Next::Sleep(1_000.0));
    assert_eq!(upload.step(Event::TimerFired, end - 500.0, 0.5), Next::Fetch(500.0));
    // A machine that slept longer than it was told has at least a moment.
    assert_eq!(upload.clone().step(Event::TimerFired, end + 500.0, 0.5), Next::Fetch(1.0));
    assert_eq!(told(&mut upload, 503, "", None, end - 400.0), Next::Done);
    assert_eq!(refusal(&upload).status, 503);
}

/// Every order of three exchanges: it ends at the first answer that lasts, never sends more often than it may, and says what
/// came last.
#[test]
fn every_order_of_events() {
    let answers =
        [(200, TAKEN), (200, "{}"), (307, ""), (401, ""), (413, ""), (429, ""), (503, ""), (999, "")];
    let failures = [Failure::NotSent, Failure::Lost, Failure::TimedOut, Failure::TooLong];
    let kinds = answers.len() + failures.len();
    for case in 0..kinds.pow(3) {
        let mut upload = begun();
        let mut rest = case;
        for attempt in 1..=3 {
            assert_eq!(upload.attempt(), attempt);
            let kind = rest % kinds;
            rest /= kinds;
            let (next, lasts) = match answers.get(kind) {
                Some(&(status, body)) => {
                    (told(&mut upload, status, body, None, 2_000.0), !matches!(status, 429 | 503))
                }
                None => (upload.step(Event::Failed(failures[kind - answers.len()]), 2_000.0, 0.5), false),
            };
            let over = lasts || attempt == 3;
            assert_eq!(next == Next::Done, over, "{case} {attempt}");
            assert_eq!(upload.outcome().is_some(), over);
            if over {
                match (answers.get(kind), upload.outcome()) {
                    (Some(&(200, TAKEN)), Some(Ok(()))) | (None, Some(Err(None))) => {}
                    (Some(&(status, _)), Some(Err(Some(refusal)))) => assert_eq!(refusal.status, status),
                    other => panic!("{case}: {other:?}"),
                }
                break;
            }
            assert!(matches!(next, Next::Sleep(_)));
            assert!(matches!(upload.step(Event::TimerFired, 3_000.0, 0.5), Next::Fetch(_)));
        }
    }
}

#[test]
fn what_crosses_the_border() {
    let body = r#"{"data":{"file_url":"https://f/a","file_size":7,"expires_at":"2026-05-01T00:00:00Z","file_id":null}}"#;
    let mut upload = begun();
    let message = Observation { kind: 2, status: 200, text: body, ..Observation::default() };
    let told = tell(&mut upload, &message, 2_000.0, 0.5);
    assert_eq!((told.next, told.attempt, told.marked), (Next::Done, 1, false));
    let file = r#"{"file":{"url":"https://f/a","bytes":7,"expiresAt":"2026-05-01T00:00:00Z"}}"#;
    assert_eq!(told.report.as_deref(), Some(file));
    let mut upload = begun();
    let told =
        tell(&mut upload, &Observation { kind: 2, status: 401, ..Observation::default() }, 2_000.0, 0.5);
    let report = told.report.unwrap();
    let report = Value::parse_json(&report).unwrap();
    let error = report.get("error").unwrap();
    for (name, value) in [("class", "ApiError"), ("code", "upload_failed")] {
        assert_eq!(error.get(name).and_then(Value::as_text), Some(value));
    }
}
