//! The machine: rows in memory, and one step.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::event::{Event, Message, Output, Write};
use super::row::{Gate, Place, Recent, Review, VERSION};
use super::settings::Settings;
use super::turns::Turns;

/// As many as a queue takes at once.
const BATCH: usize = 100;
pub(super) const MINUTE_MS: i64 = 60_000;
/// After a send that failed.
const AGAIN_MS: i64 = 10_000;

/// All that is known.
#[derive(Debug)]
pub struct Coordinator {
    pub(super) settings: Settings,
    pub(super) places: HashMap<String, Place>,
    pub(super) turns: Turns,
    /// Leases by the moment they were taken.
    pub(super) leases: BTreeSet<(i64, String)>,
    pub(super) reviews: HashMap<String, Review>,
    pub(super) gate: Gate,
    pub(super) recent: Recent,
    /// When the submits of the last minute were sent, where there is a rate.
    pub(super) sent: VecDeque<i64>,
    /// Messages that have to be sent again, not before the moment beside them.
    pub(super) unsent: Vec<(Message, i64)>,
    pub(super) alarm_at: Option<i64>,
}

impl Coordinator {
    /// Nothing is known yet.
    pub fn new(settings: Settings) -> Coordinator {
        Coordinator {
            settings,
            places: HashMap::new(),
            turns: Turns::default(),
            leases: BTreeSet::new(),
            reviews: HashMap::new(),
            gate: Gate::default(),
            recent: Recent::default(),
            sent: VecDeque::new(),
            unsent: Vec::new(),
            alarm_at: None,
        }
    }

    /// Takes what happened.
    pub fn step(&mut self, event: &Event, now: i64) -> Output {
        let mut out = Output::default();
        match event {
            Event::Enqueue { job, run, user, priority, not_before } => {
                let waits = Waits { user, priority: *priority, not_before: *not_before };
                self.enqueue(job, *run, &waits, now, &mut out);
            }
            Event::ReleaseSlot { job, run, user, outcome } => {
                self.release(job, *run, user, outcome, now, &mut out);
            }
            Event::PauseDeployment { why, until } => {
                self.gate.pause(why, *until);
                self.write_gate(&mut out);
            }
            Event::Hold { why } => {
                self.gate.version = VERSION;
                self.gate.held =
                    if why.is_empty() { "paused by an operator".to_owned() } else { why.clone() };
                self.write_gate(&mut out);
            }
            Event::Resume => {
                self.gate = Gate { version: VERSION, ..Gate::default() };
                self.write_gate(&mut out);
            }
            Event::SendFailed { messages } => {
                self.unsent.extend(messages.iter().map(|message| (message.clone(), now + AGAIN_MS)));
            }
            Event::Alarm => self.alarm_at = None,
        }
        self.lapse(now, &mut out);
        self.start(now, &mut out);
        out.alarm = self.alarm(now);
        out
    }

    fn enqueue(&mut self, job: &str, run: i64, waits: &Waits<'_>, now: i64, out: &mut Output) {
        let known = self.places.get(job).cloned();
        if let Some(place) = known.as_ref().filter(|place| place.run == run) {
            match place.leased_at {
                // It has its place; the message may be lost.
                Some(_) if waits.not_before <= now => {
                    self.unsent.retain(|(message, _)| message.job != job);
                    self.unsent.push((Message { job: job.to_owned(), run }, now));
                    return;
                }
                None if place.not_before == waits.not_before => return,
                _ => {}
            }
        }
        self.forget(job, now, out);
        let since = known.filter(|place| place.run == run).map_or(now, |place| place.since);
        let (user, priority, not_before) = (waits.user.to_owned(), waits.priority, waits.not_before);
        self.turns.add(job, &user, priority, since, not_before, now);
        let place = Place { version: VERSION, run, user, priority, since, not_before, leased_at: None };
        self.places.insert(job.to_owned(), place);
        out.rows.push(Write { key: format!("job/{job}"), value: None });
    }

    fn release(&mut self, job: &str, run: i64, user: &str, outcome: &str, now: i64, out: &mut Output) {
        if self.places.get(job).is_some_and(|place| place.run <= run) {
            self.forget(job, now, out);
            self.places.remove(job);
            out.rows.push(Write { key: format!("job/{job}"), value: None });
        }
        let unresolved = outcome == "unresolved";
        if unresolved {
            let review = Review { version: VERSION, run, user: user.to_owned(), since: now };
            out.rows.push(Write { key: format!("review/{job}"), value: text(&review) });
            self.reviews.insert(job.to_owned(), review);
        } else if self.reviews.get(job).is_some_and(|review| review.run <= run) {
            self.reviews.remove(job);
            out.rows.push(Write { key: format!("review/{job}"), value: None });
        }
    }

