//! Just enough of URLs: is this an absolute http(s) URL, and may its host be called back?
//!
//! The `url` crate weighs 61 kB in a wasm module, mostly IDNA tables; here the host is read as strictly as the WHATWG
//! URL standard reads it, in every spelling of an address, and what would need those tables to judge is refused. The
//! tests hold it against the `url` crate.

use crate::text::{cut, find, is_space};

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
    V4([u8; 4]),
    /// An IPv6 address.
    V6([u16; 8]),
    /// A name with characters that only the standard's tables could judge; it might spell anything.
    Disguised,
}

/// Reads an absolute http or https URL; `None` where it is none.
pub fn parse(text: &str) -> Option<Url> {
    let blank_end = text.chars().next().is_none_or(is_space) || text.chars().next_back().is_none_or(is_space);
    if blank_end || text.bytes().any(|byte| byte.is_ascii_control()) {
        return None;
    }
    let (scheme, rest) = cut(text, find(text, "://")?);
    let https = scheme.eq_ignore_ascii_case("https");
    if !https && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let rest = rest.get(3..)?;
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#' | b'\\'));
    let authority = rest.get(..end.unwrap_or(rest.len()))?;
    let at = authority.bytes().rposition(|byte| byte == b'@');
    let host_port = authority.get(at.map_or(0, |at| at + 1)..)?;
    let host = if let Some(rest) = host_port.strip_prefix('[') {
        let (address, port) = cut(rest, find(rest, "]")?);
        check_port(port.get(1..)?)?;
        Host::V6(v6(address)?)
    } else {
        let (name, port) = cut(host_port, find(host_port, ":").unwrap_or(host_port.len()));
        check_port(port)?;
        named(name)?
    };
    Some(Url { https, credentials: at.is_some(), host })
}

/// Whether a host name or address, with brackets where it is an IPv6 one, is on the public internet: see
/// [`Host::is_public`]. What is no host is not.
pub fn is_public_name(hostname: &str) -> bool {
    let host = hostname
        .strip_prefix('[')
        .map_or_else(|| named(hostname), |rest| rest.strip_suffix(']').and_then(v6).map(Host::V6));
    host.is_some_and(|host| host.is_public())
}

/// Nothing, or a colon and perhaps a number that fits.
fn check_port(text: &str) -> Option<()> {
    let digits = text.bytes().skip(1);
    let mut port = 0_u32;
    for digit in digits {
        port = port.saturating_mul(10).saturating_add(decimal(digit)?);
    }
    (port <= 0xFFFF && (text.is_empty() || text.starts_with(':'))).then_some(())
}

fn decimal(byte: u8) -> Option<u32> {
    byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
}

fn hexadecimal(byte: u8) -> Option<u32> {
    decimal(byte).or_else(|| byte.is_ascii_hexdigit().then(|| u32::from(byte | 0x20) - 0x57))
}

fn named(name: &str) -> Option<Host> {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    let decoded = if plain { String::new() } else { percent_decoded(name)? };
    // Nearly every host is plain, and needs no folding.
    let mut host = if plain { name.to_ascii_lowercase() } else { String::with_capacity(decoded.len()) };
    let mut disguised = false;
    for character in decoded.chars() {
        match fold(character) {
            Some(character) if forbidden(character) => return None,
            Some(character) => host.push(character),
            None if character.is_control() => return None,
            // What no host can hold may still follow.
            None => disguised = true,
        }
    }
    if disguised {
        return Some(Host::Disguised);
    }
    if host.ends_with('.') {
        host.pop();
    }
    let mut last = "";
    for label in labels(&host) {
        if label.is_empty() {
            return None;
        }
        last = label;
    }
    let numeric = last.bytes().all(|byte| byte.is_ascii_digit()) || number(last).is_some();
    if numeric { v4(&host).map(Host::V4) } else { Some(Host::Name(host)) }
}

/// The characters the URL standard forbids in a host.
fn forbidden(character: char) -> bool {
    matches!(character, '\0'..=' ' | '\x7F' | '#' | '%' | '/' | ':' | '<' | '>' | '?' | '@')
        || matches!(character, '[' | '\\' | ']' | '^' | '|')
}

/// What stands between the dots; one empty label of an empty host.
fn labels(host: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(host);
    std::iter::from_fn(move || {
        let here = rest?;
        let at = find(here, ".");
        rest = at.and_then(|at| here.get(at + 1..));
        here.get(..at.unwrap_or(here.len()))
    })
}

