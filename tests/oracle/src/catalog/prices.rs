//! What a second costs, by model and dated price list; what others ask.

/// A dated price list, replaceable by the caller's own.
#[derive(Debug)]
pub struct PriceList {
    /// Its name, as `estimateCost` takes it.
    pub name: &'static str,
    /// When it was read.
    pub as_of: &'static str,
}

/// The guide's prices (section 7, May 2026); the default.
pub static GUIDE_2026_05: PriceList = PriceList { name: "guide-2026-05", as_of: OFFERS_AS_OF };
/// The public price list of October 2026 (API facts, prices).
pub static LIST_2026_10: PriceList = PriceList { name: "list-2026-10", as_of: "2026-10" };
/// All lists, the default first.
pub static PRICE_LISTS: [&PriceList; 2] = [&GUIDE_2026_05, &LIST_2026_10];

/// What one list says of a model.
#[derive(Debug)]
pub struct Price {
    /// Whose row it is.
    pub list: &'static PriceList,
    /// Micro-dollars a second at 720p, and below.
    pub at_720p: u32,
    /// Micro-dollars a second at 1080p.
    pub at_1080p: u32,
    /// For what the list says so.
    pub rated: Rated,
    /// What of the length of input videos is billed beside the output.
    pub input: BilledInput,
}

/// For which requests a list names the price; for the others it is the nearest that is listed, and the most it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rated {
    /// For all.
    All,
    /// For those with sound: off it costs less, how much less is not listed.
    WithSound,
    /// The list has one price, taken for 720p's.
    At720p,
}

/// What of the input videos' length is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BilledInput {
    /// Nothing.
    Nothing,
    /// All of it.
    All,
    /// So many milliseconds at the most.
    UpTo(u32),
    /// So many milliseconds of each at the most, where there are 1, 2 or 3.
    EachUpTo([u32; 3]),
}

/// wan2.7 (guide, section 7: the input is billed in full; price list, October 2026: up to `cap_ms`).
const fn wan27(billed: BilledInput, capped: BilledInput) -> [Price; 2] {
    [
        Price { list: &GUIDE_2026_05, at_720p: 86_000, at_1080p: 144_000, rated: Rated::All, input: billed },
        Price { list: &LIST_2026_10, at_720p: 80_000, at_1080p: 133_600, rated: Rated::All, input: capped },
    ]
}

/// The older models, of which the guide names no price; 1080p costs 167 percent of 720p.
const fn older(at_720p: u32, rated: Rated, input: BilledInput) -> [Price; 1] {
    [Price { list: &LIST_2026_10, at_720p, at_1080p: at_720p * 167 / 100, rated, input }]
}

/// `OpenAPI`, wan2.6-reference-video.json.
const EACH: BilledInput = BilledInput::EachUpTo([5_000, 2_500, 1_650]);

pub(super) static OUTPUT_27: [Price; 2] = wan27(BilledInput::Nothing, BilledInput::Nothing);
pub(super) static REFERENCE_27: [Price; 2] = wan27(BilledInput::All, BilledInput::UpTo(5_000));
pub(super) static EDIT_27: [Price; 2] = wan27(BilledInput::All, BilledInput::UpTo(10_000));
pub(super) static OUTPUT_26: [Price; 1] = older(70_000, Rated::All, BilledInput::Nothing);
pub(super) static REFERENCE_26: [Price; 1] = older(70_000, Rated::All, EACH);
pub(super) static FLASH_26: [Price; 1] = older(35_000, Rated::WithSound, BilledInput::Nothing);
pub(super) static REFERENCE_FLASH_26: [Price; 1] = older(35_000, Rated::WithSound, EACH);
pub(super) static OUTPUT_25: [Price; 1] = older(75_000, Rated::At720p, BilledInput::Nothing);

/// Another provider's listed price (guide, section 7: as listed in May 2026).
#[derive(Debug)]
pub struct Offer {
    /// Who asks it.
    pub provider: &'static str,
    /// At which quality.
    pub quality: &'static str,
    /// Micro-dollars a second.
    pub micro_usd_per_second: u64,
    /// Whether the rate is worked out from a clip's price.
    pub approximate: bool,
}

/// The guide's comparison; `EvoLink`'s own row comes from the price table in use.
pub static OFFERS: &[Offer] = &[
    Offer { provider: "Together AI", quality: "720p", micro_usd_per_second: 100_000, approximate: false },
    Offer { provider: "Segmind", quality: "720p", micro_usd_per_second: 62_500, approximate: true },
    Offer { provider: "Segmind", quality: "1080p", micro_usd_per_second: 93_750, approximate: true },
];
/// When [`OFFERS`] were read.
pub const OFFERS_AS_OF: &str = "2026-05";
