//! A source of bytes that holds the machine to its word.

use wanreel::media::{
    Failure, Info, MAX_BYTES, MAX_BYTES_AT_HAND, MAX_ROUNDS, MAX_ROUNDS_AT_HAND, Probe, Step,
};

/// What a source tells of itself, and how far it can be read.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub sized: bool,
    pub reach: u64,
    pub at_hand: bool,
}

pub const WHOLE: Source = Source { sized: true, reach: u64::MAX, at_hand: false };
pub const UNSIZED: Source = Source { sized: false, reach: u64::MAX, at_hand: false };

/// A file that lies here.
pub const AT_HAND: Source = Source { sized: true, reach: u64::MAX, at_hand: true };

/// Probes `bytes`, and checks that the machine asks for little, never for the same again, and never beyond the end.
pub fn checked_probe(bytes: &[u8], source: Source) -> Result<Info, Failure> {
    checked_probe_of_file(bytes.len() as u64, &|start, end| bytes[start..end].to_vec(), source).0
}

/// The same for a file that is not in memory; answers how many bytes were asked for, too.
pub fn checked_probe_of_file(
    size: u64,
    read: &dyn Fn(usize, usize) -> Vec<u8>,
    source: Source,
) -> (Result<Info, Failure>, u64) {
    let mut probe =
        if source.at_hand { Probe::at_hand(size) } else { Probe::new(source.sized.then_some(size)) };
    let (most_rounds, most_bytes) =
        if source.at_hand { (MAX_ROUNDS_AT_HAND, MAX_BYTES_AT_HAND) } else { (MAX_ROUNDS, MAX_BYTES) };
    let (mut rounds, mut asked, mut before) = (0, 0, Vec::new());
    loop {
        let range = match probe.step() {
            Step::Done(info) => {
                if let Some((width, height)) = info.sides {
                    assert!(width > 0 && height > 0, "{info:?}");
                }
                assert!(info.rotation.is_none_or(|degrees| degrees % 90 == 0 && degrees < 360), "{info:?}");
                return (Ok(info), asked);
            }
            Step::Failed(failure) => return (Err(failure), asked),
            Step::Need(range) => range,
        };
        rounds += 1;
        asked += range.end - range.start;
        assert!(range.start < range.end, "asked for nothing");
        assert!(rounds <= most_rounds && asked <= most_bytes, "{rounds} rounds, {asked} bytes");
        assert!(!(source.sized || source.at_hand) || range.end <= size, "asked beyond the end");
        assert!(!before.contains(&range), "asked for {range:?} again");
        before.push(range.clone());
        if range.end > source.reach {
            probe.refuse();
        } else {
            probe.feed(&read(range.start.min(size) as usize, range.end.min(size) as usize));
        }
    }
}
