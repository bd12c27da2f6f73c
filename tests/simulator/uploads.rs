//! Uploads (upload-base64.json, upload-stream.json, upload-url.json).

use serde_json::json;

use crate::world::World;

const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn base64(world: &mut World, body: &serde_json::Value) -> crate::world::Answer {
    world.upload("base64", &[("content-type", "application/json")], body.to_string().as_bytes())
}

#[test]
fn base64_plain_and_as_a_data_url() {
    for data in [PNG.to_owned(), format!("data:image/png;base64,{PNG}")] {
        let mut world = World::new(&json!({}));
        let answer = base64(
            &mut world,
            &json!({ "base64_data": data, "upload_path": "avatars", "file_name": "me.png" }),
        );
        let file = answer.json()["data"].clone();
        assert_eq!(file["file_url"], "https://media.simulator.test/files/avatars/me.png");
        assert_eq!((&file["mime_type"], &file["file_size"]), (&json!("image/png"), &json!(70)));
        for url in ["file_url", "download_url"] {
            let answer = world.get(file[url].as_str().unwrap(), &[]);
            assert_eq!((answer.reply.status, answer.header("content-length")), (200, Some("70")));
            assert_eq!(answer.header("content-type"), Some("image/png"));
        }
    }
}

#[test]
fn a_name_is_made_up_where_none_is_given() {
    let mut world = World::new(&json!({}));
    let first = base64(&mut world, &json!({ "base64_data": PNG })).json()["data"]["file_url"].clone();
    let second = base64(&mut world, &json!({ "base64_data": PNG })).json()["data"]["file_url"].clone();
    assert!(first.as_str().unwrap().starts_with("https://media.simulator.test/files/images/"));
    assert_ne!(first, second);
}

#[test]
fn a_stream_in_both_spellings() {
    for (path, name) in [("upload_path", "file_name"), ("uploadPath", "fileName")] {
        let mut world = World::new(&json!({}));
        let fields = [(path, "voices"), (name, "a.mp3")];
        let answer = world.upload_form(Some(("orig.mp3", "audio/mpeg")), &fields, b"ID3\x03");
        let file = &answer.json()["data"];
        assert_eq!(file["file_url"], "https://media.simulator.test/files/voices/a.mp3");
        assert_eq!((&file["original_name"], &file["mime_type"]), (&json!("orig.mp3"), &json!("audio/mpeg")));
    }
}

#[test]
fn a_url_becomes_a_placeholder() {
    let mut world = World::new(&json!({}));
    for (url, mime) in [("https://x.test/a.jpg?v=1", "image/jpeg"), ("https://x.test/a.mp4", "video/mp4")] {
        let answer = world.upload("url", &[], json!({ "file_url": url }).to_string().as_bytes());
        let file = answer.json()["data"].clone();
        assert_eq!(file["mime_type"], mime);
        assert_eq!(world.get(file["file_url"].as_str().unwrap(), &[]).reply.status, 200);
    }
}

#[test]
fn gone_after_three_days() {
    let mut world = World::new(&json!({}));
    let url = base64(&mut world, &json!({ "base64_data": PNG })).json()["data"]["file_url"].clone();
    world.pass(72 * 3_600_000 - 1);
    assert_eq!(world.get(url.as_str().unwrap(), &[]).reply.status, 200);
    world.pass(1);
    assert_eq!(world.get(url.as_str().unwrap(), &[]).reply.status, 404);
}

#[test]
fn what_is_refused() {
    let mut world = World::new(&json!({}));
    for body in [
        json!({}),
        json!({ "base64_data": "%%" }),
        json!({ "base64_data": "" }),
        json!({ "base64_data": "AAAA" }),
    ] {
        assert_eq!(base64(&mut world, &body).reply.status, 400, "{body}");
    }
    // BMP is taken as a medium, but not by the uploads.
    assert_eq!(base64(&mut world, &json!({ "base64_data": "data:image/bmp;base64,Qk0=" })).reply.status, 400);
    assert_eq!(world.upload("url", &[], br#"{"file_url":"ftp://x/a.png"}"#).reply.status, 400);
    assert_eq!(world.upload("stream", &[], b"x").reply.status, 400);
    assert_eq!(world.upload("elsewhere", &[], b"{}").reply.status, 400);
    world.key = "";
    assert_eq!(base64(&mut world, &json!({ "base64_data": PNG })).reply.status, 401);
}

#[test]
fn no_path_climbs_out() {
    let mut world = World::new(&json!({}));
    let body = json!({ "base64_data": PNG, "upload_path": "../../a b", "file_name": "../../etc/x y.png" });
    let url = base64(&mut world, &body).json()["data"]["file_url"].clone();
    assert_eq!(url, "https://media.simulator.test/files/a-b/etc-x-y.png");
}
