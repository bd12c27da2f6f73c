//! Where findings are collected.

use crate::issue::{Code, Issue, Severity, Step};

/// The findings so far.
#[derive(Debug, Default)]
pub struct Report {
    issues: Vec<Issue>,
}

/// The finding just made, to add advice to.
pub struct Finding<'a>(&'a mut Issue);

impl Finding<'_> {
    /// Says what to do.
    pub fn hint(self, hint: impl Into<String>) {
        self.0.hint = Some(hint.into());
    }
}

impl Report {
    /// Notes what the API would refuse.
    pub fn error(&mut self, code: Code, path: Vec<Step>, message: String) -> Finding<'_> {
        self.push(Severity::Error, code, path, message)
    }

    /// Notes what the API would take, but probably was not meant.
    pub fn warning(&mut self, code: Code, path: Vec<Step>, message: String) -> Finding<'_> {
        self.push(Severity::Warning, code, path, message)
    }

    pub(super) fn push(
        &mut self,
        severity: Severity,
        code: Code,
        path: Vec<Step>,
        message: String,
    ) -> Finding<'_> {
        self.issues.push(Issue { severity, code, path, message, hint: None });
        let last = self.issues.len() - 1;
        #[allow(clippy::indexing_slicing, reason = "just pushed")]
        Finding(&mut self.issues[last])
    }

    /// Errors, then warnings, each in the order found.
    pub fn into_issues(self) -> Vec<Issue> {
        // A sort would do, at three times the bytes.
        let (mut errors, warnings): (Vec<_>, Vec<_>) =
            self.issues.into_iter().partition(|issue| issue.severity == Severity::Error);
        errors.extend(warnings);
        errors
    }
}
