//! The one reader for all that comes in: request snapshots and HTTP bodies.
//!
//! It reads JSON (RFC 8259) and one extension: a token `~name`, which stands where a JavaScript value had something
//! JSON cannot hold (`~undefined`, `~NaN`, `~-Infinity`, `~function`, `~bigint`, `~unreadable`, …). `serde_json` weighs 24 kB
//! and refuses that, and half surrogates, instead of pointing at them. The tests hold this against it.

mod number;
mod read;
mod value;
mod write;
mod writer;

pub use number::rounded_up;
pub(crate) use number::{as_scaled, as_whole};
pub use read::MAX_DEPTH;
pub(crate) use read::{is_number, read};
pub use value::Value;
pub use write::write_text;
pub(crate) use write::{write_broken, write_joined};
pub use writer::{ObjectWriter, list, number};
