//! A paid task is never given up by an error of the account, nor by time alone.

use wanreel::protocol::job::Effect;
use wanreel::protocol::job::event::Event;

use super::play::*;

/// 404 on a poll is asked again for 10 minutes, then `unresolved`; a task seen in between begins anew.
#[test]
fn a_task_that_is_not_found_is_asked_for_ten_minutes() {
    let mut play = Play::polling("{}");
    assert!(play.ring_until(is_get, MINUTE));
    let first = play.now;
    let mut asked = 0;
    while play.state() == "polling" {
        play.got(answer(404, &envelope("task_not_found")));
        asked += 1;
        if play.state() == "polling" {
            assert!(play.ring_until(is_get, HOUR));
        }
    }
    assert_eq!(play.state(), "unresolved");
    assert!((10 * MINUTE..=11 * MINUTE).contains(&(play.now - first)), "{}", play.now - first);
    assert!(asked >= 10, "{asked}");
    // A callback of that very task finds it again.
    play.callback(BEGIN, "task-unified-1");
    assert_eq!(play.state(), "polling");
    assert!(play.asks(is_get));
}

/// 401, 402 and 403 on a poll pause the deployment; the task is asked for all the same, and its end is seen.
#[test]
fn an_error_of_the_account_ends_no_wait() {
    for (status, code) in [(401, "unauthorized"), (402, "insufficient_quota"), (403, "permission_denied")] {
        let mut play = Play::polling("{}");
        assert!(play.ring_until(is_get, MINUTE));
        for _ in 0..20 {
            play.got(answer(status, &envelope(code)));
            assert_eq!(play.state(), "polling", "{status}");
            assert!(play.asks(|effect| matches!(effect, Effect::PauseDeployment { .. })), "{status}");
            assert!(play.ring_until(is_get, HOUR), "{status}");
        }
        play.got(answer(200, &task("task-unified-1", "completed", BEGIN)));
        assert_eq!(play.state(), "archiving");
    }
}

/// Past `deadlineMs` (15 minutes) polls go on every 5 minutes, hourly after 2 h, to 48 h, then `unresolved`.
#[test]
fn past_the_deadline_the_task_is_asked_for_two_days() {
    let mut play = Play::polling("{\"poll\":{\"jitter\":0}}");
    let mut looks: Vec<i64> = Vec::new();
    while play.state() == "polling" {
        if !play.ring_until(is_get, 3 * HOUR) {
            break;
        }
        looks.push(play.now - BEGIN);
        play.got(answer(200, &task("task-unified-1", "processing", BEGIN)));
        play.settle();
    }
    assert_eq!(play.state(), "unresolved");
    let gaps = |from: i64, to: i64| {
        looks
            .windows(2)
            .filter(|pair| pair[0] > from && pair[1] < to)
            .map(|pair| pair[1] - pair[0])
            .collect::<Vec<_>>()
    };
    let near = |gap: &i64, wanted: i64| (gap - wanted).abs() <= wanted / 5;
    assert!(gaps(0, 14 * MINUTE).iter().all(|gap| *gap <= 31_000), "{:?}", gaps(0, 14 * MINUTE));
    let late = gaps(17 * MINUTE, 2 * HOUR);
    assert!(late.len() > 15 && late.iter().all(|gap| near(gap, 5 * MINUTE)), "{late:?}");
    let very_late = gaps(2 * HOUR + 10 * MINUTE, 48 * HOUR);
    assert!(very_late.len() > 35 && very_late.iter().all(|gap| near(gap, HOUR)), "{very_late:?}");
    let last = *looks.last().unwrap();
    assert!((48 * HOUR..50 * HOUR).contains(&last), "{last}");
}

/// The mark for review at 5 minutes is a mark: the job goes on.
#[test]
fn at_five_minutes_it_is_marked_for_review_and_goes_on() {
    let mut play = Play::polling("{}");
    while play.now < BEGIN + 4 * MINUTE {
        assert!(play.ring_until(is_get, MINUTE));
        play.got(answer(200, &task("task-unified-1", "processing", BEGIN)));
        assert!(!play.job().needs_review, "{}", play.now - BEGIN);
    }
    while play.now < BEGIN + 6 * MINUTE {
        assert!(play.ring_until(is_get, MINUTE));
        play.got(answer(200, &task("task-unified-1", "processing", BEGIN)));
    }
    assert!(play.job().needs_review);
    assert_eq!(play.state(), "polling");
    // Once it has ended, that it took long needs nobody any more.
    assert!(play.ring_until(is_get, MINUTE));
    play.got(answer(200, &task("task-unified-1", "completed", BEGIN)));
    assert_eq!((play.state(), play.job().needs_review), ("archiving", false));
}

/// A callback is a hint: the task is read.
#[test]
fn a_callback_only_hurries_the_next_look() {
    let mut play = Play::polling("{\"hasCallback\":true}");
    play.callback(BEGIN, "task-unified-1");
    assert!(play.asks(is_get));
    play.callback(BEGIN, "task-unified-1");
    assert!(play.effects.is_empty(), "one look at a time");
    play.got(answer(200, &task("task-unified-1", "processing", BEGIN)));
    assert_eq!(play.state(), "polling");
}

