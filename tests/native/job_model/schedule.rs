//! A schedule: chaos of one's choice, then a quiet world in which everything must come to its end.

use wanreel::protocol::job::event::Event;

use super::invariants;
use super::world::{Flight, World};

/// More steps than any job needs once the world is quiet.
const PATIENCE: usize = 4_000;

/// What may happen next.
#[derive(Clone, Copy, Debug)]
enum Action {
    Perform(usize),
    Deliver(usize),
    Crash,
    Ring,
    Wake,
    Message(usize),
    MessageAgain(usize),
    DeadLetter(usize),
    Callback(usize),
    Ghost(usize),
    CreateAgain,
    Cancel,
    Retry,
    Renotify,
    Reconcile,
    NotAccepted,
    Forged,
    Late,
    Jump,
}

fn actions(world: &World<'_>) -> Vec<Action> {
    let mut all = Vec::new();
    for (at, flight) in world.flights.iter().enumerate() {
        all.push(match flight {
            Flight::Asked(_) => Action::Perform(at),
            Flight::Answered(_) => Action::Deliver(at),
        });
    }
    all.push(Action::Crash);
    if world.alarm.is_some() {
        all.push(Action::Ring);
    }
    for at in 0..world.queue.len().min(2) {
        all.extend([Action::Message(at), Action::MessageAgain(at)]);
    }
    if !world.queue.is_empty() {
        all.push(Action::DeadLetter(0));
    }
    if world.settings.has_callback {
        all.extend((0..world.api.tasks.len()).map(Action::Callback));
    }
    all.extend((0..world.ghosts.len().min(1)).map(Action::Ghost));
    if world.people.creates_again {
        all.push(Action::CreateAgain);
    }
    if world.people.cancels {
        all.push(Action::Cancel);
    }
    if world.people.retries {
        all.extend([Action::Retry, Action::Renotify]);
    }
    if world.people.reconciles {
        all.extend([Action::Reconcile, Action::NotAccepted]);
    }
    if world.people.forges {
        all.extend([Action::Forged, Action::Late, Action::Jump, Action::Wake]);
    }
    all
}

fn act(world: &mut World<'_>, action: Action) {
    match action {
        Action::Perform(at) => world.perform(at, false),
        Action::Deliver(at) => world.deliver(at),
        Action::Crash => world.crash(),
        Action::Ring => world.ring(),
        Action::Wake => world.tell(&Event::Wake),
        Action::Message(at) => {
            let run = world.queue.remove(at);
            world.tell(&Event::Start { run });
        }
        Action::MessageAgain(at) => {
            let run = world.queue[at];
            world.tell(&Event::Start { run });
        }
        Action::DeadLetter(at) => {
            let run = world.queue.remove(at);
            world.tell(&Event::DeadLetter { run });
        }
        Action::Callback(at) => world.callback(at),
        Action::Ghost(at) => {
            let (run, attempt) = world.ghosts.remove(at);
            let now = world.true_now();
            world.api.accept(run, attempt, now, None);
        }
        Action::CreateAgain => world.create(),
        Action::Cancel => world.tell(&Event::Cancel),
        Action::Retry => world.tell(&Event::Retry { run: None }),
        Action::Renotify => world.tell(&Event::Renotify),
        Action::Reconcile => {
            let task_id = world.api.tasks.last().map(|task| task.id.clone());
            world.tell(&Event::Reconcile { task_id: Some(task_id.unwrap_or("task-unified-none".into())) });
        }
        Action::NotAccepted => {
            if let Some(job) = &world.memory {
                world.misjudged.push(job.run);
            }
            world.tell(&Event::Reconcile { task_id: None });
        }
        Action::Forged => {
            let run = world.memory.as_ref().map_or(0, |job| job.run);
            world.tell(&Event::Callback { run, task_id: "task-unified-forged".into() });
        }
        Action::Late => world.now += 3_600_000,
        Action::Jump => world.jump(),
    }
}

/// Plays one schedule to its end; answers what broke.
pub fn play(world: &mut World<'_>) -> Option<String> {
    world.create();
    while world.broken.is_none() && world.chooser.goes_on() {
        let all = actions(world);
        let action = all[world.chooser.choose(all.len())];
        act(world, action);
        if world.memory.is_none() && world.flights.is_empty() {
            break;
        }
    }
    quiet(world);
    world.broken.clone()
}

fn quiet(world: &mut World<'_>) {
    for _ in 0..PATIENCE {
        if world.broken.is_some() {
            return;
        }
        if !world.flights.is_empty() {
            if matches!(world.flights[0], Flight::Asked(_)) {
                world.perform(0, true);
            }
            world.deliver(0);
        } else if let Some(run) = world.queue.pop() {
            world.tell(&Event::Start { run });
        } else if world.settings.has_callback
            && let Some(at) = world.api.tasks.iter().position(|task| !task.called_back)
        {
            world.callback(at);
        } else if world.is_at_rest() {
            invariants::at_rest(world);
            return;
        } else {
            world.ring();
        }
    }
    let state = world.memory.as_ref().map_or("-", |job| job.state.name());
    world.breaks("an end", format!("still {state} in a quiet world"));
}
