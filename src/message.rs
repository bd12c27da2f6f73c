//! Messages: a template and the arguments that stand in its gaps. `core::fmt` would be a large part of the WebAssembly
//! module, so that messages are put together here.

use crate::catalog::{self, Field, IntegerRange, Kind, Model, Name};
use crate::tape::Node;
use crate::text::{cut, decimal, dollars, find, integer, shortened, split_once};

/// A template, each `{}` in it a gap, and what goes into the gaps. Of a finding, the first line says what was found and
/// what is allowed, the second what to do.
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
    /// Milliseconds as seconds: `4.2`.
    Seconds(u64),
    /// Micro-dollars as dollars, exactly: `$1.29`, `$0.00001`.
    Dollars(u64),
    /// In quotes, cut where it is long; of an address only the host, since the rest may hold a secret or a signature.
    Quoted(&'a str),
    /// The same of what was to be an address, be it none.
    Address(&'a str),
    /// As it is, cut where it is long.
    Short(&'a str),
    /// What stands there: `the string "5"`, `null`, `an array of 3`.
    Found(Node<'a>),
    /// What a field takes.
    Allowed(&'a Kind),
    /// A range of whole numbers.
    Range(IntegerRange),
    /// `"a", "b" or "c"`.
    Choice(&'a [&'a str]),
    /// `a and b`.
    All(&'static [Name]),
    /// Names of fields.
    Fields(&'static [Field]),
    /// The models with a field of that name: those of the current generation, else the older ones.
    ModelsWithField(&'a str),
    /// The ids of all models, or of the current generations.
    Models {
        /// Whether only those.
        current: bool,
    },
    /// Another message.
    Message(&'a Message<'a>),
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

impl<'a> From<&'a Message<'a>> for Arg<'a> {
    fn from(message: &'a Message<'a>) -> Self {
        Arg::Message(message)
    }
}

impl Message<'_> {
    /// The message.
    pub fn text(self) -> String {
        let mut out = String::new();
        fill(&mut out, self.template, self.parts);
        out
    }

    fn write(self, out: &mut String) {
        fill(out, self.template, self.parts);
    }
}

/// A finding's two lines; the second is `None` where it is empty.
pub fn lines(template: &str, parts: &[Arg<'_>]) -> (String, Option<String>) {
    let (first, second) = split_once(template, "\n").unwrap_or((template, ""));
    let (mut message, mut hint) = (String::new(), String::new());
    let rest = fill(&mut message, first, parts);
    fill(&mut hint, second, rest);
    (message, Some(hint).filter(|hint| !hint.is_empty()))
}

/// Writes the template with its gaps filled; answers the parts left over.
fn fill<'p, 'a>(out: &mut String, template: &str, parts: &'p [Arg<'a>]) -> &'p [Arg<'a>] {
    let (mut rest, mut parts) = (template, parts);
    while let (Some((before, after)), Some((part, others))) = (split_once(rest, "{}"), parts.split_first()) {
        out.push_str(before);
        part.write(out);
        (rest, parts) = (after, others);
    }
    out.push_str(rest);
    parts
}

impl Arg<'_> {
    fn write(&self, out: &mut String) {
        match *self {
            Arg::Text(text) => out.push_str(text),
            Arg::Number(number) => integer(out, number),
            Arg::Seconds(ms) => decimal(out, ms, 3),
            Arg::Dollars(micro_usd) => dollars(out, micro_usd),
            Arg::Quoted(text) => quoted(out, text, find(text, "://").is_some()),
            Arg::Address(text) => quoted(out, text, true),
            Arg::Short(text) => shortened(out, text, SHOWN),
            Arg::Found(value) => found(out, value),
            Arg::Allowed(kind) => allowed(out, kind),
            Arg::Range(whole) => range(out, whole),
            Arg::Choice(values) => {
                for (index, value) in values.iter().enumerate() {
                    out.push_str(match index {
                        0 => "\"",
                        _ if index + 1 == values.len() => "\" or \"",
                        _ => "\", \"",
                    });
                    out.push_str(value);
                }
                out.push('"');
            }
            Arg::All(names) => list(out, " and ", names.iter().map(|name| name.text)),
            Arg::Fields(fields) => list(out, ", ", fields.iter().map(|field| field.name)),
            Arg::ModelsWithField(name) => {
                let current = homes(name, true).next().is_some();
                list(out, ", ", homes(name, current));
            }
            Arg::Models { current } => list(out, ", ", models(current).map(|model| model.id)),
            Arg::Message(message) => message.write(out),
        }
    }
}

fn models(current: bool) -> impl Iterator<Item = &'static Model> {
    catalog::MODELS.iter().filter(move |model| model.generation.current || !current)
}

fn homes(name: &str, current: bool) -> impl Iterator<Item = &'static str> {
    models(current).filter(move |model| model.field_called(name).is_some()).map(|model| model.id)
}

fn list<'n>(out: &mut String, separator: &str, names: impl Iterator<Item = &'n str>) {
    for (index, name) in names.enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(name);
    }
}

