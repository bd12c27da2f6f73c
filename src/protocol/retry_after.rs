//! `Retry-After` (RFC 9110, section 10.2.3): seconds or an HTTP date, as milliseconds from now.

use crate::json::rounded_up;
use crate::text::{cut, days_since_1970, natural, split};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads the header. A date is measured against the answer's own `Date`, since the device's clock (`wall_ms`, since 1970)
/// may be wrong. A header that was sent twice arrives as one, joined by commas: the longest pause asked for is kept.
pub fn retry_after(value: &str, date: Option<&str>, wall_ms: f64) -> Option<f64> {
    let longest = split(value, ",").filter_map(seconds).reduce(f64::max);
    longest.or_else(|| {
        let until = http_date(value)?;
        let now = date.and_then(http_date).unwrap_or(wall_ms);
        Some((until - now).max(0.0))
    })
}

/// No less than asked, where it is a fraction (RFC 9110 has none, gateways write them). Signs, exponents and words are none.
fn seconds(text: &str) -> Option<f64> {
    rounded_up(text.trim_ascii(), 3).map(|ms| ms as f64)
}

/// The three spellings of RFC 9110, section 5.6.7, as milliseconds since 1970:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
fn http_date(text: &str) -> Option<f64> {
    let mut rest = text;
    let mut word = || {
        let word = cut(rest, rest.bytes().position(|byte| byte.is_ascii_alphanumeric())?).1;
        let end = word.bytes().position(|byte| !byte.is_ascii_alphanumeric());
        let (word, after) = cut(word, end.unwrap_or(word.len()));
        rest = after;
        Some(word)
    };
    let weekday = word()?;
    let (second, third) = (word()?, word()?);
    let month_of = |word: &str| MONTHS.iter().position(|month| *month == word);
    let month_first = month_of(second);
    let day = natural(if month_first.is_some() { third } else { second })?;
    let month = month_first.or_else(|| month_of(third))? as u64 + 1;
    let mut number = || word().and_then(natural);
    let (first, b, c, d) = (number()?, number()?, number()?, number()?);
    let (year, hour, minute, second) =
        if month_first.is_some() { (d, first, b, c) } else { (first, b, c, d) };
    let year = match year {
        0..70 => year + 2000,
        70..100 => year + 1900,
        _ => year,
    };
    let sound = natural(weekday).is_none()
        && (1970..10_000).contains(&year)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        // A leap second.
        && second <= 60;
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    sound.then_some(seconds as f64 * 1000.0)
}
