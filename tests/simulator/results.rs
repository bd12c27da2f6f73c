//! Result videos: what was asked for, in whole or in part, for a day.

use serde_json::{Value, json};
use wanreel::media::{Format, Probe, Step};
use wanreel::simulator::Body;

use crate::world::{World, text_to_video, with};

fn finished() -> (World, String) {
    let mut world = World::new(&json!({ "generationMs": 0 }));
    let id = world.accepted(&text_to_video());
    let url = world.task(&id)["results"][0].as_str().unwrap().to_owned();
    (world, url)
}

#[test]
fn the_whole_and_a_part() {
    let (mut world, url) = finished();
    world.key = "";
    let whole = world.get(&url, &[]);
    assert_eq!(whole.reply.status, 200);
    assert_eq!(whole.header("content-type"), Some("video/mp4"));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let length: usize = whole.header("content-length").unwrap().parse().unwrap();
    let Body::Bytes(bytes) = whole.reply.body else { panic!("no bytes") };
    assert_eq!(bytes.len(), length);

    let part = world.get(&url, &[("range", "bytes=100-199")]);
    assert_eq!(part.reply.status, 206);
    assert_eq!(part.header("content-range"), Some(format!("bytes 100-199/{length}").as_str()));
    assert_eq!(part.reply.body, Body::Bytes(bytes[100..200].to_vec()));

    let outside = world.get(&url, &[("range", &format!("bytes={length}-"))]);
    assert_eq!(outside.reply.status, 416);
    assert_eq!(outside.header("content-range"), Some(format!("bytes */{length}").as_str()));

    let head = world.call("HEAD", url.strip_prefix("https://media.simulator.test").unwrap(), &[], b"");
    assert_eq!((head.reply.status, &head.reply.body), (200, &Body::Empty));
    assert_eq!(head.header("content-length"), Some(length.to_string().as_str()));
}

/// What the package's own reader of headers says of a task's video: its sides and its length in milliseconds.
fn video(world: &mut World, request: &Value) -> ((u32, u32), u64) {
    let id = world.accepted(request);
    let task = world.task(&id);
    let url = task["results"][0].as_str().unwrap_or_else(|| panic!("{task}")).to_owned();
    let Body::Bytes(bytes) = world.get(&url, &[]).reply.body else { panic!("no bytes") };
    let mut probe = Probe::new(Some(bytes.len() as u64));
    loop {
        match probe.step() {
            Step::Need(range) => {
                let end = bytes.len().min(range.end as usize);
                probe.feed(&bytes[end.min(range.start as usize)..end]);
            }
            Step::Done(info) => {
                assert_eq!(info.format, Format::Mp4);
                return (info.sides.unwrap(), info.ms.unwrap());
            }
            Step::Failed(failure) => panic!("{failure:?}"),
        }
    }
}

/// Sources: guide, section 3 (`duration`), and `aspect_ratio` of the `OpenAPI` files.
#[test]
fn has_the_pixels_and_the_length_asked_for() {
    let mut world = World::new(&json!({ "generationMs": 0, "inputs": { "https://e.com/7.mp4": 7 } }));
    for (quality, pixels) in [
        ("720p", [(1280, 720), (720, 1280), (960, 960), (1104, 832), (832, 1104)]),
        ("1080p", [(1920, 1080), (1080, 1920), (1440, 1440), (1648, 1248), (1248, 1648)]),
    ] {
        for (ratio, sides) in ["16:9", "9:16", "1:1", "4:3", "3:4"].into_iter().zip(pixels) {
            let asked = json!({ "aspect_ratio": ratio, "quality": quality, "duration": 2 });
            assert_eq!(video(&mut world, &with(&text_to_video(), &asked)), (sides, 2_000), "{asked}");
        }
    }
    for seconds in 2..=15 {
        let request = with(&text_to_video(), &json!({ "duration": seconds }));
        assert_eq!(video(&mut world, &request), ((1280, 720), 1000 * seconds));
    }
    for (ratio, sides) in [("16:9", (832, 480)), ("9:16", (480, 832)), ("1:1", (624, 624))] {
        let request = json!({ "model": "wan2.5-text-to-video", "prompt": "x", "quality": "480p", "aspect_ratio": ratio, "duration": 10 });
        assert_eq!(video(&mut world, &request), (sides, 10_000));
    }
    let clip = json!(["https://e.com/7.mp4"]);
    // An edit keeps the length of its input or cuts it; a continuation's duration is the total.
    for (model, duration, ms) in [
        ("wan2.7-video-edit", 0, 7_000),
        ("wan2.7-video-edit", 3, 3_000),
        ("wan2.7-video-edit", 10, 7_000),
        ("wan2.7-image-to-video", 7, 7_000),
        ("wan2.7-image-to-video", 15, 15_000),
    ] {
        let request = json!({ "model": model, "prompt": "x", "video_urls": clip, "duration": duration });
        assert_eq!(video(&mut world, &request), ((1280, 720), ms), "{request}");
    }
}

