//! Reading takes time in proportion to what is read: eight times as much of anything takes no 64 times as long. What a
//! stranger sends must not hold up everyone else.
//!
//! Each text is made at two sizes and read by each reader. Only the ratio counts, of this thread's own time on a processor,
//! with a wide margin, and the best of several runs before it is believed: what else a machine does matters little.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use wanreel::catalog::{Field, Kind, MODELS, Model};
use wanreel::error::{self, Endpoint};
use wanreel::fingerprint;
use wanreel::json::{Value, write_text};
use wanreel::pricing::cost;
use wanreel::protocol::Read;
use wanreel::protocol::codec::{Observation, Told, tell};
use wanreel::request::{self, Options, Request};
use wanreel::schedule::Retry;
use wanreel::tape::{Document, Node};
use wanreel::task::Task;
use wanreel::{fallback, migrate, url};

use crate::support::cases;

/// Bytes of the smaller text, about.
const SMALL: usize = 4_000;
const TIMES: usize = 8;
/// In proportion it would be 8, in the square 64.
const MOST: f64 = 28.0;

/// A text of about so many bytes.
type Make<'m> = &'m dyn Fn(usize) -> String;
/// Reads a text; its answer is of no interest.
type Reader = (&'static str, fn(&str));

fn best(runs: usize, text: &str, read: fn(&str)) -> Duration {
    let once = || {
        let start = ThreadTime::now();
        read(black_box(text));
        start.elapsed()
    };
    (0..runs).map(|_| once()).min().unwrap()
}

fn is_linear(name: &str, make: Make<'_>, readers: &[Reader]) {
    let (small, large) = (make(SMALL), make(SMALL * TIMES));
    let grown = large.len() as f64 / small.len() as f64;
    assert!((4.0..12.0).contains(&grown), "{name}: {} to {} bytes", small.len(), large.len());
    for (reader, read) in readers {
        let (mut quick, mut slow) = (Duration::MAX, Duration::MAX);
        let mut ratio = f64::MAX;
        for runs in [1, 2, 12, 60] {
            quick = quick.min(best(runs, &small, *read));
            slow = slow.min(best(runs, &large, *read));
            // Below a microsecond a clock tells nothing; and what takes less than a nanosecond a byte was not read byte by
            // byte, since its length alone said enough (a prompt of fewer bytes than characters allowed).
            ratio = slow.as_secs_f64() / quick.as_secs_f64().max(1e-6).max(small.len() as f64 * 1e-9);
            if ratio < MOST {
                break;
            }
        }
        assert!(ratio < MOST, "{reader} of {name}: {quick:?}, and {slow:?} for {TIMES} times as much");
    }
}

const REQUEST: &[Reader] = &[
    ("parse", |text| drop(black_box(Document::parse(text)))),
    ("parse into a tree", |text| drop(black_box(Value::parse(text)))),
    ("validate", |text| with(text, |value| drop(request::validate(value, Options::default())))),
    ("validate as schema", |text| {
        with(text, |value| drop(request::validate(value, Options { lenient: true, inputs: None })));
    }),
    ("body", |text| of_request(text, |request| drop(black_box(request.body())))),
    ("fingerprint", |text| of_request(text, |request| drop(black_box(fingerprint::of(request))))),
    ("cost", |text| with(text, |value| drop(black_box(cost::estimate(value, Node::Null))))),
    ("migrate", |text| with(text, |value| drop(black_box(migrate::migrate(value))))),
    ("fallback", |text| {
        of_request(text, |request| {
            for target in fallback::chain(request.model) {
                drop(black_box(fallback::express(request, target)));
            }
        });
    }),
];

const ANSWER: &[Reader] = &[
    ("a task", |text| {
        with(text, |value| drop(black_box(Task::read_from(value, "https://api.example.com"))));
    }),
    ("an error", |text| {
        with(text, |value| drop(black_box(error::read(Endpoint::Task, 402, Some(value), None))));
    }),
    ("a read", |text| drop(black_box(told(200, text)))),
    ("a refused read", |text| drop(black_box(told(403, text)))),
];

fn with(text: &str, read: impl Fn(Node<'_>)) {
    // What is too deep, or broken, ends here.
    Document::parse(text).map(|document| read(document.tape().root())).unwrap_or_default();
}

fn of_request(text: &str, read: impl Fn(&Request<'_>)) {
    with(text, |value| Request::of(value).as_ref().map(&read).unwrap_or_default());
}

fn told(status: u16, text: &str) -> Told {
    let message =
        Observation { kind: 2, status, text, base: "https://api.example.com", ..Observation::default() };
    let mut read = Read::new(Endpoint::Task, Retry::default(), 1000.0);
    tell(&mut read, &Observation::default(), 0.0, 0.5);
    tell(&mut read, &message, 0.0, 0.5)
}

fn repeated(part: &str, bytes: usize) -> String {
    part.repeat(bytes / part.len() + 1)
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_text(&mut out, text);
    out
}

fn list(item: &str, bytes: usize) -> String {
    format!("[{}{item}]", repeated(&format!("{item},"), bytes))
}

/// An object of as many names as fit, each its own, or all the same.
fn members(name: &str, value: &str, own: bool, bytes: usize) -> String {
    let mut out = "{".to_owned();
    let mut count = 0_usize;
    while out.len() < bytes {
        let number = if own { count.to_string() } else { String::new() };
        let comma = if count > 0 { "," } else { "" };
        write!(out, r#"{comma}"{name}{number}":{value}"#).unwrap();
        count += 1;
    }
    out + "}"
}

/// Pieces that make a long string hard to read: for JSON, the prompt, an address or a number in words.
const PIECES: &[&str] = &[
    "a",
    " ",
    "\u{3000}",
    "é",
    "图",
    "😀",
    "\"",
    "\\",
    "\u{1}",
    "0",
    "-",
    ".",
    "/",
    ":",
    "@",
    "?",
    "#",
    "%",
    "%41",
    "[",
    "]",
    "a.",
    "xn--",
    "shot",
    "Shot 1 [",
    "Shot 1 [0-3s] ",
    "shot 9 [0.5 - 1.25 seconds",
    "multi-sho",
    "Image ",
    "Image 1",
    "Image 00",
    "image-",
    "image ",
    "图片",
    "图 ",
    "图0",
    "视频1",
    "video_",
    "vide",
    "SHOT SHOT [",
    "s",
    "ima",
    "Video Image ",
    "wan2.7-",
    "https://",
    "HTTPS://a@",
    "//",
    "::",
    "1.",
    "0x",
    "data:",
    "task-unified-",
    "\r\n",
    "\t",
];

/// The same as they stand in JSON: escapes, halves of pairs, what has no end.
const RAW: &[&str] = &["\\u0041", "\\ud83d\\ude00", "\\ud800", "\\n", "\\\"", "\\\\", "\\/"];

/// A name, and what it is at so much of it.
type Growing = (String, Box<dyn Fn(usize) -> String>);

/// Every way in which one value can be long.
fn values() -> Vec<Growing> {
    let mut all: Vec<Growing> = Vec::new();
    for piece in PIECES {
        all.push((format!("{piece:?} again and again"), Box::new(|size| quoted(&repeated(piece, size)))));
        let address = move |size| quoted(&format!("https://{}", repeated(piece, size)));
        all.push((format!("an address of {piece:?}"), Box::new(address)));
    }
    for raw in RAW {
        all.push(((*raw).to_owned(), Box::new(|size| format!("\"{}\"", repeated(raw, size)))));
    }
    // What each shot and each reference is compared with grows too.
    all.push(("shots, each its own".into(), Box::new(|size| quoted(&numbered("Shot # [#-#s] ", size)))));
    all.push((
        "images, each its own".into(),
        Box::new(|size| quoted(&numbered("Image # and 图# image# ", size))),
    ));
    all.push((
        "videos, each its own".into(),
        Box::new(|size| quoted(&numbered("Video # and 视频# vid# ", size))),
    ));
    for item in
        ["1", "null", "\"\"", "\"https://a.example/a.png\"", "\"//\"", "[]", "{}", "[[[]]]", "{\"url\":\"\"}"]
    {
        all.push((format!("a list of {item}"), Box::new(move |size| list(item, size))));
    }
    for (name, value) in
        [("image", "\"https://a.example/a.mp3\""), ("", "1"), ("callback_url", "{}"), ("url", "[]")]
    {
        all.push((format!("an object of {name}"), Box::new(move |size| members(name, value, true, size))));
        all.push((
            format!("an object of {name} alone"),
            Box::new(move |size| members(name, value, false, size)),
        ));
    }
    all.push(("digits".into(), Box::new(|size| repeated("7", size))));
    all.push(("a fraction".into(), Box::new(|size| format!("0.{}", repeated("7", size)))));
    all.push(("an exponent".into(), Box::new(|size| format!("1e{}", repeated("7", size)))));
    all.push(("too deep".into(), Box::new(|size| format!("{}{}", repeated("[", size), repeated("]", size)))));
    all.push(("space".into(), Box::new(|size| format!("1{}", " ".repeat(size)))));
    all.push((
        "deep lists".into(),
        Box::new(|size| list(&format!("{}{}", "[".repeat(40), "]".repeat(40)), size)),
    ));
    all
}

fn numbered(pattern: &str, bytes: usize) -> String {
    let mut out = String::new();
    for number in 1_usize.. {
        out.push_str(&pattern.replace('#', &number.to_string()));
        if out.len() >= bytes {
            break;
        }
    }
    out
}

/// A request of the model in which one field is of that value.
fn request_with(model: &Model, outer: Option<&str>, field: &str, value: &str) -> String {
    let mut out = format!(r#"{{"model":"{}""#, model.id);
    if field != "prompt" {
        out.push_str(r#","prompt":"a lighthouse keeper climbs the stairs of Image 1""#);
    }
    match outer {
        Some(outer) => write!(out, r#","{outer}":{{"{field}":{value}}}}}"#).unwrap(),
        None => write!(out, r#","{field}":{value}}}"#).unwrap(),
    }
    out
}

/// Every field of the model, those inside others too, and one that it does not have.
fn fields(model: &'static Model) -> Vec<(Option<&'static str>, &'static str)> {
    let mut all = vec![(None, "field")];
    for Field { name, kind, .. } in model.fields.iter().filter(|field| !matches!(field.kind, Kind::ModelId)) {
        all.push((None, name));
        if let Kind::Object(inner) = kind {
            all.push((Some(*name), "field"));
            all.extend(inner.iter().map(|field| (Some(*name), field.name)));
        }
    }
    all
}

/// Of each field but the prompt every eighth way, another eighth for each field, so that every way is met by many fields;
/// with more cases asked for, all of them.
fn of_models(wanted: fn(&Model) -> bool) {
    let values = values();
    let step = if cases(1) > 1 { 1 } else { 8 };
    let mut tried = 0;
    for model in MODELS.iter().filter(|model| wanted(model)) {
        for (place, (outer, field)) in fields(model).into_iter().enumerate() {
            let ways =
                values.iter().enumerate().filter(|(way, _)| field == "prompt" || (way + place) % step == 0);
            for (_, (what, make)) in ways {
                let outer_dot = outer.map_or(String::new(), |outer| format!("{outer}."));
                let name = format!("{} {outer_dot}{field}: {what}", model.id);
                is_linear(&name, &|size| request_with(model, outer, field, &make(size)), REQUEST);
                tried += 1;
            }
        }
    }
    println!("{tried} ways to be long");
    assert!(tried > 300, "{tried}");
}

#[test]
fn fields_of_wan27() {
    of_models(|model| model.id.starts_with("wan2.7"));
}

#[test]
fn fields_of_older_models() {
    of_models(|model| !model.id.starts_with("wan2.7"));
}

/// Of no model, of no object, and with many fields.
#[test]
fn requests_as_a_whole() {
    for (what, make) in values() {
        is_linear(
            &format!("a model that is {what}"),
            &|size| format!(r#"{{"model":{}}}"#, make(size)),
            REQUEST,
        );
        is_linear(&format!("no request: {what}"), &make, REQUEST);
    }
    for model in MODELS.iter().step_by(if cases(1) > 1 { 1 } else { 4 }) {
        for name in ["x", "prompt", "image_urls", "model_params", "audio_url", "durations"] {
            for value in ["1", "\"a\"", "{}", "[\"\"]", "~undefined"] {
                for own in [true, false] {
                    let make = |size| {
                        let rest = members(name, value, own, size);
                        format!(r#"{{"model":"{}",{}"#, model.id, &rest[1..])
                    };
                    is_linear(&format!("{} with {name}s of {value}, own {own}", model.id), &make, REQUEST);
                }
            }
        }
    }
}

/// As many media as facts of media, told by place and by address.
#[test]
fn facts_of_media() {
    let readers: &[Reader] = &[
        ("validate", |text| {
            with(text, |both| {
                let inputs = both.get("inputs");
                drop(request::validate(both.get("request").unwrap(), Options { lenient: false, inputs }));
            });
        }),
        ("cost", |text| {
            with(text, |both| drop(black_box(cost::estimate(both.get("request").unwrap(), both))));
        }),
    ];
    for model in MODELS {
        for field in ["image_urls", "video_urls", "audio_urls"] {
            for by_address in [true, false] {
                let make = |size| {
                    let (mut urls, mut inputs) = (String::new(), String::new());
                    let mut number = 0;
                    while urls.len() + inputs.len() < size {
                        let comma = if number > 0 { "," } else { "" };
                        write!(urls, r#"{comma}"https://a.example/{number}.mp4""#).unwrap();
                        let name = if by_address {
                            format!("https://a.example/{number}.mp4")
                        } else {
                            format!("{field}.{number}")
                        };
                        write!(inputs, r#"{comma}"{name}":{{"seconds":{number}}}"#).unwrap();
                        number += 1;
                    }
                    format!(
                        r#"{{"request":{{"model":"{}","prompt":"a","{field}":[{urls}]}},"inputs":{{{inputs}}}}}"#,
                        model.id
                    )
                };
                is_linear(&format!("{} with facts of {field}", model.id), &make, readers);
            }
        }
    }
}

/// Whatever an answer of the API, or of anyone in between, is long of.
#[test]
fn answers() {
    let places: &[(&str, &str)] = &[
        ("", ""),
        (r#"{"id":"#, "}"),
        (r#"{"id":"task-unified-1-a","status":"#, "}"),
        (r#"{"id":"task-unified-1-a","status":"completed","results":"#, "}"),
        (r#"{"id":"task-unified-1-a","status":"completed","results":null,"result_data":"#, "}"),
        (r#"{"id":"task-unified-1-a","status":"failed","error":"#, "}"),
        (r#"{"id":"task-unified-1-a","status":"failed","error":{"code":"#, "}}"),
        (r#"{"id":"task-unified-1-a","status":"failed","error":{"code":"a","message":"#, "}}"),
        (r#"{"id":"task-unified-1-a","status":"processing","progress":"#, "}"),
        (r#"{"id":"task-unified-1-a","status":"processing","created":"#, "}"),
        (r#"{"id":"task-unified-1-a","status":"processing","task_info":{"estimated_time":"#, "}}"),
        (r#"{"id":"task-unified-1-a","status":"processing","usage":{"credits_reserved":"#, "}}"),
        (r#"{"error":{"code":"#, "}}"),
        (r#"{"error":{"code":"a","message":"#, "}}"),
        (r#"{"error":{"code":"a","message":"b","type":"#, "}}"),
        (r#"{"code":402,"data":null,"message":"#, "}"),
        (r#"{"field":"#, "}"),
    ];
    for (before, after) in places {
        for (what, make) in values() {
            is_linear(
                &format!("{before}…{after} of {what}"),
                &|size| format!("{before}{}{after}", make(size)),
                ANSWER,
            );
        }
    }
}

/// Texts that no JSON holds.
#[test]
fn addresses_and_headers() {
    let readers: &[Reader] = &[
        ("an address", |text| drop(black_box(url::parse(text)))),
        ("a host", |text| {
            black_box(url::is_public_name(text));
        }),
        ("a date", |text| {
            let message = Observation {
                kind: 2,
                status: 429,
                retry_after: Some(text),
                date: Some(text),
                ..Observation::default()
            };
            let mut read = Read::new(Endpoint::Task, Retry::default(), 1000.0);
            tell(&mut read, &Observation::default(), 0.0, 0.5);
            drop(black_box(tell(&mut read, &message, 0.0, 0.5)));
        }),
        ("a failure", |text| {
            let mut read = Read::new(Endpoint::Task, Retry::default(), 1000.0);
            tell(&mut read, &Observation::default(), 0.0, 0.5);
            drop(black_box(tell(
                &mut read,
                &Observation { kind: 3, text, ..Observation::default() },
                0.0,
                0.5,
            )));
        }),
        ("a model's name", |text| {
            black_box(wanreel::suggest::model(text));
        }),
    ];
    for piece in PIECES.iter().chain(&["Sun, 06 Nov 1994 08:49:37 GMT", "1, "]) {
        is_linear(&format!("{piece:?} again and again"), &|size| repeated(piece, size), readers);
        is_linear(
            &format!("https:// and {piece:?}"),
            &|size| format!("https://{}", repeated(piece, size)),
            readers,
        );
    }
}
