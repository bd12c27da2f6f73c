//! Fetching a result: every answer a file host can give, at every point of a download.

use proptest::prelude::*;
use wanreel::protocol::download::{Download, Event, Failing, Head, Kept, Next, Times};
use wanreel::schedule::Retry;

use crate::support::config;

const READ_MS: f64 = 15_000.0;
const NOW: f64 = 1_757_169_743_000.0;
const HOUR: f64 = 3_600_000.0;
const MP4: &[u8] = b"\0\0\0\x18ftypisom";

fn retry() -> Retry {
    Retry { jitter: 0.0, ..Retry::default() }
}

/// A video as hosts send it.
const VIDEO: Head<'static> = Head {
    status: 200,
    content_type: "video/mp4",
    content_length: "1000000",
    content_encoding: "",
    etag: "\"a\"",
    last_modified: "Sat, 06 Sep 2025 14:42:23 GMT",
    content_range: "",
    retry_after: "",
    date: "",
    text: "",
};

fn status(status: u16) -> Head<'static> {
    Head { status, ..Head::default() }
}

/// A task completed so long ago.
fn completed(ago: f64) -> Times {
    Times { created: Some(NOW - ago - 60_000.0), completed: Some(NOW - ago) }
}

struct Flow(Download);

impl Flow {
    fn new(times: Times) -> Flow {
        let mut flow = Flow(Download::new(retry(), READ_MS, times));
        assert_eq!(flow.step(Event::Start), Next::Fetch { ms: READ_MS, from: 0 });
        flow
    }

    fn step(&mut self, event: Event<'_>) -> Next {
        self.0.step(event, NOW, 0.5)
    }

    fn head(&mut self, head: Head<'_>) -> Next {
        self.step(Event::Head(head))
    }

    /// Up to the body.
    fn streaming(head: Head<'_>) -> Flow {
        let mut flow = Flow::new(completed(0.0));
        assert_eq!(flow.head(head), Next::Begin);
        assert_eq!(flow.step(Event::Began(MP4)), Next::Stream { skip: 0 });
        flow
    }

    /// Up to the request for the rest.
    fn broken_at(head: Head<'_>, received: u64) -> Flow {
        let mut flow = Flow::streaming(head);
        assert_eq!(flow.step(Event::Lost(received)), Next::Sleep(1_000.0));
        assert_eq!(flow.step(Event::TimerFired), Next::Fetch { ms: READ_MS, from: received });
        flow
    }
}

/// RFC 9110, 10.2.3: seconds or a date. A date counts from the answer's own clock, since the device's may be wrong; twice
/// the header arrives as a list, of which the longest holds.
#[test]
fn a_pause_is_read_in_every_form() {
    let date = "Sun, 06 Nov 1994 08:49:30 GMT";
    for status_code in [429, 503, 408] {
        for (retry_after, date, pause) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", date, 7_000.0),
            ("Sunday, 06-Nov-94 08:49:37 GMT", date, 7_000.0),
            ("Sun Nov  6 08:49:37 1994", date, 7_000.0),
            ("3, 7", "", 7_000.0),
            ("7,3", date, 7_000.0),
            ("6.5", "", 6_500.0),
        ] {
            let mut flow = Flow::new(completed(0.0));
            let head = Head { retry_after, date, ..status(status_code) };
            assert_eq!(flow.head(head), Next::Sleep(pause), "{status_code}: {retry_after}");
        }
    }
}

#[test]
fn a_video_from_end_to_end() {
    let mut flow = Flow::streaming(VIDEO);
    assert_eq!((flow.0.media_type(), flow.0.whole()), (Some("video/mp4"), Some(1_000_000)));
    assert_eq!(flow.step(Event::Ended(1_000_000)), Next::Whole);
}

