//! The machine: asks for bytes, takes them, and ends after a fixed number of rounds.

use std::ops::Range;

use super::{Format, Info, PartialFile, Stop, sniff};

/// Most times bytes are asked for, of a file behind a URL.
pub const MAX_ROUNDS: u32 = 64;
/// Most bytes asked for together.
pub const MAX_BYTES: u64 = 960 << 10;
/// The same for a file at hand.
pub const MAX_ROUNDS_AT_HAND: u32 = 256;
/// Longer than any sound the API takes, of which every frame may have to be counted.
pub const MAX_BYTES_AT_HAND: u64 = 64 << 20;

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Give these bytes to [`Probe::feed`], or [`Probe::refuse`] them.
    Need(Range<u64>),
    /// All that the header says.
    Done(Info),
    /// There is nothing to learn.
    Failed(Failure),
}

/// Why nothing could be learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What the file is, where its first bytes say so.
    pub format: Option<Format>,
    /// What is wrong with it.
    pub why: &'static str,
    /// Whether it is only that bytes were refused, or too many needed.
    pub out_of_reach: bool,
}

/// Reads one file's header.
#[derive(Debug)]
pub struct Probe {
    file: PartialFile,
    asked: Option<Range<u64>>,
    rounds: u32,
    bytes: u64,
}

impl Probe {
    /// A probe of a file of that size, where it is known.
    pub fn new(size: Option<u64>) -> Probe {
        Probe { file: PartialFile::new(size), asked: None, rounds: 0, bytes: 0 }
    }

    /// A probe of a file at hand (a Blob, bytes), which may be read to its end.
    pub fn at_hand(size: u64) -> Probe {
        Probe { file: PartialFile::at_hand(size), asked: None, rounds: 0, bytes: 0 }
    }

    /// Whether so many more bytes may be asked for.
    fn affords(&self, length: u64) -> bool {
        let (rounds, bytes) = if self.file.is_at_hand() {
            (MAX_ROUNDS_AT_HAND, MAX_BYTES_AT_HAND)
        } else {
            (MAX_ROUNDS, MAX_BYTES)
        };
        self.rounds < rounds && self.bytes.saturating_add(length) <= bytes
    }

    /// What comes next. Asks for other bytes only after the last ones were fed or refused.
    pub fn step(&mut self) -> Step {
        if let Some(asked) = &self.asked {
            return Step::Need(asked.clone());
        }
        loop {
            let (format, stop) = match sniff::read(&self.file) {
                Ok(info) => return Step::Done(info),
                Err(stopped) => stopped,
            };
            let (why, out_of_reach) = match stop {
                Stop::Need => {
                    let range = self.file.needed();
                    let length = range.end.saturating_sub(range.start);
                    if self.affords(length) {
                        self.asked = Some(range.clone());
                        return Step::Need(range);
                    }
                    // A file that is closed asks for nothing, so the next turn is the last.
                    self.file.close();
                    continue;
                }
                Stop::End => ("it ends inside its header", false),
                Stop::Far => ("its header lies too deep inside", true),
                Stop::Bad(why) => (why, false),
            };
            return Step::Failed(Failure { format, why, out_of_reach });
        }
    }

    /// Takes the bytes asked for; fewer mean that the file ends there.
    pub fn feed(&mut self, bytes: &[u8]) {
        if let Some(asked) = self.asked.take() {
            self.rounds += 1;
            self.bytes = self.bytes.saturating_add(asked.end.saturating_sub(asked.start));
            self.file.add(&asked, bytes);
        }
    }

    /// The file's size, where it became known on the way.
    pub fn learn(&mut self, size: u64) {
        self.file.learn(size);
    }

    /// The bytes asked for cannot be had, nor any others that are not there yet.
    pub fn refuse(&mut self) {
        self.asked = None;
        self.file.close();
    }

    /// The file's size, where it is known by now.
    pub fn size(&self) -> Option<u64> {
        self.file.size()
    }
}
