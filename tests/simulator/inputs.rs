//! What becomes of a task whose inputs the simulator holds: it looks at them as the API does.

use serde_json::{Value, json};

use crate::world::{World, with};

/// A PNG of that size, colour type (2: RGB, 6: with alpha) and no pixels: only its header is read.
fn png(width: u32, height: u32, colour: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    bytes.extend([8, colour, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(b"\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

/// A WAV file of silence of that length: one byte a sample, 100 samples a second.
fn wav(seconds: u32) -> Vec<u8> {
    let length = seconds * 100;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend([100_u32.to_le_bytes(), 100_u32.to_le_bytes()].concat());
    bytes.extend(b"\x01\0\x08\0data");
    bytes.extend(length.to_le_bytes());
    bytes.resize(bytes.len() + length as usize, 128);
    bytes
}

fn world() -> World {
    World::new(&json!({ "generationMs": 0 }))
}

/// An uploaded clip of that length: a result of an earlier task, uploaded again.
fn clip(world: &mut World, seconds: u64, ratio: &str) -> String {
    let request =
        json!({ "model": "wan2.7-text-to-video", "prompt": "x", "duration": seconds, "aspect_ratio": ratio });
    let id = world.accepted(&request);
    let url = world.task(&id)["results"][0].as_str().unwrap().to_owned();
    let wanreel::simulator::Body::Bytes(bytes) = world.get(&url, &[]).reply.body else { panic!("no bytes") };
    world.uploaded("clip.mp4", &bytes)
}

/// The task as it ends, and what it cost.
fn end(world: &mut World, request: &Value) -> (Value, u64) {
    let before = world.simulator.billed_micro_usd(world.now);
    let id = world.accepted(request);
    let task = world.task(&id);
    (task, world.simulator.billed_micro_usd(world.now) - before)
}

fn first_frame(url: &str) -> Value {
    json!({ "model": "wan2.7-image-to-video", "prompt": "x", "image_start": url })
}

#[test]
fn what_breaks_a_limit_fails_and_costs_nothing() {
    let mut world = world();
    let clip_of = |world: &mut World, seconds| clip(world, seconds, "16:9");
    let (two, ten, eleven) = (clip_of(&mut world, 2), clip_of(&mut world, 10), clip_of(&mut world, 11));
    let fine = world.uploaded("a.png", &png(640, 480, 2));
    let mut failing: Vec<(Value, &str)> = Vec::new();
    for (name, bytes, code) in [
        ("small.png", png(239, 640, 2), "image_dimension_mismatch"),
        ("large.png", png(8001, 4000, 2), "image_dimension_mismatch"),
        ("wide.png", png(4000, 300, 2), "image_dimension_mismatch"),
        ("alpha.png", png(640, 480, 6), "image_processing_error"),
        ("a.gif", b"GIF89a\x80\x02\xe0\x01\0\0\0;".to_vec(), "image_processing_error"),
        ("broken.png", b"\x89PNG\r\n\x1a\n".to_vec(), "image_processing_error"),
    ] {
        let url = world.uploaded(name, &bytes);
        failing.push((first_frame(&url), code));
        failing.push((with(&first_frame(&fine), &json!({ "image_end": url })), code));
    }
    failing.push((first_frame(&two), "image_processing_error"));
    failing.push((first_frame("https://media.simulator.test/files/images/none.png"), "resource_not_found"));
    failing.push((
        first_frame("https://media.simulator.test/results/task-unified-1-aaaaaaaa.mp4"),
        "resource_not_found",
    ));
    let edit = |url: &str| json!({ "model": "wan2.7-video-edit", "prompt": "x", "video_urls": [url] });
    failing.push((edit(&eleven), "invalid_parameters"));
    failing.push((edit(&fine), "invalid_parameters"));
    let tiny = world.uploaded("tiny.mp4", include_bytes!("../media/seeds/first.mp4"));
    failing.push((edit(&tiny), "invalid_parameters"));
    for (seconds, fails) in [(1, true), (2, false), (30, false), (31, true), (40, true)] {
        let sound = world.uploaded("a.wav", &wav(seconds));
        let request = json!({ "model": "wan2.7-text-to-video", "prompt": "x", "audio_urls": [sound] });
        if fails {
            failing.push((request, "invalid_parameters"));
        } else {
            assert_eq!(end(&mut world, &request).0["status"], "completed", "{seconds} s");
        }
    }
    let continued = |url: &str, duration| json!({ "model": "wan2.7-image-to-video", "prompt": "x", "video_urls": [url], "duration": duration });
    failing.push((continued(&ten, 9), "invalid_parameters"));
    assert_eq!(end(&mut world, &continued(&ten, 10)).0["status"], "completed");
    for (request, code) in failing {
        let (task, cost) = end(&mut world, &request);
        assert_eq!(
            (&task["status"], &task["error"]["code"], cost),
            (&json!("failed"), &json!(code), 0),
            "{request}\n{task}"
        );
    }
}

/// Guide, section 7: an edit and a reference video bill the input as well, at its actual length.
#[test]
fn an_uploaded_clip_is_billed_at_its_length() {
    let mut world = world();
    let eight = clip(&mut world, 8, "9:16");
    for (request, seconds) in [
        (json!({ "model": "wan2.7-video-edit", "prompt": "x", "video_urls": [eight], "duration": 0 }), 16),
        (json!({ "model": "wan2.7-video-edit", "prompt": "x", "video_urls": [eight], "duration": 3 }), 11),
        (json!({ "model": "wan2.7-reference-video", "prompt": "video1 walks", "video_urls": [eight] }), 13),
        (
            json!({ "model": "wan2.7-image-to-video", "prompt": "x", "video_urls": [eight], "duration": 12 }),
            12,
        ),
    ] {
        let (task, cost) = end(&mut world, &request);
        assert_eq!((&task["status"], cost), (&json!("completed"), 86_000 * seconds), "{request}");
    }
}

/// A result is an input as good as any, as long as its link lives.
#[test]
fn a_chain_of_clips() {
    let mut world = world();
    let (first, _) =
        end(&mut world, &json!({ "model": "wan2.7-text-to-video", "prompt": "x", "duration": 6 }));
    let url = first["results"][0].clone();
    let next = json!({ "model": "wan2.7-image-to-video", "prompt": "x", "video_urls": [url], "duration": 5 });
    assert_eq!(end(&mut world, &next).0["status"], "failed", "shorter than its input");
    let next = with(&next, &json!({ "duration": 6 }));
    assert_eq!(end(&mut world, &next).0["status"], "completed");
    world.pass(24 * 3_600_000);
    assert_eq!(end(&mut world, &next).0["error"]["code"], "resource_not_found");
}

/// What was told counts before what is seen, and of what is elsewhere nothing is known.
#[test]
fn what_is_elsewhere_is_taken_as_told() {
    let mut world = World::new(&json!({ "generationMs": 0, "inputs": { "https://e.com/1.mp4": 1 } }));
    let edit = |url: &str| json!({ "model": "wan2.7-video-edit", "prompt": "x", "video_urls": [url] });
    assert_eq!(end(&mut world, &edit("https://e.com/1.mp4")).0["error"]["code"], "invalid_parameters");
    assert_eq!(end(&mut world, &edit("https://e.com/2.mp4")).0["status"], "completed");
    assert_eq!(end(&mut world, &first_frame("https://e.com/files/none.png")).0["status"], "completed");
}

/// wan2.7-image-to-video.json gives `video_urls` no minItems and `audio_urls` one.
#[test]
fn an_empty_list_is_as_good_as_none_where_the_documents_allow_it() {
    let mut world = world();
    let frame = first_frame("https://e.com/a.png");
    assert_eq!(end(&mut world, &with(&frame, &json!({ "video_urls": [] }))).0["status"], "completed");
    let (_, detail) = world.refused(&with(&frame, &json!({ "audio_urls": [] })));
    assert!(detail.contains("audio_urls"), "{detail}");
    world.refused(&json!({ "model": "wan2.7-image-to-video", "prompt": "x", "video_urls": [] }));
    world.refused(&json!({ "model": "wan2.7-video-edit", "prompt": "x", "video_urls": [] }));
}

#[test]
fn a_word_in_the_prompt_provokes_the_policies() {
    let mut world = world();
    let prompt = |text: &str| json!({ "model": "wan2.7-text-to-video", "prompt": text });
    for text in ["nsfw", "a NSFW scene", "a content_policy_violation, please"] {
        let (task, cost) = end(&mut world, &prompt(text));
        assert_eq!((&task["error"]["code"], cost), (&json!("content_policy_violation"), 0), "{text}");
    }
    let refused = world.submit(&prompt("invalid_content"));
    assert_eq!((refused.reply.status, refused.error().1.as_str()), (400, "invalid_content"));
    assert_eq!(end(&mut world, &prompt("the word unsfwed")).0["status"], "completed");
}
