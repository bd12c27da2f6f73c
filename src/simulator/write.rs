//! Building JSON to send: an object field by field, in the order given.

/// A JSON array of values that are JSON already.
pub use crate::json::list as array;
use crate::json::write_text;

/// A JSON object under construction.
#[derive(Clone, Debug, Default)]
pub struct Object(String);

impl Object {
    /// An empty one.
    pub fn new() -> Self {
        Object(String::new())
    }

    /// A field whose value is JSON already.
    #[must_use]
    pub fn raw(mut self, name: &str, json: &str) -> Self {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        write_text(&mut self.0, name);
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    /// A string.
    #[must_use]
    pub fn text(self, name: &str, value: &str) -> Self {
        let json = text(value);
        self.raw(name, &json)
    }

    /// A string, where there is one.
    #[must_use]
    pub fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// A whole number.
    #[must_use]
    pub fn number(self, name: &str, value: u64) -> Self {
        self.raw(name, &value.to_string())
    }

    /// true or false.
    #[must_use]
    pub fn flag(self, name: &str, value: bool) -> Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// Strings.
    #[must_use]
    pub fn texts<'a>(self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        self.raw(name, &array(values.into_iter().map(text)))
    }

    /// The JSON.
    pub fn end(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }
}

/// A JSON string.
pub fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    write_text(&mut out, value);
    out
}

#[cfg(test)]
mod tests {
    use super::{Object, array};

    #[test]
    fn fields_keep_their_order() {
        let json = Object::new().text("b", "x\"y").number("a", 1).maybe("c", None).flag("d", true).end();
        assert_eq!(json, r#"{"b":"x\"y","a":1,"d":true}"#);
    }

    #[test]
    fn nothing_is_an_empty_object_or_array() {
        assert_eq!(Object::new().end(), "{}");
        assert_eq!(array([]), "[]");
    }
}
