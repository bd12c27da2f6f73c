//! The orientation in Exif data: how a picture is turned to be shown (CIPA DC-008; TIFF 6.0).

use super::partial_file::optional;
use super::{PartialFile, Read};

/// No camera writes as many fields.
const MAX_FIELDS: u16 = 512;

/// Whether the Exif data at `start` has the picture shown with its sides exchanged. What cannot be read turns nothing.
pub fn turns(file: &PartialFile, start: u64, end: u64) -> Read<bool> {
    Ok(optional(orientation(file, start, end))?.flatten().is_some_and(|turn| (5..=8).contains(&turn)))
}

/// The same with `Exif\0\0` in front, as JPEG has it; `None` where that is not there.
pub fn turns_behind_name(file: &PartialFile, start: u64, end: u64) -> Read<Option<bool>> {
    const NAME: &[u8] = b"Exif\0\0";
    let length = NAME.len() as u64;
    if end.saturating_sub(start) < length || optional(file.slice(start, NAME.len()))? != Some(NAME) {
        return Ok(None);
    }
    turns(file, start + length, end).map(Some)
}

/// 1 to 8, from the first directory.
fn orientation(file: &PartialFile, start: u64, end: u64) -> Read<Option<u32>> {
    const ORIENTATION: u16 = 0x0112;
    const LONG: u16 = 4;
    let little = match &file.array(start)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return Ok(None),
    };
    let short = |at| if little { file.le16(at) } else { file.be16(at) };
    let long = |at| if little { file.le32(at) } else { file.be32(at) };
    let directory = start + u64::from(long(start + 4)?);
    for field in 0..short(directory)?.min(MAX_FIELDS) {
        let at = directory + 2 + 12 * u64::from(field);
        if at + 12 > end {
            break;
        }
        if short(at)? == ORIENTATION {
            let value = if short(at + 2)? == LONG { long(at + 8)? } else { short(at + 8)?.into() };
            return Ok(Some(value));
        }
    }
    Ok(None)
}
