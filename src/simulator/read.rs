//! Reading the simulator's own options: one mistake is enough to stop, and is told with its path.

use crate::json::Value;

/// An option or a part of one, and where it stands.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// As one would write it in JavaScript: `faults[0].status`.
    pub path: String,
    /// What is there.
    pub value: &'a Value<'a>,
}

/// What is wrong with an option.
pub type Wrong = String;

impl<'a> Entry<'a> {
    /// The whole document.
    pub fn root(value: &'a Value<'a>) -> Self {
        Entry { path: String::new(), value }
    }

    /// "`path` must be …".
    pub fn wrong(&self, must_be: &str) -> Wrong {
        let path = if self.path.is_empty() { "options" } else { &self.path };
        format!("{path} must be {must_be}")
    }

    /// The field of that name; absent and `undefined` are the same.
    pub fn get(&self, name: &str) -> Option<Entry<'a>> {
        let value = self.value.get(name).filter(|value| !value.is_undefined())?;
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        Some(Entry { path, value })
    }

    /// Its fields.
    ///
    /// # Errors
    /// Where it is no object, or has a field not in `allowed` (empty: any).
    pub fn fields(&self, allowed: &[&str]) -> Result<Vec<(&'a str, Entry<'a>)>, Wrong> {
        let Value::Object(fields) = self.value else { return Err(self.wrong("an object")) };
        let mut entries = Vec::new();
        for (name, value) in fields {
            if !allowed.is_empty() && !allowed.contains(&name.as_ref()) {
                let place = if self.path.is_empty() { String::new() } else { format!(" of {}", self.path) };
                return Err(format!("unknown option \"{name}\"{place}; there are {}", allowed.join(", ")));
            }
            let path = if self.path.is_empty() { name.to_string() } else { format!("{}.{name}", self.path) };
            entries.push((name.as_ref(), Entry { path, value }));
        }
        Ok(entries)
    }

    /// Its items; a single value counts as an array of one.
    pub fn items(&self) -> Vec<Entry<'a>> {
        match self.value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, value)| Entry { path: format!("{}[{index}]", self.path), value })
                .collect(),
            _ => vec![self.clone()],
        }
    }

    /// The text.
    ///
    /// # Errors
    /// Where it is none.
    pub fn text(&self) -> Result<&'a str, Wrong> {
        self.value.as_text().ok_or_else(|| self.wrong("a string"))
    }

    /// The switch.
    ///
    /// # Errors
    /// Where it is none.
    pub fn flag(&self) -> Result<bool, Wrong> {
        match self.value {
            Value::Bool(flag) => Ok(*flag),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// The whole number, within `min..=max`.
    ///
    /// # Errors
    /// Where it is none, or out of range.
    pub fn whole(&self, min: u64, max: u64) -> Result<u64, Wrong> {
        self.value
            .as_integer()
            .and_then(|number| u64::try_from(number).ok())
            .filter(|number| (min..=max).contains(number))
            .ok_or_else(|| self.wrong(&format!("a whole number from {min} to {max}")))
    }

    /// A number of milliseconds, at most a thousand years of them; a fraction is rounded.
    ///
    /// # Errors
    /// Where it is no number, or negative.
    pub fn milliseconds(&self) -> Result<u64, Wrong> {
        self.scaled(0)
            .map(|ms| ms.min(31_557_600_000_000))
            .map_err(|_| self.wrong("a number of milliseconds, 0 or more"))
    }

    /// The number times ten to the power of `places`, rounded.
    ///
    /// # Errors
    /// Where it is no number, or negative.
    pub fn scaled(&self, places: i64) -> Result<u64, Wrong> {
        let wrong = || self.wrong("a number, 0 or more");
        self.value.as_scaled(places).and_then(|number| u64::try_from(number).ok()).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::Entry;
    use crate::json::Value;

    fn scaled(text: &str, places: i64) -> Result<u64, String> {
        Entry::root(&Value::parse(text).unwrap()).scaled(places)
    }

    #[test]
    fn numbers_are_scaled_exactly() {
        assert_eq!(scaled("4.2", 3), Ok(4200));
        assert_eq!(scaled("0.05", 6), Ok(50_000));
        assert_eq!(scaled("1e-7", 6), Ok(0));
        assert_eq!(scaled("2e1", 0), Ok(20));
        assert!(scaled("-1", 0).is_err());
        assert!(scaled("\"1\"", 0).is_err());
    }

    #[test]
    fn an_unknown_option_is_named_with_its_place() {
        let value = Value::parse(r#"{"faults":{"od":1}}"#).unwrap();
        let entry = Entry::root(&value).get("faults").unwrap();
        assert_eq!(
            entry.fields(&["on", "do"]).unwrap_err(),
            "unknown option \"od\" of faults; there are on, do"
        );
    }
}
