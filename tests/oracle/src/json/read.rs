//! The reader: one pass over the text, borrowing what needs no change.

use std::borrow::Cow;

use super::Value;
use super::write::plain_length;
use crate::text::cut;

/// How deep a document may nest. A request needs three levels.
pub const MAX_DEPTH: usize = 64;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// Whether `~name` may stand for a value.
    pub(super) foreign: bool,
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

    pub(super) fn skip_space(&mut self) {
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

    pub(super) fn value(&mut self, depth: usize) -> Option<Value<'a>> {
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
