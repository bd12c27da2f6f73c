//! What is planned around requests: moving them from elsewhere, comparing what they cost.

use wasm_bindgen::prelude::*;

use super::findings::{document, numbers_out};
use super::parse;
use crate::issue::Step;
use crate::json::{ObjectWriter, list};
use crate::migrate::{self, ChangeKind};
use crate::pricing::cost::{self, Ours};

/// Micro-dollars of a plan; `plan` is JSON of `BudgetPlan`.
///
/// # Errors
/// What was found of the plan, in numbers.
#[wasm_bindgen]
pub fn budget(plan: &str) -> Result<f64, JsValue> {
    let plan = document(plan);
    let tape = plan.tape();
    cost::budget(tape.root()).map(|micro_usd| micro_usd as f64).map_err(|found| numbers_out(&found))
}

/// What providers ask for a request's output; `options` is JSON of `CostOptions`. Behind them what the client's module
/// answered of its cost: rate, micro-dollars, whether those are exact, and seconds of output.
///
/// # Errors
/// What was found of the price table, in numbers.
#[wasm_bindgen]
pub fn providers(
    json: &str,
    options: &str,
    rate: f64,
    micro_usd: f64,
    exact: bool,
    output_seconds: f64,
) -> Result<JsValue, JsValue> {
    let (request, options) = (document(json), document(options));
    let ours = Ours {
        rate: rate as u64,
        micro_usd: micro_usd as u64,
        exact,
        output: (output_seconds * 1000.0).round() as u64,
    };
    let (request, options) = (request.tape(), options.tape());
    let (quality, rows) =
        cost::beside(request.root(), options.root(), &ours).map_err(|found| numbers_out(&found))?;
    let rows = rows.iter().map(|row| {
        ObjectWriter::default()
            .text("provider", row.provider)
            .text("quality", quality)
            .number("microUsdPerSecond", row.rate as f64)
            .number("microUsd", row.micro_usd as f64)
            .number("usd", row.micro_usd as f64 / 1e6)
            .flag("approximate", row.approximate)
            .text("asOf", row.as_of.as_str())
            .end()
    });
    Ok(parse(&list(rows)))
}

/// A wan2.6 or wan2.5 request as a wan2.7 one; values in the answer are JSON text.
///
/// # Errors
/// What was found, in numbers, where there is nothing to migrate from.
#[wasm_bindgen(js_name = migrate)]
pub fn migrate_request(json: &str) -> Result<JsValue, JsValue> {
    let given = document(json);
    let given = given.tape();
    let (request, changes) = migrate::migrate(given.root()).map_err(|found| numbers_out(&found))?;
    let changes = changes.iter().map(|change| {
        let kind = match change.kind {
            ChangeKind::Replaced => "replaced",
            ChangeKind::Renamed => "renamed",
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
        };
        let path = change.path.iter().filter_map(|step| match step {
            Step::Name(name) => Some(name.as_str()),
            Step::Index(_) => None,
        });
        ObjectWriter::default()
            .texts("path", path)
            .text("kind", kind)
            .text("from", change.from.as_deref())
            .text("to", change.to.as_deref())
            .text("reason", change.reason)
            .end()
    });
    let changes = list(changes);
    Ok(parse(&ObjectWriter::default().text("request", request.as_str()).raw("changes", &changes).end()))
}
