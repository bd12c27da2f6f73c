//! Two readings of the same documents: the client's validation and the server's own look. They share no code but the
//! catalogue, so where they differ one of them is wrong, unless the difference is meant.

use serde_json::json;
use wanreel::issue::{Code, Issue, Severity};
use wanreel::request::{self, Options};
use wanreel::tape::Document;

use crate::samples::cases;
use crate::value::snapshot;
use crate::world::World;

/// What the client alone refuses: mistakes the server forgives or cuts (decision 2; a callback URL it does not cut).
fn is_client_only(issue: &Issue) -> bool {
    match issue.code {
        Code::UnknownField | Code::InvalidText => true,
        Code::TooLong => !format!("{:?}", issue.path).contains("callback_url"),
        _ => false,
    }
}

/// The client's errors that the server should see too, and whether the server takes it.
fn both(text: &str) -> (Vec<Code>, bool) {
    let document = Document::parse(text).unwrap();
    let found = request::validate(document.tape().root(), Options::default());
    let errors =
        found.issues.iter().filter(|issue| issue.severity == Severity::Error && !is_client_only(issue));
    let mut world = World::new(&json!({ "credits": 1_000_000_000 }));
    let answer = world.call("POST", "/v1/videos/generations", &[], text.as_bytes());
    (errors.map(|issue| issue.code).collect(), answer.reply.status == 200)
}

fn agree(name: &str, text: &str) -> Result<(), String> {
    let (errors, accepted) = both(text);
    if errors.is_empty() != accepted {
        return Err(format!("{name}: client {errors:?}, server accepts: {accepted}\n  {text}"));
    }
    Ok(())
}

#[test]
fn on_every_vector() {
    let files = [
        "build.json",
        "callback-url.json",
        "cost.json",
        "guide-samples.json",
        "hostile-values.json",
        "image-to-video.json",
        "legacy.json",
        "openapi-samples.json",
        "prompt.json",
        "reference-video.json",
        "text-to-video.json",
        "unknown-fields.json",
        "video-edit.json",
    ];
    let mut count = 0;
    let mut wrong = Vec::new();
    for file in files {
        for case in cases(file) {
            count += 1;
            let name = format!("{file}: {}", case["name"]);
            wrong.extend(agree(&name, &snapshot(Some(&case["request"]))).err());
        }
    }
    assert!(count > 400, "only {count} requests");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// What the client says a request costs is what the simulator bills, wherever the client is sure.
#[test]
fn on_what_a_request_costs() {
    let mut count = 0;
    for case in cases("cost.json") {
        let (options, expect) = (&case["options"], &case["expect"]);
        let videos = case["request"]["video_urls"].as_array().map_or(0, Vec::len);
        if expect["exact"] != json!(true) || !expect["microUsd"].is_u64() {
            continue;
        }
        let mut inputs = serde_json::Map::new();
        for (url, facts) in options["inputs"].as_object().into_iter().flatten() {
            inputs.insert(url.clone(), facts["seconds"].clone());
        }
        if let (Some(seconds), 1) = (options["inputSeconds"].as_f64(), videos) {
            let url = case["request"]["video_urls"][0].as_str().unwrap();
            inputs.insert(url.to_owned(), json!(seconds));
        } else if options.get("inputSeconds").is_some() || inputs.keys().any(|key| !key.starts_with("http")) {
            continue;
        }
        let prices = options.get("prices").cloned().unwrap_or_else(|| json!("guide-2026-05"));
        let mut world =
            World::new(&json!({ "generationMs": 0, "credits": 1e9, "inputs": inputs, "prices": prices }));
        let id = world.accepted(&case["request"]);
        if world.task(&id)["status"] == "completed" {
            assert_eq!(world.simulator.billed_micro_usd(world.now), expect["microUsd"], "{}", case["name"]);
            count += 1;
        }
    }
    assert!(count > 30, "only {count} requests");
}

/// Values a field might get, right and wrong.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "1",
    "2",
    "5",
    "5.0",
    "5.5",
    "10",
    "11",
    "15",
    "16",
    "2147483647",
    "2147483648",
    "-3",
    r#""""#,
    r#"" ""#,
    r#""720p""#,
    r#""1080p""#,
    r#""480p""#,
    r#""16:9""#,
    r#""4:3""#,
    r#""first_frame""#,
    r#""first_last_frame""#,
    r#""video_continuation""#,
    r#""A quiet harbour at dawn""#,
    r#""https://cdn.test/a.png""#,
    r#""http://cdn.test/a.png""#,
    r#""ftp://cdn.test/a.png""#,
    "[]",
    "{}",
    r#"["https://cdn.test/a.png"]"#,
    r#"["https://cdn.test/a.png","https://cdn.test/b.png"]"#,
    r#"["https://cdn.test/a.png","https://cdn.test/b.png","https://cdn.test/c.png"]"#,
    r#"["x"]"#,
    "[5]",
    r#"{"shot_type":"multi"}"#,
    r#"{"shot_type":"both"}"#,
    r#"{"voice_bindings":{}}"#,
    r#"{"voice_bindings":{"image1":"https://cdn.test/a.mp3"}}"#,
    r#"{"voice_bindings":{"video2":"https://cdn.test/a.mp3"}}"#,
    r#"{"voice_bindings":{"img1":"https://cdn.test/a.mp3"}}"#,
    r#"{"voice_bindings":{"image1":5}}"#,
    r#"{"voice_bindings":[]}"#,
];

