//! How a picture is turned to be shown: the upper left of the matrix of a movie or track header.

use crate::media::{PartialFile, Read};

/// `a b c d`, of which (x, y) becomes (ax + cy, bx + dy); fractions with 16 bits behind the point.
#[derive(Clone, Copy)]
pub struct Matrix([i64; 4]);

impl Default for Matrix {
    fn default() -> Matrix {
        Matrix([1 << 16, 0, 0, 1 << 16])
    }
}

impl Matrix {
    pub fn read(file: &PartialFile, at: u64) -> Read<Matrix> {
        let number = |at| file.be32(at).map(|number| i64::from(number.cast_signed()));
        Ok(Matrix([number(at)?, number(at + 4)?, number(at + 12)?, number(at + 16)?]))
    }

    /// First this one, then the other.
    #[allow(clippy::many_single_char_names)] // as textbooks write matrices
    pub fn then(self, Matrix([e, f, g, h]): Matrix) -> Matrix {
        let Matrix([a, b, c, d]) = self;
        // Each sum is below 2^63, since each number is of 32 bits; halved, so that two of the largest fit too.
        let sum = |first: i64, second: i64, third: i64, fourth: i64| {
            (first * second / 2 + third * fourth / 2) >> 15
        };
        Matrix([sum(a, e, b, g), sum(a, f, b, h), sum(c, e, d, g), sum(c, f, d, h)])
    }

    /// Degrees clockwise where it turns by a quarter, up to a degree, mirrored or not; others turn nothing here.
    pub fn rotation(self) -> u16 {
        // The tangent of a degree is one part in 57.
        let sign =
            |number: i64, other: i64| if number.abs() > other.abs() / 57 { number.signum() } else { 0 };
        let Matrix([a, b, c, d]) = self;
        match (sign(a, b), sign(b, a), sign(c, d), sign(d, c)) {
            (0, 1, _, 0) => 90,
            (0, -1, _, 0) => 270,
            (-1, 0, 0, -1) => 180,
            _ => 0,
        }
    }
}
