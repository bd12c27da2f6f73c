//! Where findings are collected.

use crate::issue::{Code, Findings, Issue, MOST_LISTED, Severity, Step};
use crate::message::{Arg, Message, lines};
use crate::text::shortened;

/// The findings so far. Those past the most that are listed are counted, and no message is put together for them.
#[derive(Debug, Default)]
pub struct Report {
    errors: List,
    warnings: List,
    only: Option<fn(&At<'_>) -> bool>,
}

#[derive(Debug, Default)]
struct List {
    issues: Vec<Issue>,
    found: usize,
}

/// Longest name in a path, and in a message. A name of megabytes must not come back with each finding.
const NAME_IN_PATH: usize = 2000;
const NAME_SHOWN: usize = 200;

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
            At::Name(outer, name) => {
                let mut shown = String::new();
                shortened(&mut shown, name, NAME_IN_PATH);
                (outer.path(), Step::Name(shown))
            }
            At::Item(outer, index) => (outer.path(), Step::Index(index)),
        };
        path.push(step);
        path
    }

    /// The field of the request this is or lies in, and whether it is that field; `None` for the request itself.
    pub fn field_of(&self) -> Option<(&str, bool)> {
        match *self {
            At::Root => None,
            At::Name(At::Root, name) => Some((name, true)),
            At::Name(outer, _) | At::Item(outer, _) => outer.field_of().map(|(name, _)| (name, false)),
        }
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
            At::Name(_, name) => shortened(out, name, NAME_SHOWN),
            At::Item(_, index) => crate::text::integer(out, index as i64),
        }
    }
}

impl Report {
    /// A report of what is found at some places only.
    pub fn only(at: fn(&At<'_>) -> bool) -> Report {
        Report { only: Some(at), ..Report::default() }
    }

    /// Whether one more error would only be counted, so that no words need be looked for.
    pub fn is_full(&self) -> bool {
        self.errors.found >= MOST_LISTED
    }

    /// Notes what the API would refuse.
    #[inline]
    pub fn error(&mut self, code: Code, at: &At<'_>, message: Message<'_>) {
        self.push(Severity::Error, code, at, message.template, message.parts);
    }

    /// Notes what the API would take, but probably was not meant.
    #[inline]
    pub fn warning(&mut self, code: Code, at: &At<'_>, message: Message<'_>) {
        self.push(Severity::Warning, code, at, message.template, message.parts);
    }

    /// Notes a finding: a message, and a hint on its second line.
    #[inline(never)]
    pub fn push(&mut self, severity: Severity, code: Code, at: &At<'_>, template: &str, parts: &[Arg<'_>]) {
        if self.only.is_some_and(|only| !only(at)) {
            return;
        }
        let list = if severity == Severity::Error { &mut self.errors } else { &mut self.warnings };
        list.found += 1;
        if list.issues.len() < MOST_LISTED {
            let (message, hint) = lines(template, parts);
            list.issues.push(Issue { severity, code, path: at.path(), message, hint });
        }
    }

    /// The findings: errors, then warnings, each in the order found.
    pub fn findings(self) -> Findings {
        let Report { errors, warnings, .. } = self;
        let mut issues = errors.issues;
        issues.extend(warnings.issues.into_iter().take(MOST_LISTED - issues.len()));
        Findings { omitted: errors.found + warnings.found - issues.len(), issues }
    }
}
