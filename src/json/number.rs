//! Numbers as they are written: money and ids must not pass through a float.

use crate::text::{cut, holds, natural, split_once, with_digit};

/// A whole number of digits with a fraction or without, times ten to the `shift`, rounded up.
pub fn rounded_up(digits: &str, shift: i64) -> Option<i64> {
    let (whole, fraction) = split_once(digits, ".").unwrap_or((digits, "0"));
    natural(whole).and(natural(fraction))?;
    Some(rounded(digits, shift, Rest::BelowHalf))
}

/// The whole number that a JSON number is, where it is one; saturates at the edges of `i64`.
pub(crate) fn as_whole(text: &str) -> Option<i64> {
    // Nearly all are a few digits.
    if text.len() < 10
        && let Some(number) = natural(text)
    {
        return Some(number as i64);
    }
    let (whole, rest) = decimal(text, 0);
    (rest == Rest::None).then_some(whole)
}

/// A JSON number times ten to the `shift`, rounded half away from zero.
pub(crate) fn as_scaled(text: &str, shift: i64) -> i64 {
    rounded(text, shift, Rest::HalfOrMore)
}

/// A number times ten to the `shift`, away from zero where `least` or more is left over.
fn rounded(text: &str, shift: i64, least: Rest) -> i64 {
    let (whole, rest) = decimal(text, shift);
    let up = if text.starts_with("-") { -1 } else { 1 };
    if rest >= least { whole.saturating_add(up) } else { whole }
}

/// What a number has behind its whole part.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Rest {
    None,
    BelowHalf,
    HalfOrMore,
}

/// The whole part of a JSON number times ten to the `shift`, saturating, and what is left over.
fn decimal(text: &str, shift: i64) -> (i64, Rest) {
    let (mantissa, exponent) =
        cut(text, text.bytes().position(|byte| byte | 0x20 == b'e').unwrap_or(text.len()));
    let power = cut(exponent, 1).1;
    let power = power.strip_prefix("-").or_else(|| power.strip_prefix("+")).unwrap_or(power);
    // A billion digits are as good as any number of them.
    let power = natural(power).unwrap_or_default().min(1 << 30) as i64;
    let power = if holds(exponent, b'-') { -power } else { power };
    let digits = mantissa.strip_prefix("-").unwrap_or(mantissa);
    // How many digits are left before the point.
    let mut left =
        digits.bytes().position(|byte| byte == b'.').unwrap_or(digits.len()) as i64 + power + shift;
    let mut whole = 0;
    let mut rest = Rest::None;
    for byte in digits.bytes().filter(u8::is_ascii_digit) {
        if left > 0 {
            whole = with_digit(whole, byte - b'0');
        } else if left == 0 && byte >= b'5' {
            rest = Rest::HalfOrMore;
        } else if byte != b'0' && rest == Rest::None {
            rest = Rest::BelowHalf;
        }
        left -= 1;
    }
    // Past 20 zeros every whole number is as large as can be already.
    for _ in 0..left.min(20) {
        whole = with_digit(whole, 0);
    }
    let whole = i64::try_from(whole).unwrap_or(i64::MAX);
    (if digits.len() < mantissa.len() { -whole } else { whole }, rest)
}
