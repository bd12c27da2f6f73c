//! Requests as HTTP has them: their types, sizes and codings, and the doors no document names.

use serde_json::{Value, json};
use wanreel::simulator::{Request, Simulator};

use crate::world::{World, text_to_video};

#[test]
fn json_is_what_is_said_to_be_json() {
    let mut world = World::new(&json!({}));
    let body = text_to_video().to_string();
    let mut status = |mime| {
        let headers = [("content-type", mime)];
        world.call("POST", "/v1/videos/generations", &headers, body.as_bytes()).reply.status
    };
    for mime in
        ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;x=1"]
    {
        assert_eq!(status(mime), 200, "{mime}");
    }
    for mime in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
    ] {
        assert_eq!(status(mime), 400, "{mime}");
    }
}

#[test]
fn what_is_too_large_is_413_in_the_envelope_of_its_host() {
    let mut world = World::new(&json!({}));
    let huge = vec![b' '; Simulator::body_limit("POST", "/v1/videos/generations") + 1];
    let answer = world.call("POST", "/v1/videos/generations", &[], &huge);
    assert_eq!((answer.reply.status, answer.error().1.as_str()), (413, "request_too_large"));
    for path in ["/v1/videos/generations", "/api/v1/files/upload/base64", "/api/v1/files/upload/stream"] {
        let headers = [("authorization", "Bearer k"), ("content-type", "application/json")];
        let request = Request {
            method: "POST",
            path,
            host: "",
            origin: None,
            headers: &headers,
            body: b"",
            form: None,
            unread: true,
        };
        assert_eq!(world.simulator.handle(&request, world.now).status, 413, "{path}");
    }
    assert!(Simulator::body_limit("POST", "/api/v1/files/upload/base64") > 130 << 20);
    assert!(Simulator::body_limit("POST", "/api/v1/files/upload/url") < 5 << 20);
}

#[test]
fn a_coding_that_is_not_read_is_415() {
    let mut world = World::new(&json!({}));
    for (coding, status) in [("br", 415), ("gzip", 415), ("identity", 200)] {
        let body = text_to_video().to_string();
        let headers = [("content-encoding", coding)];
        let answer = world.call("POST", "/v1/videos/generations", &headers, body.as_bytes());
        assert_eq!(answer.reply.status, status, "{coding}");
    }
}

#[test]
fn uploads_end_with_the_quota() {
    let mut world = World::new(&json!({ "uploadQuotaBytes": 10 }));
    world.uploaded("a.mp3", b"ID3\x03");
    world.uploaded("b.mp3", b"ID3\x03");
    let full = world.upload_form(Some(("c.mp3", "audio/mpeg")), &[], b"ID3\x03");
    assert_eq!((full.reply.status, &full.json()["success"]), (507, &json!(false)));
    assert_eq!(full.json()["msg"], "Insufficient storage quota: 8 of 10 bytes are used");
    world.pass(72 * 3_600_000);
    world.uploaded("c.mp3", b"ID3\x03");
}

#[test]
fn the_files_host_answers_in_its_own_envelope() {
    let mut world = World::new(&json!({}));
    for (method, path) in [
        ("GET", "/files/images/none.png"),
        ("GET", "/api/v1/files/download/none"),
        ("GET", "/api/v1/files/upload/stream"),
        ("DELETE", "/api/v1/files/none"),
    ] {
        let answer = world.call(method, path, &[], b"");
        let json = answer.json();
        assert_eq!(
            (answer.reply.status, &json["success"], &json["code"]),
            (404, &json!(false), &json!(404)),
            "{path}"
        );
        assert!(json["msg"].is_string() && json["data"].is_null());
    }
    assert_eq!(world.call("PUT", "/v1/credits", &[], b"").error().1, "not_found");
}

#[test]
fn an_answer_without_a_body_says_so() {
    let mut world = World::new(&json!({}));
    let bare = world.submit(&json!({ "model": "wan9", "prompt": "x" }));
    assert_eq!((bare.reply.status, bare.text.as_str(), bare.header("content-length")), (404, "", Some("0")));
    let preflight = world.call("OPTIONS", "/v1/credits", &[], b"");
    assert_eq!((preflight.reply.status, preflight.header("content-length")), (204, None));
}

/// Assumed: both doors are undocumented.
#[test]
fn tasks_and_models_are_listed_to_who_has_a_key() {
    let mut world = World::new(&json!({}));
    let ids: Vec<String> = (0..3).map(|_| world.accepted(&text_to_video())).collect();
    let listed = |json: &Value| -> Vec<String> {
        json["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let tasks = listed(&world.call("GET", "/v1/tasks", &[], b"").json());
    assert_eq!(tasks, ids.iter().rev().cloned().collect::<Vec<_>>());
    assert!(
        listed(&world.call("GET", "/v1/models", &[], b"").json())
            .contains(&"wan2.7-text-to-video".to_owned())
    );
    world.key = "another";
    assert_eq!(listed(&world.call("GET", "/v1/tasks", &[], b"").json()), Vec::<String>::new());
    world.key = "";
    for path in ["/v1/tasks", "/v1/models"] {
        assert_eq!(world.call("GET", path, &[], b"").reply.status, 401);
    }
}
