//! Mutated headers: whatever comes, the machine ends within its bounds with an answer.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::checked_probe::{Source, checked_probe};
use crate::mutate::{Change, apply};
use crate::seeds::SEEDS;

/// Cases of a default run; `MEDIA_FUZZ_CASES` asks for another number.
const CASES: u32 = 200_000;

#[test]
fn mutated_files_end_in_an_answer() {
    let asked = std::env::var("MEDIA_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(CASES);
    let start = std::time::Instant::now();
    let (read, refused) = (std::cell::Cell::new(0_u32), std::cell::Cell::new(0_u32));
    let strategy = (
        0..SEEDS.len(),
        vec(any::<Change>(), 1..8),
        any::<(bool, bool)>(),
        prop_oneof![Just(u64::MAX), 0..4096_u64],
    );
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&strategy, |(seed, changes, (sized, at_hand), reach)| {
        let mut bytes = SEEDS[seed].bytes.to_vec();
        for change in changes {
            apply(&mut bytes, change);
        }
        let counter =
            if checked_probe(&bytes, Source { sized, reach, at_hand }).is_ok() { &read } else { &refused };
        counter.set(counter.get() + 1);
        Ok(())
    });
    println!("{} read, {} refused, in {:.1} s", read.get(), refused.get(), start.elapsed().as_secs_f64());
    result.unwrap();
}
