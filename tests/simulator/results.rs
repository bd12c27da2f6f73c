//! Result videos: ranges, pictures, and their end after a day.

use serde_json::json;
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
    assert_eq!(whole.reply.body, Body::Video { name: "16x9", start: 0, end: length });

    let part = world.get(&url, &[("range", "bytes=100-199")]);
    assert_eq!(part.reply.status, 206);
    assert_eq!(part.header("content-range"), Some(format!("bytes 100-199/{length}").as_str()));
    assert_eq!(part.reply.body, Body::Video { name: "16x9", start: 100, end: 200 });

    let outside = world.get(&url, &[("range", &format!("bytes={length}-"))]);
    assert_eq!(outside.reply.status, 416);
    assert_eq!(outside.header("content-range"), Some(format!("bytes */{length}").as_str()));

    let head = world.call("HEAD", url.strip_prefix("https://media.simulator.test").unwrap(), &[], b"");
    assert_eq!((head.reply.status, &head.reply.body), (200, &Body::Empty));
    assert_eq!(head.header("content-length"), Some(length.to_string().as_str()));
}

#[test]
fn the_picture_has_the_ratio_asked_for() {
    for (ratio, picture) in [("9:16", "9x16"), ("1:1", "1x1"), ("4:3", "4x3"), ("3:4", "3x4")] {
        let mut world = World::new(&json!({ "generationMs": 0 }));
        let id =
            world.accepted(&with(&text_to_video(), &json!({ "aspect_ratio": ratio, "quality": "1080p" })));
        let url = world.task(&id)["results"][0].as_str().unwrap().to_owned();
        assert!(matches!(world.get(&url, &[]).reply.body, Body::Video { name, .. } if name == picture));
    }
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
