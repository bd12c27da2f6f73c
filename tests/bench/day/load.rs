//! When jobs arrive: a Poisson process whose rate follows a day, quiet at night and busiest at noon.

use super::engine::{BEGIN, DAY_MS};
use super::options::Options;

pub struct Load {
    at: f64,
    left: u64,
    /// Jobs a millisecond in the busiest moment.
    most: f64,
    swing: f64,
    users: u64,
}

impl Load {
    pub fn new(options: &Options) -> Load {
        let left = options.own_jobs();
        let swing = options.peak - 1.0;
        let most = left as f64 / DAY_MS as f64 * options.peak;
        Load { at: 0.0, left, most, swing, users: (options.users / options.shards).max(1) }
    }

    /// The next moment and whose it is: some users have far more than others.
    pub fn next(&mut self, rng: &mut fastrand::Rng) -> Option<(i64, u64)> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        loop {
            self.at += -(rng.f64().max(1e-12)).ln() / self.most;
            let of_day = self.at / DAY_MS as f64 * std::f64::consts::TAU;
            let rate = (1.0 - self.swing * of_day.cos()) / (1.0 + self.swing);
            if rng.f64() < rate {
                // A tenth of the users has about half of the jobs.
                let user = (rng.f64().powi(3) * self.users as f64) as u64;
                return Some((BEGIN + self.at as i64, user));
            }
        }
    }

    /// Those of the user who posts thousands, all in the first minute.
    pub fn flood(options: &Options) -> impl Iterator<Item = i64> + use<> {
        let count = options.flood as i64;
        (0..count).map(move |number| BEGIN + number * 60_000 / count)
    }
}
