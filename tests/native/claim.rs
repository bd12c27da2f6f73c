//! At most one POST: every interleaving of several claimants, each of which may be stopped at any step, over a store that
//! can only get, claim, set and delete.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use wanreel::protocol::claim::{
    Claim, Effect, Event, Outcome, Policy, Reconciled, Standing, Stored, Written, reconcile, write,
};

const CLAIM_MS: f64 = 300_000.0;
const HOUR: f64 = 3_600_000.0;
const NOW: f64 = 1_764_000_000_000.0;
const POLICY: Policy =
    Policy { claim_ms: CLAIM_MS, patience_ms: CLAIM_MS, checks_request: false, may_resend: false };
const KEY: &str = "f";

#[derive(Clone, Debug)]
struct Record {
    state: &'static str,
    key: String,
    task: Option<String>,
    created_at: f64,
    expires_at: f64,
    freed_at: Option<f64>,
    holder: Option<usize>,
}

impl Record {
    fn stored(&self) -> Stored<'_> {
        Stored {
            state: self.state,
            idempotency_key: &self.key,
            fingerprint: "f",
            task_id: self.task.as_deref(),
            created_at: self.created_at,
            expires_at: self.expires_at,
            not_accepted_at: self.freed_at,
            has_holder: self.holder.is_some(),
        }
    }
}

