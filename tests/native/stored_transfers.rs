//! Downloads and uploads at rest: stored after any step, each goes on in another process as if it had never been.

use proptest::prelude::*;
use wanreel::protocol::download::{Download, Event, Failing, Head, Next, Times};
use wanreel::protocol::stored::{Stored, restore, save};
use wanreel::protocol::upload::WHOLE_MS;
use wanreel::protocol::{self, Failure, Upload};
use wanreel::schedule::Retry;

use crate::support::{answer, config};

/// Any time since 1970.
const WALL_MS: f64 = 1_795_770_000_000.0;
const MP4: &[u8] = b"\0\0\0\x18ftypisom";
const WEBM: &[u8] = b"\x1a\x45\xdf\xa3aaaaaaaa";

const DOWNLOAD: &str = include_str!("stored/download-1.json");
const UPLOAD: &str = include_str!("stored/upload-1.json");

fn fresh_download() -> Download {
    Download::new(Retry::default(), 15_000.0, Times::default())
}

fn fresh_upload() -> Upload {
    Upload::new(Retry::default(), WHOLE_MS)
}

fn through_text<M: Stored>(machine: &M, fresh: M, now: f64) -> M {
    match save(machine, now, WALL_MS) {
        Some(text) => restore(fresh, &text, now, WALL_MS).expect(&text),
        None => machine.clone(),
    }
}

/// What a host may do, whatever is waited for.
#[derive(Clone, Debug)]
struct Happens {
    status: u16,
    etag: &'static str,
    length: &'static str,
    first: &'static [u8],
    bytes: u64,
    breaks: bool,
    random: f64,
}

fn happens() -> impl Strategy<Value = Happens> {
    use prop::sample::select;
    (
        select(vec![200_u16, 200, 200, 206, 206, 302, 403, 404, 410, 429, 503]),
        select(vec!["", "\"a\"", "\"a\"", "\"\u{e9}\"", "W/\"a\""]),
        select(vec!["", "300000", "300000", "7"]),
        select(vec![MP4, MP4, WEBM, b"<html>"]),
        0_u64..200_000,
        any::<bool>(),
        0.0..1.0_f64,
    )
        .prop_map(|(status, etag, length, first, bytes, breaks, random)| Happens {
            status,
            etag,
            length,
            first,
            bytes,
            breaks,
            random,
        })
}

fn tell(machine: &mut Download, next: &Next, what: &Happens, received: u64) -> Next {
    let range = format!("bytes {received}-299999/300000");
    let event = match next {
        Next::Fetch { .. } | Next::Begin | Next::Stream { .. }
            if what.breaks && what.bytes.is_multiple_of(3) =>
        {
            Event::Lost(received)
        }
        Next::Fetch { .. } => Event::Head(Head {
            status: what.status,
            content_type: "Video/MP4; a=b",
            content_length: what.length,
            content_range: &range,
            etag: what.etag,
            ..Head::default()
        }),
        Next::Begin => Event::Began(what.first),
        Next::Stream { .. } if what.breaks => Event::Lost(received + what.bytes),
        Next::Stream { .. } => Event::Ended(received + what.bytes),
        Next::Renew => Event::Renewed(Times { created: Some(WALL_MS - 5e6), completed: None }),
        Next::Sleep(_) => Event::TimerFired,
        Next::Whole | Next::Fail(_) => Event::StartOver,
    };
    // The boxes are shown as they stream by.
    if matches!(next, Next::Stream { .. })
        && machine.mp4_boxes().wants().is_some_and(|place| (received..received + what.bytes).contains(&place))
    {
        machine.mp4_boxes().look(&MP4[..(what.bytes % 12) as usize]);
    }
    machine.step(event, WALL_MS, what.random)
}

