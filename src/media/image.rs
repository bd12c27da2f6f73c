//! BMP and GIF, whose sides stand at fixed places.

use super::{Format, Info, Read, Stop, Window};

/// A BMP's header is as long as its version; the first has sides of two bytes (Microsoft, `BITMAPCOREHEADER`).
pub fn bmp(window: &Window) -> Read<Info> {
    let header = window.le32(14)?;
    if header == 12 {
        let sides = (window.le16(18)?.into(), window.le16(20)?.into());
        return Info::image(Format::Bmp, sides, Some(false));
    }
    let (width, height) = (window.le32(18)?.cast_signed(), window.le32(22)?.cast_signed());
    if width < 0 {
        return Err(Stop::Bad("its width is negative"));
    }
    // A negative height means that the rows come from the top.
    Info::image(Format::Bmp, (width.unsigned_abs(), height.unsigned_abs()), Some(bmp_alpha(window, header)?))
}

/// Bit fields with a mask for transparency, from `BITMAPV3INFOHEADER` on.
fn bmp_alpha(window: &Window, header: u32) -> Read<bool> {
    const BITFIELDS: u32 = 3;
    Ok(header >= 56 && window.le32(30)? == BITFIELDS && window.le32(66)? != 0)
}

/// A GIF's logical screen (`GIF89a`, 18).
pub fn gif(window: &Window) -> Read<Info> {
    Info::image(Format::Gif, (window.le16(6)?.into(), window.le16(8)?.into()), None)
}
