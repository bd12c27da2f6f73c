//! The stored form of a machine, so that it goes on in another process hours later: JSON text that names the machine, the
//! version of the form, when it was written, and each field. A field that an older version did not have keeps what a
//! machine begins with.

use crate::json::ObjectWriter;
use crate::message::message;
use crate::tape::{Document, Node};

/// Reads or writes the fields of a machine: each machine lists them once, for both.
pub trait Fields {
    /// A number; NaN stands for none.
    fn number(&mut self, name: &'static str, value: &mut f64);
    /// A string.
    fn text(&mut self, name: &'static str, value: &mut String);
    /// How long the process was gone since the form was written, in milliseconds; 0 while writing.
    fn gone_ms(&self) -> f64;
}

impl dyn Fields + '_ {
    /// true or false.
    pub fn flag(&mut self, name: &'static str, value: &mut bool) {
        let mut number = f64::from(u8::from(*value));
        self.number(name, &mut number);
        *value = number > 0.0;
    }

    /// A count.
    pub fn count(&mut self, name: &'static str, value: &mut u32) {
        let mut number = f64::from(*value);
        self.number(name, &mut number);
        // Whatever stands there, there is room to count on.
        *value = number.min(1e9) as u32;
    }

    /// A count of bytes, or a place in a file. What lies behind every real file counts as 8 TB.
    pub fn bytes(&mut self, name: &'static str, value: &mut u64) {
        let mut number = (*value).min(1 << 43) as f64;
        self.number(name, &mut number);
        *value = number as u64;
    }

    /// A number that may be missing.
    pub fn maybe(&mut self, name: &'static str, value: &mut Option<f64>) {
        let mut number = value.unwrap_or(f64::NAN);
        self.number(name, &mut number);
        *value = (!number.is_nan()).then_some(number);
    }

    /// What is left of a pause: less, by as long as the process was gone.
    pub fn pause(&mut self, name: &'static str, value: &mut Option<f64>) {
        self.maybe(name, value);
        let gone = self.gone_ms();
        *value = value.map(|left| (left - gone).max(0.0));
    }
}

/// A machine that can be stored.
pub trait Stored: Clone {
    /// Its name in the stored form.
    const NAME: &'static str;
    /// The version it writes. One that changes what a field means, or needs one more, counts up.
    const VERSION: u32;
    /// Lists its fields. `now` is the machine's clock, and where it is read back, what that clock showed when it was written.
    fn fields(&mut self, fields: &mut dyn Fields, now: f64);
    /// Whether it has ended: then there is nothing to go on with.
    fn is_over(&self) -> bool;
}

/// The stored form; `None` once the machine is over. `now`: the machine's clock, `wall_ms`: milliseconds since 1970.
pub fn save<M: Stored>(machine: &M, now: f64, wall_ms: f64) -> Option<String> {
    if machine.is_over() {
        return None;
    }
    let mut out = ObjectWriter::default();
    out.text("machine", M::NAME).number("version", f64::from(M::VERSION)).number("savedAt", wall_ms);
    machine.clone().fields(&mut Writer(&mut out), now);
    Some(out.end())
}

/// A machine out of its stored form: `fresh`, with what stands there.
///
/// # Errors
/// A sentence that says why the text is none.
pub fn restore<M: Stored>(mut fresh: M, text: &str, now: f64, wall_ms: f64) -> Result<M, String> {
    let document = Document::parse_json(text).unwrap_or_default();
    let tape = document.tape();
    let value = tape.root();
    let version = value.get("version").and_then(Node::as_integer).unwrap_or(0);
    if value.get("machine").and_then(Node::as_text) != Some(M::NAME) || version < 1 {
        return Err(message!("the stored form is not that of a {} machine", M::NAME).text());
    }
    if version > i64::from(M::VERSION) {
        return Err(message!(
            "the stored {} machine has version {}, and this wanreel reads up to {}: it was written by a newer one",
            M::NAME,
            version,
            M::VERSION
        )
        .text());
    }
    let saved_at = number(value, "savedAt").unwrap_or(wall_ms);
    // A clock that was set back takes nothing away.
    let gone_ms = (wall_ms - saved_at).max(0.0);
    fresh.fields(&mut Reader { value, gone_ms }, now - gone_ms);
    Ok(fresh)
}

fn number(value: Node<'_>, name: &str) -> Option<f64> {
    Some(value.get(name)?.as_scaled(6)? as f64 / 1e6)
}

struct Writer<'a>(&'a mut ObjectWriter);

impl Fields for Writer<'_> {
    fn number(&mut self, name: &'static str, value: &mut f64) {
        if !value.is_nan() {
            self.0.number(name, *value);
        }
    }

    fn text(&mut self, name: &'static str, value: &mut String) {
        self.0.text(name, value.as_str());
    }

    fn gone_ms(&self) -> f64 {
        0.0
    }
}

struct Reader<'a> {
    value: Node<'a>,
    gone_ms: f64,
}

impl Fields for Reader<'_> {
    fn number(&mut self, name: &'static str, value: &mut f64) {
        if let Some(stored) = number(self.value, name) {
            *value = stored;
        }
    }

    fn text(&mut self, name: &'static str, value: &mut String) {
        if let Some(Node::Text(stored)) = self.value.get(name) {
            stored.clone_into(value);
        }
    }

    fn gone_ms(&self) -> f64 {
        self.gone_ms
    }
}
