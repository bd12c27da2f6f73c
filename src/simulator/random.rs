//! The simulator's only chance: a seeded generator, so that a run repeats itself.

/// Splitmix64 (Steele, Lea, Flood 2014): eight bytes of state, good enough for ids and fault rates.
#[derive(Clone, Debug)]
pub struct Random(u64);

/// A range of milliseconds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Shortest.
    pub min: u64,
    /// Longest.
    pub max: u64,
}

impl Random {
    /// A generator that always tells the same story for the same seed.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below `limit`; 0 where the limit is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.bits().checked_rem(limit).unwrap_or(0)
    }

    /// A length within the span.
    pub fn within(&mut self, span: Span) -> u64 {
        span.min.saturating_add(self.below(span.max.saturating_sub(span.min).saturating_add(1)))
    }

    /// Lower-case letters and digits, as task ids end in.
    pub fn base36(&mut self, length: usize) -> String {
        (0..length).filter_map(|_| char::from_digit(self.below(36) as u32, 36)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Random, Span};

    #[test]
    fn the_same_seed_tells_the_same_story() {
        let (mut one, mut two) = (Random::new(7), Random::new(7));
        assert_eq!(one.base36(8), two.base36(8));
        assert_ne!(one.base36(8), Random::new(8).base36(8));
    }

    #[test]
    fn a_span_includes_both_ends() {
        let mut random = Random::new(1);
        let seen: std::collections::BTreeSet<u64> =
            (0..200).map(|_| random.within(Span { min: 3, max: 5 })).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [3, 4, 5]);
        assert_eq!(random.within(Span { min: 9, max: 9 }), 9);
    }
}
