//! Every number of the API: models, fields, limits, defaults, output sizes, prices, dated.
//!
//! A fact is one row here and stands nowhere else: validation, JSON Schema, cost, fallback, migration, the simulator and
//! what scripts/tables writes (types, `models()`, the tables in docs/) all read these tables. What differs between models is
//! a column of theirs. Sources: the integration guide (sections 2 to 7 and 12) and the `OpenAPI` file of each model; a
//! constant names its own where it is not one of those.
//!
//! `limits`: how long, how many, how large. `choices`: which values, and output pixels. `fields`: what each field is, by these.
//! `models`: which model has which. `formats`: kinds of files. `prices`: what a second costs.

mod choices;
mod fields;
mod formats;
mod limits;
mod models;
pub mod name;
mod prices;

pub use choices::*;
pub use fields::{DefaultValue, Field, Kind};
pub use formats::{Format, Magic, Sent};
pub use limits::*;
pub use models::{FRAME_INPUTS, FRAME_SHAPES, FrameShape, Generation, MODELS, Mode, Model, Rules, model};
pub use name::{Name, field_key, field_name, field_number, is_field_name, is_param};
pub use prices::{
    BilledInput, GUIDE_2026_05, LIST_2026_10, OFFERS, OFFERS_AS_OF, Offer, PRICE_LISTS, Price, PriceList,
    Rated,
};

/// How long a result link lives, in seconds (guide, section 8).
pub const RESULT_TTL_SECONDS: u64 = 24 * 60 * 60;
/// How long an uploaded file lives, in seconds (`OpenAPI`, upload-*.json).
pub const UPLOAD_TTL_SECONDS: u64 = 72 * 60 * 60;
/// Pauses before each retry of a callback, in milliseconds (`OpenAPI`, `callback_url`).
pub const CALLBACK_RETRY_MS: [u64; 3] = [1_000, 2_000, 4_000];
/// How long the API waits for a callback's answer, in milliseconds (`OpenAPI`, `callback_url`).
pub const CALLBACK_TIMEOUT_MS: u64 = 10_000;
/// Every task id starts so (`OpenAPI`, get-task-detail.json).
pub const TASK_ID_PREFIX: &str = "task-unified-";
/// Credits to the dollar, about (API facts, credits).
pub const CREDITS_PER_USD: u64 = 68;
