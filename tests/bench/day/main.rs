//! A day of the pipeline in virtual time, by its real machines: `npm run bench:day`, which writes tests/bench/DAY.md. With
//! options, one day of your own: `npm run bench:day -- --jobs 5000 --concurrency 20 --task-s 120`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "it reports what it finds, and may fail so"
)]

mod api;
mod backlog;
mod engine;
mod load;
mod options;
mod perform;
mod report;
mod tally;

use std::process::ExitCode;

use engine::Engine;
use options::Options;

fn main() -> ExitCode {
    // `cargo bench` says --bench to all it runs.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.is_empty() {
        report::write();
        return ExitCode::SUCCESS;
    }
    let mut options = Options::default();
    for pair in words.chunks(2) {
        let value = pair.get(1).map_or("", String::as_str);
        if let Err(wrong) = options.set(&pair[0], value) {
            println!("{wrong}\n{:#?}", Options::default());
            return ExitCode::FAILURE;
        }
    }
    let mut tally = Engine::new(&options).play();
    println!("{}", report::of(&options, &mut tally));
    ExitCode::SUCCESS
}
