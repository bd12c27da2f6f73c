//! Who may post, as [`crate::protocol::claim`] decides it: JavaScript performs what it asks of a store.

use wasm_bindgen::prelude::*;

use super::known;
use crate::protocol::claim::{self, Effect, Event, Outcome, Policy, Reconciled, Standing, Stored, Written};
use crate::text::split_once;

/// A record by which is decided; `None` where there is none. `texts`: its state, idempotency key, fingerprint and, where there
/// is one, task id, a line each, since one text crosses the border quicker than four; empty where there is no record.
/// `not_accepted_at` is NaN where nobody said so.
fn record(
    texts: &str,
    created_at: f64,
    expires_at: f64,
    not_accepted_at: f64,
    has_holder: bool,
) -> Option<Stored<'_>> {
    let (state, rest) = split_once(texts, "\n")?;
    let (idempotency_key, rest) = split_once(rest, "\n")?;
    let (fingerprint, task_id) = match split_once(rest, "\n") {
        Some((fingerprint, task_id)) => (fingerprint, Some(task_id)),
        None => (rest, None),
    };
    Some(Stored {
        state,
        idempotency_key,
        fingerprint,
        task_id,
        created_at,
        expires_at,
        not_accepted_at: known(not_accepted_at),
        has_holder,
    })
}

/// One that says nothing of anybody.
const NOBODYS: Stored<'static> = Stored {
    state: "",
    idempotency_key: "",
    fingerprint: "",
    task_id: None,
    created_at: 0.0,
    expires_at: 0.0,
    not_accepted_at: None,
    has_holder: false,
};

/// A claim under way.
#[wasm_bindgen]
pub struct Claim {
    machine: claim::Claim,
    /// How long to sleep, where that is what to do next.
    #[wasm_bindgen(readonly)]
    pub pause_ms: f64,
}

#[wasm_bindgen]
impl Claim {
    /// A claim not yet begun.
    #[wasm_bindgen(constructor)]
    pub fn new(
        fingerprint: &str,
        claim_ms: f64,
        patience_ms: f64,
        checks_request: bool,
        may_resend: bool,
    ) -> Claim {
        let policy = Policy { claim_ms, patience_ms, checks_request, may_resend };
        Claim { machine: claim::Claim::new(policy, fingerprint), pause_ms: 0.0 }
    }

    /// Frees the request of a record whose task failed: the facts of it that `record` takes.
    pub fn release(
        texts: &str,
        created_at: f64,
        expires_at: f64,
        not_accepted_at: f64,
        has_holder: bool,
    ) -> Claim {
        let own = record(texts, created_at, expires_at, not_accepted_at, has_holder);
        Claim { machine: claim::Claim::release(&own.unwrap_or(NOBODYS)), pause_ms: 0.0 }
    }

    /// Begins; answers what to do first.
    pub fn start(&mut self, now: f64) -> u8 {
        self.step(Event::Start, now, 0.0)
    }

    /// Was granted, or found the record of these facts. Answers what to do next.
    #[allow(clippy::too_many_arguments, reason = "an object would cross the border field by field")]
    pub fn found(
        &mut self,
        now: f64,
        elapsed: f64,
        texts: &str,
        created_at: f64,
        expires_at: f64,
        not_accepted_at: f64,
        has_holder: bool,
    ) -> u8 {
        let there = record(texts, created_at, expires_at, not_accepted_at, has_holder);
        self.step(there.map_or(Event::Absent, Event::Found), now, elapsed)
    }

    /// Has done what was to be done.
    pub fn done(&mut self, now: f64, elapsed: f64) -> u8 {
        self.step(Event::Done, now, elapsed)
    }

    /// Whether the holder is there.
    pub fn heard(&mut self, held: Option<bool>, now: f64, elapsed: f64) -> u8 {
        self.step(Event::Holder(held), now, elapsed)
    }

    /// Until when another is waited for, where that is news.
    pub fn waits_until(&mut self) -> Option<f64> {
        self.machine.waits_until()
    }

    /// The key of the successor of the record at `key`.
    pub fn successor(&self, key: &str) -> String {
        self.machine.successor(key)
    }

