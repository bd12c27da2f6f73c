//! Whose turn it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The order among a user's own: higher priority first, then the older.
type Place = (std::cmp::Reverse<i32>, i64, String);

/// Jobs that may start as soon as there is a place, and those that may only later.
#[derive(Debug, Default)]
pub struct Turns {
    ready: HashMap<String, BTreeSet<Place>>,
    /// Users with ready jobs, by the number of their turn.
    order: BTreeMap<u64, String>,
    turn_of: HashMap<String, u64>,
    last: u64,
    later: BTreeSet<(i64, String)>,
    waiting: HashMap<String, (String, i32, i64, i64)>,
}

impl Turns {
    /// A job waits from now on.
    pub fn add(&mut self, job: &str, user: &str, priority: i32, since: i64, not_before: i64, now: i64) {
        self.remove(job);
        self.waiting.insert(job.to_owned(), (user.to_owned(), priority, since, not_before));
        if not_before > now {
            self.later.insert((not_before, job.to_owned()));
        } else {
            self.make_ready(job, user, priority, since);
        }
    }

    fn make_ready(&mut self, job: &str, user: &str, priority: i32, since: i64) {
        let place = (std::cmp::Reverse(priority), since, job.to_owned());
        self.ready.entry(user.to_owned()).or_default().insert(place);
        if !self.turn_of.contains_key(user) {
            self.line_up(user);
        }
    }

    fn line_up(&mut self, user: &str) {
        self.last += 1;
        self.order.insert(self.last, user.to_owned());
        self.turn_of.insert(user.to_owned(), self.last);
    }

    /// A job waits no more.
    pub fn remove(&mut self, job: &str) {
        let Some((user, priority, since, not_before)) = self.waiting.remove(job) else { return };
        self.later.remove(&(not_before, job.to_owned()));
        if let Some(places) = self.ready.get_mut(&user) {
            places.remove(&(std::cmp::Reverse(priority), since, job.to_owned()));
            if places.is_empty() {
                self.ready.remove(&user);
                if let Some(turn) = self.turn_of.remove(&user) {
                    self.order.remove(&turn);
                }
            }
        }
    }

    /// The job whose turn it is, which waits no more; its user goes to the end of the line.
    pub fn take(&mut self, now: i64) -> Option<String> {
        self.ripen(now);
        let user = self.order.values().next()?.clone();
        let (_, _, job) = self.ready.get(&user)?.first()?.clone();
        self.remove(&job);
        if let Some(turn) = self.turn_of.remove(&user) {
            self.order.remove(&turn);
            self.line_up(&user);
        }
        Some(job)
    }

    fn ripen(&mut self, now: i64) {
        while let Some((_, job)) = self.later.first().filter(|(at, _)| *at <= now).cloned() {
            self.later.pop_first();
            if let Some((user, priority, since, _)) = self.waiting.get(&job).cloned() {
                self.make_ready(&job, &user, priority, since);
            }
        }
    }

    /// Whether any may start now.
    pub fn has_ready(&mut self, now: i64) -> bool {
        self.ripen(now);
        !self.order.is_empty()
    }

    /// When the next of those for later may.
    pub fn next_at(&self) -> Option<i64> {
        self.later.first().map(|(at, _)| *at)
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }
}
