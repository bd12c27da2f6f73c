//! Just enough of URLs: is this an absolute http(s) URL, and may its host be called back?
//!
//! The `url` crate weighs 61 kB in a wasm module, mostly IDNA tables; here the host is read as strictly as the WHATWG
//! URL standard reads it, in every spelling of an address, and what would need those tables to judge is refused. The
//! tests hold it against the `url` crate.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What an absolute http(s) URL is made of, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// https, not http.
    pub https: bool,
    /// A user name or password stands before the host.
    pub credentials: bool,
    /// Who is asked.
    pub host: Host,
}

/// A host, its spelling resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A name, in lower case, without a trailing dot.
    Name(String),
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// An IPv6 address.
    V6(Ipv6Addr),
    /// A name with characters that only IDNA tables could fold into ASCII; it might spell anything.
    Disguised,
}

/// Reads an absolute http or https URL; `None` where it is none.
pub fn parse(text: &str) -> Option<Url> {
    if text.chars().any(char::is_control) || text.trim() != text {
        return None;
    }
    let (scheme, rest) = text.split_once("://")?;
    let https = scheme.eq_ignore_ascii_case("https");
    if !https && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let (credentials, host_port) = match authority.rsplit_once('@') {
        Some((_, host_port)) => (true, host_port),
        None => (false, authority),
    };
    let host = if let Some(rest) = host_port.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        is_port(port.strip_prefix(':').unwrap_or(port)).then_some(())?;
        Host::V6(address.parse().ok()?)
    } else {
        let (name, port) = host_port.split_once(':').unwrap_or((host_port, ""));
        is_port(port).then_some(())?;
        named(name)?
    };
    Some(Url { https, credentials, host })
}

fn is_port(text: &str) -> bool {
    text.is_empty() || (text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok())
}

fn named(name: &str) -> Option<Host> {
    let decoded = percent_decoded(name)?;
    let mut folded = String::with_capacity(decoded.len());
    for character in decoded.chars() {
        match fold(character) {
            Some(character) => folded.push(character),
            None => return Some(Host::Disguised),
        }
    }
    // The characters the URL standard forbids in a host.
    if folded.chars().any(|c| c.is_ascii_control() || " #/<>?@[\\]^|%:".contains(c)) {
        return None;
    }
    let host = folded.strip_suffix('.').unwrap_or(&folded);
    if host.is_empty() || host.split('.').any(str::is_empty) {
        return None;
    }
    let last = host.rsplit('.').next()?;
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit()) || number(last).is_some();
    if numeric { v4(host).map(Host::V4) } else { Some(Host::Name(host.to_owned())) }
}

fn percent_decoded(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let hex = |digit: Option<&u8>| char::from(*digit?).to_digit(16);
        match (byte, hex(after.first()), hex(after.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..)?;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// One character of a host in lower case, full-width forms and ideographic dots as ASCII; `None` for characters that
/// compatibility mapping would turn into something else or drop.
fn fold(character: char) -> Option<char> {
    let code = character as u32;
    Some(match code {
        0..=0x7F => character.to_ascii_lowercase(),
        0xFF01..=0xFF5E => char::from((code - 0xFEE0) as u8).to_ascii_lowercase(),
        0x3002 | 0xFF61 => '.',
        // Superscripts, soft hyphen, long s, joiners, letterlike, enclosed and mathematical forms, variation selectors.
        0xAA
        | 0xAD
        | 0xB2
        | 0xB3
        | 0xB9
        | 0xBA
        | 0x17F
        | 0x2B0..=0x2FF
        | 0x34F
        | 0x1806..=0x180F
        | 0x1D2C..=0x1D6A
        | 0x1D78..=0x1DBF
        | 0x2000..=0x2BFF
        | 0x2C7C..=0x2C7D
        | 0x3200..=0x33FF
        | 0xFB00..=0xFFFF
        | 0x1_0780..=0x1_07BF
        | 0x1_CCD6..=0x1_CCF9
        | 0x1_D400..=0x1_D7FF
        | 0x1_E030..=0x1_E06F
        | 0x1_F100..=0x1_FBFF
        | 0xE_0000..=0xE_0FFF => return None,
        _ => character,
    })
}

/// A number as the URL standard reads it in an address: decimal, `0x` hexadecimal, `0` octal.
fn number(text: &str) -> Option<u64> {
    let (digits, radix) = if let Some(hex) = text.strip_prefix("0x") {
        (hex, 16)
    } else if text.len() > 1 && text.starts_with('0') {
        (text, 8)
    } else {
        (text, 10)
    };
    if digits.is_empty() {
        return (radix == 16).then_some(0);
    }
    if !digits.bytes().all(|byte| char::from(byte).is_digit(radix)) {
        return None;
    }
    Some(u64::from_str_radix(digits, radix).unwrap_or(u64::MAX))
}

fn v4(host: &str) -> Option<Ipv4Addr> {
    let parts: Vec<u64> = host.split('.').map(number).collect::<Option<_>>()?;
    let (last, leading) = parts.split_last()?;
    if leading.len() > 3 || leading.iter().any(|part| *part > 255) {
        return None;
    }
    let room = 8 * (4 - leading.len() as u32);
    if *last >= 1 << room {
        return None;
    }
    let high = leading.iter().enumerate().map(|(index, part)| part << (24 - 8 * index)).sum::<u64>();
    u32::try_from(high + last).ok().map(Ipv4Addr::from)
}

impl Host {
    /// Whether this host stands on the public internet as far as its spelling tells: no loopback, private, link-local,
    /// documentation, multicast or otherwise special address, none hidden in an IPv6 one, and no local name.
    /// Source: `OpenAPI`, `callback_url`; the IANA special-purpose address registries.
    pub fn is_public(&self) -> bool {
        match self {
            Host::Disguised => false,
            Host::V4(address) => public_v4(*address),
            Host::V6(address) => public_v6(*address),
            Host::Name(name) => {
                let local =
                    ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa"];
                name.contains('.')
                    && !local.iter().any(|end| name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.')))
            }
        }
    }
}

fn public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let embedded = |high: u16, low: u16| public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match (a, b) {
        // IPv4-mapped and NAT64 addresses reach the IPv4 host written in them.
        (0, 0) if [c, d, e, f] == [0, 0, 0, 0xFFFF] => embedded(g, h),
        (0x64, 0xFF9B) if [c, d, e, f] == [0, 0, 0, 0] => embedded(g, h),
        // 6to4 likewise.
        (0x2002, _) => embedded(b, c),
        // Protocol assignments (Teredo, ORCHID), documentation.
        (0x2001, 0..=0x1FF | 0xDB8) | (0x3FFF, 0..=0xFFF) => false,
        _ => (0x2000..=0x3FFF).contains(&a),
    }
}
