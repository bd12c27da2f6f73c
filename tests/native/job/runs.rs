//! Runs of a job: what a retry and a request that comes again find, and what the rows of earlier runs say.

use wanreel::protocol::job::Effect;
use wanreel::protocol::job::entry::Entry;
use wanreel::protocol::job::event::{Event, Full};

use super::play::*;

const NOTIFY: &str = "{\"hasNotify\":true}";
const BUDGET: &str = "{\"hasNotify\":true,\"budget\":{\"perUserDayMicroUsd\":1000000}}";

/// As it is told by JavaScript.
fn retry(run: i64) -> Event {
    serde_json::from_str(&format!("{{\"type\":\"retry\",\"run\":{run}}}")).unwrap()
}

/// The row that is written: its name and what it says.
fn row(play: &Play) -> Option<(String, Entry)> {
    play.effects.iter().find_map(|effect| match effect {
        Effect::List { reservation, entry, .. } | Effect::Money { reservation, entry: Some(entry), .. } => {
            Some((reservation.clone(), entry.clone()))
        }
        _ => None,
    })
}

/// The counter that is asked for money is full.
fn refuse(play: &mut Play) {
    let id = play.effects.iter().find_map(|effect| match effect {
        Effect::Money { id, what: "reserve", .. } => Some(id.clone()),
        _ => None,
    });
    let full = Full { limit: "perUserDayMicroUsd".into(), used: 900_000 };
    play.tell(&Event::Answered { id: id.expect("money is asked for"), full: Some(full) });
}

/// A first run that came to nothing, a minute ago; `status` is what its webhook answered, 0 where it is not answered yet.
fn failed(options: &str, status: u16) -> Play {
    let mut play = Play::queued(options);
    play.tell(&Event::DeadLetter { run: BEGIN });
    assert_eq!(play.state(), "failed");
    let ended = play.effects.clone();
    play.settle();
    for effect in ended {
        if let Effect::Notify { id, attempt, .. } = effect
            && status > 0
        {
            play.tell(&Event::Notified { id, attempt, status });
        }
    }
    play.now += MINUTE;
    play
}

/// Rule 1 of the pipeline deletes what was refused so that the same request is judged anew. An operator has no request to
/// post: a retry that is refused leaves the job, nothing spent, to be retried when there is money again.
#[test]
fn a_retry_that_the_budget_refuses_leaves_the_job_to_be_retried() {
    let mut play = failed(BUDGET, 204);
    play.tell(&retry(BEGIN));
    refuse(&mut play);
    assert_eq!((play.status, play.code.as_str(), play.state()), (402, "budget_exceeded", "failed"));
    let job = play.job();
    assert_eq!((job.trouble.unwrap().code.as_str(), job.money.spent), ("budget_exceeded", Some(0)));
    let second = job.run;
    let (name, entry) = row(&play).expect("lists show the run");
    assert_eq!((name, entry.state.name()), (format!("job.{second}.user"), "failed"));
    assert_eq!((entry.ended_at, entry.spent), (Some(play.now), false));
    play.settle();
    play.now += 24 * HOUR;
    play.tell(&retry(second));
    assert_eq!((play.status, play.state()), (202, "reserving"));
    play.settle();
    assert_eq!(play.state(), "queued");

    // The same where the deployment's limits were lowered meanwhile: nobody is asked.
    let mut play = failed(BUDGET, 204);
    play.settings = wanreel::protocol::job::Settings::read("{\"budget\":{\"maxDuration\":4}}").unwrap();
    play.tell(&retry(BEGIN));
    assert_eq!((play.status, play.state()), (402, "failed"));
    assert_eq!(row(&play).unwrap().1.error.as_deref(), Some("budget_exceeded"));
}

/// What was put aside for all may have to be given back yet: the same request is judged anew all the same.
#[test]
fn a_request_that_was_refused_is_judged_anew_while_its_row_waits() {
    let mut play = Play::new("{\"budget\":{\"perUserDayMicroUsd\":1000000,\"totalMicroUsd\":500000}}");
    play.create();
    let Some(Effect::Money { id, .. }) = play.effects.first().cloned() else { panic!() };
    play.tell(&Event::Answered { id, full: None });
    refuse(&mut play);
    assert_eq!((play.status, play.text.is_some()), (402, true), "its user's share is to be given back yet");
    play.now += 24 * HOUR;
    play.create();
    assert_eq!((play.status, play.state()), (202, "reserving"));
    assert_eq!(moved(&play.effects, "reserve"), Some(PRICE as i64));
    play.settle();
    assert_eq!(play.state(), "queued");
}

/// A retry is of the run that was looked at: another may have been billed.
#[test]
fn a_retry_of_an_earlier_run_is_refused() {
    let mut play = failed("{}", 0);
    play.create();
    let second = play.job().run;
    play.settle();
    play.tell(&Event::DeadLetter { run: second });
    play.settle();
    play.tell(&retry(BEGIN));
    assert_eq!((play.status, play.code.as_str()), (409, "another_run"));
    assert_eq!((play.state(), play.job().run), ("failed", second));
    play.tell(&retry(second));
    assert_eq!((play.status, play.state()), (202, "reserving"));
}

