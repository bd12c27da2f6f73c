//! What happens next is chosen: at random, or every way there is, one after the other.

/// Chooses among so many.
pub trait Chooser {
    /// 0..count.
    fn choose(&mut self, count: usize) -> usize;
    /// In 0..1.
    fn fraction(&mut self) -> f64;
    /// Whether there is still something to choose: after that the world is quiet.
    fn goes_on(&mut self) -> bool;
}

/// At random, so many times.
pub struct Random {
    pub rng: fastrand::Rng,
    pub left: usize,
}

impl Chooser for Random {
    fn choose(&mut self, count: usize) -> usize {
        self.rng.usize(0..count)
    }

    fn fraction(&mut self) -> f64 {
        self.rng.f64()
    }

    fn goes_on(&mut self) -> bool {
        let more = self.left > 0;
        self.left = self.left.saturating_sub(1);
        more
    }
}

/// Every way, to a depth: each run follows the digits, and adds zeros where they end; [`Every::next`] counts up.
#[derive(Default)]
pub struct Every {
    /// What was chosen, and among how many.
    digits: Vec<(usize, usize)>,
    at: usize,
    actions: usize,
    depth: usize,
}

impl Every {
    pub fn to(depth: usize) -> Every {
        Every { depth, ..Every::default() }
    }

    /// Begins the next way; false where all were gone.
    pub fn next(&mut self) -> bool {
        (self.at, self.actions) = (0, 0);
        while let Some((digit, count)) = self.digits.pop() {
            if digit + 1 < count {
                self.digits.push((digit + 1, count));
                return true;
            }
        }
        false
    }
}

impl Chooser for Every {
    fn choose(&mut self, count: usize) -> usize {
        // Once the world is quiet there is nothing to choose.
        if self.actions > self.depth || count <= 1 {
            return 0;
        }
        if self.at == self.digits.len() {
            self.digits.push((0, count));
        }
        let digit = self.digits[self.at].0;
        self.at += 1;
        digit
    }

    fn fraction(&mut self) -> f64 {
        0.5
    }

    fn goes_on(&mut self) -> bool {
        self.actions += 1;
        self.actions <= self.depth
    }
}
