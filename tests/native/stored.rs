//! A machine at rest: what was stored, here or by an older version, goes on as if it had never been.

use proptest::prelude::*;
use wanreel::error::Endpoint;
use wanreel::protocol::codec::{Observation, tell};
use wanreel::protocol::stored::{Stored, restore, save};
use wanreel::protocol::{
    Event, Failure, KnownTask, Next, Read, Submit, SubmitOutcome, Submitting, Wait, WaitOutcome,
};
use wanreel::schedule::{Poll, Retry};

use crate::support::{answer, config, envelope, task};

/// Any time since 1970.
const WALL_MS: f64 = 1_795_770_000_000.0;

fn fresh_submit() -> Submit {
    Submit::new(Retry::default(), 30_000.0, false)
}

fn fresh_read() -> Read {
    Read::new(Endpoint::Other, Retry::default(), 15_000.0)
}

fn fresh_wait() -> Wait {
    Wait::new(
        String::new(),
        Poll::default(),
        15_000.0,
        KnownTask { look_now: true, ..KnownTask::default() },
        0.0,
    )
}

/// What stands in the place of another process: a text, and clocks that began elsewhere.
fn through_text<M: Stored>(machine: &M, fresh: M, now: f64) -> M {
    match save(machine, now, WALL_MS) {
        Some(text) => restore(fresh, &text, now, WALL_MS).expect(&text),
        None => machine.clone(),
    }
}

/// A stored number has six places; pauses are compared to a thousandth of a millisecond.
fn close(left: Next, right: Next) -> bool {
    match (left, right) {
        (Next::Sleep(left), Next::Sleep(right)) | (Next::Fetch(left), Next::Fetch(right)) => {
            (left - right).abs() < 1e-3
        }
        (left, right) => left == right,
    }
}

#[derive(Clone, Debug)]
enum Happens {
    Answers(u16, u8, Option<f64>),
    Fails(Failure),
}

fn happens() -> impl Strategy<Value = Happens> {
    let failures =
        prop::sample::select(vec![Failure::Lost, Failure::NotSent, Failure::TimedOut, Failure::TooLong]);
    let statuses = prop::sample::select(vec![200_u16, 200, 200, 202, 302, 401, 402, 408, 429, 500, 503]);
    let pause = prop::option::of(prop::sample::select(vec![0.0, 1_500.0, 45_000.0, 300_000.0]));
    prop_oneof![
        4 => (statuses, 0_u8..7, pause).prop_map(|(status, body, pause)| Happens::Answers(status, body, pause)),
        1 => failures.prop_map(Happens::Fails),
    ]
}

