//! PNG (W3C, PNG third edition, 5 and 11).

use super::{Format, Info, Read, Stop, Window};

/// No encoder writes as many chunks before the picture.
const MAX_CHUNKS: u32 = 1024;

/// Sides from IHDR; transparency from the colour type, or from tRNS somewhere before the picture.
pub fn read(window: &Window) -> Read<Info> {
    const HEADER: u64 = 8;
    // Apple's own variant puts a chunk in front and is no PNG to others.
    if window.array::<4>(HEADER + 4)? != *b"IHDR" {
        return Err(Stop::Bad("its first chunk is not IHDR"));
    }
    let [colour] = window.array(HEADER + 17)?;
    let sides = (window.be32(HEADER + 8)?, window.be32(HEADER + 12)?);
    if sides.0.max(sides.1) > i32::MAX.cast_unsigned() {
        return Err(Stop::Bad("it states a side beyond what PNG allows"));
    }
    let alpha = match colour {
        4 | 6 => true,
        0 | 2 | 3 => has_transparency(window, HEADER + 12 + u64::from(window.be32(HEADER)?))?,
        _ => return Err(Stop::Bad("its colour type does not exist")),
    };
    Info::image(Format::Png, sides, Some(alpha))
}

fn has_transparency(window: &Window, mut at: u64) -> Read<bool> {
    for _ in 0..MAX_CHUNKS {
        match &window.array(at + 4)? {
            b"tRNS" => return Ok(true),
            b"IDAT" | b"IEND" => return Ok(false),
            _ => at = at.saturating_add(12).saturating_add(window.be32(at)?.into()),
        }
    }
    Err(Stop::Bad("it has too many chunks before its picture"))
}
