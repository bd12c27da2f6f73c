//! Where the API refuses to call back to (`OpenAPI`, `callback_url`: "internal IP addresses … etc."; which ones the
//! "etc." holds is assumed: all that are not public, however they are spelled).
//!
//! A URL crate would do: with its tables of Unicode names it weighs twice as much as the whole simulator. The tests hold
//! this against one.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What is wrong with a callback URL, if anything.
pub fn refuse_callback(url: &str) -> Option<&'static str> {
    if url.chars().count() > crate::catalog::CALLBACK_URL_MAX {
        return Some("callback_url is longer than 2048 characters");
    }
    let Some(rest) = strip_scheme(url, "https://") else { return Some("callback_url must be https") };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    match host(rest) {
        _ if authority.contains('@') => Some("callback_url carries credentials"),
        None => Some("callback_url has no valid host"),
        Some(host) if is_internal(&host) => Some("callback_url points at an internal address"),
        Some(_) => None,
    }
}

/// Whether this is an absolute http(s) URL with a host. A space inside it is read as `%20` (assumed, as URL parsers do).
pub fn is_web_url(url: &str) -> bool {
    let rest = strip_scheme(url, "https://").or_else(|| strip_scheme(url, "http://"));
    rest.and_then(host).is_some()
        && url.trim() == url
        && !url.contains(|character: char| character.is_control())
}

fn strip_scheme<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = url.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// The host of what follows the scheme, in lower case, without port; `None` where there is none.
fn host(rest: &str) -> Option<String> {
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    if let Some(inner) = place.strip_prefix('[') {
        let (address, port) = inner.split_once(']')?;
        address.parse::<Ipv6Addr>().ok()?;
        return is_port(port).then(|| format!("[{address}]"));
    }
    let (host, port) = place.find(':').and_then(|at| place.split_at_checked(at)).unwrap_or((place, ""));
    let host = plain(host)?;
    let bare = host.trim_end_matches('.');
    let last = bare.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || part_of_ipv4(last).is_some();
    // A host that ends in a number is an address or nothing (WHATWG URL, "ends in a number").
    let fine = !bare.is_empty() && is_port(port) && (!is_number || ipv4(bare).is_some());
    fine.then(|| bare.to_owned())
}

/// `""`, `":"` or `":443"`.
fn is_port(port: &str) -> bool {
    let digits = port.strip_prefix(':').unwrap_or(port);
    digits.is_empty() || (port.starts_with(':') && digits.parse::<u16>().is_ok())
}

/// A host as a URL parser reads it: percent-decoded, full-width forms as ASCII, in lower case.
fn plain(host: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(host.len());
    let mut rest = host.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escape =
            after.get(..2).filter(|_| *byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(decoded.unwrap_or(*byte));
        rest = if decoded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    let narrow = |letter: char| match u32::from(letter) {
        0x3002 | 0xFF61 => '.',
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(letter),
        _ => letter,
    };
    let text: String = String::from_utf8(bytes).ok()?.chars().map(narrow).collect();
    let forbidden = |letter: char| letter <= ' ' || letter == '\u{7f}' || "#%/:<>?@[\\]^|".contains(letter);
    (!text.contains(forbidden)).then(|| text.to_ascii_lowercase())
}

fn is_internal(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return !address.parse::<Ipv6Addr>().is_ok_and(|address| !is_internal_v6(&address));
    }
    if let Some(address) = ipv4(host) {
        return is_internal_v4(address);
    }
    // A name without a dot resolves inside a network at best.
    !host.contains('.')
        || ["localhost", "localdomain", "local", "internal", "home.arpa"].iter().any(|suffix| {
            host.strip_suffix(suffix).is_some_and(|head| head.is_empty() || head.ends_with('.'))
        })
}

/// An IPv4 address in any spelling a URL parser takes: decimal, octal, hexadecimal, one to four parts.
fn ipv4(host: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = host.split('.').collect();
    let (last, first) = parts.split_last().filter(|_| parts.len() <= 4)?;
    let mut address = 0_u64;
    for (index, part) in first.iter().enumerate() {
        address |= part_of_ipv4(part).filter(|number| *number < 256)? << (24 - 8 * index);
    }
    let last = part_of_ipv4(last).filter(|number| *number < 1_u64 << (32 - 8 * first.len()))?;
    u32::try_from(address | last).ok().map(Ipv4Addr::from_bits)
}

fn part_of_ipv4(part: &str) -> Option<u64> {
    if let Some(hex) = part.strip_prefix("0x") {
        return if hex.is_empty() { Some(0) } else { u64::from_str_radix(hex, 16).ok() };
    }
    let radix = if part.len() > 1 && part.starts_with('0') { 8 } else { 10 };
    u64::from_str_radix(part, radix).ok()
}

fn is_internal_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
}

fn is_internal_v6(address: &Ipv6Addr) -> bool {
    let [first, second, third, _, _, _, _, _] = address.segments();
    let embedded = address.to_ipv4().or_else(|| {
        // 64:ff9b::/96 (RFC 6052) and 2002::/16 (RFC 3056) lead to an IPv4 address as well.
        match (first, second) {
            (0x64, 0xff9b) => Some(Ipv4Addr::from_bits(address.to_bits() as u32)),
            (0x2002, _) => Some(Ipv4Addr::from_bits(u32::from(second) << 16 | u32::from(third))),
            _ => None,
        }
    });
    embedded.is_some_and(is_internal_v4)
        || address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || first & 0xfe00 == 0xfc00
        || first & 0xffc0 == 0xfe80
        || (first == 0x2001 && second == 0x0db8)
}

#[cfg(test)]
mod tests {
    use super::{is_web_url, refuse_callback};

    #[test]
    fn public_hosts_are_called_back() {
        for url in
            ["https://example.com/hook", "https://8.8.8.8/", "https://a.b:8443", "https://[2606:4700::1111]/"]
        {
            assert_eq!(refuse_callback(url), None, "{url}");
        }
    }

    #[test]
    fn internal_hosts_are_not() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "api.localhost",
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.9.9",
            "192.168.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "2130706433",
            "0x7f.1",
            "017700000001",
            "100.64.0.1",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "[fe80::1]",
            "[fd00::1]",
            "[64:ff9b::7f00:1]",
            "intranet",
            "db.internal",
            "user:pass@127.0.0.1",
            "１２７.0.0.1",
            "%31%32%37.0.0.1",
            "[2002:7f00:1::]",
            "256.1.1.1",
            "example.com:65536",
        ] {
            assert!(refuse_callback(&format!("https://{host}/hook")).is_some(), "{host}");
        }
    }

    #[test]
    fn only_https_and_only_so_long() {
        assert!(refuse_callback("http://example.com").is_some());
        assert!(refuse_callback("https://").is_some());
        assert!(refuse_callback(&format!("https://example.com/{}", "x".repeat(2030))).is_some());
        assert_eq!(refuse_callback(&format!("https://example.com/{}", "x".repeat(2028))), None);
    }

    #[test]
    fn media_are_web_urls() {
        assert!(is_web_url("http://127.0.0.1:8787/files/a.png"));
        assert!(is_web_url("HTTPS://example.com"));
        for url in
            ["", "a.png", "/a.png", "data:image/png;base64,AA", "ftp://x/y", "https://", "https://a b/c"]
        {
            assert!(!is_web_url(url), "{url}");
        }
    }
}
