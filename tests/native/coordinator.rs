//! Who may start: by rows that are kept, in an object that is lost at any moment.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wanreel::protocol::coordinator::event::Message;
use wanreel::protocol::coordinator::{Coordinator, Event, Output, Settings};

const BEGIN: i64 = 1_795_770_000_000;
const MINUTE: i64 = 60_000;

/// The object around the machine.
struct Object {
    settings: Settings,
    machine: Coordinator,
    rows: BTreeMap<String, String>,
    alarm: Option<i64>,
    now: i64,
    written: usize,
    sent: Vec<(i64, Message)>,
}

impl Object {
    fn new(options: &str) -> Object {
        let settings = Settings::read(options).unwrap();
        let machine = Coordinator::new(settings);
        Object {
            settings,
            machine,
            rows: BTreeMap::new(),
            alarm: None,
            now: BEGIN,
            written: 0,
            sent: Vec::new(),
        }
    }

    fn tell(&mut self, event: &Event) -> Output {
        if matches!(event, Event::Alarm) {
            self.alarm = None;
        }
        let out = self.machine.step(event, self.now);
        self.written += out.rows.len() + usize::from(out.alarm.is_some());
        for row in &out.rows {
            match &row.value {
                Some(value) => self.rows.insert(row.key.clone(), value.clone()),
                None => self.rows.remove(&row.key),
            };
        }
        if out.alarm.is_some() {
            self.alarm = out.alarm;
        }
        self.sent.extend(out.send.iter().map(|message| (self.now, message.clone())));
        out
    }

    fn crash(&mut self) {
        self.machine = Coordinator::new(self.settings);
        for (key, value) in &self.rows {
            self.machine.load(key, value, self.now).unwrap();
        }
        self.machine.loaded(self.alarm, self.now);
    }

    fn enqueue(&mut self, job: &str, user: &str) -> Vec<String> {
        self.enqueue_with(job, user, 0, 0)
    }

    fn enqueue_with(&mut self, job: &str, user: &str, priority: i32, not_before: i64) -> Vec<String> {
        let out =
            self.tell(&Event::Enqueue { job: job.into(), run: 1, user: user.into(), priority, not_before });
        out.send.into_iter().map(|message| message.job).collect()
    }

    fn release(&mut self, job: &str, outcome: &str) -> Vec<String> {
        let out = self.tell(&Event::ReleaseSlot {
            job: job.into(),
            run: 1,
            user: "u".into(),
            outcome: outcome.into(),
        });
        out.send.into_iter().map(|message| message.job).collect()
    }

    fn ring(&mut self) -> Vec<String> {
        self.now = self.now.max(self.alarm.expect("an alarm is set"));
        self.tell(&Event::Alarm).send.into_iter().map(|message| message.job).collect()
    }

    fn ring_until_sent(&mut self) -> Vec<String> {
        loop {
            let sent = self.ring();
            if !sent.is_empty() {
                return sent;
            }
        }
    }

    fn overview(&self) -> serde_json::Value {
        serde_json::from_str(&self.machine.overview()).unwrap()
    }
}

/// Two rows a job that need not wait: one when it comes, one when it goes; no alarm.
#[test]
fn a_job_that_may_start_at_once_writes_two_rows() {
    let mut object = Object::new("{\"concurrency\":1}");
    assert_eq!(object.enqueue("a", "u1"), ["a"]);
    assert_eq!((object.written, object.rows.len()), (1, 1));
    object.release("a", "done");
    assert_eq!((object.written, object.rows.len()), (2, 0));
}

/// A user with 10,000 jobs does not starve one with 1.
#[test]
fn users_take_turns_however_many_jobs_they_have() {
    let mut object = Object::new("{\"concurrency\":1}");
    for number in 0..10_000 {
        object.enqueue(&format!("many-{number:05}"), "many");
    }
    let before = object.written;
    object.enqueue("one", "few");
    assert!(object.written - before <= 2, "a step writes what it changes, and not all that wait");
    let next = object.release("many-00000", "done");
    let then = object.release(&next[0], "done");
    let after = object.release(&then[0], "done");
    assert!([next, then, after].concat().contains(&"one".to_owned()));
    // And after a crash as before it.
    object.enqueue("two", "few");
    object.crash();
    let running: Vec<String> = object
        .rows
        .iter()
        .filter(|(_, row)| row.contains("leasedAt\":1"))
        .map(|(key, _)| key[4..].to_owned())
        .collect();
    let mut started = Vec::new();
    let mut current = running[0].clone();
    for _ in 0..3 {
        current = object.release(&current, "done").last().unwrap().clone();
        started.push(current.clone());
    }
    assert!(started.contains(&"two".to_owned()), "{started:?}");
}

