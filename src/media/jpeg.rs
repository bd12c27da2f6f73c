//! JPEG (ITU T.81, annex B): segments up to the first frame header.

use super::{Format, Info, Read, Stop, Window};

/// Colour profiles and thumbnails come in segments of 64 kB, so there may be some hundred.
const MAX_SEGMENTS: u32 = 2048;

/// Sides from the frame header. A thumbnail has its own, inside a segment that is skipped.
pub fn read(window: &Window) -> Read<Info> {
    let mut at = 2;
    for _ in 0..MAX_SEGMENTS {
        let [start, marker] = window.array(at)?;
        match (start, marker) {
            // Any number of FF may stand before a marker.
            (0xFF, 0xFF) => at += 1,
            // Markers without a segment.
            (0xFF, 0x01 | 0xD0..=0xD8) => at += 2,
            (0xFF, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF) => {
                let sides = (window.be16(at + 7)?.into(), window.be16(at + 5)?.into());
                return Info::image(Format::Jpeg, sides, Some(false));
            }
            (0xFF, 0xD9 | 0xDA) => return Err(Stop::Bad("its picture begins before its sides are stated")),
            (0xFF, 0x02..) => {
                let length = window.be16(at + 2)?;
                if length < 2 {
                    return Err(Stop::Bad("a segment is shorter than its own length"));
                }
                at += 2 + u64::from(length);
            }
            _ => return Err(Stop::Bad("a segment does not begin with a marker")),
        }
    }
    Err(Stop::Bad("it has too many segments before its picture"))
}
