//! Faults: whether they strike when they should, and do what they say.

use serde_json::{Value, json};
use wanreel::simulator::{Body, Cut};

use crate::world::{Answer, World, text_to_video, with};

fn world(faults: &Value) -> World {
    World::new(&json!({ "generationMs": 0, "faults": faults }))
}

/// The answer to one submit under that fault, and how many tasks there are then.
fn submit(fault: &Value) -> (Answer, usize) {
    let mut world = world(&with(fault, &json!({ "on": "submit", "headers": { "x-test-unchecked": "1" } })));
    let answer = world.submit(&text_to_video());
    let tasks = world.tasks().len();
    (answer, tasks)
}

#[test]
fn before_or_after_the_server_acted() {
    for (name, cut, tasks) in [
        ("refuse", Cut::Refused, 0),
        ("drop_before", Cut::Dropped, 0),
        ("drop_after", Cut::Dropped, 1),
        ("drop_body", Cut::Halfway, 1),
        ("hang", Cut::Hanging, 1),
    ] {
        let (answer, found) = submit(&json!({ "do": name }));
        assert_eq!((answer.reply.transport.cut, found), (Some(cut), tasks), "{name}");
    }
}

#[test]
fn statuses_act_only_where_told() {
    let (answer, tasks) = submit(&json!({ "status": 503 }));
    assert_eq!((answer.reply.status, tasks), (503, 0));
    let (answer, tasks) = submit(&json!({ "status": 504, "accepted": true }));
    assert_eq!((answer.reply.status, tasks), (504, 1));
    let (answer, tasks) = submit(&json!({ "status": 202 }));
    assert_eq!((answer.reply.status, tasks), (202, 1));
    assert!(answer.json()["id"].is_string());
    let (answer, tasks) =
        submit(&json!({ "status": 307, "headers": { "Location": "https://elsewhere.test/" } }));
    assert_eq!((answer.reply.status, answer.text.as_str(), tasks), (307, "", 0));
}

#[test]
fn codes_and_messages_can_be_given() {
    let (answer, _) = submit(&json!({ "status": 400, "code": "invalid_content", "message": "No." }));
    let error = answer.error();
    assert_eq!((error.0, error.1.as_str(), error.2.as_str()), (400, "invalid_content", "No."));
}

#[test]
fn bodies_of_every_kind() {
    let body = |fault: Value| submit(&fault).0;
    let html = body(json!({ "status": 502, "body": "html" }));
    assert!(html.text.starts_with("<!DOCTYPE html>"));
    assert_eq!(html.header("content-type"), Some("text/html"));
    assert_eq!(body(json!({ "status": 429, "body": "empty" })).text, "");
    assert_eq!(body(json!({ "status": 500, "body": "null" })).text, "null");
    assert_eq!(
        body(json!({ "status": 500, "body": { "text": "oops" }, "contentType": "text/plain" })).text,
        "oops"
    );
    let cut = body(json!({ "status": 500, "body": "truncated" })).text;
    assert!(cut.starts_with("{\"error\":") && serde_json::from_str::<Value>(&cut).is_err());
}

#[test]
fn two_hundred_with_the_wrong_body() {
    for name in ["html", "truncated", "empty", "null"] {
        let (answer, tasks) = submit(&json!({ "do": name }));
        assert_eq!((answer.reply.status, tasks), (200, 1), "{name}");
        assert!(serde_json::from_str::<Value>(&answer.text).map_or(true, |value| value.is_null()), "{name}");
    }
    let (answer, tasks) = submit(&json!({ "do": "no_id" }));
    assert_eq!(tasks, 1);
    assert_eq!((answer.json().get("id"), &answer.json()["status"]), (None, &json!("pending")));
}

#[test]
fn retry_after_in_seconds_or_as_a_date() {
    let header = |value: Value| {
        let (answer, _) = submit(&json!({ "status": 429, "retryAfter": value }));
        answer.header("retry-after").map(str::to_owned)
    };
    assert_eq!(header(json!(7)).as_deref(), Some("7"));
    assert_eq!(header(json!("soon")).as_deref(), Some("soon"));
    assert_eq!(header(json!({ "date": 90 })).as_deref(), Some("Fri, 22 May 2026 00:01:30 GMT"));
    assert_eq!(submit(&json!({ "status": 429 })).0.header("retry-after"), None);
}

#[test]
fn late_and_slow() {
    let (answer, _) = submit(&json!({ "delayMs": 700, "trickleMs": 900 }));
    assert_eq!((answer.reply.transport.delay_ms, answer.reply.transport.trickle_ms), (700, 900));
    let mut world = World::new(&json!({ "latency": { "min": 10, "max": 20 } }));
    for _ in 0..50 {
        assert!((10..=20).contains(&world.credits().reply.transport.delay_ms));
    }
}

