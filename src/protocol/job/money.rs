//! What a run puts aside, spends and gives back.
//!
//! ```text
//!            reserve: the user's counter, then (where there is a limit for all) one shard of the deployment's
//! (nothing) ─────────────────────▶ held ──────────────────────────────▶ closed ──────────▶ corrected
//!     │ one is full                      settle: completed, or lost sight of      by the video's length,
//!     ▼                                  release: it was not billed              or by what a person found out
//! refused: what is held is given back, then the row is deleted
//! ```
//!
//! Which sums a call is counted in, and how each is called, [`crate::protocol::counters`] says; that each arrow happens
//! once, the level of a reservation's row.

use serde::{Deserialize, Serialize};

use super::effect::ChargeOut;
use super::engine::{Reply, Step};
use super::entry::Entry;
use super::event::Full;
use super::outbox::{Debt, Owed, Purpose};
use super::price;
use super::queue::fail;
use super::state::{Job, State, Trouble};
use crate::pricing::budget::Call;
use crate::pricing::cost::Table;
use crate::protocol::counters;
use crate::tape::{Document, Tape};

/// Before the keys of all counters.
const SPACE: &str = "jobs";
const USER: &str = "user";

/// A counter's part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Counter {
    /// Which object: "user" or "total/3".
    pub name: String,
    /// Names the row: `job.run.counter`.
    pub reservation: String,
    /// What is added to which sum.
    pub charges: Vec<ChargeOut>,
    /// Whether it is put aside.
    pub held: bool,
    /// Shards that were full.
    pub full: u32,
}

/// The money of a run, in micro-dollars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Money {
    /// What is put aside: the most it can cost.
    pub micro_usd: u64,
    /// Whether it may cost less.
    pub ceiling: bool,
    /// Where it is put aside, in the order it is taken.
    pub counters: Vec<Counter>,
    /// What it was closed at; 0: nothing was billed.
    pub spent: Option<u64>,
    /// Whether that was corrected.
    pub corrected: bool,
}

/// Asks what the run may cost, and begins to put it aside.
pub fn begin(step: &mut Step<'_>) {
    let settings = step.context.settings;
    let request = step.job.request.clone();
    let document = Document::parse(&request).unwrap_or_default();
    let prices = Document::parse(&settings.prices);
    let prices = prices.as_ref().map(Document::tape);
    let Ok(table) = Table::read(prices.as_ref().map(Tape::root)) else { return };
    let text = price::known(&step.job, None);
    let options = Document::parse(&text).unwrap_or_default();
    let (request, options) = (document.tape(), options.tape());
    let (user, feature) = (step.job.user.clone(), step.job.feature.clone());
    let call = Call::of(request.root(), options.root(), &table, &user, &feature);
    call.model.clone_into(&mut step.job.model);
    let refused = settings.limits.check(&call).err().map(|refusal| price::words(&call, refusal));
    let run = step.job.run;
    let id = format!("{}.{run}:{run}", step.job.job);
    let Some((reservation, charges)) = counters::reserve(&settings.limits, &call, SPACE, &id, run as u64)
    else {
        let text = "the request names no model that is known".to_owned();
        let unknown = Trouble { code: "unknown_model".to_owned(), message: text, hint: String::new() };
        refuse(step, refused.unwrap_or(unknown));
        return;
    };
    // The first charge makes it once, the last counts by user, feature and model: here a row of its own does both.
    let sums = charges.into_iter().skip(1).filter(|charge| !charge.limit.is_empty());
    let (of_user, of_all): (Vec<_>, Vec<_>) = sums.partition(|charge| charge.limit == "perUserDayMicroUsd");
    let money = &mut step.job.money;
    *money = Money { micro_usd: reservation.micro_usd, ceiling: reservation.ceiling, ..Money::default() };
    let charges = of_user.into_iter().map(ChargeOut::from).collect();
    money.counters.push(Counter { name: USER.to_owned(), charges, ..Counter::default() });
    let of_total: Vec<ChargeOut> =
        of_all.into_iter().filter(|charge| charge.most.is_some()).map(ChargeOut::from).collect();
    if !of_total.is_empty() {
        let shard = run.rem_euclid(i64::from(settings.shards));
        let name = format!("total/{shard}");
        let charges = of_total.into_iter().map(|charge| share(charge, settings.shards)).collect();
        money.counters.push(Counter { name, charges, ..Counter::default() });
    }
    for counter in &mut money.counters {
        counter.reservation = format!("{}.{run}.{}", step.job.job, counter.name);
    }
    if let Some(trouble) = refused {
        refuse(step, trouble);
    }
}

