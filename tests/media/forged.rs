//! Files that lie about their sizes, loop, nest, or are two things at once.

use wanreel::media::{Failure, Format, Info, MAX_BYTES};

use crate::checked_probe::{UNSIZED, WHOLE, checked_probe, checked_probe_of_file};
use crate::seeds::SEEDS;

fn seed(name: &str) -> Vec<u8> {
    SEEDS.iter().find(|seed| seed.name == name).unwrap().bytes.to_vec()
}

fn failed(bytes: &[u8]) -> Failure {
    checked_probe(bytes, WHOLE).unwrap_err()
}

fn place(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).unwrap()
}

/// A box of ISO media.
fn atom(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    [&(8 + content.len() as u32).to_be_bytes()[..], &kind, content].concat()
}

const FTYP: &[u8] = b"\0\0\0\x14ftypisom\0\0\0\0isom";

#[test]
fn nothing_and_nonsense() {
    assert_eq!(failed(b"").why, "it is empty");
    for bytes in [
        &b"\0"[..],
        b"hello",
        &vec![0; 100_000],
        &vec![0xFF; 100_000],
        b"BM is how this text begins, my friend",
    ] {
        let failure = failed(bytes);
        assert_eq!((failure.format, failure.out_of_reach), (None, false), "{failure:?}");
    }
    for (page, format) in [
        (&b"<!doctype html><title>Not found</title>"[..], Format::Html),
        (b"\xEF\xBB\xBF\r\n <HTML><body>", Format::Html),
        (b"{\"error\":\"gone\"}", Format::Json),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code>", Format::Xml),
        (b"%PDF-1.7\n", Format::Pdf),
    ] {
        let failure = failed(page);
        assert_eq!((failure.format, failure.why), (Some(format), "it is no image, video or sound"));
    }
}

#[test]
fn boxes_that_lie() {
    for size in [0_u32, 1, 2, 7, 8, 9, 0x7FFF_FFFF, u32::MAX] {
        for kind in [b"moov", b"mdat", b"free", b"sidx", b"moof"] {
            let lying = [FTYP, &size.to_be_bytes(), kind, &[0xFF; 40]].concat();
            assert!(
                checked_probe(&lying, WHOLE).is_err() && checked_probe(&lying, UNSIZED).is_err(),
                "{size} {kind:?}"
            );
        }
    }
    for size in [0_u64, 15, 16, 17, u64::MAX, 1 << 63, (1 << 53) + 1] {
        let lying = [FTYP, &1_u32.to_be_bytes(), b"mdat", &size.to_be_bytes(), &[0; 40]].concat();
        assert!(checked_probe(&lying, WHOLE).is_err() && checked_probe(&lying, UNSIZED).is_err(), "{size}");
    }
}

#[test]
fn boxes_without_end() {
    let empty = [FTYP, &atom(*b"free", b"").repeat(50_000)].concat();
    assert_eq!(failed(&empty).why, "it has too many boxes");
    let mut nested = Vec::new();
    for _ in 0..2000 {
        nested = atom(*b"trak", &atom(*b"mdia", &nested));
    }
    assert!(checked_probe(&[FTYP, &atom(*b"moov", &nested)].concat(), WHOLE).is_err());
    let tracks = atom(*b"moov", &atom(*b"trak", b"").repeat(3000));
    assert!(checked_probe(&[FTYP, &tracks].concat(), WHOLE).is_err());
}

/// A box every 16 MB of a file as large as a float can name: the rounds end it.
#[test]
fn boxes_far_apart() {
    let read = |start: usize, end: usize| {
        let mut bytes = [&(1_u32 << 24).to_be_bytes()[..], b"free"].concat();
        if start == 0 {
            bytes = FTYP.to_vec();
            bytes.extend(((1_u32 << 24) - FTYP.len() as u32).to_be_bytes());
            bytes.extend(b"free");
        }
        bytes.resize(end - start, 0);
        bytes
    };
    let (answer, asked) = checked_probe_of_file(1 << 52, &read, WHOLE);
    assert!(answer.unwrap_err().out_of_reach && asked < MAX_BYTES);
}

/// Tables that claim more rows than the file has bytes allocate nothing for them.
#[test]
fn tables_that_lie() {
    for kind in [b"trun", b"sidx", b"tfra"] {
        for name in ["frag.mp4", "dash.mp4"] {
            let mut bytes = seed(name);
            let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| &bytes[*at..*at + 4] == kind).collect();
            for at in places {
                bytes[at + 4..(at + 24).min(at + 4 + 20)].fill(0xFF);
                let info = checked_probe(&bytes, WHOLE).unwrap();
                assert_eq!(info.sides, Some((32, 48)), "{name} {kind:?}");
            }
        }
    }
}

