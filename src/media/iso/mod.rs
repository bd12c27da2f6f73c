//! mp4 and mov: the ISO base media format (ISO/IEC 14496-12) and `QuickTime`.
//!
//! The boxes of the file are walked by their sizes, so that the samples between them are never read.

mod boxes;
mod fragments;
mod matrix;
mod movie;
mod track;

use super::partial_file::optional;
use super::{Format, Info, PartialFile, Read, Stop};
use crate::catalog::MediaKind;
use boxes::{Atom, Walk, walk};
use movie::Movie;

/// What the first box says, where it is one. Without a brand in front it is `QuickTime`'s, which began without.
pub fn format(head: &[u8]) -> Option<Format> {
    // Longer ones hold samples; of other kinds, a text may begin with the name.
    const MOST: u32 = 64 << 20;
    let size = u32::from_be_bytes(*head.first_chunk()?);
    let brands = head.get(8..)?;
    match head.get(4..8)? {
        b"ftyp" => Some(brand(*brands.first_chunk()?, brands)),
        b"moov" | b"mdat" | b"moof" | b"sidx" | b"styp" => Some(Format::Mov),
        b"wide" | b"free" | b"skip" | b"junk" | b"uuid" | b"udta" | b"pnot" | b"pict" | b"PICT" | b"prfl"
        | b"pdin"
            if (8..MOST).contains(&size) =>
        {
            Some(Format::Mov)
        }
        _ => None,
    }
}

fn brand(major: [u8; 4], all: &[u8]) -> Format {
    match &major {
        b"avif" | b"avis" => Format::Avif,
        b"mif1" | b"msf1" | b"miaf" if all.chunks(4).any(|brand| brand == b"avif" || brand == b"avis") => {
            Format::Avif
        }
        [b'h', b'e', b'i' | b'v', _] | b"mif1" | b"msf1" | b"miaf" => Format::Heic,
        b"qt  " => Format::Mov,
        [b'3', b'g', _, _] => Format::ThreeGp,
        _ => Format::Mp4,
    }
}

/// Boxes behind the movie box that are looked at: a fragment would be among them.
const BEHIND: usize = 8;

/// Bytes of brands that are looked at.
const MAX_BRANDS: usize = 256;

/// Sides and length of what `format` said the file is. A brand may stand further on than in the first box.
pub fn read(file: &PartialFile, format: Format) -> Result<Info, (Format, Stop)> {
    let mut format = format;
    parse(file, &mut format).map_err(|stop| (format, stop))
}

fn parse(file: &PartialFile, format: &mut Format) -> Read<Info> {
    let mut boxes = walk(file, 0, file.limit());
    while let Some(atom) = boxes.next() {
        let atom = match atom {
            // Without a known size, the end is where the next box would begin.
            Err(Stop::End) => break,
            atom => atom?,
        };
        match &atom.kind {
            b"ftyp" => {
                let length = usize::try_from(atom.end - atom.start).unwrap_or(0).min(MAX_BRANDS);
                let brands = file.slice(atom.start, length)?;
                *format = brands.first_chunk().map_or(*format, |major| brand(*major, brands));
                if format.kind() == Some(MediaKind::Image) {
                    return Ok(Info::new(*format, MediaKind::Image));
                }
            }
            b"moov" => {
                let mut movie = Movie::read(file, atom)?;
                movie.fragmented |= file.size().is_some() && has_fragment(boxes)?;
                return describe(file, *format, &movie);
            }
            _ => {}
        }
    }
    Err(Stop::Bad("it has no moov box: it was cut, or its recording never finished"))
}

/// Some recorders do not tell in the movie box that fragments follow.
fn has_fragment(behind: Walk) -> Read<bool> {
    for atom in behind.take(BEHIND) {
        match optional(atom)? {
            Some(Atom { kind: [b'm', b'o', b'o', b'f'], .. }) => return Ok(true),
            Some(_) => {}
            None => break,
        }
    }
    Ok(false)
}

fn describe(file: &PartialFile, format: Format, movie: &Movie) -> Read<Info> {
    let ms = if movie.fragmented { fragments::length(file, movie)? } else { movie.ms(file)? };
    let Some(track) = movie.picture() else {
        if !movie.tracks.iter().any(|track| track.is(*b"soun")) {
            return Err(Stop::Bad("it has neither a picture nor a sound track"));
        }
        return Ok(Info { ms, ..Info::new(Format::M4a, MediaKind::Audio) });
    };
    let (width, height) = track.sides;
    if width == 0 || height == 0 {
        return Err(Stop::Bad("it states a side of 0 pixels"));
    }
    let rotation = movie.rotation(track);
    let info = Info { sides: Some((width, height)), ms, ..Info::new(format, MediaKind::Video) };
    Ok(Info { rotation: Some(rotation), ..info.turned(!rotation.is_multiple_of(180)) })
}
