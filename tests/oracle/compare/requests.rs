//! Requests made up of the catalogue: right ones of every model, and the same with something bent.

use wanreel::catalog::{Field, IntegerRange, Kind, MODELS, Model};
use wanreel::json::write_text;

use crate::made_up::{Random, bend, value};

const URLS: &[&str] = &[
    "https://cdn.example.com/a.png",
    "https://cdn.example.com/b.jpg",
    "https://cdn.example.com/v.mp4",
    "http://cdn.example.com/x.mov?sig=1",
    "https://cdn.example.com/s.mp3",
    "https://cdn.example.com/s.wav#t",
];
const ODD_URLS: &[&str] = &[
    "https://cdn.example.com/q.gif?x=1",
    "https://cdn.example.com/q.WEBM",
    "ftp://x/y",
    "a.png",
    "https://",
    "data:image/png;base64,AA",
    "https://user:pw@example.com/a.mp4",
    "https://10.0.0.1/a.png",
    "https://exa mple.com",
    "https://例え.jp/a.png",
    "https://ⅼ.example/a",
    "",
    " https://a.b/c",
    "/local/path.png?token=secret",
];
const CALLBACKS: &[&str] = &[
    "https://example.com/cb",
    "https://example.com:8443/cb?id=1",
    "http://example.com/cb",
    "https://localhost/x",
    "https://10.0.0.1/",
    "https://[::1]/",
    "https://[2001:db8::1]/",
    "https://0x7f.1/",
    "https://a:b@example.com/",
    "https://ⅼ.example/",
    "https://ok.home/",
    "nope",
];
const PROMPTS: &[&str] = &[
    "A drone shot over a misty mountain lake at sunrise",
    "A product bottle rotating 360 degrees with soft studio lighting",
    "x",
    "   ",
    "",
    "\u{3000}雾湖\u{FEFF}",
    "Image 1 dances with Video 2",
    "image1 and picture 2, 图一 and 视频2",
    "图1 and 视频2 地图3",
    "Shot 1 [0-3s] a. Shot 2 [3-5s] b",
    "Shot 1 [0-3s] a. Shot 2 [2-9s] b. Shot 2 [2-9s] again",
    "Shot 1 [2–1.5s] a. screenshot 2 [0-1]",
    "shot 3: [ 0 - 20 seconds ] a [bracket",
    "multi-shot",
    "say \"hi\" \\ \n\t \u{1} end of it all",
    "😀😀😀 a half is missing",
    "雾湖雾湖雾湖雾湖",
];
const STRANGE: &[&str] = &[
    "null",
    "true",
    "5",
    "5.5",
    "-3",
    "1e21",
    "\"5\"",
    "\"\"",
    "[]",
    "{}",
    "[null]",
    "~undefined",
    "~NaN",
    "~Infinity",
    "~function",
    "~unreadable",
    "~blob",
    "~buffer",
    r#""\ud83d""#,
    r#""cut \udc00 here""#,
];
const UNKNOWN: &[&str] = &[
    "foo",
    "duraton",
    "image_start",
    "image_urls",
    "audio_url",
    "audio_urls",
    "seconds",
    "video",
    "shot_type",
    "voice_bindings",
    "callback_url",
    "aspect_ratio",
    "generate_audio",
    "Prompt",
    "__proto__",
    "é😀",
];
const KEYS: &[&str] =
    &["image1", "video1", "image2", "video9", "image01", "image0", "x", "image99999999999999999999"];

/// Adds a request to `out`.
pub fn request(random: &mut Random, out: &mut String) {
    let model = &MODELS[random.below(MODELS.len())];
    let calm = random.below(3) > 0;
    let mut members = Vec::new();
    fields(random, model, model.fields, calm, &mut members);
    if random.below(6) == 0 {
        let mut text = String::new();
        match random.below(3) {
            0 => value(random, 1, &mut text),
            _ => text.push_str(random.pick(STRANGE)),
        }
        members.push((random.pick(UNKNOWN).to_owned(), text));
    }
    if random.below(8) == 0 && !members.is_empty() {
        // A name twice: the last counts.
        let (name, _) = members[random.below(members.len())].clone();
        members.push((name, random.pick(STRANGE).to_owned()));
    }
    if random.below(3) == 0 {
        for at in (1..members.len()).rev() {
            members.swap(at, random.below(at + 1));
        }
    }
    object(&members, out);
    if random.below(40) == 0 {
        bend(random, out);
    }
}

