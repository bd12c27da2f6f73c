//! A submit is paid for at most once: every row of what can become of a POST.

use wanreel::error::Class;
use wanreel::protocol::{Event, Failure, Next, Submit, SubmitOutcome, Submitting};
use wanreel::schedule::Retry;

use crate::support::{answer, envelope};

const ACCEPTED: &str = r#"{"id":"task-unified-1-a","status":"pending"}"#;
const HTML: &str = "<html>bad gateway</html>";
/// In the middle, where jitter changes nothing.
const MIDDLE: f64 = 0.5;

fn begun(resend_once: bool) -> Submit {
    let mut flow = Submit::new(Retry::default(), 30_000.0, resend_once);
    assert_eq!(flow.step(Event::Start, MIDDLE), Next::Fetch(30_000.0));
    assert_eq!(flow.state(), &Submitting::InFlight { may_have_arrived: true }, "a request is on its way");
    flow
}

fn told(flow: &mut Submit, status: u16, body: &str, retry_after_ms: Option<f64>) -> Next {
    answer(status, body, retry_after_ms, |event| flow.step(event, MIDDLE))
}

fn woken(flow: &mut Submit) {
    assert_eq!(flow.step(Event::TimerFired, MIDDLE), Next::Fetch(30_000.0));
}

fn refusal(flow: &Submit) -> (Class, u16) {
    match flow.state() {
        Submitting::Over(SubmitOutcome::Refused(error)) => (error.class, error.status),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn accepted_with_an_id() {
    for status in [200, 201, 202] {
        let mut flow = begun(false);
        assert_eq!(told(&mut flow, status, ACCEPTED, None), Next::Done);
        assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Accepted));
    }
}

#[test]
fn unknown_without_a_usable_answer() {
    let bodies =
        [HTML, "", "{", "{}", r#"{"id":""}"#, r#"{"id":5}"#, "[]", "null", r#"{"status":"pending"}"#];
    for (status, body) in bodies.map(|body| (200, body)).into_iter().chain([
        (0, ""),
        (204, ""),
        (301, ""),
        (302, HTML),
        (307, ""),
        (308, ACCEPTED),
        (408, ""),
        (499, ""),
        (500, HTML),
        (500, ""),
        (500, r#"{"error":"plain"}"#),
        (502, HTML),
        (503, HTML),
        (503, &envelope("service_unavailable")),
        (504, ""),
        (520, HTML),
        (524, ""),
        (599, ""),
    ]) {
        let mut flow = begun(false);
        assert_eq!(told(&mut flow, status, body, None), Next::Done, "{status} {body}");
        assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Unknown), "{status} {body}");
        assert_eq!(flow.attempt(), 1, "never sent again: {status} {body}");
    }
}

#[test]
fn unknown_where_the_answer_was_lost_or_late() {
    for failure in [Failure::Lost, Failure::TimedOut] {
        let mut flow = begun(false);
        assert_eq!(flow.step(Event::Failed(failure), MIDDLE), Next::Done);
        assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Unknown));
    }
}

#[test]
fn refused_at_once() {
    for (status, code, class) in [
        (400, "invalid_request", Class::InvalidRequest),
        (400, "invalid_content", Class::ContentPolicy),
        (400, "content_policy_violation", Class::ContentPolicy),
        (401, "unauthorized", Class::Authentication),
        (402, "insufficient_quota", Class::InsufficientQuota),
        (403, "model_access_denied", Class::PermissionDenied),
        (404, "model_not_found", Class::UnknownModel),
        (404, "whatever", Class::UnknownModel),
        (413, "too_large", Class::InvalidRequest),
        (422, "invalid", Class::InvalidRequest),
        (503, "model_not_found", Class::UnknownModel),
        (503, "no_available_channel", Class::UnknownModel),
        (500, "invalid_content", Class::ContentPolicy),
    ] {
        let mut flow = begun(false);
        assert_eq!(told(&mut flow, status, &envelope(code), Some(1000.0)), Next::Done, "{status} {code}");
        assert_eq!(refusal(&flow), (class, status), "{code}");
        assert_eq!(flow.attempt(), 1);
    }
}

#[test]
fn a_404_is_an_unknown_model() {
    for body in ["", HTML, "{}", r#"{"error":{"code":404,"message":"no"}}"#] {
        let mut flow = begun(false);
        assert_eq!(told(&mut flow, 404, body, None), Next::Done);
        assert_eq!(refusal(&flow), (Class::UnknownModel, 404));
    }
}

#[test]
fn rate_limits_are_waited_out() {
    for body in ["", HTML, &envelope("rate_limit_exceeded")] {
        let mut flow = begun(false);
        assert_eq!(told(&mut flow, 429, body, None), Next::Sleep(1_000.0), "doubling from one second");
        assert_eq!(
            flow.state(),
            &Submitting::InFlight { may_have_arrived: false },
            "refused: nothing is on its way"
        );
        woken(&mut flow);
        assert_eq!(told(&mut flow, 429, body, Some(7_000.0)), Next::Sleep(7_000.0), "as long as was asked");
        woken(&mut flow);
        assert_eq!(told(&mut flow, 200, ACCEPTED, None), Next::Done);
        assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Accepted));
        assert_eq!(flow.attempt(), 3);
    }
}

