//! BMP and GIF, whose sides stand at fixed places.

use super::{Format, Info, PartialFile, Read, Stop};

/// A BMP's header is as long as its version; the first has sides of two bytes (Microsoft, `BITMAPCOREHEADER`).
pub fn bmp(file: &PartialFile) -> Read<Info> {
    let header = file.le32(14)?;
    if header == 12 {
        let sides = (file.le16(18)?.into(), file.le16(20)?.into());
        return Info::image(Format::Bmp, sides, Some(false));
    }
    let (width, height) = (file.le32(18)?.cast_signed(), file.le32(22)?.cast_signed());
    if width < 0 {
        return Err(Stop::Bad("its width is negative"));
    }
    // A negative height means that the rows come from the top.
    Info::image(Format::Bmp, (width.unsigned_abs(), height.unsigned_abs()), Some(bmp_alpha(file, header)?))
}

/// Bit fields with a mask for transparency, from `BITMAPV3INFOHEADER` on.
fn bmp_alpha(file: &PartialFile, header: u32) -> Read<bool> {
    const BITFIELDS: u32 = 3;
    Ok(header >= 56 && file.le32(30)? == BITFIELDS && file.le32(66)? != 0)
}

/// A GIF's logical screen (`GIF89a`, 18).
pub fn gif(file: &PartialFile) -> Read<Info> {
    Info::image(Format::Gif, (file.le16(6)?.into(), file.le16(8)?.into()), None)
}