fn object(members: &[(String, String)], out: &mut String) {
    out.push('{');
    for (index, (name, text)) in members.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(out, name);
        out.push(':');
        out.push_str(text);
    }
    out.push('}');
}

fn fields(
    random: &mut Random,
    model: &Model,
    fields: &[Field],
    calm: bool,
    members: &mut Vec<(String, String)>,
) {
    for field in fields {
        let wanted = if field.required { random.below(30) > 0 } else { random.below(20) < 9 };
        if wanted {
            let mut text = String::new();
            if !calm && random.below(8) == 0 {
                text.push_str(random.pick(STRANGE));
            } else {
                one(random, model, field, calm, &mut text);
            }
            members.push((field.name.to_owned(), text));
        }
    }
}

fn one(random: &mut Random, model: &Model, field: &Field, calm: bool, out: &mut String) {
    let odd = random.below(if calm { 40 } else { 5 }) == 0;
    match &field.kind {
        Kind::ModelId if odd => {
            out.push_str(random.pick(&["\"wan27-t2v\"", "\"nope\"", "7", "null", "\" \"", "\"wan2.6\""]));
        }
        Kind::ModelId => write_text(out, model.id),
        Kind::Text { max } => prompt(random, *max, odd, out),
        Kind::Choice(values) if odd => {
            let near = random.pick(values).to_uppercase();
            write_text(out, random.pick(&[&near, "4k", "", "21:9", "720", "firstframe"]));
        }
        Kind::Choice(values) => write_text(out, random.pick(values)),
        Kind::Integer(range) => integer(random, *range, odd, out),
        Kind::Flag => {
            out.push_str(random.pick(if odd { &["\"true\"", "1", "null"] } else { &["true", "false"] }));
        }
        Kind::Media(_) => url(random, odd, out),
        Kind::MediaList { min, max, .. } => {
            let count = if odd { random.below(max + 4) } else { random.below(max + 1).max(*min) };
            out.push('[');
            for index in 0..count {
                out.push_str(if index > 0 { "," } else { "" });
                url(random, odd, out);
            }
            out.push(']');
        }
        Kind::CallbackUrl if odd && random.below(4) == 0 => {
            let length = 2030 + random.below(40);
            write_text(out, &("https://example.com/".to_owned() + &"é".repeat(length - 20)));
        }
        Kind::CallbackUrl if odd => write_text(out, random.pick(CALLBACKS)),
        Kind::CallbackUrl => write_text(out, CALLBACKS[random.below(2)]),
        Kind::Object(inner) => {
            let mut members = Vec::new();
            fields(random, model, inner, calm, &mut members);
            if odd {
                members.push((random.pick(UNKNOWN).to_owned(), random.pick(STRANGE).to_owned()));
            }
            object(&members, out);
        }
        Kind::VoiceBindings { .. } => {
            let mut members = Vec::new();
            for _ in 0..random.below(if odd { 8 } else { 3 }) {
                let key = if odd { random.pick(KEYS) } else { KEYS[random.below(2)] };
                let mut text = String::new();
                if odd && random.below(3) == 0 {
                    text.push_str(random.pick(STRANGE));
                } else {
                    url(random, odd, &mut text);
                }
                members.push((key.to_owned(), text));
            }
            object(&members, out);
        }
    }
}

