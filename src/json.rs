//! The one reader for all that comes in: request snapshots and HTTP bodies.
//!
//! It reads JSON (RFC 8259) and one extension: a token `~name`, which stands where a JavaScript value had something
//! JSON cannot hold (`~undefined`, `~NaN`, `~-Infinity`, `~function`, `~bigint`, `~unreadable`, …). A general JSON crate weighs
//! more than this whole client, keeps numbers as floats, and refuses half surrogates instead of pointing at them.
//! The tests hold it against `serde_json`.

use std::borrow::Cow;

use crate::fingerprint::hex_digit;
use crate::say::{cut, natural, split_once, with_digit};

/// How deep a document may nest. A request needs three levels.
pub const MAX_DEPTH: usize = 64;

/// A JSON value, or what stands in a place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it was written: money and ids must not pass through a float.
    Number(&'a str),
    /// A string.
    Text(Cow<'a, str>),
    /// A string with a half surrogate in it, which UTF-8 cannot hold; each half stands as U+FFFD.
    BrokenText(String),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object, in the order written. A repeated name counts with its last value.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
    /// What JSON cannot hold, by name: `NaN`, `function`, `bigint`, `unreadable`, …
    Foreign(&'a str),
}

impl<'a> Value<'a> {
    /// Reads one document.
    ///
    /// # Errors
    /// `None` where the text is not one JSON value (with the extension above), or nests deeper than [`MAX_DEPTH`].
    pub fn parse(text: &'a str) -> Option<Value<'a>> {
        Value::read(text, true)
    }

    /// Reads one document of JSON proper, as it comes over HTTP.
    pub fn parse_json(text: &'a str) -> Option<Value<'a>> {
        Value::read(text, false)
    }

    fn read(text: &'a str, foreign: bool) -> Option<Value<'a>> {
        let mut reader = Reader { text, at: 0, foreign };
        let value = reader.value(0)?;
        reader.skip_space();
        (reader.at == text.len()).then_some(value)
    }

    /// The value of that name, where this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(fields) => fields.iter().rfind(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether this stands for JavaScript's `undefined`: a field that holds it counts as absent.
    pub fn is_undefined(&self) -> bool {
        matches!(self, Value::Foreign("undefined"))
    }

    /// The string, where this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where this is an array.
    pub fn items(&self) -> Option<&[Value<'a>]> {
        match self {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The whole number, where this is one (`5`, `5.0` and `5e0` are); saturates at the edges of `i64`.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Value::Number(text) => {
                let (whole, rest) = decimal(text, 0);
                (rest == Rest::None).then_some(whole)
            }
            _ => None,
        }
    }

    /// The number times ten to the `shift`, rounded half away from zero, where this is a number: seconds as milliseconds
    /// with 3, ratios as millionths with 6. Exact where a float would not be.
    pub fn as_scaled(&self, shift: i64) -> Option<i64> {
        match self {
            Value::Number(text) => Some(rounded(text, shift, Rest::HalfOrMore)),
            _ => None,
        }
    }
}

/// A whole number of digits with a fraction or without, times ten to the `shift`, rounded up.
pub fn rounded_up(digits: &str, shift: i64) -> Option<i64> {
    let (whole, fraction) = split_once(digits, ".").unwrap_or((digits, "0"));
    natural(whole).and(natural(fraction))?;
    Some(rounded(digits, shift, Rest::BelowHalf))
}

/// A number times ten to the `shift`, away from zero where `least` or more is left over.
fn rounded(text: &str, shift: i64, least: Rest) -> i64 {
    let (whole, rest) = decimal(text, shift);
    let up = if text.starts_with('-') { -1 } else { 1 };
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
    let power = exponent.trim_start_matches(['e', 'E', '+', '-']);
    // A billion digits are as good as any number of them.
    let power = natural(power).unwrap_or_default().min(1 << 30) as i64;
    let power = if exponent.contains('-') { -power } else { power };
    let digits = mantissa.strip_prefix('-').unwrap_or(mantissa);
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

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Whether `~name` may stand for a value.
    foreign: bool,
}

impl<'a> Reader<'a> {
    #[allow(
        clippy::inline_always,
        reason = "the innermost loop of every call; left to itself the compiler calls it"
    )]
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    #[inline]
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Option<Value<'a>> {
        let end = self.at + word.len();
        (self.text.get(self.at..end) == Some(word)).then(|| {
            self.at = end;
            value
        })
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string(),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            b'~' if self.foreign => {
                self.at += 1;
                self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'-').map(Value::Foreign)
            }
            _ => self.number(),
        }
    }

    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        let end = rest.bytes().position(|byte| !belongs(byte)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end)
    }

    fn plain(&mut self) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?;
        let (plain, _) = cut(rest, plain_length(rest));
        self.at += plain.len();
        Some(plain)
    }

    fn number(&mut self) -> Option<Value<'a>> {
        let start = self.at;
        self.eat(b'-');
        let digits =
            |reader: &mut Self| !reader.run(|byte| byte.is_ascii_digit()).unwrap_or_default().is_empty();
        if !self.eat(b'0') && !digits(self) {
            return None;
        }
        if self.eat(b'.') && !digits(self) {
            return None;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            if !digits(self) {
                return None;
            }
        }
        self.text.get(start..self.at).map(Value::Number)
    }

    fn array(&mut self, depth: usize) -> Option<Value<'a>> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.eat(b']') {
            return Some(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.skip_space();
            match self.next()? {
                b',' => {}
                b']' => return Some(Value::Array(items)),
                _ => return None,
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value<'a>> {
        self.at += 1;
        let mut fields = Vec::new();
        self.skip_space();
        if self.eat(b'}') {
            return Some(Value::Object(fields));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return None;
            }
            let name = match self.string()? {
                Value::Text(name) => name,
                Value::BrokenText(name) => Cow::Owned(name),
                _ => return None,
            };
            self.skip_space();
            if !self.eat(b':') {
                return None;
            }
            fields.push((name, self.value(depth + 1)?));
            self.skip_space();
            match self.next()? {
                b',' => {}
                b'}' => return Some(Value::Object(fields)),
                _ => return None,
            }
        }
    }

    fn string(&mut self) -> Option<Value<'a>> {
        self.at += 1;
        let plain = self.plain()?;
        if self.eat(b'"') {
            return Some(Value::Text(Cow::Borrowed(plain)));
        }
        let mut text = plain.to_owned();
        let mut broken = false;
        loop {
            match self.next()? {
                b'"' => break,
                b'\\' => self.escape(&mut text, &mut broken)?,
                _ => return None,
            }
            text.push_str(self.plain()?);
        }
        Some(if broken { Value::BrokenText(text) } else { Value::Text(Cow::Owned(text)) })
    }

    fn escape(&mut self, text: &mut String, broken: &mut bool) -> Option<()> {
        text.push(match self.next()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                let low_follows = self.text.as_bytes().get(self.at..self.at + 2) == Some(b"\\u");
                let start = self.at;
                let low = if (0xD800..0xDC00).contains(&unit) && low_follows {
                    self.at += 2;
                    Some(self.unit()?).filter(|low| (0xDC00..0xE000).contains(low))
                } else {
                    None
                };
                let code = if let Some(low) = low {
                    0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                } else {
                    self.at = start;
                    unit
                };
                char::from_u32(code).unwrap_or_else(|| {
                    *broken = true;
                    char::REPLACEMENT_CHARACTER
                })
            }
            _ => return None,
        });
        Some(())
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    }
}

