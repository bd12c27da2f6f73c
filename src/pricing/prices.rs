//! A caller's own price table, held against what a table may hold. What nothing would use is a mistake too: the guide's
//! price in its place would be another estimate, and another budget, than was meant.

use crate::catalog::{self, QUALITIES_25};
use crate::issue::{Code, Findings};
use crate::message::{Arg, message};
use crate::request::{At, Report};
use crate::suggest;
use crate::tape::Node;

const NAMES: &[&str] = &["name", "microUsdPerSecond", "inputSecondsCap"];

/// What is wrong with a table, each finding at its place below `prices`.
pub fn check(table: Node<'_>) -> Findings {
    let Node::Object(fields) = table else { return Findings::default() };
    let mut report = Report::default();
    for (key, part) in fields.iter().filter(|(_, part)| !part.is_undefined()) {
        let name = key.text();
        let at = At::Name(&At::field("prices"), name);
        match name {
            "name" => {}
            "microUsdPerSecond" => hold(part, &at, 2, true, &mut report),
            "inputSecondsCap" => hold(part, &at, 2, false, &mut report),
            _ => wrong(&at, "not known".into(), Arg::Choice(NAMES), &mut report),
        }
    }
    report.findings()
}

/// Two levels above an amount the names are models, one above qualities. Rates are whole and have both, caps are seconds.
fn hold(value: Node<'_>, at: &At<'_>, level: u8, whole: bool, report: &mut Report) {
    let allowed = match value {
        _ if level == 0 => {
            let amount = if whole { value.as_integer() } else { value.as_scaled(3) };
            if amount.is_some_and(|amount| amount >= 0) {
                return;
            }
            if whole { "whole micro-dollars, 0 or more" } else { "a number of seconds, 0 or more" }
        }
        Node::Object(entries) => {
            for (key, value) in entries.iter().filter(|(_, value)| !value.is_undefined()) {
                let name = key.text();
                let at = At::Name(at, name);
                // To look for what was meant takes long, and nobody would read it.
                let nearest = if report.is_full() { None } else { suggest::model(name) };
                let (known, allowed) = if level > 1 {
                    (
                        catalog::model(name).is_some(),
                        nearest.map_or(Arg::Models { current: false }, Arg::Text),
                    )
                } else {
                    (QUALITIES_25.contains(&name), Arg::Choice(QUALITIES_25))
                };
                if known {
                    hold(value, &at, if whole { level - 1 } else { 0 }, whole, report);
                } else {
                    wrong(&at, "not known".into(), allowed, report);
                }
            }
            return;
        }
        _ => "an object",
    };
    wrong(at, Arg::Found(value), allowed.into(), report);
}

fn wrong(at: &At<'_>, found: Arg<'_>, allowed: Arg<'_>, report: &mut Report) {
    let place = at.text();
    report.error(Code::InvalidValue, at, message!("{} is {}; it must be {}", &*place, found, allowed));
}
