//! The fingerprint of a request: the same meaning, the same 64 hex digits.

use crate::request::Request;
use crate::sha256::hex_digest;
use crate::tape::Node;

/// SHA-256 of the canonical body (see [`Request::canonical`]), in lower-case hex.
pub fn of(request: &Request<'_>) -> String {
    hex_digest(&request.canonical())
}

/// The same for a value that is no request of a known model: of its JSON as it is.
pub fn of_value(value: Node<'_>) -> String {
    let mut text = String::new();
    value.write(&mut text);
    hex_digest(&text)
}
