//! Documents made up at random, and everything that reads what comes in.

use wanreel::catalog::MODELS;
use wanreel::error::{self, Endpoint};
use wanreel::issue::MOST_LISTED;
use wanreel::pricing::cost;
use wanreel::request::{self, Options, Request};
use wanreel::schedule::{Hints, Poll, Retry};
use wanreel::tape::{Document, Node};
use wanreel::task::Task;
use wanreel::{fingerprint, migrate, suggest};

/// A small generator of its own (splitmix64): proptest's trees are too slow for hundreds of thousands of documents.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// One of these.
    pub fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

const NAMES: &[&str] = &[
    "model",
    "prompt",
    "negative_prompt",
    "audio_urls",
    "audio_url",
    "quality",
    "aspect_ratio",
    "duration",
    "seed",
    "prompt_extend",
    "callback_url",
    "generation_mode",
    "image_start",
    "image_end",
    "video_urls",
    "image_urls",
    "model_params",
    "voice_bindings",
    "shot_type",
    "generate_audio",
    "keep_original_sound",
    "image1",
    "video2",
    "image01",
    "seconds",
    "width",
    "height",
    "bytes",
    "format",
    "alpha",
    "video_urls.0",
    "image_start",
    "https://example.com/a.mp4",
    "inputs",
    "inputSeconds",
    "prices",
    "name",
    "microUsdPerSecond",
    "inputSecondsCap",
    "720p",
    "clipsPerDay",
    "averageSeconds",
    "days",
    "id",
    "status",
    "progress",
    "created",
    "results",
    "result_data",
    "url",
    "error",
    "code",
    "message",
    "task_info",
    "estimated_time",
    "usage",
    "credits_reserved",
    "initialMs",
    "maxMs",
    "factor",
    "jitter",
    "attempts",
    "deadlineMs",
    "adaptive",
    "",
    "é",
    "😀",
    "__proto__",
];

const TEXTS: &[&str] = &[
    "",
    " ",
    "\u{3000}",
    "a",
    "Shot 1 [0-3s] a shot 2 [3.5 - 99999999999999999999s] Shot 4294967296 [0–1]",
    "Image 1 图2 Video 99999999999999999999999 视频0",
    "shot shot [",
    "Shot 1 [0-",
    "图",
    "Image ",
    "720p",
    "1080p",
    "480p",
    "16:9",
    "3:4",
    "first_frame",
    "first_last_frame",
    "video_continuation",
    "single",
    "multi",
    "https://example.com/a.mp4",
    "http://[::1]/",
    "https://10.0.0.1/",
    "https://0x7f.1/",
    "https://[::ffff:127.0.0.1]",
    "https://%6c%6f/",
    "https://ⅼ.example",
    "https://",
    "://",
    "https://@",
    "https://a:99999999/",
    "https://[",
    "https://]",
    "https://a%",
    "https://1.2.3.4.5.6",
    "https://4294967296/",
    "data:image/png;base64,AA",
    "completed",
    "failed",
    "guide-2026-05",
    "list-2026-10",
    "jpeg",
    "mp4",
    "wan27",
    "wan2.7-t2v",
    "wan2.6-i2v-flash",
    "WAN2.5",
    "task-unified-1",
    "\\\\u0000",
];

const LEAVES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "5",
    "5.0",
    "5.5",
    "-1",
    "15",
    "2147483647",
    "9223372036854775807",
    "9223372036854775808",
    "1e308",
    "-1e308",
    "1e-308",
    "1e999999999999999999999",
    "0.0000000001",
    "18446744073709551615",
    "~undefined",
    "~NaN",
    "~Infinity",
    "~-Infinity",
    "~function",
    "~bigint",
    "~unreadable",
    "~blob",
    r#""\ud800""#,
    r#""a\udc00b""#,
];

fn text(random: &mut Random, out: &mut String) {
    let mut text = random.pick(TEXTS).to_owned();
    match random.below(12) {
        0 => text = text.repeat(random.below(200)),
        1 => text.insert(0, char::from_u32(random.below(0x11_0000) as u32).unwrap_or('x')),
        2 => text.push_str(random.pick(TEXTS)),
        3 => MODELS[random.below(MODELS.len())].id.clone_into(&mut text),
        _ => {}
    }
    wanreel::json::write_text(out, &text);
}

/// Adds a document to `out`: mostly an object with names that mean something somewhere.
pub fn value(random: &mut Random, depth: usize, out: &mut String) {
    match random.below(if depth > 4 { 5 } else { 9 }) {
        0..=2 => out.push_str(random.pick(LEAVES)),
        3 | 4 => text(random, out),
        5 | 6 => {
            out.push('[');
            for index in 0..random.below(7) {
                if index > 0 {
                    out.push(',');
                }
                value(random, depth + 1, out);
            }
            out.push(']');
        }
        _ => {
            out.push('{');
            let known = depth == 0 && random.below(8) > 0;
            if known {
                out.push_str("\"model\":");
                wanreel::json::write_text(out, MODELS[random.below(MODELS.len())].id);
            }
            for index in 0..random.below(9) {
                if index > 0 || known {
                    out.push(',');
                }
                wanreel::json::write_text(out, random.pick(NAMES));
                out.push(':');
                value(random, depth + 1, out);
            }
            out.push('}');
        }
    }
}

/// Cuts a document or bends it at one byte.
pub fn bend(random: &mut Random, document: &mut String) {
    let mut bytes = std::mem::take(document).into_bytes();
    let at = random.below(bytes.len());
    match random.below(3) {
        0 => bytes.truncate(at),
        1 => bytes[at] = random.pick(&["\"", "\\", "{", "}", "0", "~", "u"]).as_bytes()[0],
        _ => drop(bytes.remove(at)),
    }
    *document = String::from_utf8_lossy(&bytes).into_owned();
}

/// Everything that reads what comes in reads it.
pub fn read_all(document: &Document<'_>, other: &Document<'_>) {
    let (tape, other) = (document.tape(), other.tape());
    let (value, other) = (tape.root(), other.root());
    for (lenient, inputs) in [(false, None), (true, Some(other))] {
        let found = request::validate(value, Options { lenient, inputs });
        assert!(found.issues.len() <= MOST_LISTED);
        assert!(found.issues.iter().all(|issue| !issue.message.is_empty()));
    }
    let _ = cost::estimate(value, other);
    let _ = cost::budget(value);
    let _ = cost::compare(value, other);
    fingerprint::of_value(value);
    if let Some(request) = Request::of(value) {
        request.body();
        request.canonical();
        request.mode();
        request.output();
        if let Ok(table) = cost::Table::read(other.get("prices")) {
            cost::of(&request, other, &table);
        }
    }
    if let Ok((migrated, _)) = migrate::migrate(value) {
        let migrated = Document::parse(&migrated).unwrap();
        request::validate(migrated.tape().root(), Options::default());
    }
    let task = Task::read(value);
    task.expires_ms(None);
    task.expires_ms(Some(i64::MAX));
    let _ = Poll::read(value).map(|poll| poll.delay(3, Hints::default(), None, 0.5));
    let _ = Retry::read(value).map(|retry| retry.delay(3, None, 0.5));
    for asked in [Endpoint::Submit, Endpoint::Task, Endpoint::Other] {
        error::read(asked, 500, Some(value), None);
    }
    if let Node::Text(text) = value {
        suggest::model(text);
    }
}
