//! The crate against the oracle, on requests made up at random: `npm run test:oracle -- --count 1000000 --seed 7`.
//! Without a count it is the test among the others.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "it reports what it finds, and may fail so"
)]

mod differences;
#[allow(dead_code, reason = "the fuzzer uses more of it")]
#[path = "../../native/made_up.rs"]
mod made_up;
mod requests;

use made_up::{Random, value};
use wanreel_oracle::request::{Options, validate};

/// As many as take a second or two.
const USUAL: u64 = 20_000;

fn number(name: &str, standard: u64) -> u64 {
    let text = std::env::var(name).ok().map(|text| text.replace('_', ""));
    text.map_or(standard, |text| text.parse().unwrap_or_else(|_| panic!("{name} is {text}, no number")))
}

/// A request and what stands beside it; one in ten is any document.
fn pair(random: &mut Random) -> (String, String) {
    let (mut text, mut beside) = (String::new(), String::new());
    match random.below(10) {
        0 => value(random, 0, &mut text),
        _ => requests::request(random, &mut text),
    }
    requests::options(random, &mut beside);
    (text, beside)
}

#[test]
fn every_request_is_judged_built_and_priced_as_before() {
    let (count, seed) = (number("WANREEL_ORACLE_COUNT", USUAL), number("WANREEL_ORACLE_SEED", 1));
    let (mut valid, mut wrong) = (0, 0);
    for case in 0..count {
        let (text, beside) = pair(&mut Random(seed.wrapping_mul(0x9E37_79B9).wrapping_add(case << 20)));
        if let Some(differs) = differences::first(&text, &beside) {
            wrong += 1;
            if wrong <= 5 {
                let shown: String = differs.chars().take(6000).collect();
                println!("case {case} of seed {seed}: {shown}\n");
            }
        }
        let value = wanreel_oracle::json::Value::parse(&text);
        let judged = value.map(|value| validate(&value, Options::default()));
        valid += u64::from(judged.is_some_and(|found| found.is_valid()));
    }
    println!("{count} requests, {valid} of them valid; {wrong} are read otherwise than before");
    assert_eq!(wrong, 0);
    // A generator that makes only wrong ones would compare no bodies.
    assert!(valid * 4 > count, "only {valid} of {count} are valid");
}
