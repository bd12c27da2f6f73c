//! A task from pending to its end.

use serde_json::json;

use crate::world::{START, World, text_to_video};

#[test]
fn pending_then_processing_then_completed() {
    let mut world = World::new(&json!({ "generationMs": 60_000 }));
    let created = world.submit(&text_to_video()).json();
    assert_eq!(created["created"], START / 1000);
    assert_eq!(created["model"], "wan2.7-text-to-video");
    assert_eq!(created["task_info"], json!({ "can_cancel": true, "estimated_time": 60 }));
    assert_eq!(created["usage"]["credits_reserved"], 29.24);
    let id = created["id"].as_str().unwrap();
    assert!(id.starts_with(&format!("task-unified-{}-", START / 1000)));

    assert_eq!(world.task(id)["status"], "pending");
    let mut last = 0;
    for _ in 0..11 {
        world.pass(5_000);
        let task = world.task(id);
        assert_eq!(task["status"], "processing");
        assert_eq!(task["task_info"]["can_cancel"], false);
        assert!(task.get("results").is_none() && task.get("error").is_none());
        let progress = task["progress"].as_u64().unwrap();
        assert!(progress > last && progress < 100, "{progress} after {last}");
        last = progress;
    }
    world.pass(5_000);
    let task = world.task(id);
    assert_eq!((&task["status"], &task["progress"]), (&json!("completed"), &json!(100)));
    assert_eq!(task["results"], json!([format!("https://media.simulator.test/results/{id}.mp4")]));
    assert_eq!(task["created"], START / 1000);
}

#[test]
fn a_clock_that_goes_back_does_no_harm() {
    let mut world = World::new(&json!({ "generationMs": 10_000 }));
    let id = world.accepted(&text_to_video());
    world.pass(8_000);
    let progress = world.task(&id)["progress"].clone();
    world.now -= 3_000;
    assert_eq!(world.task(&id)["progress"], progress);
    world.now = START - 1;
    world.task(&id);
    world.now = START + 10_000;
    assert_eq!(world.task(&id)["status"], "completed");
    world.now = START;
    assert_eq!(world.task(&id)["status"], "completed");
}

#[test]
fn polls_can_be_counted_instead() {
    let mut world = World::new(&json!({ "completeAfterPolls": 3 }));
    let id = world.accepted(&text_to_video());
    world.pass(86_400_000);
    assert_eq!(world.task(&id)["status"], "pending");
    assert_eq!(world.task(&id)["progress"], 66);
    assert_eq!(world.task(&id)["status"], "completed");
    assert_eq!(world.tasks()[0]["polls"], 3);
}

#[test]
fn one_poll_can_be_enough() {
    for options in [json!({ "completeAfterPolls": 1 }), json!({ "generationMs": 0 })] {
        let mut world = World::new(&options);
        let id = world.accepted(&text_to_video());
        assert_eq!(world.task(&id)["status"], "completed", "{options}");
    }
}

/// get-task-detail.json: a failed task is HTTP 200.
#[test]
fn failed_is_200_with_progress_0() {
    let fault = json!({ "do": "fail", "code": "content_policy_violation" });
    let mut world = World::new(&json!({ "generationMs": 1000, "faults": fault }));
    let id = world.accepted(&text_to_video());
    world.pass(900);
    assert_eq!(world.task(&id)["status"], "processing");
    world.pass(100);
    let task = world.task(&id);
    assert_eq!((&task["status"], &task["progress"]), (&json!("failed"), &json!(0)));
    assert_eq!(
        task["error"],
        json!({
            "code": "content_policy_violation",
            "message": "Content policy violation.\nYour request was blocked by safety filters.",
            "type": "task_error",
        })
    );
    assert!(task.get("results").is_none());
}

/// API facts, task error codes: each has a wording of its own.
#[test]
fn every_known_code_has_its_wording() {
    let codes = [
        "content_policy_violation",
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
        "unknown_error",
    ];
    let messages: std::collections::BTreeSet<&str> =
        codes.iter().map(|code| wanreel::simulator::task_errors::task_error_message(code)).collect();
    assert_eq!(messages.len(), codes.len());
}

#[test]
fn cancelled_endless_unknown_and_without_result() {
    let end = |fault| {
        let mut world = World::new(&json!({ "generationMs": 1000, "faults": fault }));
        let answer = world.submit(&text_to_video());
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        world.pass(86_400_000);
        // An unknown status is outside of the schema, on purpose.
        let task = world.call("GET", &format!("/v1/tasks/{id}"), &[], b"").json();
        (
            task["status"].as_str().unwrap().to_owned(),
            task["progress"].as_u64().unwrap(),
            task["results"].clone(),
        )
    };
    assert_eq!(end(json!({ "do": "cancel" })), ("cancelled".into(), 0, json!(null)));
    assert_eq!(end(json!({ "do": "never_finish" })), ("processing".into(), 99, json!(null)));
    assert_eq!(end(json!({ "do": "unknown_status" })), ("reviewing".into(), 99, json!(null)));
    assert_eq!(end(json!({ "do": "unknown_status", "status": "archived" })).0, "archived");
    assert_eq!(end(json!({ "do": "no_result" })), ("completed".into(), 100, json!([])));
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let run = |seed: u64| {
        let mut world =
            World::new(&json!({ "seed": seed, "faults": { "on": "poll", "rate": 0.5, "status": 503 } }));
        let id = world.accepted(&text_to_video());
        let statuses: Vec<u16> = (0..20).map(|_| world.poll(&id).reply.status).collect();
        (id, statuses)
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7).0, run(8).0);
    assert_ne!(run(7).1, run(8).1);
}

#[test]
fn reset_begins_anew() {
    let mut world = World::new(
        &json!({ "generationMs": 0, "seed": 1, "faults": { "on": "submit", "nth": 2, "status": 500 } }),
    );
    let first = world.accepted(&text_to_video());
    assert_eq!(world.submit(&text_to_video()).reply.status, 500);
    assert_eq!(world.simulator.billed_micro_usd(world.now), 430_000);
    world.simulator.reset();
    assert_eq!((world.tasks().len(), world.log().len()), (0, 0));
    assert_eq!(world.simulator.billed_micro_usd(world.now), 0);
    assert_eq!(world.poll(&first).reply.status, 404);
    world.simulator.reset();
    assert_eq!(world.accepted(&text_to_video()), first);
    assert_eq!(world.submit(&text_to_video()).reply.status, 500);
}
