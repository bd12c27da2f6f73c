//! What is reserved, spent and given back.

use serde_json::{Value, json};

use crate::world::{World, text_to_video, with};

const CLIP: &str = "https://cdn.test/a.mp4";
const OTHER: &str = "https://cdn.test/b.mp4";

/// What a request costs once it succeeded.
fn billed(options: &Value, request: &Value) -> u64 {
    let mut world = World::new(&with(options, &json!({ "generationMs": 0 })));
    let id = world.accepted(request);
    assert_eq!(world.task(&id)["status"], "completed", "{request:#}");
    world.simulator.billed_micro_usd(world.now)
}

fn edit(duration: u64) -> Value {
    json!({ "model": "wan2.7-video-edit", "prompt": "Make it anime", "video_urls": [CLIP], "duration": duration })
}

/// Guide, section 7.
#[test]
fn the_guides_prices() {
    let plain = json!({});
    assert_eq!(billed(&plain, &text_to_video()), 430_000);
    assert_eq!(billed(&plain, &with(&text_to_video(), &json!({ "duration": 10 }))), 860_000);
    let best = json!({ "duration": 10, "quality": "1080p" });
    assert_eq!(billed(&plain, &with(&text_to_video(), &best)), 1_440_000);
}

/// Guide, sections 5 to 7: input and output, at their actual length.
#[test]
fn references_and_edits_bill_their_input() {
    let reference = json!({
        "model": "wan2.7-reference-video", "prompt": "Video 1 dances", "video_urls": [CLIP], "duration": 10,
    });
    assert_eq!(billed(&json!({}), &reference), 15 * 86_000);
    let known = json!({ "inputs": { CLIP: 7.5, OTHER: 2 } });
    assert_eq!(billed(&known, &reference), 17_500 * 86);
    assert_eq!(billed(&known, &with(&reference, &json!({ "video_urls": [CLIP, OTHER] }))), 19_500 * 86);
    assert_eq!(billed(&known, &edit(0)), 15_000 * 86, "an edit of 0 keeps the length");
    assert_eq!(billed(&known, &edit(3)), 10_500 * 86, "the input counts whole even when it is cut");
    assert_eq!(billed(&known, &edit(10)), 15_000 * 86, "an edit does not lengthen");
    let images = json!({
        "model": "wan2.7-reference-video", "prompt": "Image 1 dances", "image_urls": ["https://cdn.test/i.png"],
    });
    assert_eq!(billed(&known, &images), 430_000);
}

/// wan2.7-image-to-video.json, `video_urls`: the total is billed.
#[test]
fn a_continuation_bills_its_total() {
    let request = json!({
        "model": "wan2.7-image-to-video", "prompt": "It goes on", "video_urls": [CLIP], "duration": 8,
    });
    assert_eq!(billed(&json!({ "inputs": { CLIP: 8 } }), &request), 8 * 86_000);
}

/// API facts, prices of October 2026: caps on the input.
#[test]
fn the_other_table_and_ones_own() {
    let october = json!({ "prices": "list-2026-10", "inputs": { CLIP: 9 } });
    assert_eq!(billed(&october, &text_to_video()), 400_000);
    let best = json!({ "quality": "1080p", "duration": 2 });
    assert_eq!(billed(&october, &with(&text_to_video(), &best)), 267_200);
    assert_eq!(billed(&october, &edit(0)), 18 * 80_000);
    let reference = json!({ "model": "wan2.7-reference-video", "prompt": "Video 1", "video_urls": [CLIP] });
    assert_eq!(billed(&october, &reference), 10 * 80_000);
    let own = json!({ "prices": {
        "name": "mine",
        "microUsdPerSecond": { "wan2.7-video-edit": { "720p": 10 } },
        "inputSecondsCap": { "wan2.7-video-edit": 1 },
    } });
    assert_eq!(billed(&own, &edit(5)), 60);
    assert_eq!(billed(&own, &text_to_video()), 430_000);
}

/// wan2.6-reference-video.json: 5 s of one, 2.5 s each of two, 1.65 s each of three.
#[test]
fn older_models() {
    let of = |request: Value| billed(&json!({}), &request);
    assert_eq!(of(json!({ "model": "wan2.6-text-to-video", "prompt": "A cat" })), 350_000);
    let best = json!({ "model": "wan2.6-text-to-video", "prompt": "A cat", "quality": "1080p" });
    assert_eq!(of(best), 5 * 116_900);
    let flash = json!({
        "model": "wan2.6-image-to-video-flash", "prompt": "A cat", "image_urls": ["https://cdn.test/i.png"],
    });
    assert_eq!(of(flash), 175_000);
    assert_eq!(of(json!({ "model": "wan2.5-text-to-video", "prompt": "A cat", "duration": 10 })), 750_000);
    for (count, input_ms) in [(1, 5_000), (2, 5_000), (3, 4_950)] {
        let urls: Vec<String> = (0..count).map(|index| format!("https://cdn.test/{index}.mp4")).collect();
        let request =
            json!({ "model": "wan2.6-reference-video", "prompt": "character1", "video_urls": urls });
        assert_eq!(of(request), (5_000 + input_ms) * 70, "{count} videos");
    }
}

/// Guide, section 7: "You pay only for successfully generated video."
#[test]
fn what_fails_costs_nothing() {
    let requests = [
        text_to_video(),
        edit(0),
        json!({ "model": "wan2.7-image-to-video", "prompt": "A cat", "image_start": "https://cdn.test/i.png" }),
    ];
    for outcome in ["fail", "cancel"] {
        for request in &requests {
            let mut world =
                World::new(&json!({ "generationMs": 0, "credits": 500, "faults": { "do": outcome } }));
            world.accepted(request);
            world.pass(1);
            assert_eq!(world.simulator.billed_micro_usd(world.now), 0);
            assert_eq!(
                world.credits().json()["data"]["user"],
                json!({ "remaining_credits": 500, "used_credits": 0 })
            );
        }
    }
}

#[test]
fn credits_are_held_back_then_spent() {
    let mut world = World::new(&json!({ "generationMs": 1000, "credits": 60 }));
    let before = world.credits().json()["data"]["user"].clone();
    assert_eq!(before, json!({ "remaining_credits": 60, "used_credits": 0 }));
    world.accepted(&text_to_video());
    assert_eq!(world.tasks()[0]["creditsReserved"], 29.24);
    assert_eq!(
        world.credits().json()["data"]["user"],
        json!({ "remaining_credits": 30.76, "used_credits": 0 })
    );
    world.accepted(&text_to_video());
    assert_eq!(world.submit(&text_to_video()).reply.status, 402);
    world.pass(1000);
    let token = world.credits().json()["data"]["token"].clone();
    assert_eq!(
        token,
        json!({ "remaining_credits": 1.52, "unlimited_credits": false, "used_credits": 58.48 })
    );
    assert_eq!(world.tasks()[0]["creditsReserved"], 0);
    assert_eq!(world.tasks().len(), 2, "a refused submit is no task");
}
