//! One POST: what is known of it after a refusal, a lost answer and a lost object; what a callback and a person may add.

use wanreel::protocol::job::Effect;
use wanreel::protocol::job::event::{Event, Exchange};

use super::play::*;

const CALLBACK: &str = "{\"hasCallback\":true}";

/// Row before money; money before the queue; the queue before the POST.
#[test]
fn the_row_is_written_before_money_is_asked_and_money_before_the_queue() {
    let mut play = Play::new("{}");
    play.create();
    assert_eq!((play.state(), play.status), ("reserving", 202));
    assert!(play.alarm.is_some());
    assert_eq!(moved(&play.effects, "reserve"), Some(PRICE as i64));
    play.tell(&Event::Answered { id: format!("reserve/{BEGIN}/1"), full: None });
    assert_eq!(play.state(), "queued");
    assert!(matches!(&play.effects[..], [Effect::Enqueue { run: BEGIN, not_before: 0, .. }]));
}

/// An activation that finds another's `submitting` never posts.
#[test]
fn a_post_of_another_activation_has_an_unknown_outcome() {
    let mut play = Play::posting(CALLBACK);
    play.crash();
    for event in [Event::Start { run: BEGIN }, Event::Alarm, Event::Wake] {
        play.tell(&event);
        assert!(!play.asks(is_post), "{event:?}");
        assert_eq!(play.state(), "submitting");
    }
    assert!(!play.ring_until(is_post, 2 * HOUR));
    assert_eq!(play.state(), "unresolved");
}

/// Without a callback origin an unknown outcome is `unresolved` after 15 minutes.
#[test]
fn without_a_callback_an_unknown_outcome_is_unresolved_after_a_quarter_of_an_hour() {
    let mut play = Play::posting("{}");
    play.posted(1, lost());
    play.ring_until(|_| false, 15 * MINUTE - 1);
    assert_eq!(play.state(), "submitting");
    play.ring_until(|_| false, 2);
    assert_eq!(play.state(), "unresolved");
    assert!(play.job().money.spent.is_none(), "unresolved keeps its money");
}

/// The same activation's alarm, a message that comes twice: the POST under way is waited for.
#[test]
fn nothing_posts_beside_a_post_under_way() {
    let mut play = Play::posting(CALLBACK);
    for event in [Event::Start { run: BEGIN }, Event::Alarm, Event::Wake, Event::DeadLetter { run: BEGIN }] {
        play.tell(&event);
        assert!(play.effects.is_empty(), "{event:?}");
    }
    play.posted(1, answer(200, &task("task-unified-1", "pending", BEGIN)));
    assert_eq!(play.state(), "polling");
}

/// A message of an earlier run, or of none, starts nothing.
#[test]
fn a_message_of_another_run_changes_nothing() {
    let mut play = Play::queued("{}");
    play.tell(&Event::Start { run: BEGIN - 1 });
    assert_eq!((play.state(), play.effects.len()), ("queued", 0));
    play.tell(&Event::DeadLetter { run: BEGIN - 1 });
    assert_eq!(play.state(), "queued");
}

/// 401, 402 and 403 pause the deployment; no job fails by them.
#[test]
fn an_error_of_the_account_pauses_everyone_and_fails_nobody() {
    for (status, code) in [(401, "unauthorized"), (402, "insufficient_quota"), (403, "model_access_denied")] {
        let mut play = Play::posting("{}");
        play.posted(1, answer(status, &envelope(code)));
        assert_eq!(play.state(), "queued", "{status}");
        let told = |effect: &Effect| matches!(effect, Effect::PauseDeployment { why, .. } if why.starts_with(&status.to_string()));
        assert!(play.asks(told), "{:?}", play.effects);
        assert!(
            play.asks(|effect| matches!(effect, Effect::Enqueue { not_before, .. } if *not_before > BEGIN))
        );
        assert!(play.job().money.spent.is_none());
    }
}

