//! What each model costs, as a table of the documentation's pages.

use wanreel::catalog::{BilledInput, MODELS, Model};
use wanreel::pricing::cost::Table;

use crate::text::cells;

const HEAD: [&str; 4] = ["model", "720p, a second", "1080p, a second", "billed for"];

/// The table: wan2.7 alone, the older models being fallbacks.
pub fn part() -> String {
    let current = MODELS.iter().filter(|model| model.generation.current);
    cells(
        &HEAD,
        current.map(|model| {
            vec![format!("`{}`", model.id), rate(model, "720p"), rate(model, "1080p"), billed(model)]
        }),
    )
}

fn rate(model: &Model, quality: &str) -> String {
    let micro_usd = Table::read(None).map_or(0, |table| table.rate(model, quality, true).0);
    format!("${:.3}", micro_usd as f64 / 1e6)
}

fn billed(model: &Model) -> String {
    let input = model.prices.iter().any(|price| price.input != BilledInput::Nothing);
    if input {
        "seconds of its input videos + seconds of the video made"
    } else {
        "seconds of the video made"
    }
    .into()
}
