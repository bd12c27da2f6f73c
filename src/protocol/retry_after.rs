//! `Retry-After` (RFC 9110, section 10.2.3): seconds or an HTTP date, as milliseconds from now.

use crate::date::http_date;
use crate::json::rounded_up;
use crate::text::split;

/// Reads the header. A date is measured against the answer's own `Date`, since the device's clock (`wall_ms`, since 1970)
/// may be wrong. A header that was sent twice arrives as one, joined by commas: the longest pause asked for is kept.
pub fn retry_after(value: &str, date: Option<&str>, wall_ms: f64) -> Option<f64> {
    let longest = split(value, ",").filter_map(seconds).reduce(f64::max);
    longest.or_else(|| {
        let until = http_date(value)?;
        let now = date.and_then(http_date).map_or(wall_ms, |ms| ms as f64);
        Some((until as f64 - now).max(0.0))
    })
}

/// No less than asked, where it is a fraction (RFC 9110 has none, gateways write them). Signs, exponents and words are none.
fn seconds(text: &str) -> Option<f64> {
    rounded_up(text.trim_ascii(), 3).map(|ms| ms as f64)
}
