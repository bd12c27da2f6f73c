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
    let mut out = String::with_capacity(2 * bytes.len());
    for digit in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        out.push(hex_digit(digit));
    }
    out
}

/// 0 to 15 as a lower-case digit.
pub fn hex_digit(value: u8) -> char {
    char::from(if value < 10 { b'0' + value } else { b'a' + (value - 10) })
}
