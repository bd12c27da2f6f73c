//! The same key, the same task: where it is honoured.

use serde_json::json;

use crate::world::{World, text_to_video, with};

const KEY: [(&str, &str); 1] = [("idempotency-key", "0123456789abcdef")];

#[test]
fn ignored_by_default_but_remembered() {
    let mut world = World::new(&json!({}));
    let first = world.submit_with(&KEY, &text_to_video());
    let second = world.submit_with(&KEY, &text_to_video());
    assert_ne!(first.json()["id"], second.json()["id"]);
    assert_eq!(second.header("idempotency-replayed"), None);
    assert_eq!(world.tasks()[1]["idempotencyKey"], "0123456789abcdef");
}

#[test]
fn honoured_where_asked() {
    let mut world = World::new(&json!({ "idempotency": "honour", "generationMs": 0 }));
    let first = world.submit_with(&KEY, &text_to_video());
    assert_eq!(first.header("idempotency-replayed"), None);
    world.pass(5_000);
    let second = world.submit_with(&KEY, &text_to_video());
    assert_eq!(second.text, first.text);
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(world.simulator.billed_micro_usd(world.now), 430_000);
    let other = world.submit_with(&KEY, &with(&text_to_video(), &json!({ "duration": 6 })));
    assert_eq!((other.reply.status, other.error().1.as_str()), (409, "idempotency_conflict"));
    world.key = "another";
    assert_eq!(world.submit_with(&KEY, &text_to_video()).header("idempotency-replayed"), None);
    assert_eq!(world.tasks().len(), 2);
}

#[test]
fn a_lost_answer_can_be_asked_for_again() {
    let fault = json!({ "on": "submit", "nth": 1, "do": "drop_after" });
    let mut world = World::new(&json!({ "idempotency": "honour", "faults": fault }));
    assert!(world.submit_with(&KEY, &text_to_video()).reply.transport.cut.is_some());
    let again = world.submit_with(&KEY, &text_to_video());
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(world.tasks().len(), 1);
}

#[test]
fn a_malformed_key_is_refused() {
    let mut world = World::new(&json!({ "idempotency": "honour" }));
    let long = "x".repeat(97);
    for key in ["short", "with space 0123456789", "ümlaut-0123456789", &long] {
        assert_eq!(
            world.submit_with(&[("idempotency-key", key)], &text_to_video()).reply.status,
            400,
            "{key}"
        );
    }
    assert_eq!(world.tasks().len(), 0);
}
