//! Who may post, as [`crate::protocol::claim`] decides it: JavaScript performs what it asks of a store.

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
    /// The facts of one record.
    #[allow(clippy::too_many_arguments, reason = "a record's fields, each a plain value")]
    #[wasm_bindgen(constructor)]
    pub fn new(
        state: String,
        idempotency_key: String,
        fingerprint: String,
        task_id: Option<String>,
        created_at: f64,
        expires_at: f64,
        not_accepted_at: f64,
        has_holder: bool,
    ) -> RecordFacts {
        RecordFacts {
            state,
            idempotency_key,
            fingerprint,
            task_id,
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
    pub fn start(&mut self, now: f64) -> String {
        self.step(Event::Start, now, 0.0)
    }

    /// Was granted, or found this record. Answers what to do next.
    pub fn found(&mut self, there: Option<RecordFacts>, now: f64, elapsed: f64) -> String {
        let event = there.as_ref().map_or(Event::Absent, |there| Event::Found(there.stored()));
        self.step(event, now, elapsed)
    }

    /// Has done what was to be done.
    pub fn done(&mut self, now: f64, elapsed: f64) -> String {
        self.step(Event::Done, now, elapsed)
    }

    /// Whether the holder is there.
    pub fn heard(&mut self, held: Option<bool>, now: f64, elapsed: f64) -> String {
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

    fn step(&mut self, event: Event<'_>, now: f64, elapsed: f64) -> String {
        match self.machine.step(event, now, elapsed) {
            Effect::Claim => "claim",
            Effect::ClaimSuccessor => "claim_successor",
            Effect::Look => "look",
            Effect::Replace => "replace",
            Effect::Delete => "delete",
            Effect::Withdraw => "withdraw",
            Effect::ClaimResend => "claim_resend",
            Effect::AskHolder => "ask_holder",
            Effect::Sleep(ms) => {
                self.pause_ms = ms;
                "sleep"
            }
            Effect::Owned => "owned",
            Effect::Resend => "resend",
            Effect::Task => "task",
            Effect::Unknown(true) => "unknown",
            Effect::Unknown(false) => "under_way",
            Effect::OtherRequest => "other_request",
        }
        .to_owned()
    }
}

/// Where an outcome is written: "set", "set_beside", "delete" or "nothing". `outcome`: "submitted", "unknown",
/// "finished" or "released".
#[wasm_bindgen]
pub fn write_record(outcome: &str, own: &RecordFacts, there: Option<RecordFacts>, now: f64) -> String {
    let outcome = match outcome {
        "submitted" => Outcome::Submitted,
        "finished" => Outcome::Finished,
        "released" => Outcome::Released,
        _ => Outcome::Unknown,
    };
    let there = there.as_ref().map(RecordFacts::stored);
    match claim::write(outcome, &own.stored(), there.as_ref(), now) {
        Written::Set => "set",
        Written::SetBeside => "set_beside",
        Written::Delete => "delete",
        Written::Nothing => "nothing",
    }
    .to_owned()
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

/// What a word about a record does: "resume", "free", "delete", "nothing", "no_record", "under_way" or "other_task".
#[wasm_bindgen]
pub fn reconcile_record(
    key: &str,
    there: Option<RecordFacts>,
    task_id: Option<String>,
    holder_gone: bool,
    claim_ms: f64,
    now: f64,
) -> String {
    let there = there.as_ref().map(RecordFacts::stored);
    match claim::reconcile(key, there.as_ref(), task_id.as_deref(), holder_gone, claim_ms, now) {
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
    crate::fingerprint::hex(digest.first_chunk::<8>().map_or(&[], |bytes| bytes))
}
