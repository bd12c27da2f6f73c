//! A state outlives its process.

use serde_json::{Value, json};

use crate::world::{World, text_to_video, with};

/// The same simulator in another process.
fn again(world: &World, options: &Value) -> World {
    let mut next = World::new(options);
    next.simulator.restore(&world.simulator.state().unwrap()).unwrap();
    next.now = world.now;
    next
}

#[test]
fn tasks_files_and_spending_survive() {
    let options = json!({ "generationMs": 5000, "credits": 1000 });
    let mut world = World::new(&options);
    let done = world.accepted(&text_to_video());
    let failed = world.accepted(&with(&text_to_video(), &json!({ "prompt": "nsfw" })));
    world.pass(5000);
    let before = (world.task(&done), world.task(&failed), world.credits().json());
    let file = world.uploaded("a.mp3", b"ID3\x03");
    let running = world.accepted(&text_to_video());
    let mut world = again(&world, &options);
    assert_eq!((world.task(&done), world.task(&failed)), (before.0, before.1));
    assert_eq!(world.get(&file, &[]).text, "ID3\u{3}");
    assert_eq!(world.get(&format!("/results/{done}.mp4"), &[]).reply.status, 200);
    assert_eq!(world.simulator.billed_micro_usd(world.now), 430_000);
    world.pass(4999);
    assert_ne!(world.task(&running)["status"], "completed");
    world.pass(1);
    assert_eq!(world.task(&running)["status"], "completed");
    assert_eq!(world.simulator.billed_micro_usd(world.now), 860_000);
}

#[test]
fn no_id_comes_twice_over_restarts() {
    let options = json!({ "seed": 7 });
    let mut world = World::new(&options);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..5 {
        assert!(seen.insert(world.accepted(&text_to_video())));
        world = again(&world, &options);
    }
}

#[test]
fn a_callback_that_was_cut_off_is_sent_again() {
    let options = json!({ "generationMs": 0 });
    let mut world = World::new(&options);
    world.accepted(&with(&text_to_video(), &json!({ "callback_url": "https://example.com/done" })));
    assert_eq!(world.simulator.tick(world.now).len(), 1);
    assert_eq!(again(&world, &options).simulator.tick(world.now).len(), 1);
}

#[test]
fn what_is_no_state_is_said_and_changes_nothing() {
    let mut world = World::new(&json!({ "generationMs": 0 }));
    let id = world.accepted(&text_to_video());
    for (text, message) in [
        ("", "this is no state of a simulator"),
        ("[]", "this is no state of a simulator"),
        (r#"{"version":2}"#, "the state has version 2, and this simulator reads version 1"),
        (
            r#"{"version":1,"random":1,"ledger":{"granted":1,"used":0,"reserved":0},"tasks":[{}],"files":[]}"#,
            "the state is damaged at tasks[0]",
        ),
    ] {
        let wrong = world.simulator.restore(text).unwrap_err();
        assert!(wrong.contains(message), "{wrong}");
    }
    assert_eq!(world.task(&id)["status"], "completed");
}

#[test]
fn two_simulators_without_a_seed_give_two_ids() {
    let (mut one, mut two) = (World::new(&json!({})), World::new(&json!({})));
    one.simulator.stir(1);
    two.simulator.stir(2);
    let first = one.accepted(&text_to_video());
    assert_ne!(first, two.accepted(&text_to_video()));
    one.simulator.reset();
    assert_ne!(first, one.accepted(&text_to_video()));
}
