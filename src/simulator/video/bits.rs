//! Writing bit by bit, as H.264 is written (ITU-T H.264, section 9.1), and wrapping the bits as one of its units.

/// Bits under construction, the first one highest.
#[derive(Clone, Debug, Default)]
pub struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    /// The lowest `count` bits of `value`.
    pub fn put(&mut self, value: u32, count: u32) {
        for at in (0..count).rev() {
            self.held = self.held << 1 | (value >> at & 1);
            self.count += 1;
            if self.count == 8 {
                self.bytes.push(self.held as u8);
                (self.held, self.count) = (0, 0);
            }
        }
    }

    /// An unsigned Exp-Golomb code, `ue(v)`.
    pub fn unsigned(&mut self, value: u32) {
        let code = value + 1;
        let length = 32 - code.leading_zeros();
        self.put(0, length - 1);
        self.put(code, length);
    }

    /// A signed Exp-Golomb code, `se(v)`.
    pub fn signed(&mut self, value: i32) {
        let code = if value > 0 { 2 * value.unsigned_abs() - 1 } else { 2 * value.unsigned_abs() };
        self.unsigned(code);
    }

    /// The bits as a unit of that header byte: ended by a 1, filled up, and with the escapes that keep a start code from
    /// appearing inside (section 7.4.1).
    pub fn unit(mut self, header: u8) -> Vec<u8> {
        self.put(1, 1);
        while self.count != 0 {
            self.put(0, 1);
        }
        let mut unit = vec![header];
        let mut zeros = 0;
        for byte in self.bytes {
            if zeros == 2 && byte <= 3 {
                unit.push(3);
                zeros = 0;
            }
            zeros = if byte == 0 { zeros + 1 } else { 0 };
            unit.push(byte);
        }
        unit
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn exp_golomb_codes_are_those_of_the_standard() {
        let mut bits = Bits::default();
        for value in [0, 1, 2, 3] {
            bits.unsigned(value); // 1 010 011 00100
        }
        for value in [0, 1, -1, 2] {
            bits.signed(value); // 1 010 011 00100
        }
        assert_eq!(bits.unit(0x65), [0x65, 0b1010_0110, 0b0100_1010, 0b0110_0100, 0b1000_0000]);
    }

    #[test]
    fn no_start_code_appears_inside() {
        let mut bits = Bits::default();
        bits.put(0, 24);
        bits.put(1, 8);
        assert_eq!(bits.unit(0x41), [0x41, 0, 0, 3, 0, 1, 0x80]);
    }
}
