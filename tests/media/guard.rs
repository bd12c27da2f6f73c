//! Which URLs are fetched, and what headers say.

use wanreel::media::guard::{Refused, check, redirects};
use wanreel::media::headers::{content_range, digits};

/// Every range of the IANA special-purpose registries, and every spelling the URL standard knows of an address.
const NOT_PUBLIC: [&str; 62] = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "intranet",
    "db.internal",
    "metadata.google.internal",
    "metadata.google.internal.",
    "printer.local",
    "host.localdomain",
    "nas.lan",
    "router.home",
    "a.home.arpa",
    "ldap.corp",
    "wiki.intranet",
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0X7F.0.0.1",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "0",
    "0.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "0xa.1",
    "012.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.257",
    "3232235521",
    "0xc0a80001",
    "169.254.169.254",
    "2852039166",
    "0xA9FEA9FE",
    "0251.0376.0251.0376",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "203.0.113.9",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::a00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "%6c%6f%63alhost",
];

#[test]
fn hosts_that_are_not_public_are_refused_unless_they_are_allowed() {
    for host in NOT_PUBLIC {
        for (scheme, port) in [("http", ""), ("https", ""), ("http", ":8080"), ("HTTPS", ":443")] {
            let url = format!("{scheme}://{host}{port}/latest/meta-data?x=1#y");
            assert_eq!(check(&url, false), Err(Refused::NotPublic), "{url}");
            assert_eq!(check(&url, true), Ok(()), "{url}");
        }
    }
    for host in ["①②⑦.⓪.⓪.①", "ⓛocalhost", "127。0。0。1", "１２７.０.０.１"] {
        assert_eq!(check(&format!("http://{host}/"), false), Err(Refused::NotPublic), "{host}");
    }
}

#[test]
fn public_hosts_are_fetched() {
    let names = ["example.com", "files.evolink.ai", "localhost.example.com", "internal.example"];
    let addresses =
        ["8.8.8.8", "134744072", "172.15.0.1", "172.32.0.1", "[2606:4700::1111]", "[::ffff:8.8.8.8]"];
    for host in names.into_iter().chain(addresses) {
        for url in
            [format!("https://{host}/a.mp4"), format!("http://{host}:81/?q"), format!("https://{host}")]
        {
            assert_eq!(check(&url, false), Ok(()), "{url}");
        }
    }
}

#[test]
fn what_is_no_plain_url_is_refused_even_where_private_hosts_are_allowed() {
    for url in
        ["ftp://example.com/a", "file:///etc/passwd", "data:,x", "blob:https://a.b/c", "/a.mp4", "", "x"]
    {
        assert_eq!(check(url, true), Err(Refused::NotHttp), "{url}");
    }
    for url in
        ["http://a:b@example.com/", "http://a@example.com/", "http://:b@127.0.0.1/", "http://@example.com/"]
    {
        assert_eq!(check(url, true), Err(Refused::Credentials), "{url}");
    }
    // Whoever reads only the beginning sees another host.
    assert_eq!(check("http://example.com@127.0.0.1/", false), Err(Refused::Credentials));
    assert_eq!(check("http://127.0.0.1\\@example.com/", false), Err(Refused::NotPublic));
}

#[test]
fn statuses_that_lead_elsewhere() {
    let leading: Vec<u16> = (100..600).filter(|status| redirects(*status)).collect();
    assert_eq!(leading, [301, 302, 303, 307, 308]);
}

#[test]
fn content_range_says_where_and_how_long() {
    for (text, expected) in [
        ("bytes 0-99/200", (Some(0), Some(200))),
        ("Bytes 5-9/10", (Some(5), Some(10))),
        ("bytes 0-99/*", (Some(0), None)),
        ("bytes */200", (None, Some(200))),
        ("bytes -5-9/10", (None, Some(10))),
        ("items 0-9/10", (None, Some(10))),
        ("bytes 0-99", (None, None)),
        ("", (None, None)),
        ("/", (None, None)),
        ("bytes é-9/1", (None, Some(1))),
        ("bytes 1-2/18446744073709551616", (Some(1), None)),
    ] {
        assert_eq!(content_range(text), expected, "{text}");
    }
    assert_eq!([digits("12"), digits("+1"), digits(""), digits("1 ")], [Some(12), None, None, None]);
}
