//! However much is wrong, what is said of it stays short: 50 findings, errors first, each with a part of what was found.

use std::fmt::Write;

use wanreel::issue::{Code, Findings, Found, MOST_LISTED, Severity, Step};
use wanreel::json::write_text;
use wanreel::migrate;
use wanreel::pricing::cost;
use wanreel::request::{self, Options};
use wanreel::tape::{Document, Node};
use wanreel::words::{Beside, english};

use crate::support::node;

fn validate(text: &str) -> Findings {
    request::validate(node(text), Options::default())
}

fn list(count: usize, item: &str) -> String {
    format!("[{}]", vec![item; count].join(","))
}

/// Bodies in which the same mistake stands `count` times, and how many findings each has then.
fn bodies(count: usize) -> Vec<(&'static str, String, usize)> {
    let mut fields = String::new();
    let mut bindings = String::new();
    for index in 0..count {
        write!(fields, r#","field{index}":1"#).unwrap();
        write!(bindings, r#","key{index}":"https://cdn.example.com/a.mp3""#).unwrap();
    }
    let prompt = "a lighthouse keeper climbs the stairs";
    let voices = bindings.trim_start_matches(',');
    vec![
        (
            "items of a list",
            format!(
                r#"{{"model":"wan2.7-reference-video","prompt":"{prompt}","image_urls":{}}}"#,
                list(count, "\"\"")
            ),
            // And too many of them, of which the prompt names none of the first five.
            count + 6,
        ),
        (
            "unknown fields",
            format!(r#"{{"model":"wan2.7-text-to-video","prompt":"{prompt}"{fields}}}"#),
            count,
        ),
        (
            "bindings",
            format!(
                r#"{{"model":"wan2.7-reference-video","prompt":"{prompt}","image_urls":["https://cdn.example.com/a.png"],"model_params":{{"voice_bindings":{{{voices}}}}}}}"#
            ),
            count + 1,
        ),
    ]
}

#[test]
fn fifty_are_listed_and_the_rest_is_counted() {
    for count in [10, 49, 50, 51, 1000] {
        for (name, body, all) in bodies(count) {
            let found = validate(&body);
            assert_eq!(found.issues.len() + found.omitted, all, "{name} {count}");
            assert_eq!(found.issues.len(), all.min(MOST_LISTED), "{name} {count}");
            assert!(!found.is_valid(), "{name} {count}");
        }
    }
}

/// One error behind a thousand warnings is still the first that is listed.
#[test]
fn errors_come_before_warnings() {
    let shots: Vec<String> =
        (0..90).map(|shot| format!("Shot {shot} [{}-{}s]", 2 * shot, 2 * shot + 1)).collect();
    let shots = shots.join(" ");
    let body = format!(r#"{{"model":"wan2.7-text-to-video","prompt":"{shots}","seed":0}}"#);
    let found = validate(&body);
    assert_eq!(found.issues.len(), MOST_LISTED);
    assert!(found.omitted > 50, "{}", found.omitted);
    let severities: Vec<_> = found.issues.iter().map(|issue| issue.severity).collect();
    assert_eq!((severities[0], found.issues[0].code), (Severity::Error, Code::OutOfRange));
    assert!(severities[1..].iter().all(|severity| *severity == Severity::Warning));
    let body = body.replace(r#","seed":0"#, "");
    assert!(validate(&body).is_valid());
}

/// What the price depends on is heard, however much else is wrong.
#[test]
fn a_price_is_refused_for_what_it_depends_on() {
    for (_, body, _) in bodies(300) {
        let body = body.replacen('{', r#"{"duration":99,"#, 1);
        let body = node(&body);
        let found = cost::estimate(body, Node::Null).unwrap_err();
        let found = english(&found, body, Beside::default());
        assert_eq!(found.omitted, 0);
        let paths: Vec<_> = found.issues.iter().map(|issue| issue.path.as_slice()).collect();
        assert_eq!(paths, [[Step::from("duration")]]);
    }
}

/// Wherever a megabyte stands, a finding about them is short.
#[test]
fn what_was_found_is_quoted_in_part() {
    let mut long = String::new();
    write_text(&mut long, &"x".repeat(1_000_000));
    let digits = "1".repeat(1_000_000);
    let urls = r#""image_urls":["https://cdn.example.com/a.png"]"#;
    let bodies = [
        format!(r#"{{"model":{long},"prompt":"a"}}"#),
        long.clone(),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a",{long}:1}}"#),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","duration":{long}}}"#),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","duration":{digits}}}"#),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","duration":0.{digits}}}"#),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","quality":{long}}}"#),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","callback_url":{long}}}"#),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":{long},"negative_prompt":{long}}}"#),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","audio_urls":{long}}}"#),
        format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","audio_urls":[{long}]}}"#),
        format!(r#"{{"model":"wan2.7-reference-video","prompt":"a",{urls},"model_params":{{{long}:1}}}}"#),
        format!(
            r#"{{"model":"wan2.7-reference-video","prompt":"a",{urls},"model_params":{{"voice_bindings":{{{long}:1}}}}}}"#
        ),
        format!(
            r#"{{"model":"wan2.7-reference-video","prompt":"a",{urls},"model_params":{{"voice_bindings":{{"image{digits}":""}}}}}}"#
        ),
    ];
    for body in &bodies {
        let document = Document::parse(body).unwrap();
        let tape = document.tape();
        let value = tape.root();
        let told =
            |found: Option<Found>| english(&found.unwrap_or_default(), value, Beside::default()).issues;
        let mut all = request::validate(value, Options::default()).issues;
        all.extend(told(cost::estimate(value, Node::Null).err()));
        all.extend(told(migrate::migrate(value).err()));
        assert!(!all.is_empty(), "{}", &body[..80]);
        for issue in all {
            let size = format!("{issue:?}").len();
            assert!(size < 5000, "{size} bytes about {}", &body[..80]);
            assert!(issue.message.len() < 500, "{}", issue.message);
        }
    }
}

/// Secrets of callbacks and signatures of media stand in paths, queries and before the host. None is quoted back.
#[test]
fn no_secret_of_an_address_is_quoted() {
    const SECRET: &str = "0123456789abcdef";
    let addresses = [
        "http://localhost:3000/hook?secret=0123456789abcdef",
        "https://10.0.0.1/0123456789abcdef",
        "https://127.0.0.1#0123456789abcdef",
        "https://me:0123456789abcdef@example.com/",
        "https://me:a@0123456789abcdef@localhost/",
        "localhost:3000/hook?secret=0123456789abcdef",
        "localhost/0123456789abcdef",
        "me:0123456789abcdef@example.com",
        "/api/hook?secret=0123456789abcdef",
        "./hook?secret=0123456789abcdef",
        "//localhost/hook?secret=0123456789abcdef",
        "ftp://example.com/a.png?signature=0123456789abcdef",
        "https://exa mple.com/a.png?signature=0123456789abcdef",
        "https:\\\\localhost\\hook?secret=0123456789abcdef",
        "data:image/png;base64,0123456789abcdef",
        "?secret=0123456789abcdef",
    ];
    let mut address = String::new();
    let mut seen = 0;
    for text in addresses {
        address.clear();
        write_text(&mut address, text);
        for body in [
            format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","callback_url":{address}}}"#),
            format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","audio_urls":{address}}}"#),
            format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","audio_urls":[{address}]}}"#),
            format!(r#"{{"model":"wan2.7-image-to-video","prompt":"a","image_start":{address}}}"#),
            format!(r#"{{"model":"wan2.7-video-edit","prompt":"a","video_urls":{{"url":{address}}}}}"#),
            format!(r#"{{"model":"wan2.7-text-to-video","prompt":"a","duration":{address}}}"#),
            format!(
                r#"{{"model":"wan2.7-reference-video","prompt":"a","image_urls":["https://a.example/a.png"],"model_params":{{"voice_bindings":{{"image1":{address}}}}}}}"#
            ),
        ] {
            for issue in validate(&body).issues {
                seen += 1;
                let Code::UnknownField = issue.code else {
                    assert!(!format!("{issue:?}").contains(SECRET), "{text}: {}", issue.message);
                    continue;
                };
            }
        }
    }
    assert!(seen > 7 * 16, "{seen}");
}