/// 429 slows all, for as long as it says.
#[test]
fn a_429_slows_everyone_for_as_long_as_it_says() {
    let mut play = Play::posting("{}");
    let limited =
        || Exchange { retry_after: Some("90".into()), ..answer(429, &envelope("rate_limit_exceeded")) };
    play.posted(1, limited());
    let until = BEGIN + 90_000;
    let slowed = |effect: &Effect| matches!(effect, Effect::PauseDeployment { why, until: at, .. } if why == "rate" && *at == until);
    assert!(play.asks(slowed), "{:?}", play.effects);
    assert!(play.ring_until(is_post, HOUR), "it is sent again by the machine of submits");
    assert!(play.now >= until);
    // Its attempts used up, it waits in the queue; a week of that fails nobody.
    for _ in 0..1_000 {
        match play.state() {
            "queued" => {
                play.now += 10 * MINUTE;
                play.tell(&Event::Start { run: BEGIN });
            }
            "submitting" if play.asks(is_post) => {
                let attempt = play.job().submitting.attempt;
                play.posted(attempt, limited());
            }
            _ => play.ring(),
        }
        assert!(matches!(play.state(), "queued" | "submitting"));
    }
}

/// What was refused for good ends the job, and nothing is billed.
#[test]
fn a_request_that_is_refused_fails_and_gets_its_money_back() {
    let mut play = Play::posting("{}");
    play.posted(1, answer(400, &envelope("invalid_request")));
    assert_eq!(play.state(), "failed");
    assert_eq!(moved(&play.effects, "release"), Some(-(PRICE as i64)));
    assert!(play.asks(|effect| matches!(effect, Effect::ReleaseSlot { outcome: "failed", .. })));
}

/// The answer of the POST comes before its callback, or after it: the same task.
#[test]
fn an_early_callback_waits_for_the_answer_of_the_post() {
    let mut play = Play::posting(CALLBACK);
    play.callback(BEGIN, "task-unified-1");
    assert!(!play.asks(is_check), "{:?}", play.effects);
    play.posted(1, answer(200, &task("task-unified-1", "pending", BEGIN)));
    assert!(play.asks(is_get), "it is looked at, at once");
    assert!(play.job().check.is_empty() && play.job().paid_twice.is_empty());
}

/// A callback's task is taken only if our key reads it, model and time fit, and no other job holds it.
#[test]
fn a_callbacks_task_is_taken_only_where_everything_fits() {
    let other_model = task("task-unified-9", "processing", BEGIN).replace("wan2.7", "wan2.6");
    let wrong = [
        (answer(404, &envelope("task_not_found")), false, "not ours"),
        (answer(200, &other_model), false, "model"),
        (answer(200, &task("task-unified-9", "processing", BEGIN - HOUR)), false, "time"),
        (answer(200, &task("task-unified-9", "processing", BEGIN)), true, "held"),
    ];
    for (seen, held, why) in wrong {
        let mut play = Play::posting(CALLBACK);
        play.posted(1, lost());
        play.callback(BEGIN, "task-unified-9");
        assert!(play.asks(is_check));
        play.checked("task-unified-9", seen, held);
        assert_eq!((play.state(), play.job().check.len()), ("submitting", 0), "{why}");
    }
    let mut play = Play::posting(CALLBACK);
    play.posted(1, lost());
    play.callback(BEGIN, "task-unified-9");
    play.checked("task-unified-9", answer(200, &task("task-unified-9", "processing", BEGIN)), false);
    assert_eq!(play.state(), "polling");
    assert!(play.asks(is_get));
    // A forged one of another run is not even looked at.
    let mut play = Play::posting(CALLBACK);
    play.posted(1, lost());
    play.callback(BEGIN - 1, "task-unified-9");
    assert!(play.effects.is_empty());
}

/// One that cannot be read for a while is asked for again.
#[test]
fn a_candidate_that_cannot_be_read_is_asked_for_again() {
    let mut play = Play::posting(CALLBACK);
    play.posted(1, lost());
    play.callback(BEGIN, "task-unified-9");
    for seen in [lost(), answer(502, "<html>"), answer(401, &envelope("unauthorized"))] {
        play.checked("task-unified-9", seen, false);
        assert!(play.ring_until(is_check, HOUR));
    }
}

/// A second id for one run is recorded as a second paid task, and is in the books.
#[test]
fn a_second_task_of_a_run_is_recorded_and_paid_for() {
    let mut play = Play::polling(CALLBACK);
    play.callback(BEGIN, "task-unified-2");
    play.checked("task-unified-2", answer(200, &task("task-unified-2", "processing", BEGIN)), false);
    assert_eq!(play.job().paid_twice, ["task-unified-2"]);
    assert_eq!(moved(&play.effects, "extra"), Some(PRICE as i64));
    assert!(play.job().needs_review);
    play.callback(BEGIN, "task-unified-2");
    assert!(play.effects.is_empty(), "once");
}

