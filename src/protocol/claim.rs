//! Who may post. A submit claims its key in a store before its POST, so that the same request is paid for once, by
//! whoever asks and however often: two calls at once, two tabs, or a job that is delivered again after a crash.
//!
//! ```text
//!  start ─► Claiming ── nothing was there ──────────────────────────────────────────► Owned: may post
//!            ▲  │ a record is there:
//!            │  ├─ of another request ──────────────────────────────────────────────► OtherRequest
//!            │  ├─ with a task ─────────────────────────────────────────────────────► Task
//!            │  ├─ "submitting", its holder gone ─► looked at once more ────────────► Unknown
//!            │  ├─ "submitting", too old, or waited for too long, or "unknown" ─────► Unknown
//!   Sleep ◄──┼──┼─ "submitting" otherwise: another is at work on it
//!            │  └─ expired, or reconciled as "not accepted": free, for one successor
//!            │        │
//!            │   Succeeding (claims the key of the successor) ─ another did ─► Sleep
//!            │        │ ours
//!            │   LookingAgain ─ it has been replaced ─► Withdrawing ─┐
//!            │        │ it still stands there                       │
//!            │   Replacing ─► Tidying ─► Owned                      │
//!            └───────────────────────────────────────────────────────┘
//! ```
//!
//! A store can claim atomically, but neither replace nor delete "only if it is still that one". So whoever wants the place
//! of a record, or sees its task fail and frees its request, first claims a key that belongs to that very record: only
//! the one who gets it may write or delete there. Every interleaving of several claimants is tried in
//! tests/native/claim.rs.
//!
//! It has no stored form: whether a claim that was under way was granted, only the store knows. Another process claims anew.

use crate::text::holds;

/// First pause before another's claim is looked at again, its growth, and the longest: a submit takes a second or two.
const LOOK_MS: f64 = 250.0;
const LOOK_FACTOR: f64 = 1.5;
const LOOK_MAX_MS: f64 = 2_000.0;
/// A store may judge by another clock whether a record has expired: so close to that moment it is left to the store.
const CLOCK_SKEW_MS: f64 = 60_000.0;

/// How patient a claim is.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// How long after its claim another's submit is believed to be under way.
    pub claim_ms: f64,
    /// How long this one waits for another's at most.
    pub patience_ms: f64,
    /// Whether the key may have been used for another request.
    pub checks_request: bool,
    /// Whether the caller wants a request of unknown outcome sent again, once.
    pub may_resend: bool,
}

/// What counts of a record in a store.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    /// "submitting", "submitted" or "unknown"; what a later version writes counts as unknown.
    pub state: &'a str,
    /// The key its POST carries.
    pub idempotency_key: &'a str,
    /// The request's.
    pub fingerprint: &'a str,
    /// Its task, once there is one.
    pub task_id: Option<&'a str>,
    /// The moment of the claim, in milliseconds since 1970.
    pub created_at: f64,
    /// From when on it counts as absent.
    pub expires_at: f64,
    /// When a person said that it was not accepted.
    pub not_accepted_at: Option<f64>,
    /// Whether it names a holder, of whom can be asked whether it is still there.
    pub has_holder: bool,
}

/// What a record says about its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing stands in the way of a POST: it has expired, or was not accepted.
    Free,
    /// There is a task.
    Task,
    /// Somebody is at work on it.
    UnderWay,
    /// It may have been accepted and billed.
    Unknown,
}

impl Stored<'_> {
    /// What it says. `holder_gone`: whoever claimed it is known to be there no more.
    pub fn standing(&self, holder_gone: bool, claim_ms: f64, now: f64) -> Standing {
        if self.expires_at <= now {
            return Standing::Free;
        }
        match (self.state, self.task_id) {
            ("submitted", Some(_)) => Standing::Task,
            ("submitting", _) if !holder_gone && now - self.created_at < claim_ms => Standing::UnderWay,
            _ if self.not_accepted_at.is_some() => Standing::Free,
            _ => Standing::Unknown,
        }
    }

    fn id(&self) -> Id {
        Id {
            key: self.idempotency_key.to_owned(),
            created_at: self.created_at,
            freed_at: self.not_accepted_at,
        }
    }

    /// Two callers may share an idempotency key, but not the moment of a claim, nor a task.
    pub fn is_same(&self, own: &Stored<'_>) -> bool {
        self.idempotency_key == own.idempotency_key
            && match self.task_id {
                None => is(self.created_at, own.created_at),
                there => there == own.task_id,
            }
    }
}

