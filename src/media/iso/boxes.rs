//! Boxes: a size, a name of four letters, and the rest.

use crate::media::{PartialFile, Read, Stop};

/// More than any file has at one level before its end is known.
const MAX_BOXES: u32 = 4096;

/// A box; `start` is where its content begins.
#[derive(Clone, Copy, Debug)]
pub struct Atom {
    pub kind: [u8; 4],
    pub start: u64,
    pub end: u64,
}

/// The boxes from `at` to `limit`, one after another.
pub fn walk(file: &PartialFile, at: u64, limit: u64) -> Walk<'_> {
    Walk { file, at, limit, left: MAX_BOXES }
}

pub struct Walk<'w> {
    file: &'w PartialFile,
    at: u64,
    limit: u64,
    left: u32,
}

impl Walk<'_> {
    /// Goes on from there instead, where that is further on.
    pub fn jump(&mut self, to: u64) {
        self.at = self.at.max(to);
    }

    fn read(&mut self) -> Read<Atom> {
        self.left = self.left.checked_sub(1).ok_or(Stop::Bad("it has too many boxes"))?;
        let (at, file) = (self.at, self.file);
        let (size, kind) = (file.be32(at)?, file.array(at + 4)?);
        let (start, end) = match size {
            0 => (at + 8, self.limit),
            1 => (at + 16, at.saturating_add(file.be64(at + 8)?)),
            size => (at + 8, at.saturating_add(size.into())),
        };
        if end < start {
            return Err(Stop::Bad("a box is smaller than its own head"));
        }
        self.at = end;
        // A box that claims more than its parent has is cut there, as players do.
        Ok(Atom { kind, start, end: end.min(self.limit) })
    }
}

impl Iterator for Walk<'_> {
    type Item = Read<Atom>;

    fn next(&mut self) -> Option<Read<Atom>> {
        if self.limit.saturating_sub(self.at) < 8 {
            return None;
        }
        let atom = self.read();
        if atom.is_err() {
            self.limit = 0;
        }
        Some(atom)
    }
}

impl Atom {
    /// The boxes inside.
    pub fn inside<'w>(&self, file: &'w PartialFile) -> Walk<'w> {
        walk(file, self.start, self.end)
    }

    /// Version and flags, as most boxes begin with.
    pub fn version(&self, file: &PartialFile) -> Read<(u8, u32)> {
        let [version, flags @ ..] = file.array::<4>(self.start)?;
        let [a, b, c] = flags;
        Ok((version, u32::from_be_bytes([0, a, b, c])))
    }

    /// A number of four bytes in version 0, of eight in later ones.
    pub fn number(&self, file: &PartialFile, version: u8, at: u64) -> Read<u64> {
        if version == 0 { file.be32(self.start + at).map(u64::from) } else { file.be64(self.start + at) }
    }

    /// Units a second and their number, of a movie or track header; `None` where the number is open.
    pub fn times(&self, file: &PartialFile) -> Read<(u32, Option<u64>)> {
        let (version, _) = self.version(file)?;
        let at = if version == 0 { 12 } else { 20 };
        let units = file.be32(self.start + at)?;
        let length = self.number(file, version, at + 4)?;
        let open = if version == 0 { u32::MAX.into() } else { u64::MAX };
        Ok((units, Some(length).filter(|length| *length != open)))
    }
}