#[test]
fn a_passing_error_is_tried_again_and_a_lasting_one_ends_it() {
    for event in [
        Event::Head(status(408)),
        Event::Head(status(425)),
        Event::Head(status(429)),
        Event::Head(status(500)),
        Event::Head(status(503)),
        Event::Lost(0),
    ] {
        let mut flow = Flow::new(completed(0.0));
        assert_eq!(flow.step(event), Next::Sleep(1_000.0), "{event:?}");
        assert_eq!(flow.step(Event::TimerFired), Next::Fetch { ms: READ_MS, from: 0 });
        assert_eq!(flow.step(event), Next::Sleep(2_000.0));
        flow.step(Event::TimerFired);
        assert_eq!(flow.step(event), Next::Fail(Failing::Network));
        assert_eq!(flow.0.attempt(), 3);
    }
    let mut flow = Flow::new(completed(0.0));
    assert_eq!(flow.head(Head { retry_after: "7", ..status(429) }), Next::Sleep(7_000.0));
    let mut flow = Flow::new(completed(0.0));
    assert_eq!(flow.head(Head { retry_after: "3600", ..status(503) }), Next::Fail(Failing::Network));
}

#[test]
fn a_late_first_byte_is_a_network_error() {
    let mut flow = Flow::new(completed(0.0));
    for pause in [1_000.0, 2_000.0] {
        assert_eq!(flow.head(VIDEO), Next::Begin);
        assert_eq!(flow.step(Event::Lost(0)), Next::Sleep(pause));
        flow.step(Event::TimerFired);
    }
    flow.head(VIDEO);
    assert_eq!(flow.step(Event::Lost(0)), Next::Fail(Failing::Network));
}

#[test]
fn a_refused_link_of_a_fresh_task_is_asked_again() {
    for refused in [401, 403, 404] {
        // Any number of refusals up to the last that is waited for, and then the video.
        for times in 1..=6 {
            let mut flow = Flow::new(completed(5_000.0));
            let mut slept = 0.0;
            for _ in 0..times {
                match flow.head(status(refused)) {
                    Next::Sleep(ms) => {
                        slept += ms;
                        flow.step(Event::TimerFired);
                    }
                    Next::Renew => {
                        flow.step(Event::Renewed(completed(5_000.0)));
                    }
                    other => panic!("{other:?} after {times} of {refused}"),
                }
            }
            assert_eq!(flow.head(VIDEO), Next::Begin);
            assert!((1_000.0..120_000.0).contains(&slept), "{slept}");
        }
    }
}

#[test]
fn expired_only_where_it_can_be() {
    let old = Times { created: Some(NOW - 25.0 * HOUR), completed: Some(NOW - 24.9 * HOUR) };
    let resumed = Times { created: Some(NOW - 25.0 * HOUR), completed: Some(NOW) };
    let undated = Times::default();
    let expired = Head { text: "<Message>Request has Expired</Message>", ..status(403) };
    for (times, head, ending) in [
        (old, status(403), Failing::Expired),
        (old, status(404), Failing::Expired),
        // Seen completed a moment ago, but made a day before.
        (resumed, status(403), Failing::Expired),
        (undated, status(403), Failing::Expired),
        (completed(3.0 * HOUR), status(403), Failing::Unavailable),
        (completed(3.0 * HOUR), status(404), Failing::Unavailable),
        // The host says so itself.
        (completed(0.0), status(410), Failing::Expired),
        (completed(0.0), expired, Failing::Expired),
    ] {
        let mut flow = Flow::new(times);
        assert_eq!(flow.head(head), Next::Renew, "{times:?} {head:?}");
        assert_eq!(flow.step(Event::Renewed(times)), Next::Fetch { ms: READ_MS, from: 0 });
        assert_eq!(flow.head(head), Next::Fail(ending), "{times:?} {head:?}");
    }
    // A fresh one is waited for, and then said to be unavailable, never expired.
    let mut flow = Flow::new(completed(0.0));
    let mut asked = 0;
    let ending = loop {
        asked += 1;
        match flow.head(status(404)) {
            Next::Sleep(_) => flow.step(Event::TimerFired),
            Next::Renew => flow.step(Event::Renewed(Times::default())),
            Next::Fail(ending) => break ending,
            other => panic!("{other:?}"),
        };
    };
    assert_eq!((ending, asked), (Failing::Unavailable, 7));
}

