//! What the headers of an answer say of the file. Source: RFC 9110, 8.6 and 14.4.

/// Of `bytes 0-99/200`: where the part begins, and how long the whole is; `None` each where it does not say.
pub fn content_range(text: &str) -> (Option<u64>, Option<u64>) {
    let Some((range, total)) = text.split_once('/') else { return (None, None) };
    let unit = range.get(..6).filter(|unit| unit.eq_ignore_ascii_case("bytes "));
    let start = unit.and_then(|_| range.get(6..)?.split_once('-'));
    (start.and_then(|(start, _)| digits(start)), digits(total))
}

/// Digits and nothing else.
pub fn digits(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