#[test]
fn a_retry_after_shorter_than_the_backoff_does_not_hurry() {
    let mut flow = begun(false);
    assert_eq!(told(&mut flow, 429, "", Some(10.0)), Next::Sleep(1_000.0));
}

#[test]
fn three_attempts_in_all() {
    let mut flow = begun(false);
    for pause in [1_000.0, 2_000.0] {
        assert_eq!(told(&mut flow, 429, "", None), Next::Sleep(pause));
        woken(&mut flow);
    }
    assert_eq!(told(&mut flow, 429, "", None), Next::Done);
    assert_eq!(refusal(&flow), (Class::RateLimit, 429));
}

#[test]
fn a_retry_after_of_two_minutes_is_obeyed_and_a_longer_one_told() {
    let mut flow = begun(false);
    assert_eq!(told(&mut flow, 429, "", Some(120_000.0)), Next::Sleep(120_000.0));
    woken(&mut flow);
    assert_eq!(told(&mut flow, 429, "", Some(120_001.0)), Next::Done);
    match flow.state() {
        Submitting::Over(SubmitOutcome::Refused(error)) => {
            assert_eq!((error.class, error.retry_after_ms), (Class::RateLimit, Some(120_001.0)));
            assert!(error.retryable);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn whoever_asks_for_more_than_two_minutes_limits_the_rate() {
    for (status, body, code) in [
        (503, String::new(), "http_503"),
        (503, envelope("service_unavailable"), "service_unavailable"),
        (500, envelope("internal_error"), "internal_error"),
    ] {
        let mut flow = begun(false);
        assert_eq!(told(&mut flow, status, &body, Some(500_000.0)), Next::Done);
        assert_eq!(refusal(&flow), (Class::RateLimit, status));
        match flow.state() {
            Submitting::Over(SubmitOutcome::Refused(error)) => {
                assert_eq!((error.retry_after_ms, error.code.as_str()), (Some(500_000.0), code));
                assert!(error.retryable && error.hint.contains("wait"), "{}", error.hint);
            }
            other => panic!("{other:?}"),
        }
    }
    // An answer that may hide a task stays one, whatever it asks for.
    for (status, body) in [(500, HTML), (502, ""), (504, HTML)] {
        let mut flow = begun(false);
        assert_eq!(told(&mut flow, status, body, Some(500_000.0)), Next::Done);
        assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Unknown), "{status}");
    }
    let mut flow = begun(true);
    told(&mut flow, 504, "", None);
    woken(&mut flow);
    assert_eq!(told(&mut flow, 503, "", Some(500_000.0)), Next::Done);
    assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Unknown));
}

#[test]
fn unavailable_with_a_retry_after_was_refused() {
    for body in ["", HTML, &envelope("service_unavailable")] {
        let mut flow = begun(false);
        assert_eq!(told(&mut flow, 503, body, Some(3_000.0)), Next::Sleep(3_000.0));
        assert_eq!(flow.state(), &Submitting::InFlight { may_have_arrived: false });
    }
}

#[test]
fn an_internal_error_of_the_api_is_retried_once_after_30_seconds() {
    let error = envelope("internal_error");
    let mut flow = begun(false);
    assert_eq!(told(&mut flow, 500, &error, None), Next::Sleep(30_000.0));
    woken(&mut flow);
    assert_eq!(told(&mut flow, 500, &error, None), Next::Done);
    assert_eq!(refusal(&flow), (Class::Server, 500));

    let mut flow = begun(false);
    assert_eq!(
        told(&mut flow, 500, &error, Some(45_000.0)),
        Next::Sleep(45_000.0),
        "longer where it is asked"
    );
    woken(&mut flow);
    assert_eq!(told(&mut flow, 200, ACCEPTED, None), Next::Done);
    assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Accepted));
}

#[test]
fn a_retried_post_may_be_lost_too() {
    let mut flow = begun(false);
    told(&mut flow, 429, "", None);
    woken(&mut flow);
    assert_eq!(flow.step(Event::Failed(Failure::Lost), MIDDLE), Next::Done);
    assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Unknown));
}

#[test]
fn what_never_left_is_sent_again() {
    let mut flow = begun(false);
    for pause in [1_000.0, 2_000.0] {
        assert_eq!(flow.step(Event::Failed(Failure::NotSent), MIDDLE), Next::Sleep(pause));
        assert_eq!(flow.state(), &Submitting::InFlight { may_have_arrived: false });
        woken(&mut flow);
    }
    assert_eq!(flow.step(Event::Failed(Failure::NotSent), MIDDLE), Next::Done);
    assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::NotSent));
}