fn prompt(random: &mut Random, max: usize, odd: bool, out: &mut String) {
    if !odd {
        return write_text(out, PROMPTS[random.below(2)]);
    }
    match random.below(5) {
        0 => {
            let length = (max + random.below(4)).saturating_sub(2);
            let letter = random.pick(&["a", "é", "雾", "😀"]);
            write_text(out, &letter.repeat(length));
        }
        1 => {
            // A list of shots that the limit cuts.
            let filler = "a".repeat(max.saturating_sub(random.below(40)));
            write_text(out, &[&filler, " Shot 1 [0-3s] x. Shot 2 [4-9s] Image 3"].concat());
        }
        2 => write_text(out, &[random.pick(PROMPTS), " ", random.pick(PROMPTS)].concat()),
        _ => write_text(out, random.pick(PROMPTS)),
    }
}

fn integer(random: &mut Random, range: IntegerRange, odd: bool, out: &mut String) {
    let number = if odd {
        match random.below(8) {
            0 => range.min - 1,
            1 => range.max.saturating_add(1),
            2 => 0,
            3 => range.min + 1,
            _ => {
                return out
                    .push_str(random.pick(&["5.0", "5e0", "50e-1", "1e2", "-0", "5.5", "1e400", "\"5\""]));
            }
        }
    } else if range.max > 100 {
        range.min + random.below(1000) as i64
    } else {
        range.min + range.step * random.below(((range.max - range.min) / range.step + 1) as usize) as i64
    };
    out.push_str(&number.to_string());
}

fn url(random: &mut Random, odd: bool, out: &mut String) {
    if odd && random.below(6) == 0 {
        return out.push_str(random.pick(STRANGE));
    }
    let urls = if odd && random.below(2) == 0 { ODD_URLS } else { URLS };
    write_text(out, random.pick(urls));
}

/// Adds what stands beside a request to `out`: options of `validate` and of `estimateCost` in one object.
pub fn options(random: &mut Random, out: &mut String) {
    let mut members = Vec::new();
    if random.below(2) == 0 {
        members.push(("inputs".to_owned(), facts(random)));
    }
    if random.below(4) == 0 {
        let seconds = random.pick(&["0", "3.5", "12", "-1", "1e30", "\"5\"", "~undefined", "9007199254740"]);
        members.push(("inputSeconds".to_owned(), seconds.to_owned()));
    }
    if random.below(4) == 0 {
        let model = MODELS[random.below(MODELS.len())].id;
        let own = format!(
            r#"{{"name":"own","microUsdPerSecond":{{"{model}":{{"720p":{}}}}},"inputSecondsCap":{{"{model}":4.5}}}}"#,
            random.pick(&["1000", "0", "-1", "5e15", "\"x\""])
        );
        let named = random.pick(&["\"guide-2026-05\"", "\"list-2026-10\"", "\"other\"", "null", ""]);
        members.push(("prices".to_owned(), if named.is_empty() { own } else { named.to_owned() }));
    }
    if random.below(20) == 0 {
        return value(random, 0, out);
    }
    object(&members, out);
}

/// Facts of media, by URL or by place.
fn facts(random: &mut Random) -> String {
    let mut places = Vec::new();
    for _ in 0..random.below(5) {
        let place = if random.below(3) > 0 {
            random.pick(URLS)
        } else {
            random.pick(&[
                "video_urls.0",
                "image_start",
                "audio_urls.0",
                "model_params.voice_bindings.image1",
            ])
        };
        let mut known = Vec::new();
        for (name, values) in [
            ("seconds", &["1", "2.5", "4.999", "5", "10", "31", "-1", "null"][..]),
            ("width", &["239", "240", "1920", "8001"]),
            ("height", &["240", "1080", "9000"]),
            ("bytes", &["0", "1000", "200000000"]),
            ("format", &["\"mp4\"", "\"png\"", "\"gif\"", "\"wav\"", "5"]),
            ("alpha", &["true", "false"]),
        ] {
            if random.below(3) == 0 {
                known.push((name.to_owned(), random.pick(values).to_owned()));
            }
        }
        let mut text = String::new();
        object(&known, &mut text);
        places.push((place.to_owned(), text));
    }
    let mut out = String::new();
    object(&places, &mut out);
    out
}
