//! What goes out, as JSON text put together field by field. The engine reads it back in one call, which is quicker than
//! an object set field by field, and smaller than a serializer.

use super::write::write_text;
use crate::text::{decimal, integer};

/// Room for most of them: a text that grows is moved each time.
const USUAL: usize = 256;

/// An object under construction.
#[derive(Debug)]
pub struct ObjectWriter(String);

impl Default for ObjectWriter {
    fn default() -> Self {
        let mut out = String::with_capacity(USUAL);
        out.push('{');
        ObjectWriter(out)
    }
}

impl ObjectWriter {
    /// A field whose value is JSON already.
    pub fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        self.name(name);
        self.0.push_str(json);
        self
    }

    /// The same under a name that is not ours, and may need escapes.
    pub fn given(&mut self, name: &str, json: &str) -> &mut Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        write_text(&mut self.0, name);
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    /// A string; nothing where there is none.
    pub fn text<'t>(&mut self, name: &str, value: impl Into<Option<&'t str>>) -> &mut Self {
        if let Some(value) = value.into() {
            self.name(name);
            write_text(&mut self.0, value);
        }
        self
    }

    /// A number; nothing where there is none.
    pub fn number(&mut self, name: &str, value: impl Into<Option<f64>>) -> &mut Self {
        if let Some(value) = value.into() {
            self.name(name);
            number(&mut self.0, value);
        }
        self
    }

    /// true or false.
    pub fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// A list of strings.
    pub fn texts<'t>(&mut self, name: &str, values: impl IntoIterator<Item = &'t str>) -> &mut Self {
        self.name(name);
        let mut separator = '[';
        for value in values {
            self.0.push(std::mem::replace(&mut separator, ','));
            write_text(&mut self.0, value);
        }
        self.0.push_str(if separator == '[' { "[]" } else { "]" });
        self
    }

    /// The JSON.
    pub fn end(&mut self) -> String {
        self.0.push('}');
        std::mem::take(&mut self.0)
    }

    fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        // None of our names needs an escape.
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
    }
}

/// A list of what is JSON already.
pub fn list(items: impl IntoIterator<Item = String>) -> String {
    let mut out = String::from("[");
    for item in items {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&item);
    }
    out.push(']');
    out
}

/// A number, what is not whole to six places: dollars, seconds and milliseconds have no more, and come back as they were.
pub fn number(out: &mut String, value: f64) {
    let size = value.abs();
    if value < 0.0 {
        out.push('-');
    }
    if size.fract() <= 0.0 || size > 1e9 {
        integer(out, size as i64);
    } else {
        decimal(out, (size * 1e6 + 0.5) as u64, 6);
    }
}