fn percent_decoded(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let hex = |at: usize| after.get(at).copied().and_then(hexadecimal);
        match (byte, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..)?;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// One character of a host in lower case, full-width forms and ideographic dots as ASCII; `None` for what the standard's
/// tables might turn into something else, or drop. Letters of the scripts that name most hosts stay letters in them; a
/// name in another script can be written in its ASCII form (`xn--…`).
fn fold(character: char) -> Option<char> {
    let code = character as u32;
    match code {
        0..=0x7F => Some(character.to_ascii_lowercase()),
        0xFF01..=0xFF5E => Some(char::from((code - 0xFEE0) as u8).to_ascii_lowercase()),
        0x3002 | 0xFF61 => Some('.'),
        // Latin but for the ligatures and the long s; Greek, Cyrillic; kana, Han, Hangul.
        0xC0..=0xD6
        | 0xD8..=0xF6
        | 0xF8..=0x131
        | 0x134..=0x13E
        | 0x141..=0x148
        | 0x14A..=0x17E
        | 0x391..=0x3A1
        | 0x3A3..=0x3A9
        | 0x3B1..=0x3C9
        | 0x400..=0x481
        | 0x3005
        | 0x3041..=0x3096
        | 0x30A1..=0x30FA
        | 0x30FC
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7A3 => Some(character),
        _ => None,
    }
}

/// A number as the URL standard reads it in an address: decimal, `0x` hexadecimal, `0` octal.
fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some(hex) => (hex, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None if text.is_empty() => return None,
        None => (text, 10),
    };
    let mut number = 0_u64;
    for byte in digits.bytes() {
        let digit = hexadecimal(byte).filter(|digit| *digit < radix)?;
        number = number.saturating_mul(u64::from(radix)).saturating_add(u64::from(digit));
    }
    Some(number)
}

/// One to four numbers; the last fills what is left of the address.
fn v4(host: &str) -> Option<[u8; 4]> {
    let mut address = 0_u64;
    let mut left: u32 = 32;
    let mut labels = labels(host).peekable();
    while let Some(label) = labels.next() {
        let value = number(label)?;
        let last = labels.peek().is_none();
        let width = if last { left } else { 8 };
        left = left.checked_sub(width).filter(|left| last || *left > 0)?;
        if value >> width != 0 {
            return None;
        }
        address |= value << left;
    }
    Some((address as u32).to_be_bytes())
}

/// Eight groups of hexadecimal digits, `::` for a run of zeros, the last two perhaps as an IPv4 address.
fn v6(text: &str) -> Option<[u16; 8]> {
    let mut groups = [0_u16; 8];
    let mut count = 0;
    let mut gap = None;
    let mut rest = text;
    if let Some(after) = rest.strip_prefix("::") {
        (gap, rest) = (Some(0), after);
    }
    while !rest.is_empty() {
        let (word, after) = cut(rest, find(rest, ":").unwrap_or(rest.len()));
        if word.contains('.') {
            let [a, b, c, d] = dotted(word).filter(|_| after.is_empty())?;
            *groups.get_mut(count)? = u16::from_be_bytes([a, b]);
            *groups.get_mut(count + 1)? = u16::from_be_bytes([c, d]);
            count += 2;
            break;
        }
        *groups.get_mut(count)? = group(word)?;
        count += 1;
        let Some(after) = after.strip_prefix(':') else { break };
        rest = after;
        if let Some(after) = rest.strip_prefix(':') {
            if gap.is_some() {
                return None;
            }
            (gap, rest) = (Some(count), after);
        } else if rest.is_empty() {
            return None;
        }
    }
    let Some(gap) = gap else { return (count == 8).then_some(groups) };
    if count == 8 {
        return None;
    }
    // What stands behind the gap moves to the end.
    let mut address = [0; 8];
    for (index, group) in groups.into_iter().take(count).enumerate() {
        *address.get_mut(if index < gap { index } else { index + 8 - count })? = group;
    }
    Some(address)
}

fn group(text: &str) -> Option<u16> {
    let mut value = 0;
    for byte in text.bytes() {
        value = value * 16 + hexadecimal(byte)?;
        if value > 0xFFFF {
            return None;
        }
    }
    (1..=4).contains(&text.len()).then_some(value as u16)
}

/// Four plain decimal numbers.
fn dotted(text: &str) -> Option<[u8; 4]> {
    let plain = |label: &str| {
        label.bytes().all(|byte| byte.is_ascii_digit()) && (label == "0" || !label.starts_with('0'))
    };
    if labels(text).count() != 4 || !labels(text).all(plain) {
        return None;
    }
    v4(text).filter(|_| labels(text).all(|label| label.len() <= 3))
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
                const LOCAL: [&str; 9] = [
                    "localhost",
                    "localdomain",
                    "local",
                    "internal",
                    "intranet",
                    "lan",
                    "home",
                    "corp",
                    "home.arpa",
                ];
                find(name, ".").is_some()
                    && !LOCAL.iter().any(|end| name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.')))
            }
        }
    }
}

fn public_v4([a, b, c, _]: [u8; 4]) -> bool {
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

fn public_v6(address: [u16; 8]) -> bool {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        public_v4([a, b, c, d])
    };
    match address {
        // IPv4-mapped, NAT64 and 6to4 addresses reach the IPv4 host written in them.
        [0, 0, 0, 0, 0, 0xFFFF, high, low]
        | [0x64, 0xFF9B, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        // Protocol assignments (Teredo, ORCHID), documentation.
        [0x2001, 0..=0x1FF | 0xDB8, ..] | [0x3FFF, 0..=0xFFF, ..] => false,
        [first, ..] => (0x2000..=0x3FFF).contains(&first),
    }
}