/// The same moment: both come from the same stored number.
fn is(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits()
}

/// One record among those that stood at a key one after the other.
#[derive(Clone, Debug, PartialEq)]
struct Id {
    key: String,
    created_at: f64,
    freed_at: Option<f64>,
}

/// What came of the last effect.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Nothing yet.
    Start,
    /// A claim was granted, or a look found nothing.
    Absent,
    /// A claim was refused by this record, or a look found it.
    Found(Stored<'a>),
    /// Written, deleted or slept.
    Done,
    /// Whether a holder is still there; `None` where that cannot be known.
    Holder(Option<bool>),
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// Claim the key with our record, stamped with this moment.
    Claim,
    /// Claim the key of the record's one successor in the same way, see [`Claim::successor`].
    ClaimSuccessor,
    /// Look at the key.
    Look,
    /// Write our record at the key.
    Replace,
    /// Delete the record at the key.
    Delete,
    /// Delete the successor's key.
    Withdraw,
    /// Claim the right to send again what has an unknown outcome.
    ClaimResend,
    /// Ask whether the holder of the record found is still there.
    AskHolder,
    /// Sleep so many milliseconds.
    Sleep(f64),
    /// It is ours: post. Of a release: it is done, by us or by another.
    Owned,
    /// It is ours to send again.
    Resend,
    /// The record found has a task.
    Task,
    /// Its outcome is unknown. `true`: nobody is at work on it any more.
    Unknown(bool),
    /// The key was used for another request.
    OtherRequest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    Claiming,
    AskingHolder,
    Sleeping,
    Succeeding,
    LookingAgain,
    Replacing,
    /// The successor's key is of no use any more: after it, `true` we own the key, `false` we begin again.
    Tidying(bool),
    Resending,
    Over,
}

/// A claim under way.
#[derive(Clone, Debug)]
pub struct Claim {
    policy: Policy,
    fingerprint: String,
    /// Whether the record's place is to be freed, rather than taken.
    releases: bool,
    state: State,
    looks: i32,
    /// The record whose place we want, or whom we wait for.
    other: Option<Id>,
    /// Whose holder is gone.
    gone: Option<Id>,
    /// How long another's may be waited for yet.
    left_ms: f64,
    /// Until when another's is waited for, where that is news.
    until: Option<f64>,
    told: Option<Id>,
}

impl Claim {
    /// A claim not yet begun, for a request of this fingerprint.
    pub fn new(policy: Policy, fingerprint: &str) -> Claim {
        let fingerprint = fingerprint.to_owned();
        let (other, gone, until, told) = (None, None, None, None);
        let (state, left_ms) = (State::Claiming, policy.patience_ms);
        Claim { policy, fingerprint, releases: false, state, looks: 0, other, gone, left_ms, until, told }
    }

    /// Frees the request of a record whose task failed: others may have seen it fail too, and claimed the request anew.
    pub fn release(own: &Stored<'_>) -> Claim {
        let policy = Policy { claim_ms: 0.0, patience_ms: 0.0, checks_request: false, may_resend: false };
        let claim = Claim::new(policy, own.fingerprint);
        Claim { releases: true, other: Some(own.id()), ..claim }
    }