/// How many characters of what was found are shown.
const SHOWN: usize = 60;

fn quoted(out: &mut String, text: &str, is_address: bool) {
    out.push('"');
    if is_address {
        address(out, text);
    } else {
        shortened(out, text, SHOWN);
    }
    out.push('"');
}

/// Scheme and host of an address, of a path all up to its query; then a mark for what is left out, which may hold a
/// password, a secret or a signature.
fn address(out: &mut String, text: &str) {
    let (scheme, rest) = cut(text, find(text, "://").map_or(0, |at| at + 3));
    let is_path = scheme.is_empty() && rest.starts_with(['/', '.']);
    let is_end = |byte: u8| matches!(byte, b'?' | b'#') || (!is_path && matches!(byte, b'/' | b'\\'));
    let (shown, hidden) = cut(rest, rest.bytes().position(is_end).unwrap_or(rest.len()));
    let host = cut(shown, shown.bytes().rposition(|byte| byte == b'@').map_or(0, |at| at + 1)).1;
    shortened(out, scheme, SHOWN);
    shortened(out, host, SHOWN);
    let path = hidden.strip_prefix('/');
    out.push_str(if path.is_some() { "/" } else { "" });
    if !path.unwrap_or(hidden).is_empty() {
        out.push('…');
    }
}

fn found(out: &mut String, value: Node<'_>) {
    let plain = match value {
        Node::Null => "null",
        Node::Bool(true) => "true",
        Node::Bool(false) => "false",
        Node::Number(text) => return message!("the number {}", Arg::Short(text)).write(out),
        Node::Text(text) => {
            out.push_str("the string ");
            // An address has no business where something else belongs; it may hold a secret nonetheless.
            return quoted(out, text, text.contains(['?', '@', '/', '\\']));
        }
        Node::BrokenText(_) => "a string with half a surrogate pair in it",
        Node::Array(items) => return message!("an array of {}", items.len()).write(out),
        Node::Object(_) => "an object",
        Node::Foreign("unreadable") => "a value that throws when it is read",
        Node::Foreign(name @ ("NaN" | "Infinity" | "-Infinity" | "undefined")) => name,
        Node::Foreign(name) => return message!("a {}", name).write(out),
    };
    out.push_str(plain);
}

fn allowed(out: &mut String, kind: &Kind) {
    let plain = match kind {
        Kind::ModelId => "a model id",
        Kind::Text { max } => return message!("text of at most {} characters", *max).write(out),
        Kind::Choice(values) => return Arg::Choice(values).write(out),
        Kind::Integer(whole) => return range(out, *whole),
        Kind::Flag => "true or false",
        Kind::Media(_) => "an http or https URL in a string",
        Kind::MediaList { max: 1, .. } => "an array of 1 URL",
        Kind::MediaList { max, .. } => return message!("an array of 1 to {} URLs", *max).write(out),
        Kind::CallbackUrl => "an https URL in a string",
        Kind::Object(_) => "an object",
        Kind::VoiceBindings { .. } => "an object from reference (image1, video1) to voice URL",
    };
    out.push_str(plain);
}

fn range(out: &mut String, whole: IntegerRange) {
    let IntegerRange { min, max, step, zero } = whole;
    if zero {
        out.push_str("0 or ");
    }
    if step == 1 {
        message!("a whole number from {} to {}", min, max).write(out);
    } else {
        message!("{} or {}", min, max).write(out);
    }
}
