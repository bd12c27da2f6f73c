//! Who may post, as [`crate::protocol::claim`] decides it: JavaScript performs what it asks of a store.

#![allow(clippy::needless_pass_by_value, reason = "what crosses the border is handed over")]

use wasm_bindgen::prelude::*;

use crate::protocol::claim::{self, Effect, Event, Outcome, Policy, Reconciled, Standing, Stored, Written};

/// What of a record in a store is decided by. `not_accepted_at` is NaN where there is none.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct RecordFacts {
    state: String,
    idempotency_key: String,
    fingerprint: String,
    task_id: Option<String>,
    created_at: f64,
    expires_at: f64,
    not_accepted_at: f64,
    has_holder: bool,
}

#[wasm_bindgen]
impl RecordFacts {
    /// The facts of one record. `texts`: its state, idempotency key, fingerprint and, where there is one, task id, a line
    /// each: one text crosses the border four times quicker than four.
    #[wasm_bindgen(constructor)]
    pub fn new(
        texts: &str,
        created_at: f64,
        expires_at: f64,
        not_accepted_at: f64,
        has_holder: bool,
    ) -> RecordFacts {
        let mut lines = texts.splitn(4, '\n').map(str::to_owned);
        let mut line = || lines.next();
        RecordFacts {
            state: line().unwrap_or_default(),
            idempotency_key: line().unwrap_or_default(),
            fingerprint: line().unwrap_or_default(),
            task_id: line(),
            created_at,
            expires_at,
            not_accepted_at,
            has_holder,
        }
    }
}

impl RecordFacts {
    fn stored(&self) -> Stored<'_> {
        Stored {
            state: &self.state,
            idempotency_key: &self.idempotency_key,
            fingerprint: &self.fingerprint,
            task_id: self.task_id.as_deref(),
            created_at: self.created_at,
            expires_at: self.expires_at,
            not_accepted_at: (!self.not_accepted_at.is_nan()).then_some(self.not_accepted_at),
            has_holder: self.has_holder,
        }
    }
}

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

    /// Frees the request of a record whose task failed.
    pub fn release(own: &RecordFacts) -> Claim {
        Claim { machine: claim::Claim::release(&own.stored()), pause_ms: 0.0 }
    }

    /// Begins; answers what to do first.
    pub fn start(&mut self, now: f64) -> u8 {
        self.step(Event::Start, now, 0.0)
    }

    /// Was granted, or found this record. Answers what to do next.
    pub fn found(&mut self, there: Option<RecordFacts>, now: f64, elapsed: f64) -> u8 {
        let event = there.as_ref().map_or(Event::Absent, |there| Event::Found(there.stored()));
        self.step(event, now, elapsed)
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

/// Where an outcome is written, and which outcome it is, by their places in the lists of js/claim/facts.ts.
#[wasm_bindgen]
pub fn write_record(outcome: u8, own: RecordFacts, there: Option<RecordFacts>, now: f64) -> u8 {
    let outcome = match outcome {
        0 => Outcome::Submitted,
        2 => Outcome::Finished,
        3 => Outcome::Released,
        _ => Outcome::Unknown,
    };
    let there = there.as_ref().map(RecordFacts::stored);
    match claim::write(outcome, &own.stored(), there.as_ref(), now) {
        Written::Set => 0,
        Written::SetBeside => 1,
        Written::Delete => 2,
        Written::Nothing => 3,
    }
}

/// Whether a record is the one a claim made, or of the same task.
#[wasm_bindgen]
pub fn is_same_record(own: &RecordFacts, there: RecordFacts) -> bool {
    there.stored().is_same(&own.stored())
}

/// What a record says about its request: "free", "submitted", "submitting" or "unknown".
#[wasm_bindgen]
pub fn record_standing(there: RecordFacts, holder_gone: bool, claim_ms: f64, now: f64) -> String {
    match there.stored().standing(holder_gone, claim_ms, now) {
        Standing::Free => "free",
        Standing::Task => "submitted",
        Standing::UnderWay => "submitting",
        Standing::Unknown => "unknown",
    }
    .to_owned()
}

/// What a word about a record does: `resume`, `free`, `delete`, `nothing`, `no_record`, `under_way` or `other_task`.
#[wasm_bindgen]
pub fn reconcile_record(
    key: &str,
    there: Option<RecordFacts>,
    task_id: Option<String>,
    held: Option<bool>,
    claim_ms: f64,
    now: f64,
) -> String {
    let there = there.as_ref().map(RecordFacts::stored);
    match claim::reconcile(key, there.as_ref(), task_id.as_deref(), held, claim_ms, now) {
        Reconciled::Resume => "resume",
        Reconciled::Free => "free",
        Reconciled::Delete => "delete",
        Reconciled::Nothing => "nothing",
        Reconciled::NoRecord => "no_record",
        Reconciled::UnderWay => "under_way",
        Reconciled::OtherTask => "other_task",
    }
    .to_owned()
}

/// A digest of a text that is not to be stored itself: 16 hex digits.
#[wasm_bindgen]
pub fn text_digest(text: &str) -> String {
    let digest = hmac_sha256::Hash::hash(text.as_bytes());
    crate::text::hex(digest.first_chunk::<8>().map_or(&[], |bytes| bytes))
}
