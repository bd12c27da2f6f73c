//! How long the sound is: as the first frame counts it, else by the rate where that is constant, else frame by frame.

use super::frame::{self, Frame};
use super::tags::start_of_tail;
use crate::media::window::optional;
use crate::media::{Read, Window, millis};

/// Frames looked at to tell a constant rate from a varying one.
const SAMPLED: u32 = 24;
/// Parts at whose edges they are looked at.
const PLACES: u64 = 8;
/// How far an edge is from a frame, at most, and how many frames prove it to be one.
const SEARCHED: u64 = 1500;
const CHAINED: u32 = 2;
/// Frames counted one by one, some 26 ms each.
const COUNTED: u32 = 4096;
/// Most bytes that are read for it.
const READ: u64 = 768 << 10;
/// The shortest frame there is, 8 kbit/s at 24 kHz.
const LEAST: u64 = 24;

/// Milliseconds; `None` where it would take too many bytes to know.
pub fn ms(window: &Window, at: u64, first: &Frame) -> Read<Option<u64>> {
    let rest = window.limit().saturating_sub(at);
    if let Some(frames) = optional(counted(window, at, first))?.flatten()
        // A count of more frames than fit in the file is a lie.
        && u64::from(frames).saturating_mul(LEAST) <= rest
    {
        return Ok(millis(u64::from(frames).saturating_mul(first.samples()), first.rate.into()));
    }
    let Some(end) = start_of_tail(window)? else { return Ok(None) };
    let bytes = end.saturating_sub(at);
    if constant(window, at, end, first)? {
        return Ok(millis(bytes.saturating_mul(8), first.bits.into()));
    }
    if bytes > READ { Ok(None) } else { each(window, at, end, first) }
}

/// The number of frames in the table of an encoder: "Xing" or "Info" behind the side information, or "VBRI" 32 bytes on.
fn counted(window: &Window, at: u64, first: &Frame) -> Read<Option<u32>> {
    const HAS_FRAMES: u32 = 1;
    let side = match (first.full, first.mono) {
        (true, false) => 32,
        (true, true) | (false, false) => 17,
        (false, true) => 9,
    };
    let table = at + 4 + side;
    let found = if matches!(&window.array(table)?, b"Xing" | b"Info") {
        if window.be32(table + 4)? & HAS_FRAMES == 0 { None } else { Some(window.be32(table + 8)?) }
    } else if &window.array(at + 36)? == b"VBRI" {
        Some(window.be32(at + 50)?)
    } else {
        None
    };
    Ok(found.filter(|frames| *frames > 0))
}

/// Whether the frames at the start and at some places further on all have the first one's rate.
fn constant(window: &Window, at: u64, end: u64, first: &Frame) -> Read<bool> {
    if !same_rate(window, at, end, first)? {
        return Ok(false);
    }
    for part in 1..PLACES {
        let place = at + end.saturating_sub(at) / PLACES * part;
        for at in place..place.saturating_add(SEARCHED).min(end) {
            let Some(found) = optional(frame::chain(window, at, CHAINED))? else { return Ok(true) };
            if found.is_some_and(|frame| frame.follows(first)) {
                if !same_rate(window, at, end, first)? {
                    return Ok(false);
                }
                break;
            }
        }
    }
    Ok(true)
}

fn same_rate(window: &Window, mut at: u64, end: u64, first: &Frame) -> Read<bool> {
    for _ in 0..SAMPLED {
        if at >= end {
            break;
        }
        match optional(frame::next(window, at))?.flatten() {
            Some(frame) if frame.bits != first.bits => return Ok(false),
            Some(frame) => at += u64::from(frame.size),
            None => break,
        }
    }
    Ok(true)
}

/// Counts the frames; stray bytes between them are stepped over.
fn each(window: &Window, mut at: u64, end: u64, first: &Frame) -> Read<Option<u64>> {
    let length = end.saturating_sub(at);
    let whole = usize::try_from(length).unwrap_or(usize::MAX);
    if optional(window.ahead(at, whole, length))?.is_none() {
        return Ok(None);
    }
    let mut frames = 0;
    while at < end && frames < COUNTED {
        match frame::next(window, at)? {
            Some(frame) => {
                frames += 1;
                at += u64::from(frame.size);
            }
            None => at += 1,
        }
    }
    let done = at >= end;
    Ok(millis(u64::from(frames).saturating_mul(first.samples()), first.rate.into()).filter(|_| done))
}
