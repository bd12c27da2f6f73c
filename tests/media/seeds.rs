//! Small files of real encoders (seeds.mjs), and what they are; lengths by ffprobe.

use wanreel::media::Format;

use crate::checked_probe::{AT_HAND, UNSIZED, WHOLE, checked_probe};

/// A seed: its bytes, format, sides, milliseconds, transparency and rotation.
pub struct Seed {
    pub name: &'static str,
    pub bytes: &'static [u8],
    format: Format,
    sides: Option<(u32, u32)>,
    ms: Option<u64>,
    alpha: Option<bool>,
    rotation: Option<u16>,
}

macro_rules! seeds {
    ($($name:literal $format:ident $sides:expr, $ms:expr, $alpha:expr, $rotation:expr;)*) => {
        pub const SEEDS: &[Seed] = &[$(Seed {
            name: $name,
            bytes: include_bytes!(concat!("seeds/", $name)),
            format: Format::$format,
            sides: $sides,
            ms: $ms,
            alpha: $alpha,
            rotation: $rotation,
        },)*];
    };
}

const VIDEO: Option<(u32, u32)> = Some((32, 48));
const IMAGE: Option<(u32, u32)> = Some((33, 17));

seeds! {
    "last.mp4" Mp4 VIDEO, Some(500), None, Some(0);
    "first.mp4" Mp4 VIDEO, Some(500), None, Some(0);
    "frag.mp4" Mp4 VIDEO, Some(628), None, Some(0);
    "dash.mp4" Mp4 VIDEO, Some(628), None, Some(0);
    "turned.mov" Mov Some((48, 32)), Some(500), None, Some(90);
    "wide.mp4" Mp4 VIDEO, Some(500), None, Some(0);
    "sound.m4a" M4a None, Some(300), None, None;
    "plain.wav" Wav None, Some(30), None, None;
    "six.wav" Wav None, Some(10), None, None;
    "long.wav" Wav None, Some(30), None, None;
    "adpcm.wav" Wav None, Some(509), None, None;
    "info.mp3" Mp3 None, Some(504), None, None;
    "bare.mp3" Mp3 None, Some(504), None, None;
    "tagged.mp3" Mp3 None, Some(504), None, None;
    "plain.webm" Webm None, None, None, None;
    "plain.jpeg" Jpeg IMAGE, None, Some(false), None;
    "progressive.jpeg" Jpeg IMAGE, None, Some(false), None;
    "rgba.png" Png IMAGE, None, Some(true), None;
    "rgb.png" Png IMAGE, None, Some(false), None;
    "palette-clear.png" Png IMAGE, None, Some(true), None;
    "plain.bmp" Bmp Some((9, 5)), None, Some(false), None;
    "clear.bmp" Bmp Some((9, 5)), None, Some(true), None;
    "lossy.webp" Webp IMAGE, None, Some(false), None;
    "lossless.webp" Webp IMAGE, None, Some(false), None;
    "clear.webp" Webp IMAGE, None, Some(true), None;
    "plain.gif" Gif IMAGE, None, None, None;
}

#[test]
fn every_seed_is_read() {
    for seed in SEEDS {
        let info =
            checked_probe(seed.bytes, WHOLE).unwrap_or_else(|failure| panic!("{}: {failure:?}", seed.name));
        let found = (info.format, info.sides, info.alpha, info.rotation);
        assert_eq!(found, (seed.format, seed.sides, seed.alpha, seed.rotation), "{}", seed.name);
        let off = info.ms.unwrap_or(0).abs_diff(seed.ms.unwrap_or(0));
        assert!(info.ms.is_some() == seed.ms.is_some() && off <= 50, "{}: {:?} ms", seed.name, info.ms);
        assert_eq!(checked_probe(seed.bytes, AT_HAND).as_ref(), Ok(&info), "{}", seed.name);
        // Here the end is seen by itself, since a seed is shorter than the first range.
        assert_eq!(checked_probe(seed.bytes, UNSIZED), Ok(info), "{}", seed.name);
    }
}

/// The table above holds every seed, and each kind has a name of its own.
#[test]
fn formats_have_names_of_their_own() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/media/seeds")).unwrap();
    assert_eq!(files.count(), SEEDS.len());
    for (index, format) in Format::ALL.iter().enumerate() {
        assert!(Format::ALL[..index].iter().all(|other| other.name() != format.name()), "{}", format.name());
    }
}
