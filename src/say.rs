//! Words: messages put together from a template and what stands in its gaps, and the few things done to text.
//!
//! `core::fmt` and the search algorithms of `str` are made for more than this crate asks of them, and would be a third
//! of the WebAssembly module; nothing here allocates but the text itself.

use crate::catalog::{self, Field, Kind, Model, Whole};
use crate::json::Value;

/// A template, each `{}` in it a gap, and what goes into the gaps. Of a finding, the first line says what was found and
/// what is allowed, the second what to do.
#[derive(Clone, Copy, Debug)]
pub struct Say<'a> {
    /// The template.
    pub template: &'static str,
    /// One part a gap.
    pub parts: &'a [Part<'a>],
}

/// What goes into a gap.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// As it is.
    Text(&'a str),
    /// A whole number.
    Number(i64),
    /// Milliseconds as seconds: `4.2`.
    Seconds(u64),
    /// In quotes, cut where it is long; of an address only the host, since the rest may hold a secret or a signature.
    Quoted(&'a str),
    /// The same of what was to be an address, be it none.
    Address(&'a str),
    /// As it is, cut where it is long.
    Short(&'a str),
    /// What stands there: `the string "5"`, `null`, `an array of 3`.
    Found(&'a Value<'a>),
    /// What a field takes.
    Allowed(&'a Kind),
    /// A range of whole numbers.
    Range(Whole),
    /// `"a", "b" or "c"`.
    Choice(&'a [&'a str]),
    /// `a and b`.
    All(&'a [&'a str]),
    /// Names of fields.
    Fields(&'static [Field]),
    /// The models with a field of that name: those of the current generation, else the older ones.
    Homes(&'a str),
    /// The ids of all models, or of the current generations.
    Models {
        /// Whether only those.
        current: bool,
    },
    /// Another message.
    Say(&'a Say<'a>),
}

/// A message: `say!("{} is missing", name)`.
macro_rules! say {
    ($template:literal $(, $part:expr)* $(,)?) => {
        $crate::say::Say { template: $template, parts: &[$($crate::say::Part::from($part)),*] }
    };
}
pub(crate) use say;

impl<'a> From<&'a str> for Part<'a> {
    fn from(text: &'a str) -> Self {
        Part::Text(text)
    }
}

impl From<i64> for Part<'_> {
    fn from(number: i64) -> Self {
        Part::Number(number)
    }
}

impl From<usize> for Part<'_> {
    fn from(number: usize) -> Self {
        Part::Number(number as i64)
    }
}

impl From<u32> for Part<'_> {
    fn from(number: u32) -> Self {
        Part::Number(i64::from(number))
    }
}

impl From<u64> for Part<'_> {
    fn from(number: u64) -> Self {
        Part::Number(number as i64)
    }
}

impl<'a> From<&'a Say<'a>> for Part<'a> {
    fn from(say: &'a Say<'a>) -> Self {
        Part::Say(say)
    }
}

impl Say<'_> {
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
pub fn lines(template: &str, parts: &[Part<'_>]) -> (String, Option<String>) {
    let (first, second) = split_once(template, "\n").unwrap_or((template, ""));
    let (mut message, mut hint) = (String::new(), String::new());
    let rest = fill(&mut message, first, parts);
    fill(&mut hint, second, rest);
    (message, Some(hint).filter(|hint| !hint.is_empty()))
}

/// Writes the template with its gaps filled; answers the parts left over.
fn fill<'p, 'a>(out: &mut String, template: &str, parts: &'p [Part<'a>]) -> &'p [Part<'a>] {
    let (mut rest, mut parts) = (template, parts);
    while let (Some((before, after)), Some((part, others))) = (split_once(rest, "{}"), parts.split_first()) {
        out.push_str(before);
        part.write(out);
        (rest, parts) = (after, others);
    }
    out.push_str(rest);
    parts
}

