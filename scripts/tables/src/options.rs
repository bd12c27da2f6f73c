//! The options that Rust reads: their types, their names, and the defaults that JavaScript needs.

use wanreel::options::{Default, Row, of};
use wanreel::task::STATUSES;

use crate::text::{doc, head, union};

/// Each group with its type and what that is for.
const GROUPS: [(&str, &str, &str); 4] = [
    ("poll", "PollOptions", "How a task is waited for."),
    ("retry", "RetryOptions", "How often and how soon a call is made again."),
    ("timeouts", "Timeouts", "Milliseconds that a client gives a call."),
    (
        "budget",
        "Budget",
        "Limits on spending, in micro-dollars; reserved before a submit, settled after it, released when it fails.",
    ),
];

/// The file.
pub fn file() -> String {
    let mut out = head("src/options.rs", "The groups of options that Rust reads.");
    for (group, name, about) in GROUPS {
        out.push_str(&format!("{}export interface {name} {{\n", doc("", about)));
        for row in of(group) {
            out.push_str(&format!("{}  {}?: {};\n", doc("  ", &comment(row)), row.name, row.of));
        }
        out.push_str("}\n\n");
        let (constant, rows) = (group.to_uppercase(), of(group).collect::<Vec<_>>());
        out.push_str(&doc("", &format!("The names that `{group}` has.")));
        let names: Vec<String> = rows.iter().map(|row| format!("\"{}\"", row.name)).collect();
        out.push_str(&format!("export const {constant}: readonly string[] = [{}];\n\n", names.join(", ")));
    }
    out.push_str(&doc("", "What `timeouts` are where they are not given."));
    let defaults: Vec<String> =
        of("timeouts").filter_map(|row| Some(format!("{}: {}", row.name, written(row.default?)))).collect();
    out.push_str(&format!("export const TIMEOUT_DEFAULTS = {{ {} }};\n\n", defaults.join(", ")));
    let over: Vec<&str> = STATUSES.iter().filter(|(_, over)| *over).map(|(status, _)| *status).collect();
    let all: Vec<&str> = STATUSES.iter().map(|(status, _)| *status).collect();
    out.push_str(&doc(
        "",
        &format!(
            "A task's status. It changes no more once it is {}; an unknown one is waited on.",
            union(&over).replace('|', "or")
        ),
    ));
    out.push_str(&format!("export type TaskStatus = {} | (string & {{}});\n", union(&all)));
    out
}

fn comment(row: &Row) -> String {
    match row.default {
        Some(default) => format!("{} Default {}.", row.about, written(default)),
        None => row.about.to_owned(),
    }
}

fn written(default: Default) -> String {
    match default {
        Default::Number(value) => value.to_string(),
        Default::Flag(value) => value.to_string(),
    }
}
