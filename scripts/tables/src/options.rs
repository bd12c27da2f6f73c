//! The options that Rust reads: their types, their names, and the defaults that JavaScript needs.

use wanreel::options::{Default, Row, of};
use wanreel::task::STATUSES;

use crate::text::{doc, head, union};

/// A group, its type, and what that is for.
type Group = (&'static str, &'static str, &'static str);

const CLIENT: [Group; 4] = [
    ("poll", "PollOptions", "How a task is waited for."),
    ("retry", "RetryOptions", "How often and how soon a call is made again."),
    ("timeouts", "Timeouts", "Milliseconds that a client gives a call."),
    (
        "budget",
        "Budget",
        "Limits on spending, in micro-dollars; reserved before a submit, settled after it, released when it fails.",
    ),
];

const PROXY: [Group; 2] = [
    ("rateLimit", "RateLimit", "How much one user may ask for."),
    ("proxyTimeouts", "ProxyTimeouts", "Milliseconds that a proxy gives what it does."),
];

/// js/generated/proxy-options.ts.
pub fn proxy() -> String {
    let mut out = head("src/options.rs", "The options of the proxy that have a number for a default.");
    for (group, name, about) in PROXY {
        interface(&mut out, (group, name, about));
        defaults(&mut out, group, name);
    }
    defaults(&mut out, "proxySizes", "ProxySizes");
    out
}

/// js/generated/options.ts.
pub fn client() -> String {
    let mut out = head("src/options.rs", "The groups of options that Rust reads.");
    for (group, name, about) in CLIENT {
        interface(&mut out, (group, name, about));
        let constant = group.to_uppercase();
        out.push_str(&doc("", &format!("The names that `{group}` has.")));
        let names: Vec<String> = of(group).map(|row| format!("\"{}\"", row.name)).collect();
        out.push_str(&format!("export const {constant}: readonly string[] = [{}];\n\n", names.join(", ")));
    }
    defaults(&mut out, "timeouts", "Timeouts");
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

fn interface(out: &mut String, (group, name, about): Group) {
    out.push_str(&format!("{}export interface {name} {{\n", doc("", about)));
    for row in of(group) {
        out.push_str(&format!("{}  {}?: {};\n", doc("  ", &comment(row)), row.name, row.of));
    }
    out.push_str("}\n\n");
}

fn defaults(out: &mut String, group: &str, name: &str) {
    let rows: Vec<String> =
        of(group).filter_map(|row| Some(format!("{}: {}", row.name, written(row.default?)))).collect();
    out.push_str(&doc("", &format!("What {name} are where they are not given.")));
    let constant = constant_of(name);
    out.push_str(&format!("export const {constant}_DEFAULTS = {{ {} }};\n\n", rows.join(", ")));
}

/// `RateLimit` as `RATE_LIMIT`.
fn constant_of(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_uppercase());
    }
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
