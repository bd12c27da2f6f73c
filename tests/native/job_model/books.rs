//! The objects that keep money, as the effect `money` describes them: one row a reservation, levels that only rise.

use std::collections::BTreeMap;

use wanreel::protocol::job::effect::ChargeOut;
use wanreel::protocol::job::event::Full;

#[derive(Clone, Debug, Default)]
pub struct Books {
    /// Level and what the row added up to.
    pub rows: BTreeMap<String, (u8, i64)>,
    pub sums: BTreeMap<(String, String), i64>,
}

impl Books {
    pub fn apply(
        &mut self,
        counter: &str,
        reservation: &str,
        level: u8,
        charges: &[ChargeOut],
    ) -> Option<Full> {
        let (there, amount) = self.rows.get(reservation).copied().unwrap_or_default();
        if there >= level {
            return None;
        }
        if there + 1 < level {
            self.rows.insert(reservation.to_owned(), (level, 0));
            return None;
        }
        let key = |charge: &ChargeOut| (counter.to_owned(), charge.key.clone());
        for charge in charges {
            let used = self.sums.get(&key(charge)).copied().unwrap_or_default();
            if charge.most.is_some_and(|most| used + charge.amount > most as i64) {
                return Some(Full { limit: charge.limit.clone(), used });
            }
        }
        for charge in charges {
            *self.sums.entry(key(charge)).or_default() += charge.amount;
        }
        let added: i64 = charges.first().map_or(0, |charge| charge.amount);
        self.rows.insert(reservation.to_owned(), (level, amount + added));
        None
    }

    /// Reservations that are neither closed nor given back.
    pub fn open(&self) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .filter(|(id, (level, _))| *level == 1 && !id.contains(".extra-"))
            .map(|(id, _)| id.as_str())
    }

    /// The rows and the sums say the same.
    pub fn is_balanced(&self) -> bool {
        let of_user = |(id, _): &(&String, &(u8, i64))| id.contains(".user");
        let rows: i64 = self.rows.iter().filter(of_user).map(|(_, (_, amount))| *amount).sum();
        let sums: i64 =
            self.sums.iter().filter(|((counter, _), _)| counter == "user").map(|(_, sum)| *sum).sum();
        rows == sums
    }
}
