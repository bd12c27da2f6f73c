//! Result videos: real files, played in whole or in part.
//!
//! The files themselves are outside the module (JavaScript loads one when it is asked for); here are only their lengths.
//! They are 720p and five seconds long whatever was asked for (assumed: a picture stands for any picture).

use super::http::{Body, Reply, Request};

/// The pictures, by name: one an aspect ratio.
static VIDEOS: [(&str, usize); 5] = [
    ("16x9", include_bytes!("videos/16x9.mp4").len()),
    ("9x16", include_bytes!("videos/9x16.mp4").len()),
    ("1x1", include_bytes!("videos/1x1.mp4").len()),
    ("4x3", include_bytes!("videos/4x3.mp4").len()),
    ("3x4", include_bytes!("videos/3x4.mp4").len()),
];

/// The picture for an aspect ratio; without one, 16:9.
pub fn picture(aspect_ratio: Option<&str>) -> &'static str {
    let column = crate::catalog::ASPECT_RATIOS.iter().position(|ratio| Some(*ratio) == aspect_ratio);
    VIDEOS.get(column.unwrap_or(0)).map_or("16x9", |(name, _)| name)
}

/// Serves a picture (RFC 9110, section 14: one byte range).
pub fn serve(name: &'static str, request: &Request) -> Reply {
    let length = VIDEOS.iter().find(|(video, _)| *video == name).map_or(0, |(_, length)| *length);
    ranged(request, length, "video/mp4", |start, end| Body::Video { name, start, end })
}

/// Serves `length` bytes, or the range asked for. One range; of several, the first is enough for a player (assumed).
pub fn ranged(
    request: &Request,
    length: usize,
    mime: &str,
    body: impl FnOnce(usize, usize) -> Body,
) -> Reply {
    let (status, start, end) =
        match request.header("range").map_or(Range::Whole, |header| range(header, length)) {
            Range::Whole => (200, 0, length),
            Range::Part(start, end) => (206, start, end),
            Range::Outside => {
                return Reply::empty(416)
                    .with("content-range", &format!("bytes */{length}"))
                    .with("content-length", "0");
            }
        };
    let mut reply = Reply::empty(status)
        .with("content-type", mime)
        .with("accept-ranges", "bytes")
        .with("content-length", &(end - start).to_string());
    if status == 206 {
        reply.set("content-range", &format!("bytes {start}-{}/{length}", end - 1));
    }
    reply.body = body(start, end);
    reply
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// Not a byte range: the whole is meant.
    Whole,
    /// From the first byte to one past the last.
    Part(usize, usize),
    /// Nothing of the file.
    Outside,
}

fn range(header: &str, length: usize) -> Range {
    let first = header.trim().strip_prefix("bytes=").and_then(|ranges| ranges.split(',').next());
    let Some((first, last)) = first.and_then(|range| range.trim().split_once('-')) else {
        return Range::Whole;
    };
    let (start, end) = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(start), Ok(last)) if start <= last => (start, last.saturating_add(1).min(length)),
        (Ok(start), Err(_)) if last.is_empty() => (start, length),
        (Err(_), Ok(suffix)) if first.is_empty() => (length.saturating_sub(suffix), length),
        _ => return Range::Whole,
    };
    if start < end { Range::Part(start, end) } else { Range::Outside }
}

#[cfg(test)]
mod tests {
    use super::{Range, VIDEOS, picture, range};

    #[test]
    fn ranges_are_those_of_rfc_9110() {
        assert_eq!(range("bytes=0-99", 1000), Range::Part(0, 100));
        assert_eq!(range("bytes=0-", 1000), Range::Part(0, 1000));
        assert_eq!(range("bytes=-100", 1000), Range::Part(900, 1000));
        assert_eq!(range("bytes=-5000", 1000), Range::Part(0, 1000));
        assert_eq!(range("bytes=990-5000", 1000), Range::Part(990, 1000));
        assert_eq!(range("bytes=1000-", 1000), Range::Outside);
        assert_eq!(range("bytes=-0", 1000), Range::Outside);
        for ignored in ["bytes=5-2", "bytes=-", "bytes=a-b", "lines=0-1", "bytes 0-1"] {
            assert_eq!(range(ignored, 1000), Range::Whole, "{ignored}");
        }
    }

    #[test]
    fn the_pictures_are_small_and_one_a_ratio() {
        assert!(VIDEOS.iter().map(|(_, length)| length).sum::<usize>() < 200_000);
        for ratio in crate::catalog::ASPECT_RATIOS {
            assert_eq!(picture(Some(ratio)), ratio.replace(':', "x"));
        }
        assert_eq!(picture(None), "16x9");
    }
}
