//! What JavaScript gives, read; and what was found of it, as JavaScript gets it.

use wasm_bindgen::JsValue;

use super::parse;
use crate::issue::Found;
#[cfg(feature = "client")]
use crate::issue::{Finding, Place};
#[cfg(feature = "planning")]
use crate::json::list;
use crate::tape::Document;
#[cfg(feature = "client")]
use crate::tape::Node;
#[cfg(feature = "client")]
use crate::words::{Beside, Rule, explain};

/// Reads what the JavaScript side wrote. It never writes anything else, unless a value nests too deep.
pub(super) fn document(json: &str) -> Document<'_> {
    Document::parse(json).or_else(|| Document::parse("~unreadable")).unwrap_or_default()
}

/// What js/api/words.ts puts into words, as an object.
#[cfg(feature = "client")]
pub(super) fn findings_out(found: &Found, value: Node<'_>, beside: Beside<'_>) -> JsValue {
    let mut out = String::new();
    explain(&mut out, found, value, beside);
    parse(&out)
}

/// What was found, in numbers, as the client's module explains it: how many are not listed, then rule, field and item of each.
#[cfg(feature = "planning")]
pub(super) fn numbers_out(found: &Found) -> JsValue {
    let each =
        found.findings.iter().flat_map(|one| [one.rule as u32, one.place.field.into(), one.place.item]);
    let text = |number: u32| {
        let mut out = String::new();
        crate::text::integer(&mut out, number.into());
        out
    };
    parse(&list([found.omitted as u32].into_iter().chain(each).map(text)))
}

/// The same back again.
#[cfg(feature = "client")]
pub(super) fn found_of(numbers: &[u32]) -> Found {
    let (omitted, each) = numbers.split_first().unwrap_or((&0, &[]));
    let finding = |&[rule, field, item]: &[u32; 3]| {
        let rule = *Rule::ALL.get(rule as usize)?;
        Some(Finding { rule, place: Place { field: field as u8, item }, a: 0, b: 0 })
    };
    Found { findings: each.as_chunks().0.iter().filter_map(finding).collect(), omitted: *omitted as usize }
}
