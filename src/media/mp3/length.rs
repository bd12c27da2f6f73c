//! How long the sound is: as the first frame counts it, where the file is as long as that says; else by the rate where that
//! is constant, else frame by frame. The last frame ends it, whatever stands behind.

use super::frame::{self, Frame};
use super::tags::{id3, start_of_tail};
use crate::media::partial_file::optional;
use crate::media::{PartialFile, Read, millis};

/// Frames looked at to tell a constant rate from a varying one.
const SAMPLED: u32 = 24;
/// Parts at whose edges they are looked at.
const PLACES: u64 = 8;
/// How far an edge is from a frame, at most, and how many frames prove it to be one.
const SEARCHED: u64 = 1500;
const CHAINED: u32 = 2;
/// Most bytes that are read to count every frame: behind a URL, and at hand.
const READ: u64 = 768 << 10;
const READ_AT_HAND: u64 = 32 << 20;
/// Kilobits a second that are possible on average.
const RATES: std::ops::RangeInclusive<u64> = 6..=448;
/// Parts of a second of which each rate's frames last whole ones: the least common multiple of all rates.
const UNITS: u32 = 14_112_000;

/// Milliseconds; `None` where it would take too many bytes to know.
pub fn ms(file: &PartialFile, at: u64, first: &Frame) -> Read<Option<u64>> {
    let table = optional(table(file, at, first))?.flatten();
    // The frame with the table has no sound.
    let start = if table.is_some() { at + u64::from(first.size) } else { at };
    let end = end(file, start, first)?;
    if let Some(table) = table
        && table.is_of(end.map(|end| end.saturating_sub(at)), first)
    {
        return Ok(millis(table.frames.saturating_mul(first.samples()), first.rate.into()));
    }
    let Some(end) = end else { return Ok(None) };
    // At hand, counting is as cheap, and sees what lies between.
    if !file.is_at_hand() && constant(file, start, end, first)? {
        return Ok(millis(end.saturating_sub(start).saturating_mul(8), first.bits.into()));
    }
    each(file, start)
}

/// What the encoder's table in the first frame counts.
struct Table {
    frames: u64,
    /// Its own frame included; `None` where it does not say.
    bytes: Option<u64>,
}

impl Table {
    /// Whether it counts this much sound: joined or cut files keep the table of their first piece.
    fn is_of(&self, sound: Option<u64>, first: &Frame) -> bool {
        let Some(bytes) = sound.or(self.bytes) else { return self.frames > 0 };
        let rate = self.bytes.unwrap_or(bytes).saturating_mul(8).saturating_mul(first.rate.into())
            / (self.frames * first.samples()).max(1);
        // Some count a tag at the end too.
        let slack = u64::from(first.size) + 128;
        RATES.contains(&(rate / 1000)) && self.bytes.is_none_or(|stated| stated.abs_diff(bytes) <= slack)
    }
}

/// "Xing" or "Info" behind the side information, or "VBRI" 32 bytes on.
fn table(file: &PartialFile, at: u64, first: &Frame) -> Read<Option<Table>> {
    const HAS_FRAMES: u32 = 1;
    const HAS_BYTES: u32 = 2;
    let side = match (first.full, first.mono) {
        (true, false) => 32,
        (true, true) | (false, false) => 17,
        (false, true) => 9,
    };
    let table = at + 4 + side;
    let (frames, bytes) = if matches!(&file.array(table)?, b"Xing" | b"Info") {
        let flags = file.be32(table + 4)?;
        let bytes = if flags & HAS_BYTES == 0 { 0 } else { file.be32(table + 12)? };
        (if flags & HAS_FRAMES == 0 { 0 } else { file.be32(table + 8)? }, bytes)
    } else if &file.array(at + 36)? == b"VBRI" {
        (file.be32(at + 50)?, file.be32(at + 46)?)
    } else {
        return Ok(None);
    };
    Ok(Some(Table { frames: frames.into(), bytes: Some(bytes.into()).filter(|bytes| *bytes > 0) }))
}

