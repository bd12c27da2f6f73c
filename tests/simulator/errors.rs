//! Every documented error, word for word.

use serde_json::{Value, json};

use crate::world::{World, text_to_video};

fn forced(on: &str, status: u16) -> World {
    World::new(&json!({ "faults": { "on": on, "status": status } }))
}

fn documented(found: (u16, String, String, String), expected: (u16, &str, &str, &str)) {
    let (status, code, message, kind) = found;
    assert_eq!((status, code.as_str(), message.as_str(), kind.as_str()), expected);
}

/// wan2.7-text-to-video.json, responses.
#[test]
fn submit() {
    let mut world =
        World::new(&json!({ "apiKeys": ["good"], "deniedModels": ["wan2.7-text-to-video"], "credits": 1 }));
    documented(
        world.submit(&text_to_video()).error(),
        (401, "unauthorized", "Invalid or expired token", "authentication_error"),
    );
    world.key = "good";
    documented(
        world.submit(&text_to_video()).error(),
        (
            403,
            "model_access_denied",
            "Token does not have access to model: wan2.7-text-to-video",
            "invalid_request_error",
        ),
    );
    documented(
        world.submit(&json!({ "model": "wan2.5-text-to-video" })).error(),
        (400, "invalid_request", "Invalid request parameters", "invalid_request_error"),
    );
    documented(
        world.submit(&json!({ "model": "wan2.5-text-to-video", "prompt": "A cat" })).error(),
        (402, "insufficient_quota", "Insufficient quota. Please top up your account.", "insufficient_quota"),
    );
    documented(
        forced("submit", 429).submit(&text_to_video()).error(),
        (429, "rate_limit_exceeded", "Too many requests, please try again later", "rate_limit_error"),
    );
    documented(
        forced("submit", 500).submit(&text_to_video()).error(),
        (500, "internal_error", "Internal server error", "api_error"),
    );
}

/// get-task-detail.json, responses.
#[test]
fn poll() {
    let mut world = World::new(&json!({}));
    let id = world.accepted(&text_to_video());
    let answer = world.poll("12345");
    assert_eq!(answer.json()["error"]["param"], "task_id");
    documented(
        answer.error(),
        (
            400,
            "invalid_task_id",
            "Invalid task ID format, must start with 'task-unified-'",
            "invalid_request_error",
        ),
    );
    documented(
        world.poll("task-unified-1-x").error(),
        (404, "task_not_found", "The requested task could not be found", "invalid_request_error"),
    );
    world.key = "another";
    documented(
        world.poll(&id).error(),
        (403, "permission_denied", "You don't have permission to access this task", "invalid_request_error"),
    );
    world.key = "";
    documented(
        world.poll(&id).error(),
        (401, "unauthorized", "Authentication required", "authentication_error"),
    );
    for (status, code, message, kind) in [
        (402, "quota_exceeded", "Insufficient quota. Please top up your account.", "insufficient_quota"),
        (429, "rate_limit_exceeded", "Rate limit exceeded", "evo_api_error"),
        (500, "internal_error", "Failed to retrieve task status", "api_error"),
    ] {
        documented(forced("poll", status).poll(&id).error(), (status, code, message, kind));
    }
}

/// get-credits.json, responses: codes are numbers, and some carry a suggestion.
#[test]
fn credits() {
    for (status, message, kind, suggestion) in [
        (400, "Invalid request", "invalid_request_error", Value::Null),
        (401, "Invalid or expired token", "authentication_error", Value::Null),
        (403, "Access denied", "permission_error", Value::Null),
        (429, "Rate limit exceeded", "rate_limit_error", json!("retry after 60 seconds")),
        (500, "Internal server error", "internal_server_error", json!("try again later")),
        (502, "Upstream service error", "upstream_error", json!("try again later")),
        (
            503,
            "Service temporarily unavailable",
            "service_unavailable_error",
            json!("retry after 30 seconds"),
        ),
    ] {
        let answer = forced("credits", status).credits();
        let error = &answer.json()["error"];
        assert_eq!(answer.reply.status, status);
        assert_eq!(error["code"], status);
        assert_eq!((&error["message"], &error["type"]), (&json!(message), &json!(kind)));
        assert_eq!(error["fallback_suggestion"], suggestion);
    }
    let mut world = World::new(&json!({}));
    world.key = "";
    assert_eq!(world.credits().json()["error"]["code"], 401);
}

/// Guide, section 9: "a stale model ID returns a clean 404 with no helpful error".
#[test]
fn unknown_model() {
    let request = json!({ "model": "wan27-t2v", "prompt": "A cat" });
    let answer = World::new(&json!({})).submit(&request);
    assert_eq!((answer.reply.status, answer.text.as_str()), (404, ""));
    assert_eq!(answer.header("content-type"), None);
    let answer = World::new(&json!({ "unknownModel": "unavailable" })).submit(&request);
    assert_eq!((answer.reply.status, answer.error().1.as_str()), (503, "model_not_found"));
}

#[test]
fn every_answer_has_a_request_id_and_lets_pages_read_it() {
    let mut world = World::new(&json!({}));
    let answer = world.submit(&text_to_video());
    assert_eq!(answer.header("x-request-id").map(str::len), Some(20));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let preflight = world.call(
        "OPTIONS",
        "/v1/videos/generations",
        &[("access-control-request-headers", "authorization, content-type")],
        b"",
    );
    assert_eq!(preflight.reply.status, 204);
    assert_eq!(preflight.header("access-control-allow-headers"), Some("authorization, content-type"));
}

#[test]
fn no_such_door() {
    let mut world = World::new(&json!({}));
    for (method, path) in
        [("GET", "/"), ("GET", "/v1/videos/generations"), ("DELETE", "/v1/tasks/task-unified-1")]
    {
        assert_eq!(world.call(method, path, &[], b"").reply.status, 404, "{method} {path}");
    }
}

/// The log hides the key and keeps the reason.
#[test]
fn the_log_keeps_no_key() {
    let mut world = World::new(&json!({}));
    world.key = "sk-very-secret";
    world.submit(&json!({ "model": "wan2.7-text-to-video" }));
    let text = world.simulator.log();
    assert!(!text.contains("secret"));
    let log = world.log();
    assert_eq!(log[0]["kind"], "submit");
    assert_eq!(log[0]["status"], 400);
    assert_eq!(log[0]["authorized"], true);
    assert_eq!(log[0]["detail"], "prompt is required");
    assert_eq!(log[0]["headers"]["authorization"], "[hidden]");
}
