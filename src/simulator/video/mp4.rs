//! An MP4 file (ISO/IEC 14496-12 and -15) around coded pictures and, where asked for, a track of silence.

use super::h264::{Coded, KEY_EVERY};
use super::{FRAMES_PER_SECOND, Video};

/// Of the whole film: milliseconds.
const FILM_SCALE: u64 = 1_000;
/// Of the picture track: a thousand ticks a frame and thirty a millisecond, so that both are whole.
const PICTURE_SCALE: u64 = 1_000 * FRAMES_PER_SECOND;
const SOUND_SCALE: u64 = 48_000;
/// Samples in a frame of AAC.
const AAC_FRAME: u64 = 1_024;
/// One frame of silence: a mono element without bands, and the end mark (ISO/IEC 14496-3, table 4.3).
const SILENCE: [u8; 4] = [0, 0, 0, 7];
/// AAC-LC, 48 kHz, one channel (ISO/IEC 14496-3, table 1.15).
const AUDIO_CONFIG: [u8; 2] = [0x11, 0x88];
/// No turn, no zoom.
const MATRIX: [u32; 9] = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];

/// The samples of a track: their sizes, their length each and of the last, and how many go into one chunk.
struct Track<'a> {
    id: u32,
    scale: u64,
    ticks: u64,
    delta: u64,
    sizes: Vec<u64>,
    samples: Vec<&'a [u8]>,
    entry: Vec<u8>,
    sides: (u32, u32),
}

impl Track<'_> {
    /// The last sample ends with the track, which need not be a whole sample long.
    fn last_delta(&self) -> u64 {
        self.ticks - self.delta * (self.sizes.len() as u64 - 1)
    }

    fn is_sound(&self) -> bool {
        self.sides == (0, 0)
    }

    /// The samples that begin within that second.
    fn within(&self, second: u64) -> std::ops::Range<usize> {
        let first = |second: u64| ((second * self.scale).div_ceil(self.delta) as usize).min(self.sizes.len());
        first(second)..first(second + 1)
    }
}

/// The file.
pub fn write(video: &Video, coded: &Coded) -> Vec<u8> {
    let slices: Vec<Vec<u8>> = coded.frames.iter().map(|slice| with_length(slice)).collect();
    let samples: Vec<&[u8]> = slices.iter().map(Vec::as_slice).collect();
    let mut tracks = vec![Track {
        id: 1,
        scale: PICTURE_SCALE,
        ticks: video.ms * FRAMES_PER_SECOND,
        delta: 1_000,
        sizes: samples.iter().map(|sample| sample.len() as u64).collect(),
        samples,
        entry: picture_entry(video, coded),
        sides: (video.width, video.height),
    }];
    if video.sound {
        let ticks = video.ms * (SOUND_SCALE / 1_000);
        let count = ticks.div_ceil(AAC_FRAME) as usize;
        tracks.push(Track {
            id: 2,
            scale: SOUND_SCALE,
            ticks,
            delta: AAC_FRAME,
            sizes: vec![SILENCE.len() as u64; count],
            samples: vec![&SILENCE; count],
            entry: sound_entry(),
            sides: (0, 0),
        });
    }
    let kind = container(*b"ftyp", &[&b"isom"[..], &0x200_u32.to_be_bytes(), b"isomiso2avc1mp41"]);
    // The head's own length decides where the samples lie; its length does not depend on where that is.
    let length = kind.len() + head(video, &tracks, 0).len();
    let head = head(video, &tracks, length as u64 + 8);
    let mut data = Vec::new();
    for second in 0..video.ms.div_ceil(1_000).max(1) {
        for track in &tracks {
            for sample in track.samples.get(track.within(second)).unwrap_or_default() {
                data.extend_from_slice(sample);
            }
        }
    }
    [kind, head, container(*b"mdat", &[&data])].concat()
}

