//! A track: what it holds, its sides, how it is turned, its length.

use super::boxes::Atom;
use super::matrix::Matrix;
use crate::media::partial_file::optional;
use crate::media::{PartialFile, Read, Stop};

#[derive(Default)]
pub struct Track {
    pub id: u32,
    pub enabled: bool,
    handler: [u8; 4],
    /// Stored pixels; where the sample description states none, the shown ones.
    pub sides: (u32, u32),
    /// How it is turned, before the movie is.
    pub matrix: Matrix,
    /// Units a second.
    pub units: u32,
    /// In those units; `None` where it is open, or 0 as before it is known.
    pub length: Option<u64>,
    /// How long a sample lasts, in those units, where fragments do not say.
    pub each: u32,
    /// The table of how long samples last.
    times: Option<Atom>,
}

impl Track {
    pub fn read(file: &PartialFile, atom: Atom) -> Read<Track> {
        let mut track = Track::default();
        track.scan(file, atom)?;
        Ok(track)
    }

    /// The boxes on the way down to the sample description, at whatever level.
    fn scan(&mut self, file: &PartialFile, parent: Atom) -> Read<()> {
        let mut described = false;
        for atom in parent.inside(file) {
            let atom = match atom {
                // What is behind the sample description can be done without.
                Err(stop) if described && stop != Stop::Need => break,
                atom => atom?,
            };
            match &atom.kind {
                b"mdia" if &parent.kind == b"trak" => self.scan(file, atom)?,
                b"minf" if &parent.kind == b"mdia" => self.scan(file, atom)?,
                b"stbl" if &parent.kind == b"minf" => self.scan(file, atom)?,
                b"tkhd" => self.header(file, atom)?,
                b"mdhd" => {
                    let (units, length) = atom.times(file)?;
                    (self.units, self.length) = (units, length.filter(|length| *length > 0));
                }
                // Inside minf, QuickTime has another one.
                b"hdlr" if &parent.kind == b"mdia" => self.handler = file.array(atom.start + 8)?,
                b"stsd" => {
                    self.describe(file, atom)?;
                    described = true;
                }
                b"stts" => {
                    self.times = Some(atom);
                    // Other tables of samples follow, which may be long.
                    return Ok(());
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn header(&mut self, file: &PartialFile, tkhd: Atom) -> Read<()> {
        let (version, flags) = tkhd.version(file)?;
        let wide = if version == 0 { 0 } else { 12 };
        self.enabled = flags & 1 == 1;
        self.id = file.be32(tkhd.start + if version == 0 { 12 } else { 20 })?;
        let matrix = tkhd.start + 40 + wide;
        self.matrix = Matrix::read(file, matrix)?;
        // Sides are fractions with 16 bits behind the point.
        let side = |at| file.be32(at).map(|side| side >> 16);
        self.sides = (side(matrix + 36)?, side(matrix + 40)?);
        Ok(())
    }

    fn describe(&mut self, file: &PartialFile, stsd: Atom) -> Read<()> {
        const FIRST: u64 = 8;
        if !self.is(*b"vide") || stsd.end.saturating_sub(stsd.start) < FIRST + 36 {
            return Ok(());
        }
        let entry = stsd.start + FIRST;
        let sides = (file.be16(entry + 32)?, file.be16(entry + 34)?);
        if sides.0 > 0 && sides.1 > 0 {
            self.sides = (sides.0.into(), sides.1.into());
        }
        Ok(())
    }

    /// How long the samples in the movie box last together, in the track's units; `None` where that is not to be had.
    pub fn samples(&self, file: &PartialFile) -> Read<Option<u64>> {
        let Some(times) = self.times else { return Ok(None) };
        Ok(optional(sum(file, times))?.filter(|length| *length > 0))
    }

    pub fn is(&self, handler: [u8; 4]) -> bool {
        self.handler == handler
    }

    /// Whether its length is one of the movie's.
    pub fn is_timed(&self) -> bool {
        self.is(*b"vide") || self.is(*b"soun")
    }
}

/// Rows of a number of samples and how long each of them lasts.
fn sum(file: &PartialFile, stts: Atom) -> Read<u64> {
    const ROW: u64 = 8;
    let rows = u64::from(file.be32(stts.start + 4)?);
    let room = stts.end.saturating_sub(stts.start + 8) / ROW;
    let length = usize::try_from(rows.min(room) * ROW).map_err(|_| Stop::Far)?;
    let (rows, _) = file.slice(stts.start + 8, length)?.as_chunks::<8>();
    Ok(rows.iter().fold(0, |total: u64, [c0, c1, c2, c3, d0, d1, d2, d3]| {
        let (count, each) =
            (u32::from_be_bytes([*c0, *c1, *c2, *c3]), u32::from_be_bytes([*d0, *d1, *d2, *d3]));
        total.saturating_add(u64::from(count) * u64::from(each))
    }))
}
