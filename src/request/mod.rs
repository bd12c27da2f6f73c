//! What a caller asks for: read field by field, every issue collected.
//!
//! [`validate`](validate()) holds a value against its model's field list in the catalogue; one file for each [`Rules`](crate::catalog::Rules) adds those
//! that tie fields together; [`body`] writes what is left as the JSON to post.

pub mod body;
mod fields;
mod given;
mod image_to_video;
mod legacy;
pub mod media;
mod reference_video;
pub mod references;
mod report;
mod shots;
mod spot;
mod text_to_video;
mod validate;
mod view;

pub use body::REQUEST_MODES;
pub use given::Given;
pub use report::Report;
pub(crate) use spot::{Spot, dotted};
pub use validate::{Options, judge, judge_into, validate};
pub use view::Request;