    /// Takes what happened, answers what to do. `now`: milliseconds since 1970; `elapsed`: since the start, by a clock
    /// that does not jump.
    pub fn step(&mut self, event: Event<'_>, now: f64, elapsed: f64) -> Effect {
        match (self.state, event) {
            (State::Claiming, Event::Start) if self.releases => {
                self.on(State::Succeeding, Effect::ClaimSuccessor)
            }
            (State::Succeeding, Event::Found(_)) if self.releases => self.over(Effect::Owned),
            (State::Claiming, Event::Start) | (State::Sleeping, Event::Done) | (State::Tidying(false), _) => {
                self.claim()
            }
            (State::Claiming, Event::Absent) | (State::Tidying(true), _) => self.over(Effect::Owned),
            (State::Claiming, Event::Found(there)) => self.found(&there, now, elapsed),
            (State::AskingHolder, Event::Holder(held)) => {
                if held == Some(false) {
                    // It may have written its outcome just before it went.
                    self.gone.clone_from(&self.other);
                    return self.claim();
                }
                self.sleep()
            }
            (State::Succeeding, Event::Absent) => self.on(State::LookingAgain, Effect::Look),
            (State::Succeeding, Event::Found(there)) => {
                // Another succeeds it, or was stopped at it: then nobody knows whether it went on.
                match there.standing(false, self.policy.claim_ms, now) {
                    Standing::UnderWay if elapsed < self.policy.patience_ms => self.sleep(),
                    Standing::UnderWay => self.over(Effect::Unknown(false)),
                    _ => self.over(Effect::Unknown(true)),
                }
            }
            (State::LookingAgain, Event::Found(there)) if self.other.as_ref() == Some(&there.id()) => {
                self.on(State::Replacing, if self.releases { Effect::Delete } else { Effect::Replace })
            }
            (State::LookingAgain, _) => self.on(State::Tidying(self.releases), Effect::Withdraw),
            (State::Replacing, _) => self.on(State::Tidying(true), Effect::Withdraw),
            (State::Resending, Event::Absent) => self.over(Effect::Resend),
            // What does not belong here, and what a later version brings: nothing is posted.
            _ => self.over(Effect::Unknown(true)),
        }
    }

    /// The moment until which another's claim is waited for at most, once for each that is waited for: an event tells of it.
    pub fn waits_until(&mut self) -> Option<f64> {
        self.until.take()
    }

    /// The key of the one successor of the record that stands at `key`.
    pub fn successor(&self, key: &str) -> String {
        let moment = self.other.as_ref().map_or(0.0, |other| other.freed_at.unwrap_or(other.created_at));
        let mut successor = String::from(key);
        successor.push('>');
        crate::text::integer(&mut successor, moment as i64);
        successor
    }

    fn found(&mut self, there: &Stored<'_>, now: f64, elapsed: f64) -> Effect {
        let patient = elapsed < self.policy.patience_ms;
        let close_to_expiry = (there.expires_at - now).abs() < CLOCK_SKEW_MS;
        let id = there.id();
        let gone = self.gone.as_ref() == Some(&id);
        let standing = there.standing(gone, self.policy.claim_ms, now);
        self.other = Some(id);
        match standing {
            Standing::Free if close_to_expiry && patient => self.sleep(),
            Standing::Free if close_to_expiry => self.over(Effect::Unknown(true)),
            Standing::Free => self.on(State::Succeeding, Effect::ClaimSuccessor),
            _ if self.policy.checks_request && there.fingerprint != self.fingerprint => {
                self.over(Effect::OtherRequest)
            }
            Standing::Task => self.over(Effect::Task),
            Standing::UnderWay if patient => {
                let age = now - there.created_at;
                self.left_ms = (self.policy.claim_ms - age).min(self.policy.patience_ms - elapsed);
                if self.told != self.other {
                    self.told.clone_from(&self.other);
                    self.until = Some(now + self.left_ms);
                }
                if there.has_holder { self.on(State::AskingHolder, Effect::AskHolder) } else { self.sleep() }
            }
            Standing::UnderWay => self.over(Effect::Unknown(false)),
            Standing::Unknown if self.policy.may_resend => self.on(State::Resending, Effect::ClaimResend),
            Standing::Unknown => self.over(Effect::Unknown(true)),
        }
    }