#[test]
fn what_is_a_video() {
    for (bytes, declared, kind) in [
        (MP4, "video/mp4", Some("video/mp4")),
        (MP4, "", Some("video/mp4")),
        (MP4, "text/html", Some("video/mp4")),
        (MP4, "application/octet-stream", Some("video/mp4")),
        (MP4, "Video/MP4; codecs=x", Some("video/mp4")),
        (MP4, "video/x\u{1}y", Some("video/mp4")),
        (b"\0\0\0\x14ftypqt  ", "", Some("video/quicktime")),
        (b"\0\0\0\x14moov\0\0\0\0", "", Some("video/quicktime")),
        (b"\x1A\x45\xDF\xA3\x01\0\0\0\0\0\0\0", "", Some("video/webm")),
        (b"RIFF....AVI ", "video/x-msvideo", Some("video/x-msvideo")),
        (b"short", "video/mp4", Some("video/mp4")),
        (b"RIFF....AVI ", "application/octet-stream", None),
        (b"", "video/mp4", None),
        (b"\n<html>", "video/mp4", None),
        (b"\xEF\xBB\xBF{\"error\"", "video/mp4", None),
        (b"[]", "video/mp4", None),
        (b"<!doctype htm", "text/html", None),
        (b"ftyp", "text/plain", None),
    ] as [(&[u8], &str, Option<&str>); 18]
    {
        let mut flow = Flow::new(completed(0.0));
        assert_eq!(flow.head(Head { content_type: declared, ..VIDEO }), Next::Begin);
        let next = flow.step(Event::Began(bytes));
        assert_eq!(flow.0.media_type(), kind, "{declared}");
        let expected = kind.map_or(Next::Fail(Failing::NotVideo), |_| Next::Stream { skip: 0 });
        assert_eq!(next, expected, "{declared}");
    }
    for other in [0, 301, 307, 400, 418] {
        assert_eq!(Flow::new(completed(0.0)).head(status(other)), Next::Fail(Failing::NotVideo));
    }
}

#[test]
fn a_broken_connection_goes_on_by_range() {
    let mut flow = Flow::broken_at(VIDEO, 400);
    assert_eq!(flow.0.validator(), Some("\"a\""));
    let rest =
        Head { status: 206, content_range: "bytes 400-999999/1000000", content_length: "999600", ..VIDEO };
    assert_eq!(flow.head(rest), Next::Stream { skip: 0 });
    // Again, and again: three attempts without progress, any number with.
    for received in [100_000, 200_000, 300_000, 400_000, 500_000] {
        assert_eq!(flow.step(Event::Lost(received)), Next::Sleep(1_000.0));
        flow.step(Event::TimerFired);
        let range = format!("bytes {received}-999999/1000000");
        assert_eq!(flow.head(Head { content_range: &range, ..rest }), Next::Stream { skip: 0 });
    }
    assert_eq!(flow.step(Event::Ended(1_000_000)), Next::Whole);
}

#[test]
fn without_progress_attempts_run_out() {
    let rest = Head { status: 206, content_range: "bytes 400-999999/1000000", ..VIDEO };
    let mut flow = Flow::broken_at(VIDEO, 400);
    flow.head(rest);
    assert_eq!(flow.step(Event::Lost(400)), Next::Sleep(2_000.0));
    flow.step(Event::TimerFired);
    flow.head(rest);
    assert_eq!(flow.step(Event::Lost(401)), Next::Fail(Failing::Network));
}

#[test]
fn a_body_that_ends_early_is_noticed_by_its_length() {
    let mut flow = Flow::streaming(VIDEO);
    assert_eq!(flow.step(Event::Ended(999_999)), Next::Sleep(1_000.0));
    assert_eq!(flow.step(Event::TimerFired), Next::Fetch { ms: READ_MS, from: 999_999 });
    // Encoded, the length counts other bytes, and a range would be one of other bytes.
    let encoded = Head { content_encoding: "gzip", ..VIDEO };
    assert_eq!(Flow::streaming(encoded).step(Event::Ended(999_999)), Next::Whole);
    assert_eq!(Flow::streaming(encoded).step(Event::Lost(400)), Next::Fail(Failing::Broken));
    let plain = Head { content_encoding: "identity", ..VIDEO };
    assert_eq!(Flow::streaming(plain).step(Event::Ended(999_999)), Next::Sleep(1_000.0));
}

