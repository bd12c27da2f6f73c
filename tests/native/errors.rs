//! What an HTTP answer means (guide, section 9; API facts).

use wanreel::error::{ApiError, Asked, Class, read, task_hint};
use wanreel::json::Value;

use crate::support::envelope;

fn of(asked: Asked, status: u16, body: &str) -> ApiError {
    read(asked, status, Value::parse(body).as_ref(), None)
}

#[test]
fn the_documented_post_errors() {
    for (status, code, class, retryable) in [
        (400, "invalid_request", Class::InvalidRequest, false),
        (401, "unauthorized", Class::Authentication, false),
        (402, "insufficient_quota", Class::InsufficientQuota, false),
        (403, "model_access_denied", Class::PermissionDenied, false),
        (429, "rate_limit_exceeded", Class::RateLimit, true),
        (500, "internal_error", Class::Server, true),
    ] {
        let error = of(Asked::Submit, status, &envelope(code));
        assert_eq!((error.class, error.code.as_str(), error.retryable), (class, code, retryable));
        assert_eq!((error.message.as_str(), error.kind.as_deref()), ("no", Some("t")));
        // The same where the body is empty or HTML.
        for body in ["", "<html>"] {
            let error = of(Asked::Submit, status, body);
            assert_eq!((error.class, error.code.as_str(), error.retryable), (class, code, retryable));
            assert!(error.message.contains(&status.to_string()));
        }
    }
}

#[test]
fn the_documented_task_errors() {
    for (status, code, class) in [
        (400, "invalid_task_id", Class::InvalidRequest),
        (401, "unauthorized", Class::Authentication),
        (402, "quota_exceeded", Class::InsufficientQuota),
        (403, "permission_denied", Class::PermissionDenied),
        (404, "task_not_found", Class::NotFound),
        (429, "rate_limit_exceeded", Class::RateLimit),
        (500, "internal_error", Class::Server),
    ] {
        for body in [&envelope(code), ""] {
            let error = of(Asked::Task, status, body);
            assert_eq!((error.class, error.code.as_str()), (class, code));
            assert!(!error.hint.is_empty());
        }
    }
}

#[test]
fn the_faces_of_an_unknown_model() {
    let numeric = r#"{"error":{"code":404,"message":"no such model"}}"#.to_owned();
    let worded = r#"{"error":{"message":"no such model"}}"#.to_owned();
    for (status, body, code) in [
        (404, String::new(), "model_not_found"),
        (404, "<html>".to_owned(), "model_not_found"),
        (404, numeric, "model_not_found"),
        (404, worded, "model_not_found"),
        (404, envelope("not_found"), "not_found"),
        (503, envelope("model_not_found"), "model_not_found"),
        (503, envelope("no_available_channel"), "no_available_channel"),
    ] {
        let error = of(Asked::Submit, status, &body);
        assert_eq!((error.class, error.retryable), (Class::UnknownModel, false), "{status} {body}");
        assert_eq!(error.code, code, "{status} {body}");
        // A page's 404 may as well come from another server.
        assert!(error.hint.contains("model id") && error.hint.contains("baseUrl"), "{}", error.hint);
    }
    for body in [String::new(), envelope("not_found"), envelope("model_not_found")] {
        assert_eq!(of(Asked::Task, 404, &body).class, Class::NotFound);
        assert_eq!(of(Asked::Other, 404, &body).class, Class::NotFound);
    }
}

#[test]
fn refused_content_in_any_status() {
    for status in [400, 403, 422, 451, 500] {
        for code in ["invalid_content", "content_policy_violation"] {
            let error = of(Asked::Submit, status, &envelope(code));
            assert_eq!((error.class, error.retryable), (Class::ContentPolicy, false));
        }
    }
}

#[test]
fn codes_of_older_pages_are_numbers() {
    let error = of(Asked::Submit, 401, r#"{"error":{"code":401,"message":"bad key","param":"key"}}"#);
    assert_eq!((error.code.as_str(), error.message.as_str()), ("unauthorized", "bad key"));
    assert_eq!(error.param.as_deref(), Some("key"));
    assert_eq!(of(Asked::Submit, 401, r#"{"error":{"code":"401","message":"x"}}"#).code, "unauthorized");
}

#[test]
fn bodies_that_are_no_envelope() {
    for body in ["[]", "5", "null", r#""text""#, r#"{"error":null}"#, r#"{"error":[]}"#, r#"{"message":"x"}"#]
    {
        let error = of(Asked::Submit, 418, body);
        assert_eq!((error.class, error.code.as_str()), (Class::Api, "http_418"), "{body}");
    }
    assert_eq!(of(Asked::Submit, 418, r#"{"error":"short and stout"}"#).message, "short and stout");
}

#[test]
fn every_known_task_code_has_its_own_advice() {
    let default = task_hint("something else");
    for code in [
        "content_policy_violation",
        "invalid_content",
        "invalid_parameters",
        "image_processing_error",
        "image_dimension_mismatch",
        "request_cancelled",
        "generation_failed_no_content",
        "service_error",
        "generation_timeout",
        "resource_exhausted",
        "quota_exceeded",
        "service_unavailable",
        "resource_not_found",
        "no_result",
    ] {
        assert_ne!(task_hint(code), default, "{code}");
    }
    assert_eq!(task_hint("unknown_error"), default);
}
