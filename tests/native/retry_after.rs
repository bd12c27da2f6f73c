//! `Retry-After`: seconds or a date (RFC 9110, 10.2.3), sent once or twice, with a device's clock that is right or wrong.

use wanreel::protocol::retry_after;

/// 2026-11-27T09:00:00Z.
const NOW: f64 = 1_795_770_000_000.0;

fn seconds(text: &str) -> Option<f64> {
    retry_after(text, None, NOW)
}

/// Fractions are what some gateways write; a pause is never shorter than asked.
#[test]
fn seconds_to_wait() {
    for (text, ms) in [
        ("0", 0.0),
        ("7", 7_000.0),
        ("007", 7_000.0),
        (" 7 ", 7_000.0),
        ("1.5", 1_500.0),
        ("0.25", 250.0),
        ("1.0001", 1_001.0),
        ("2.000", 2_000.0),
        ("0.0000000000000000000000001", 1.0),
    ] {
        assert_eq!(seconds(text), Some(ms), "{text}");
    }
    let absurd = ["9".repeat(400), format!("{}.5", "9".repeat(400))];
    for text in absurd {
        assert!(seconds(&text).is_some_and(|ms| ms > 1e18 && ms.is_finite()), "{text}");
    }
    for text in
        ["", ".", "1.", ".5", "1.2.3", "-5", "-1.5", "+1", "1e99", "1e-9", "Infinity", "NaN", "0x10", "1 2"]
    {
        assert_eq!(seconds(text), None, "{text}");
    }
}

#[test]
fn sent_twice_the_longest_counts() {
    for (text, ms) in [
        ("5, 5", 5_000.0),
        ("5,5", 5_000.0),
        ("5, 120", 120_000.0),
        ("120, 5, 7", 120_000.0),
        ("5, later", 5_000.0),
        ("Fri, 27 Nov 2026 09:00:30 GMT, 5", 5_000.0),
        ("Fri, 27 Nov 2026 09:00:30 GMT, Fri, 27 Nov 2026 09:00:30 GMT", 30_000.0),
    ] {
        assert_eq!(seconds(text), Some(ms), "{text}");
    }
}

#[test]
fn the_three_spellings_of_a_date() {
    for (text, ms) in [
        ("Fri, 27 Nov 2026 09:01:40 GMT", 100_000.0),
        ("Friday, 27-Nov-26 09:01:40 GMT", 100_000.0),
        ("Fri Nov 27 09:01:40 2026", 100_000.0),
        ("Fri Nov  6 09:01:40 2026", 0.0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0),
        ("Mon, 30 Nov 2026 09:00:00 GMT", 3.0 * 86_400_000.0),
        // Over the end of a year, and of a February that has 29 days.
        ("Fri, 01 Jan 2027 00:00:00 GMT", 34.625 * 86_400_000.0),
        ("Wed, 01 Mar 2028 09:00:00 GMT", (365.0 + 95.0) * 86_400_000.0),
    ] {
        assert_eq!(seconds(text), Some(ms), "{text}");
    }
    for text in [
        "soon",
        "Fri, 27 Nov",
        "Fri, 27 Nov 2026",
        "Fri, 27 Nov 2026 25:00:00 GMT",
        "Fri, 32 Nov 2026 09:00:00 GMT",
        "Fri, 00 Nov 2026 09:00:00 GMT",
        "Fri, 27 November 2026 09:00:00 GMT",
        "2026-11-27T09:00:00Z",
        "27 Nov 2026 09:00:00",
        "Fri, 99999999999999999999 Nov 2026 09:00:00 GMT",
        "Fri, 27 Nov 99999999999999999999 09:00:00 GMT",
    ] {
        assert_eq!(seconds(text), None, "{text}");
    }
}

/// What the answer's own clock says counts, however wrong the device's is.
#[test]
fn a_wrong_clock_of_the_device() {
    let date = Some("Fri, 27 Nov 2026 09:00:00 GMT");
    for wall_ms in [NOW, NOW - 3_600_000.0, NOW + 3_600_000.0, 0.0, NOW + 1e11] {
        assert_eq!(retry_after("Fri, 27 Nov 2026 09:00:07 GMT", date, wall_ms), Some(7_000.0), "{wall_ms}");
        assert_eq!(retry_after("7", date, wall_ms), Some(7_000.0));
        assert_eq!(retry_after("Fri, 27 Nov 2026 08:59:59 GMT", date, wall_ms), Some(0.0));
    }
    // An answer without a date that can be read leaves the device's.
    for date in [None, Some(""), Some("yesterday")] {
        assert_eq!(retry_after("Fri, 27 Nov 2026 09:00:07 GMT", date, NOW), Some(7_000.0));
    }
}
