//! The bytes of a file that have come so far.

use std::cell::Cell;
use std::ops::Range;

/// Why reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Bytes are needed: [`PartialFile::needed`].
    Need,
    /// The file ends before them.
    End,
    /// They will not come: the budget is used up, or the source cannot reach them.
    Far,
    /// The file contradicts itself, or its format.
    Bad(&'static str),
}

/// What a parser answers.
pub type Read<T> = Result<T, Stop>;

/// Read beyond what is asked, since what follows is mostly wanted next.
const AHEAD: u64 = 4 << 10;
/// Of a file at hand more, since there a read costs more than its bytes.
const AHEAD_AT_HAND: u64 = 256 << 10;
/// The last place a float of JavaScript's can name exactly.
const LAST: u64 = 1 << 53;

/// Parts of a file.
#[derive(Debug, Default)]
pub struct PartialFile {
    /// Where the file ends; with `false`, it ends there at the latest.
    end: Option<(u64, bool)>,
    parts: Vec<(u64, Vec<u8>)>,
    closed: bool,
    at_hand: bool,
    /// Kept here, so that what parsers answer is small.
    needed: Cell<(u64, u64)>,
}

impl PartialFile {
    /// Nothing yet of a file of that size, where it is known.
    pub fn new(size: Option<u64>) -> PartialFile {
        PartialFile { end: size.map(|size| (size.min(LAST), true)), ..PartialFile::default() }
    }

    /// Nothing yet of a file that lies here, and may be read to its end.
    pub fn at_hand(size: u64) -> PartialFile {
        PartialFile { at_hand: true, ..PartialFile::new(Some(size)) }
    }

    /// Whether the file lies here: reading much of it costs little.
    pub fn is_at_hand(&self) -> bool {
        self.at_hand
    }

    /// The file's size, where it is known.
    pub fn size(&self) -> Option<u64> {
        self.end.filter(|(_, exact)| *exact).map(|(end, _)| end)
    }

    /// Takes a size that became known.
    pub fn learn(&mut self, size: u64) {
        if self.size().is_none() {
            self.end = Some((size.min(LAST), true));
        }
    }

    /// Where the file ends, as far as is known.
    pub fn limit(&self) -> u64 {
        self.end.map_or(LAST, |(end, _)| end)
    }

    /// Takes what came for `asked`; fewer bytes mean that the file ends there.
    pub fn add(&mut self, asked: &Range<u64>, bytes: &[u8]) {
        let length = usize::try_from(asked.end.saturating_sub(asked.start)).unwrap_or(usize::MAX);
        let bytes = bytes.get(..length).unwrap_or(bytes);
        if bytes.len() < length {
            let end = asked.start.saturating_add(bytes.len() as u64);
            let before = self.end.map_or(u64::MAX, |(end, _)| end);
            if end < before {
                self.end = Some((end, !bytes.is_empty() || end == 0));
            }
        }
        self.parts.push((asked.start, bytes.to_vec()));
    }

    /// What reading stopped for.
    pub fn needed(&self) -> Range<u64> {
        let (start, end) = self.needed.get();
        start..end
    }

    /// No more bytes will come.
    pub fn close(&mut self) {
        self.closed = true;
    }

    /// `length` bytes.
    pub fn slice(&self, at: u64, length: usize) -> Read<&[u8]> {
        self.ahead(at, length, AHEAD)
    }

    /// `length` bytes; where they are not there yet, `ahead` are asked for.
    pub fn ahead(&self, at: u64, length: usize, ahead: u64) -> Read<&[u8]> {
        let end = at.saturating_add(length as u64);
        if length == 0 {
            return Ok(&[]);
        }
        if end > self.limit() {
            return Err(Stop::End);
        }
        let found = self.parts.iter().rev().find_map(|(start, bytes)| {
            let from = usize::try_from(at.checked_sub(*start)?).ok()?;
            bytes.get(from..from.checked_add(length)?)
        });
        match found {
            Some(bytes) => Ok(bytes),
            None if self.closed => Err(Stop::Far),
            None => {
                let ahead = if self.at_hand { ahead.max(AHEAD_AT_HAND) } else { ahead };
                self.needed.set((at, end.max(at.saturating_add(ahead)).min(self.limit())));
                Err(Stop::Need)
            }
        }
    }

    /// `length` bytes, or as many as the file has there.
    pub fn up_to(&self, at: u64, length: usize, ahead: u64) -> Read<&[u8]> {
        let left = usize::try_from(self.limit().saturating_sub(at)).unwrap_or(usize::MAX);
        self.ahead(at, length.min(left), ahead)
    }

    /// `N` bytes.
    pub fn array<const N: usize>(&self, at: u64) -> Read<[u8; N]> {
        self.slice(at, N)?.first_chunk().copied().ok_or(Stop::End)
    }

    /// Two bytes, the higher first.
    pub fn be16(&self, at: u64) -> Read<u16> {
        self.array(at).map(u16::from_be_bytes)
    }

    /// Four bytes, the highest first.
    pub fn be32(&self, at: u64) -> Read<u32> {
        self.array(at).map(u32::from_be_bytes)
    }

    /// Eight bytes, the highest first.
    pub fn be64(&self, at: u64) -> Read<u64> {
        self.array(at).map(u64::from_be_bytes)
    }

    /// Two bytes, the lower first.
    pub fn le16(&self, at: u64) -> Read<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    /// Four bytes, the lowest first.
    pub fn le32(&self, at: u64) -> Read<u32> {
        self.array(at).map(u32::from_le_bytes)
    }
}

/// What can be done without: `None` where the file ends before it, says it wrongly, or it lies too far.
pub fn optional<T>(read: Read<T>) -> Read<Option<T>> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Stop::Need) => Err(Stop::Need),
        Err(_) => Ok(None),
    }
}