/// An answer that comes after the outcome was called unknown is still an answer.
#[test]
fn a_late_answer_is_taken() {
    let mut play = Play::posting(CALLBACK);
    play.ring_until(|_| false, 20 * MINUTE);
    assert!(play.job().submitting.unknown_at.is_some());
    play.posted(1, answer(200, &task("task-unified-1", "pending", BEGIN)));
    assert_eq!(play.state(), "polling");
}

/// `resendOnce`: one more POST of an unknown outcome, with the same key.
#[test]
fn asked_to_send_again_once_it_does_so_once_with_the_same_key() {
    let mut play = Play::posting("{\"resendOnce\":true}");
    let Some(Effect::Post { idempotency_key: first, .. }) = play.effects.first().cloned() else { panic!() };
    play.posted(1, lost());
    assert!(play.ring_until(is_post, HOUR));
    let [Effect::Post { idempotency_key: second, attempt: 2, .. }] = &play.effects[..] else { panic!() };
    assert_eq!(&first, second);
    play.posted(2, lost());
    assert!(!play.ring_until(is_post, 24 * HOUR));
    assert_eq!(play.state(), "unresolved");
}

/// A person says what became of it.
#[test]
fn a_person_ends_an_unknown_outcome() {
    let unresolved = || {
        let mut play = Play::posting("{}");
        play.posted(1, lost());
        play.ring_until(|_| false, HOUR);
        assert_eq!(play.state(), "unresolved");
        play
    };
    let mut play = unresolved();
    play.tell(&Event::Reconcile { task_id: None });
    assert_eq!((play.state(), play.status), ("failed", 200));
    assert_eq!(moved(&play.effects, "release"), None, "the row for lists goes first");
    play.drain();
    assert_eq!(play.job().money.spent, Some(0));

    let mut play = unresolved();
    play.tell(&Event::Reconcile { task_id: Some("task-unified-7".into()) });
    assert!(play.asks(is_check));
    play.checked("task-unified-7", answer(200, &task("task-unified-7", "completed", BEGIN)), false);
    assert_eq!((play.state(), play.status), ("polling", 200));

    let mut play = unresolved();
    play.tell(&Event::Reconcile { task_id: Some("task-unified-7".into()) });
    play.checked("task-unified-7", answer(404, &envelope("task_not_found")), false);
    assert_eq!((play.state(), play.status, play.code.as_str()), ("unresolved", 409, "other_task"));

    let mut play = Play::polling("{}");
    play.tell(&Event::Reconcile { task_id: None });
    assert_eq!((play.state(), play.status), ("polling", 409));
}

/// Another model is asked where this one fails lastingly, under a key of its own, for no more than was put aside.
#[test]
fn another_model_is_asked_under_a_key_of_its_own() {
    let mut play = Play::posting("{\"fallback\":true}");
    play.posted(1, answer(404, &envelope("model_not_found")));
    assert_eq!(play.state(), "queued");
    play.tell(&Event::Start { run: BEGIN });
    let [Effect::Post { idempotency_key, body, attempt: 2, .. }] = &play.effects[..] else {
        panic!("{:?}", play.effects)
    };
    assert_eq!(idempotency_key, &format!("job.{BEGIN}.1"));
    assert!(body.contains("wan2.6"), "{body}");

    let mut play = Play::polling("{\"fallback\":true}");
    play.ring();
    play.got(answer(200, &task("task-unified-1", "failed", BEGIN)));
    assert_eq!(play.state(), "queued");
    assert!(play.job().task.is_none());
}

/// The end of a run is the beginning of another: its keys are its own.
#[test]
fn a_failed_request_may_be_made_again_as_another_run() {
    let mut play = Play::posting("{\"hasNotify\":true}");
    play.posted(1, answer(400, &envelope("invalid_request")));
    play.settle();
    play.create();
    assert_eq!((play.state(), play.status), ("reserving", 202));
    let run = play.job().run;
    assert!(run > BEGIN, "{run}");
    play.settle();
    play.tell(&Event::Start { run });
    assert!(play.asks(|effect| matches!(effect, Effect::Post { idempotency_key, .. } if idempotency_key.ends_with(&run.to_string()))));
    assert_eq!(play.job().notices.len(), 1, "the first run's end is told all the same");
    // While it runs it is the same job.
    play.create();
    assert_eq!((play.status, play.job().run), (200, run));
}