/// Priority is among a user's own.
#[test]
fn higher_priority_starts_sooner_among_a_users_own() {
    let mut object = Object::new("{\"concurrency\":1}");
    object.enqueue("first", "u1");
    object.enqueue_with("low", "u1", -1, 0);
    object.enqueue_with("middle", "u1", 0, 0);
    object.enqueue_with("high", "u1", 5, 0);
    let mut current = "first".to_owned();
    for wanted in ["high", "middle", "low"] {
        current = object.release(&current, "done")[0].clone();
        assert_eq!(current, wanted);
    }
}

/// What dies keeps no place.
#[test]
fn a_lease_lapses() {
    let mut object = Object::new("{\"concurrency\":1,\"leaseMs\":600000}");
    object.enqueue("dies", "u1");
    object.enqueue("waits", "u2");
    assert_eq!(object.ring(), ["waits"]);
    assert_eq!(object.now - BEGIN, 600_000);
    assert!(object.release("dies", "done").is_empty(), "it comes late, and takes nobody's place away");
    assert_eq!(object.overview()["running"], 1);
}

/// A message that was lost is sent again to a job that asks again; one that comes back for later gives its place up.
#[test]
fn a_job_that_asks_again_keeps_its_place_unless_it_is_for_later() {
    let mut object = Object::new("{\"concurrency\":1}");
    object.enqueue("a", "u1");
    assert_eq!(object.enqueue("a", "u1"), ["a"]);
    assert_eq!(object.overview()["running"], 1);
    object.enqueue("b", "u2");
    assert_eq!(object.enqueue_with("a", "u1", 0, BEGIN + MINUTE), ["b"]);
    object.release("b", "done");
    assert_eq!(object.ring(), ["a"]);
    assert_eq!(object.now, BEGIN + MINUTE);
}

/// The account stands in the way of everyone; then one tries, and a minute later all start.
#[test]
fn after_a_pause_by_the_account_one_tries_first() {
    let mut object = Object::new("{}");
    object.tell(&Event::PauseDeployment {
        why: "402 insufficient_quota: no".into(),
        until: BEGIN + 5 * MINUTE,
    });
    for job in ["a", "b", "c"] {
        assert!(object.enqueue(job, "u1").is_empty());
    }
    assert_eq!(object.overview()["paused"], "402 insufficient_quota: no");
    object.crash();
    assert_eq!(object.ring(), ["a"]);
    assert_eq!(object.now, BEGIN + 5 * MINUTE);
    // It meets the same.
    object.tell(&Event::PauseDeployment { why: "402".into(), until: object.now + 5 * MINUTE });
    assert!(object.enqueue("d", "u1").is_empty());
    assert_eq!(object.ring_until_sent().len(), 1);
    assert_eq!(object.now, BEGIN + 10 * MINUTE);
    assert_eq!(object.ring_until_sent().len(), 2, "a minute later");
    assert_eq!(object.now, BEGIN + 11 * MINUTE);
    assert!(object.overview()["paused"].is_null());
}

/// 429 slows all, for as long as it says, and then all go on.
#[test]
fn the_rate_of_the_api_slows_everyone() {
    let mut object = Object::new("{}");
    object.tell(&Event::PauseDeployment { why: "rate".into(), until: BEGIN + 7_000 });
    object.enqueue("a", "u1");
    object.enqueue("b", "u2");
    assert_eq!(object.ring().len(), 2);
    assert_eq!(object.now, BEGIN + 7_000);
}

/// An operator pauses everything, over a crash, until told otherwise.
#[test]
fn an_operators_pause_lasts_until_it_is_ended() {
    let mut object = Object::new("{}");
    object.tell(&Event::Hold { why: "maintenance".into() });
    assert!(object.enqueue("a", "u1").is_empty());
    object.crash();
    assert!(object.enqueue("b", "u1").is_empty());
    assert!(object.alarm.is_none(), "nothing happens by itself");
    assert_eq!(object.overview()["held"], "maintenance");
    assert_eq!(object.tell(&Event::Resume).send.len(), 2);
}

/// A job of unknown outcome is in the review list until it says another.
#[test]
fn what_is_unresolved_is_listed_for_review() {
    let mut object = Object::new("{}");
    object.enqueue("a", "u1");
    object.release("a", "unresolved");
    object.crash();
    assert_eq!(object.overview()["review"][0]["job"], "a");
    assert_eq!(object.overview()["running"], 0);
    object.release("a", "done");
    assert_eq!(object.overview()["review"].as_array().unwrap().len(), 0);
    assert!(object.rows.is_empty());
}

/// A queue that takes nothing is asked again.
#[test]
fn messages_that_could_not_be_sent_are_sent_again() {
    let mut object = Object::new("{}");
    let out = object.tell(&Event::Enqueue {
        job: "a".into(),
        run: 1,
        user: "u1".into(),
        priority: 0,
        not_before: 0,
    });
    object.tell(&Event::SendFailed { messages: out.send });
    assert_eq!(object.ring(), ["a"]);
    // Lost with the object between the write and the send.
    object.crash();
    assert_eq!(object.enqueue("b", "u2"), ["a", "b"]);
}