#[test]
fn numbers_at_their_edge() {
    let mut bytes = seed("first.mp4");
    let at = place(&bytes, b"mvhd") + 4;
    bytes[at + 12..at + 16].fill(0);
    let ms = |bytes: &[u8]| checked_probe(bytes, WHOLE).unwrap().ms;
    assert_eq!(ms(&bytes), Some(500), "no units a second: the tracks say it");
    bytes[at + 12..at + 16].copy_from_slice(&1000_u32.to_be_bytes());
    bytes[at + 16..at + 20].fill(0xFF);
    assert_eq!(ms(&bytes), Some(500), "an open length: the tracks say it");
    let mut bytes = seed("wide.mp4");
    let at = place(&bytes, b"mvhd") + 4;
    bytes[at] = 1;
    bytes[at + 4..at + 32].fill(0xFE);
    assert!(ms(&bytes).is_some());
}

#[test]
fn chunks_that_lie() {
    for size in [0_u32, 1, 0x7FFF_FFFF, u32::MAX] {
        let mut wav = seed("plain.wav");
        let at = place(&wav, b"data") + 4;
        wav[at..at + 4].copy_from_slice(&size.to_le_bytes());
        let ms = checked_probe(&wav, WHOLE).unwrap().ms.unwrap();
        assert!(ms <= 30, "{size}: {ms} ms, more than the file has");
        let mut png = seed("rgb.png");
        png[8..12].copy_from_slice(&size.to_be_bytes());
        let _ = checked_probe(&png, WHOLE);
        let mut png = seed("palette-clear.png");
        let at = place(&png, b"tRNS") - 4;
        png[at..at + 4].copy_from_slice(&size.to_be_bytes());
        assert_eq!(checked_probe(&png, WHOLE).unwrap().alpha, Some(true));
    }
    let mut wav = seed("plain.wav");
    let at = place(&wav, b"fmt ") + 8;
    wav[at + 4..at + 14].fill(0);
    assert_eq!(failed(&wav).why, "it states a rate of 0");
}

#[test]
fn tags_that_lie() {
    let bare = seed("bare.mp3");
    let tag = |size: [u8; 4]| [b"ID3\x04\0\0", &size[..], &bare].concat();
    assert_eq!(failed(&tag([0x7F; 4])).why, "it ends inside its header");
    assert_eq!(failed(&b"ID3\x04\0\0\0\0\0\0".repeat(3)).format, Some(Format::Mp3));
    let (looped, asked) = checked_probe_of_file(
        1 << 40,
        &|start, end| b"ID3\x04\0\0\x7F\x7F\x7F\x7F".repeat((end - start) / 10),
        WHOLE,
    );
    assert!(looped.is_err() && asked < MAX_BYTES);
    let mut info = seed("info.mp3");
    let at = place(&info, b"Info") + 8;
    info[at..at + 4].fill(0xFF);
    let ms = checked_probe(&info, WHOLE).unwrap().ms.unwrap();
    assert!((400..900).contains(&ms), "four thousand million frames in 720 bytes: {ms} ms");
    let mut ape = bare.clone();
    ape.extend(b"APETAGEX\xD0\x07\0\0\xFF\xFF\xFF\xFF\x01\0\0\0\0\0\0\x80\0\0\0\0\0\0\0\0");
    assert!(checked_probe(&ape, WHOLE).is_ok());
}

/// The first bytes decide, as they do for whoever decodes the file.
#[test]
fn two_things_at_once() {
    let format = |bytes: &[u8]| checked_probe(bytes, WHOLE).map(|info: Info| info.format);
    for (first, second, wanted) in [
        ("plain.jpeg", "plain.wav", Format::Jpeg),
        ("plain.gif", "first.mp4", Format::Gif),
        ("rgb.png", "info.mp3", Format::Png),
        ("first.mp4", "plain.jpeg", Format::Mp4),
        ("plain.wav", "first.mp4", Format::Wav),
        ("info.mp3", "plain.jpeg", Format::Mp3),
    ] {
        assert_eq!(format(&[seed(first), seed(second)].concat()), Ok(wanted));
    }
    // A name inside does not make a file what it is not.
    let html = [b"<!doctype html><!--".to_vec(), seed("first.mp4")].concat();
    assert_eq!(failed(&html).format, Some(Format::Html));
}