/// Where the last frame ends; `None` where that cannot be seen.
fn end(file: &PartialFile, start: u64, first: &Frame) -> Read<Option<u64>> {
    let Some(tail) = start_of_tail(file)? else { return Ok(None) };
    let tail = tail.max(start);
    if reaches(file, start, tail, first)? {
        return Ok(Some(tail));
    }
    optional(last(file, start, tail, first))
}

/// Whether frames lead up to `end`, or a last one that was cut there.
fn reaches(file: &PartialFile, start: u64, end: u64, first: &Frame) -> Read<bool> {
    /// Three of the largest frames.
    const BEFORE: u64 = 3 * 1441;
    for from in start.max(end.saturating_sub(BEFORE))..end {
        let (mut at, mut frames) = (from, 0);
        while at < end
            && let Some(frame) =
                optional(frame::next(file, at))?.flatten().filter(|frame| frame.follows(first))
        {
            at += u64::from(frame.size);
            frames += 1;
        }
        // Less than a header is left of a frame that was cut.
        if frames > 0 && (at == end || (at + 4 > end && (frames > CHAINED || from == start))) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The end of the last frame before what is none, by halving.
fn last(file: &PartialFile, start: u64, end: u64, first: &Frame) -> Read<u64> {
    let (mut low, mut high) = (start, end);
    while high.saturating_sub(low) > 2 * SEARCHED {
        let middle = low.midpoint(high);
        match search(file, middle, end, first)? {
            Some(found) => low = found,
            None => high = middle,
        }
    }
    while let Some(frame) = frame::next(file, low)?.filter(|frame| frame.follows(first)) {
        low += u64::from(frame.size);
    }
    Ok(low.min(end))
}

/// The first frame from `at` on.
fn search(file: &PartialFile, at: u64, end: u64, first: &Frame) -> Read<Option<u64>> {
    for at in at..at.saturating_add(SEARCHED).min(end) {
        if frame::chain(file, at, CHAINED)?.is_some_and(|frame| frame.follows(first)) {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Whether the frames at the start and at some places further on all have the first one's rate.
fn constant(file: &PartialFile, at: u64, end: u64, first: &Frame) -> Read<bool> {
    if !same_rate(file, at, end, first)? {
        return Ok(false);
    }
    for part in 1..PLACES {
        let place = at + end.saturating_sub(at) / PLACES * part;
        match optional(search(file, place, end, first))? {
            Some(Some(at)) if same_rate(file, at, end, first)? => {}
            // Of a file so short that the frames end before, nothing is to be seen there.
            Some(None) if end.saturating_sub(place) < SEARCHED => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn same_rate(file: &PartialFile, mut at: u64, end: u64, first: &Frame) -> Read<bool> {
    for _ in 0..SAMPLED {
        if at >= end {
            break;
        }
        match optional(frame::next(file, at))?.flatten() {
            Some(frame) if frame.bits != first.bits => return Ok(false),
            Some(frame) => at += u64::from(frame.size),
            None => break,
        }
    }
    Ok(true)
}

/// Counts the frames, of joined pieces too; what stands between them is stepped over.
fn each(file: &PartialFile, start: u64) -> Read<Option<u64>> {
    let most = if file.is_at_hand() { READ_AT_HAND } else { READ };
    let length = file.limit().saturating_sub(start);
    if length > most || optional(file.ahead(start, length as usize, length))?.is_none() {
        return Ok(None);
    }
    let (mut at, end, mut units, mut synchronous) = (start, start + length, 0_u64, true);
    while at < end {
        let found = if synchronous { frame::next(file, at)? } else { frame::chain(file, at, CHAINED)? };
        synchronous = found.is_some();
        if let Some(frame) = found {
            units += frame.samples() * u64::from(UNITS / frame.rate);
            at += u64::from(frame.size);
        } else {
            at += id3(file, at)?.unwrap_or(1);
        }
    }
    Ok(millis(units, UNITS.into()))
}
