//! Whether anybody may start now.

use super::row::{Gate, VERSION};

/// How long the job that tries after a pause is waited for.
const TRYING_MS: i64 = 60_000;

impl Gate {
    /// How many may start now, at the most; and when to ask again, where that is not at once.
    pub fn allows(&self, now: i64) -> (usize, Option<i64>) {
        if !self.held.is_empty() {
            return (0, None);
        }
        if now < self.until {
            return (0, Some(self.until));
        }
        match (self.account, self.trying_until) {
            (true, 0) => (1, None),
            (true, until) if now < until => (0, Some(until)),
            _ => (usize::MAX, None),
        }
    }

    /// A job was sent: after a pause by the account it is the one that tries. Answers whether that changed anything.
    pub fn sent(&mut self, now: i64) -> bool {
        let first = self.account && self.trying_until == 0;
        if first {
            self.trying_until = now + TRYING_MS;
        }
        first
    }

    /// What passed is forgotten. Answers whether that changed anything.
    pub fn tidy(&mut self, now: i64) -> bool {
        let tried = self.account && self.trying_until > 0 && now >= self.trying_until;
        let over = !self.why.is_empty() && now >= self.until && (!self.account || tried);
        if over {
            *self = Gate { version: VERSION, held: std::mem::take(&mut self.held), ..Gate::default() };
        }
        over
    }

    /// The account or the rate stands in the way of everyone.
    pub fn pause(&mut self, why: &str, until: i64) {
        let rate = why == "rate";
        self.version = VERSION;
        self.until = self.until.max(until);
        // Who pays for it matters more than how fast it goes.
        if !rate || self.why.is_empty() {
            why.clone_into(&mut self.why);
        }
        self.account |= !rate;
        self.trying_until = 0;
    }
}
