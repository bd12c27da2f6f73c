//! Pauses in their bounds, options read with care.

use proptest::prelude::*;
use wanreel::schedule::{Hints, Poll, ProgressSample, Retry};

use crate::support::{config, node};

fn poll(options: &str) -> Result<Poll, String> {
    Poll::read(node(options))
}

fn retry(options: &str) -> Result<Retry, String> {
    Retry::read(node(options))
}

proptest! {
    #![proptest_config(config(5_000))]

    /// Hints and jitter never leave [initialMs, maxMs]; only `Retry-After` does, upwards.
    #[test]
    fn a_pause_stays_in_its_bounds(
        initial in 0.0..60_000.0_f64,
        more in 0.0..600_000.0_f64,
        factor in 1.0..10.0_f64,
        jitter in 0.0..=1.0_f64,
        attempt in 0_u32..5_000,
        elapsed in 0.0..1e8_f64,
        estimated in prop::option::of(-1e3..1e9_f64),
        paced in prop::option::of(0.0..1e12_f64),
        retry_after in prop::option::of(0.0..1e7_f64),
        random in 0.0..1.0_f64,
    ) {
        let poll = Poll { initial_ms: initial, max_ms: initial + more, factor, jitter, ..Poll::default() };
        let hints = Hints { elapsed_ms: elapsed, estimated_ms: estimated, eta_from_progress_ms: paced };
        let delay = poll.delay(attempt, hints, None, random);
        prop_assert!(delay >= initial && delay <= initial + more, "{delay}");
        let asked = retry_after.unwrap_or(0.0);
        prop_assert_eq!(poll.delay(attempt, hints, retry_after, random), delay.max(asked));
    }

    #[test]
    fn a_retry_pause_varies_by_its_jitter(
        initial in 1.0..10_000.0_f64, max in 1.0..100_000.0_f64, jitter in 0.0..=1.0_f64,
        attempt in 1_u32..100, random in 0.0..1.0_f64, asked in prop::option::of(0.0..1e6_f64),
    ) {
        let retry = Retry { attempts: 3, initial_ms: initial, max_ms: max, jitter };
        let plain = (initial * 2_f64.powi(attempt as i32 - 1)).min(max);
        let delay = retry.delay(attempt, None, random);
        prop_assert!(delay >= plain * (1.0 - jitter) - 1e-6 && delay <= plain * (1.0 + jitter) + 1e-6);
        prop_assert_eq!(retry.delay(attempt, asked, random), delay.max(asked.unwrap_or(0.0)));
    }

    #[test]
    fn delays_grow_and_fit_the_deadline(
        initial in 100.0..10_000.0_f64, more in 0.0..60_000.0_f64, factor in 1.0..4.0_f64, deadline in 0.0..1e6_f64,
    ) {
        let poll = Poll { initial_ms: initial, max_ms: initial + more, factor, deadline_ms: deadline, ..Poll::default() };
        let delays = poll.delays();
        prop_assert!(delays.iter().sum::<f64>() <= deadline);
        prop_assert!(delays.windows(2).all(|pair| pair[0] <= pair[1]));
        prop_assert!(delays.iter().all(|delay| *delay >= initial && *delay <= initial + more));
    }
}

#[test]
fn sparse_while_the_end_is_far_dense_near_it() {
    let poll = Poll { jitter: 0.0, ..Poll::default() };
    let at = |elapsed_ms: f64| {
        let hints = Hints { elapsed_ms, estimated_ms: Some(120_000.0), ..Hints::default() };
        poll.delay(3, hints, None, 0.5)
    };
    assert_eq!(at(5_000.0), 30_000.0, "far");
    assert_eq!(at(90_000.0), 15_000.0, "half of what is left");
    assert_eq!(at(118_000.0), 5_000.0, "near, but never under the shortest");
    assert!(at(200_000.0) > at(125_000.0), "sparse again when it is overdue");
}