/// Shows a machine a body as it streams by, in pieces of that size.
fn show(flow: &mut Flow, body: &[u8], piece: usize) {
    let mut at = 0;
    for chunk in body.chunks(piece) {
        while let Some(place) = flow.0.mp4_boxes().wants().filter(|place| *place < at + chunk.len() as u64) {
            flow.0.mp4_boxes().look(&chunk[(place - at) as usize..]);
        }
        at += chunk.len() as u64;
    }
}

fn boxed(name: [u8; 4], length: usize) -> Vec<u8> {
    let mut bytes = ((length + 8) as u32).to_be_bytes().to_vec();
    bytes.extend(name);
    bytes.resize(length + 8, 7);
    bytes
}

#[test]
fn a_body_that_ends_early_is_noticed_by_its_boxes() {
    let mut large = vec![0, 0, 0, 1];
    large.extend(b"mdat");
    large.extend(116_u64.to_be_bytes());
    large.resize(116, 7);
    let whole = [boxed(*b"ftyp", 16), boxed(*b"free", 0), large, boxed(*b"moov", 300)].concat();
    let untold = Head { content_length: "", ..VIDEO };
    for piece in [1, 3, 7, 16, 1000] {
        for length in [24, 32, whole.len()] {
            let mut flow = Flow::streaming(untold);
            show(&mut flow, &whole[..length], piece);
            assert_eq!(flow.step(Event::Ended(length as u64)), Next::Whole, "{length} by {piece}");
        }
        for length in [60, 140, 200, whole.len() - 1] {
            let mut flow = Flow::streaming(untold);
            show(&mut flow, &whole[..length], piece);
            assert_eq!(flow.step(Event::Ended(length as u64)), Next::Sleep(1_000.0), "{length} by {piece}");
            // Where the host says that this is all, it would say so again.
            let told = length.to_string();
            let mut flow = Flow::streaming(Head { content_length: &told, ..VIDEO });
            show(&mut flow, &whole[..length], piece);
            assert_eq!(flow.step(Event::Ended(length as u64)), Next::Fail(Failing::Broken));
        }
    }
    // A last box without a length, bytes that are no box behind the last, and what is no mp4 at all.
    let open = [boxed(*b"ftyp", 16), boxed(*b"moov", 30), b"\0\0\0\0mdat12345".to_vec()].concat();
    let stray = [boxed(*b"ftyp", 16), boxed(*b"moov", 30), b"\0\0\0\x03zzzz12345".to_vec()].concat();
    let other = b"RIFF....AVI LIST and so on".to_vec();
    for body in [open, stray, other] {
        let mut flow = Flow::streaming(untold);
        show(&mut flow, &body, 5);
        assert_eq!(flow.step(Event::Ended(body.len() as u64)), Next::Whole);
    }
}

#[test]
fn only_the_same_file_goes_on() {
    let range = "bytes 400-999999/1000000";
    let rest = Head { status: 206, content_range: range, ..VIDEO };
    let date = "Sun, 07 Sep 2025 14:42:23 GMT";
    for head in [
        Head { etag: "\"b\"", ..rest },
        Head { etag: "", ..rest },
        Head { etag: "W/\"a\"", ..rest },
        Head { content_range: "", ..rest },
        Head { content_range: "bytes 401-999999/1000000", ..rest },
        Head { content_range: "bytes 400-999999/1000001", ..rest },
        Head { content_range: "items 400-999999/1000000", ..rest },
        Head { content_encoding: "gzip", ..rest },
        Head { etag: "\"b\"", ..VIDEO },
        Head { content_length: "999", ..VIDEO },
        status(416),
        status(400),
        status(302),
    ] {
        assert_eq!(Flow::broken_at(VIDEO, 400).head(head), Next::Fail(Failing::Broken), "{head:?}");
    }
    // From a little before, or from the start again: what was handed on is left out.
    let before = Head { content_range: "bytes 384-999999/1000000", ..rest };
    assert_eq!(Flow::broken_at(VIDEO, 400).head(before), Next::Stream { skip: 16 });
    assert_eq!(Flow::broken_at(VIDEO, 400).head(VIDEO), Next::Stream { skip: 400 });
    // A total that is not told.
    let untold = Head { content_range: "bytes 400-999999/*", ..rest };
    assert_eq!(Flow::broken_at(VIDEO, 400).head(untold), Next::Stream { skip: 0 });
    // Without a strong ETag, the date counts.
    for etag in ["", "W/\"a\""] {
        let dated = Head { etag, ..VIDEO };
        let mut flow = Flow::broken_at(dated, 400);
        assert_eq!(flow.0.validator(), Some(VIDEO.last_modified));
        assert_eq!(flow.head(Head { etag, ..rest }), Next::Stream { skip: 0 });
        let changed = Head { etag, last_modified: date, ..rest };
        assert_eq!(Flow::broken_at(dated, 400).head(changed), Next::Fail(Failing::Broken));
        let unknown = Head { etag, last_modified: "", ..VIDEO };
        assert_eq!(Flow::streaming(unknown).step(Event::Lost(400)), Next::Fail(Failing::Broken));
    }
}

