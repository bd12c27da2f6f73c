//! What is made up, and who reads it.

use wanreel::error::Endpoint;
use wanreel::protocol::codec::{Machine, Observation, tell};
use wanreel::protocol::{KnownTask, Next, Read, Submit, Wait};
use wanreel::schedule::{Poll, Retry};
use wanreel::tape::Document;

use crate::checked_probe::{Source, checked_probe};
use crate::made_up::{Random, bend, read_all, value};
use crate::mutate::apply;
use crate::seeds::SEEDS;

type Kind = (&'static str, fn(&mut Random) -> Vec<u8>, fn(&[u8]));

/// Each kind of input: its name, how one is made, how it is read.
pub const KINDS: &[Kind] = &[
    ("requests", document, |bytes| {
        // What stands beside a request: options, facts of media, prices.
        let text = std::str::from_utf8(bytes).expect("made of texts");
        let (request, beside) = text.split_once('\0').unwrap_or((text, "{}"));
        if let (Some(request), Some(beside)) = (Document::parse(request), Document::parse(beside)) {
            read_all(&request, &beside);
        }
    }),
    ("answers", document, |bytes| answer(std::str::from_utf8(bytes).expect("made of texts"))),
    ("files", file, |bytes| {
        let reach = if bytes.len() % 3 == 0 { bytes.len() as u64 / 2 } else { u64::MAX };
        for (sized, at_hand) in [(true, false), (false, false), (true, true)] {
            let _ = checked_probe(bytes, Source { sized, reach, at_hand });
        }
    }),
];

/// Two documents, whole or broken; sometimes one of many documents.
fn document(random: &mut Random) -> Vec<u8> {
    let mut out = String::new();
    value(random, 0, &mut out);
    if random.below(20) == 0 {
        let (name, mut more) =
            (["field", "prompt", "image_urls", "error", "results"][random.below(5)], String::new());
        value(random, 1, &mut more);
        let many = vec![more; 1 + random.below(400)].join(",");
        out = format!(r#"{{"model":"wan2.7-reference-video","{name}":[{many}]}}"#);
    }
    if random.below(4) == 0 {
        bend(random, &mut out);
    }
    out.push('\0');
    value(random, 0, &mut out);
    out.into_bytes()
}

fn answer(text: &str) {
    let (text, header) = text.split_once('\0').unwrap_or((text, ""));
    let wait = Wait::new("task-unified-1-a".into(), Poll::default(), 15_000.0, KnownTask::default(), 0.0);
    let mut machines: [Box<dyn Machine>; 3] = [
        Box::new(Submit::new(Retry::default(), 30_000.0, true)),
        Box::new(Read::new(Endpoint::Task, Retry::default(), 15_000.0)),
        Box::new(wait),
    ];
    for machine in &mut machines {
        let start =
            Observation { base: "https://api.example.com", wall_ms: 1.8e12, ..Observation::default() };
        tell(&mut **machine, &start, 0.0, 0.5);
        for (step, status) in [503, 200, 402, 404, 200].into_iter().enumerate() {
            let now = 20_000.0 * step as f64;
            let seen =
                Observation { kind: 2, status, text, retry_after: Some(header), date: Some(header), ..start };
            let told = tell(&mut **machine, &seen, now, 0.5);
            let report = told.report.as_deref().unwrap_or("null");
            assert!(Document::parse_json(report).is_some(), "a report that is no JSON: {report}");
            if told.next == Next::Done {
                break;
            }
            tell(&mut **machine, &Observation { kind: 1, ..start }, now + 10_000.0, 0.5);
        }
    }
}

/// A sample of a real encoder, changed in a few places, now and then with a long end.
fn file(random: &mut Random) -> Vec<u8> {
    let mut bytes = SEEDS[random.below(SEEDS.len())].bytes.to_vec();
    for _ in 0..=random.below(7) {
        let number = random.next();
        apply(&mut bytes, (number as u8, (number >> 8) as u16, (number >> 24) as u16, (number >> 40) as u8));
    }
    if random.below(50) == 0 {
        let part = bytes.clone();
        while bytes.len() < 100_000 && !part.is_empty() && random.below(30) > 0 {
            bytes.extend_from_slice(&part);
        }
    }
    bytes
}
