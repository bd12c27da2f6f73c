//! What a job owes other objects: entries that stand in the job's own row, and are crossed off when answered. They are kept
//! apart from the job's course: what a run owes is paid, whatever became of the job meanwhile.

use serde::{Deserialize, Serialize};

use super::effect::{ChargeOut, Effect};
use super::engine::Context;
use super::entry::Entry;
use super::state::{Flight, State};

/// How long an answer is waited for before the entry is sent again; also the first pause after a failure.
const ANSWER_MS: i64 = 10_000;
/// Longest pause: an object that was gone for hours is asked again within five minutes.
const LONGEST_MS: i64 = 300_000;

/// What is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Debt {
    /// See [`Effect::Money`].
    Money {
        /// What it is for.
        what: Purpose,
        /// Which object.
        counter: String,
        /// Names the row.
        reservation: String,
        /// What to add.
        charges: Vec<ChargeOut>,
        /// The row for lists.
        entry: Option<Entry>,
    },
    /// See [`Effect::List`].
    List {
        /// Names the row.
        reservation: String,
        /// The row.
        entry: Entry,
    },
    /// See [`Effect::Enqueue`].
    Enqueue {
        /// The run.
        run: i64,
        /// Not before this moment.
        not_before: i64,
    },
    /// See [`Effect::ReleaseSlot`].
    ReleaseSlot {
        /// The run.
        run: i64,
        /// The state it had.
        outcome: State,
    },
    /// See [`Effect::PauseDeployment`].
    Pause {
        /// Why.
        why: String,
        /// Until when.
        until: i64,
    },
}

/// What money is moved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Put aside.
    Reserve,
    /// Given back.
    Release,
    /// Spent.
    Settle,
    /// Its price became known after it was closed.
    Correct,
    /// A second task that was paid for.
    Extra,
}

impl Purpose {
    /// By name.
    pub const fn name(self) -> &'static str {
        match self {
            Purpose::Reserve => "reserve",
            Purpose::Release => "release",
            Purpose::Settle => "settle",
            Purpose::Correct => "correct",
            Purpose::Extra => "extra",
        }
    }

    /// The level the reservation's row has afterwards.
    pub const fn level(self) -> u8 {
        match self {
            Purpose::Reserve | Purpose::Extra => 1,
            Purpose::Release | Purpose::Settle => 2,
            Purpose::Correct => 3,
        }
    }
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Owed {
    /// Names it.
    pub id: String,
    /// What is owed.
    pub debt: Debt,
    /// How often it failed.
    #[serde(default)]
    pub tries: u32,
    /// How often it was sent: of more than once, an answer says nothing of the others, which may be on their way.
    #[serde(default)]
    pub sent: u32,
    /// Not before this moment.
    #[serde(default)]
    pub due_at: i64,
    /// Whether it was sent.
    #[serde(default)]
    pub flight: Option<Flight>,
}

/// All entries, in the order they are to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outbox {
    /// Not yet answered.
    pub entries: Vec<Owed>,
    /// Entries ever: numbers their ids.
    pub count: u32,
}

impl Outbox {
    /// Adds one. Its id carries the run: a job that was deleted and made again counts anew, and an answer of
    /// before must not be taken for one of its own.
    pub fn owe(&mut self, run: i64, debt: Debt) {
        self.count += 1;
        let kind = match &debt {
            Debt::Money { what, .. } => what.name(),
            Debt::List { .. } => "list",
            Debt::Enqueue { .. } => "enqueue",
            Debt::ReleaseSlot { .. } => "release-slot",
            Debt::Pause { .. } => "pause",
        };
        let id = format!("{kind}/{run}/{}", self.count);
        self.entries.push(Owed { id, debt, tries: 0, sent: 0, due_at: 0, flight: None });
    }

    /// Crosses one off; `None` where it was before.
    pub fn cross_off(&mut self, id: &str) -> Option<Owed> {
        let at = self.entries.iter().position(|owed| owed.id == id)?;
        Some(self.entries.remove(at))
    }

    /// One failed: again later.
    pub fn failed(&mut self, id: &str, context: &Context<'_>) {
        if let Some(owed) = self.entries.iter_mut().find(|owed| owed.id == id) {
            owed.tries = owed.tries.saturating_add(1);
            owed.flight = None;
            let pause = (ANSWER_MS << owed.tries.saturating_sub(1).min(5)).min(LONGEST_MS);
            owed.due_at = context.now + context.jittered(pause);
        }
    }

    /// Sends what is due. What changes a row there waits for what is to change it before.
    pub fn wants(
        &mut self,
        job: &str,
        user: &str,
        priority: i32,
        context: &Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let firsts = self.firsts();
        for (owed, is_first) in self.entries.iter_mut().zip(firsts) {
            if is_first && owed.due_at <= context.now && !context.is_flying(owed.flight.as_ref()) {
                owed.flight = Some(context.flight(ANSWER_MS));
                owed.sent = owed.sent.saturating_add(1);
                out.push(owed.effect(job, user, priority));
            }
        }
    }

    /// When it must be looked at again.
    pub fn wakes(&self, context: &Context<'_>) -> Option<i64> {
        let firsts = self.entries.iter().zip(self.firsts()).filter(|(_, is_first)| *is_first);
        firsts.map(|(owed, _)| context.wake(owed.due_at, owed.flight.as_ref())).min()
    }

    /// Which entries wait for no other.
    fn firsts(&self) -> Vec<bool> {
        let row = |owed: &Owed| owed.debt.row().map(str::to_owned);
        let mut seen: Vec<String> = Vec::new();
        self.entries
            .iter()
            .map(|owed| {
                let Some(row) = row(owed) else { return true };
                let is_first = !seen.contains(&row);
                seen.push(row);
                is_first
            })
            .collect()
    }
}

impl Debt {
    /// The row it changes.
    fn row(&self) -> Option<&str> {
        match self {
            Debt::Money { reservation, .. } | Debt::List { reservation, .. } => Some(reservation),
            Debt::Enqueue { .. } | Debt::ReleaseSlot { .. } => Some("slot"),
            Debt::Pause { .. } => None,
        }
    }
}

impl Owed {
    fn effect(&self, job: &str, user: &str, priority: i32) -> Effect {
        let id = self.id.clone();
        let (job, user) = (job.to_owned(), user.to_owned());
        match self.debt.clone() {
            Debt::Money { what, counter, reservation, charges, entry } => Effect::Money {
                id,
                what: what.name(),
                counter,
                reservation,
                level: what.level(),
                charges,
                entry,
            },
            Debt::List { reservation, entry } => Effect::List { id, reservation, entry },
            Debt::Enqueue { run, not_before } => Effect::Enqueue { id, job, run, user, priority, not_before },
            Debt::ReleaseSlot { run, outcome } => {
                Effect::ReleaseSlot { id, job, run, user, outcome: outcome.name() }
            }
            Debt::Pause { why, until } => Effect::PauseDeployment { id, why, until },
        }
    }
}