#[test]
fn nth_times_and_rate() {
    let statuses = |rule: Value, count: usize| -> Vec<u16> {
        let mut world = world(&with(&rule, &json!({ "on": "credits", "status": 500 })));
        (0..count).map(|_| world.credits().reply.status).collect()
    };
    assert_eq!(statuses(json!({}), 3), [500, 500, 500]);
    assert_eq!(statuses(json!({ "nth": 2 }), 3), [200, 500, 200]);
    assert_eq!(statuses(json!({ "nth": [1, 3] }), 4), [500, 200, 500, 200]);
    assert_eq!(statuses(json!({ "times": 2 }), 4), [500, 500, 200, 200]);
    let struck = statuses(json!({ "rate": 0.3 }), 2000).iter().filter(|status| **status == 500).count();
    assert!((500..700).contains(&struck), "{struck} of 2000");
    assert_eq!(statuses(json!({ "rate": 0 }), 3), [200, 200, 200]);
}

#[test]
fn by_model_and_by_text() {
    let rules = json!([
        { "model": "wan2.6-text-to-video", "on": ["submit", "poll"], "status": 503 },
        { "contains": "dragon", "do": "fail", "code": "content_policy_violation" },
    ]);
    let mut world = world(&rules);
    let older = json!({ "model": "wan2.6-text-to-video", "prompt": "A cat" });
    assert_eq!(world.submit(&older).reply.status, 503);
    let fine = world.accepted(&text_to_video());
    let refused = world.accepted(&with(&text_to_video(), &json!({ "prompt": "A dragon" })));
    world.pass(1);
    assert_eq!(world.task(&fine)["status"], "completed");
    assert_eq!(world.task(&refused)["status"], "failed");
    world.simulator.set_faults("[]").unwrap();
    assert_eq!(world.submit(&older).reply.status, 200);
}

#[test]
fn every_rule_counts_the_first_strikes() {
    let rules = json!([
        { "on": "credits", "nth": 1, "status": 500 },
        { "on": "credits", "nth": 2, "status": 503 },
        { "status": 429, "nth": 3 },
    ]);
    let mut world = world(&rules);
    let statuses: Vec<u16> = (0..4).map(|_| world.credits().reply.status).collect();
    assert_eq!(statuses, [500, 503, 429, 200]);
    assert_eq!(world.log()[1]["fault"], "status 503");
}

#[test]
fn a_result_can_break_in_the_middle() {
    let mut world = world(&json!({ "on": "result", "do": "drop_body" }));
    let id = world.accepted(&text_to_video());
    let answer = world.get(&format!("/results/{id}.mp4"), &[]);
    assert_eq!(answer.reply.transport.cut, Some(Cut::Halfway));
    assert!(matches!(answer.reply.body, Body::Bytes(_)));
    world.simulator.set_faults(r#"{"on":"result","do":"html"}"#).unwrap();
    let answer = world.get(&format!("/results/{id}.mp4"), &[]);
    assert_eq!((answer.reply.status, answer.header("content-type")), (200, Some("text/html")));
    assert_eq!(answer.header("content-length"), Some(answer.text.len().to_string().as_str()));
}

#[test]
fn a_preflight_is_not_counted() {
    let mut world = world(&json!({ "nth": 1, "status": 500 }));
    assert_eq!(world.call("OPTIONS", "/v1/credits", &[], b"").reply.status, 204);
    assert_eq!(world.credits().reply.status, 500);
}

#[test]
fn mistakes_in_a_rule_are_named() {
    let wrong = |rule: Value| {
        let options = json!({ "faults": [rule] }).to_string();
        wanreel::simulator::Options::parse(&options).unwrap_err()
    };
    assert!(wrong(json!({ "do": "explode" })).starts_with("faults[0].do must be one of refuse, "));
    assert!(wrong(json!({ "do": "status" })).starts_with("faults[0].status must be"));
    assert!(wrong(json!({ "status": 99 })).starts_with("faults[0].status must be"));
    assert!(wrong(json!({ "on": "sumbit" })).starts_with("faults[0].on must be"));
    assert!(wrong(json!({ "rate": 2 })).starts_with("faults[0].rate must be"));
    assert!(wrong(json!({ "nth": 0 })).starts_with("faults[0].nth must be"));
    assert!(wrong(json!({ "stauts": 500 })).starts_with("unknown option \"stauts\" of faults[0]"));
    assert!(wrong(json!({ "status": 500, "body": "xml" })).starts_with("faults[0].body must be"));
    assert!(wrong(json!(5)).starts_with("faults[0] must be an object"));
}
