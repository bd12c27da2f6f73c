//! What must hold, after every step and once the world is quiet.

use std::collections::BTreeSet;

use wanreel::protocol::job::outbox::Debt;
use wanreel::protocol::job::{Job, State};

use super::world::World;

/// After every step: of what is written, not of what is in memory.
pub fn after_a_step(world: &mut World<'_>) {
    let Some(job) = world.durable.clone() else {
        let open = world.books.open().next().map(str::to_owned);
        if let Some(open) = open {
            world.breaks("reservations belong to listed jobs", format!("{open} is held by no job"));
        }
        return;
    };
    if world.alarm.is_none() {
        world.breaks("no job without an alarm", format!("{} has none", job.state.name()));
    }
    let stray = world.books.open().find(|open| !owns(&job, open)).map(str::to_owned);
    if let Some(open) = stray {
        world.breaks("reservations belong to listed jobs", format!("{open} is not in the job's own row"));
    }
}

/// Whether the job's row says that it has to close the reservation yet.
fn owns(job: &Job, open: &str) -> bool {
    let counted =
        job.money.counters.iter().any(|counter| counter.reservation == open) && job.money.spent.is_none();
    let owed = job
        .outbox
        .entries
        .iter()
        .any(|owed| matches!(&owed.debt, Debt::Money { reservation, .. } if reservation == open));
    counted || owed
}

/// Once the world is quiet.
pub fn at_rest(world: &mut World<'_>) {
    let open = world.books.open().next().map(str::to_owned);
    if let Some(open) = open {
        world.breaks("nothing is reserved at an end", format!("{open} is"));
    }
    if !world.books.is_balanced() {
        let books = format!("{:?}", world.books);
        world.breaks("the books balance", books);
    }
    let runs: BTreeSet<i64> = world.api.posts.iter().map(|post| post.run).collect();
    for run in runs {
        let keys: BTreeSet<&str> =
            world.api.posts.iter().filter(|post| post.run == run).map(|post| post.key.as_str()).collect();
        let others: BTreeSet<&str> =
            world.api.posts.iter().filter(|post| post.run != run).map(|post| post.key.as_str()).collect();
        if !keys.is_disjoint(&others) {
            world.breaks("keys carry the run", format!("{keys:?}"));
        }
    }
    let Some(job) = world.memory.clone() else { return };
    paid_for(world, &job);
    notified(world, &job);
}

/// No task of the run that was paid for is unknown, unless nobody could tell, or a person was wrong.
fn paid_for(world: &mut World<'_>, job: &Job) {
    let own = job.task.as_ref().map(|task| task.id.as_str());
    let billed: Vec<String> = world
        .api
        .tasks
        .iter()
        .filter(|task| task.run == job.run && task.fails.is_none())
        .map(|task| task.id.clone())
        .collect();
    let known = |id: &String| own == Some(id) || job.paid_twice.contains(id);
    let unknown: Vec<&String> = billed.iter().filter(|id| !known(id)).collect();
    if unknown.is_empty() || job.state == State::Unresolved {
        return;
    }
    if world.settings.has_callback {
        world.breaks(
            "a paid task is recorded",
            format!("{unknown:?} is not, the job is {}", job.state.name()),
        );
    } else if !world.misjudged.contains(&job.run) && own.is_none() {
        world.breaks("a paid task is not lost", format!("{unknown:?}, the job is {}", job.state.name()));
    }
}

fn notified(world: &mut World<'_>, job: &Job) {
    let run = job.run.to_string();
    let ids: BTreeSet<&String> =
        world.webhooks.iter().filter(|id| id.split('.').nth(1) == Some(run.as_str())).collect();
    if ids.len() > 1 {
        world.breaks("one webhook-id a run", format!("{ids:?}"));
    } else if world.settings.has_notify && matches!(job.state, State::Done | State::Failed) && ids.is_empty()
    {
        world.breaks("each end is told", format!("nobody heard of {}", job.state.name()));
    }
}
