//! Mutated headers: whatever comes, the machine ends within its bounds with an answer.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::drive::{Source, drive};
use crate::seeds::SEEDS;

/// Cases of a default run; `MEDIA_FUZZ_CASES` asks for another number.
const CASES: u32 = 200_000;
/// Numbers at which sizes and counts turn.
const EDGES: [u64; 10] =
    [0, 1, 7, 8, 0x7F, 0xFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF];

/// What is done to a file at a place.
type Change = (u8, u16, u16, u8);

fn apply(bytes: &mut Vec<u8>, (what, at, other, value): Change) {
    if bytes.is_empty() {
        return bytes.push(value);
    }
    let at = usize::from(at) % bytes.len();
    let edge = EDGES[usize::from(other) % EDGES.len()];
    let write = |bytes: &mut [u8], new: &[u8]| {
        bytes[at..].iter_mut().zip(new).for_each(|(byte, new)| *byte = *new);
    };
    match what % 10 {
        0 | 1 => bytes[at] = value,
        2 => bytes[at] ^= 1 << (value % 8),
        3 => write(bytes, &(edge as u32).to_be_bytes()),
        4 => write(bytes, &(edge as u32).to_le_bytes()),
        5 => write(bytes, &edge.to_be_bytes()),
        6 => bytes.truncate(at),
        7 => drop(bytes.drain(at..(at + usize::from(value)).min(bytes.len()))),
        8 => drop(bytes.splice(at..at, vec![value; usize::from(other % 64)])),
        // Some of another file, or of this one again.
        _ => {
            let donor = SEEDS[usize::from(value) % SEEDS.len()].bytes;
            let from = usize::from(other) % donor.len();
            let part = donor[from..(from + 200).min(donor.len())].to_vec();
            bytes.splice(at..at, part);
        }
    }
}

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
        let counter = if drive(&bytes, Source { sized, reach, at_hand }).is_ok() { &read } else { &refused };
        counter.set(counter.get() + 1);
        Ok(())
    });
    println!("{} read, {} refused, in {:.1} s", read.get(), refused.get(), start.elapsed().as_secs_f64());
    result.unwrap();
}
