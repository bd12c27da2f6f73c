//! SHA-256 (FIPS 180-4), in a third of the bytes of a library.

use crate::text::hex_digit;

/// The first 32 bits of the fractions of the square roots of the first 8 primes (FIPS 180-4, 5.3.3).
const START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
#[rustfmt::skip]
static ROUNDS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

/// The digest of a text, in lower-case hex.
pub fn hex_digest(text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(text.as_bytes());
    hash.hex()
}

/// A digest on its way.
#[derive(Clone, Debug)]
pub struct Sha256 {
    state: [u32; 8],
    /// The block that is being filled.
    words: [u32; 16],
    length: u64,
}

const BLOCK: u64 = 64;

impl Sha256 {
    /// Of nothing yet.
    #[allow(clippy::new_without_default, reason = "nobody asks for a default one")]
    pub const fn new() -> Sha256 {
        Sha256 { state: START, words: [0; 16], length: 0 }
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.feed(*byte);
        }
    }

    fn feed(&mut self, byte: u8) {
        let at = (self.length % BLOCK) as usize;
        if let Some(word) = self.words.get_mut(at / 4) {
            *word = *word << 8 | u32::from(byte);
        }
        self.length += 1;
        if self.length.is_multiple_of(BLOCK) {
            take(&mut self.state, &mut self.words);
        }
    }

    /// The digest, in lower-case hex.
    pub fn hex(mut self) -> String {
        let bits = self.length * 8;
        // A bit that is set, zeros up to a whole block, and the length (5.1.1).
        self.feed(0x80);
        while self.length % BLOCK != BLOCK - 8 {
            self.feed(0);
        }
        self.update(&bits.to_be_bytes());
        let mut out = String::new();
        for word in &self.state {
            for digit in 0..8 {
                out.push(hex_digit((word >> (28 - 4 * digit)) as u8 & 15));
            }
        }
        out
    }
}

/// One block (6.2.2).
#[allow(clippy::many_single_char_names, reason = "as the standard names them")]
fn take(state: &mut [u32; 8], words: &mut [u32; 16]) {
    let turned = |word: u32, [a, b, c]: [u32; 3]| word.rotate_right(a) ^ word.rotate_right(b) ^ c;
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (round, constant) in ROUNDS.iter().enumerate() {
        // The words as they go on: the one of this round, and the one sixteen rounds on in its place.
        let at = |ahead: usize| words.get((round + ahead) % 16).copied().unwrap_or_default();
        let (word, second, second_last) = (at(0), at(1), at(14));
        let next = word
            .wrapping_add(turned(second, [7, 18, second >> 3]))
            .wrapping_add(at(9))
            .wrapping_add(turned(second_last, [17, 19, second_last >> 10]));
        if let Some(place) = words.get_mut(round % 16) {
            *place = next;
        }
        let first = h
            .wrapping_add(turned(e, [6, 11, e.rotate_right(25)]))
            .wrapping_add((e & f) ^ (!e & g))
            .wrapping_add(*constant)
            .wrapping_add(word);
        let other = turned(a, [2, 13, a.rotate_right(22)]).wrapping_add((a & b) ^ (a & c) ^ (b & c));
        (h, g, f, e) = (g, f, e, d.wrapping_add(first));
        (d, c, b, a) = (c, b, a, first.wrapping_add(other));
    }
    for (sum, word) in state.iter_mut().zip(&[a, b, c, d, e, f, g, h]) {
        *sum = sum.wrapping_add(*word);
    }
}
