//! The upload machine as a class; js/client/upload.ts and js/proxy/upstream.ts drive it as any other.

use wasm_bindgen::prelude::*;

use super::steps::steps;
use crate::protocol::Upload;
use crate::protocol::upload::WHOLE_MS;
use crate::schedule::Retry;

/// Uploading a file, with retries.
#[wasm_bindgen]
pub struct UploadMachine {
    machine: Upload,
    base: String,
}

#[wasm_bindgen]
impl UploadMachine {
    /// An upload not yet begun. `whole_ms`: how long all attempts have together, where it is not the usual.
    ///
    /// # Errors
    /// A sentence about the option that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(retry_options: &str, whole_ms: Option<f64>) -> Result<UploadMachine, String> {
        let retry = Retry::parse(retry_options)?;
        let machine = Upload::new(retry, whole_ms.unwrap_or(WHOLE_MS));
        Ok(UploadMachine { machine, base: String::new() })
    }
}

steps!(UploadMachine);