/// How many bytes of `text` stand in a JSON string as they are: up to the first quote, backslash or control character.
/// Most of a document is such text, so eight bytes are looked at together.
fn plain_length(text: &str) -> usize {
    const EACH: u64 = u64::MAX / 0xFF;
    // A byte's highest bit is set where that byte is below `limit` (at most 0x80); higher bytes may be wrong, "any" is not.
    let below = |word: u64, limit: u64| word.wrapping_sub(EACH * limit) & !word & (EACH << 7);
    let is = |word: u64, byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    let (words, _) = text.as_bytes().as_chunks();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let whole =
        words.take_while(|word| below(*word, 0x20) | is(*word, b'"') | is(*word, b'\\') == 0).count() * 8;
    let plain = |byte: &u8| *byte >= b' ' && *byte != b'"' && *byte != b'\\';
    whole + text.as_bytes().iter().skip(whole).take_while(|byte| plain(byte)).count()
}

/// Writes `text` as a JSON string, escaped as `JSON.stringify` does.
pub fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    loop {
        let (plain, special) = cut(rest, plain_length(rest));
        out.push_str(plain);
        let Some(byte) = special.bytes().next() else { break };
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x08 => out.push_str("\\b"),
            0x0C => out.push_str("\\f"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => {
                out.push_str("\\u00");
                out.push(hex_digit(byte >> 4));
                out.push(hex_digit(byte & 15));
            }
        }
        rest = special.get(1..).unwrap_or_default();
    }
    out.push('"');
}

impl Value<'_> {
    /// Writes this value as JSON, objects in the order they hold. What JSON cannot hold becomes `null`.
    pub fn write(&self, out: &mut String) {
        match self {
            Value::Null | Value::Foreign(_) => out.push_str("null"),
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Number(text) => out.push_str(text),
            Value::Text(text) => write_text(out, text),
            Value::BrokenText(text) => write_text(out, text),
            Value::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Value::Object(fields) => {
                out.push('{');
                for (index, (name, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(out, name);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}
