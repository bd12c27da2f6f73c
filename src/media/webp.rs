//! WebP (RFC 9649): the first chunk says all.

use super::partial_file::optional;
use super::{Format, Info, PartialFile, Read, Stop, exif};

/// Chunks looked at for Exif data: an animation has one a picture.
const MAX_CHUNKS: u32 = 32;

/// Sides and transparency from `VP8X`, `VP8L` or `VP8 `.
pub fn read(file: &PartialFile) -> Read<Info> {
    const DATA: u64 = 20;
    let mut turned = false;
    let (sides, alpha) = match &file.array(12)? {
        b"VP8X" => {
            let [flags, _, _, _, w0, w1, w2, h0, h1, h2] = file.array(DATA)?;
            let side = |bytes| u32::from_le_bytes(bytes) + 1;
            turned = flags & 8 != 0 && exif_turns(file)?;
            ((side([w0, w1, w2, 0]), side([h0, h1, h2, 0])), flags & 0x10 != 0)
        }
        b"VP8L" => {
            let [signature] = file.array(DATA)?;
            if signature != 0x2F {
                return Err(Stop::Bad("its lossless picture has no signature"));
            }
            let bits = file.le32(DATA + 1)?;
            ((1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)), bits >> 28 & 1 == 1)
        }
        b"VP8 " => {
            let [tag, _, _, s0, s1, s2] = file.array(DATA)?;
            if tag & 1 != 0 || [s0, s1, s2] != [0x9D, 0x01, 0x2A] {
                return Err(Stop::Bad("its picture does not begin with a key frame"));
            }
            let side = |at| file.le16(at).map(|side| u32::from(side & 0x3FFF));
            ((side(DATA + 6)?, side(DATA + 8)?), false)
        }
        _ => return Err(Stop::Bad("its first chunk is no picture")),
    };
    Ok(Info::image(Format::Webp, sides, Some(alpha))?.turned(turned))
}

/// Exif data stand in a chunk behind the picture, which is not read on the way.
fn exif_turns(file: &PartialFile) -> Read<bool> {
    let mut at = 12;
    for _ in 0..MAX_CHUNKS {
        let Some(name) = optional(file.array::<4>(at))? else { break };
        let Some(length) = optional(file.le32(at + 4))?.map(u64::from) else { break };
        let (start, end) = (at + 8, at + 8 + length);
        if &name == b"EXIF" {
            // By RFC 9649 without a name in front, which some write all the same.
            let behind_name = exif::turns_behind_name(file, start, end)?;
            return behind_name.map_or_else(|| exif::turns(file, start, end), Ok);
        }
        at = end + (length & 1);
    }
    Ok(false)
}
