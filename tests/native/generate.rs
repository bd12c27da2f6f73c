//! Another model is asked only where this one is certain to make no video, and each at most once.

use serde_json::json;
use wanreel::protocol::generate::{Alternative, Effect, Event, Generate, Order};
use wanreel::protocol::stored::{restore, save};

const TASK: &str = "task-unified-1-a";

fn order(among: &str) -> Order {
    let request = json!({ "model": "wan2.7-text-to-video", "prompt": "a cat walks over the roof at dawn" });
    Order { request: request.to_string(), among: among.to_owned(), ..Order::default() }
}

fn failed<'a>(class: &'a str, code: &'a str) -> Event<'a> {
    Event::Failed { class, code, wanted: true }
}

fn fallback(effect: &Effect) -> &Alternative {
    match effect {
        Effect::Fallback(other) => other,
        other => panic!("{other:?} is no fallback"),
    }
}

#[test]
fn the_generations_before_are_tried_in_order() {
    let mut machine = Generate::new(order(""));
    assert_eq!(machine.step(Event::Start), Effect::Submit);
    let effect = machine.step(failed("ServerError", "internal_error"));
    let first = fallback(&effect);
    assert_eq!((first.from, first.to), ("wan2.7-text-to-video", "wan2.6-text-to-video"));
    assert!(first.body().contains("\"model\":\"wan2.6-text-to-video\""), "{}", first.body());
    assert_eq!(machine.step(Event::Submitted { task_id: TASK }), Effect::Wait(TASK.to_owned()));
    let effect = machine.step(failed("TaskFailedError", "service_unavailable"));
    let second = fallback(&effect);
    assert_eq!((second.from, second.to), ("wan2.6-text-to-video", "wan2.5-text-to-video"));
    assert_eq!(machine.step(failed("UnknownModelError", "model_not_found")), Effect::Fail);
}

#[test]
fn a_model_whose_limits_the_media_are_past_is_passed_over() {
    // A picture of 15 MB: wan2.7 takes 20 MB, the models before it 10 MB (guide, section 12; OpenAPI, `image_urls`).
    let picture = "https://example.com/face.png";
    let request =
        json!({ "model": "wan2.7-image-to-video", "prompt": "she turns and smiles", "image_start": picture });
    for (megabytes, fits) in [(9, true), (15, false)] {
        let inputs = json!({ picture: { "bytes": megabytes << 20 } });
        let order = Order { request: request.to_string(), inputs: inputs.to_string(), ..order("") };
        let mut machine = Generate::new(order);
        machine.step(Event::Start);
        let effect = machine.step(failed("ServerError", "internal_error"));
        assert_eq!(matches!(effect, Effect::Fallback(_)), fits, "{megabytes} MB: {effect:?}");
    }
}

/// What may happen to a submit, and to a wait: every class the client throws, with the codes that could tempt it.
const ENDS: [(&str, &str); 9] = [
    ("ServerError", "internal_error"),
    ("UnknownModelError", "model_not_found"),
    ("TaskFailedError", "service_unavailable"),
    ("TaskFailedError", "content_policy_violation"),
    ("SubmissionUnknownError", "submission_unknown"),
    ("NetworkError", "network_error"),
    ("DeadlineError", "deadline"),
    ("AuthenticationError", "invalid_api_key"),
    ("RateLimitError", "rate_limit_exceeded"),
];

/// Every order of events, to the end or six deep: at each step the machine is also stored, read back, and has to do the same.
fn explore(machine: &Generate, effect: &Effect, asked: &mut Vec<String>, left: usize, seen: &mut usize) {
    *seen += 1;
    if left == 0 || matches!(effect, Effect::Done | Effect::Fail) {
        return;
    }
    let waits = matches!(effect, Effect::Wait(_));
    let go = |event: Event<'_>, asked: &mut Vec<String>, seen: &mut usize| {
        let mut next = machine.clone();
        let mut other = save(machine, 0.0, 0.0).map_or_else(
            || machine.clone(),
            |text| restore(Generate::new(Order::default()), &text, 9.0, 9.0).unwrap(),
        );
        let effect = next.step(event);
        assert_eq!(other.step(event), effect, "after its stored form");
        if let Effect::Fallback(other) = &effect {
            assert!(!asked.contains(&other.to.to_owned()), "{} is asked twice", other.to);
            let Event::Failed { class, wanted, .. } = event else { panic!("a fallback without a failure") };
            assert!(wanted);
            let certain =
                if waits { &["TaskFailedError"][..] } else { &["ServerError", "UnknownModelError"][..] };
            // A submit that finds its task at its end already fails as the wait would.
            assert!(
                certain.contains(&class) || (!waits && class == "TaskFailedError"),
                "{class} while {effect:?}"
            );
            asked.push(other.to.to_owned());
            explore(&next, &effect, asked, left - 1, seen);
            asked.pop();
        } else {
            explore(&next, &effect, asked, left - 1, seen);
        }
    };
    go(if waits { Event::Completed } else { Event::Submitted { task_id: TASK } }, asked, seen);
    for (class, code) in ENDS {
        for wanted in [true, false] {
            go(Event::Failed { class, code, wanted }, asked, seen);
        }
    }
}

#[test]
fn every_order_of_events_asks_each_model_once_and_only_where_no_video_can_come() {
    for among in ["", "wan2.5-text-to-video", "wan2.5-text-to-video,wan2.6-text-to-video"] {
        let mut machine = Generate::new(order(among));
        let effect = machine.step(Event::Start);
        let mut seen = 0;
        explore(&machine, &effect, &mut vec!["wan2.7-text-to-video".to_owned()], 6, &mut seen);
        assert!(seen > 30, "{seen} states");
    }
}

#[test]
fn a_stored_wait_goes_on_waiting() {
    let mut machine = Generate::new(order(""));
    machine.step(Event::Start);
    machine.step(Event::Submitted { task_id: TASK });
    let text = save(&machine, 0.0, 0.0).unwrap();
    let mut other = restore(Generate::new(Order::default()), &text, 0.0, 0.0).unwrap();
    assert_eq!(other.step(Event::Start), Effect::Wait(TASK.to_owned()));
}
