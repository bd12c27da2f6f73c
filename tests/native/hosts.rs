//! Hosts, held against the `url` crate, which reads them as the WHATWG standard does and so as every engine will: what
//! is called public here is the same public host there, and what is private there, in any spelling, is refused here.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;
use url::{Host as Theirs, Url};
use wanreel::url::{Host, parse};

use crate::support::{cases, config};

/// Special by the standard library's own knowledge, and by the registries where it is silent.
fn special_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && b & 0xC0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && b & 0xFE == 18)
}

fn special_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let v4 = |at: usize| {
        let ([a, b], [c, d]) = (segments[at].to_be_bytes(), segments[at + 1].to_be_bytes());
        special_v4(Ipv4Addr::new(a, b, c, d))
    };
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
        || matches!(segments, [0x2001, 0 | 2 | 0xDB8, ..])
        || (segments[0] == 0x2002 && v4(1))
        || (matches!(segments, [0, 0, 0, 0, 0, 0xFFFF, ..] | [0x64, 0xFF9B, 0, 0, 0, 0, ..]) && v4(6))
}

fn special_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let ends = [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet", ".home", ".corp"];
    !name.contains('.') || ends.iter().any(|end| name.ends_with(end))
}

/// Says what is wrong with how `text` is read, where something is.
fn mistake(text: &str) -> Option<String> {
    let ours = parse(text);
    let theirs = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let public = ours.as_ref().is_some_and(|url| url.host.is_public());
    let Some(theirs) = theirs else {
        // Whether what follows xn-- decodes is left to whoever resolves it.
        let refused = public && !text.to_lowercase().contains("xn--");
        return refused.then(|| format!("{text:?} is called public, and is no URL"));
    };
    let special = match theirs.host() {
        Some(Theirs::Ipv4(address)) => special_v4(address),
        Some(Theirs::Ipv6(address)) => special_v6(address),
        Some(Theirs::Domain(name)) => special_name(name),
        None => true,
    };
    if public && special {
        return Some(format!("{text:?} is called public, and is {:?}", theirs.host()));
    }
    let ours = ours.filter(|_| public)?;
    let same = match (&ours.host, theirs.host()) {
        (Host::V4(ours), Some(Theirs::Ipv4(theirs))) => *ours == theirs.to_bits(),
        (Host::V6(ours), Some(Theirs::Ipv6(theirs))) => *ours == theirs.to_bits(),
        (Host::Name(ours), Some(Theirs::Domain(theirs))) => {
            let theirs = theirs.strip_suffix('.').unwrap_or(theirs);
            if ours.is_ascii() {
                // They are written in small letters there.
                ours.eq_ignore_ascii_case(theirs)
            } else {
                theirs.split('.').any(|label| label.starts_with("xn--"))
            }
        }
        _ => false,
    };
    let same = same
        && ours.https == (theirs.scheme() == "https")
        // Empty ones are none to the standard; to us, an @ is reason enough.
        && (ours.credentials || (theirs.username().is_empty() && theirs.password().is_none()));
    (!same).then(|| format!("{text:?} is read as {ours:?}, and is {theirs:?}"))
}

fn check(text: &str) {
    if let Some(mistake) = mistake(text) {
        panic!("{mistake}");
    }
}

/// A number as decimal, octal or hexadecimal, leading zeros and capitals at will.
fn spelled() -> impl Strategy<Value = String> {
    let number =
        prop_oneof![0_u64..300, any::<u32>().prop_map(u64::from), Just(127), Just(10), Just(192), Just(168)];
    (number, 0_u8..5, 0_usize..3).prop_map(|(number, radix, zeros)| match radix {
        0 => format!("{}{number:o}", "0".repeat(zeros + 1)),
        1 => format!("0x{}{number:x}", "0".repeat(zeros)),
        2 => format!("0X{number:X}"),
        _ => number.to_string(),
    })
}

/// Each character as it is, as a percent escape, in full width, or in the other case.
fn disguised(text: String) -> impl Strategy<Value = String> {
    prop::collection::vec(0_u8..9, text.len().max(1)).prop_map(move |choices| {
        text.chars()
            .zip(choices.iter().cycle())
            .map(|(character, choice)| match choice {
                0 => {
                    character.to_string().bytes().fold(String::new(), |out, byte| format!("{out}%{byte:02x}"))
                }
                1 if character.is_ascii_graphic() => {
                    char::from_u32(u32::from(character) + 0xFEE0).unwrap().to_string()
                }
                2 => character.to_ascii_uppercase().to_string(),
                3 if character == '.' => "。".to_owned(),
                _ => character.to_string(),
            })
            .collect()
    })
}

