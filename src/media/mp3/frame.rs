//! One frame's header.

use crate::media::{PartialFile, Read};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// 1, 2 or 3.
    pub layer: u8,
    /// MPEG 1, against 2 and 2.5.
    pub full: bool,
    /// Samples a second.
    pub rate: u32,
    /// Bits a second.
    pub bits: u32,
    pub mono: bool,
    /// Bytes, header included.
    pub size: u32,
}

/// kbit/s by row and index: layers I, II and III of MPEG 1, layer I of MPEG 2, layers II and III of MPEG 2.
const KILOBITS: [[u16; 15]; 5] = [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

impl Frame {
    /// Reads four bytes; `None` where they are no header. Frames of "free" rate are none: nothing says how long they are.
    pub fn parse([sync, second, third, fourth]: [u8; 4]) -> Option<Frame> {
        if sync != 0xFF || second & 0xE0 != 0xE0 {
            return None;
        }
        let (full, shift) = match second >> 3 & 3 {
            3 => (true, 0),
            2 => (false, 1),
            0 => (false, 2),
            _ => return None,
        };
        let layer = 4_u8.checked_sub(second >> 1 & 3).filter(|layer| *layer < 4)?;
        let row = match (full, layer) {
            (true, layer) => layer - 1,
            (false, 1) => 3,
            (false, _) => 4,
        };
        let kilobits = *KILOBITS.get(usize::from(row))?.get(usize::from(third >> 4))?;
        let rate = [44_100_u32, 48_000, 32_000].get(usize::from(third >> 2 & 3))? >> shift;
        if kilobits == 0 {
            return None;
        }
        let bits = u32::from(kilobits) * 1000;
        let padding = u32::from(third >> 1 & 1);
        let size = match (layer, full) {
            (1, _) => ((12 * bits).checked_div(rate)? + padding) * 4,
            (3, false) => (72 * bits).checked_div(rate)? + padding,
            _ => (144 * bits).checked_div(rate)? + padding,
        };
        Some(Frame { layer, full, rate, bits, mono: fourth >> 6 == 3, size })
    }

    /// Samples in a frame.
    pub fn samples(&self) -> u64 {
        match (self.layer, self.full) {
            (1, _) => 384,
            (3, false) => 576,
            _ => 1152,
        }
    }

    /// Whether both can be of one file.
    pub fn follows(&self, other: &Frame) -> bool {
        (self.layer, self.full, self.rate) == (other.layer, other.full, other.rate)
    }
}

/// The frame at `at`, if `count` more of its kind follow, or fewer and then the file's end.
pub fn chain(file: &PartialFile, at: u64, count: u32) -> Read<Option<Frame>> {
    let Some(first) = next(file, at)? else { return Ok(None) };
    let mut end = at + u64::from(first.size);
    for _ in 0..count {
        if file.size() == Some(end) {
            break;
        }
        match next(file, end)? {
            Some(frame) if frame.follows(&first) => end += u64::from(frame.size),
            _ => return Ok(None),
        }
    }
    Ok(Some(first))
}

/// The frame at `at`, if one is there.
pub fn next(file: &PartialFile, at: u64) -> Read<Option<Frame>> {
    let head = file.up_to(at, 4, super::AHEAD)?;
    Ok(head.first_chunk().and_then(|head| Frame::parse(*head)))
}