    fn claim(&mut self) -> Effect {
        self.on(State::Claiming, Effect::Claim)
    }

    fn sleep(&mut self) -> Effect {
        let pause = LOOK_MS * LOOK_FACTOR.powi(self.looks);
        self.looks = (self.looks + 1).min(16);
        // No longer than the wait may last; a fraction of a millisecond would be none to a timer.
        self.on(State::Sleeping, Effect::Sleep(pause.min(LOOK_MAX_MS).min(self.left_ms).max(1.0)))
    }

    fn over(&mut self, effect: Effect) -> Effect {
        self.on(State::Over, effect)
    }

    fn on(&mut self, state: State, effect: Effect) -> Effect {
        self.state = state;
        effect
    }
}

/// What became of a submit that owned its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted: there is a task.
    Submitted,
    /// Lost: it may be billed, so its record stands in the way of another POST.
    Unknown,
    /// Its task completed; the record lives as long as the result.
    Finished,
    /// Nothing was or will be billed: the request may be sent again.
    Released,
}

/// Where an outcome is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// At the key.
    Set,
    /// Beside it, where another's record stands by now: neither task is lost.
    SetBeside,
    /// The record is deleted.
    Delete,
    /// Nowhere: what stands there is another's.
    Nothing,
}

/// Where the outcome of our submit is written, now that its key was looked at. Meanwhile another may have seen its task
/// fail and submitted the request anew, or somebody has deleted the record.
pub fn write(outcome: Outcome, own: &Stored<'_>, there: Option<&Stored<'_>>, now: f64) -> Written {
    let is_ours = there.is_none_or(|there| there.expires_at <= now || there.is_same(own));
    match (outcome, is_ours) {
        // Deleting where nothing was found could hit the claim of whoever comes that moment.
        (Outcome::Released, true) if there.is_none() => Written::Nothing,
        (Outcome::Released, true) => Written::Delete,
        (_, true) => Written::Set,
        (Outcome::Submitted | Outcome::Unknown, false) => Written::SetBeside,
        (Outcome::Finished | Outcome::Released, false) => Written::Nothing,
    }
}

/// What a person's or a callback's word does to a record of unknown outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reconciled {
    /// It is written down as submitted, and its task resumed.
    Resume,
    /// It is written down as not accepted: whoever submits the request next takes its place, with its idempotency key.
    Free,
    /// The record is deleted: a second take is looked for by nobody.
    Delete,
    /// There is nothing to do.
    Nothing,
    /// There is no record.
    NoRecord,
    /// Its submit is under way.
    UnderWay,
    /// Another task is known.
    OtherTask,
}

/// Decides on a word about the record at `key`: the task it became, or `None` where it was not accepted. `held`: whether
/// its holder is still at work; `None` where that cannot be known.
pub fn reconcile(
    key: &str,
    there: Option<&Stored<'_>>,
    task_id: Option<&str>,
    held: Option<bool>,
    claim_ms: f64,
    now: f64,
) -> Reconciled {
    let Some(there) = there else {
        return if task_id.is_some() { Reconciled::NoRecord } else { Reconciled::Nothing };
    };
    match (there.standing(held == Some(false), claim_ms, now), task_id) {
        (Standing::Task, Some(_)) if there.task_id == task_id => Reconciled::Resume,
        (Standing::Task, _) => Reconciled::OtherTask,
        (_, Some(_)) => Reconciled::Resume,
        (Standing::UnderWay, None) => Reconciled::UnderWay,
        // However long ago it was claimed: whoever is at work on it may still post.
        (Standing::Unknown, None) if held == Some(true) && there.state == "submitting" => {
            Reconciled::UnderWay
        }
        (Standing::Free, None) => Reconciled::Nothing,
        (Standing::Unknown, None) if holds(key, b'#') => Reconciled::Delete,
        (Standing::Unknown, None) => Reconciled::Free,
    }
}