/// The task may have ended after a look was answered and before that answer came: a callback meanwhile is not forgotten.
#[test]
fn a_callback_during_a_look_has_another_follow_it() {
    let mut play = Play::polling("{\"hasCallback\":true}");
    assert!(play.ring_until(is_get, 6 * MINUTE));
    play.callback(BEGIN, "task-unified-1");
    assert!(play.effects.is_empty(), "one look at a time");
    play.got(answer(200, &task("task-unified-1", "processing", BEGIN)));
    assert!(play.asks(is_get), "at once, not at the next of the schedule");
    // One for all callbacks of that time; what it sees is waited for by the schedule.
    play.got(answer(200, &task("task-unified-1", "processing", BEGIN)));
    assert!(play.effects.is_empty() && play.state() == "polling");
    // A look that sees the end needs no other.
    assert!(play.ring_until(is_get, 6 * MINUTE));
    play.callback(BEGIN, "task-unified-1");
    play.got(answer(200, &task("task-unified-1", "completed", BEGIN)));
    assert_eq!(play.state(), "archiving");
    assert!(!play.asks(is_get));
}

/// One that was refused for now is made again when the API says, whatever a callback says.
#[test]
fn a_callback_during_a_look_that_is_refused_waits_for_the_next() {
    let mut play = Play::polling("{\"hasCallback\":true}");
    assert!(play.ring_until(is_get, 6 * MINUTE));
    play.callback(BEGIN, "task-unified-1");
    play.got(answer(429, &envelope("rate_limit_exceeded")));
    assert!(!play.asks(is_get));
    assert!(play.ring_until(is_get, 6 * MINUTE));
}

/// A look whose answer was lost with the object is made again.
#[test]
fn a_look_that_was_lost_is_made_again() {
    let mut play = Play::polling("{}");
    assert!(play.ring_until(is_get, MINUTE));
    play.crash();
    assert!(play.ring_until(is_get, 2 * MINUTE));
    play.got(answer(200, &task("task-unified-1", "completed", BEGIN)));
    assert_eq!(play.state(), "archiving");
    play.tell(&Event::Got { run: BEGIN, look: 1, answer: answer(404, "") });
    assert_eq!(play.state(), "archiving", "an answer that comes late changes nothing");
}

/// A week without anybody: its money counts as spent; it is never deleted.
#[test]
fn what_nobody_resolves_counts_as_spent_after_a_week_and_stays() {
    let mut play = Play::posting("{\"retentionDays\":1}");
    play.posted(1, lost());
    play.ring_until(|_| false, HOUR);
    play.drain();
    play.ring_until(|_| false, 7 * 24 * HOUR - HOUR);
    assert_eq!(play.job().money.spent, None);
    play.ring_until(|_| false, HOUR);
    assert_eq!(play.job().money.spent, Some(PRICE));
    play.drain();
    play.ring_until(|_| false, 90 * 24 * HOUR);
    assert_eq!(play.state(), "unresolved");
    assert!(play.alarm.is_some());
    // And a person may still find out that it was not accepted: the books are corrected.
    play.tell(&Event::Reconcile { task_id: None });
    assert_eq!((play.state(), play.job().money.spent), ("failed", Some(0)));
    play.drain();
}

/// A callback tells of an end at once, and each look costs a request and a row: beside one, a task of ordinary length is looked
/// at three times at most, and one whose callback is lost is found within a minute and a half. A schedule that is given holds.
#[test]
fn beside_a_callback_a_task_is_looked_at_seldom() {
    let running = || answer(200, &task("task-unified-1", "processing", BEGIN));
    let completed = || answer(200, &task("task-unified-1", "completed", BEGIN));
    let given = "{\"hasCallback\":true,\"poll\":{\"initialMs\":5000,\"maxMs\":5000,\"adaptive\":false}}";
    for (options, seconds, looks) in [
        ("{\"hasCallback\":true}", 30, 1..=1),
        ("{\"hasCallback\":true}", 90, 2..=2),
        ("{\"hasCallback\":true}", 150, 2..=3),
        (given, 90, 16..=20),
        ("{}", 90, 4..=8),
    ] {
        let mut play = Play::polling(options);
        let ends = BEGIN + seconds * 1_000;
        while play.ring_until(is_get, ends - play.now) {
            play.got(running());
        }
        play.now = ends;
        play.callback(BEGIN, "task-unified-1");
        assert!(play.asks(is_get), "{options}");
        play.got(completed());
        assert_eq!(play.state(), "archiving");
        let seen = play.job().polling.look;
        assert!(looks.contains(&seen), "{options}: {seen} looks in {seconds} s");
    }
    let mut lost = Play::polling("{\"hasCallback\":true}");
    let ends = BEGIN + 90_000;
    while lost.ring_until(is_get, ends - lost.now) {
        lost.got(running());
    }
    assert!(lost.ring_until(is_get, 90_000), "found within a minute and a half");
}
