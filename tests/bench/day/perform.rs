//! What a job asks for: how long each takes, what it writes, what comes back.

use wanreel::protocol::coordinator::Event as Told;
use wanreel::protocol::job::Effect;
use wanreel::protocol::job::event::Event;

use super::api::{self, Task};
use super::engine::{Engine, What};

impl Engine<'_> {
    pub fn perform(&mut self, number: u64, effect: Effect) {
        let Some(object) = self.objects.get(&number) else { return };
        let user = object.user;
        match effect {
            Effect::Money { id, counter, charges, entry, .. } => {
                self.tally.budget_requests += 1;
                // Each sum that changes, and the row of the reservation.
                self.tally.budget_rows += charges.len() as u64 + 1;
                let name = if entry.is_some() { format!("user/{user}") } else { counter };
                self.ask(number, &name, id);
            }
            Effect::List { id, .. } => {
                self.tally.budget_requests += 1;
                self.tally.budget_rows += 1;
                self.ask(number, &format!("user/{user}"), id);
            }
            Effect::Enqueue { id, job, run, user, priority, not_before } => {
                self.coordinator(number, id, Told::Enqueue { job, run, user, priority, not_before });
            }
            Effect::ReleaseSlot { id, job, run, user, outcome } => {
                let outcome = outcome.to_owned();
                self.coordinator(number, id, Told::ReleaseSlot { job, run, user, outcome });
            }
            Effect::PauseDeployment { id, why, until } => {
                self.coordinator(number, id, Told::PauseDeployment { why, until });
            }
            Effect::Post { run, attempt, .. } => self.post(number, run, attempt),
            Effect::Get { run, look, .. } => {
                self.tally.looks += 1;
                self.tally.api.add(self.now);
                let at = self.now + self.about(self.options.read_ms);
                let broken = self.rng.f64() * 100.0 < self.options.poll_errors;
                let task = self.objects.get(&number).and_then(|object| object.task.as_ref());
                let answer = task.filter(|_| !broken).map_or_else(api::bad_gateway, |task| task.read(at));
                self.awaits(number, at, Event::Got { run, look, answer });
            }
            Effect::Archive(plan) => {
                self.tally.archives += 1;
                let at = self.now + self.about(self.options.archive_ms);
                let bytes = (self.options.megabytes * 1e6) as u64;
                let event = Event::Archived {
                    run: plan.run,
                    bytes,
                    sha256: Some("0".repeat(64)),
                    media_type: Some("video/mp4".to_owned()),
                    seconds: Some(5.0),
                };
                self.awaits(number, at, event);
            }
            Effect::Notify { id, attempt, .. } => {
                self.tally.notifications += 1;
                let at = self.now + self.about(self.options.notify_ms);
                self.awaits(number, at, Event::Notified { id, attempt, status: 204 });
            }
            Effect::Check { .. } | Effect::AbortUpload { .. } => unreachable!("nothing is lost in this day"),
            Effect::DeleteAll | Effect::Log { .. } => {}
        }
    }

    /// Asks an object of money.
    fn ask(&mut self, number: u64, name: &str, id: String) {
        let at = self.turn_at(name) + self.about(self.options.hop_ms / 2.0);
        self.awaits(number, at, Event::Answered { id, full: None });
    }

    fn coordinator(&mut self, number: u64, id: String, told: Told) {
        self.tally.coordinator_requests += 1;
        let at = self.turn_at("coordinator");
        self.awaiting(number);
        self.later(at, What::Coordinator { told, answer: Some((number, id)) });
    }

    fn post(&mut self, number: u64, run: i64, attempt: u32) {
        self.submitted(number);
        self.tally.posts += 1;
        self.tally.api.add(self.now);
        let at = self.now + self.about(self.options.submit_ms);
        let task = Task::new(number, at, self.options, &mut self.rng);
        let answer = task.created();
        if self.options.callback {
            let told = task.ends + self.about(self.options.callback_ms);
            let task_id = task.id.clone();
            self.tally.callbacks += 1;
            let event = Box::new(Event::Callback { run, task_id });
            self.later(told, What::Job { number, event, answers: false });
        }
        if let Some(object) = self.objects.get_mut(&number) {
            object.task = Some(task);
        }
        self.awaits(number, at, Event::Posted { run, attempt, answer });
    }
}
