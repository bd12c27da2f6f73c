//! Whatever comes, the simulator answers.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use crate::world::World;

const PATHS: &[&str] = &[
    "/v1/videos/generations",
    "/v1/tasks/",
    "/v1/tasks/task-unified-",
    "/v1/credits",
    "/results/",
    "/files/",
    "/api/v1/files/upload/base64",
    "/api/v1/files/upload/stream",
    "/api/v1/files/upload/url",
    "/api/v1/files/download/",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_bytes_are_answered(
        method in prop_oneof!["GET", "POST", "HEAD", "OPTIONS", "[A-Z]{1,8}"],
        path in 0..PATHS.len(),
        tail in ".{0,12}",
        name in prop_oneof!["range", "content-type", "idempotency-key", "authorization"],
        value in prop_oneof![".{0,20}", "bytes=[0-9]{0,22}-[0-9]{0,22}", "multipart/form-data; boundary=[a-]{0,3}"],
        body in prop_oneof![vec(any::<u8>(), 0..200), "(--a|\r\n|name=\"file\"|[{}\\[\\]\",:]|model|null|~x|1e9){0,20}".prop_map(String::into_bytes)],
        rate in 0.0..1.0,
    ) {
        let faults = json!([{ "rate": rate, "do": "truncated" }, { "rate": rate, "do": "no_id" }]);
        let mut world = World::new(&json!({ "idempotency": "honour", "faults": faults }));
        let answer = world.call(&method, &format!("{}{tail}", PATHS[path]), &[(&name, &value)], &body);
        prop_assert!((200..600).contains(&answer.reply.status));
        // What the JavaScript side reads back must be JSON, whatever was sent.
        prop_assert!(serde_json::from_str::<serde_json::Value>(&answer.reply.head()).is_ok());
        prop_assert_eq!(world.log().len(), 1);
        world.tasks();
    }

    #[test]
    fn any_options_are_read_or_refused(text in "[{}\\[\\]\",:a-z0-9.e-]{0,40}") {
        let _ = wanreel::simulator::Options::parse(&text);
    }
}

#[test]
fn times_and_sums_at_the_edge_of_their_type() {
    let own = json!({ "name": "x", "microUsdPerSecond": { "wan2.7-text-to-video": { "720p": 9e18 } } });
    let mut world =
        World::new(&json!({ "generationMs": 9e18, "latency": 9e18, "prices": own, "credits": 9e14 }));
    world.accepted(&crate::world::text_to_video());
    world.now = 8_640_000_000_000_000;
    world.credits();
    world.simulator.set_faults("[]").unwrap();
    let mut world = World::new(&json!({ "generationMs": 9e18, "completeAfterPolls": 1_000_000 }));
    let id = world.accepted(&crate::world::text_to_video());
    world.now = 8_640_000_000_000_000;
    world.task(&id);
    assert!(world.simulator.next_tick_ms().is_none());
}
