//! JPEG (ITU T.81, annex B): segments up to the first frame header.

use super::{Format, Info, PartialFile, Read, Stop, exif};

/// Colour profiles and thumbnails come in segments of 64 kB, so there may be some hundred.
const MAX_SEGMENTS: u32 = 2048;
/// Bytes between segments that are stepped over, as decoders do.
const MAX_STRAY: u32 = 64 << 10;

/// Sides from the frame header, as Exif turns them. A thumbnail has its own, inside a segment that is skipped.
pub fn read(file: &PartialFile) -> Read<Info> {
    let (mut at, mut turned) = (2, None);
    for _ in 0..MAX_SEGMENTS {
        at = marker(file, at)?;
        let [_, marker] = file.array(at)?;
        match marker {
            // Markers without a segment.
            0x01 | 0xD0..=0xD8 => at += 2,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let sides = (file.be16(at + 7)?.into(), file.be16(at + 5)?.into());
                return Ok(Info::image(Format::Jpeg, sides, Some(false))?.turned(turned == Some(true)));
            }
            0xD9 | 0xDA => return Err(Stop::Bad("its picture begins before its sides are stated")),
            _ => {
                let length = file.be16(at + 2)?;
                if length < 2 {
                    return Err(Stop::Bad("a segment is shorter than its own length"));
                }
                let end = at + 2 + u64::from(length);
                // The first Exif data counts; XMP stands in a segment of the same kind.
                if marker == 0xE1 && turned.is_none() {
                    turned = exif::turns_behind_name(file, at + 4, end)?;
                }
                at = end;
            }
        }
    }
    Err(Stop::Bad("it has too many segments before its picture"))
}

/// The place of the next marker: FF and what is neither 0 nor FF, of which any number may stand before.
fn marker(file: &PartialFile, at: u64) -> Read<u64> {
    for at in at..at + u64::from(MAX_STRAY) {
        if matches!(file.array(at)?, [0xFF, 0x01..=0xFE]) {
            return Ok(at);
        }
    }
    Err(Stop::Bad("a segment does not begin with a marker"))
}