#[test]
fn a_link_that_ends_in_mid_video_is_read_anew() {
    let mut flow = Flow::broken_at(VIDEO, 400);
    let expired = Head { text: "Request has expired", ..status(403) };
    assert_eq!(flow.head(expired), Next::Renew);
    assert_eq!(flow.step(Event::Renewed(Times::default())), Next::Fetch { ms: READ_MS, from: 400 });
    assert_eq!(flow.head(expired), Next::Fail(Failing::Broken));
}

#[test]
fn what_broke_is_started_over_as_often_as_attempts_allow() {
    let unknown = Head { etag: "", last_modified: "", ..VIDEO };
    let mut flow = Flow::streaming(unknown);
    for pause in [1_000.0, 2_000.0] {
        assert_eq!(flow.step(Event::Lost(400)), Next::Fail(Failing::Broken));
        assert_eq!(flow.step(Event::StartOver), Next::Sleep(pause));
        assert_eq!(flow.step(Event::TimerFired), Next::Fetch { ms: READ_MS, from: 0 });
        assert_eq!(flow.head(unknown), Next::Begin);
        assert_eq!(flow.step(Event::Began(MP4)), Next::Stream { skip: 0 });
    }
    assert_eq!(flow.step(Event::Lost(400)), Next::Fail(Failing::Broken));
    assert_eq!(flow.step(Event::StartOver), Next::Fail(Failing::Network));
}

