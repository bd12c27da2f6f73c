//! What an HTTP answer means (guide, section 9; API facts).

use wanreel::error::{ApiError, Class, Endpoint, read, task_hint};

use crate::support::{envelope, parsed};

fn of(asked: Endpoint, status: u16, body: &str) -> ApiError {
    read(asked, status, parsed(body), None)
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
        let error = of(Endpoint::Submit, status, &envelope(code));
        assert_eq!((error.class, error.code.as_str(), error.retryable), (class, code, retryable));
        assert_eq!((error.message.as_str(), error.kind.as_deref()), ("no", Some("t")));
        // The same where the body is empty or HTML.
        for body in ["", "<html>"] {
            let error = of(Endpoint::Submit, status, body);
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
            let error = of(Endpoint::Task, status, body);
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
        let error = of(Endpoint::Submit, status, &body);
        assert_eq!((error.class, error.retryable), (Class::UnknownModel, false), "{status} {body}");
        assert_eq!(error.code, code, "{status} {body}");
        // A page's 404 may as well come from another server.
        assert!(error.hint.contains("model id") && error.hint.contains("baseUrl"), "{}", error.hint);
    }
    for body in [String::new(), envelope("not_found"), envelope("model_not_found")] {
        assert_eq!(of(Endpoint::Task, 404, &body).class, Class::NotFound);
        assert_eq!(of(Endpoint::Other, 404, &body).class, Class::NotFound);
    }
}

#[test]
fn refused_content_in_any_status() {
    for status in [400, 403, 422, 451, 500] {
        for code in ["invalid_content", "content_policy_violation"] {
            let error = of(Endpoint::Submit, status, &envelope(code));
            assert_eq!((error.class, error.retryable), (Class::ContentPolicy, false));
        }
    }
}

#[test]
fn codes_of_older_pages_are_numbers() {
    let error = of(Endpoint::Submit, 401, r#"{"error":{"code":401,"message":"bad key","param":"key"}}"#);
    assert_eq!((error.code.as_str(), error.message.as_str()), ("unauthorized", "bad key"));
    assert_eq!(error.param.as_deref(), Some("key"));
    assert_eq!(of(Endpoint::Submit, 401, r#"{"error":{"code":"401","message":"x"}}"#).code, "unauthorized");
}

#[test]
fn bodies_that_are_no_envelope() {
    for body in ["[]", "5", "null", r#""text""#, r#"{"error":null}"#, r#"{"error":[]}"#, r#"{"message":"x"}"#]
    {
        let error = of(Endpoint::Submit, 418, body);
        assert_eq!((error.class, error.code.as_str()), (Class::Api, "http_418"), "{body}");
    }
    assert_eq!(of(Endpoint::Submit, 418, r#"{"error":"short and stout"}"#).message, "short and stout");
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

#[test]
fn an_error_at_the_top_is_read_as_one_in_the_envelope() {
    for (status, code, message, class) in [
        (403, r#""insufficient_user_quota""#, "not enough left", Class::InsufficientQuota),
        (400, r#""invalid_request""#, "at most 15", Class::InvalidRequest),
        (400, "400", "at most 15", Class::InvalidRequest),
        (401, "null", "bad key", Class::Authentication),
        (503, r#""model_not_found""#, "no channel", Class::UnknownModel),
        (422, r#""invalid_content""#, "refused", Class::ContentPolicy),
    ] {
        for (words, nothing) in [("message", r#","data":null"#), ("msg", ""), ("message", r#","error":null"#)]
        {
            let body = format!(r#"{{"code":{code},"{words}":"{message}"{nothing}}}"#);
            let error = of(Endpoint::Submit, status, &body);
            assert_eq!((error.class, error.message.as_str()), (class, message), "{body}");
            let word = code.trim_matches('"');
            assert!(error.code == word || word == "400" || word == "null", "{body} {}", error.code);
        }
    }
    // What is billed is decided by the documented envelope alone.
    let top = r#"{"code":"internal_error","message":"x","data":null}"#;
    assert!(!wanreel::error::has_envelope(parsed(top)));
}

#[test]
fn an_empty_account_under_any_status() {
    let quota = "top up the account";
    for status in [400, 402, 403, 429] {
        for code in [
            "insufficient_quota",
            "insufficient_user_quota",
            "insufficient_token_quota",
            "insufficient_balance",
            "insufficient_credits",
            "quota_exceeded",
            "pre_consume_token_quota_failed",
        ] {
            for body in [
                format!(r#"{{"error":{{"code":"{code}","message":"0.10 of 0.44","type":"new_api_error"}}}}"#),
                format!(r#"{{"error":{{"code":null,"message":"0.10 of 0.44","type":"{code}"}}}}"#),
                format!(r#"{{"error":{{"code":{status},"message":"0.10 of 0.44","type":"{code}"}}}}"#),
                format!(r#"{{"code":"{code}","message":"0.10 of 0.44","data":null}}"#),
            ] {
                for asked in [Endpoint::Submit, Endpoint::Task, Endpoint::Other] {
                    let error = of(asked, status, &body);
                    assert_eq!((error.class, error.retryable), (Class::InsufficientQuota, false), "{body}");
                    assert_eq!((error.code.as_str(), error.message.as_str()), (code, "0.10 of 0.44"));
                    assert!(error.hint.starts_with(quota), "{}", error.hint);
                    assert_eq!(error.status, status);
                }
            }
        }
    }
    // A right and a rate stay what they are.
    assert_eq!(
        of(Endpoint::Submit, 403, &envelope("insufficient_permissions")).class,
        Class::PermissionDenied
    );
    assert_eq!(of(Endpoint::Submit, 429, &envelope("rate_limit_exceeded")).class, Class::RateLimit);
}

#[test]
fn the_hint_fits_the_code_rather_than_the_status() {
    for (status, code, words) in [
        (403, "rate_limit_exceeded", "too many requests"),
        (503, "too_many_requests", "too many requests"),
        (400, "invalid_api_key", "check the API key"),
        (403, "unauthorized", "check the API key"),
        (403, "model_access_denied", "access to this model"),
    ] {
        assert!(of(Endpoint::Submit, status, &envelope(code)).hint.contains(words), "{status} {code}");
    }
}