/// The pauses of a task that says "processing" until `end`, looked at without delay, and the last look's time.
fn pauses(estimated_s: f64, paced_s: Option<f64>, end_s: f64) -> (Vec<f64>, f64) {
    let poll = Poll { jitter: 0.0, ..Poll::default() };
    let (mut seconds, mut now) = (Vec::new(), 0.0);
    while now < end_s {
        let hints = Hints {
            elapsed_ms: now * 1000.0,
            estimated_ms: Some(estimated_s * 1000.0),
            eta_from_progress_ms: paced_s.map(|paced| paced * 1000.0),
        };
        let pause = poll.delay(seconds.len() as u32, hints, None, 0.5) / 1000.0;
        seconds.push(pause);
        now += pause;
    }
    (seconds, now)
}

#[test]
fn dense_around_a_far_estimate_too() {
    for (estimated, polls) in [(60.0, 10), (120.0, 13), (240.0, 16), (600.0, 29)] {
        // Where the task ends when it was expected to, it is seen at once.
        for off in [-6.0, -2.0, 0.0, 2.0, 6.0] {
            let (all, seen) = pauses(estimated, None, estimated + off);
            assert!(seen - estimated - off <= 7.5, "{estimated} {off}: {all:?}");
            assert!(all.len() <= polls, "{estimated} {off}: {all:?}");
        }
        let (all, _) = pauses(estimated, None, estimated);
        assert!(all.iter().rev().take(3).all(|pause| *pause <= 7.5), "{estimated}: {all:?}");
    }
}

/// However wrong an estimate is, an end is seen late by half of what it was off, at the most, or by the shortest pause.
#[test]
fn an_estimate_may_be_wrong_both_ways() {
    for estimated in [0.0, 10.0, 45.0, 120.0, 240.0, 600.0] {
        for end in 1..900 {
            let end = f64::from(end);
            let (all, seen) = pauses(estimated, None, end);
            let off = (estimated - end).abs();
            assert!(seen - end <= 5.0_f64.max(off / 2.0 + 2.5).min(30.0), "{estimated} {end}: {all:?}");
            assert!(all.len() <= 50, "{estimated} {end}: {all:?}");
        }
    }
}

#[test]
fn a_task_that_is_stuck_is_not_hammered() {
    // 99 % after a minute and a half, and nothing since.
    let (all, _) = pauses(90.0, Some(91.0), 900.0);
    assert!(all.iter().filter(|pause| **pause < 10.0).count() <= 10, "{all:?}");
    assert!(all.iter().skip(20).all(|pause| *pause >= 30.0), "{all:?}");
}

#[test]
fn progress_tells_more_than_the_estimate() {
    let poll = Poll { jitter: 0.0, ..Poll::default() };
    let hints = Hints { elapsed_ms: 60_000.0, estimated_ms: Some(1e9), eta_from_progress_ms: Some(80_000.0) };
    assert_eq!(poll.delay(5, hints, None, 0.5), 10_000.0, "20 s to go by progress");
    let slow = Hints { estimated_ms: Some(60_000.0), eta_from_progress_ms: Some(160_000.0), ..hints };
    assert_eq!(poll.delay(5, slow, None, 0.5), 30_000.0, "slower than was expected");
    let stuck = Hints { elapsed_ms: 130_000.0, estimated_ms: Some(140_000.0), ..hints };
    assert_eq!(poll.delay(5, stuck, None, 0.5), 5_000.0, "but not once its own end has passed");
}

#[test]
fn a_pace_needs_some_way_behind_it() {
    let at = |at_ms, progress| ProgressSample { at_ms, progress };
    assert_eq!(ProgressSample::default().eta_ms(at(60_000.0, 75)), Some(80_000.0));
    assert_eq!(ProgressSample::default().eta_ms(at(5_000.0, 10)), Some(50_000.0));
    assert_eq!(ProgressSample::default().eta_ms(at(5_000.0, 9)), None, "the start says little");
    assert_eq!(
        at(0.0, 40).eta_ms(at(25_000.0, 50)),
        Some(150_000.0),
        "what was done before counts for nothing"
    );
    assert_eq!(at(0.0, 90).eta_ms(at(30_000.0, 91)), None);
    assert_eq!(at(0.0, 40).eta_ms(at(30_000.0, 20)), None, "backwards");
    assert_eq!(at(0.0, 0).eta_ms(at(0.0, 100)), Some(0.0));
}

