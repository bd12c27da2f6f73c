//! The account: credits in ten-thousandths.
//!
//! Assumed: what a task reserves is held back from the remainder at once (the documents call it a pre-charge), and comes
//! back when the task fails or is cancelled; token and user share one account.

use serde::{Deserialize, Serialize};

use super::price::write_credits;
use super::write::Object;

/// One account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    granted: u64,
    used: u64,
    reserved: u64,
}

impl Ledger {
    /// An account with that many credits.
    pub fn new(granted: u64) -> Self {
        Ledger { granted, used: 0, reserved: 0 }
    }

    /// The same spending against another grant.
    #[must_use]
    pub fn granted(self, granted: u64) -> Self {
        Ledger { granted, ..self }
    }

    /// What can still be spent.
    pub fn remaining(&self) -> u64 {
        self.granted.saturating_sub(self.used).saturating_sub(self.reserved)
    }

    /// Holds credits back; false where there are not enough.
    pub fn reserve(&mut self, credits: u64) -> bool {
        let enough = credits <= self.remaining();
        if enough {
            self.reserved += credits;
        }
        enough
    }

    /// Ends a reservation; `spent` of it is gone.
    pub fn settle(&mut self, reserved: u64, spent: u64) {
        self.reserved = self.reserved.saturating_sub(reserved);
        self.used += spent;
    }

    /// The answer to `GET /v1/credits`.
    pub fn body(&self) -> String {
        let account = Object::new().raw("remaining_credits", &write_credits(self.remaining()));
        let spent = write_credits(self.used);
        let token = account.clone().flag("unlimited_credits", false).raw("used_credits", &spent);
        let user = account.raw("used_credits", &spent);
        let data = Object::new().raw("token", &token.end()).raw("user", &user.end());
        Object::new().raw("data", &data.end()).text("message", "").flag("success", true).end()
    }
}

#[cfg(test)]
mod tests {
    use super::Ledger;

    #[test]
    fn reserved_spent_and_given_back() {
        let mut ledger = Ledger::new(100);
        assert!(ledger.reserve(60));
        assert!(!ledger.reserve(50));
        assert!(ledger.reserve(40));
        assert_eq!(ledger.remaining(), 0);
        ledger.settle(60, 50);
        ledger.settle(40, 0);
        assert_eq!(ledger.remaining(), 50);
    }
}