#[test]
fn resend_once_sends_once_more() {
    let mut flow = begun(true);
    assert_eq!(flow.step(Event::Failed(Failure::Lost), MIDDLE), Next::Sleep(1_000.0));
    assert_eq!(flow.state(), &Submitting::InFlight { may_have_arrived: true }, "the first may have arrived");
    woken(&mut flow);
    assert_eq!(told(&mut flow, 200, ACCEPTED, None), Next::Done);
    assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Accepted));
}

#[test]
fn whatever_becomes_of_the_copy_says_nothing_about_the_first() {
    let rows: [(u16, &str, Option<f64>); 6] = [
        (200, HTML, None),
        (400, r#"{"error":{"code":"invalid_request"}}"#, None),
        (429, "", Some(1_000.0)),
        (500, r#"{"error":{"code":"internal_error"}}"#, None),
        (503, "", Some(1_000.0)),
        (504, "", None),
    ];
    for (status, body, retry_after) in rows {
        let mut flow = begun(true);
        told(&mut flow, 504, "", None);
        woken(&mut flow);
        assert_eq!(told(&mut flow, status, body, retry_after), Next::Done, "{status}");
        assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Unknown), "{status}");
        assert_eq!(flow.attempt(), 2);
    }
    for failure in [Failure::Lost, Failure::TimedOut, Failure::NotSent] {
        let mut flow = begun(true);
        flow.step(Event::Failed(Failure::TimedOut), MIDDLE);
        woken(&mut flow);
        assert_eq!(flow.step(Event::Failed(failure), MIDDLE), Next::Done);
        assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Unknown), "{failure:?}");
    }
}

#[test]
fn one_attempt_is_one_attempt() {
    let retry = Retry { attempts: 1, ..Retry::default() };
    let mut flow = Submit::new(retry, 30_000.0, false);
    flow.step(Event::Start, MIDDLE);
    assert_eq!(told(&mut flow, 429, "", None), Next::Done);
    assert_eq!(refusal(&flow), (Class::RateLimit, 429));
}

/// Engines word it each in their own way; the code or the system call tells.
#[test]
fn what_certainly_never_left() {
    for code in ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT", "ConnectionRefused"] {
        assert_eq!(Failure::of("TypeError", code, "", ""), Failure::NotSent, "{code}");
    }
    assert_eq!(Failure::of("Error", "ETIMEDOUT", "connect", ""), Failure::NotSent);
    assert_eq!(Failure::of("Error", "", "getaddrinfo", ""), Failure::NotSent);
    assert_eq!(Failure::of("NotCapable", "", "", ""), Failure::NotSent);
    assert_eq!(Failure::of("Error", "", "", "bad port"), Failure::NotSent);
    for words in ["a bad port", "Bad port", "connect ECONNREFUSED 127.0.0.1:443", "Failed to fetch"] {
        assert_eq!(Failure::of("Error", "", "", words), Failure::Lost, "{words}");
    }
    assert_eq!(Failure::of("Error", "ECONNRESET", "read", "bad port"), Failure::Lost);
    for code in ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ETIMEDOUT", "", "20"] {
        assert_eq!(Failure::of("Error", code, "read", ""), Failure::Lost, "{code}");
    }
}

#[test]
fn an_error_under_a_status_of_success_is_refused_where_its_code_says_so() {
    for (code, class) in [
        ("401", Class::Authentication),
        ("\"insufficient_quota\"", Class::InsufficientQuota),
        ("\"model_access_denied\"", Class::PermissionDenied),
        ("\"model_not_found\"", Class::UnknownModel),
        ("\"invalid_request\"", Class::InvalidRequest),
        ("\"content_policy_violation\"", Class::ContentPolicy),
        ("429", Class::RateLimit),
    ] {
        let mut flow = begun(false);
        let body = format!(r#"{{"code":{code},"message":"no","data":null}}"#);
        assert_eq!(told(&mut flow, 200, &body, None), Next::Done, "{code}");
        assert_eq!(refusal(&flow), (class, 200), "{code}");
        assert_eq!(flow.attempt(), 1, "never sent again by itself");
    }
    for code in ["500", "503", "408", "499", "\"strange\"", "\"internal_error\"", "1"] {
        let mut flow = begun(false);
        let body = format!(r#"{{"code":{code},"message":"no","data":null}}"#);
        assert_eq!(told(&mut flow, 200, &body, None), Next::Done, "{code}");
        assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Unknown), "{code}");
    }
}

#[test]
fn a_task_wrapped_in_data_is_accepted() {
    let mut flow = begun(false);
    let body = r#"{"code":200,"message":"success","data":{"id":"task-unified-1-a","status":"pending"}}"#;
    assert_eq!(told(&mut flow, 200, body, None), Next::Done);
    assert_eq!(flow.state(), &Submitting::Over(SubmitOutcome::Accepted));
}
