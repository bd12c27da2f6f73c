//! What a task costs. Written from the price tables alone, apart from the client's own estimate, so that each can
//! catch the other's mistake.

use super::read::{Entry, Wrong};
use crate::catalog::{self, BilledInput, Model};

/// A price table in use.
#[derive(Clone, Debug)]
pub struct Prices {
    base: &'static catalog::PriceList,
    own: Vec<(String, Vec<(String, u64)>)>,
    caps: Vec<(String, u64)>,
}

impl Default for Prices {
    fn default() -> Self {
        Prices { base: &catalog::GUIDE_2026_05, own: Vec::new(), caps: Vec::new() }
    }
}

/// A table by name, or one of the caller's own over the guide's.
///
/// # Errors
/// The first mistake, with its path.
pub fn read(entry: &Entry) -> Result<Prices, Wrong> {
    let mut prices = Prices::default();
    if let Some(name) = entry.value.as_text() {
        prices.base = catalog::PRICE_LISTS
            .into_iter()
            .find(|list| list.name == name)
            .ok_or_else(|| entry.wrong("\"guide-2026-05\", \"list-2026-10\" or a table"))?;
        return Ok(prices);
    }
    entry.fields(&["name", "microUsdPerSecond", "inputSecondsCap"])?;
    if let Some(models) = entry.get("microUsdPerSecond") {
        for (model, rates) in models.fields(&[])? {
            let rates = rates.fields(catalog::QUALITIES_25)?;
            let rates = rates.into_iter().map(|(quality, rate)| Ok((quality.to_owned(), rate.scaled(0)?)));
            prices.own.push((model.to_owned(), rates.collect::<Result<_, Wrong>>()?));
        }
    }
    if let Some(caps) = entry.get("inputSecondsCap") {
        for (model, seconds) in caps.fields(&[])? {
            prices.caps.push((model.to_owned(), seconds.scaled(3)?));
        }
    }
    Ok(prices)
}

impl Prices {
    /// Micro-dollars a second.
    pub fn rate(&self, model: &Model, quality: &str) -> u64 {
        let own = self.own.iter().find(|(id, _)| id == model.id);
        if let Some((_, rate)) = own.and_then(|(_, rates)| rates.iter().find(|(name, _)| name == quality)) {
            return *rate;
        }
        // Assumed: 480p costs what 720p does, and a flash without sound what one with sound does; no list says.
        let row = model.price(self.base);
        row.map_or(0, |row| if quality == "1080p" { row.at_1080p } else { row.at_720p }.into())
    }

    /// Billed milliseconds of input (guide, section 7; price list, October 2026).
    pub fn input_ms(&self, model: &Model, inputs: &[u64]) -> u64 {
        let all = inputs.iter().fold(0, |all: u64, ms| all.saturating_add(*ms));
        if let Some((_, cap)) = self.caps.iter().find(|(id, _)| id == model.id) {
            return all.min(*cap);
        }
        match model.price(self.base).map(|row| row.input) {
            Some(BilledInput::All) => all,
            Some(BilledInput::UpTo(most)) => all.min(most.into()),
            Some(BilledInput::EachUpTo(caps)) => {
                let cap = inputs.len().checked_sub(1).and_then(|index| caps.get(index));
                let cap = cap.map_or(u64::MAX, |cap| u64::from(*cap));
                inputs.iter().map(|ms| *ms.min(&cap)).sum()
            }
            Some(BilledInput::Nothing) | None => 0,
        }
    }

    /// Micro-dollars for that many milliseconds, rounded half up.
    pub fn cost(&self, model: &Model, quality: &str, billed_ms: u64) -> u64 {
        self.rate(model, quality).saturating_mul(billed_ms).saturating_add(500) / 1_000
    }
}

/// Credits of an amount, in ten-thousandths, rounded up (API facts, credits: about 68 a dollar).
pub fn credits(micro_usd: u64) -> u64 {
    micro_usd.saturating_mul(catalog::CREDITS_PER_USD).div_ceil(100)
}

/// Credits as a JSON number.
pub fn write_credits(units: u64) -> String {
    let text = format!("{}.{:04}", units / 10_000, units % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Prices, credits, write_credits};
    use crate::catalog::model;

    #[test]
    fn the_guides_own_sums() {
        let prices = Prices::default();
        let text = model("wan2.7-text-to-video").unwrap();
        assert_eq!(prices.cost(text, "720p", 5_000), 430_000);
        assert_eq!(prices.cost(text, "1080p", 10_000), 1_440_000);
        let reference = model("wan2.7-reference-video").unwrap();
        assert_eq!(prices.input_ms(reference, &[5_000]) + 10_000, 15_000);
    }

    #[test]
    fn credits_have_four_places_at_most() {
        assert_eq!(write_credits(credits(430_000)), "29.24");
        assert_eq!(write_credits(credits(1_000_000)), "68");
        assert_eq!(write_credits(0), "0");
        assert_eq!(write_credits(credits(1)), "0.0001");
    }
}
