//! Files changed as no encoder would.

use crate::seeds::SEEDS;

/// Numbers at which sizes and counts turn.
const EDGES: [u64; 10] =
    [0, 1, 7, 8, 0x7F, 0xFF, 0x7FFF_FFFF, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF];

/// What is done to a file at a place.
pub type Change = (u8, u16, u16, u8);

/// Does it.
pub fn apply(bytes: &mut Vec<u8>, (what, at, other, value): Change) {
    if bytes.is_empty() {
        return bytes.push(value);
    }
    let at = usize::from(at) % bytes.len();
    let edge = EDGES[usize::from(other) % EDGES.len()];
    let write = |bytes: &mut [u8], new: &[u8]| {
        bytes[at..].iter_mut().zip(new).for_each(|(byte, new)| *byte = *new);
    };
    match what % 10 {
        0 | 1 => bytes[at] = value,
        2 => bytes[at] ^= 1 << (value % 8),
        3 => write(bytes, &(edge as u32).to_be_bytes()),
        4 => write(bytes, &(edge as u32).to_le_bytes()),
        5 => write(bytes, &edge.to_be_bytes()),
        6 => bytes.truncate(at),
        7 => drop(bytes.drain(at..(at + usize::from(value)).min(bytes.len()))),
        8 => drop(bytes.splice(at..at, vec![value; usize::from(other % 64)])),
        // Some of another file, or of this one again.
        _ => {
            let donor = SEEDS[usize::from(value) % SEEDS.len()].bytes;
            let from = usize::from(other) % donor.len();
            let part = donor[from..(from + 200).min(donor.len())].to_vec();
            bytes.splice(at..at, part);
        }
    }
}