/// Names the row for lists of the job's run.
pub fn row(job: &Job) -> String {
    format!("{}.{}.{USER}", job.job, job.run)
}

/// A shard has its share of the limit: together they never allow more than that, and refuse a little early.
fn share(charge: ChargeOut, shards: u32) -> ChargeOut {
    let most = charge.most.map(|most| most / u64::from(shards));
    ChargeOut { most, ..charge }
}

/// Asks the next counter.
pub fn wants(step: &mut Step<'_>) {
    if step.job.state != State::Reserving || step.job.refused.is_some() {
        return;
    }
    let Some(next) = step.job.money.counters.iter().find(|counter| !counter.held).cloned() else {
        super::queue::enter(step, 0);
        return;
    };
    let asked = |owed: &Owed| matches!(&owed.debt, Debt::Money { reservation, .. } if *reservation == next.reservation);
    if !step.job.outbox.entries.iter().any(asked) {
        let entry = (next.name == USER).then(|| Entry::of(&step.job));
        let Counter { name: counter, reservation, charges, .. } = next;
        step.owe(Debt::Money { what: Purpose::Reserve, counter, reservation, charges, entry });
    }
}

/// A counter has answered.
pub fn answered(step: &mut Step<'_>, owed: &Owed, full: Option<&Full>) {
    let Debt::Money { what: Purpose::Reserve, reservation, .. } = &owed.debt else { return };
    let counters = &mut step.job.money.counters;
    let Some(counter) = counters.iter_mut().find(|counter| counter.reservation == *reservation) else {
        return;
    };
    let Some(full) = full else {
        counter.held = true;
        return;
    };
    // Another copy may come when there is room again: its row is closed before.
    let doubtful = owed.sent > 1;
    counter.held = doubtful && counter.name == USER;
    let asked = counter.clone();
    if doubtful && asked.name != USER {
        let charges = change(asked.charges.clone(), -(step.job.money.micro_usd as i64));
        let (counter, reservation) = (asked.name.clone(), asked.reservation.clone());
        step.owe(Debt::Money { what: Purpose::Release, counter, reservation, charges, entry: None });
    }
    if asked.name == USER || !next_shard(step, &asked) {
        let most =
            asked.charges.iter().find(|charge| charge.limit == full.limit).and_then(|charge| charge.most);
        let left = most.map_or(0, |most| (most as i64 - full.used).max(0)) as u64;
        let trouble = price::over(&full.limit, step.job.money.micro_usd, left);
        refuse(step, trouble);
    }
}

/// Another shard may have room yet; false where all were asked.
fn next_shard(step: &mut Step<'_>, asked: &Counter) -> bool {
    let (run, shards) = (step.job.run, step.context.settings.shards);
    let full = asked.full + 1;
    if full >= shards {
        return false;
    }
    let name = format!("total/{}", (run + i64::from(full)).rem_euclid(i64::from(shards)));
    let reservation = format!("{}.{run}.{name}", step.job.job);
    let counters = &mut step.job.money.counters;
    if let Some(counter) = counters.iter_mut().find(|counter| counter.reservation == asked.reservation) {
        (counter.name, counter.reservation, counter.full) = (name, reservation, full);
    }
    true
}

