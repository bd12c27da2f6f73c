//! Reading headers, tested natively: real files, cut, mutated and forged. The files of every kind against ffprobe are in
//! accuracy.test.mjs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod checked_probe;
mod cut;
mod forged;
mod fuzz;
mod guard;
mod mutate;
mod seeds;
