//! Made-up input by the million: `npm run test:fuzz -- --count 1000000`. Requests, answers and files, each read by everything
//! that reads such a thing; counted are panics (in a WebAssembly module each would be a trap) and time on a processor.
//! The tests run the same generators with fewer cases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "it reports what it finds, and may fail so"
)]

#[allow(dead_code, reason = "the tests know more sources")]
#[path = "../media/checked_probe.rs"]
mod checked_probe;
mod kinds;
#[path = "../native/made_up.rs"]
mod made_up;
#[path = "../media/mutate.rs"]
mod mutate;
#[allow(dead_code, unused_imports, reason = "the tests know what is in them")]
#[path = "../media/seeds.rs"]
mod seeds;
mod tally;

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::process::ExitCode;

use cpu_time::ThreadTime;

use kinds::KINDS;
use made_up::Random;
use tally::Tally;

const HELP: &str = "npm run test:fuzz -- [--count N] [--seed N] [--kind requests|answers|files]";

fn option(name: &str) -> Option<String> {
    let mut words = std::env::args().skip_while(|word| word != name);
    words.nth(1)
}

fn number(name: &str, standard: u64) -> u64 {
    option(name).map_or(standard, |text| text.replace('_', "").parse().unwrap_or_else(|_| panic!("{HELP}")))
}

fn main() -> ExitCode {
    let (count, seed, wanted) = (number("--count", 100_000), number("--seed", 1), option("--kind"));
    set_hook(Box::new(|_| {}));
    let mut panics = 0;
    for (name, make, read) in
        KINDS.iter().filter(|(name, ..)| wanted.as_ref().is_none_or(|kind| kind == name))
    {
        let mut tally = Tally::default();
        for case in 0..count {
            let bytes = make(&mut Random(seed.wrapping_mul(0x9E37_79B9).wrapping_add(case << 20)));
            let once = || {
                let start = ThreadTime::now();
                let outcome = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
                (start.elapsed(), outcome)
            };
            let (mut time, outcome) = once();
            // What was slow by chance is quick the next time.
            for _ in 0..3 {
                if tally.is_slowest(bytes.len(), time) {
                    time = time.min(once().0);
                }
            }
            tally.add(bytes.len(), time);
            if outcome.is_err() {
                panics += 1;
                println!("{name}: case {case} of seed {seed} panics: {}", bytes.escape_ascii());
            }
        }
        println!("{name}: {count} inputs, {panics} panics so far; {tally}");
    }
    if panics == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