/// The same sums, changed by so much.
fn change(charges: Vec<ChargeOut>, amount: i64) -> Vec<ChargeOut> {
    let charges = charges.into_iter().filter(|_| amount != 0);
    charges.map(|charge| ChargeOut { amount, most: None, ..charge }).collect()
}

/// There is no money for the run: its row goes, so that the same request is judged anew. That of a job which has run before stays,
/// failed: its earlier runs are listed, and with the row would go the only copy of the request that an operator has.
fn refuse(step: &mut Step<'_>, trouble: Trouble) {
    step.reply = Some(Reply::error(402, &trouble.code, trouble.message.clone(), &trouble.hint));
    step.log("refused", None, Some(trouble.code.clone()));
    if step.job.retried {
        // What was never put aside is given back: that writes the run's row for lists, and adds nothing.
        step.job
            .money
            .counters
            .iter_mut()
            .filter(|counter| counter.name == USER)
            .for_each(|counter| counter.held = true);
        fail(step, trouble);
        return;
    }
    step.job.refused = Some(trouble);
    close(step, 0);
}

/// Closes what is held at what it cost; 0 where nothing is billed. What was closed before is corrected, once. False: nothing
/// is to be changed, so that the row for lists stays as it is.
pub fn close(step: &mut Step<'_>, spent: u64) -> bool {
    let before = step.job.money.spent;
    let what = match before {
        None if spent == 0 => Purpose::Release,
        None => Purpose::Settle,
        Some(before) if before == spent || step.job.money.corrected => return false,
        Some(_) => Purpose::Correct,
    };
    step.job.money.corrected = what == Purpose::Correct;
    let amount = spent as i64 - before.unwrap_or(step.job.money.micro_usd) as i64;
    step.job.money.spent = Some(spent);
    let row = Entry::of(&step.job);
    for counter in step.job.money.counters.clone() {
        let unasked = |owed: &Owed| {
            matches!(&owed.debt, Debt::Money { what: Purpose::Reserve, reservation, .. }
                if *reservation == counter.reservation)
        };
        let asking = step.job.outbox.entries.iter().find(|owed| unasked(owed)).map(|owed| owed.id.clone());
        // What was asked for may have been put aside: its row is closed, so that what comes late finds it so.
        let asked = asking.and_then(|id| step.job.outbox.cross_off(&id)).is_some();
        if !(counter.held || asked) {
            continue;
        }
        let charges = change(counter.charges, amount);
        let entry = (counter.name == USER).then(|| row.clone());
        let Counter { name, reservation, .. } = counter;
        step.owe(Debt::Money { what, counter: name, reservation, charges, entry });
    }
    true
}

/// A second task of this run was paid for: it is in the books like the first. Nothing comes after this row: it is over
/// whatever becomes of the job, and done, since only such a task is billed.
pub fn extra(step: &mut Step<'_>) {
    let number = step.job.paid_twice.len();
    let row = Entry {
        state: State::Done,
        micro_usd: step.job.money.micro_usd,
        spent: true,
        ended_at: Some(step.context.now),
        task_id: step.job.paid_twice.last().cloned(),
        error: None,
        ..Entry::of(&step.job)
    };
    for counter in step.job.money.counters.clone() {
        let reservation = format!("{}.extra-{number}", counter.reservation);
        let charges = counter.charges.into_iter().map(|charge| ChargeOut { most: None, ..charge }).collect();
        let entry = (counter.name == USER).then(|| row.clone());
        step.owe(Debt::Money { what: Purpose::Extra, counter: counter.name, reservation, charges, entry });
    }
}

/// The row for lists has changed, and no money with it.
pub fn list(step: &mut Step<'_>) {
    let row = Entry::of(&step.job);
    if let Some(counter) = step.job.money.counters.first() {
        let reservation = counter.reservation.clone();
        step.owe(Debt::List { reservation, entry: row });
    }
}