/// A unit behind its length, as MP4 keeps them.
fn with_length(unit: &[u8]) -> Vec<u8> {
    [&(unit.len() as u32).to_be_bytes()[..], unit].concat()
}

/// Where each second's chunk of each track begins.
fn chunks(tracks: &[Track], start: u64, seconds: u64) -> Vec<Vec<(u64, u64)>> {
    let mut at = start;
    let mut chunks: Vec<Vec<(u64, u64)>> = tracks.iter().map(|_| Vec::new()).collect();
    for second in 0..seconds {
        for (track, chunks) in tracks.iter().zip(&mut chunks) {
            let samples = track.within(second);
            let count = samples.len() as u64;
            if count > 0 {
                chunks.push((at, count));
            }
            at += track.sizes.get(samples).unwrap_or_default().iter().sum::<u64>();
        }
    }
    chunks
}

fn head(video: &Video, tracks: &[Track], data_start: u64) -> Vec<u8> {
    let chunks = chunks(tracks, data_start, video.ms.div_ceil(1_000).max(1));
    let film = Fields::versioned()
        .long(&[0, 0, FILM_SCALE, video.ms, 0x1_0000])
        .raw(&[1, 0])
        .raw(&[0; 10])
        .matrix()
        .raw(&[0; 24])
        .long(&[tracks.len() as u64 + 1]);
    let mut parts = vec![film.into_box(*b"mvhd")];
    parts.extend(tracks.iter().zip(chunks).map(|(track, chunks)| track_box(video, track, &chunks)));
    boxed(*b"moov", &parts)
}

fn track_box(video: &Video, track: &Track, chunks: &[(u64, u64)]) -> Vec<u8> {
    let (width, height) = track.sides;
    // In the film, and on.
    let header = Fields::flagged(3)
        .long(&[0, 0, u64::from(track.id), 0, video.ms, 0, 0])
        .raw(&[0, 0, 0, u8::from(track.is_sound())])
        .raw(&[u8::from(track.is_sound()), 0, 0, 0])
        .matrix()
        .long(&[u64::from(width) << 16, u64::from(height) << 16]);
    let media = Fields::versioned().long(&[0, 0, track.scale, track.ticks]).raw(&[0x55, 0xC4, 0, 0]);
    let (kind, name, about) = if track.is_sound() {
        (b"soun", &b"sound\0"[..], Fields::versioned().long(&[0]).into_box(*b"smhd"))
    } else {
        (b"vide", &b"picture\0"[..], Fields::flagged(1).long(&[0, 0]).into_box(*b"vmhd"))
    };
    let handler = Fields::versioned().long(&[0]).raw(kind).raw(&[0; 12]).raw(name);
    let here =
        boxed(*b"dref", &[Fields::versioned().long(&[1]).raw(&Fields::flagged(1).into_box(*b"url ")).0]);
    let about = [about, boxed(*b"dinf", &[here]), sample_table(track, chunks)];
    let media = [media.into_box(*b"mdhd"), handler.into_box(*b"hdlr"), boxed(*b"minf", &about)];
    boxed(*b"trak", &[header.into_box(*b"tkhd"), boxed(*b"mdia", &media)])
}