fn close(left: &Next, right: &Next) -> bool {
    match (left, right) {
        (Next::Sleep(left), Next::Sleep(right)) => (left - right).abs() < 1e-3,
        (left, right) => left == right,
    }
}

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn a_download_stored_after_every_step_ends_as_it_would(
        all in prop::collection::vec(happens(), 1..40),
        attempts in 1_u32..6,
        ago in prop::option::of(0.0..200_000.0_f64),
    ) {
        let times = Times { created: ago.map(|ago| WALL_MS - ago.floor() - 60_000.0), completed: ago.map(|ago| WALL_MS - ago.floor()) };
        let mut kept = Download::new(Retry { attempts, ..Retry::default() }, 9_000.0, times);
        let mut moved = through_text(&kept, fresh_download(), 0.0);
        let mut next = kept.step(Event::Start, WALL_MS, 0.5);
        prop_assert_eq!(&next, &moved.step(Event::Start, WALL_MS, 0.5));
        let mut received = 0;
        for what in all {
            let over = save(&kept, 0.0, WALL_MS).is_none();
            prop_assert_eq!(over, matches!(next, Next::Whole | Next::Fail(Failing::Network | Failing::Expired | Failing::Unavailable | Failing::NotVideo)));
            if over {
                break;
            }
            moved = through_text(&moved, fresh_download(), 0.0);
            if matches!(next, Next::Sleep(_) | Next::Renew | Next::Fail(_)) {
                let resumed = moved.clone().step(Event::Resumed(received), WALL_MS, 0.5);
                prop_assert!(close(&resumed, &next), "{resumed:?} {next:?}");
            }
            let other = tell(&mut moved, &next, &what, received);
            let after = tell(&mut kept, &next, &what, received);
            prop_assert!(close(&other, &after), "{other:?} {after:?}");
            if matches!(next, Next::Stream { .. }) {
                received += what.bytes;
            }
            if matches!(next, Next::Fail(_)) {
                received = 0;
            }
            next = after;
            prop_assert_eq!(kept.attempt(), moved.attempt());
            prop_assert_eq!(kept.status(), moved.status());
            prop_assert_eq!((kept.media_type(), kept.whole(), kept.validator()), (moved.media_type(), moved.whole(), moved.validator()));
            prop_assert_eq!(kept.mp4_boxes().wants(), moved.mp4_boxes().wants());
        }
    }

    #[test]
    fn an_upload_stored_after_every_step_ends_as_it_would(
        all in prop::collection::vec((prop::sample::select(vec![200_u16, 400, 429, 500, 503]), any::<bool>(), 0_u32..200_000, 0.0..1.0_f64), 1..12),
        attempts in 1_u32..6,
    ) {
        use protocol::Next;
        let mut now = 7_000.0;
        let mut kept = Upload::new(Retry { attempts, ..Retry::default() }, 400_000.0);
        let mut moved = through_text(&kept, fresh_upload(), now);
        let mut next = kept.step(protocol::Event::Start, now, 0.5);
        prop_assert_eq!(next, moved.step(protocol::Event::Start, now, 0.5));
        for (status, lost, took, random) in all {
            moved = through_text(&moved, fresh_upload(), now);
            let step = |machine: &mut Upload, now: f64| match next {
                Next::Sleep(_) => machine.step(protocol::Event::TimerFired, now, random),
                _ if lost => machine.step(protocol::Event::Failed(Failure::Lost), now, random),
                _ => answer(status, "{}", None, |event| machine.step(event, now, random)),
            };
            match next {
                Next::Done => break,
                Next::Sleep(ms) => {
                    let Next::Sleep(left) = moved.clone().step(protocol::Event::Resumed, now, random) else { panic!("it sleeps") };
                    prop_assert!((left - ms).abs() < 1e-3);
                    now += ms;
                }
                Next::Fetch(ms) => now += f64::from(took).min(ms),
            }
            let (after, other) = (step(&mut kept, now), step(&mut moved, now));
            prop_assert_eq!(kept.outcome(), moved.outcome());
            next = after;
            match (after, other) {
                (Next::Sleep(a), Next::Sleep(b)) | (Next::Fetch(a), Next::Fetch(b)) => prop_assert!((a - b).abs() < 1e-3),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }
}

/// Up to the body, of a file of 300,000 bytes.
fn streaming(etag: &str) -> Download {
    let mut flow = fresh_download();
    flow.step(Event::Start, WALL_MS, 0.5);
    let head =
        Head { status: 200, content_type: "video/mp4", content_length: "300000", etag, ..Head::default() };
    assert_eq!(flow.step(Event::Head(head), WALL_MS, 0.5), Next::Begin);
    assert_eq!(flow.step(Event::Began(MP4), WALL_MS, 0.5), Next::Stream { skip: 0 });
    through_text(&flow, fresh_download(), 0.0)
}

#[test]
fn a_download_goes_on_behind_what_is_kept() {
    let fetch = |from| Next::Fetch { ms: 15_000.0, from };
    let resumed = |mut flow: Download, kept| (flow.step(Event::Resumed(kept), WALL_MS, 0.5), flow);
    assert_eq!(resumed(fresh_download(), 0).0, fetch(0), "not begun");
    let (next, flow) = resumed(streaming("\"a\""), 90_000);
    assert_eq!((next, flow.attempt()), (fetch(90_000), 2));
    assert_eq!(resumed(streaming("\"a\""), 300_000).0, Next::Whole);
    // Without a validator, what stands at the link by now may be another file: only from its beginning.
    assert_eq!(resumed(streaming(""), 90_000).0, Next::Fail(Failing::Broken));
    let (next, mut flow) = resumed(streaming(""), 0);
    assert_eq!((next, flow.media_type()), (fetch(0), None));
    let head = Head { status: 200, content_type: "video/webm", ..Head::default() };
    assert_eq!(flow.step(Event::Head(head), WALL_MS, 0.5), Next::Begin, "its first bytes are looked at anew");
}

#[test]
fn an_upload_whose_time_went_by_is_over() {
    let mut flow = fresh_upload();
    flow.step(protocol::Event::Start, 1_000.0, 0.5);
    let text = save(&flow, 61_000.0, WALL_MS).expect("it goes on");
    for (gone, next) in [
        (0.0, protocol::Next::Fetch(540_000.0)),
        (100_000.0, protocol::Next::Fetch(440_000.0)),
        (WHOLE_MS, protocol::Next::Done),
    ] {
        let mut later = restore(fresh_upload(), &text, 5.0, WALL_MS + gone).expect("it is read");
        assert_eq!(later.step(protocol::Event::Resumed, 5.0, 0.5), next, "{gone}");
        assert_eq!(later.outcome().is_some(), next == protocol::Next::Done);
    }
}

/// Forms as they were written by version 1. A change of a form adds texts beside them and changes none.
#[test]
fn a_download_kept_from_version_1() {
    let mut flow = restore(fresh_download(), DOWNLOAD, 0.0, WALL_MS).expect("it is read");
    assert_eq!((flow.attempt(), flow.status(), flow.media_type()), (2, 206, Some("video/mp4")));
    assert_eq!((flow.whole(), flow.validator()), (Some(300_000), Some("\"a\"")));
    // 24 bytes of the first box, the header of the second at byte 24, of which four were seen.
    assert_eq!(flow.mp4_boxes().wants(), Some(28));
    assert_eq!(flow.step(Event::Resumed(70_000), WALL_MS, 0.5), Next::Sleep(1_500.0));
    assert_eq!(flow.step(Event::TimerFired, WALL_MS, 0.5), Next::Fetch { ms: 12_000.0, from: 70_000 });
    let rest =
        Head { status: 206, content_range: "bytes 70000-299999/300000", etag: "\"a\"", ..Head::default() };
    assert_eq!(flow.step(Event::Head(rest), WALL_MS, 0.5), Next::Stream { skip: 0 });
}

#[test]
fn an_upload_kept_from_version_1() {
    let mut flow = restore(fresh_upload(), UPLOAD, 0.0, WALL_MS).expect("it is read");
    assert_eq!(flow.step(protocol::Event::Resumed, 0.0, 0.5), protocol::Next::Sleep(2_000.0));
    assert_eq!(flow.step(protocol::Event::TimerFired, 2_000.0, 0.5), protocol::Next::Fetch(298_000.0));
    assert_eq!(flow.attempt(), 3);
    assert_eq!(flow.step(protocol::Event::Failed(Failure::Lost), 3_000.0, 0.5), protocol::Next::Done);
}

/// What is written now is what is kept of the newest version: a field more or less wants a new one.
#[test]
fn the_newest_is_what_is_written() {
    fn again<M: Stored>(fresh: M, text: &str) {
        let machine = restore(fresh, text, 0.0, WALL_MS).expect(text);
        let compact: String = text.split('\n').map(str::trim).collect::<String>().replace("\": ", "\":");
        assert_eq!(save(&machine, 0.0, WALL_MS).as_deref(), Some(compact.as_str()));
    }
    again(fresh_download(), DOWNLOAD);
    again(fresh_upload(), UPLOAD);
}

/// Whatever stands in the fields: no panic.
#[test]
fn strange_fields_are_survived() {
    for value in ["-1e300", "1e300", "null", "\"x\"", "[]", "true", "\"zz00ff\""] {
        let names = [
            "attempt",
            "status",
            "kind",
            "received",
            "before",
            "whole",
            "nextBox",
            "boxHeader",
            "boxes",
            "asleepMs",
            "pending",
        ];
        let fields = names.map(|name| format!(",\"{name}\":{value}")).concat();
        let text = format!("{{\"machine\":\"download\",\"version\":1{fields}}}");
        let mut flow = restore(fresh_download(), &text, 0.0, WALL_MS).expect("it is read");
        flow.mp4_boxes().look(MP4);
        flow.step(Event::Resumed(1), WALL_MS, 0.5);
        flow.step(Event::Ended(u64::MAX), WALL_MS, 0.5);
        let text = format!("{{\"machine\":\"upload\",\"version\":1,\"attempt\":{value},\"leftMs\":{value}}}");
        let mut flow = restore(fresh_upload(), &text, 0.0, WALL_MS).expect("it is read");
        flow.step(protocol::Event::Resumed, 0.0, 0.5);
    }
}
