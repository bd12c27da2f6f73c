//! The movie box: its length, its tracks, and whether it goes on in fragments.

use super::boxes::Atom;
use super::matrix::Matrix;
use super::track::Track;
use crate::media::partial_file::optional;
use crate::media::{PartialFile, Read, Stop, millis};

/// More than any recorder writes.
const MAX_TRACKS: usize = 64;
/// A movie box up to here is fetched at once; of a longer one only what is looked at.
const WHOLE: u64 = 48 << 10;

#[derive(Default)]
pub struct Movie {
    /// From the movie header, in milliseconds.
    pub stated: Option<u64>,
    /// Units a second of the movie header.
    pub units: u32,
    /// How all of it is turned.
    matrix: Matrix,
    pub tracks: Vec<Track>,
    /// More samples follow outside of the movie box.
    pub fragmented: bool,
    /// The length with all fragments, in milliseconds, where the movie box states it.
    pub extended: Option<u64>,
}

impl Movie {
    pub fn read(file: &PartialFile, moov: Atom) -> Read<Movie> {
        // Asks for it in one piece; whatever is wrong with it shows below.
        let length = moov.end.saturating_sub(moov.start);
        let _ = optional(file.ahead(moov.start, 8, length.min(WHOLE)))?;
        let mut movie = Movie::default();
        let mut extends = None;
        for atom in moov.inside(file) {
            let atom = atom?;
            match &atom.kind {
                b"mvhd" => {
                    let (units, length) = atom.times(file)?;
                    movie.units = units;
                    let wide = if atom.version(file)?.0 == 0 { 0 } else { 12 };
                    movie.matrix = Matrix::read(file, atom.start + 36 + wide)?;
                    movie.stated =
                        length.and_then(|length| millis(length, units.into())).filter(|ms| *ms > 0);
                }
                b"trak" if movie.tracks.len() < MAX_TRACKS => movie.tracks.push(Track::read(file, atom)?),
                b"mvex" => extends = Some(atom),
                b"cmov" => return Err(Stop::Bad("its movie box is compressed")),
                _ => {}
            }
        }
        if let Some(mvex) = extends {
            movie.fragmented = true;
            movie.extend(file, mvex)?;
        }
        Ok(movie)
    }

    fn extend(&mut self, file: &PartialFile, mvex: Atom) -> Read<()> {
        for atom in mvex.inside(file) {
            let atom = atom?;
            match &atom.kind {
                b"mehd" => {
                    let (version, _) = atom.version(file)?;
                    let length = atom.number(file, version, 4)?;
                    self.extended = millis(length, self.units.into()).filter(|ms| *ms > 0);
                }
                b"trex" => {
                    let id = file.be32(atom.start + 4)?;
                    let each = file.be32(atom.start + 12)?;
                    self.tracks.iter_mut().filter(|track| track.id == id).for_each(|track| track.each = each);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The length the movie header states, else that of its longest track: as its header states it, or its samples.
    pub fn ms(&self, file: &PartialFile) -> Read<Option<u64>> {
        let mut longest = self.stated;
        if longest.is_none() {
            for track in self.tracks.iter().filter(|track| track.is_timed()) {
                let length = if track.length.is_some() { track.length } else { track.samples(file)? };
                longest = longest.max(length.and_then(|length| millis(length, track.units.into())));
            }
        }
        Ok(longest.filter(|ms| *ms > 0))
    }

    /// Degrees clockwise by which a track's pictures are turned to be shown.
    pub fn rotation(&self, track: &Track) -> u16 {
        track.matrix.then(self.matrix).rotation()
    }

    /// The track that is shown: an enabled one before others (chapters are a disabled one).
    pub fn picture(&self) -> Option<&Track> {
        let shown = |track: &&Track| track.is(*b"vide") && track.sides.0 > 0;
        let enabled = self.tracks.iter().find(|track| shown(track) && track.enabled);
        enabled
            .or_else(|| self.tracks.iter().find(shown))
            .or_else(|| self.tracks.iter().find(|t| t.is(*b"vide")))
    }
}
