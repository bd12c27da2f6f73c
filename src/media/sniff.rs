//! Tells formats apart by their first bytes, whatever a file is called.

use super::window::optional;
use super::{Format, Info, Read, Stop, Window, image, iso, jpeg, mp3, png, wav, webp};

/// Enough for every image but those with a profile or thumbnail in front, and for most videos.
const FIRST: u64 = 16 << 10;

/// What the header says, or what stopped the reading and the format seen by then.
pub fn read(window: &Window) -> Result<Info, (Option<Format>, Stop)> {
    let head = window.up_to(0, 64, FIRST).map_err(|stop| (None, stop))?;
    if head.is_empty() {
        return Err((None, Stop::Bad("it is empty")));
    }
    if let Some(brand) = iso::format(head) {
        return iso::read(window, brand).map_err(|(format, stop)| (Some(format), stop));
    }
    let format = match magic(head) {
        Some(format) => Ok(Some(format)),
        // What follows a tag in front, or garbage, is seen only there.
        None => mp3::find(window).map(|found| found.map(|found| found.format)),
    };
    let format = match format {
        Ok(Some(format)) => format,
        Ok(None) => return Err((None, Stop::Bad("it is of no format that is known here"))),
        Err(stop) => return Err((None, stop)),
    };
    parse(window, format).map_err(|stop| (Some(format), stop))
}

fn parse(window: &Window, format: Format) -> Read<Info> {
    match format {
        Format::Jpeg => jpeg::read(window),
        Format::Png => png::read(window),
        Format::Bmp => image::bmp(window),
        Format::Gif => image::gif(window),
        Format::Webp => webp::read(window),
        Format::Wav => wav::read(window),
        Format::Mp3 => mp3::read(window),
        Format::Matroska => Ok(named(matroska(window)?)?),
        format => named(format),
    }
}

/// A format that is only known by name.
fn named(format: Format) -> Read<Info> {
    format.kind().map(|kind| Info::new(format, kind)).ok_or(Stop::Bad("it is no image, video or sound"))
}

/// `WebM` is Matroska with its own document type.
fn matroska(window: &Window) -> Read<Format> {
    let head = optional(window.up_to(0, 64, FIRST))?.unwrap_or_default();
    Ok(if contains(head, b"webm") { Format::Webm } else { Format::Matroska })
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn magic(head: &[u8]) -> Option<Format> {
    let at = |place: usize, bytes: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(bytes));
    let found = SIGNATURES.iter().find(|(first, place, second, _)| at(0, first) && at(*place, second));
    found.map(|found| found.3).or_else(|| if at(0, b"BM") { bmp(head) } else { text(head) })
}

/// First bytes, further bytes at a place, and the format they tell. The longer come before what they begin with.
type Signature = (&'static [u8], usize, &'static [u8], Format);

const SIGNATURES: &[Signature] = &[
    (b"\xFF\xD8\xFF", 0, b"", Format::Jpeg),
    (b"\x89PNG\r\n\x1A\n", 0, b"", Format::Png),
    (b"GIF87a", 0, b"", Format::Gif),
    (b"GIF89a", 0, b"", Format::Gif),
    (b"RIFF", 8, b"WEBP", Format::Webp),
    (b"RIFF", 8, b"WAVE", Format::Wav),
    (b"RF64", 8, b"WAVE", Format::Wav),
    (b"BW64", 8, b"WAVE", Format::Wav),
    (b"RIFF", 8, b"AVI ", Format::Avi),
    (b"FORM", 8, b"AIF", Format::Aiff),
    (b"\x1A\x45\xDF\xA3", 0, b"", Format::Matroska),
    (b"OggS", 0, b"", Format::Ogg),
    (b"fLaC", 0, b"", Format::Flac),
    (b"FLV\x01", 0, b"", Format::Flv),
    (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", 0, b"", Format::Asf),
    (b"\x00\x00\x01\xBA", 0, b"", Format::Mpeg),
    (b"#!AMR", 0, b"", Format::Amr),
    (b"MThd", 0, b"", Format::Midi),
    (b"II*\0", 0, b"", Format::Tiff),
    (b"MM\0*", 0, b"", Format::Tiff),
    (b"\xFF\x0A", 0, b"", Format::Jxl),
    (b"\0\0\0\x0CJXL \r\n\x87\n", 0, b"", Format::Jxl),
    (b"\0\0\0\x0CjP  \r\n\x87\n", 0, b"", Format::Jp2),
    (b"8BPS\0", 0, b"", Format::Psd),
    (b"\0\0\x01\0", 9, b"\0", Format::Ico),
    (b"%PDF-", 0, b"", Format::Pdf),
    (b"PK\x03\x04", 0, b"", Format::Zip),
    (b"\x1F\x8B\x08", 0, b"", Format::Gzip),
    (b"#EXTM3U", 0, b"", Format::M3u8),
];

/// "BM" alone begins many a text; the length of the next header does not.
fn bmp(head: &[u8]) -> Option<Format> {
    let length = head.get(14..18)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))?;
    matches!(length, 12 | 16 | 40 | 52 | 56 | 64 | 108 | 124).then_some(Format::Bmp)
}

/// What a server sends in place of a file.
fn text(head: &[u8]) -> Option<Format> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let begins =
        |word: &str| head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()));
    match head.first()? {
        b'<' if begins("<svg") => Some(Format::Svg),
        b'<' if begins("<?xml") && contains(head, b"<svg") => Some(Format::Svg),
        b'<' if begins("<?xml") => Some(Format::Xml),
        b'<' if begins("<!") || begins("<html") || begins("<head") || begins("<body") => Some(Format::Html),
        b'{' if begins("{\"") || begins("{}") || begins("{\n") || begins("{ ") => Some(Format::Json),
        _ => None,
    }
}