impl Part<'_> {
    fn write(&self, out: &mut String) {
        match *self {
            Part::Text(text) => out.push_str(text),
            Part::Number(number) => integer(out, number),
            Part::Seconds(ms) => decimal(out, ms, 3),
            Part::Quoted(text) => quoted(out, text, find(text, "://").is_some()),
            Part::Address(text) => quoted(out, text, true),
            Part::Short(text) => shortened(out, text, SHOWN),
            Part::Found(value) => found(out, value),
            Part::Allowed(kind) => allowed(out, kind),
            Part::Range(whole) => range(out, whole),
            Part::Choice(values) => {
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
            Part::All(names) => list(out, " and ", names.iter().copied()),
            Part::Fields(fields) => list(out, ", ", fields.iter().map(|field| field.name)),
            Part::Homes(name) => {
                let current = homes(name, true).next().is_some();
                list(out, ", ", homes(name, current));
            }
            Part::Models { current } => list(out, ", ", models(current).map(|model| model.id)),
            Part::Say(say) => say.write(out),
        }
    }
}

fn models(current: bool) -> impl Iterator<Item = &'static Model> {
    catalog::MODELS.iter().filter(move |model| model.generation.current || !current)
}

fn homes(name: &str, current: bool) -> impl Iterator<Item = &'static str> {
    models(current).filter(move |model| model.field(name).is_some()).map(|model| model.id)
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

/// The first `most` characters of `text`.
pub fn first(text: &str, most: usize) -> &str {
    // As many bytes are as many characters at the most.
    let end = if text.len() > most { text.char_indices().nth(most) } else { None };
    end.map_or(text, |(end, _)| cut(text, end).0)
}

/// Adds the first `most` characters of `text`, and a mark where there are more.
pub fn shortened(out: &mut String, text: &str, most: usize) {
    let shown = first(text, most);
    out.push_str(shown);
    if shown.len() < text.len() {
        out.push('…');
    }
}

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

fn found(out: &mut String, value: &Value<'_>) {
    let plain = match value {
        Value::Null => "null",
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Number(text) => return say!("the number {}", Part::Short(text)).write(out),
        Value::Text(text) => {
            out.push_str("the string ");
            // An address has no business where something else belongs; it may hold a secret nonetheless.
            return quoted(out, text, text.contains(['?', '@', '/', '\\']));
        }
        Value::BrokenText(_) => "a string with half a surrogate pair in it",
        Value::Array(items) => return say!("an array of {}", items.len()).write(out),
        Value::Object(_) => "an object",
        Value::Foreign("unreadable") => "a value that throws when it is read",
        Value::Foreign(name @ ("NaN" | "Infinity" | "-Infinity" | "undefined")) => name,
        Value::Foreign(name) => return say!("a {}", *name).write(out),
    };
    out.push_str(plain);
}

fn allowed(out: &mut String, kind: &Kind) {
    let plain = match kind {
        Kind::ModelId => "a model id",
        Kind::Text { max } => return say!("text of at most {} characters", *max).write(out),
        Kind::Choice(values) => return Part::Choice(values).write(out),
        Kind::Integer(whole) => return range(out, *whole),
        Kind::Flag => "true or false",
        Kind::Media(_) => "an http or https URL in a string",
        Kind::MediaList { max: 1, .. } => "an array of 1 URL",
        Kind::MediaList { max, .. } => return say!("an array of 1 to {} URLs", *max).write(out),
        Kind::CallbackUrl => "an https URL in a string",
        Kind::Params(_) => "an object",
        Kind::VoiceBindings { .. } => "an object from reference (image1, video1) to voice URL",
    };
    out.push_str(plain);
}

fn range(out: &mut String, whole: Whole) {
    let Whole { min, max, step, zero } = whole;
    if zero {
        out.push_str("0 or ");
    }
    if step == 1 {
        say!("a whole number from {} to {}", min, max).write(out);
    } else {
        say!("{} or {}", min, max).write(out);
    }
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
        while out.ends_with('0') {
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
    let (text, part) = (text.as_bytes(), part.as_bytes());
    (0..=text.len().checked_sub(part.len())?)
        .find(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(part)))
}

/// `text` before and after the first `separator`.
pub fn split_once<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let at = find(text, separator)?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// `text` in two at a character's edge.
pub fn cut(text: &str, at: usize) -> (&str, &str) {
    (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default())
}

/// How many code points `text` has.
pub fn length(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xC0 != 0x80).count()
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
    let (mut start, mut end) = (None, 0);
    for (at, character) in text.char_indices() {
        if !is_space(character) {
            start = start.or(Some(at));
            end = at + character.len_utf8();
        }
    }
    start.and_then(|start| text.get(start..end)).unwrap_or_default()
}
