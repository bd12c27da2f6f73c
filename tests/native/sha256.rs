//! SHA-256, held against the vectors of FIPS 180-2 (appendix B) and of NIST's CAVS, and against a library at every length
//! around the edges of blocks.

use wanreel::sha256::{Sha256, hex_digest};
use wanreel::text::hex;

#[test]
fn published_vectors() {
    for (text, digest) in [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
    ] {
        assert_eq!(hex_digest(text), digest, "{text}");
    }
    assert_eq!(
        hex_digest(&"a".repeat(1_000_000)),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    );
}

#[test]
fn every_length_over_three_blocks() {
    for length in 0..200 {
        let text: String = ('\u{1}'..='\u{7f}').cycle().take(length).collect();
        assert_eq!(hex_digest(&text), hex(&hmac_sha256::Hash::hash(text.as_bytes())), "{length}");
    }
}

#[test]
fn piece_by_piece_as_at_once() {
    let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
    for size in [1, 3, 55, 63, 64, 65, 200, 1000] {
        let mut hash = Sha256::new();
        for piece in bytes.chunks(size) {
            hash.update(piece);
        }
        assert_eq!(hash.hex(), hex(&hmac_sha256::Hash::hash(&bytes)), "{size}");
    }
}
