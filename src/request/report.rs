//! Where findings are collected.

use crate::issue::{Code, Issue, Severity, Step};
use crate::say::{Part, Say, lines};

/// The findings so far.
#[derive(Debug, Default)]
pub struct Report {
    errors: Vec<Issue>,
    warnings: Vec<Issue>,
}

/// A place in a request, from the inside out; it becomes a path only where something is found.
#[derive(Clone, Copy, Debug)]
pub enum At<'a> {
    /// The request itself.
    Root,
    /// A field of what stands there.
    Name(&'a At<'a>, &'a str),
    /// An item of it.
    Item(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    /// A field of the request.
    pub const fn field(name: &'a str) -> At<'a> {
        At::Name(&At::Root, name)
    }

    /// The steps from the request to here.
    pub fn path(&self) -> Vec<Step> {
        let (mut path, step) = match *self {
            At::Root => return Vec::new(),
            At::Name(outer, name) => (outer.path(), Step::Name(name.to_owned())),
            At::Item(outer, index) => (outer.path(), Step::Index(index)),
        };
        path.push(step);
        path
    }

    /// `video_urls.0`.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.dotted(&mut out);
        out
    }

    fn dotted(&self, out: &mut String) {
        let (At::Name(outer, _) | At::Item(outer, _)) = *self else { return };
        outer.dotted(out);
        if !out.is_empty() {
            out.push('.');
        }
        match *self {
            At::Root => {}
            At::Name(_, name) => out.push_str(name),
            At::Item(_, index) => crate::say::integer(out, index as i64),
        }
    }
}

impl Report {
    /// Notes what the API would refuse.
    #[inline]
    pub fn error(&mut self, code: Code, at: &At<'_>, say: Say<'_>) {
        self.push(Severity::Error, code, at, say.template, say.parts);
    }

    /// Notes what the API would take, but probably was not meant.
    #[inline]
    pub fn warning(&mut self, code: Code, at: &At<'_>, say: Say<'_>) {
        self.push(Severity::Warning, code, at, say.template, say.parts);
    }

    /// Notes a finding: a message, and a hint on its second line.
    #[inline(never)]
    pub fn push(&mut self, severity: Severity, code: Code, at: &At<'_>, template: &str, parts: &[Part<'_>]) {
        let (message, hint) = lines(template, parts);
        let list = if severity == Severity::Error { &mut self.errors } else { &mut self.warnings };
        list.push(Issue { severity, code, path: at.path(), message, hint });
    }

    /// The findings: errors, then warnings, each in the order found.
    pub fn into_issues(mut self) -> Vec<Issue> {
        self.errors.append(&mut self.warnings);
        self.errors
    }
}