fn host() -> impl Strategy<Value = String> {
    let v4 = prop::collection::vec(spelled(), 1..6).prop_map(|parts| parts.join("."));
    let v6 = prop_oneof![
        any::<[u16; 8]>().prop_map(|groups| format!("[{}]", Ipv6Addr::from(groups))),
        prop::array::uniform8(prop_oneof![
            Just(0_u16),
            Just(1),
            Just(0xFFFF),
            Just(0x64),
            Just(0xFF9B),
            Just(0x2002),
            Just(0x7F00),
            any::<u16>()
        ])
        .prop_map(|groups| format!("[{}]", Ipv6Addr::from(groups))),
        "\\[[0-9a-f:.]{0,24}\\]",
        "\\[(::)?(ffff:|64:ff9b::)?(127|10|8)\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,4}\\]",
    ];
    let names = prop_oneof![
        prop::sample::select(vec![
            "localhost",
            "a.localhost",
            "example.com",
            "a.local",
            "b.internal",
            "c.home.arpa",
            "127.0.0.1.nip.io",
            "localhost.",
            "example.com.",
            "example..com",
            ".example.com",
            "xn--bcher-kva.example",
            "1.2.3.4.",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9.%_-]{0,16}",
        "[a-z.é。ａ１\u{AD}\u{200D}ſⅰ½ª①Ⅻ\u{2024}\u{212A}]{1,10}",
        any::<String>(),
    ];
    prop_oneof![v4, v6, names]
}

proptest! {
    #![proptest_config(config(5_000))]

    #[test]
    fn made_up_hosts(
        text in host().prop_flat_map(|host| prop_oneof![Just(host.clone()), disguised(host)]),
        scheme in prop::sample::select(vec!["https://", "http://", "HTTPS://", "ftp://", "https:/", "//", ""]),
        user in prop::sample::select(vec!["", "", "", "u@", "u:p@", "@", ":@", "u@v@"]),
        rest in prop::sample::select(vec!["", "/", "/a?b#c", "?a", "#a", "\\", ":443/", ":/", ":65535", ":65536", ":99999999999", ":a", " ", "@10.0.0.1/"]),
    ) {
        let text = format!("{scheme}{user}{text}{rest}");
        prop_assert!(mistake(&text).is_none(), "{}", mistake(&text).unwrap());
    }

    #[test]
    fn ipv6_as_the_standard_library_reads_it(text in prop_oneof!["[0-9a-f:]{0,20}", "([0-9a-f]{0,4}:){2,8}[0-9.]{0,15}", "(::|1:){1,5}[0-9]{0,2}"]) {
        let ours = match parse(&format!("http://[{text}]/")).map(|url| url.host) {
            Some(Host::V6(address)) => Some(Ipv6Addr::from(address)),
            _ => None,
        };
        prop_assert_eq!(ours, text.parse::<Ipv6Addr>().ok(), "{}", text);
    }
}

/// Any one character, wherever it stands, cannot make a private host look public, nor one host look like another.
#[test]
fn every_character() {
    let step = if cases(1) > 1 { 1 } else { 29 };
    let mut mistakes = Vec::new();
    for code in (0..0x11_0000_u32).step_by(step).chain(0..0x3400) {
        let Some(character) = char::from_u32(code) else { continue };
        for text in [
            format!("https://a{character}b.example/"),
            format!("https://local{character}host/"),
            format!("https://10{character}0.0.1/"),
            format!("https://a.{character}local/"),
        ] {
            mistakes.extend(mistake(&text).map(|mistake| format!("U+{code:04X}: {mistake}")));
        }
    }
    assert!(mistakes.is_empty(), "{}\n{}", mistakes.len(), mistakes.join("\n"));
}

#[test]
fn known_disguises() {
    for text in [
        "https://127.1/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://127.0.0.1./",
        "https://①②⑦.⓪.⓪.①/",
        "https://１２７.0.0.1/",
        "https://127。0。0。1/",
        "https://%31%32%37.0.0.1/",
        "https://loc%61lhost/",
        "https://ⓛocalhost/",
        "https://localhoſt/",
        "https://localho\u{AD}st/",
        "https://LOCALHOST./",
        "https://[::1]/",
        "https://[::127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://metadata.google.internal/",
        "https://example.com@127.0.0.1/",
        "https://127.0.0.1\\@example.com/",
        "https://0/",
        "https://localhost/",
        "https://printer.local/",
    ] {
        assert!(parse(text).is_none_or(|url| !url.host.is_public()), "{text}");
        check(text);
    }
    // Whatever the tables make of the letter before it, no host holds these.
    for text in ["https://\u{200B}<", "https://a\u{AD}b c.example/", "https://\u{FEFF}[x", "https://①%3C/"]
    {
        assert!(parse(text).is_none(), "{text:?}");
        check(text);
    }
    for text in [
        "https://example.com/",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]/",
        "https://bücher.example/",
        "https://EXAMPLE.com:8443/a",
    ] {
        assert!(parse(text).is_some_and(|url| url.host.is_public()), "{text}");
        check(text);
    }
}
