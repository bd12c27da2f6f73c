//! The fingerprint of a request: the same meaning, the same 64 hex digits.

use hmac_sha256::Hash;

use crate::json::Value;
use crate::request::Request;

/// SHA-256 of the canonical body (see [`Request::canonical`]), in lower-case hex.
pub fn of(request: &Request<'_>) -> String {
    hex(&Hash::hash(request.canonical().as_bytes()))
}

/// The same for a value that is no request of a known model: of its JSON as it is.
pub fn of_value(value: &Value<'_>) -> String {
    let mut text = String::new();
    value.write(&mut text);
    hex(&Hash::hash(text.as_bytes()))
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
