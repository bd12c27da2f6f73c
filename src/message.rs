//! Messages: a template and the arguments that stand in its gaps. `core::fmt` would be a large part of the WebAssembly
//! module, so that messages are put together here. Those of findings are made of numbers: see [`crate::words`].

use crate::text::{dollars, integer, split_once};

/// A template, each `{}` in it a gap, and what goes into the gaps.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// The template.
    pub template: &'static str,
    /// One part a gap.
    pub parts: &'a [Arg<'a>],
}

/// What goes into a gap.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// As it is.
    Text(&'a str),
    /// A whole number.
    Number(i64),
    /// Micro-dollars as dollars, exactly: `$1.29`, `$0.00001`.
    Dollars(u64),
}

/// A message: `message!("{} is missing", name)`.
macro_rules! message {
    ($template:literal $(, $part:expr)* $(,)?) => {
        $crate::message::Message { template: $template, parts: &[$($crate::message::Arg::from($part)),*] }
    };
}
pub(crate) use message;

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Arg::Number(number)
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Arg::Number(number as i64)
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Arg::Number(i64::from(number))
    }
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Arg::Number(number as i64)
    }
}

impl Message<'_> {
    /// The message.
    pub fn text(self) -> String {
        let mut out = String::new();
        let (mut rest, mut parts) = (self.template, self.parts);
        while let (Some((before, after)), Some((part, others))) =
            (split_once(rest, "{}"), parts.split_first())
        {
            out.push_str(before);
            match *part {
                Arg::Text(text) => out.push_str(text),
                Arg::Number(number) => integer(&mut out, number),
                Arg::Dollars(micro_usd) => dollars(&mut out, micro_usd),
            }
            (rest, parts) = (after, others);
        }
        out.push_str(rest);
        out
    }
}
