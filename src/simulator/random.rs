//! The simulator's only chance: a generator that repeats itself where a seed is given.

use fastrand::Rng;
use serde::{Deserialize, Serialize};

/// The generator. Its whole state is one number, `get_seed`.
pub type Random = Rng;

/// A range of milliseconds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Shortest.
    pub min: u64,
    /// Longest.
    pub max: u64,
}

impl Span {
    /// A length within the span.
    pub fn draw(self, random: &mut Random) -> u64 {
        random.u64(self.min..=self.max.max(self.min))
    }
}

/// Lower-case letters and digits, as task ids end in.
pub fn base36(random: &mut Random, length: usize) -> String {
    (0..length).map(|_| random.digit(36)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Random, Span, base36};

    #[test]
    fn the_same_seed_tells_the_same_story() {
        let told = |seed| base36(&mut Random::with_seed(seed), 8);
        assert_eq!(told(7), told(7));
        assert_ne!(told(7), told(8));
    }

    #[test]
    fn a_span_includes_both_ends() {
        let mut random = Random::with_seed(1);
        let seen: std::collections::BTreeSet<u64> =
            (0..200).map(|_| Span { min: 3, max: 5 }.draw(&mut random)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [3, 4, 5]);
        assert_eq!(Span { min: 9, max: 9 }.draw(&mut random), 9);
    }
}