fn told<R>(what: &Happens, step: impl FnOnce(Event<'_>) -> R) -> R {
    match what {
        Happens::Fails(failure) => step(Event::Failed(*failure)),
        Happens::Answers(status, body, pause) => {
            let body = match body {
                0 => "<html>".to_owned(),
                1 => envelope("internal_error"),
                2 => task("completed", 100),
                3 => "{}".to_owned(),
                n => task("processing", n * 13),
            };
            answer(*status, &body, *pause, step)
        }
    }
}

proptest! {
    #![proptest_config(config(3_000))]

    #[test]
    fn a_wait_stored_after_every_step_ends_as_it_would(
        all in prop::collection::vec((happens(), 0_u32..20_000, 0.0..1.0_f64), 1..60),
        deadline in 1_u32..900,
        look_now: bool,
        estimated in prop::option::of(1_u32..400),
    ) {
        let notice = KnownTask { look_now, estimated_ms: estimated.map(|s| f64::from(s) * 1000.0), age_ms: 12_000.0, ..KnownTask::default() };
        let poll = Poll { deadline_ms: f64::from(deadline) * 1000.0, ..Poll::default() };
        let (mut now, id) = (5_000.0, "task-unified-1-a");
        let mut kept = Wait::new(id.into(), poll, 15_000.0, notice, now);
        let mut moved = through_text(&kept, fresh_wait(), now);
        let mut next = kept.step(Event::Start, now, 0.5);
        prop_assert!(close(next, moved.step(Event::Start, now, 0.5)));
        for (what, took, random) in all {
            moved = through_text(&moved, fresh_wait(), now);
            prop_assert_eq!(moved.task_id(), id);
            match next {
                Next::Done => break,
                Next::Sleep(ms) => {
                    // What was asleep goes on to sleep, and neither review nor poll comes sooner.
                    prop_assert!(close(moved.step(Event::Resumed, now, random), next));
                    now += ms;
                    next = kept.step(Event::TimerFired, now, random);
                    prop_assert!(close(moved.step(Event::TimerFired, now, random), next));
                }
                Next::Fetch(ms) => {
                    now += f64::from(took).min(ms);
                    next = told(&what, |event| kept.step(event, now, random));
                    let other = told(&what, |event| moved.step(event, now, random));
                    prop_assert!(close(next, other), "{next:?} {other:?}");
                }
            }
            prop_assert_eq!(kept.outcome(), moved.outcome());
            prop_assert_eq!(kept.review(), moved.review());
            prop_assert_eq!(kept.attempt(), moved.attempt());
        }
    }

    #[test]
    fn a_submit_stored_after_every_step_ends_as_it_would(
        all in prop::collection::vec((happens(), 0.0..1.0_f64), 1..20),
        attempts in 1_u32..6,
        resend_once: bool,
    ) {
        let mut kept = Submit::new(Retry { attempts, ..Retry::default() }, 30_000.0, resend_once);
        let mut moved = through_text(&kept, fresh_submit(), 0.0);
        let mut next = kept.step(Event::Start, 0.5);
        prop_assert!(close(next, moved.step(Event::Start, 0.5)));
        for (what, random) in all {
            moved = through_text(&moved, fresh_submit(), 0.0);
            match next {
                Next::Done => break,
                Next::Sleep(_) => {
                    prop_assert!(close(moved.step(Event::Resumed, random), next));
                    next = kept.step(Event::TimerFired, random);
                    prop_assert!(close(moved.step(Event::TimerFired, random), next));
                }
                Next::Fetch(_) => {
                    next = told(&what, |event| kept.step(event, random));
                    prop_assert!(close(told(&what, |event| moved.step(event, random)), next));
                }
            }
            prop_assert_eq!(kept.state(), moved.state());
        }
    }

    #[test]
    fn a_read_stored_after_every_step_ends_as_it_would(
        all in prop::collection::vec((happens(), 0.0..1.0_f64), 1..20),
        attempts in 1_u32..6,
        of_task: bool,
    ) {
        let asked = if of_task { Endpoint::Task } else { Endpoint::Other };
        let mut kept = Read::new(asked, Retry { attempts, ..Retry::default() }, 15_000.0);
        let mut moved = through_text(&kept, fresh_read(), 0.0);
        let mut next = kept.step(Event::Start, 0.5);
        prop_assert!(close(next, moved.step(Event::Start, 0.5)));
        for (what, random) in all {
            moved = through_text(&moved, fresh_read(), 0.0);
            match next {
                Next::Done => break,
                Next::Sleep(_) => {
                    prop_assert!(close(moved.step(Event::Resumed, random), next));
                    next = kept.step(Event::TimerFired, random);
                    prop_assert!(close(moved.step(Event::TimerFired, random), next));
                }
                Next::Fetch(_) => {
                    next = told(&what, |event| kept.step(event, random));
                    prop_assert!(close(told(&what, |event| moved.step(event, random)), next));
                }
            }
            prop_assert_eq!(kept.outcome(), moved.outcome());
        }
    }
}

/// A POST that was under way when its process ended may have been billed.
#[test]
fn a_post_that_was_under_way_is_never_sent_again_unasked() {
    let mut flow = fresh_submit();
    flow.step(Event::Start, 0.5);
    let mut later = through_text(&flow, fresh_submit(), 0.0);
    assert_eq!(later.step(Event::Resumed, 0.5), Next::Done);
    assert_eq!(later.state(), &Submitting::Over(SubmitOutcome::Unknown));

    let mut asked = Submit::new(Retry::default(), 30_000.0, true);
    asked.step(Event::Start, 0.5);
    let mut later = through_text(&asked, fresh_submit(), 0.0);
    assert_eq!(later.step(Event::Resumed, 0.5), Next::Sleep(1_000.0), "once, where that was asked for");
}

/// What was not begun begins; a poll or a read that was under way is made again.
#[test]
fn what_costs_nothing_is_asked_again() {
    assert_eq!(
        through_text(&fresh_submit(), fresh_submit(), 0.0).step(Event::Resumed, 0.5),
        Next::Fetch(30_000.0)
    );
    let mut read = fresh_read();
    read.step(Event::Start, 0.5);
    assert_eq!(through_text(&read, fresh_read(), 0.0).step(Event::Resumed, 0.5), Next::Fetch(15_000.0));
    let mut wait = fresh_wait();
    wait.step(Event::Start, 0.0, 0.5);
    let mut later = through_text(&wait, fresh_wait(), 0.0);
    assert_eq!(later.step(Event::Resumed, 0.0, 0.5), Next::Fetch(15_000.0));
    assert_eq!(later.attempt(), 2);
}

/// Hours later, on a monotonic clock that began anew: what is left of the pause and of the deadline.
#[test]
fn hours_later_in_another_process() {
    let poll = Poll { adaptive: false, deadline_ms: 12.0 * 3_600_000.0, ..Poll::default() };
    let begun = || {
        let mut flow = Wait::new("a".into(), poll, 15_000.0, KnownTask::default(), 1_000.0);
        assert_eq!(flow.step(Event::Start, 1_000.0, 0.5), Next::Sleep(5_000.0));
        save(&flow, 1_000.0, WALL_MS).expect("it goes on")
    };
    for (gone, next) in
        [(0.0, Next::Sleep(5_000.0)), (2_000.0, Next::Sleep(3_000.0)), (7_200_000.0, Next::Sleep(0.0))]
    {
        let mut later = restore(fresh_wait(), &begun(), 77.0, WALL_MS + gone).expect("it is read");
        assert_eq!(later.step(Event::Resumed, 77.0, 0.5), next, "{gone}");
        assert_eq!(later.step(Event::TimerFired, 77.0, 0.5), Next::Fetch(15_000.0));
        assert!(!later.review());
    }
    // Past its end: the last look, and the deadline.
    let mut later = restore(fresh_wait(), &begun(), 77.0, WALL_MS + 13.0 * 3_600_000.0).expect("it is read");
    assert_eq!(later.step(Event::Resumed, 77.0, 0.5), Next::Sleep(0.0));
    assert!(later.review(), "it has run too long");
    assert_eq!(later.step(Event::TimerFired, 77.0, 0.5), Next::Fetch(5_000.0));
    assert_eq!(later.step(Event::Failed(Failure::Lost), 78.0, 0.5), Next::Done);
    assert_eq!(later.outcome(), Some(&WaitOutcome::Deadline));
    // A clock that was set back meanwhile takes nothing away.
    let mut later = restore(fresh_wait(), &begun(), 77.0, WALL_MS - 1e9).expect("it is read");
    assert_eq!(later.step(Event::Resumed, 77.0, 0.5), Next::Sleep(5_000.0));
}

#[test]
fn what_is_over_is_not_stored() {
    let mut flow = fresh_wait();
    flow.step(Event::Start, 0.0, 0.5);
    answer(200, &task("completed", 100), None, |event| flow.step(event, 0.0, 0.5));
    assert_eq!(save(&flow, 0.0, WALL_MS), None);
}

/// Forms as they were written by earlier versions. A change of a form adds texts here and changes none.
mod kept {
    use wanreel::protocol::generate::Event::{Failed, Start};
    use wanreel::protocol::generate::{Effect, Generate, Order};

    use super::*;

    const SUBMIT: &str = include_str!("stored/submit-1.json");
    const WAIT: &str = include_str!("stored/wait-1.json");
    const WAIT_2: &str = include_str!("stored/wait-2.json");
    const READ: &str = include_str!("stored/read-1.json");
    const READ_2: &str = include_str!("stored/read-2.json");
    const GENERATE: &str = include_str!("stored/generate-1.json");

    #[test]
    fn a_submit_asleep_after_429() {
        let mut flow = restore(fresh_submit(), SUBMIT, 0.0, WALL_MS).expect("it is read");
        assert_eq!(flow.step(Event::Resumed, 0.5), Next::Sleep(7_000.0));
        assert_eq!(flow.state(), &Submitting::InFlight { may_have_arrived: false }, "nothing is under way");
        assert_eq!(flow.step(Event::TimerFired, 0.5), Next::Fetch(20_000.0));
        assert_eq!(flow.attempt(), 2);
        answer(503, "", Some(0.0), |event| flow.step(event, 0.5));
        assert!(matches!(flow.state(), Submitting::Over(_)), "of two attempts this was the last");
    }

    #[test]
    fn a_wait_near_its_review() {
        let mut flow = restore(fresh_wait(), WAIT, 0.0, WALL_MS).expect("it is read");
        assert_eq!(flow.task_id(), "task-unified-1757169743-7cvnl5zw");
        assert_eq!(flow.step(Event::Resumed, 0.0, 0.5), Next::Sleep(2_001.0));
        assert_eq!(flow.step(Event::TimerFired, 2_001.0, 0.5), Next::Sleep(7_999.0));
        assert!(flow.review());
        assert_eq!(flow.step(Event::TimerFired, 10_000.0, 0.5), Next::Fetch(12_000.0));
        assert_eq!(flow.attempt(), 10);
        answer(200, &task("processing", 60), None, |event| flow.step(event, 10_000.0, 0.5));
        assert!(!flow.changed(), "that was known");
    }

    #[test]
    fn a_read_asleep() {
        let mut flow = restore(fresh_read(), READ, 0.0, WALL_MS).expect("it is read");
        assert_eq!(flow.step(Event::Resumed, 0.5), Next::Sleep(2_000.0));
        assert_eq!(flow.endpoint(), Endpoint::Task);
        assert_eq!(flow.attempt(), 2);
    }

    #[test]
    fn a_generation_that_waits_for_its_second_model() {
        let mut flow = restore(Generate::new(Order::default()), GENERATE, 0.0, WALL_MS).expect("it is read");
        assert_eq!(flow.step(Start), Effect::Wait("task-unified-1757169743-7cvnl5zw".to_owned()));
        let failed = Failed { class: "TaskFailedError", code: "service_unavailable", wanted: true };
        let Effect::Fallback(third) = flow.step(failed) else { panic!("there is a third") };
        assert_eq!((third.from, third.to), ("wan2.6-text-to-video", "wan2.5-text-to-video"));
        assert_eq!(flow.step(failed), Effect::Fail, "and no fourth");
    }

    /// A day counts from when the task was first seen completed, not from when a restored machine sees it. Version 1 forgot
    /// that moment: there it is the answer's.
    #[test]
    fn a_result_seen_before_expires_a_day_after_that() {
        let (seen, now, day) = (1_795_769_000_000.0, WALL_MS + 60_000.0, 86_400_000.0);
        let completed = task("completed", 100);
        let answered =
            Observation { kind: 2, status: 200, text: &completed, wall_ms: now, ..Observation::default() };
        for (wait, read, expires) in [(WAIT_2, READ_2, seen + day), (WAIT, READ, now + day)] {
            let mut waiting = restore(fresh_wait(), wait, 0.0, WALL_MS).expect("it is read");
            let mut reading = restore(fresh_read(), read, 0.0, WALL_MS).expect("it is read");
            let told = [tell(&mut waiting, &answered, 0.0, 0.5), tell(&mut reading, &answered, 0.0, 0.5)];
            for report in told.map(|told| told.report.expect("a report")) {
                assert!(report.contains(&format!("\"expiresMs\":{expires}")), "{report}");
            }
        }
    }

    /// What is written now is what is kept of the newest version: a field more or less wants a new one.
    #[test]
    fn the_newest_is_what_is_written() {
        fn again<M: Stored>(fresh: M, text: &str) {
            let machine = restore(fresh, text, 0.0, WALL_MS).expect(text);
            let compact: String = text.split('\n').map(str::trim).collect::<String>().replace("\": ", "\":");
            assert_eq!(save(&machine, 0.0, WALL_MS).as_deref(), Some(compact.as_str()));
        }
        again(fresh_submit(), SUBMIT);
        again(fresh_wait(), WAIT_2);
        again(fresh_read(), READ_2);
        again(Generate::new(Order::default()), GENERATE);
    }

    /// A field that an older version does not have keeps what a machine begins with.
    #[test]
    fn with_fewer_fields() {
        let text = r#"{"machine":"wait","version":1,"taskId":"a","attempt":3}"#;
        let mut flow = restore(fresh_wait(), text, 0.0, WALL_MS).expect("it is read");
        assert_eq!((flow.task_id(), flow.attempt()), ("a", 3));
        assert_eq!(flow.step(Event::Resumed, 0.0, 0.5), Next::Fetch(15_000.0));
    }
}

#[test]
fn what_is_no_stored_form_is_said() {
    for (text, words) in [
        ("", "not that of a wait machine"),
        ("{}", "not that of a wait machine"),
        (r#"{"machine":"submit","version":1}"#, "not that of a wait machine"),
        (r#"{"machine":"wait"}"#, "not that of a wait machine"),
        (r#"{"machine":"wait","version":3}"#, "written by a newer one"),
        (r#"{"machine":"wait","version":1e99}"#, "written by a newer one"),
    ] {
        let error = restore(fresh_wait(), text, 0.0, WALL_MS).expect_err(text);
        assert!(error.contains(words), "{text}: {error}");
    }
    // Whatever stands in the fields: no panic.
    for value in ["-1e300", "1e300", "null", "\"x\"", "[]", "true"] {
        let text = format!(
            r#"{{"machine":"wait","version":1,"attempt":{value},"elapsedMs":{value},"asleepMs":{value},"status":{value},"lastProgress":{value},"factor":{value}}}"#
        );
        let mut flow = restore(fresh_wait(), &text, 0.0, WALL_MS).expect("it is read");
        flow.step(Event::Resumed, 0.0, 0.5);
        flow.step(Event::TimerFired, 1.0, 0.5);
    }
}
