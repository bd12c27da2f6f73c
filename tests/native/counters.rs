//! A reservation in counters that many share: whoever closes it, in whatever order and however often, the sums come out right.

use std::collections::HashMap;

use wanreel::pricing::budget::{Call, Limits};
use wanreel::pricing::cost::Table;
use wanreel::protocol::counters::{self, Charge, Close, Reservation};
use wanreel::text::dollars;

use crate::support::node;

const REFERENCE: &str =
    r#"{"model":"wan2.7-reference-video","duration":10,"video_urls":["https://cdn.example.com/a.mp4"]}"#;
/// Guide, section 7: 15 s at $0.086, and at the most 40 s.
const PRICE: u64 = 1_290_000;
const CEILING: u64 = 3_440_000;
const NOW: u64 = 1_700_000_000_000;

#[derive(Default)]
struct Store(HashMap<String, i64>);

impl Store {
    /// All or none; which did not fit, and what its counter held.
    fn add(&mut self, charges: &[Charge]) -> Option<(usize, i64)> {
        for (index, charge) in charges.iter().enumerate() {
            let held = self.value(&charge.key);
            if charge.most.is_some_and(|most| held + charge.amount > most as i64) {
                return Some((index, held));
            }
        }
        for charge in charges {
            *self.0.entry(charge.key.clone()).or_default() += charge.amount;
        }
        None
    }

    fn value(&self, key: &str) -> i64 {
        self.0.get(key).copied().unwrap_or_default()
    }

    /// Of the total, and of the line: put aside, spent, a ceiling.
    fn sums(&self, reservation: &Reservation) -> [i64; 4] {
        let line = reservation.counters.last().unwrap();
        let of = |part: &str| self.value(&format!("{line}/{part}"));
        [self.value("s/total"), of("reserved"), of("spent"), of("ceiling")]
    }
}

fn reserved(options: &str) -> (Reservation, Vec<Charge>) {
    let table = Table::read(None).unwrap();
    let call = Call::of(node(REFERENCE), node(options), &table, "ada", "");
    counters::reserve(&Limits::default(), &call, "s", &format!("key:{NOW}~a"), NOW).unwrap()
}

/// As js/limits/reservation.ts closes.
fn close(store: &mut Store, reservation: &Reservation, how: Close) {
    let Some(void) = counters::void(reservation, NOW) else { return };
    if store.add(&[void]) != Some((0, 1)) {
        return;
    }
    let full = store.add(&counters::close(reservation, how, NOW).unwrap());
    if let (Some((0, 1)), true, Close::Settle(Some(price))) = (full, reservation.ceiling, how) {
        store.add(&counters::correct(reservation, price, NOW).unwrap());
    }
}

/// Every list of that length out of the choices.
fn lists<T: Copy>(choices: &[T], length: u32) -> Vec<Vec<T>> {
    let count = choices.len().pow(length);
    (0..count)
        .map(|mut number| {
            (0..length)
                .map(|_| {
                    let choice = choices[number % choices.len()];
                    number /= choices.len();
                    choice
                })
                .collect()
        })
        .collect()
}

#[test]
fn a_ceiling_is_corrected_once_whoever_learns_the_price_and_in_whatever_order() {
    let (reservation, charges) = reserved("{}");
    assert_eq!((reservation.micro_usd, reservation.ceiling), (CEILING, true));
    for ends in lists(&[Close::Settle(None), Close::Settle(Some(PRICE))], 5) {
        let mut store = Store::default();
        assert_eq!(store.add(&charges), None);
        assert_eq!(store.sums(&reservation), [CEILING as i64, CEILING as i64, 0, 0]);
        for how in &ends {
            close(&mut store, &reservation, *how);
        }
        let expected = if ends.contains(&Close::Settle(Some(PRICE))) {
            [PRICE as i64, 0, PRICE as i64, 0]
        } else {
            [CEILING as i64, 0, CEILING as i64, CEILING as i64]
        };
        assert_eq!(store.sums(&reservation), expected, "{ends:?}");
        // Too late, and again: nothing moves.
        assert_eq!(counters::close(&reservation, Close::Release, NOW + counters::OPEN_MS), None);
        assert_eq!(counters::correct(&reservation, PRICE, NOW + counters::OPEN_MS), None);
        assert!(store.add(&charges).is_some());
        assert_eq!(store.sums(&reservation), expected);
    }
}

#[test]
fn what_failed_is_given_back_once_and_what_was_never_put_aside_never() {
    for options in ["{}", r#"{"inputSeconds":5}"#] {
        let (reservation, charges) = reserved(options);
        for ends in lists(&[Close::Release, Close::Release, Close::Settle(None)], 4) {
            let mut store = Store::default();
            // The reservation that comes late finds that it is void.
            close(&mut store, &reservation, ends[0]);
            assert_eq!(store.sums(&reservation), [0; 4]);
            assert!(store.add(&charges).is_some());
            assert_eq!(store.sums(&reservation), [0; 4]);

            let mut store = Store::default();
            store.add(&charges);
            for how in &ends {
                close(&mut store, &reservation, *how);
            }
            // What is said first counts: a task does not end twice.
            let spent = if ends[0] == Close::Release { 0 } else { reservation.micro_usd as i64 };
            let ceiling = if reservation.ceiling { spent } else { 0 };
            assert_eq!(store.sums(&reservation), [spent, 0, spent, ceiling], "{ends:?}");
        }
    }
}

#[test]
fn money_is_said_in_dollars_exactly() {
    for (micro_usd, text) in [
        (0, "$0.00"),
        (1, "$0.000001"),
        (10, "$0.00001"),
        (100_000, "$0.10"),
        (429_999, "$0.429999"),
        (430_000, "$0.43"),
        (1_290_000, "$1.29"),
        (2_206_000, "$2.206"),
        (5_000_000, "$5.00"),
        (9_007_199_254_740_991, "$9007199254.740991"),
    ] {
        let mut out = String::new();
        dollars(&mut out, micro_usd);
        assert_eq!(out, text);
    }
}