    /// Out of every list but that of rows.
    fn forget(&mut self, job: &str, now: i64, out: &mut Output) {
        self.turns.remove(job);
        self.unsent.retain(|(message, _)| message.job != job);
        let Some(at) = self.places.get(job).and_then(|place| place.leased_at) else { return };
        self.leases.remove(&(at, job.to_owned()));
        // The rate still counts it.
        if self.settings.per_minute > 0 && at > now - MINUTE_MS {
            self.recent.version = VERSION;
            self.recent.sent.retain(|at| *at > now - MINUTE_MS);
            self.recent.sent.push(at);
            out.rows.push(Write { key: "recent".to_owned(), value: text(&self.recent) });
        }
    }

    fn lapse(&mut self, now: i64, out: &mut Output) {
        while let Some((_, job)) =
            self.leases.first().filter(|(at, _)| at + self.settings.lease_ms <= now).cloned()
        {
            self.forget(&job, now, out);
            self.places.remove(&job);
            out.rows.push(Write { key: format!("job/{job}"), value: None });
        }
        if self.gate.tidy(now) {
            self.write_gate(out);
        }
    }

    fn start(&mut self, now: i64, out: &mut Output) {
        self.unsent.retain(|(message, due_at)| {
            let send = *due_at <= now && out.send.len() < BATCH;
            if send {
                out.send.push(message.clone());
            }
            !send
        });
        let (mut allowed, _) = self.gate.allows(now);
        while allowed > 0 && out.send.len() < BATCH && self.has_place() && self.fits_rate(now) {
            let Some(job) = self.turns.take(now) else { break };
            let Some(place) = self.places.get_mut(&job) else { continue };
            allowed -= 1;
            place.leased_at = Some(now);
            out.send.push(Message { job: job.clone(), run: place.run });
            self.leases.insert((now, job));
            self.count(now);
            if self.gate.sent(now) {
                self.write_gate(out);
            }
        }
        self.write_places(out);
    }

    /// A job's row is written as it stands at the end of the step: once, whether it waited or not.
    fn write_places(&self, out: &mut Output) {
        let mut keys: Vec<String> = out.rows.iter().map(|row| row.key.clone()).collect();
        keys.extend(out.send.iter().map(|message| format!("job/{}", message.job)));
        let mut seen = BTreeSet::new();
        let mut rows: Vec<Write> = Vec::new();
        for key in keys.into_iter().filter(|key| seen.insert(key.clone())) {
            let value = match key.strip_prefix("job/") {
                Some(job) => self.places.get(job).and_then(text),
                None => out.rows.iter().rfind(|row| row.key == key).and_then(|row| row.value.clone()),
            };
            rows.push(Write { key, value });
        }
        out.rows = rows;
    }

    fn has_place(&self) -> bool {
        self.leases.len() < self.settings.concurrency as usize
    }

    /// Whether one more may be sent in this minute; any sixty seconds are one.
    fn fits_rate(&mut self, now: i64) -> bool {
        while self.sent.front().is_some_and(|at| *at <= now - MINUTE_MS) {
            self.sent.pop_front();
        }
        self.settings.per_minute == 0 || self.sent.len() < self.settings.per_minute as usize
    }

    fn count(&mut self, now: i64) {
        if self.settings.per_minute > 0 {
            self.sent.push_back(now);
        }
    }

    fn write_gate(&self, out: &mut Output) {
        out.rows.push(Write { key: "gate".to_owned(), value: text(&self.gate) });
    }

    /// Only while something waits.
    fn alarm(&mut self, now: i64) -> Option<i64> {
        let unsent = self.unsent.iter().map(|(_, at)| *at).min();
        let ready = if self.turns.has_ready(now) { self.opens_at(now) } else { None };
        let wanted = [unsent, ready, self.turns.next_at()].into_iter().flatten().min()?;
        let wanted = wanted.max(now + 20);
        if self.alarm_at.is_some_and(|at| at > now && at <= wanted) {
            return None;
        }
        self.alarm_at = Some(wanted);
        Some(wanted)
    }

    /// When one more of those that are ready may start; `None`: an operator has to say so.
    fn opens_at(&mut self, now: i64) -> Option<i64> {
        let (allowed, opens) = self.gate.allows(now);
        if allowed == 0 {
            return opens;
        }
        if !self.has_place() {
            return self.leases.first().map(|(at, _)| at + self.settings.lease_ms);
        }
        if !self.fits_rate(now) {
            return self.sent.front().map(|at| at + MINUTE_MS);
        }
        // More than one batch.
        Some(now)
    }
}

/// How a job waits.
struct Waits<'a> {
    user: &'a str,
    priority: i32,
    not_before: i64,
}

fn text(row: &impl serde::Serialize) -> Option<String> {
    serde_json::to_string(row).ok()
}
