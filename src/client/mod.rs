//! The only I/O of the Rust side: one exchange over fetch with a time-out, and the loops that carry the machines of
//! [`crate::flow`]. Every decision is asked of the pure half.
//!
//! Nothing here belongs to an object that could be freed in flight: a call owns what it needs. Dropping a loop (an abort
//! does) cancels its timer and its request.

mod exchange;
mod race;
mod report;
mod run;

pub use exchange::Io;
pub use run::{Talk, begin, now};
