//! Callbacks: after billing, with retries (`OpenAPI`, `callback_url`).

use serde_json::{Value, json};

use crate::schema;
use crate::world::{World, text_to_video, with};

const HOOK: &str = "https://hooks.example.com/done";

fn world(fault: &Value) -> World {
    let mut world = World::new(&json!({ "generationMs": 1000, "faults": fault }));
    world.accepted(&with(&text_to_video(), &json!({ "callback_url": HOOK })));
    world
}

#[test]
fn one_is_sent_when_the_task_ends() {
    for (fault, status) in [
        (json!([]), "completed"),
        (json!({ "do": "fail" }), "failed"),
        (json!({ "do": "cancel" }), "cancelled"),
    ] {
        let mut world = world(&fault);
        assert_eq!(world.simulator.tick(world.now), []);
        assert_eq!(world.simulator.next_tick_ms(), Some(world.now + 1000));
        world.pass(1000);
        let due = world.simulator.tick(world.now);
        assert_eq!((due.len(), due[0].url.as_str(), due[0].attempt), (1, HOOK, 1));
        let body: Value = serde_json::from_str(&due[0].body).unwrap();
        schema::check("task", &body);
        assert_eq!(body["status"], status);
        assert_eq!(world.task(&due[0].task_id), body, "the body is the task's");
        world.simulator.callback_answered(&due[0].task_id, Some(200), world.now);
        world.pass(60_000);
        assert_eq!((world.simulator.tick(world.now), world.simulator.next_tick_ms()), (vec![], None));
    }
}

#[test]
fn billing_comes_first() {
    let mut world = world(&json!([]));
    world.pass(1000);
    let due = world.simulator.tick(world.now);
    assert_eq!(due.len(), 1);
    assert_eq!(world.tasks()[0]["billedMicroUsd"], 430_000);
}

#[test]
fn three_retries_then_silence() {
    let mut world = world(&json!([]));
    world.pass(1000);
    let mut times = Vec::new();
    while let Some(next) = world.simulator.next_tick_ms().or(Some(world.now)).filter(|_| times.len() < 9) {
        world.now = next;
        let Some(due) = world.simulator.tick(world.now).pop() else { break };
        times.push(world.now);
        world.simulator.callback_answered(&due.task_id, (times.len() == 2).then_some(503), world.now);
    }
    let pauses: Vec<u64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(pauses, [1_000, 2_000, 4_000]);
    let attempts = world.tasks()[0]["callbacks"].clone();
    assert_eq!(attempts.as_array().unwrap().len(), 4);
    assert_eq!((&attempts[0]["status"], &attempts[1]["status"]), (&json!(null), &json!(503)));
}

#[test]
fn none_for_a_task_that_never_ends() {
    let mut world = world(&json!({ "do": "never_finish" }));
    assert_eq!(world.simulator.next_tick_ms(), None);
    world.pass(86_400_000);
    assert_eq!(world.simulator.tick(world.now), []);
}