fn sample_table(track: &Track, chunks: &[(u64, u64)]) -> Vec<u8> {
    let count = track.sizes.len() as u64;
    let times = match (count, track.last_delta()) {
        (_, last) if last == track.delta => Fields::versioned().long(&[1, count, track.delta]),
        (1, last) => Fields::versioned().long(&[1, 1, last]),
        (_, last) => Fields::versioned().long(&[2, count - 1, track.delta, 1, last]),
    };
    let mut runs: Vec<u64> = Vec::new();
    let mut before = 0;
    for (index, (_, samples)) in chunks.iter().enumerate() {
        if *samples != before {
            runs.extend([index as u64 + 1, *samples, 1]);
            before = *samples;
        }
    }
    let sizes = Fields::versioned().long(&[0, count]).long(&track.sizes);
    let offsets: Vec<u64> = chunks.iter().map(|(offset, _)| *offset).collect();
    let mut parts = vec![
        boxed(*b"stsd", &[Fields::versioned().long(&[1]).raw(&track.entry).0]),
        times.into_box(*b"stts"),
        Fields::versioned().long(&[runs.len() as u64 / 3]).long(&runs).into_box(*b"stsc"),
        sizes.into_box(*b"stsz"),
        Fields::versioned().long(&[offsets.len() as u64]).long(&offsets).into_box(*b"stco"),
    ];
    if !track.is_sound() {
        let keys: Vec<u64> = (1..=count).step_by(KEY_EVERY as usize).collect();
        parts.push(Fields::versioned().long(&[keys.len() as u64]).long(&keys).into_box(*b"stss"));
    }
    boxed(*b"stbl", &parts)
}

fn picture_entry(video: &Video, Coded { sequence, picture, .. }: &Coded) -> Vec<u8> {
    let short = |value: usize| (value as u16).to_be_bytes();
    // Version, then profile, constraints and level as the sequence says them; lengths of four bytes.
    let config = [
        &[1][..],
        sequence.get(1..4).unwrap_or_default(),
        &[0xFF, 0xE1],
        &short(sequence.len()),
        sequence,
        &[1],
        &short(picture.len()),
        picture,
    ];
    let entry = Fields::default()
        .raw(&[0, 0, 0, 0, 0, 0, 0, 1])
        .raw(&[0; 16])
        .raw(&short(video.width as usize))
        .raw(&short(video.height as usize))
        .long(&[0x48_0000, 0x48_0000, 0])
        .raw(&[0, 1])
        .raw(&[0; 32])
        .raw(&[0, 24, 0xFF, 0xFF])
        .raw(&container(*b"avcC", &config));
    entry.into_box(*b"avc1")
}

fn sound_entry() -> Vec<u8> {
    let descriptor = |tag: u8, parts: &[&[u8]]| {
        let content = parts.concat();
        [&[tag, content.len() as u8][..], &content].concat()
    };
    let specific = descriptor(5, &[&AUDIO_CONFIG]);
    let decoder = descriptor(4, &[&[0x40, 0x15], &[0; 11], &specific]);
    let stream = descriptor(3, &[&[0, 0, 0], &decoder, &descriptor(6, &[&[2]])]);
    let entry = Fields::default()
        .raw(&[0, 0, 0, 0, 0, 0, 0, 1])
        .raw(&[0; 8])
        .raw(&[0, 1, 0, 16, 0, 0, 0, 0])
        .long(&[SOUND_SCALE << 16])
        .raw(&Fields::versioned().raw(&stream).into_box(*b"esds"));
    entry.into_box(*b"mp4a")
}

/// A box of those parts.
fn container(kind: [u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    [&(content.len() as u32 + 8).to_be_bytes()[..], &kind, &content].concat()
}

fn boxed(kind: [u8; 4], parts: &[Vec<u8>]) -> Vec<u8> {
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    container(kind, &parts)
}

/// The content of a box under construction.
#[derive(Default)]
struct Fields(Vec<u8>);

impl Fields {
    /// Of a box with a version, 0, and no flags.
    fn versioned() -> Self {
        Fields::flagged(0)
    }

    /// The same with flags.
    fn flagged(flags: u32) -> Self {
        Fields(flags.to_be_bytes().to_vec())
    }

    fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// Numbers of four bytes each.
    fn long(mut self, values: &[u64]) -> Self {
        for value in values {
            self.0.extend_from_slice(&(*value as u32).to_be_bytes());
        }
        self
    }

    fn matrix(mut self) -> Self {
        for value in MATRIX {
            self.0.extend_from_slice(&value.to_be_bytes());
        }
        self
    }

    fn into_box(self, kind: [u8; 4]) -> Vec<u8> {
        container(kind, &[&self.0])
    }
}
