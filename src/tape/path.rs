//! What stands deeper in a value, by names.

use super::Node;
use crate::text::cut;

impl<'a> Node<'a> {
    /// The value at the end of a path of names, `task_info.estimated_time`; `null` where there is none.
    #[must_use]
    #[inline(never)]
    pub fn at(self, path: &'static str) -> Node<'a> {
        match path.bytes().position(|byte| byte == b'.') {
            None => self.get(path).unwrap_or(Node::Null),
            Some(dot) => self.at(cut(path, dot).0).at(cut(path, dot + 1).1),
        }
    }

    /// The string at the end of a path, where there is one.
    #[inline(never)]
    pub fn text_at(self, path: &'static str) -> Option<&'a str> {
        self.at(path).as_text()
    }
}