/// What a host does, at random: it is asked whatever the machine asks for.
fn answer(next: &Next, dice: u8, received: &mut u64, etag: &'static str) -> Option<Event<'static>> {
    let rest = Head { etag, status: 206, content_range: "bytes 0-999999/1000000", ..VIDEO };
    Some(match next {
        Next::Fetch { from, .. } => match dice {
            0 => Event::Lost(*received),
            1 => Event::Head(status(503)),
            2 => Event::Head(status(404)),
            3 => Event::Head(status(403)),
            4 => Event::Head(status(410)),
            5 => Event::Head(status(416)),
            6 => Event::Head(Head { etag, content_encoding: "gzip", ..VIDEO }),
            _ if *from > 0 && dice < 12 => Event::Head(rest),
            _ => Event::Head(Head { etag, ..VIDEO }),
        },
        Next::Sleep(_) => Event::TimerFired,
        Next::Renew => Event::Renewed(completed(0.0)),
        Next::Begin => match dice {
            0 => Event::Lost(0),
            1 => Event::Began(b"<html>"),
            _ => Event::Began(MP4),
        },
        Next::Stream { .. } => match dice {
            0..=2 => Event::Lost(*received),
            3..=6 => {
                *received = (*received + 70_000).min(1_000_000);
                Event::Lost(*received)
            }
            7 => Event::Ended(*received),
            _ => {
                *received = 1_000_000;
                Event::Ended(*received)
            }
        },
        Next::Fail(Failing::Broken) => {
            *received = 0;
            Event::StartOver
        }
        Next::Whole | Next::Fail(_) => return None,
    })
}

proptest! {
    #![proptest_config(config(2_000))]

    /// Whatever a host does, in whatever order: it ends, and as whole only what is.
    #[test]
    fn every_interleaving_ends(
        dice in proptest::collection::vec(0_u8..16, 400),
        ago in 0.0..(26.0 * HOUR),
        tagged in any::<bool>(),
    ) {
        let etag = if tagged { "\"a\"" } else { "\"b\"" };
        let mut machine = Download::new(retry(), READ_MS, completed(ago));
        let mut received = 0;
        let mut asked = 0;
        let mut next = machine.step(Event::Start, NOW, 0.5);
        for die in dice {
            if let Next::Sleep(ms) = next {
                prop_assert!((0.0..=120_000.0).contains(&ms));
            }
            asked += u32::from(matches!(next, Next::Fetch { .. }));
            let Some(event) = answer(&next, die, &mut received, etag) else { break };
            next = machine.step(event, NOW, 0.5);
        }
        prop_assert!(matches!(next, Next::Whole | Next::Fail(_)), "{next:?}");
        // 15 breaks with progress in a megabyte, each with its attempts, and six refusals of a fresh link.
        prop_assert!(asked <= 80, "{asked}");
        if next == Next::Whole && machine.whole().is_some() {
            prop_assert_eq!(received, 1_000_000);
        }
    }
}

const KEPT: Kept<'static> =
    Kept { received: 400_000, whole: Some(1_000_000), validator: Some("\"a\""), media_type: "video/webm" };

fn behind(kept: &Kept<'_>) -> Download {
    Download::new(retry(), READ_MS, completed(0.0)).behind(kept)
}

#[test]
fn another_process_goes_on_where_validators_agree() {
    let rest =
        Head { status: 206, content_length: "600000", content_range: "bytes 400000-999999/1000000", ..VIDEO };
    for (head, next) in [
        (rest, Next::Stream { skip: 0 }),
        (Head { content_range: "bytes 300000-999999/1000000", ..rest }, Next::Stream { skip: 100_000 }),
        // A host without ranges sends all of it: the beginning is passed over.
        (VIDEO, Next::Stream { skip: 400_000 }),
        (Head { content_range: "bytes 500000-999999/1000000", ..rest }, Next::Fail(Failing::Broken)),
        (Head { content_range: "bytes 400000-999998/999999", ..rest }, Next::Fail(Failing::Broken)),
        (Head { etag: "\"b\"", ..rest }, Next::Fail(Failing::Broken)),
        (Head { etag: "", last_modified: "", ..rest }, Next::Fail(Failing::Broken)),
        (Head { content_encoding: "gzip", ..rest }, Next::Fail(Failing::Broken)),
        (status(416), Next::Fail(Failing::Broken)),
    ] {
        let mut download = behind(&KEPT);
        assert_eq!(download.step(Event::Start, NOW, 0.5), Next::Fetch { ms: READ_MS, from: 400_000 });
        assert_eq!(download.step(Event::Head(head), NOW, 0.5), next, "{head:?}");
        assert_eq!(download.media_type(), Some("video/webm"));
    }
}

#[test]
fn another_process_that_goes_on_ends_at_the_length_the_range_tells() {
    let mut download = behind(&Kept { whole: None, ..KEPT });
    assert_eq!(download.step(Event::Start, NOW, 0.5), Next::Fetch { ms: READ_MS, from: 400_000 });
    let rest =
        Head { status: 206, content_length: "600000", content_range: "bytes 400000-999999/1000000", ..VIDEO };
    assert_eq!(download.step(Event::Head(rest), NOW, 0.5), Next::Stream { skip: 0 });
    assert_eq!(download.step(Event::Ended(900_000), NOW, 0.5), Next::Sleep(1_000.0));
    assert_eq!(download.step(Event::TimerFired, NOW, 0.5), Next::Fetch { ms: READ_MS, from: 900_000 });
    assert_eq!(
        download.step(Event::Head(Head { content_range: "bytes 900000-999999/1000000", ..rest }), NOW, 0.5),
        Next::Stream { skip: 0 }
    );
    assert_eq!(download.step(Event::Ended(1_000_000), NOW, 0.5), Next::Whole);
}

#[test]
fn nothing_goes_on_behind_bytes_without_a_validator() {
    let mut download = behind(&Kept { validator: None, ..KEPT });
    assert_eq!(download.step(Event::Start, NOW, 0.5), Next::Fail(Failing::Broken));
}
