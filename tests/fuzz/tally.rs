//! How long inputs took, by their length.

use std::fmt;
use std::time::Duration;

/// Inputs of four times the length fall into the next class.
#[derive(Clone, Copy, Default)]
struct Class {
    count: u64,
    bytes: u64,
    time: Duration,
    slowest_ns_per_byte: f64,
}

/// Classes by length, from 256 bytes on: below that a clock tells little.
#[derive(Default)]
pub struct Tally([Class; 6]);

const LEAST: usize = 256;

fn class(bytes: usize) -> usize {
    (bytes.max(1).ilog2().saturating_sub(LEAST.ilog2() - 2) / 2).min(5) as usize
}

fn per_byte(bytes: usize, time: Duration) -> f64 {
    time.as_nanos() as f64 / bytes.max(1) as f64
}

impl Tally {
    /// Whether none of its class took longer a byte.
    pub fn is_slowest(&self, bytes: usize, time: Duration) -> bool {
        per_byte(bytes, time) > self.0[class(bytes)].slowest_ns_per_byte
    }

    /// Counts one.
    pub fn add(&mut self, bytes: usize, time: Duration) {
        let class = &mut self.0[class(bytes)];
        class.count += 1;
        class.bytes += bytes as u64;
        class.time += time;
        class.slowest_ns_per_byte = class.slowest_ns_per_byte.max(per_byte(bytes, time));
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "nanoseconds a byte, on average and at most:")?;
        for (at, class) in self.0.iter().enumerate().filter(|(_, class)| class.count > 0) {
            let from = if at == 0 { 0 } else { LEAST << (2 * (at - 1)) };
            let mean = class.time.as_nanos() as f64 / class.bytes as f64;
            write!(
                out,
                "\n  from {from:>6} bytes: {:>8} inputs, {mean:>6.1}, {:>8.1}",
                class.count, class.slowest_ns_per_byte
            )?;
        }
        Ok(())
    }
}
