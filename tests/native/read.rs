//! One read, tried a few times.

use wanreel::error::{Class, Endpoint};
use wanreel::protocol::{Event, Failure, Next, Read};
use wanreel::schedule::Retry;

use crate::support::{answer, envelope};

fn begun(asked: Endpoint) -> Read {
    let mut flow = Read::new(asked, Retry::default(), 15_000.0);
    assert_eq!(flow.step(Event::Start, 0.5), Next::Fetch(15_000.0));
    flow
}

fn told(flow: &mut Read, status: u16, body: &str, retry_after_ms: Option<f64>) -> Next {
    answer(status, body, retry_after_ms, |event| flow.step(event, 0.5))
}

#[test]
fn an_answer_ends_it() {
    let mut flow = begun(Endpoint::Other);
    assert_eq!(told(&mut flow, 200, "{}", None), Next::Done);
    assert_eq!(flow.outcome(), Some(&Ok(())));
}

#[test]
fn what_will_not_change_is_not_tried_again() {
    for (status, class) in [
        (400, Class::InvalidRequest),
        (401, Class::Authentication),
        (402, Class::InsufficientQuota),
        (403, Class::PermissionDenied),
        (404, Class::NotFound),
        (302, Class::Api),
    ] {
        let mut flow = begun(Endpoint::Task);
        assert_eq!(told(&mut flow, status, &envelope("x"), None), Next::Done, "{status}");
        match flow.outcome() {
            Some(Err(Some(error))) => assert_eq!(error.class, class),
            other => panic!("{status}: {other:?}"),
        }
    }
}

#[test]
fn what_may_change_is_tried_three_times() {
    for (status, body) in [
        (408, ""),
        (425, ""),
        (429, ""),
        (500, "{}"),
        (502, "<html>"),
        (503, ""),
        (504, ""),
        (200, "<html>"),
        (0, ""),
    ] {
        let mut flow = begun(Endpoint::Task);
        for pause in [1_000.0, 2_000.0] {
            assert_eq!(told(&mut flow, status, body, None), Next::Sleep(pause), "{status}");
            assert_eq!(flow.step(Event::TimerFired, 0.5), Next::Fetch(15_000.0));
        }
        assert_eq!(told(&mut flow, status, body, None), Next::Done, "{status}");
        assert!(matches!(flow.outcome(), Some(Err(_))), "{status}");
        assert_eq!(flow.attempt(), 3);
    }
}

#[test]
fn failures_are_tried_again() {
    for failure in [Failure::Lost, Failure::NotSent, Failure::TimedOut] {
        let mut flow = begun(Endpoint::Task);
        assert_eq!(flow.step(Event::Failed(failure), 0.5), Next::Sleep(1_000.0));
        flow.step(Event::TimerFired, 0.5);
        assert_eq!(told(&mut flow, 200, "{}", None), Next::Done);
        assert_eq!(flow.outcome(), Some(&Ok(())));
    }
}

#[test]
fn a_retry_after_past_the_longest_pause_is_told_instead_of_waited_for() {
    let mut flow = begun(Endpoint::Task);
    assert_eq!(told(&mut flow, 429, "", Some(30_000.0)), Next::Sleep(30_000.0));
    flow.step(Event::TimerFired, 0.5);
    assert_eq!(told(&mut flow, 429, "", Some(30_001.0)), Next::Done);
    assert!(matches!(flow.outcome(), Some(Err(Some(error))) if error.retry_after_ms == Some(30_001.0)));
}

#[test]
fn an_error_under_a_status_of_success_is_one() {
    for (endpoint, body, class, code, retryable) in [
        (
            Endpoint::Task,
            r#"{"code":404,"message":"no such task","data":null}"#,
            Class::NotFound,
            "task_not_found",
            false,
        ),
        (
            Endpoint::Task,
            r#"{"code":"task_not_found","message":"no such task"}"#,
            Class::NotFound,
            "task_not_found",
            false,
        ),
        (
            Endpoint::Other,
            r#"{"code":401,"message":"no such task","data":null}"#,
            Class::Authentication,
            "unauthorized",
            false,
        ),
        (
            Endpoint::Other,
            r#"{"error":{"code":"unauthorized","message":"no such task"}}"#,
            Class::Authentication,
            "unauthorized",
            false,
        ),
        (
            Endpoint::Task,
            r#"{"error":{"message":"no such task","type":"permission_error"}}"#,
            Class::PermissionDenied,
            "permission_denied",
            false,
        ),
        (
            Endpoint::Task,
            r#"{"code":"strange","message":"no such task","data":null}"#,
            Class::Api,
            "strange",
            false,
        ),
        (
            Endpoint::Other,
            r#"{"code":429,"message":"no such task","data":null}"#,
            Class::RateLimit,
            "rate_limit_exceeded",
            true,
        ),
        (
            Endpoint::Task,
            r#"{"code":500,"message":"no such task","data":null}"#,
            Class::Server,
            "internal_error",
            true,
        ),
    ] {
        let mut flow = begun(endpoint);
        for _ in 0..if retryable { 2 } else { 0 } {
            assert!(matches!(told(&mut flow, 200, body, None), Next::Sleep(_)), "{body}");
            flow.step(Event::TimerFired, 0.5);
        }
        assert_eq!(told(&mut flow, 200, body, None), Next::Done, "{body}");
        match flow.outcome() {
            Some(Err(Some(error))) => {
                assert_eq!((error.class, error.code.as_str()), (class, code), "{body}");
                assert_eq!((error.message.as_str(), error.status), ("no such task", 200), "{body}");
                assert_ne!(error.hint, "");
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[test]
fn a_message_beside_what_was_asked_for_is_no_error() {
    for body in [
        r#"{"code":200,"message":"success","data":{"id":"task-unified-1-a","status":"pending"}}"#,
        r#"{"code":"success","message":"ok"}"#,
        r#"{"code":0,"message":"ok","data":null}"#,
        r#"{"success":true,"message":"","data":{"user":{"remaining_credits":5}}}"#,
        r#"{"id":"task-unified-1-a","status":"failed","error":{"code":"service_error","message":"no"}}"#,
        r#"{"id":"task-unified-1-a","status":"completed","code":"done","message":"no"}"#,
    ] {
        let mut flow = begun(Endpoint::Task);
        assert_eq!(told(&mut flow, 200, body, None), Next::Done, "{body}");
        assert_eq!(flow.outcome(), Some(&Ok(())), "{body}");
    }
}