/// A job that is no more unresolved needs nobody any more.
#[test]
fn what_was_reconciled_leaves_the_review_list() {
    let mut play = Play::posting("{}");
    play.posted(1, lost());
    play.ring_until(|_| false, HOUR);
    assert_eq!((play.state(), play.job().needs_review), ("unresolved", true));
    play.settle();
    play.tell(&Event::Reconcile { task_id: None });
    assert_eq!((play.state(), play.job().needs_review), ("failed", false));
    assert!(!row(&play).unwrap().1.needs_review);
}

/// Guide: a failed task is not billed; its notification is dead. The next run does not lose it, and marks no run but its own.
#[test]
fn a_dead_notification_of_an_earlier_run_can_be_sent_again() {
    let mut play = failed(NOTIFY, 410);
    let first = format!("job.{BEGIN}.user");
    let (name, entry) = row(&play).unwrap();
    assert_eq!((name.as_str(), entry.needs_review), (first.as_str(), true));
    play.settle();
    play.create();
    play.settle();
    let job = play.job();
    assert_eq!((job.notices.len(), job.needs_review), (1, false));
    assert!(wanreel::protocol::job::view::of(&job).contains("\"notification\":\"dead\""));
    play.tell(&Event::Renotify);
    let Some(Effect::Notify { id, webhook_id, attempt, .. }) = play.effects.first().cloned() else {
        panic!("{:?}", play.effects)
    };
    assert_eq!(webhook_id, format!("job.{BEGIN}"));
    play.tell(&Event::Notified { id, attempt, status: 204 });
    let (name, entry) = row(&play).expect("the old row's mark is taken off");
    assert_eq!((name, entry.run, entry.needs_review), (first, BEGIN, false));
    assert_eq!((entry.state.name(), entry.error.as_deref()), ("failed", Some("dead_letter")));
}

/// One that was pending when the next run began marks its own run's row when it is dead.
#[test]
fn a_notification_that_dies_in_a_later_run_marks_the_row_of_its_own() {
    let mut play = failed(NOTIFY, 0);
    play.create();
    play.settle();
    let job = play.job();
    let notice = &job.notices[0];
    play.tell(&Event::Notified { id: notice.id.clone(), attempt: notice.attempt, status: 410 });
    let (name, entry) = row(&play).unwrap();
    assert_eq!((name, entry.needs_review), (format!("job.{BEGIN}.user"), true));
    assert!(!play.job().needs_review);
}

/// A request that is posted again while its first run is listed: refused, the job stays where that row leads, with what could be
/// sent again of it; nothing is held, and it is judged anew when it is posted once more.
#[test]
fn a_listed_job_stays_when_the_same_request_is_refused() {
    let mut play = failed("{\"hasNotify\":true,\"budget\":{\"perUserDayMicroUsd\":1000000}}", 410);
    play.settle();
    play.create();
    refuse(&mut play);
    assert_eq!((play.status, play.code.as_str(), play.state()), (402, "budget_exceeded", "failed"));
    let job = play.job();
    assert_eq!(job.money.spent, Some(0));
    assert!(job.notices.iter().any(|notice| notice.id == format!("job.{BEGIN}")));
    play.drain();
    play.now += 24 * HOUR;
    play.create();
    assert_eq!((play.status, play.state()), (202, "reserving"));
    play.settle();
    assert_eq!(play.state(), "queued");
}

/// Dead notifications do not make a row grow with each run.
#[test]
fn of_dead_notifications_the_newest_stay() {
    let mut play = failed(NOTIFY, 410);
    for _ in 0..12 {
        play.drain();
        play.now += MINUTE;
        play.create();
        play.drain();
        let run = play.job().run;
        play.tell(&Event::DeadLetter { run });
        let told = play.job().notices.last().cloned().unwrap();
        play.tell(&Event::Notified { id: told.id, attempt: told.attempt, status: 410 });
    }
    let notices = play.job().notices;
    assert_eq!(notices.len(), 9, "eight of earlier runs, and its own");
    assert!(notices.iter().all(|notice| notice.id != format!("job.{BEGIN}")));
}

/// Rows without an end are kept for ever, and shown as under way.
#[test]
fn every_row_that_nothing_comes_after_has_an_end() {
    let mut play = Play::new("{\"budget\":{\"totalMicroUsd\":500000}}");
    play.create();
    let Some(Effect::Money { id, .. }) = play.effects.first().cloned() else { panic!() };
    play.tell(&Event::Answered { id, full: None });
    refuse(&mut play);
    let (_, entry) = row(&play).unwrap();
    assert_eq!((entry.state.name(), entry.ended_at), ("cancelled", Some(BEGIN)));

    // A second task that was paid for, while the first is waited for.
    let mut play = Play::polling("{\"hasCallback\":true}");
    play.callback(BEGIN, "task-unified-2");
    play.checked("task-unified-2", answer(200, &task("task-unified-2", "processing", BEGIN)), false);
    assert_eq!((play.state(), play.job().paid_twice.len()), ("polling", 1));
    let (name, entry) = row(&play).unwrap();
    assert_eq!(name, format!("job.{BEGIN}.user.extra-1"));
    assert_eq!((entry.state.name(), entry.ended_at, entry.spent), ("done", Some(play.now), true));
    assert_eq!((entry.task_id.as_deref(), entry.needs_review), (Some("task-unified-2"), true));
}
