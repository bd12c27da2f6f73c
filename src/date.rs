//! Dates as HTTP and as APIs write them, in milliseconds since 1970.

use crate::json::rounded_up;
use crate::text::{cut, days_since_1970, find, natural};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The three spellings of RFC 9110, section 5.6.7:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
pub fn http_date(text: &str) -> Option<i64> {
    let is_letter = |text: &str| text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let (mut month, mut month_at) = (0, 0);
    for (index, name) in MONTHS.iter().enumerate() {
        if let Some(at) = find(text, name) {
            (month, month_at) = (index as u64 + 1, at);
        }
    }
    let mut rest = text;
    let mut next = || natural(number(&mut rest));
    let (day, second, third, fourth, fifth) = (next()?, next()?, next()?, next()?, next()?);
    let is_first = text.bytes().take(month_at).all(|byte| !byte.is_ascii_digit());
    let [year, hour, minute, seconds] =
        if is_first { [fifth, second, third, fourth] } else { [second, third, fourth, fifth] };
    let year = match year {
        0..70 => year + 2000,
        70..100 => year + 1900,
        _ => year,
    };
    // A weekday stands first, and the month's whole name is another spelling.
    let sound = is_letter(text) && !is_letter(cut(text, month_at + 3).1);
    moment([year, month, day, hour, minute], (seconds.min(99) * 1000) as i64).filter(|_| sound)
}

/// A date as RFC 3339 writes it (`2025-09-06T14:42:23.5Z`, `2025-09-06 14:42:23+08:00`); without an offset it is UTC.
pub fn iso_date(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut next = || natural(number(&mut rest));
    let date = [next()?, next()?, next()?, next()?, next()?];
    let ms = if rest.starts_with(":") { rounded_up(number(&mut rest), 3)? } else { 0 };
    let (sign, digits) = match rest.as_bytes() {
        [] | [b'Z' | b'z'] => (0, ""),
        [b'+', ..] => (-1, cut(rest, 1).1),
        [b'-', ..] => (1, cut(rest, 1).1),
        _ => return None,
    };
    let (hours, minutes) = cut(digits, 2);
    let minutes = minutes.strip_prefix(":").unwrap_or(minutes);
    let ahead = (natural(hours).unwrap_or(0) * 60).saturating_add(natural(minutes).unwrap_or(0));
    Some(moment(date, ms).filter(|_| ahead < 24 * 60)? + sign * ahead as i64 * 60_000)
}

/// The next number, with a fraction where there is one; `rest` goes on behind it.
fn number<'t>(rest: &mut &'t str) -> &'t str {
    let mut skip = |belongs: fn(u8) -> bool| {
        let (skipped, after) = cut(rest, rest.bytes().position(|byte| !belongs(byte)).unwrap_or(rest.len()));
        *rest = after;
        skipped
    };
    skip(|byte| !byte.is_ascii_digit());
    skip(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Year, month, day, hour, minute and the milliseconds behind them, where there is such a moment. A minute may have a leap
/// second.
fn moment([year, month, day, hour, minute]: [u64; 5], ms: i64) -> Option<i64> {
    let sound = (1970..10_000).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && ms < 61_000;
    sound.then(|| {
        let minutes = (days_since_1970(year, month, day) * 24 + hour) * 60 + minute;
        minutes as i64 * 60_000 + ms
    })
}
