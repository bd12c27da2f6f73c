//! The reader: one pass over the text, which writes onto a tape what it finds.

use super::write::plain_length;
use crate::tape::{Builder, Document, Tag};
use crate::text::{cut, in_base};

/// How deep a document may nest. A request needs three levels.
pub const MAX_DEPTH: usize = 64;

/// Reads one document; `foreign`: whether `~name` may stand for a value. `None` where the text is none, or nests deeper than
/// [`MAX_DEPTH`].
pub(crate) fn read(text: &str, foreign: bool) -> Option<Document<'_>> {
    let mut reader = Reader { text, at: 0, foreign, out: Builder::new(text) };
    reader.value(0)?;
    reader.skip_space();
    (reader.at == text.len()).then(|| reader.out.end())
}

/// Whether the text is one number.
pub(crate) fn is_number(text: &str) -> bool {
    let mut reader = Reader { text, at: 0, foreign: false, out: Builder::new(text) };
    reader.number().is_some() && reader.at == text.len()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    foreign: bool,
    out: Builder<'a>,
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

    fn word(&mut self, word: &str, tag: Tag) -> Option<()> {
        let end = self.at + word.len();
        (self.text.get(self.at..end) == Some(word)).then(|| {
            self.at = end;
            self.out.plain(tag);
        })
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string(),
            b't' => self.word("true", Tag::True),
            b'f' => self.word("false", Tag::False),
            b'n' => self.word("null", Tag::Null),
            b'~' if self.foreign => {
                self.at += 1;
                let start = self.at;
                self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
                self.out.text_at(Tag::Foreign, start, self.at);
                Some(())
            }
            _ => self.number(),
        }
    }

    /// Goes past bytes that belong together; answers whether there were any.
    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> bool {
        let start = self.at;
        while self.peek().is_some_and(&belongs) {
            self.at += 1;
        }
        self.at > start
    }

    fn plain(&mut self) -> &'a str {
        let rest = cut(self.text, self.at).1;
        let (plain, _) = cut(rest, plain_length(rest));
        self.at += plain.len();
        plain
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.eat(b'-');
        let digits = |reader: &mut Self| reader.run(|byte| byte.is_ascii_digit());
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
        self.out.text_at(Tag::Number, start, self.at);
        Some(())
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        let mut array = self.out.open();
        self.skip_space();
        let mut more = !self.eat(b']');
        while more {
            self.value(depth + 1)?;
            array.count();
            self.skip_space();
            more = self.goes_on(b']')?;
        }
        self.out.close(Tag::Array, array);
        Some(())
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        let mut object = self.out.open();
        self.skip_space();
        let mut more = !self.eat(b'}');
        while more {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return None;
            }
            self.string()?;
            self.out.name();
            self.skip_space();
            if !self.eat(b':') {
                return None;
            }
            self.value(depth + 1)?;
            object.count();
            self.skip_space();
            more = self.goes_on(b'}')?;
        }
        self.out.close(Tag::Object, object);
        Some(())
    }

    /// Whether a comma follows, not the end.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        match self.next()? {
            b',' => Some(true),
            byte => (byte == end).then_some(false),
        }
    }

    fn string(&mut self) -> Option<()> {
        self.at += 1;
        let start = self.at;
        let plain = self.plain();
        if self.eat(b'"') {
            self.out.text_at(Tag::Text, start, self.at - 1);
            return Some(());
        }
        let mut text = plain.to_owned();
        let mut broken = false;
        loop {
            match self.next()? {
                b'"' => break,
                b'\\' => self.escape(&mut text, &mut broken)?,
                _ => return None,
            }
            text.push_str(self.plain());
        }
        self.out.text(if broken { Tag::BrokenText } else { Tag::Text }, &text);
        Some(())
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
        Some(in_base(16, digits)? as u32)
    }
}
