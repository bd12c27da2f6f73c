//! Money, the archive, notifications, deletion: what an end owes others.

use wanreel::protocol::job::Effect;
use wanreel::protocol::job::event::{ArchiveTrouble, Event, Full};

use super::play::*;

const NOTIFY: &str = "{\"hasNotify\":true}";

fn archived(seconds: Option<f64>) -> Event {
    Event::Archived { run: BEGIN, bytes: 2_000_000, sha256: None, media_type: None, seconds }
}

/// Money is settled when `completed` is read; the archive does not hold it.
#[test]
fn money_is_spent_when_the_task_is_completed() {
    let play = Play::archiving("{}");
    assert_eq!(moved(&play.effects, "settle"), Some(0), "all of what was put aside");
    assert_eq!(play.job().money.spent, Some(PRICE));
    assert!(play.asks(|effect| matches!(effect, Effect::ReleaseSlot { .. })), "its place is free");
    assert!(play.asks(|effect| matches!(effect, Effect::Archive(_))));
}

/// Its row for lists says so once the video is there: lists and what is kept for how long read the row alone.
#[test]
fn the_row_of_a_job_that_is_done_says_so() {
    let mut play = Play::archiving("{}");
    play.settle();
    play.now += MINUTE;
    play.tell(&archived(None));
    let row = play.effects.iter().find_map(|effect| match effect {
        Effect::List { entry, reservation, .. } => Some((entry.clone(), reservation.clone())),
        _ => None,
    });
    let (entry, reservation) = row.expect("its row is written");
    assert_eq!(reservation, format!("job.{BEGIN}.user"));
    assert_eq!((entry.state.name(), entry.ended_at), ("done", Some(play.now)));
    assert_eq!((entry.micro_usd, entry.spent), (PRICE, true));
    assert_eq!(play.state(), "done");
    // Written once.
    play.settle();
    play.ring();
    assert!(!play.asks(|effect| matches!(effect, Effect::List { .. })));
}

/// Corrected by the video's length: an edit of unknown length was put aside at its longest (guide, section 7: input and
/// output are billed, $0.086 a second).
#[test]
fn an_edit_of_unknown_length_is_corrected_by_the_videos_length() {
    let request = "{\"model\":\"wan2.7-video-edit\",\"prompt\":\"a lake\",\"video_urls\":[\"https://x.example/v.mp4\"]}";
    let mut play = Play::new("{}");
    play.create_request(request);
    play.settle();
    play.tell(&Event::Start { run: BEGIN });
    let of_edit = |status| task("task-unified-1", status, BEGIN).replace("text-to-video", "video-edit");
    play.posted(1, answer(200, &of_edit("pending")));
    play.ring();
    play.got(answer(200, &of_edit("completed")));
    assert!(play.job().money.ceiling && play.job().money.micro_usd > 860_000);
    play.settle();
    play.tell(&archived(Some(5.0)));
    assert_eq!(play.job().money.spent, Some(860_000));
    assert_eq!(moved(&play.effects, "correct"), Some(860_000 - play.job().money.micro_usd as i64));
}

/// A failed task is not billed; one that completed without a video is.
#[test]
fn a_failed_task_is_not_billed() {
    let mut play = Play::polling("{}");
    play.ring();
    play.got(answer(200, &task("task-unified-1", "failed", BEGIN)));
    assert_eq!((play.state(), play.job().money.spent), ("failed", Some(0)));
    assert_eq!(moved(&play.effects, "release"), Some(-(PRICE as i64)));

    let mut play = Play::polling("{}");
    play.ring();
    play.got(answer(
        200,
        &task("task-unified-1", "completed", BEGIN).replace("https://files.example/v.mp4", ""),
    ));
    assert_eq!((play.state(), play.job().money.spent), ("failed", Some(PRICE)));
    assert_eq!(play.job().trouble.unwrap().code, "no_result");
}

/// A refused reservation deletes the row, so that the same request is judged anew later.
#[test]
fn a_refused_reservation_deletes_the_row() {
    let mut play = Play::new("{\"budget\":{\"perUserDayMicroUsd\":1000000}}");
    play.create();
    play.tell(&Event::Answered {
        id: format!("reserve/{BEGIN}/1"),
        full: Some(full("perUserDayMicroUsd", 900_000)),
    });
    assert_eq!((play.status, play.code.as_str()), (402, "budget_exceeded"));
    assert_eq!(play.effects, [Effect::DeleteAll]);
    assert!(play.text.is_none() && play.alarm.is_none());
    play.create();
    assert_eq!(play.status, 202);
}