#[test]
fn not_adaptive_means_the_plain_schedule() {
    let poll = Poll { jitter: 0.0, adaptive: false, ..Poll::default() };
    let hints = Hints { elapsed_ms: 1.0, estimated_ms: Some(10.0), eta_from_progress_ms: Some(2.0) };
    assert_eq!(poll.delay(0, hints, None, 0.9), 5_000.0);
    assert_eq!(poll.delay(2, hints, None, 0.9), 11_250.0);
}

#[test]
fn defaults() {
    assert_eq!(poll("{}"), Ok(Poll::default()));
    assert_eq!(poll("~undefined"), Ok(Poll::default()));
    assert_eq!(poll(r#"{"initialMs":~undefined}"#), Ok(Poll::default()));
    assert_eq!(retry("{}"), Ok(Retry::default()));
    let all = r#"{"initialMs":5000,"factor":1.5,"maxMs":30000,"jitter":0.1,"adaptive":true,"reviewAfterMs":300000,"deadlineMs":900000}"#;
    assert_eq!(poll(all), Ok(Poll::default()));
}

#[test]
fn options_cross_the_border_as_rows_and_come_back_as_they_were() {
    let given = poll(
        r#"{"initialMs":1,"factor":2.5,"maxMs":3,"jitter":0.25,"adaptive":false,"reviewAfterMs":5,"deadlineMs":6}"#,
    )
    .unwrap();
    assert_eq!(given.row(), [1.0, 2.5, 3.0, 0.25, 0.0, 5.0, 6.0]);
    assert_eq!(Poll::of_row(&given.row()), given);
    assert_eq!(Poll::of_row(&Poll::default().row()), Poll::default());
    let given = retry(r#"{"attempts":9,"initialMs":1,"maxMs":2,"jitter":0.5}"#).unwrap();
    assert_eq!(given.row(), [9.0, 1.0, 2.0, 0.5]);
    assert_eq!(Retry::of_row(&given.row()), given);
    assert_eq!((Poll::of_row(&[1.0]), Retry::of_row(&[])), (Poll::default(), Retry::default()));
}

#[test]
fn bounds_are_taken_as_given() {
    let given = poll(r#"{"initialMs":200,"maxMs":400}"#).unwrap();
    assert_eq!((given.initial_ms, given.max_ms), (200.0, 400.0));
    let given = poll(r#"{"initialMs":60000}"#).unwrap();
    assert_eq!(
        (given.initial_ms, given.max_ms),
        (60_000.0, 60_000.0),
        "a longer first pause lifts the longest"
    );
    let given = poll(r#"{"maxMs":1000}"#).unwrap();
    assert_eq!((given.initial_ms, given.max_ms), (1_000.0, 1_000.0), "a shorter longest lowers the first");
    assert_eq!(poll(r#"{"deadlineMs":~Infinity}"#).unwrap().deadline_ms, 1e15);
}

#[test]
fn wrong_options_are_named() {
    for (options, names) in [
        (r#"{"initialMs":-1}"#, "poll.initialMs must be a number, 0 or more"),
        (r#"{"initialMs":"5"}"#, "poll.initialMs"),
        (r#"{"factor":0.5}"#, "poll.factor must be a number, 1 or more"),
        (r#"{"maxMs":~NaN}"#, "poll.maxMs"),
        (r#"{"deadlineMs":~-Infinity}"#, "poll.deadlineMs must be a number, 0 or more"),
        (r#"{"jitter":1.1}"#, "poll.jitter must be a number from 0 to 1"),
        (r#"{"jitter":null}"#, "poll.jitter"),
        (r#"{"initialMs":9,"maxMs":8}"#, "poll.initialMs is greater than poll.maxMs"),
    ] {
        let message = poll(options).unwrap_err();
        assert!(message.contains(names), "{options}: {message}");
    }
    assert_eq!(retry(r#"{"attempts":0}"#).unwrap_err(), "retry.attempts must be a number, 1 or more");
    assert!(retry(r#"{"jitter":-0.1}"#).unwrap_err().contains("retry.jitter"));
}
