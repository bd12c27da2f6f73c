//! Serving bytes as object stores do: in whole or in part, and not at all to one who has them (RFC 9110, sections 13
//! and 14).

use crate::simulator::date;
use crate::simulator::http::{Body, Reply, Request};

/// A thing to be served.
#[derive(Clone, Copy, Debug)]
pub struct Entity<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Their MIME type.
    pub mime: &'a str,
    /// What tells it from every other, without quotes.
    pub tag: &'a str,
    /// Since when it is what it is, in milliseconds since 1970.
    pub modified_ms: u64,
}

/// Serves it. One byte range is answered with that part. Several are answered with the whole: a server may pass a `Range`
/// over (RFC 9110, section 14.2), and object stores do so with more than one.
pub fn serve(request: &Request, entity: &Entity) -> Reply {
    let length = entity.bytes.len();
    let tag = format!("\"{}\"", entity.tag);
    let modified = date::http(entity.modified_ms);
    let described = |reply: Reply| {
        reply.with("etag", &tag).with("last-modified", &modified).with("accept-ranges", "bytes")
    };
    if has_it_already(request, &tag, entity.modified_ms) {
        return described(Reply::empty(304));
    }
    let asked = request.header("range").filter(|_| is_of_this(request, &tag, &modified));
    let (status, start, end) = match asked.map_or(Range::Whole, |header| range(header, length)) {
        Range::Whole => (200, 0, length),
        Range::Part(start, end) => (206, start, end),
        Range::Outside => {
            return Reply::empty(416).with("content-range", &format!("bytes */{length}"));
        }
    };
    let mut reply = described(Reply::empty(status))
        .with("content-type", entity.mime)
        .with("content-length", &(end - start).to_string());
    if status == 206 {
        reply.set("content-range", &format!("bytes {start}-{}/{length}", end - 1));
    }
    reply.body = Body::Bytes(entity.bytes.get(start..end).unwrap_or_default().to_vec());
    reply
}

/// `If-None-Match`, else `If-Modified-Since` (RFC 9110, section 13.2.2).
fn has_it_already(request: &Request, tag: &str, modified_ms: u64) -> bool {
    if let Some(known) = request.header("if-none-match") {
        let plain = |one: &str| one.trim().trim_start_matches("W/").to_owned();
        return known.trim() == "*" || known.split(',').any(|one| plain(one) == tag);
    }
    let since = request.header("if-modified-since").and_then(date::read_http);
    since.is_some_and(|since| modified_ms / 1000 <= since / 1000)
}

/// `If-Range`: a part of another file would be no part of this one (RFC 9110, section 13.1.5).
fn is_of_this(request: &Request, tag: &str, modified: &str) -> bool {
    request.header("if-range").is_none_or(|known| known.trim() == tag || known.trim() == modified)
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// Not one byte range: the whole is meant.
    Whole,
    /// From the first byte to one past the last.
    Part(usize, usize),
    /// Nothing of the file.
    Outside,
}

fn range(header: &str, length: usize) -> Range {
    let ranges = header.trim().strip_prefix("bytes=").filter(|ranges| !ranges.contains(','));
    let Some((first, last)) = ranges.and_then(|range| range.trim().split_once('-')) else {
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
    use super::{Entity, Range, range, serve};
    use crate::simulator::http::{Reply, Request};

    const ENTITY: Entity =
        Entity { bytes: b"0123456789", mime: "video/mp4", tag: "a1", modified_ms: 784_111_777_000 };
    const MODIFIED: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    fn asked(headers: &[(&str, &str)]) -> Reply {
        serve(&Request::get(headers), &ENTITY)
    }

    #[test]
    fn ranges_are_those_of_rfc_9110() {
        assert_eq!(range("bytes=0-99", 1000), Range::Part(0, 100));
        assert_eq!(range("bytes=0-", 1000), Range::Part(0, 1000));
        assert_eq!(range("bytes=-100", 1000), Range::Part(900, 1000));
        assert_eq!(range("bytes=-5000", 1000), Range::Part(0, 1000));
        assert_eq!(range("bytes=990-5000", 1000), Range::Part(990, 1000));
        assert_eq!(range("bytes=1000-", 1000), Range::Outside);
        assert_eq!(range("bytes=-0", 1000), Range::Outside);
        for ignored in [
            "bytes=5-2",
            "bytes=-",
            "bytes=a-b",
            "lines=0-1",
            "bytes 0-1",
            "bytes=0-1,4-5",
            "bytes=2000-,0-9",
        ] {
            assert_eq!(range(ignored, 1000), Range::Whole, "{ignored}");
        }
    }

    #[test]
    fn a_part_is_of_the_file_it_was_asked_of() {
        let range = ("range", "bytes=2-4");
        for (if_range, status) in [
            (None, 206),
            (Some("\"a1\""), 206),
            (Some("\"b2\""), 200),
            (Some("W/\"a1\""), 200),
            (Some(MODIFIED), 206),
            (Some("Sun, 06 Nov 1994 08:49:38 GMT"), 200),
        ] {
            let mut headers = vec![range];
            headers.extend(if_range.map(|value| ("if-range", value)));
            assert_eq!(asked(&headers).status, status, "{if_range:?}");
        }
    }

    #[test]
    fn who_has_it_is_told_so() {
        for (name, value, status) in [
            ("if-none-match", "\"a1\"", 304),
            ("if-none-match", "W/\"a1\"", 304),
            ("if-none-match", "\"b2\", \"a1\"", 304),
            ("if-none-match", "*", 304),
            ("if-none-match", "\"b2\"", 200),
            ("if-modified-since", MODIFIED, 304),
            ("if-modified-since", "Sun, 06 Nov 1994 08:49:38 GMT", 304),
            ("if-modified-since", "Sun, 06 Nov 1994 08:49:36 GMT", 200),
            ("if-modified-since", "yesterday", 200),
        ] {
            assert_eq!(asked(&[(name, value)]).status, status, "{name}: {value}");
        }
        // The tag counts before the date.
        assert_eq!(asked(&[("if-none-match", "\"b2\""), ("if-modified-since", MODIFIED)]).status, 200);
    }
}
