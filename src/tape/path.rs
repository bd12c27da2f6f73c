//! What stands deeper in a value, by names.

use super::Node;
use crate::text::split;

impl<'a> Node<'a> {
    /// The value at the end of a path of names, `task_info.estimated_time`; `null` where there is none.
    #[must_use]
    #[inline(never)]
    pub fn at(self, path: &'static str) -> Node<'a> {
        split(path, ".").fold(self, |value, name| value.get(name).unwrap_or(Node::Null))
    }

    /// The string at the end of a path, where there is one.
    #[inline(never)]
    pub fn text_at(self, path: &'static str) -> Option<&'a str> {
        self.at(path).as_text()
    }
}
