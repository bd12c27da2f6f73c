//! What a media file's header says: format, sides, length, transparency.
//!
//! [`Probe`] is a machine without I/O: it asks for ranges of bytes until it knows. So the same code serves a file in
//! memory, one on a disk, and one behind a URL, of which it asks for less than a megabyte. Each format has a file; all
//! read through a `PartialFile`, which answers with bytes it has or stops the reading with what is missing. Reading starts
//! over when the missing bytes have come: headers are short, and no parser has a state to keep.

mod exif;
#[cfg(all(target_arch = "wasm32", feature = "media"))]
pub mod far;
pub mod guard;
pub mod headers;
mod image;
mod iso;
mod jpeg;
mod mp3;
mod partial_file;
mod png;
mod probe;
mod sniff;
mod wav;
mod webp;

pub use crate::catalog::Format;
use partial_file::{PartialFile, Read, Stop};
pub use probe::{Failure, MAX_BYTES, MAX_BYTES_AT_HAND, MAX_ROUNDS, MAX_ROUNDS_AT_HAND, Probe, Step};

use crate::catalog::MediaKind;

/// What a header says; `None` where it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// The format, by content, whatever the file is called.
    pub format: Format,
    /// Image, video or audio.
    pub kind: MediaKind,
    /// Width and height in pixels, as shown: a video's rotation and an image's Exif orientation are applied.
    pub sides: Option<(u32, u32)>,
    /// Length in milliseconds.
    pub ms: Option<u64>,
    /// Whether the image can be transparent; `None` where the format cannot, or it is not looked for.
    pub alpha: Option<bool>,
    /// Degrees by which a video's pictures are turned clockwise to be shown: 0, 90, 180 or 270.
    pub rotation: Option<u16>,
}

impl Info {
    /// Nothing known but the format.
    const fn new(format: Format, kind: MediaKind) -> Info {
        Info { format, kind, sides: None, ms: None, alpha: None, rotation: None }
    }

    /// The same, its sides exchanged where it is shown turned by a quarter.
    fn turned(self, turned: bool) -> Info {
        let sides = self.sides.map(|(width, height)| if turned { (height, width) } else { (width, height) });
        Info { sides, ..self }
    }

    /// An image.
    fn image(format: Format, sides: (u32, u32), alpha: Option<bool>) -> Read<Info> {
        if sides.0 == 0 || sides.1 == 0 {
            return Err(Stop::Bad("it states a side of 0 pixels"));
        }
        Ok(Info { sides: Some(sides), alpha, ..Info::new(format, MediaKind::Image) })
    }
}

/// `count` units, of which there are `rate` a second, in milliseconds, rounded.
fn millis(count: u64, rate: u64) -> Option<u64> {
    let (whole, rest) = (count.checked_div(rate)?, count.checked_rem(rate)?);
    let part = rest.saturating_mul(1000).saturating_add(rate / 2) / rate;
    Some(whole.saturating_mul(1000).saturating_add(part))
}