/// A later refusal releases the earlier, and only then the row goes.
#[test]
fn a_later_refusal_gives_back_what_was_put_aside_before() {
    let mut play = Play::new("{\"budget\":{\"perUserDayMicroUsd\":1000000,\"totalMicroUsd\":500000}}");
    play.create();
    play.tell(&Event::Answered { id: format!("reserve/{BEGIN}/1"), full: None });
    let shard = |effect: &Effect| matches!(effect, Effect::Money { what: "reserve", counter, .. } if counter == "total/0");
    assert!(play.asks(shard), "{:?}", play.effects);
    play.tell(&Event::Answered {
        id: format!("reserve/{BEGIN}/2"),
        full: Some(full("totalMicroUsd", 400_000)),
    });
    assert_eq!(moved(&play.effects, "release"), Some(-(PRICE as i64)));
    assert_eq!(play.state(), "reserving", "the row stays until that is answered");
    play.tell(&Event::Answered { id: format!("release/{BEGIN}/3"), full: None });
    assert_eq!(play.effects, [Effect::DeleteAll]);
}

/// A sharded total errs only by refusing too early: each shard has its share, and all are asked.
#[test]
fn a_total_in_shards_allows_no_more_than_the_whole() {
    let mut play = Play::new("{\"budget\":{\"totalMicroUsd\":3000000},\"totalShards\":3}");
    play.create();
    play.settle_one();
    let mut asked = Vec::new();
    for _ in 0..3 {
        let Some(Effect::Money { id, counter, charges, .. }) = play.effects.first().cloned() else {
            panic!()
        };
        assert_eq!(charges[0].most, Some(1_000_000));
        asked.push(counter);
        play.tell(&Event::Answered { id, full: Some(full("totalMicroUsd", 900_000)) });
    }
    asked.sort();
    assert_eq!(asked, ["total/0", "total/1", "total/2"]);
    assert_eq!(play.status, 402);
}

/// A request that fits no limit by itself writes nothing at all.
#[test]
fn what_fits_no_limit_by_itself_writes_nothing() {
    let mut play = Play::new("{\"budget\":{\"maxDuration\":4}}");
    play.create();
    assert_eq!((play.status, play.effects.len()), (402, 0));
    assert!(play.text.is_none() && play.alarm.is_none());
}

/// Cancel only before the submit, else 409.
#[test]
fn a_job_is_cancelled_only_before_its_submit() {
    let mut play = Play::queued("{}");
    play.tell(&Event::Cancel);
    assert_eq!((play.state(), play.status), ("cancelled", 200));
    assert_eq!(moved(&play.effects, "release"), Some(-(PRICE as i64)));
    assert!(play.asks(|effect| matches!(effect, Effect::ReleaseSlot { outcome: "cancelled", .. })));
    for play in [&mut Play::posting("{}"), &mut Play::polling("{}"), &mut Play::archiving("{}")] {
        let before = play.state();
        play.tell(&Event::Cancel);
        assert_eq!((play.state(), play.status, play.code.as_str()), (before, 409, "cannot_cancel"));
    }
}

/// The dead-letter consumer fails only what is still `queued`.
#[test]
fn a_dead_letter_fails_what_still_waits() {
    let mut play = Play::queued("{}");
    play.tell(&Event::DeadLetter { run: BEGIN });
    assert_eq!(play.state(), "failed");
    assert_eq!(moved(&play.effects, "release"), Some(-(PRICE as i64)));
}

/// `queued` with a confirmed send is sent again after 15 minutes, doubling to 6 h; without one after 10 s.
#[test]
fn a_message_that_does_not_come_is_sent_again() {
    let is_enqueue = |effect: &Effect| matches!(effect, Effect::Enqueue { .. });
    let mut play = Play::queued("{}");
    let mut pauses = Vec::new();
    for _ in 0..8 {
        let since = play.now;
        assert!(play.ring_until(is_enqueue, 7 * HOUR));
        pauses.push((play.now - since) / MINUTE);
        play.settle();
    }
    assert_eq!(pauses, [15, 30, 60, 120, 240, 360, 360, 360]);

    let mut play = Play::new("{}");
    play.create();
    play.settle_one();
    let since = play.now;
    assert!(play.ring_until(is_enqueue, HOUR), "no answer came");
    assert_eq!(play.now - since, 10_000);
}

