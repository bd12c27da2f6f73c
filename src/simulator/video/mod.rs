//! Result videos: made when they are asked for, with the pixels and the length of their task, so that none is stored.
//!
//! [`picture`] paints a scene of flat 16 × 16 blocks, [`h264`] codes it (each block is one macroblock, and what does not
//! move costs nothing), [`mp4`] wraps it with a track of silence. The same task is always the same bytes.
//! [`serve`](mod@serve) answers for them, and for uploaded files, as object stores do.

mod bits;
mod h264;
mod mp4;
mod picture;
mod serve;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

pub use picture::PALETTES_COUNT;
pub use serve::{Entity, serve};

/// Pictures a second (assumed: the documents name none; wan2.7's own are reported as 30).
pub const FRAMES_PER_SECOND: u64 = 30;
/// Made videos kept, so that a player that asks range by range does not have each made anew.
const KEPT: usize = 8;

/// What one video is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Video {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Length in milliseconds.
    pub ms: u64,
    /// Whether it has a sound track.
    pub sound: bool,
    /// Which of the palettes it is painted in.
    pub palette: u8,
}

impl Video {
    /// Its file.
    pub fn make(&self) -> Vec<u8> {
        let scene = picture::Scene::new(self.width, self.height, self.palette);
        let frames = (self.ms * FRAMES_PER_SECOND).div_ceil(1000).max(1);
        mp4::write(self, &h264::encode(&scene, frames))
    }
}

/// The last videos made.
#[derive(Clone, Debug, Default)]
pub struct Cache(Vec<(Video, Rc<[u8]>)>);

impl Cache {
    /// The file of a video, made now where it was not made lately.
    pub fn get(&mut self, video: Video) -> Rc<[u8]> {
        if let Some((_, bytes)) = self.0.iter().find(|(known, _)| *known == video) {
            return Rc::clone(bytes);
        }
        let bytes: Rc<[u8]> = video.make().into();
        if self.0.len() >= KEPT {
            self.0.remove(0);
        }
        self.0.push((video, Rc::clone(&bytes)));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{Cache, Video};
    use crate::media::{Format, Probe, Step};

    fn video(width: u32, height: u32, ms: u64, sound: bool) -> Video {
        Video { width, height, ms, sound, palette: 0 }
    }

    /// What the package's own reader of headers finds in a file.
    fn probe(bytes: &[u8]) -> (Format, Option<(u32, u32)>, Option<u64>) {
        let mut probe = Probe::new(Some(bytes.len() as u64));
        loop {
            match probe.step() {
                Step::Need(range) => {
                    let end = (range.end as usize).min(bytes.len());
                    probe.feed(&bytes[(range.start as usize).min(end)..end]);
                }
                Step::Done(info) => return (info.format, info.sides, info.ms),
                Step::Failed(failure) => panic!("{failure:?}"),
            }
        }
    }

    #[test]
    fn has_the_pixels_and_the_length_it_was_asked_for() {
        for (width, height) in [(1280, 720), (1080, 1920), (1440, 1440), (1104, 832), (832, 480), (480, 832)]
        {
            for (ms, sound) in [(2_000, true), (7_333, false), (1, true), (15_000, true)] {
                let bytes = video(width, height, ms, sound).make();
                assert_eq!(probe(&bytes), (Format::Mp4, Some((width, height)), Some(ms)));
            }
        }
    }

    #[test]
    fn stays_small() {
        let bytes = video(1920, 1080, 15_000, true).make();
        assert!(bytes.len() < 400_000, "{}", bytes.len());
    }

    #[test]
    fn is_made_once() {
        let mut cache = Cache::default();
        let first = cache.get(video(1280, 720, 2_000, true));
        assert_eq!(first, cache.get(video(1280, 720, 2_000, true)));
        for ms in 1..20 {
            cache.get(video(480, 832, ms, false));
        }
        assert_eq!(cache.0.len(), super::KEPT);
    }
}
