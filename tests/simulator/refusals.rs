//! What the server refuses, cuts or passes over.

use serde_json::{Value, json};

use crate::world::{World, text_to_video, with};

const I: &str = "https://cdn.test/i.png";
const V: &str = "https://cdn.test/v.mp4";
const A: &str = "https://cdn.test/a.mp3";

fn accepts(request: &Value) {
    World::new(&json!({})).accepted(request);
}

/// Refused, with the documented error about that field.
fn refuses(param: &str, request: &Value) -> String {
    let (answer, _) = World::new(&json!({})).refused(request);
    let error = answer.json()["error"].clone();
    assert_eq!(error["code"], "invalid_request");
    assert_eq!(error["param"], param, "{request:#}");
    error["message"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_required() {
    for (param, request) in [
        ("model", json!({})),
        ("model", json!({ "model": 7 })),
        ("prompt", json!({ "model": "wan2.7-text-to-video" })),
        ("prompt", json!({ "model": "wan2.7-text-to-video", "prompt": " \n" })),
        ("prompt", json!({ "model": "wan2.7-image-to-video", "image_start": I })),
        ("video_urls", json!({ "model": "wan2.7-video-edit", "prompt": "x" })),
        ("image_urls", json!({ "model": "wan2.7-reference-video", "prompt": "x", "image_start": I })),
        ("image_urls", json!({ "model": "wan2.6-image-to-video", "prompt": "x" })),
    ] {
        refuses(param, &request);
    }
    for body in ["", "null", "[]", "{", "\"x\"", "{\"model\":\"wan2.7-text-to-video\",}"] {
        let answer = World::new(&json!({})).call("POST", "/v1/videos/generations", &[], body.as_bytes());
        assert_eq!(answer.error().1, "invalid_request", "{body}");
    }
    // The reader's extension for JavaScript values is no JSON.
    let body = r#"{"model":"wan2.7-text-to-video","prompt":"x","seed":~undefined}"#;
    let answer = World::new(&json!({})).call("POST", "/v1/videos/generations", &[], body.as_bytes());
    assert_eq!(answer.reply.detail.as_deref(), Some("the body is not a JSON object"));
    // Half a surrogate pair is.
    let body = br#"{"model":"wan2.7-text-to-video","prompt":"A cat \ud83d"}"#;
    assert_eq!(World::new(&json!({})).call("POST", "/v1/videos/generations", &[], body).reply.status, 200);
}

#[test]
fn types_ranges_and_choices() {
    for (param, value) in [
        ("prompt", json!(5)),
        ("prompt", json!(null)),
        ("negative_prompt", json!([])),
        ("quality", json!("4k")),
        ("quality", json!("720P")),
        ("aspect_ratio", json!("2:1")),
        ("duration", json!(1)),
        ("duration", json!(16)),
        ("duration", json!(5.5)),
        ("duration", json!("5")),
        ("seed", json!(0)),
        ("seed", json!(2_147_483_648_u64)),
        ("seed", json!(-1)),
        ("prompt_extend", json!("true")),
        ("audio_urls", json!(A)),
        ("audio_urls", json!([])),
        ("audio_urls", json!([A, A])),
    ] {
        refuses(param, &with(&text_to_video(), &json!({ param: value })));
    }
    refuses("audio_urls.0", &with(&text_to_video(), &json!({ "audio_urls": ["a.mp3"] })));
    for (name, value) in [
        ("duration", json!(2)),
        ("duration", json!(15)),
        ("seed", json!(1)),
        ("seed", json!(2_147_483_647)),
        ("quality", json!("1080p")),
        ("aspect_ratio", json!("3:4")),
        ("audio_urls", json!([A])),
    ] {
        accepts(&with(&text_to_video(), &json!({ name: value })));
    }
}

/// Guide, section 4: the six combinations, and every other.
#[test]
fn image_to_video_takes_six_combinations() {
    for mask in 0..16_u32 {
        let has = |bit: u32| mask & (1 << bit) != 0;
        let (start, end, video, audio) = (has(0), has(1), has(2), has(3));
        let mut request = json!({ "model": "wan2.7-image-to-video", "prompt": "x" });
        for (given, name, value) in [
            (start, "image_start", json!(I)),
            (end, "image_end", json!(I)),
            (video, "video_urls", json!([V])),
            (audio, "audio_urls", json!([A])),
        ] {
            if given {
                request[name] = value;
            }
        }
        let mode = match (start, end, video, audio) {
            (true, false, false, _) => Some("first_frame"),
            (true, true, false, _) => Some("first_last_frame"),
            (false, _, true, false) => Some("video_continuation"),
            _ => None,
        };
        match mode {
            Some(_) => accepts(&request),
            None => drop(refuses("image_start", &request)),
        }
        for named in ["first_frame", "first_last_frame", "video_continuation"] {
            let request = with(&request, &json!({ "generation_mode": named }));
            let status = World::new(&json!({})).submit(&request).reply.status;
            assert_eq!(status, if mode == Some(named) { 200 } else { 400 }, "{request:#}");
        }
    }
}

/// Guide, section 5.
#[test]
fn references_are_one_to_five() {
    let base = json!({ "model": "wan2.7-reference-video", "prompt": "x" });
    for (images, videos, fine) in
        [(1, 0, true), (0, 1, true), (5, 0, true), (2, 3, true), (0, 0, false), (3, 3, false)]
    {
        let request = with(&base, &json!({ "image_urls": vec![I; images], "video_urls": vec![V; videos] }));
        let status = World::new(&json!({})).submit(&request).reply.status;
        assert_eq!(status, if fine { 200 } else { 400 }, "{images} and {videos}");
    }
    refuses("image_urls", &with(&base, &json!({ "image_urls": vec![I; 6] })));
    refuses("duration", &with(&base, &json!({ "video_urls": [V], "duration": 11 })));
    accepts(&with(&base, &json!({ "video_urls": [V], "duration": 10 })));
    accepts(&with(&base, &json!({ "image_urls": [I], "duration": 15 })));
}

/// wan2.7-reference-video.json, `voice_bindings`: two of the messages are documented.
#[test]
fn voice_bindings() {
    let bound = |bindings: Value| {
        json!({
            "model": "wan2.7-reference-video", "prompt": "x", "image_urls": [I, I], "video_urls": [V],
            "model_params": { "voice_bindings": bindings },
        })
    };
    accepts(&bound(json!({ "image1": A, "image2": A, "video1": A })));
    accepts(&bound(json!({})));
    let at = "model_params.voice_bindings";
    for key in ["img1", "image01", "image0", "Image1", "image", "image1 "] {
        let message = refuses(at, &bound(json!({ key: A })));
        assert_eq!(message, format!("voice_bindings key \"{key}\" invalid"));
    }
    for key in ["image5", "image3", "video2", "image99999999999999999999"] {
        let message = refuses(at, &bound(json!({ key: A })));
        assert_eq!(message, format!("voice_bindings.{key} out of range"));
    }
    refuses("model_params.voice_bindings.image1", &bound(json!({ "image1": "" })));
    refuses(at, &bound(json!([])));
    let twice = r#"{"model":"wan2.7-reference-video","prompt":"x","image_urls":["https://c.test/i.png"],
        "model_params":{"voice_bindings":{"image1":"https://c.test/a.mp3","image1":"https://c.test/b.mp3"}}}"#;
    let answer = World::new(&json!({})).call("POST", "/v1/videos/generations", &[], twice.as_bytes());
    assert_eq!(answer.reply.detail.as_deref(), Some("voice_bindings.image1 is bound twice"));
}

/// wan2.7-*.json: a list without `minItems` that is not required may be empty; `audio_urls` of the other two may not.
#[test]
fn lists_that_may_be_empty() {
    let start = json!({ "model": "wan2.7-image-to-video", "prompt": "x", "image_start": I });
    let reference = json!({ "model": "wan2.7-reference-video", "prompt": "x", "image_urls": [I] });
    let edit = json!({ "model": "wan2.7-video-edit", "prompt": "x", "video_urls": [V] });
    accepts(&with(&start, &json!({ "video_urls": [] })));
    accepts(&with(&reference, &json!({ "video_urls": [], "audio_urls": [], "duration": 15 })));
    accepts(&with(&edit, &json!({ "image_urls": [] })));
    refuses("audio_urls", &with(&start, &json!({ "audio_urls": [] })));
    refuses("audio_urls", &with(&text_to_video(), &json!({ "audio_urls": [] })));
    refuses("video_urls", &with(&edit, &json!({ "video_urls": [] })));
}

/// wan2.7-video-edit.json, `duration`: 0 or 2 to 10.
#[test]
fn an_edit_lasts_0_or_2_to_10() {
    let edit = |fields: Value| {
        with(&json!({ "model": "wan2.7-video-edit", "prompt": "x", "video_urls": [V] }), &fields)
    };
    for duration in [0, 2, 10] {
        accepts(&edit(json!({ "duration": duration })));
    }
    for duration in [1, 11, -1] {
        refuses("duration", &edit(json!({ "duration": duration })));
    }
    refuses("image_urls", &edit(json!({ "image_urls": vec![I; 5] })));
    refuses("video_urls", &edit(json!({ "video_urls": [V, V] })));
}

/// wan2.5-text-to-video.json.
#[test]
fn older_models_have_limits_of_their_own() {
    let wan25 = |fields: Value| with(&json!({ "model": "wan2.5-text-to-video", "prompt": "x" }), &fields);
    accepts(&wan25(json!({ "duration": 10, "quality": "480p", "aspect_ratio": "1:1" })));
    refuses("duration", &wan25(json!({ "duration": 7 })));
    refuses("aspect_ratio", &wan25(json!({ "quality": "480p", "aspect_ratio": "4:3" })));
    let wan26 =
        json!({ "model": "wan2.6-text-to-video", "prompt": "x", "model_params": { "shot_type": "multi" } });
    accepts(&wan26);
    refuses("model_params.shot_type", &with(&wan26, &json!({ "model_params": { "shot_type": "both" } })));
}

/// `OpenAPI`, `callback_url`, security restrictions.
#[test]
fn callbacks_go_to_public_https_only() {
    accepts(&with(&text_to_video(), &json!({ "callback_url": "https://hooks.example.com/x" })));
    for url in [
        "http://example.com/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://localhost/",
        "example.com",
        "",
    ] {
        refuses("callback_url", &with(&text_to_video(), &json!({ "callback_url": url })));
    }
}

/// wan2.7-*.json: "overflow auto-truncated".
#[test]
fn long_texts_are_cut_and_unknown_fields_passed_over() {
    let mut world = World::new(&json!({}));
    let long = json!({ "prompt": "x".repeat(5001), "negative_prompt": "y".repeat(501), "colour": "red" });
    world.accepted(&with(&text_to_video(), &long));
    world.accepted(&with(&text_to_video(), &json!({ "prompt": "猫".repeat(5000) })));
    let tasks = world.tasks();
    assert_eq!(tasks[0]["truncated"], json!(["prompt", "negative_prompt"]));
    assert_eq!(tasks[0]["unknownFields"], json!(["colour"]));
    assert_eq!(tasks[1]["truncated"], json!([]));
    let mut strict = World::new(&json!({ "unknownFields": "refuse" }));
    let (answer, detail) = strict.refused(&with(&text_to_video(), &json!({ "colour": "red" })));
    assert_eq!(answer.json()["error"]["param"], "colour");
    assert_eq!(detail, "wan2.7-text-to-video has no field colour");
}

/// wan2.7-image-to-video.json: "`duration` must be ≥ input video length (otherwise an error is returned)".
#[test]
fn a_continuation_shorter_than_its_input_fails() {
    let request = json!({ "model": "wan2.7-image-to-video", "prompt": "It goes on", "video_urls": [V] });
    let end = |seconds: f64| {
        let mut world = World::new(&json!({ "generationMs": 0, "inputs": { V: seconds } }));
        let id = world.accepted(&request);
        let task = world.task(&id);
        (task["status"].clone(), task["error"]["code"].clone())
    };
    assert_eq!(end(5.0), (json!("completed"), json!(null)));
    assert_eq!(end(5.1), (json!("failed"), json!("invalid_parameters")));
    assert_eq!(end(1.0), (json!("failed"), json!("invalid_parameters")), "shorter than 2 s");
    assert_eq!(end(10.5), (json!("failed"), json!("invalid_parameters")), "longer than 10 s");
}
