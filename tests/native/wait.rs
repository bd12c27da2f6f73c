//! A status request never loses a paid task: every row of what can become of a poll.

use proptest::prelude::*;
use wanreel::error::Class;
use wanreel::protocol::{Event, Failure, KnownTask, Next, Wait, WaitOutcome};
use wanreel::schedule::Poll;

use crate::support::{answer, config, envelope, task};

const MIDDLE: f64 = 0.5;
const READ_MS: f64 = 15_000.0;

/// Without hints of the server's, so that pauses are those of the plain schedule.
fn plain() -> Poll {
    Poll { adaptive: false, ..Poll::default() }
}

/// A wait, its clock, and how to go on with it.
struct Clock {
    flow: Wait,
    now: f64,
}

impl Clock {
    fn new(poll: Poll, notice: KnownTask) -> Clock {
        Clock { flow: Wait::new("task-unified-1-a".into(), poll, READ_MS, notice, 1_000.0), now: 1_000.0 }
    }

    fn start(&mut self) -> Next {
        self.flow.step(Event::Start, self.now, MIDDLE)
    }

    fn woke(&mut self) -> Next {
        self.flow.step(Event::TimerFired, self.now, MIDDLE)
    }

    fn told(&mut self, status: u16, body: &str, retry_after_ms: Option<f64>) -> Next {
        let (flow, now) = (&mut self.flow, self.now);
        answer(status, body, retry_after_ms, |event| flow.step(event, now, MIDDLE))
    }

    fn failed(&mut self, failure: Failure) -> Next {
        self.flow.step(Event::Failed(failure), self.now, MIDDLE)
    }

    /// Up to the first request.
    fn looking(poll: Poll) -> Clock {
        let mut clock = Clock::new(poll, KnownTask { look_now: true, ..KnownTask::default() });
        assert_eq!(clock.start(), Next::Fetch(READ_MS));
        clock
    }
}

#[test]
fn the_first_poll_comes_after_five_seconds() {
    let mut clock = Clock::new(Poll::default(), KnownTask::default());
    assert_eq!(clock.start(), Next::Sleep(5_000.0));
    assert_eq!(clock.woke(), Next::Fetch(READ_MS));
    assert_eq!(clock.flow.attempt(), 1);
}

#[test]
fn terminal_statuses_end_it() {
    for status in ["completed", "failed", "cancelled"] {
        let mut clock = Clock::looking(plain());
        assert_eq!(clock.told(200, &task(status, 100), None), Next::Done, "{status}");
        assert_eq!(clock.flow.outcome(), Some(&WaitOutcome::Over));
        assert!(clock.flow.changed());
    }
}

#[test]
fn any_other_status_is_polled_on() {
    for status in ["pending", "processing", "queued", "", "SUCCESS", "succeeded"] {
        let mut clock = Clock::looking(plain());
        assert!(matches!(clock.told(200, &task(status, 5), None), Next::Sleep(_)), "{status}");
        assert_eq!(clock.flow.trouble(), None);
        assert_eq!(clock.flow.outcome(), None);
    }
}

#[test]
fn the_api_will_not_tell() {
    for (status, class) in [
        (400, Class::InvalidRequest),
        (401, Class::Authentication),
        (403, Class::PermissionDenied),
        (404, Class::NotFound),
    ] {
        for body in ["", "<html>", &envelope("x")] {
            let mut clock = Clock::looking(plain());
            assert_eq!(clock.told(status, body, None), Next::Done, "{status}");
            match clock.flow.outcome() {
                Some(WaitOutcome::Refused(error)) => assert_eq!(error.class, class),
                other => panic!("{status}: {other:?}"),
            }
        }
    }
}

