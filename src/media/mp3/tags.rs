//! Tags before and behind the sound.

use crate::media::partial_file::optional;
use crate::media::{PartialFile, Read, Stop};

/// Some programs add a tag in front of another's.
const MAX_TAGS: u32 = 8;

/// Where the `ID3v2` tags at the start end: 0 where there is none.
pub fn end_of_id3(file: &PartialFile) -> Read<u64> {
    let mut at = 0;
    for _ in 0..MAX_TAGS {
        let Some(length) = id3(file, at)? else { break };
        at += length;
        if at > file.limit() {
            return Err(Stop::End);
        }
    }
    Ok(at)
}

/// How long the `ID3v2` tag at `at` is, if one is there.
pub fn id3(file: &PartialFile, at: u64) -> Read<Option<u64>> {
    let &[b'I', b'D', b'3', version, _, flags, a, b, c, d] = file.up_to(at, 10, super::AHEAD)? else {
        return Ok(None);
    };
    if version == 0xFF || [a, b, c, d].iter().any(|byte| byte & 0x80 != 0) {
        return Ok(None);
    }
    // Seven bits a byte; flag 0x10 is for a footer as long as the header.
    let size = [a, b, c, d].iter().fold(0_u64, |sum, byte| sum << 7 | u64::from(*byte));
    Ok(Some(10 + size + if flags & 0x10 == 0 { 0 } else { 10 }))
}

/// Where the tags at the end begin that most programs write: an `ID3v1` and an `APEv2` one. `None` where the file's size
/// is not known.
pub fn start_of_tail(file: &PartialFile) -> Read<Option<u64>> {
    const ID3: u64 = 128;
    const APE: u64 = 32;
    let Some(mut end) = file.size() else { return Ok(None) };
    let first = end.saturating_sub(ID3 + APE);
    // One piece, so that both are there.
    let _ = optional(file.up_to(first, (ID3 + APE) as usize, 0))?;
    if let Some([b'T', b'A', b'G']) = optional(file.array(end.saturating_sub(ID3)))? {
        end -= ID3;
    }
    let footer = end.saturating_sub(APE);
    if optional(file.array(footer))?.as_ref() == Some(b"APETAGEX") {
        // The size counts the footer, and not the header that flag 31 tells of.
        let (size, flags) = (optional(file.array(footer + 12))?, optional(file.array(footer + 20))?);
        let size = u64::from(u32::from_le_bytes(size.unwrap_or_default()));
        let header = u64::from(u32::from_le_bytes(flags.unwrap_or_default()) >> 31) * APE;
        end = end.saturating_sub(size + header);
    }
    Ok(Some(end))
}
