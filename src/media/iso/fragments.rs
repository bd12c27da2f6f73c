//! The length of a fragmented movie, whose header was written before it was known: from the segment index, else from
//! the fragments' own times. An index at the end of the file leads to the last ones, so that few are read.

use super::boxes::{Atom, walk};
use super::movie::Movie;
use crate::media::partial_file::optional;
use crate::media::{PartialFile, Read, Stop, millis};

/// How far a track has come, in its own units.
struct Clock {
    id: u32,
    units: u32,
    each: u32,
    first: Option<u64>,
    end: u64,
}

/// Milliseconds; `None` where it would take too many bytes to know.
pub fn length(file: &PartialFile, movie: &Movie) -> Read<Option<u64>> {
    if movie.extended.is_some() {
        return Ok(movie.extended.max(movie.stated));
    }
    match measure(file, movie) {
        Err(Stop::Far) => Ok(None),
        Err(stop) => Err(stop),
        Ok(found) => Ok(found.max(movie.ms(file)?)),
    }
}

fn measure(file: &PartialFile, movie: &Movie) -> Read<Option<u64>> {
    let mut clocks = Vec::new();
    for track in movie.tracks.iter().filter(|track| track.is_timed()) {
        // By its samples: the header of a track may count those of the fragments too.
        let inside = track.samples(file)?;
        let (first, end) = (inside.map(|_| 0), inside.unwrap_or(0));
        clocks.push(Clock { id: track.id, units: track.units, each: track.each, first, end });
    }
    let mut indexed: Option<(u64, u64)> = None;
    let mut jumped = false;
    let mut atoms = walk(file, 0, file.limit());
    while let Some(atom) = atoms.next() {
        let atom = match atom {
            // Cut in the middle, or followed by something else: what is there counts.
            Err(Stop::End | Stop::Bad(_)) => break,
            atom => atom?,
        };
        match &atom.kind {
            b"sidx" => {
                let (first, end, covered) = match index(file, atom) {
                    Err(Stop::End | Stop::Bad(_)) => break,
                    found => found?,
                };
                let before = indexed.unwrap_or((first, end));
                indexed = Some((before.0.min(first), before.1.max(end)));
                atoms.jump(covered);
            }
            b"moof" => {
                let dated = match fragment(file, atom, &mut clocks) {
                    Err(Stop::End | Stop::Bad(_)) => break,
                    dated => dated?,
                };
                if dated && !jumped {
                    jumped = true;
                    atoms.jump(last_fragment(file)?.unwrap_or(0));
                }
            }
            _ => {}
        }
    }
    let ends = clocks.iter().filter_map(|clock| millis(clock.end, clock.units.into()));
    let firsts = clocks.iter().filter_map(|clock| millis(clock.first?, clock.units.into()));
    let walked = ends.max().unwrap_or(0).saturating_sub(firsts.min().unwrap_or(0));
    let listed = indexed.map_or(0, |(first, end)| end.saturating_sub(first));
    Ok(Some(walked.max(listed)).filter(|ms| *ms > 0))
}

/// A segment index: its first and last moment in milliseconds, and where in the file its segments end.
fn index(file: &PartialFile, sidx: Atom) -> Read<(u64, u64, u64)> {
    let (version, _) = sidx.version(file)?;
    let wide = if version == 0 { 0 } else { 4 };
    let units = file.be32(sidx.start + 8)?;
    let first = sidx.number(file, version, 12)?;
    let mut covered = sidx.end.saturating_add(sidx.number(file, version, 16 + wide)?);
    let entries = sidx.start + 24 + 2 * wide;
    let mut end = first;
    let table = file.slice(entries, 12 * usize::from(file.be16(entries - 2)?))?;
    let (rows, _) = table.as_chunks::<12>();
    for [s0, s1, s2, s3, d0, d1, d2, d3, ..] in rows {
        let size = u32::from_be_bytes([*s0, *s1, *s2, *s3]) & 0x7FFF_FFFF;
        covered = covered.saturating_add(size.into());
        end = end.saturating_add(u32::from_be_bytes([*d0, *d1, *d2, *d3]).into());
    }
    let ms = |count| millis(count, units.into()).ok_or(Stop::Bad("its index states 0 units a second"));
    Ok((ms(first)?, ms(end)?, covered))
}

