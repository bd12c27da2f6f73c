//! Reading `multipart/form-data` (RFC 7578), for uploads.

/// One part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its field name.
    pub name: &'a str,
    /// Its file name, where it is a file.
    pub file_name: Option<&'a str>,
    /// Its own content type.
    pub content_type: Option<&'a str>,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// The parts of a body, where it is well formed.
pub fn parts<'a>(content_type: &str, body: &'a [u8]) -> Option<Vec<Part<'a>>> {
    let boundary =
        content_type.split(';').find_map(|piece| piece.trim().strip_prefix("boundary="))?.trim_matches('"');
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter has no line before it.
    let mut rest = body.strip_prefix(delimiter.get(2..)?.as_bytes())?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let (head, after) = split(rest.strip_prefix(b"\r\n")?, b"\r\n\r\n")?;
        let (bytes, next) = split(after, delimiter.as_bytes())?;
        parts.push(part(std::str::from_utf8(head).ok()?, bytes)?);
        rest = next;
    }
    Some(parts)
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let first = *at.first()?;
    let mut from = 0;
    loop {
        let rest = bytes.get(from..)?;
        from += rest.iter().position(|byte| *byte == first)?;
        if let Some(after) = bytes.get(from..)?.strip_prefix(at) {
            return Some((bytes.get(..from)?, after));
        }
        from += 1;
    }
}

fn part<'a>(head: &'a str, bytes: &'a [u8]) -> Option<Part<'a>> {
    let header = |name: &str| {
        head.lines().filter_map(|line| line.split_once(':')).find(|(key, _)| key.eq_ignore_ascii_case(name))
    };
    let disposition = header("content-disposition")?.1;
    let parameter = |name: &str| {
        let start = disposition.find(&format!("; {name}=\""))? + name.len() + 4;
        disposition.get(start..)?.split('"').next()
    };
    Some(Part {
        name: parameter("name")?,
        file_name: parameter("filename"),
        content_type: header("content-type").map(|(_, value)| value.trim()),
        bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_file_beside_a_field() {
        let body = b"--xyz\r\nContent-Disposition: form-data; name=\"upload_path\"\r\n\r\nphotos\r\n--xyz\r\n\
            Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
            \r\n--\x89PNG\r\n--xyz--\r\n";
        let parts = parts("multipart/form-data; boundary=xyz", body).unwrap();
        assert_eq!((parts[0].name, parts[0].bytes), ("upload_path", &b"photos"[..]));
        assert_eq!((parts[1].file_name, parts[1].content_type), (Some("a.png"), Some("image/png")));
        assert_eq!(parts[1].bytes, b"\r\n--\x89PNG");
    }

    #[test]
    fn what_is_broken_is_refused() {
        assert_eq!(parts("multipart/form-data", b""), None);
        assert_eq!(parts("multipart/form-data; boundary=x", b"--x\r\nContent-"), None);
        assert_eq!(parts("multipart/form-data; boundary=x", b"--x--"), Some(Vec::new()));
    }
}
