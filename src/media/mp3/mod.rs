//! MP3: frames after tags (ISO/IEC 11172-3, 13818-3; `ID3v2`, `ID3v1`, `APEv2`).

mod frame;
mod length;
mod tags;

use super::{Format, Info, PartialFile, Read};
use crate::catalog::MediaKind;
use frame::Frame;

/// How far to look for the first frame, behind the tags.
const SEARCHED: u64 = 64 << 10;
const AHEAD: u64 = 16 << 10;
/// Frames that must follow one another: few behind a tag, which promises them; more where any bytes may stand.
const AFTER_TAG: u32 = 2;
const AFTER_ANYTHING: u32 = 4;

/// What stands at the end of the tags, or of the garbage.
pub struct Found {
    pub format: Format,
    first: Option<(u64, Frame)>,
}

/// Looks for the first frame, or for another format behind the tags.
pub fn find(file: &PartialFile) -> Read<Option<Found>> {
    let start = tags::end_of_id3(file)?;
    let head = file.up_to(start, 16, AHEAD)?;
    let other = match head {
        [b'f', b'L', b'a', b'C', ..] => Some(Format::Flac),
        // The layer bits of an AAC frame (ADTS) are 0, which MP3 reserves.
        [0xFF, second, third, ..] if second & 0xF6 == 0xF0 && third >> 2 & 15 < 13 => Some(Format::Aac),
        [0x47, ..] if start == 0 && is_transport(file)? => Some(Format::MpegTs),
        _ => None,
    };
    if let Some(format) = other {
        return Ok(Some(Found { format, first: None }));
    }
    // Tags may be padded with more than they say.
    let from = if start > 0 { end_of_zeros(file, start)? } else { 0 };
    let end = from.saturating_add(SEARCHED).min(file.limit());
    for at in from..end {
        let frames = if start > 0 || at == start { AFTER_TAG } else { AFTER_ANYTHING };
        if let Some(first) = frame::chain(file, at, frames)? {
            let format = if first.layer == 3 { Format::Mp3 } else { Format::Mp2 };
            return Ok(Some(Found { format, first: Some((at, first)) }));
        }
    }
    // An ID3 tag says what should have followed.
    Ok((start > 0).then_some(Found { format: Format::Mp3, first: None }))
}

/// Reads twice as far each time, since the padding can be longer than the sound.
fn end_of_zeros(file: &PartialFile, start: u64) -> Read<u64> {
    const PIECE: usize = 1024;
    let mut at = start;
    loop {
        let piece = file.up_to(at, PIECE, AHEAD.max(at - start))?;
        match piece.iter().position(|byte| *byte != 0) {
            Some(zeros) => return Ok(at + zeros as u64),
            None if piece.len() < PIECE => return Ok(at + piece.len() as u64),
            None => at += PIECE as u64,
        }
    }
}

/// A packet every 188 bytes (ISO/IEC 13818-1).
fn is_transport(file: &PartialFile) -> Read<bool> {
    let starts = |at| Ok(file.up_to(at, 1, AHEAD)?.first() == Some(&0x47));
    Ok(starts(188)? && starts(376)?)
}

/// The length.
pub fn read(file: &PartialFile) -> Read<Info> {
    let first = find(file)?.and_then(|found| found.first);
    let (at, first) = first.ok_or(super::Stop::Bad("no frame of sound follows its tag"))?;
    let ms = length::ms(file, at, &first)?;
    Ok(Info { ms, ..Info::new(Format::Mp3, MediaKind::Audio) })
}
