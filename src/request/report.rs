//! Where findings are collected.

use crate::issue::{Finding, Found, MOST_LISTED, Place};
use crate::words::Rule;

/// The findings so far. Those past the most that are listed are only counted.
#[derive(Debug, Default)]
pub struct Report {
    errors: List,
    warnings: List,
    /// Takes a reference, not a place: a function of two numbers that answers one is of the type of what `core::fmt` formats a
    /// number with, and where one of that type is called the module must keep all of `core::fmt`.
    only: Option<fn(&Finding) -> bool>,
}

#[derive(Debug, Default)]
struct List {
    findings: Vec<Finding>,
    found: usize,
}

impl Report {
    /// A report of some findings only.
    pub fn only(at: fn(&Finding) -> bool) -> Report {
        Report { only: Some(at), ..Report::default() }
    }

    /// Notes a finding whose sentence has no numbers.
    pub fn note(&mut self, rule: Rule, place: Place) {
        self.count(rule, place, 0, 0);
    }

    /// Notes a finding with its two numbers.
    #[inline(never)]
    pub fn count(&mut self, rule: Rule, place: Place, a: i64, b: i64) {
        let finding = Finding { rule, place, a, b };
        if self.only.is_some_and(|only| !only(&finding)) {
            return;
        }
        let list = if finding.is_warning() { &mut self.warnings } else { &mut self.errors };
        list.found += 1;
        if list.findings.len() < MOST_LISTED {
            list.findings.push(finding);
        }
    }

    /// The findings: errors, then warnings, each in the order found.
    pub fn found(self) -> Found {
        let Report { errors, warnings, .. } = self;
        let mut findings = errors.findings;
        findings.extend(warnings.findings.into_iter().take(MOST_LISTED - findings.len()));
        Found { omitted: errors.found + warnings.found - findings.len(), findings }
    }

    /// The one finding there is.
    pub fn one(rule: Rule, place: Place) -> Found {
        Found { findings: vec![Finding { rule, place, a: 0, b: 0 }], omitted: 0 }
    }
}
