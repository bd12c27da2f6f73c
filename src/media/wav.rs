//! WAV: RIFF, and RF64 or BW64 for more than 4 GB (EBU Tech 3306).

use super::partial_file::optional;
use super::{Format, Info, PartialFile, Read, Stop, millis};
use crate::catalog::MediaKind;

/// No encoder writes as many chunks before the sound.
const MAX_CHUNKS: u32 = 1024;
/// "Stated elsewhere", or nowhere by those who write to a pipe.
const OPEN: u32 = u32::MAX;
/// Chunks that stand before or behind the sound.
const NAMES: [&[u8; 4]; 14] = [
    b"fmt ", b"data", b"fact", b"LIST", b"bext", b"cue ", b"smpl", b"inst", b"iXML", b"id3 ", b"PEAK",
    b"JUNK", b"FLLR", b"ds64",
];

/// What the `fmt ` chunk says.
struct Encoding {
    /// Whether each block is one moment of sound, so that bytes measure time.
    plain: bool,
    rate: u64,
    bytes_a_second: u64,
}

/// The length: sound bytes by rate, or the samples counted in `fact` where it is compressed.
pub fn read(file: &PartialFile) -> Read<Info> {
    let (mut encoding, mut samples, mut long_size) = (None, None, None);
    let mut at = 12_u64;
    for _ in 0..MAX_CHUNKS {
        let (name, length) = (file.array::<4>(at)?, file.le32(at + 4)?);
        let start = at + 8;
        match &name {
            b"fmt " => encoding = Some(fmt(file, start, length)?),
            b"fact" => samples = optional(file.le32(start))?.filter(|count| !matches!(*count, 0 | OPEN)),
            b"ds64" => {
                let size = optional(file.array(start + 8))?.map(u64::from_le_bytes);
                long_size = size.filter(|size| !matches!(*size, 0 | u64::MAX));
            }
            b"data" => {
                let encoding = encoding.ok_or(Stop::Bad("its sound comes before its fmt chunk"))?;
                let ms = match samples {
                    Some(count) if !encoding.plain => millis(count.into(), encoding.rate),
                    _ => data(file, start, length, long_size)
                        .and_then(|bytes| millis(bytes, encoding.bytes_a_second)),
                };
                return Ok(Info { ms, ..Info::new(Format::Wav, MediaKind::Audio) });
            }
            _ => {}
        }
        at = next(file, start, length)?;
    }
    Err(Stop::Bad("it has too many chunks before its sound"))
}

fn fmt(file: &PartialFile, at: u64, length: u32) -> Read<Encoding> {
    const PCM: u16 = 1;
    const FLOAT: u16 = 3;
    const A_LAW: u16 = 6;
    const MU_LAW: u16 = 7;
    const EXTENSIBLE: u16 = 0xFFFE;
    let tag = match file.le16(at)? {
        EXTENSIBLE if length >= 40 => file.le16(at + 24)?,
        tag => tag,
    };
    let (channels, rate, stated) = (file.le16(at + 2)?, file.le32(at + 4)?, file.le32(at + 8)?);
    let (block, bits) = (file.le16(at + 12)?, optional(file.le16(at + 14))?.unwrap_or(0));
    let plain = matches!(tag, PCM | FLOAT | A_LAW | MU_LAW);
    let (rate, stated, channels) = (u64::from(rate), u64::from(stated), u64::from(channels));
    // Decoders go by channels and bits, whatever the block is said to be.
    let moment = channels * if matches!(tag, A_LAW | MU_LAW) { 1 } else { u64::from(bits.div_ceil(8)) };
    let moment = if moment == 0 { block.into() } else { moment };
    let bytes_a_second = if plain && rate * moment > 0 { rate * moment } else { stated };
    if rate == 0 || bytes_a_second == 0 {
        return Err(Stop::Bad("it states a rate of 0"));
    }
    Ok(Encoding { plain, rate, bytes_a_second })
}

/// Where the next chunk begins: behind a byte of padding where the length is odd, which some writers forget.
fn next(file: &PartialFile, start: u64, length: u32) -> Read<u64> {
    let end = start + u64::from(length);
    if length.is_multiple_of(2) {
        return Ok(end);
    }
    let is_name = |at| Ok(optional(file.array::<4>(at))?.is_some_and(|name| NAMES.contains(&&name)));
    let unpadded = is_name(end)? && !is_name(end + 1)?;
    Ok(if unpadded { end } else { end + 1 })
}

/// How many bytes of sound there are: as stated, but no more than the file has. 0 and numbers near the largest are what
/// is written before the length is known.
fn data(file: &PartialFile, start: u64, length: u32, long_size: Option<u64>) -> Option<u64> {
    let rest = file.size().map(|size| size.saturating_sub(start));
    let stated = match length {
        0 => None,
        _ if long_size.is_some() && length == OPEN => long_size,
        0x7FFF_F000..=0x7FFF_FFFF | 0xFFFF_F000..=OPEN => None,
        length => Some(length.into()),
    };
    match (stated, rest) {
        (Some(stated), Some(rest)) => Some(stated.min(rest)),
        (stated, rest) => stated.or(rest),
    }
}
