//! SHA-256 of a file, piece by piece: pages on plain http have no `crypto.subtle`, and that takes a file only as a whole.

use wasm_bindgen::prelude::*;

use crate::sha256::Sha256;

/// A hash on its way.
#[wasm_bindgen]
pub struct ContentHash(Sha256);

#[wasm_bindgen]
impl ContentHash {
    /// Of nothing yet.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> ContentHash {
        ContentHash(Sha256::new())
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// 64 hex digits; there is nothing to be done with it afterwards.
    pub fn finish(self) -> String {
        self.0.hex()
    }
}