    /// What to do next, as its place in the list of js/claim/facts.ts: a number crosses the border more cheaply than a word.
    fn step(&mut self, event: Event<'_>, now: f64, elapsed: f64) -> u8 {
        match self.machine.step(event, now, elapsed) {
            Effect::Claim => 0,
            Effect::ClaimSuccessor => 1,
            Effect::Look => 2,
            Effect::Replace => 3,
            Effect::Delete => 4,
            Effect::Withdraw => 5,
            Effect::ClaimResend => 6,
            Effect::AskHolder => 7,
            Effect::Sleep(ms) => {
                self.pause_ms = ms;
                8
            }
            Effect::Owned => 9,
            Effect::Resend => 10,
            Effect::Task => 11,
            Effect::Unknown(true) => 12,
            Effect::Unknown(false) => 13,
            Effect::OtherRequest => 14,
        }
    }
}

/// Where an outcome is written, and which outcome it is, by their places in the lists of js/claim/facts.ts. Of our record
/// its texts and its moment count.
#[allow(clippy::too_many_arguments, reason = "an object would cross the border field by field")]
#[wasm_bindgen]
pub fn write_record(
    outcome: u8,
    now: f64,
    own_texts: &str,
    own_created_at: f64,
    texts: &str,
    created_at: f64,
    expires_at: f64,
    not_accepted_at: f64,
    has_holder: bool,
) -> u8 {
    let outcome = match outcome {
        0 => Outcome::Submitted,
        2 => Outcome::Finished,
        3 => Outcome::Released,
        _ => Outcome::Unknown,
    };
    let own = record(own_texts, own_created_at, 0.0, f64::NAN, false).unwrap_or(NOBODYS);
    let there = record(texts, created_at, expires_at, not_accepted_at, has_holder);
    match claim::write(outcome, &own, there.as_ref(), now) {
        Written::Set => 0,
        Written::SetBeside => 1,
        Written::Delete => 2,
        Written::Nothing => 3,
    }
}

/// Whether a record is the one a claim made, or of the same task: by the texts and the moments of both.
#[wasm_bindgen]
pub fn is_same_record(own_texts: &str, own_created_at: f64, texts: &str, created_at: f64) -> bool {
    let facts = |texts, created_at| record(texts, created_at, 0.0, f64::NAN, false).unwrap_or(NOBODYS);
    facts(texts, created_at).is_same(&facts(own_texts, own_created_at))
}

/// What a record says about its request, by its place in the list of js/claim/facts.ts.
#[allow(clippy::too_many_arguments, reason = "an object would cross the border field by field")]
#[wasm_bindgen]
pub fn record_standing(
    holder_gone: bool,
    claim_ms: f64,
    now: f64,
    texts: &str,
    created_at: f64,
    expires_at: f64,
    not_accepted_at: f64,
    has_holder: bool,
) -> u8 {
    let there = record(texts, created_at, expires_at, not_accepted_at, has_holder);
    match there.map_or(Standing::Free, |there| there.standing(holder_gone, claim_ms, now)) {
        Standing::Free => 0,
        Standing::Task => 1,
        Standing::UnderWay => 2,
        Standing::Unknown => 3,
    }
}

/// What a word about a record does, by its place in the list of js/claim/facts.ts. `task_id`: empty where it was not
/// accepted. `held`: 0 the holder is gone, 1 it is at work, 2 nobody knows.
#[allow(clippy::too_many_arguments, reason = "an object would cross the border field by field")]
#[wasm_bindgen]
pub fn reconcile_record(
    key: &str,
    task_id: &str,
    held: u8,
    claim_ms: f64,
    now: f64,
    texts: &str,
    created_at: f64,
    expires_at: f64,
    not_accepted_at: f64,
    has_holder: bool,
) -> u8 {
    let there = record(texts, created_at, expires_at, not_accepted_at, has_holder);
    let task_id = if task_id.is_empty() { None } else { Some(task_id) };
    let held = if held > 1 { None } else { Some(held == 1) };
    match claim::reconcile(key, there.as_ref(), task_id, held, claim_ms, now) {
        Reconciled::Resume => 0,
        Reconciled::Free => 1,
        Reconciled::Delete => 2,
        Reconciled::Nothing => 3,
        Reconciled::NoRecord => 4,
        Reconciled::UnderWay => 5,
        Reconciled::OtherTask => 6,
    }
}

/// A digest of a text that is not to be stored itself: 16 hex digits.
#[wasm_bindgen]
pub fn text_digest(text: &str) -> String {
    crate::text::first(&crate::sha256::hex_digest(text), 16).to_owned()
}