#[test]
fn everything_else_is_ridden_out() {
    let error = envelope("internal_error");
    let quota = envelope("quota_exceeded");
    let rows: [(u16, &str); 21] = [
        (200, "<html>captive portal</html>"),
        (200, ""),
        (200, r#"{"id":"task-unified-1-a","stat"#),
        (200, "null"),
        (200, "[]"),
        (200, &error),
        (200, r#"{"id":"x","status":5}"#),
        (204, ""),
        (0, ""),
        (302, ""),
        (307, ""),
        (402, &quota),
        (408, ""),
        (410, ""),
        (425, ""),
        (429, ""),
        (500, &error),
        (502, "<html>"),
        (503, ""),
        (504, ""),
        (522, "<html>"),
    ];
    let mut clock = Clock::looking(plain());
    for (status, body) in rows {
        let next = clock.told(status, body, None);
        assert!(matches!(next, Next::Sleep(_)), "{status} {body}: {next:?}");
        assert!(clock.flow.trouble().is_some(), "{status} {body}");
        assert_eq!(clock.woke(), Next::Fetch(READ_MS));
    }
    for failure in [Failure::Lost, Failure::TimedOut, Failure::NotSent, Failure::TooLong] {
        assert!(matches!(clock.failed(failure), Next::Sleep(_)));
        assert_eq!(clock.flow.trouble(), Some(failure.name()));
        clock.woke();
    }
    assert_eq!(clock.told(200, &task("completed", 100), None), Next::Done);
    assert_eq!(clock.flow.outcome(), Some(&WaitOutcome::Over));
}

#[test]
fn a_retry_after_longer_than_the_longest_pause_is_obeyed() {
    let mut clock = Clock::looking(plain());
    assert_eq!(clock.told(429, "", Some(95_000.0)), Next::Sleep(95_000.0));
}

#[test]
fn but_not_past_the_deadline() {
    let mut clock = Clock::looking(Poll { deadline_ms: 60_000.0, ..plain() });
    assert_eq!(clock.told(429, "", Some(3_600_000.0)), Next::Sleep(60_000.0));
}

#[test]
fn news_is_status_or_progress() {
    let mut clock = Clock::looking(plain());
    for (status, progress, news) in [
        ("pending", 0, true),
        ("pending", 0, false),
        ("processing", 0, true),
        ("processing", 40, true),
        ("processing", 40, false),
        ("processing", 30, true),
    ] {
        clock.told(200, &task(status, progress), None);
        assert_eq!(clock.flow.changed(), news, "{status} {progress}");
        clock.woke();
    }
    clock.told(503, "", None);
    assert!(!clock.flow.changed());
}

#[test]
fn the_last_look_comes_at_the_deadline_and_a_terminal_status_wins() {
    for (status, outcome) in [("completed", WaitOutcome::Over), ("processing", WaitOutcome::Deadline)] {
        let mut clock = Clock::looking(Poll { deadline_ms: 20_000.0, ..plain() });
        clock.now += 14_000.0;
        assert_eq!(clock.told(200, &task("processing", 10), None), Next::Sleep(6_000.0), "what is left");
        clock.now += 6_000.0;
        assert_eq!(clock.woke(), Next::Fetch(5_000.0), "short, but a chance");
        assert_eq!(clock.told(200, &task(status, 100), None), Next::Done);
        assert_eq!(clock.flow.outcome(), Some(&outcome));
    }
}

#[test]
fn a_last_look_that_fails_ends_in_the_deadline() {
    for fail in [true, false] {
        let notice = KnownTask { look_now: true, ..KnownTask::default() };
        let mut clock = Clock::new(Poll { deadline_ms: 10_000.0, ..plain() }, notice);
        assert_eq!(clock.start(), Next::Fetch(10_000.0));
        clock.now += 10_000.0;
        assert_eq!(clock.told(503, "", None), Next::Sleep(0.0));
        clock.woke();
        let next = if fail { clock.failed(Failure::Lost) } else { clock.told(429, "", Some(60_000.0)) };
        assert_eq!(next, Next::Done);
        assert_eq!(clock.flow.outcome(), Some(&WaitOutcome::Deadline));
    }
}

#[test]
fn a_short_wait_that_is_never_answered_ends_soon() {
    let notice = KnownTask { look_now: true, ..KnownTask::default() };
    let mut clock = Clock::new(Poll { deadline_ms: 100.0, ..plain() }, notice);
    assert_eq!(clock.start(), Next::Fetch(1_000.0), "less would be no chance at all");
    clock.now += 1_000.0;
    assert_eq!(clock.failed(Failure::TimedOut), Next::Done, "no second look past the deadline");
    assert_eq!(clock.flow.outcome(), Some(&WaitOutcome::Deadline));
}

#[test]
fn a_late_look_that_fails_at_once_is_not_the_last() {
    let mut clock = Clock::new(Poll { deadline_ms: 8_000.0, ..plain() }, KnownTask::default());
    clock.start();
    clock.now += 7_000.0;
    assert_eq!(clock.woke(), Next::Fetch(2_000.0), "a quarter of the deadline");
    clock.now += 10.0;
    assert_eq!(clock.failed(Failure::Lost), Next::Sleep(990.0));
    clock.now += 990.0;
    assert_eq!(clock.woke(), Next::Fetch(2_000.0));
    assert_eq!(clock.failed(Failure::Lost), Next::Done);
}

#[test]
fn a_timer_that_rings_a_part_of_a_millisecond_early_gives_no_second_last_look() {
    for early in [0.0, 1e-9, 0.7, 0.999] {
        let mut clock = Clock::new(Poll { deadline_ms: 8_000.0, ..plain() }, KnownTask::default());
        clock.start();
        clock.now += 8_000.0 - early;
        clock.woke();
        assert_eq!(clock.failed(Failure::Lost), Next::Done, "{early}");
    }
}

#[test]
fn a_request_does_not_outlive_the_deadline() {
    let mut clock = Clock::new(Poll { deadline_ms: 12_000.0, ..plain() }, KnownTask::default());
    clock.start();
    clock.now += 5_000.0;
    assert_eq!(clock.woke(), Next::Fetch(7_000.0));
}

#[test]
fn a_task_is_marked_for_review_once_and_waited_for_all_the_same() {
    let mut clock = Clock::looking(plain());
    clock.now += 299_999.0;
    clock.told(200, &task("processing", 50), None);
    assert!(!clock.flow.review());
    clock.now += 1.0;
    clock.woke();
    assert!(clock.flow.review());
    clock.woke();
    assert!(!clock.flow.review(), "once");
    assert!(matches!(clock.told(200, &task("processing", 50), None), Next::Sleep(_)));
    assert_eq!(clock.flow.outcome(), None);
}

#[test]
fn a_pause_does_not_hide_the_mark_for_review() {
    for left in [1.0, 7_000.0, 20_000.5] {
        let mut clock = Clock::looking(Poll { initial_ms: 30_000.0, ..plain() });
        clock.now += 300_000.0 - left;
        let part = f64::ceil(left) + 1.0;
        assert_eq!(clock.told(200, &task("processing", 50), None), Next::Sleep(part));
        assert_eq!(clock.flow.next_ms(), Some(30_000.0), "the next poll is no sooner");
        assert!(!clock.flow.review());
        // A timer may ring a millisecond early.
        clock.now += part - 1.0;
        assert_eq!(clock.woke(), Next::Sleep(30_000.0 - part));
        assert!(clock.flow.review());
        clock.now += 30_000.0 - part;
        assert_eq!(clock.woke(), Next::Fetch(READ_MS));
        assert!(!clock.flow.review());
    }
}

#[test]
fn its_age_counts_not_the_wait() {
    let notice = KnownTask { age_ms: 290_000.0, ..KnownTask::default() };
    let mut clock = Clock::new(plain(), notice);
    assert_eq!(clock.start(), Next::Sleep(5_000.0));
    clock.now += 10_000.0;
    clock.woke();
    assert!(clock.flow.review());
}

#[test]
fn nothing_is_for_review_once_it_is_over() {
    let mut clock = Clock::looking(plain());
    clock.now += 600_000.0;
    clock.told(200, &task("completed", 100), None);
    assert!(!clock.flow.review());
}

#[test]
fn the_estimate_of_an_answer_shapes_the_next_pause() {
    let mut clock = Clock::looking(Poll::default());
    let body =
        r#"{"id":"task-unified-1-a","status":"processing","progress":0,"task_info":{"estimated_time":40}}"#;
    clock.now += 10_000.0;
    // 30 s to go: half of it.
    assert_eq!(clock.told(200, body, None), Next::Sleep(15_000.0));
}

/// The pauses, in seconds, of a task that is "processing" with the progress of that second, for `seconds`.
fn pauses(notice: KnownTask, progress: impl Fn(f64) -> u8, seconds: f64) -> Vec<f64> {
    let mut clock = Clock::new(Poll { jitter: 0.0, ..Poll::default() }, notice);
    let (begin, mut all) = (clock.now, Vec::new());
    let mut next = clock.start();
    while clock.now - begin < seconds * 1000.0 {
        next = match next {
            Next::Sleep(ms) => {
                all.push(ms / 1000.0);
                clock.now += ms;
                clock.woke()
            }
            Next::Fetch(_) => {
                clock.told(200, &task("processing", progress((clock.now - begin) / 1000.0)), None)
            }
            Next::Done => panic!("{all:?}"),
        };
    }
    all
}

#[test]
fn polls_that_bring_no_news_before_the_end_do_not_blur_it() {
    let notice = KnownTask { estimated_ms: Some(240_000.0), ..KnownTask::default() };
    let all = pauses(notice, |_| 0, 240.0);
    assert!(all.len() <= 14 && all.iter().rev().take(3).all(|pause| *pause <= 7.5), "{all:?}");
}

#[test]
fn progress_in_coarse_steps_tells_its_end_all_the_same() {
    // 50 % at half of two minutes, seen six seconds later, and nothing between.
    let all = pauses(KnownTask::default(), |second| if second < 60.0 { 0 } else { 50 }, 132.0);
    assert!(all.last().is_some_and(|pause| *pause <= 7.5), "{all:?}");
}

#[test]
fn what_was_done_before_a_wait_is_no_pace() {
    // A task taken up at 40 %, which needs two minutes and a half more.
    let notice = KnownTask { look_now: true, ..KnownTask::default() };
    let all = pauses(notice, |second| 40 + (second * 0.4) as u8, 145.0);
    assert!(all.len() <= 12, "{all:?}");
}

proptest! {
    #![proptest_config(config(2_000))]

    /// Whatever is answered: every pause stays in its bounds, and the wait ends.
    #[test]
    fn ends_by_the_deadline(
        rows in prop::collection::vec((0_u16..600, 0_u8..6, 0.0..200_000.0_f64, 0.0..1.0_f64, 0.0..20_000.0_f64), 1..200),
        initial in 1.0..10_000.0_f64,
        more in 0.0..60_000.0_f64,
        adaptive: bool,
    ) {
        // Without the mark for review, which divides a pause.
        let review_ms = f64::INFINITY;
        let poll = Poll { initial_ms: initial, max_ms: initial + more, adaptive, review_ms, ..Poll::default() };
        let mut flow = Wait::new(String::new(), poll, READ_MS, KnownTask::default(), 0.0);
        let (mut now, mut asked) = (0.0, 0.0);
        let mut next = flow.step(Event::Start, now, 0.5);
        for (status, kind, retry_after, random, took) in rows {
            match next {
                Next::Done => break,
                Next::Sleep(ms) => {
                    let left = (poll.deadline_ms - now).max(0.0);
                    prop_assert!(ms >= initial.max(asked).min(left) && ms <= poll.max_ms.max(asked).min(left));
                    now += ms;
                    next = flow.step(Event::TimerFired, now, random);
                }
                Next::Fetch(ms) => {
                    prop_assert!(ms <= READ_MS);
                    now += took.min(ms);
                    asked = if kind == 1 { retry_after } else { 0.0 };
                    let retry_after = (kind == 1).then_some(retry_after);
                    let body = match kind {
                        2 => "<html>".to_owned(),
                        3 => task("failed", 0),
                        _ => task("processing", (took / 200.0) as u8),
                    };
                    next = answer(status, &body, retry_after, |event| flow.step(event, now, random));
                }
            }
            prop_assert!(now <= poll.deadline_ms + READ_MS, "{now}");
        }
    }
}

#[test]
fn an_empty_account_ends_no_wait_whatever_the_status() {
    for status in [400, 402, 403] {
        for body in
            [envelope("insufficient_user_quota"), r#"{"code":"insufficient_quota","data":null}"#.to_owned()]
        {
            let mut clock = Clock::looking(plain());
            assert!(matches!(clock.told(status, &body, None), Next::Sleep(_)), "{status} {body}");
            assert_eq!((clock.flow.outcome(), clock.flow.trouble()), (None, Some("no credits")));
        }
    }
}

#[test]
fn an_error_under_a_status_of_success_ends_a_wait_where_its_code_would() {
    for (code, class) in [
        ("404", Class::NotFound),
        ("\"unauthorized\"", Class::Authentication),
        ("403", Class::PermissionDenied),
    ] {
        let mut clock = Clock::looking(plain());
        let body = format!(r#"{{"code":{code},"message":"no","data":null}}"#);
        assert_eq!(clock.told(200, &body, None), Next::Done, "{code}");
        match clock.flow.outcome() {
            Some(WaitOutcome::Refused(error)) => {
                assert_eq!((error.class, error.message.as_str()), (class, "no"));
            }
            other => panic!("{code}: {other:?}"),
        }
    }
    for code in ["402", "429", "500", "\"strange\"", "\"insufficient_quota\"", "\"model_not_found\""] {
        let mut clock = Clock::looking(plain());
        let body = format!(r#"{{"code":{code},"message":"no","data":null}}"#);
        assert!(matches!(clock.told(200, &body, None), Next::Sleep(_)), "{code}");
        assert!(clock.flow.outcome().is_none(), "{code}");
    }
}

#[test]
fn a_task_wrapped_in_data_or_in_upper_case_ends_it() {
    for body in [
        r#"{"code":200,"data":{"id":"task-unified-1-a","status":"completed","progress":100}}"#,
        r#"{"id":"task-unified-1-a","status":"FAILED"}"#,
    ] {
        let mut clock = Clock::looking(plain());
        assert_eq!(clock.told(200, body, None), Next::Done, "{body}");
        assert_eq!(clock.flow.outcome(), Some(&WaitOutcome::Over), "{body}");
    }
}
