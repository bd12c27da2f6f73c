//! Every seed cut at every byte, padded, read by a source that knows no size or reaches not far.

use wanreel::media::Failure;

use crate::checked_probe::{Source, UNSIZED, WHOLE, checked_probe};
use crate::seeds::SEEDS;

/// Each end is either the whole answer or a sentence.
fn is_clear(answer: &Result<wanreel::media::Info, Failure>) {
    if let Err(failure) = answer {
        assert!(!failure.why.is_empty());
    }
}

#[test]
fn cut_at_every_byte() {
    let mut cuts = 0;
    for seed in SEEDS {
        for end in 0..seed.bytes.len() {
            let known = checked_probe(&seed.bytes[..end], WHOLE);
            is_clear(&known);
            // What is learned of a file must not depend on whether its size was told beforehand.
            assert_eq!(checked_probe(&seed.bytes[..end], UNSIZED), known, "{} cut at {end}", seed.name);
            cuts += 1;
        }
    }
    println!("{cuts} cuts");
}

#[test]
fn a_source_that_reaches_not_far() {
    for seed in SEEDS {
        for reach in 0..seed.bytes.len() as u64 {
            for sized in [true, false] {
                is_clear(&checked_probe(seed.bytes, Source { sized, reach, at_hand: false }));
            }
        }
    }
}

#[test]
fn every_byte_changed() {
    let mut changes = 0;
    for seed in SEEDS {
        let mut bytes = seed.bytes.to_vec();
        for at in 0..bytes.len().min(1200) {
            for value in [0x00, 0x01, 0x7F, 0x80, 0xFF] {
                let before = std::mem::replace(&mut bytes[at], value);
                is_clear(&checked_probe(&bytes, WHOLE));
                bytes[at] = before;
                changes += 1;
            }
        }
    }
    println!("{changes} changes");
}
