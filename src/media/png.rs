//! PNG (W3C, PNG third edition, 5 and 11).

use super::partial_file::optional;
use super::{Format, Info, PartialFile, Read, Stop, exif};

/// No encoder writes as many chunks before the picture.
const MAX_CHUNKS: u32 = 1024;

/// Sides from IHDR, as Exif turns them; transparency from the colour type, or from tRNS somewhere before the picture.
pub fn read(file: &PartialFile) -> Read<Info> {
    const HEADER: u64 = 8;
    // Apple's own variant puts a chunk in front and is no PNG to others.
    if file.array::<4>(HEADER + 4)? != *b"IHDR" {
        return Err(Stop::Bad("its first chunk is not IHDR"));
    }
    let [colour] = file.array(HEADER + 17)?;
    let sides = (file.be32(HEADER + 8)?, file.be32(HEADER + 12)?);
    if sides.0.max(sides.1) > i32::MAX.cast_unsigned() {
        return Err(Stop::Bad("it states a side beyond what PNG allows"));
    }
    let first = HEADER + 12 + u64::from(file.be32(HEADER)?);
    let known = matches!(colour, 4 | 6);
    let found = match colour {
        0 | 2 | 3 | 4 | 6 => chunks(file, first, known)?,
        _ => return Err(Stop::Bad("its colour type does not exist")),
    };
    Ok(Info::image(Format::Png, sides, Some(known || found.clear))?.turned(found.turned))
}

/// What chunks tell that may or may not be there.
#[derive(Default)]
struct Found {
    clear: bool,
    turned: bool,
}

/// Up to the picture; of a file at hand also behind it, where Exif data may stand too. Once transparency is `known`, what
/// cannot be read any further is done without.
fn chunks(file: &PartialFile, mut at: u64, mut known: bool) -> Read<Found> {
    let mut found = Found::default();
    for _ in 0..MAX_CHUNKS {
        let head = file.array::<8>(at);
        let Some(head) = (if known { optional(head)? } else { Some(head?) }) else { return Ok(found) };
        let [l0, l1, l2, l3, name @ ..] = head;
        let length = u64::from(u32::from_be_bytes([l0, l1, l2, l3]));
        match &name {
            b"tRNS" => (found.clear, known) = (true, true),
            b"eXIf" => {
                found.turned = exif::turns(file, at + 8, at + 8 + length)?;
            }
            b"IDAT" if file.is_at_hand() => known = true,
            b"IDAT" | b"IEND" => return Ok(found),
            _ => {}
        }
        at = at.saturating_add(12).saturating_add(length);
    }
    if known { Ok(found) } else { Err(Stop::Bad("it has too many chunks before its picture")) }
}