/// Values that are right for a field somewhere, though not in every request.
fn likely(field: &str) -> &'static [&'static str] {
    match field {
        "quality" => &[r#""720p""#, r#""1080p""#, r#""480p""#],
        "aspect_ratio" => &[r#""16:9""#, r#""1:1""#, r#""4:3""#],
        "duration" => &["5", "10", "15", "0", "2"],
        "seed" => &["1", "42"],
        "generation_mode" => &[r#""first_frame""#, r#""first_last_frame""#, r#""video_continuation""#],
        "image_start" | "image_end" | "audio_url" => &[r#""https://cdn.test/a.png""#],
        "callback_url" => &[r#""https://hooks.example.com/""#],
        "negative_prompt" => &[r#""blur""#],
        "model_params" => {
            &[r#"{"voice_bindings":{"image1":"https://cdn.test/a.mp3"}}"#, r#"{"shot_type":"multi"}"#]
        }
        name if name.ends_with("_urls") => &[
            r#"["https://cdn.test/a.png"]"#,
            r#"["https://cdn.test/a.png","https://cdn.test/b.png"]"#,
            r#"["https://cdn.test/a.png"]"#,
        ],
        _ => &["true", "false"],
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(4000))]

    /// Any model with any of its fields, most values likely, some of any kind.
    #[test]
    fn on_any_request(
        model in 0..wanreel::catalog::MODELS.len(),
        picks in proptest::collection::vec((0_u8..3, 0_u8..8, 0..VALUES.len()), 16),
        prompt in 0_u8..16,
    ) {
        let model = &wanreel::catalog::MODELS[model];
        let mut fields = vec![format!("\"model\":\"{}\"", model.id)];
        if prompt > 0 {
            fields.push("\"prompt\":\"A quiet harbour at dawn\"".to_owned());
        }
        for (field, (wanted, luck, value)) in model.fields.iter().skip(1).zip(picks) {
            let list = if luck > 0 { likely(field.name) } else { VALUES };
            if field.name != "prompt" && (wanted == 0 || (field.required && luck < 7)) {
                fields.push(format!("\"{}\":{}", field.name, list[value % list.len()]));
            }
        }
        proptest::prop_assert_eq!(agree(model.id, &format!("{{{}}}", fields.join(","))), Ok(()));
    }
}
