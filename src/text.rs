//! The few things done to text. The search and formatting of `core` are made for more than this crate asks of them, and
//! would be a third of the WebAssembly module; nothing here allocates but the text itself.

/// The first `most` characters of `text`.
pub fn first(text: &str, most: usize) -> &str {
    // As many bytes are as many characters at the most.
    let end = if text.len() > most { text.char_indices().nth(most) } else { None };
    end.map_or(text, |(end, _)| cut(text, end).0)
}

/// The first `most` characters of `text`, and a mark where there are more.
pub fn shortened(text: &str, most: usize) -> [&str; 2] {
    let shown = first(text, most);
    [shown, if shown.len() < text.len() { "…" } else { "" }]
}

/// Adds a whole number.
pub fn integer(out: &mut String, value: i64) {
    if value < 0 {
        out.push('-');
    }
    digits(out, value.unsigned_abs(), 1);
}

/// Adds `value` divided by ten to the `places`, without trailing zeros.
pub fn decimal(out: &mut String, value: u64, places: u32) {
    let unit = 10_u64.pow(places);
    digits(out, value / unit, 1);
    if !value.is_multiple_of(unit) {
        out.push('.');
        digits(out, value % unit, places);
        while out.ends_with("0") {
            out.pop();
        }
    }
}

/// Micro-dollars in dollars, as people read money: two digits of cents, and as many more as it takes.
pub fn dollars(out: &mut String, micro_usd: u64) {
    out.push('$');
    digits(out, micro_usd / 1_000_000, 1);
    out.push('.');
    digits(out, micro_usd / 10_000 % 100, 2);
    let rest = micro_usd % 10_000;
    if rest > 0 {
        digits(out, rest, 4);
        while out.ends_with("0") {
            out.pop();
        }
    }
}

fn digits(out: &mut String, value: u64, least: u32) {
    if value > 9 || least > 1 {
        digits(out, value / 10, least.saturating_sub(1));
    }
    out.push(char::from(b'0' + (value % 10) as u8));
}

/// A whole number of digits alone, the largest there is where it is larger; `None` where it is none.
pub fn natural(digits: &str) -> Option<u64> {
    let mut number = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = with_digit(number, byte - b'0');
    }
    (!digits.is_empty()).then_some(number)
}

/// `number` with one more digit, as large as can be where it would not fit.
pub fn with_digit(number: u64, digit: u8) -> u64 {
    if number >= u64::MAX / 10 { u64::MAX } else { number * 10 + u64::from(digit) }
}

/// Where `part` first stands in `text`, in bytes.
pub fn find(text: &str, part: &str) -> Option<usize> {
    let text = text.as_bytes();
    let Some((first, rest)) = part.as_bytes().split_first() else { return Some(0) };
    let mut at = 0;
    loop {
        at += text.get(at..)?.iter().position(|byte| byte == first)?;
        if text.get(at + 1..)?.starts_with(rest) {
            return Some(at);
        }
        at += 1;
    }
}

/// `text` before and after the first `separator`.
pub fn split_once<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let at = find(text, separator)?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// What stands between separators, one after the other; of an empty text one empty part.
pub fn split<'t>(text: &'t str, separator: &'static str) -> Parts<'t> {
    Parts { rest: Some(text), separator }
}

/// The parts of a text: see [`split`].
#[derive(Clone, Debug)]
pub struct Parts<'t> {
    rest: Option<&'t str>,
    separator: &'static str,
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let here = self.rest?;
        let parted = split_once(here, self.separator);
        self.rest = parted.map(|(_, rest)| rest);
        Some(parted.map_or(here, |(part, _)| part))
    }
}

/// `text` in two at a character's edge.
pub fn cut(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or_default()
}

/// How many code points `text` has. Eight bytes are looked at together: of each, those that go on with a character.
pub fn length(text: &str) -> usize {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let going_on = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        ((word >> 7) & !(word >> 6) & (u64::MAX / 0xFF)).count_ones() as usize
    };
    let continued =
        words.iter().map(going_on).sum::<usize>() + rest.iter().filter(|byte| **byte & 0xC0 == 0x80).count();
    text.len() - continued
}

/// Whether an ASCII character stands in `text`; eight bytes are looked at together.
#[allow(clippy::manual_contains, reason = "the library's brings a search of its own along")]
pub fn holds(text: &str, byte: u8) -> bool {
    const EACH: u64 = u64::MAX / 0xFF;
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    // The highest bit of a byte is set where that byte is 0, perhaps of one above it too: "any" is right.
    let is = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word) ^ (EACH * u64::from(byte));
        word.wrapping_sub(EACH) & !word & (EACH << 7) != 0
    };
    words.iter().any(is) || rest.iter().any(|other| *other == byte)
}

/// What JavaScript's `trim` takes away.
pub fn is_space(character: char) -> bool {
    matches!(
        character,
        '\t'..='\r' | ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}'
            | '\u{205F}' | '\u{3000}' | '\u{FEFF}'
    )
}

/// Whether there is nothing to see.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// How much `text` says, in letters; no more than `enough` are counted. One of Chinese, Japanese or Korean says as much
/// as three others.
pub fn weight(text: &str, enough: usize) -> usize {
    let letters = text.chars().take(enough);
    letters.map(|letter| if ('\u{2E80}'..='\u{D7A3}').contains(&letter) { 3 } else { 1 }).sum()
}

/// `text` without white space around it.
pub fn trim(text: &str) -> &str {
    let start =
        text.char_indices().find(|(_, character)| !is_space(*character)).map_or(text.len(), |(at, _)| at);
    let text = cut(text, start).1;
    let last = text.char_indices().rev().find(|(_, character)| !is_space(*character));
    cut(text, last.map_or(0, |(at, character)| at + character.len_utf8())).0
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        out.push(hex_digit(byte >> 4));
        out.push(hex_digit(byte & 15));
    }
    out
}

/// 0 to 15 as a lower-case digit.
pub fn hex_digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'a' + (value - 10) })
}

/// Howard Hinnant's `days_from_civil`, from 1970 on: the days before that date. March begins the year, so that the leap day ends it.
pub fn days_since_1970(year: u64, month: u64, day: u64) -> u64 {
    let year = year.saturating_sub(u64::from(month <= 2)).min(10_000);
    let month = (month + 9) % 12;
    let of_year = (153 * month + 2) / 5 + day.min(31);
    (year * 365 + year / 4 - year / 100 + year / 400 + of_year).saturating_sub(719_469)
}

/// A whole number in digits of a base, which saturates far above 32 bits; of no digits 0, `None` where one is none.
pub fn in_base(base: u32, digits: &str) -> Option<u64> {
    let mut number = 0;
    for byte in digits.bytes() {
        let digit = char::from(byte).to_digit(base)?;
        number = u64::min(number, 1 << 40) * u64::from(base) + u64::from(digit);
    }
    Some(number)
}