fn record(state: &'static str, created_at: f64) -> Record {
    Record {
        state,
        key: "earlier".into(),
        task: (state == "submitted").then(|| "t0".into()),
        created_at,
        expires_at: created_at + 25.0 * HOUR,
        freed_at: None,
        holder: None,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Phase {
    /// What the machine asked for last.
    Claiming(Effect),
    /// Its POST is on its way.
    Posting,
    /// It knows the outcome; `true`: it has looked where to write it, and found whether it is still its own.
    Writing(Outcome, Option<Written>),
    /// It saw its task fail, and frees the request.
    Releasing(Effect),
    Over,
}

#[derive(Clone, Debug)]
struct Claimant {
    claim: Claim,
    phase: Phase,
    own: Record,
    found: Option<Record>,
    sleeps: u32,
    alive: bool,
}

#[derive(Clone, Debug)]
struct World {
    records: BTreeMap<String, Record>,
    heeds_expiry: bool,
    holders: bool,
    claimants: Vec<Claimant>,
    now: f64,
    ticks: u32,
    /// How many claimants may still be stopped.
    stops: u32,
    /// How often a person may still say "not accepted", and has.
    words: u32,
    freed: u32,
    /// POSTs that may have made a task which was not seen to fail.
    paid: u32,
}

impl World {
    fn new(claimants: usize, first: Option<Record>) -> World {
        let claims = (0..claimants).map(|at| Claimant {
            claim: Claim::new(POLICY, "f"),
            phase: Phase::Over,
            own: Record {
                key: format!("key{at}"),
                task: None,
                holder: Some(at),
                ..record("submitting", NOW)
            },
            found: None,
            sleeps: 0,
            alive: true,
        });
        let mut world = World {
            records: first.map(|there| (KEY.to_owned(), there)).into_iter().collect(),
            heeds_expiry: true,
            holders: false,
            claimants: claims.collect(),
            now: NOW,
            ticks: 1,
            stops: 9,
            words: 0,
            freed: 0,
            paid: 0,
        };
        for each in &mut world.claimants {
            each.phase = Phase::Claiming(each.claim.step(Event::Start, NOW, 0.0));
        }
        world
    }

    fn claim(&mut self, key: &str, record: &Record) -> Option<Record> {
        let there =
            self.records.get(key).filter(|there| !self.heeds_expiry || there.expires_at > self.now).cloned();
        if there.is_none() {
            self.records.insert(key.to_owned(), record.clone());
        }
        there
    }

    /// Every world that this one can become next.
    fn next(&self) -> Vec<World> {
        let mut worlds = Vec::new();
        for at in 0..self.claimants.len() {
            if !self.claimants[at].alive || self.claimants[at].phase == Phase::Over {
                continue;
            }
            if self.stops > 0 {
                let mut stopped = self.clone();
                stopped.stops -= 1;
                stopped.claimants[at].alive = false;
                worlds.push(stopped);
            }
            self.advance(at, &mut worlds);
        }
        if self.ticks > 0 {
            let mut later = self.clone();
            later.ticks -= 1;
            later.now += CLAIM_MS + 1.0;
            worlds.push(later);
        }
        if self.words > 0 {
            let mut told = self.clone();
            told.words -= 1;
            // A person's word counts only where nobody is at work, which is what reconcile() sees to.
            let there = told.records.get(KEY).cloned();
            let working = told.claimants.iter().any(|each| {
                each.alive && !matches!(each.phase, Phase::Over | Phase::Claiming(_) | Phase::Releasing(_))
            });
            let said =
                reconcile(KEY, there.as_ref().map(Record::stored).as_ref(), None, None, CLAIM_MS, told.now);
            if let (Some(there), Reconciled::Free, false) = (there, said, working) {
                let freed = Record { state: "unknown", freed_at: Some(told.now), ..there };
                told.records.insert(KEY.to_owned(), freed);
                told.freed += 1;
                worlds.push(told);
            }
        }
        worlds
    }

    fn advance(&self, at: usize, worlds: &mut Vec<World>) {
        let mut world = self.clone();
        match self.claimants[at].phase.clone() {
            Phase::Claiming(effect) => {
                if let Some(event) = world.perform(at, effect) {
                    world.tell(at, &event, Phase::Claiming);
                    worlds.push(world);
                }
            }
            Phase::Releasing(effect) => {
                if let Some(event) = world.perform(at, effect) {
                    world.tell(at, &event, Phase::Releasing);
                    worlds.push(world);
                }
            }
            Phase::Posting => {
                // Accepted, lost (the task is there), refused, or accepted and failed later.
                for (outcome, failed) in [
                    (Outcome::Submitted, false),
                    (Outcome::Unknown, false),
                    (Outcome::Released, false),
                    (Outcome::Submitted, true),
                ] {
                    let mut ended = world.clone();
                    if outcome == Outcome::Released || failed {
                        ended.paid -= 1;
                    }
                    let each = &mut ended.claimants[at];
                    if outcome == Outcome::Submitted {
                        each.own.task = Some(format!("{}{at}", if failed { "fails" } else { "t" }));
                    }
                    each.phase = Phase::Writing(outcome, None);
                    worlds.push(ended);
                }
            }
            Phase::Writing(outcome, None) => {
                let mut own = world.claimants[at].own.clone();
                own.task = None;
                let there = world.records.get(KEY).map(Record::stored);
                let written = write(outcome, &own.stored(), there.as_ref(), world.now);
                world.claimants[at].phase = Phase::Writing(outcome, Some(written));
                worlds.push(world);
            }
            Phase::Writing(outcome, Some(written)) => {
                let own = world.claimants[at].own.clone();
                let state = if outcome == Outcome::Submitted { "submitted" } else { "unknown" };
                match written {
                    Written::Set => {
                        drop(world.records.insert(KEY.to_owned(), Record { state, ..own.clone() }));
                    }
                    Written::Delete => drop(world.records.remove(KEY)),
                    Written::SetBeside => panic!("another stands where a claim was owned: {self:#?}"),
                    Written::Nothing => {}
                }
                let failed = own.task.as_deref().is_some_and(|task| task.starts_with("fails"));
                world.claimants[at].phase = Phase::Over;
                if failed {
                    // All who know of the task see that it failed.
                    let own = Record { state: "submitted", ..own };
                    for each in
                        world.claimants.iter_mut().filter(|each| each.alive && each.phase == Phase::Over)
                    {
                        each.own = own.clone();
                        each.claim = Claim::release(&own.stored());
                        each.phase = Phase::Releasing(each.claim.step(Event::Start, world.now, 0.0));
                    }
                }
                worlds.push(world);
            }
            Phase::Over => {}
        }
    }

    /// Performs what a machine asks for, in one step of the store; nothing where it is over or has slept enough.
    fn perform(&mut self, at: usize, effect: Effect) -> Option<Happened> {
        let now = self.now;
        let stamp = |own: &Record| Record { created_at: now, expires_at: now + 25.0 * HOUR, ..own.clone() };
        let claimant = self.claimants[at].clone();
        let successor = claimant.claim.successor(KEY);
        Some(match effect {
            Effect::Claim => {
                self.claimants[at].own = stamp(&claimant.own);
                let there = self.claim(KEY, &stamp(&claimant.own));
                self.claimants[at].found.clone_from(&there);
                Happened::There(there)
            }
            Effect::ClaimSuccessor => {
                let mut own = claimant.own;
                if !matches!(claimant.phase, Phase::Releasing(_)) {
                    own = stamp(&own);
                    if let Some(found) = claimant.found.filter(|found| found.freed_at.is_some()) {
                        own.key = found.key;
                    }
                    self.claimants[at].own = own.clone();
                }
                Happened::There(self.claim(&successor, &stamp(&own)))
            }
            Effect::Look => Happened::There(self.records.get(KEY).cloned()),
            Effect::Replace => {
                self.records.insert(KEY.to_owned(), claimant.own);
                Happened::Done
            }
            Effect::Delete => {
                self.records.remove(KEY);
                Happened::Done
            }
            Effect::Withdraw => {
                self.records.remove(&successor);
                Happened::Done
            }
            Effect::AskHolder => {
                let holder = claimant.found.and_then(|found| found.holder);
                let alive = holder.map(|holder| self.claimants[holder].alive);
                Happened::Holder(alive.filter(|_| self.holders))
            }
            Effect::Sleep(ms) => {
                assert!((250.0..=2000.0).contains(&ms), "{ms}");
                self.claimants[at].sleeps += 1;
                if claimant.sleeps > 1 {
                    return None;
                }
                Happened::Done
            }
            other => panic!("{other:?} is an end"),
        })
    }

    fn tell(&mut self, at: usize, happened: &Happened, phase: impl Fn(Effect) -> Phase) {
        let (now, elapsed) = (self.now, self.now - NOW);
        let claimant = &mut self.claimants[at];
        let event = match happened {
            Happened::Done => Event::Done,
            Happened::Holder(held) => Event::Holder(*held),
            Happened::There(None) => Event::Absent,
            Happened::There(Some(there)) => Event::Found(there.stored()),
        };
        let effect = claimant.claim.step(event, now, elapsed);
        let releasing = matches!(phase(effect), Phase::Releasing(_));
        claimant.phase = match effect {
            Effect::Owned if releasing => Phase::Over,
            Effect::Owned => {
                self.paid += 1;
                Phase::Posting
            }
            Effect::Task | Effect::Unknown(_) => Phase::Over,
            effect => phase(effect),
        };
        let posting = self.claimants.iter().filter(|each| each.alive && each.phase == Phase::Posting).count();
        assert!(posting <= 1, "two POSTs at once: {self:#?}");
        assert!(self.paid <= 1 + self.freed, "paid for twice: {self:#?}");
    }
}

enum Happened {
    Done,
    Holder(Option<bool>),
    There(Option<Record>),
}

/// Goes through every world that can come of one; answers how many there are, and how many ended in so many POSTs.
fn explore(first: World) -> (usize, usize) {
    let mut seen = HashSet::new();
    let mut open = vec![first];
    let mut paid = 0;
    while let Some(world) = open.pop() {
        let mut hasher = DefaultHasher::new();
        format!("{world:?}").hash(&mut hasher);
        if !seen.insert(hasher.finish()) {
            continue;
        }
        paid += usize::from(world.paid > 0);
        open.extend(world.next());
    }
    (seen.len(), paid)
}

#[test]
fn one_post_whatever_stood_there_and_whoever_is_stopped() {
    let expired = Record { expires_at: NOW - HOUR, ..record("submitted", NOW - 26.0 * HOUR) };
    let freed = Record { freed_at: Some(NOW - HOUR), ..record("unknown", NOW - 2.0 * HOUR) };
    for (first, free) in [
        (None, true),
        (Some(expired), true),
        (Some(freed), true),
        (Some(record("unknown", NOW - HOUR)), false),
        (Some(record("submitting", NOW - HOUR)), false),
        (Some(record("submitted", NOW - HOUR)), false),
    ] {
        for heeds_expiry in [true, false] {
            for holders in [true, false] {
                let world = World { heeds_expiry, holders, ..World::new(2, first.clone()) };
                let (worlds, paid) = explore(world);
                assert!(worlds > 10);
                assert_eq!(paid > 0, free, "{first:?}");
            }
        }
    }
}

#[test]
fn three_claimants_for_the_place_of_one_record() {
    let freed = Record { freed_at: Some(NOW - HOUR), ..record("unknown", NOW - 2.0 * HOUR) };
    for first in [None, Some(freed)] {
        let mut world = World { ticks: 0, stops: 0, ..World::new(3, first) };
        // Pauses and stops are tried above.
        for each in &mut world.claimants {
            each.sleeps = 2;
        }
        assert!(explore(world).0 > 1000);
    }
}

#[test]
fn a_word_frees_a_request_for_one_more_post_whoever_comes() {
    for first in [record("unknown", NOW - HOUR), record("submitting", NOW - HOUR)] {
        let world = World { words: 1, ..World::new(2, Some(first)) };
        assert!(explore(world).1 > 0);
    }
    let world = World { words: 1, ..World::new(2, None) };
    assert!(explore(world).1 > 0);
}

fn waits(there: &Record, now: f64, elapsed: f64) -> (Effect, Option<f64>) {
    let mut claim = Claim::new(POLICY, "f");
    assert_eq!(claim.step(Event::Start, now, elapsed), Effect::Claim);
    let effect = claim.step(Event::Found(there.stored()), now, elapsed);
    (effect, claim.waits_until())
}

#[test]
fn another_at_work_is_waited_for_and_told_of_once_with_an_end() {
    let there = record("submitting", NOW - 1000.0);
    let mut claim = Claim::new(POLICY, "f");
    claim.step(Event::Start, NOW, 0.0);
    let mut pauses = Vec::new();
    let mut slept = 0.0;
    loop {
        match claim.step(Event::Found(there.stored()), NOW + slept, slept) {
            Effect::Sleep(ms) => {
                let until = claim.waits_until();
                assert_eq!(until, (slept == 0.0).then_some(NOW - 1000.0 + CLAIM_MS));
                pauses.push(ms);
                slept += ms;
            }
            effect => {
                assert_eq!(effect, Effect::Unknown(true));
                break;
            }
        }
        assert_eq!(claim.step(Event::Done, NOW + slept, slept), Effect::Claim);
    }
    assert_eq!(pauses[..4], [250.0, 375.0, 562.5, 843.75]);
    assert!(pauses[8..pauses.len() - 1].iter().all(|ms| *ms == 2000.0));
    assert_eq!(slept, CLAIM_MS - 1000.0, "and not a moment longer");
}

#[test]
fn a_clock_that_is_ahead_makes_no_wait_without_end() {
    let there = record("submitting", NOW + 10.0 * HOUR);
    assert_eq!(waits(&there, NOW, 0.0), (Effect::Sleep(250.0), Some(NOW + CLAIM_MS)));
    assert_eq!(waits(&there, NOW, CLAIM_MS).0, Effect::Unknown(false));
}

#[test]
fn a_holder_that_is_gone_is_not_waited_for_unless_it_wrote_the_outcome() {
    let there = Record { holder: Some(0), ..record("submitting", NOW) };
    for last in ["submitting", "submitted", "unknown"] {
        let mut claim = Claim::new(POLICY, "f");
        claim.step(Event::Start, NOW, 0.0);
        assert_eq!(claim.step(Event::Found(there.stored()), NOW, 0.0), Effect::AskHolder);
        assert_eq!(claim.step(Event::Holder(Some(false)), NOW, 0.0), Effect::Claim, "looked at once more");
        let then = Record { holder: Some(0), ..record(last, NOW) };
        let expected = if last == "submitted" { Effect::Task } else { Effect::Unknown(true) };
        assert_eq!(claim.step(Event::Found(then.stored()), NOW, 0.0), expected, "{last}");
    }
    for held in [Some(true), None] {
        let mut claim = Claim::new(POLICY, "f");
        claim.step(Event::Start, NOW, 0.0);
        claim.step(Event::Found(there.stored()), NOW, 0.0);
        assert_eq!(claim.step(Event::Holder(held), NOW, 0.0), Effect::Sleep(250.0));
    }
}

#[test]
fn so_close_to_its_expiry_a_record_is_left_to_the_store() {
    let there = |expires_at| Record { expires_at, ..record("submitted", NOW - 25.0 * HOUR) };
    assert_eq!(waits(&there(NOW - 1000.0), NOW, 0.0).0, Effect::Sleep(250.0));
    assert_eq!(waits(&there(NOW - 61_000.0), NOW, 0.0).0, Effect::ClaimSuccessor);
    assert_eq!(waits(&there(NOW + 1000.0), NOW, 0.0).0, Effect::Task);
}

#[test]
fn a_key_used_for_another_request_is_told() {
    let policy = Policy { checks_request: true, ..POLICY };
    for state in ["submitting", "submitted", "unknown"] {
        let mut claim = Claim::new(policy, "another");
        claim.step(Event::Start, NOW, 0.0);
        assert_eq!(claim.step(Event::Found(record(state, NOW).stored()), NOW, 0.0), Effect::OtherRequest);
    }
}

#[test]
fn an_unknown_outcome_is_sent_again_only_by_one_who_asked_and_was_first() {
    let policy = Policy { may_resend: true, ..POLICY };
    for first in [true, false] {
        let mut claim = Claim::new(policy, "f");
        claim.step(Event::Start, NOW, 0.0);
        let there = record("unknown", NOW);
        assert_eq!(claim.step(Event::Found(there.stored()), NOW, 0.0), Effect::ClaimResend);
        let (event, expected) = if first {
            (Event::Absent, Effect::Resend)
        } else {
            (Event::Found(there.stored()), Effect::Unknown(true))
        };
        assert_eq!(claim.step(event, NOW, 0.0), expected);
    }
    // Under way: never, whatever was asked for.
    let mut claim = Claim::new(policy, "f");
    claim.step(Event::Start, NOW, 0.0);
    let there = record("submitting", NOW);
    assert_eq!(claim.step(Event::Found(there.stored()), NOW, CLAIM_MS), Effect::Unknown(false));
}

#[test]
fn what_a_later_version_wrote_stands_in_the_way() {
    let there = record("archived", NOW);
    assert_eq!(waits(&there, NOW, 0.0).0, Effect::Unknown(true));
    assert_eq!(there.stored().standing(false, CLAIM_MS, NOW), Standing::Unknown);
}

#[test]
fn a_word_about_a_record() {
    let said = |key: &str, there: Option<&Record>, task: Option<&str>, held| {
        reconcile(key, there.map(Record::stored).as_ref(), task, held, CLAIM_MS, NOW)
    };
    let unknown = record("unknown", NOW);
    let submitted = record("submitted", NOW);
    let young = record("submitting", NOW - 1000.0);
    let stale = record("submitting", NOW - CLAIM_MS);
    let expired = Record { expires_at: NOW, ..unknown.clone() };
    let freed = Record { freed_at: Some(NOW), ..unknown.clone() };
    for (there, task, held, expected) in [
        (None, Some("t"), None, Reconciled::NoRecord),
        (None, None, None, Reconciled::Nothing),
        (Some(&unknown), Some("t"), None, Reconciled::Resume),
        (Some(&unknown), None, None, Reconciled::Free),
        (Some(&submitted), Some("t0"), None, Reconciled::Resume),
        (Some(&submitted), Some("t1"), None, Reconciled::OtherTask),
        (Some(&submitted), None, None, Reconciled::OtherTask),
        (Some(&young), None, None, Reconciled::UnderWay),
        (Some(&young), None, Some(false), Reconciled::Free),
        (Some(&young), Some("t"), None, Reconciled::Resume),
        (Some(&stale), None, None, Reconciled::Free),
        (Some(&stale), None, Some(false), Reconciled::Free),
        // Whoever is at work on it may still post, however long ago it was claimed: only a task ends that.
        (Some(&young), None, Some(true), Reconciled::UnderWay),
        (Some(&stale), None, Some(true), Reconciled::UnderWay),
        (Some(&stale), Some("t"), Some(true), Reconciled::Resume),
        // Of what has ended, its holder may well be at work on something else.
        (Some(&unknown), None, Some(true), Reconciled::Free),
        (Some(&submitted), Some("t0"), Some(true), Reconciled::Resume),
        (Some(&expired), None, Some(true), Reconciled::Nothing),
        (Some(&stale), Some("t"), None, Reconciled::Resume),
        (Some(&expired), None, None, Reconciled::Nothing),
        (Some(&expired), Some("t"), None, Reconciled::Resume),
        (Some(&freed), None, None, Reconciled::Nothing),
        (Some(&freed), Some("t"), None, Reconciled::Resume),
    ] {
        assert_eq!(said("f", there, task, held), expected, "{there:?} {task:?} {held:?}");
    }
    assert_eq!(said("f#wan-0123456789abcdef", Some(&unknown), None, None), Reconciled::Delete);
}

#[test]
fn where_an_outcome_is_written() {
    let own = Record { key: "mine".into(), ..record("submitting", NOW) };
    let other = Record { key: "theirs".into(), ..own.clone() };
    let later = Record { created_at: NOW + 1.0, ..own.clone() };
    let expired = Record { expires_at: NOW, ..other.clone() };
    let at = |outcome, there: Option<&Record>| {
        write(outcome, &own.stored(), there.map(Record::stored).as_ref(), NOW)
    };
    for there in [None, Some(&own), Some(&expired)] {
        assert_eq!(at(Outcome::Submitted, there), Written::Set);
        assert_eq!(at(Outcome::Unknown, there), Written::Set);
        assert_eq!(at(Outcome::Finished, there), Written::Set);
        let freed = if there.is_some() { Written::Delete } else { Written::Nothing };
        assert_eq!(at(Outcome::Released, there), freed);
    }
    for there in [Some(&other), Some(&later)] {
        assert_eq!(at(Outcome::Submitted, there), Written::SetBeside);
        assert_eq!(at(Outcome::Unknown, there), Written::SetBeside);
        assert_eq!(at(Outcome::Finished, there), Written::Nothing);
        assert_eq!(at(Outcome::Released, there), Written::Nothing);
    }
}
