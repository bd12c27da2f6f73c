//! mp4 and mov: the ISO base media format (ISO/IEC 14496-12) and `QuickTime`.
//!
//! The boxes of the file are walked by their sizes, so that the samples between them are never read.

mod boxes;
mod fragments;
mod movie;
mod track;

use super::{Format, Info, Read, Stop, Window};
use crate::catalog::MediaKind;
use boxes::walk;
use movie::Movie;

/// What the first box says, where it is one.
pub fn format(head: &[u8]) -> Option<Format> {
    let brands = head.get(8..)?;
    match head.get(4..8)? {
        b"ftyp" => Some(brand(*brands.first_chunk()?, brands)),
        // QuickTime before it had brands.
        b"moov" | b"mdat" | b"wide" | b"skip" | b"free" | b"pnot" => Some(Format::Mov),
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

/// Sides and length of what `format` said the file is.
pub fn read(window: &Window, format: Format) -> Read<Info> {
    if format.kind() == Some(MediaKind::Image) {
        return Ok(Info::new(format, MediaKind::Image));
    }
    for atom in walk(window, 0, window.limit()) {
        let atom = match atom {
            // Without a known size, the end is where the next box would begin.
            Err(Stop::End) => break,
            atom => atom?,
        };
        if &atom.kind == b"moov" {
            return describe(window, format, &Movie::read(window, atom)?);
        }
    }
    Err(Stop::Bad("it has no moov box: it was cut, or its recording never finished"))
}

fn describe(window: &Window, format: Format, movie: &Movie) -> Read<Info> {
    let ms = if movie.fragmented { fragments::length(window, movie)? } else { movie.ms() };
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
    let turned = track.rotation % 180 != 0;
    let sides = if turned { (height, width) } else { (width, height) };
    let rotation = Some(track.rotation);
    Ok(Info { sides: Some(sides), ms, rotation, ..Info::new(format, MediaKind::Video) })
}
