//! A track: what it holds, its sides, how it is turned, its length.

use super::boxes::Atom;
use crate::media::{Read, Window};

#[derive(Default)]
pub struct Track {
    pub id: u32,
    pub enabled: bool,
    handler: [u8; 4],
    /// Stored pixels; where the sample description states none, the shown ones.
    pub sides: (u32, u32),
    /// Degrees clockwise.
    pub rotation: u16,
    /// Units a second.
    pub units: u32,
    /// In those units; `None` where it is open.
    pub length: Option<u64>,
    /// How long a sample lasts, in those units, where fragments do not say.
    pub each: u32,
}

impl Track {
    pub fn read(window: &Window, atom: Atom) -> Read<Track> {
        let mut track = Track::default();
        track.scan(window, atom)?;
        Ok(track)
    }

    /// The boxes on the way down to the sample description, at whatever level.
    fn scan(&mut self, window: &Window, parent: Atom) -> Read<()> {
        for atom in parent.inside(window) {
            let atom = atom?;
            match &atom.kind {
                b"mdia" if &parent.kind == b"trak" => self.scan(window, atom)?,
                b"minf" if &parent.kind == b"mdia" => self.scan(window, atom)?,
                b"stbl" if &parent.kind == b"minf" => self.scan(window, atom)?,
                b"tkhd" => self.header(window, atom)?,
                b"mdhd" => (self.units, self.length) = atom.times(window)?,
                // Inside minf, QuickTime has another one.
                b"hdlr" if &parent.kind == b"mdia" => self.handler = window.array(atom.start + 8)?,
                b"stsd" => {
                    self.describe(window, atom)?;
                    // Tables of samples follow, which may be long.
                    return Ok(());
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn header(&mut self, window: &Window, tkhd: Atom) -> Read<()> {
        let (version, flags) = tkhd.version(window)?;
        let wide = if version == 0 { 0 } else { 12 };
        self.enabled = flags & 1 == 1;
        self.id = window.be32(tkhd.start + if version == 0 { 12 } else { 20 })?;
        let matrix = tkhd.start + 40 + wide;
        let [a, b, c, d] = [
            window.be32(matrix)?,
            window.be32(matrix + 4)?,
            window.be32(matrix + 12)?,
            window.be32(matrix + 16)?,
        ];
        self.rotation = rotation(a.cast_signed(), b.cast_signed(), c.cast_signed(), d.cast_signed());
        // Sides are fractions with 16 bits behind the point.
        let side = |at| window.be32(at).map(|side| side >> 16);
        self.sides = (side(matrix + 36)?, side(matrix + 40)?);
        Ok(())
    }

    fn describe(&mut self, window: &Window, stsd: Atom) -> Read<()> {
        const FIRST: u64 = 8;
        if !self.is(*b"vide") || stsd.end.saturating_sub(stsd.start) < FIRST + 36 {
            return Ok(());
        }
        let entry = stsd.start + FIRST;
        let sides = (window.be16(entry + 32)?, window.be16(entry + 34)?);
        if sides.0 > 0 && sides.1 > 0 {
            self.sides = (sides.0.into(), sides.1.into());
        }
        Ok(())
    }

    pub fn is(&self, handler: [u8; 4]) -> bool {
        self.handler == handler
    }
}

/// Degrees clockwise of a matrix that turns by a quarter, mirrored or not; other matrices turn nothing here.
fn rotation(a: i32, b: i32, c: i32, d: i32) -> u16 {
    match (a.signum(), b.signum(), c.signum(), d.signum()) {
        (0, 1, _, 0) => 90,
        (0, -1, _, 0) => 270,
        (-1, 0, 0, -1) => 180,
        _ => 0,
    }
}
