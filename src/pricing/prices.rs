//! A caller's own price table, held against what a table may hold. What nothing would use is a mistake too: the guide's
//! price in its place would be another estimate, and another budget, than was meant.

use crate::catalog::{self, QUALITIES_25};
use crate::issue::{Found, Place};
use crate::request::Report;
use crate::tape::{Members, Node};
use crate::words::Rule;

/// What is wrong with a table, each finding at its place below `prices`.
pub fn check(table: Node<'_>) -> Found {
    let Node::Object(fields) = table else { return Found::default() };
    let mut report = Report::default();
    for (key, place) in fields.places() {
        match key.text() {
            _ if fields.at(place).is_undefined() => {}
            "name" => {}
            "microUsdPerSecond" => hold(fields, place, 2, true, &mut report),
            "inputSecondsCap" => hold(fields, place, 2, false, &mut report),
            _ => report.note(Rule::PriceName, entry(place)),
        }
    }
    report.found()
}

/// Two levels above an amount the names are models, one above qualities. Rates are whole and have both, caps are seconds.
fn hold(around: Members<'_>, place: u32, level: u8, whole: bool, report: &mut Report) {
    let rule = match around.at(place) {
        value if level == 0 => {
            let amount = if whole { value.as_integer() } else { value.as_scaled(3) };
            if amount.is_some_and(|amount| amount >= 0) {
                return;
            }
            if whole { Rule::PriceRate } else { Rule::PriceSeconds }
        }
        Node::Object(entries) => {
            for (key, place) in entries.places().filter(|(_, place)| !entries.at(*place).is_undefined()) {
                let name = key.text();
                let rule = match level {
                    2 if catalog::model(name).is_none() => Rule::PriceModel,
                    1 if !QUALITIES_25.contains(&name) => Rule::PriceQuality,
                    _ => {
                        hold(entries, place, if whole { level - 1 } else { 0 }, whole, report);
                        continue;
                    }
                };
                report.note(rule, entry(place));
            }
            return;
        }
        _ => Rule::PriceObject,
    };
    report.note(rule, entry(place));
}

const fn entry(cell: u32) -> Place {
    Place { field: Place::ENTRY, item: cell }
}
