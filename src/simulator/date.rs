//! Dates in the two spellings the API and HTTP use.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The last moment of the year 9999, in milliseconds since 1970: neither spelling goes further.
const LAST_MS: u64 = 253_402_300_799_000;
/// The zone upload-*.json shows, and how far it is ahead.
const ZONE: &str = "+08:00";
const ZONE_MS: u64 = 8 * 3_600_000;

fn moment(ms: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(ms.min(LAST_MS))
}

/// `2025-10-09T00:00:00+08:00`, as upload-*.json shows.
pub fn iso(ms: u64) -> String {
    let there = humantime::format_rfc3339_seconds(moment(ms.saturating_add(ZONE_MS))).to_string();
    there.trim_end_matches('Z').to_owned() + ZONE
}

/// `Thu, 01 Jan 1970 00:00:00 GMT` (RFC 9110, section 5.6.7).
pub fn http(ms: u64) -> String {
    httpdate::fmt_http_date(moment(ms))
}

/// A date so written, in milliseconds since 1970.
pub fn read_http(text: &str) -> Option<u64> {
    let since = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_millis()).ok()
}

#[cfg(test)]
mod tests {
    use super::{http, iso, read_http};

    #[test]
    fn known_dates() {
        assert_eq!(http(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http(1_709_164_800_000), "Thu, 29 Feb 2024 00:00:00 GMT");
        assert_eq!(iso(1_759_939_200_000), "2025-10-09T00:00:00+08:00");
        assert_eq!(read_http("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
    }

    #[test]
    fn no_clock_is_too_far_ahead() {
        assert_eq!(http(u64::MAX), "Fri, 31 Dec 9999 23:59:59 GMT");
        assert_eq!(iso(u64::MAX), "9999-12-31T23:59:59+08:00");
    }
}