/// An archive that cannot succeed keeps the link and its expiry on the job.
#[test]
fn a_video_that_cannot_be_kept_leaves_its_link() {
    let mut play = Play::archiving("{}");
    let completed = play.now;
    let failed = Event::ArchiveFailed { run: BEGIN, why: ArchiveTrouble::Network };
    play.tell(&failed);
    assert_eq!(play.state(), "archiving", "it is tried again");
    let is_archive = |effect: &Effect| matches!(effect, Effect::Archive(_));
    let mut tries = 1;
    while play.state() == "archiving" {
        if play.ring_until(is_archive, HOUR) {
            tries += 1;
            play.tell(&failed);
        }
    }
    assert_eq!(play.state(), "done");
    assert!(tries > 50 && play.now - completed <= 24 * HOUR, "{tries}");
    let job = play.job();
    assert_eq!(job.trouble.unwrap().code, "archive_failed");
    let view = wanreel::protocol::job::view::of(&play.job());
    assert!(
        view.contains("\"link\":\"https://files.example/v.mp4\"") && view.contains("\"expiresAt\""),
        "{view}"
    );

    let mut play = Play::archiving("{}");
    play.tell(&Event::ArchiveFailed { run: BEGIN, why: ArchiveTrouble::Expired });
    assert_eq!(play.state(), "done", "an ended link does not come back");
}

/// uploadId and part tags are stored after each part, and what was begun is aborted where it is given up.
#[test]
fn an_upload_in_parts_goes_on_where_it_was() {
    let mut play = Play::archiving("{}");
    play.tell(&Event::UploadBegun {
        run: BEGIN,
        upload_id: "u".into(),
        part_bytes: 5 << 20,
        whole: Some(12 << 20),
        validator: Some("\"e\"".into()),
        media_type: None,
    });
    for number in [1, 2, 2] {
        play.tell(&Event::Part { run: BEGIN, number, tag: format!("t{number}") });
        assert!(!play.lazy || play.job().archive.upload.unwrap().tags.len() == 2);
    }
    play.crash();
    assert!(play.ring_until(|effect| matches!(effect, Effect::Archive(_)), 2 * MINUTE));
    let Effect::Archive(archive) = play.effects[0].clone() else { panic!() };
    assert_eq!(archive.upload.unwrap().tags, ["t1", "t2"]);
    play.tell(&Event::ArchiveFailed { run: BEGIN, why: ArchiveTrouble::Expired });
    assert!(play.asks(|effect| matches!(effect, Effect::AbortUpload { upload_id, .. } if upload_id == "u")));
}

/// Done is reached at once, however long a webhook is down; the id stays; after a day it is dead, and listed.
#[test]
fn a_webhook_that_is_down_holds_nothing_and_is_tried_for_a_day() {
    let mut play = Play::archiving(NOTIFY);
    play.settle();
    play.tell(&archived(None));
    assert_eq!(play.state(), "done");
    let ended = play.effects.clone();
    play.settle();
    play.effects = ended;
    let since = play.now;
    let mut told = Vec::new();
    loop {
        if let Some(Effect::Notify { id, webhook_id, attempt, .. }) =
            play.effects.iter().find(|effect| matches!(effect, Effect::Notify { .. })).cloned()
        {
            assert_eq!(webhook_id, format!("job.{BEGIN}"));
            told.push(play.now - since);
            play.tell(&Event::Notified { id, attempt, status: 503 });
        }
        if !play.job().notices[0].is_pending() {
            break;
        }
        play.ring();
    }
    assert_eq!(told.first(), Some(&0));
    assert!((23 * HOUR..=24 * HOUR).contains(told.last().unwrap()), "{told:?}");
    assert!((6..=9).contains(&told.len()), "{told:?}");
    assert!(play.asks(|effect| matches!(effect, Effect::List { entry, .. } if entry.needs_review)));
    play.settle();
    play.tell(&Event::Renotify);
    assert!(play.asks(|effect| matches!(effect, Effect::Notify { attempt: 1, .. })));
    // It is heard at last, and nobody has to look at it any more.
    let Some(Effect::Notify { id, attempt, .. }) = play.effects.first().cloned() else { panic!() };
    play.tell(&Event::Notified { id, attempt, status: 204 });
    assert!(play.asks(|effect| matches!(effect, Effect::List { entry, .. } if !entry.needs_review)));
    assert!(!play.job().needs_review);
}