#[test]
fn one_task_is_one_file_and_two_are_two() {
    let mut world = World::new(&json!({ "generationMs": 0, "seed": 3 }));
    let tag = |world: &mut World| {
        let id = world.accepted(&text_to_video());
        world.task(&id);
        let whole = world.get(&format!("/results/{id}.mp4"), &[]);
        let again = world.get(&format!("/results/{id}.mp4"), &[]);
        assert_eq!(whole.reply.body, again.reply.body);
        let tag = whole.header("etag").unwrap().to_owned();
        assert!(whole.header("last-modified").is_some_and(|date| date.ends_with(" GMT")));
        let known = world.get(&format!("/results/{id}.mp4"), &[("if-none-match", &tag)]);
        assert_eq!((known.reply.status, &known.reply.body), (304, &Body::Empty));
        tag
    };
    assert_ne!(tag(&mut world), tag(&mut world));
}

#[test]
fn links_and_tasks_live_as_long_as_they_are_told_to() {
    let mut world = World::new(&json!({ "generationMs": 0, "linkLifeMs": 1000, "taskLifeMs": 5000 }));
    let id = world.accepted(&text_to_video());
    world.task(&id);
    world.pass(1000);
    assert_eq!(world.get(&format!("/results/{id}.mp4"), &[]).reply.status, 403);
    world.pass(3_999);
    assert_eq!(world.poll(&id).reply.status, 200);
    world.pass(1);
    assert_eq!(world.poll(&id).error().1, "task_not_found");
    assert_eq!(world.call("GET", "/v1/tasks", &[], b"").json()["data"], json!([]));
}

/// Guide, section 8: "Video URLs expire in 24 hours".
#[test]
fn gone_after_a_day() {
    let (mut world, url) = finished();
    world.pass(24 * 3_600_000 - 1);
    assert_eq!(world.get(&url, &[]).reply.status, 200);
    world.pass(1);
    let gone = world.get(&url, &[]);
    assert_eq!((gone.reply.status, gone.header("content-type")), (403, Some("application/xml")));
    assert!(gone.text.contains("Request has expired"));
}

#[test]
fn nothing_before_the_end_or_for_a_failure() {
    for options in [json!({ "generationMs": 5000 }), json!({ "generationMs": 0, "faults": { "do": "fail" } })]
    {
        let mut world = World::new(&options);
        let id = world.accepted(&text_to_video());
        assert_eq!(world.get(&format!("/results/{id}.mp4"), &[]).reply.status, 404, "{options}");
    }
}

#[test]
fn links_follow_the_origin_asked() {
    let mut world = World::new(&json!({ "generationMs": 0, "publicUrl": "http://localhost:9/sim/" }));
    let id = world.accepted(&text_to_video());
    assert_eq!(world.task(&id)["results"], json!([format!("http://localhost:9/sim/results/{id}.mp4")]));
}
