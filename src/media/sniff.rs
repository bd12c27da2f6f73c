//! Tells formats apart by their first bytes, whatever a file is called.

use super::partial_file::optional;
use super::{Format, Info, PartialFile, Read, Stop, image, iso, jpeg, mp3, png, wav, webp};

/// Enough for every image but those with a profile or thumbnail in front, and for most videos.
const FIRST: u64 = 16 << 10;

/// What the header says, or what stopped the reading and the format seen by then.
pub fn read(file: &PartialFile) -> Result<Info, (Option<Format>, Stop)> {
    let head = file.up_to(0, 64, FIRST).map_err(|stop| (None, stop))?;
    if head.is_empty() {
        return Err((None, Stop::Bad("it is empty")));
    }
    if let Some(brand) = iso::format(head) {
        return iso::read(file, brand).map_err(|(format, stop)| (Some(format), stop));
    }
    let format = match magic(head) {
        Some(format) => Ok(Some(format)),
        // What follows a tag in front, or garbage, is seen only there.
        None => mp3::find(file).map(|found| found.map(|found| found.format)),
    };
    let format = match format {
        Ok(Some(format)) => format,
        Ok(None) => return Err((None, Stop::Bad("it is of no format that is known here"))),
        Err(stop) => return Err((None, stop)),
    };
    parse(file, format).map_err(|stop| (Some(format), stop))
}

fn parse(file: &PartialFile, format: Format) -> Read<Info> {
    match format {
        Format::Jpeg => jpeg::read(file),
        Format::Png => png::read(file),
        Format::Bmp => image::bmp(file),
        Format::Gif => image::gif(file),
        Format::Webp => webp::read(file),
        Format::Wav => wav::read(file),
        Format::Mp3 => mp3::read(file),
        Format::Matroska => Ok(named(matroska(file)?)?),
        format => named(format),
    }
}

/// A format that is only known by name.
fn named(format: Format) -> Read<Info> {
    format.kind().map(|kind| Info::new(format, kind)).ok_or(Stop::Bad("it is no image, video or sound"))
}

/// `WebM` is Matroska with its own document type.
fn matroska(file: &PartialFile) -> Read<Format> {
    let head = optional(file.up_to(0, 64, FIRST))?.unwrap_or_default();
    Ok(if contains(head, b"webm") { Format::Webm } else { Format::Matroska })
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|file| file == part)
}

fn magic(head: &[u8]) -> Option<Format> {
    let at = |place: usize, bytes: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(bytes));
    let is = |format: &Format| {
        format.magic().iter().any(|&(first, place, second)| at(0, first) && at(place, second))
    };
    Format::ALL.iter().copied().find(is).or_else(|| if at(0, b"BM") { bmp(head) } else { text(head) })
}

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