/// Advances the clocks by a fragment; says whether each of its tracks tells its time.
fn fragment(file: &PartialFile, moof: Atom, clocks: &mut [Clock]) -> Read<bool> {
    let mut dated = true;
    for traf in moof.inside(file) {
        let traf = traf?;
        if &traf.kind != b"traf" {
            continue;
        }
        let (mut clock, mut each, mut told) = (None, 0, false);
        for atom in traf.inside(file) {
            let atom = atom?;
            match (&atom.kind, &mut clock) {
                (b"tfhd", _) => {
                    let (_, flags) = atom.version(file)?;
                    let id = file.be32(atom.start + 4)?;
                    clock = clocks.iter_mut().find(|clock| clock.id == id);
                    each = clock.as_ref().map_or(0, |clock| clock.each);
                    if flags & 8 != 0 {
                        let before = 8 * u64::from(flags & 1) + 2 * u64::from(flags & 2);
                        each = file.be32(atom.start + 8 + before)?;
                    }
                }
                (b"tfdt", Some(clock)) => {
                    let (version, _) = atom.version(file)?;
                    clock.end = atom.number(file, version, 4)?;
                    clock.first = clock.first.or(Some(clock.end));
                    told = true;
                }
                (b"trun", Some(clock)) => clock.end = clock.end.saturating_add(run(file, atom, each)?),
                _ => {}
            }
        }
        dated &= told;
    }
    Ok(dated)
}

/// How long a run of samples lasts.
fn run(file: &PartialFile, trun: Atom, each: u32) -> Read<u64> {
    const DURATION: u32 = 0x100;
    let (_, flags) = trun.version(file)?;
    let count = u64::from(file.be32(trun.start + 4)?);
    if flags & DURATION == 0 {
        return Ok(count.saturating_mul(each.into()));
    }
    let start = trun.start + 8 + 4 * u64::from(flags & 1) + u64::from(flags & 4);
    let row = 4 * (flags & 0xF00).count_ones() as usize;
    let length = count.saturating_mul(row as u64).min(trun.end.saturating_sub(start));
    let table = file.slice(start, usize::try_from(length).map_err(|_| Stop::Far)?)?;
    // The duration is the first of a row.
    let rows = table.chunks_exact(row).filter_map(|row| row.first_chunk());
    Ok(rows.fold(0, |sum: u64, first| sum.saturating_add(u32::from_be_bytes(*first).into())))
}

/// Where the last fragment with something of every track begins, by the index at the end of the file.
fn last_fragment(file: &PartialFile) -> Read<Option<u64>> {
    let Some(size) = file.size() else { return Ok(None) };
    let Some(tail) = optional(file.array::<16>(size.saturating_sub(16)))? else { return Ok(None) };
    let [_, _, _, _, b'm', b'f', b'r', b'o', _, _, _, _, length @ ..] = tail else { return Ok(None) };
    let start = size.saturating_sub(u32::from_be_bytes(length).into());
    let mut last: Option<u64> = None;
    for mfra in walk(file, start, size).take(1) {
        let Some(mfra) = optional(mfra)?.filter(|atom| &atom.kind == b"mfra") else { return Ok(None) };
        for tfra in mfra.inside(file) {
            let Some(tfra) = optional(tfra)? else { break };
            if &tfra.kind == b"tfra"
                && let Some(place) = optional(last_entry(file, tfra))?.flatten()
            {
                last = Some(last.unwrap_or(place).min(place));
            }
        }
    }
    Ok(last)
}

fn last_entry(file: &PartialFile, tfra: Atom) -> Read<Option<u64>> {
    let (version, _) = tfra.version(file)?;
    let sizes = u64::from(file.be32(tfra.start + 8)?);
    let Some(before) = file.be32(tfra.start + 12)?.checked_sub(1) else { return Ok(None) };
    let number = if version == 0 { 4 } else { 8 };
    let row = 2 * number + (sizes & 3) + (sizes >> 2 & 3) + (sizes >> 4 & 3) + 3;
    let at = 16 + u64::from(before).saturating_mul(row) + number;
    tfra.number(file, version, at).map(Some)
}
