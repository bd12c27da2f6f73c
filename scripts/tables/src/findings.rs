//! The kinds of finding: a type, and their table on a page of the documentation.

use wanreel::issue::Code;

use crate::text::{doc, head, table};

/// The type.
pub fn file() -> String {
    let mut out = head("src/issue.rs", "The kinds of finding.");
    out.push_str(&doc("", "Every kind of finding, in the order of the table in docs/errors/findings.md."));
    out.push_str("export type IssueCode =\n");
    for code in Code::ALL {
        out.push_str(&format!("{}  | \"{}\"\n", doc("  ", code.about()), code.name()));
    }
    out.trim_end().to_owned() + ";\n"
}

/// The part of a page.
pub fn part() -> String {
    let rows = Code::ALL.iter().map(|code| [format!("`{}`", code.name()), code.about().to_owned()]);
    table(["code", "meaning"], rows)
}