/// At random: jobs come, start, end or die, the object is lost. Never more than `concurrency` at once, never more than
/// `perMinute` in any sixty seconds, every job starts, and what is kept is what is in memory.
#[test]
fn at_random_limits_hold_and_every_job_starts() {
    for seed in 0..300 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let (concurrency, rate) = (rng.usize(1..6), rng.usize(1..20));
        let mut object = Object::new(&format!(
            "{{\"concurrency\":{concurrency},\"perMinute\":{rate},\"leaseMs\":300000}}"
        ));
        let (mut running, mut ended): (BTreeSet<String>, BTreeSet<String>) = Default::default();
        let mut last_minute: VecDeque<i64> = VecDeque::new();
        let (mut count, mut seen) = (0, 0);
        for round in 0.. {
            let quiet = round > 150;
            match if quiet { 2 + rng.u8(0..2) } else { rng.u8(0..6) } {
                0 | 1 => {
                    let (job, user) = (format!("j{count}"), format!("u{}", rng.u8(0..4)));
                    let later = if rng.u8(0..5) == 0 { object.now + 30_000 } else { 0 };
                    object.enqueue_with(&job, &user, rng.i32(0..3), later);
                    count += 1;
                }
                2 => {
                    let job = running.iter().next().cloned();
                    if let Some(job) = job {
                        running.remove(&job);
                        ended.insert(job.clone());
                        object.release(&job, "done");
                    }
                }
                3 if object.alarm.is_some() => {
                    object.ring();
                }
                4 => object.crash(),
                _ => object.now += rng.i64(0..20_000),
            }
            for (at, message) in object.sent.clone().into_iter().skip(seen) {
                // One that is sent again has its place already, and one that has ended needs none.
                if !ended.contains(&message.job) && running.insert(message.job.clone()) {
                    last_minute.push_back(at);
                    while last_minute.front().is_some_and(|first| *first <= at - MINUTE) {
                        last_minute.pop_front();
                    }
                    assert!(last_minute.len() <= rate, "seed {seed}: {last_minute:?} with {rate} a minute");
                }
            }
            seen = object.sent.len();
            let leased = object.overview()["running"].as_u64().unwrap() as usize;
            assert!(leased <= concurrency, "seed {seed}");
            if quiet && running.is_empty() && object.overview()["waiting"] == 0 {
                break;
            }
            assert!(round < 3_000, "seed {seed}: {}", object.overview());
        }
        assert_eq!(ended.len(), count, "seed {seed}");
        let kept = object.overview();
        object.crash();
        assert_eq!(object.overview(), kept, "seed {seed}");
    }
}

/// Rows as they were written; a later version reads them.
#[test]
fn stored_rows_are_what_they_were() {
    const WAITING: &str = "{\"version\":1,\"run\":1,\"user\":\"u1\",\"priority\":2,\"since\":1795770000000,\"notBefore\":1795770060000,\"leasedAt\":null}";
    const RUNNING: &str = "{\"version\":1,\"run\":1,\"user\":\"u1\",\"priority\":0,\"since\":1795770000000,\"notBefore\":0,\"leasedAt\":1795770000000}";
    const REVIEW: &str = "{\"version\":1,\"run\":1,\"user\":\"u\",\"since\":1795770000000}";
    const GATE: &str = "{\"version\":1,\"until\":1795770060000,\"why\":\"402\",\"account\":true,\"tryingUntil\":0,\"held\":\"\"}";
    let mut object = Object::new("{}");
    object.enqueue("running", "u1");
    object.enqueue_with("waiting", "u1", 2, BEGIN + MINUTE);
    object.enqueue("lost", "u1");
    object.release("lost", "unresolved");
    object.tell(&Event::PauseDeployment { why: "402".into(), until: BEGIN + MINUTE });
    let kept = [("gate", GATE), ("job/running", RUNNING), ("job/waiting", WAITING), ("review/lost", REVIEW)];
    for (key, value) in kept {
        assert_eq!(object.rows[key], value, "{key}");
    }
    let mut later = Coordinator::new(object.settings);
    for (key, value) in kept {
        later.load(key, value, BEGIN + 2 * MINUTE).unwrap();
    }
    assert!(later.load("job/x", "{\"version\":99}", BEGIN).unwrap_err().contains("reads up to 1"));
    assert!(later.load("job/x", "no", BEGIN).is_err());
}

#[test]
fn wrong_options_name_themselves() {
    for (options, words) in [
        ("{\"concurrency\":0}", "concurrency is 0; it must be 1 or more"),
        ("{\"concurrency\":-1}", "concurrency: "),
        ("{\"leaseMs\":5}", "leaseMs is 5; it must be 60000 or more"),
    ] {
        let wrong = Settings::read(options).unwrap_err();
        assert!(wrong.contains(words), "{wrong}");
    }
}