/// A job that failed is tried anew when an operator says so: the same request as another run, its money put aside anew.
#[test]
fn a_failed_job_is_retried_as_another_run() {
    let mut play = Play::queued("{}");
    play.tell(&Event::DeadLetter { run: BEGIN });
    assert_eq!(play.state(), "failed");
    play.settle();
    play.now += MINUTE;
    play.tell(&Event::Retry { run: None });
    assert_eq!((play.status, play.state()), (202, "reserving"));
    let job = play.job();
    assert_eq!((job.run, job.user.as_str(), job.request.as_str()), (BEGIN + MINUTE, "u1", REQUEST));
    assert_eq!(moved(&play.effects, "reserve"), Some(PRICE as i64));
    play.settle();
    assert_eq!(play.state(), "queued");
    // Not of a job that goes on, that is done, or that there is not.
    play.tell(&Event::Retry { run: None });
    assert_eq!((play.status, play.code.as_str()), (409, "nothing_to_retry"));
    let mut done = Play::archiving("{}");
    done.settle();
    done.tell(&archived(None));
    done.tell(&Event::Retry { run: None });
    assert_eq!((done.status, done.state()), (409, "done"));
    let mut none = Play::new("{}");
    none.tell(&Event::Retry { run: None });
    assert_eq!((none.status, none.text.is_none()), (404, true));
}

/// Ended jobs delete their storage by a last alarm, once nothing is owed.
#[test]
fn an_ended_job_is_deleted_after_its_retention() {
    let mut play = Play::archiving("{\"retentionDays\":2}");
    play.settle();
    play.tell(&archived(None));
    let ended = play.now;
    play.settle();
    assert!(play.ring_until(|effect| *effect == Effect::DeleteAll, 3 * 24 * HOUR));
    assert_eq!(play.now - ended, 2 * 24 * HOUR);
    assert!(play.text.is_none());
    play.tell(&Event::Alarm);
    assert!(play.text.is_none() && play.effects.is_empty());
}

/// Aim: at most 18 rows a job, setAlarm counted as one: here those of the job's own object.
#[test]
fn a_job_with_a_callback_and_three_looks_writes_few_rows() {
    let mut play = Play::new("{\"hasCallback\":true,\"hasNotify\":true}");
    play.create();
    play.settle();
    play.tell(&Event::Start { run: BEGIN });
    play.posted(1, answer(200, &task("task-unified-1", "pending", BEGIN)));
    for _ in 0..2 {
        assert!(play.ring_until(is_get, 2 * MINUTE));
        play.got(answer(200, &task("task-unified-1", "processing", BEGIN)));
    }
    play.callback(BEGIN, "task-unified-1");
    play.got(answer(200, &task("task-unified-1", "completed", BEGIN)));
    play.settle();
    play.tell(&archived(Some(5.0)));
    let Some(Effect::Notify { id, attempt, .. }) = play.effects.first().cloned() else { panic!() };
    play.settle();
    play.tell(&Event::Notified { id, attempt, status: 204 });
    assert!(play.ring_until(|effect| *effect == Effect::DeleteAll, 40 * 24 * HOUR));
    // The user's object: the job's row three times, the sum once or twice. The coordinator: once when it comes, once when it goes.
    let others = 4 + 2;
    println!("{} rows in the job's own object, {others} in others", play.written);
    assert!(play.written <= 15, "{}", play.written);
}

fn full(limit: &str, used: i64) -> Full {
    Full { limit: limit.to_owned(), used }
}

impl Play {
    /// Answers the first thing that is asked.
    fn settle_one(&mut self) {
        let Some(Effect::Money { id, .. }) = self.effects.first().cloned() else {
            panic!("{:?}", self.effects)
        };
        self.tell(&Event::Answered { id, full: None });
    }
}

/// A reserve that was sent twice: the copy must not put aside what the answer of the first has refused.
#[test]
fn a_copy_of_a_refused_reservation_finds_its_row_closed() {
    let mut play = Play::new("{\"budget\":{\"perUserDayMicroUsd\":1000000}}");
    play.create();
    play.ring();
    assert_eq!(moved(&play.effects, "reserve"), Some(PRICE as i64), "no answer came: sent again");
    play.tell(&Event::Answered {
        id: format!("reserve/{BEGIN}/1"),
        full: Some(full("perUserDayMicroUsd", 900_000)),
    });
    assert_eq!(moved(&play.effects, "release"), Some(-(PRICE as i64)));
    play.tell(&Event::Answered { id: format!("release/{BEGIN}/2"), full: None });
    assert_eq!(play.effects, [Effect::DeleteAll]);
}
