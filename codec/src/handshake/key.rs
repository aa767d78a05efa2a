//! Sec-WebSocket-Key and Sec-WebSocket-Accept (RFC 6455 sections 1.3, 4.1 and 4.2.2).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD};
use sha1::{Digest as _, Sha1};

use crate::plant::instead;

/// What the key is joined with before it is hashed.
pub const GUID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The Sec-WebSocket-Accept that answers a Sec-WebSocket-Key. The key is hashed as it is written, without the whitespace
/// around it; it need not be valid.
pub fn accept_key(key: &[u8]) -> String {
    let (key, guid) = instead::hashed(key).unwrap_or((key, GUID.as_bytes()));
    let hash = Sha1::new().chain_update(key).chain_update(guid).finalize();
    STANDARD.encode(hash)
}

/// The Sec-WebSocket-Key for a nonce.
pub fn encode_key(nonce: [u8; 16]) -> String {
    STANDARD.encode(instead::nonce(&nonce))
}

/// Whether a Sec-WebSocket-Key is base64 for 16 octets. Bits that the padding makes superfluous need not be zero: the
/// sample of RFC 6455 4.1 itself has it wrong (erratum 3150).
pub fn is_valid_key(key: &[u8]) -> bool {
    const TOLERANT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
    );
    key.len() == 24 && TOLERANT.decode(key).is_ok_and(|nonce| nonce.len() == 16)
}

/// Whether a Sec-WebSocket-Accept is base64 of 20 octets, as 4.2.2 writes it: 27 characters and one `=`.
pub fn is_accept_key(accept: &[u8]) -> bool {
    accept.len() == 28 && STANDARD.decode(accept).is_ok_and(|hash| hash.len() == 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_section_1_3() {
        assert_eq!(accept_key(b"dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(encode_key(*b"the sample nonce"), "dGhlIHNhbXBsZSBub25jZQ==");
    }

    #[test]
    fn a_key_is_sixteen_octets() {
        assert!(is_valid_key(b"dGhlIHNhbXBsZSBub25jZQ=="));
        assert!(is_valid_key(b"AQIDBAUGBwgJCgsMDQ4PEC=="), "erratum 3150");
        for bad in [
            "",
            "dGhlIHNhbXBsZSBub25jZQ",
            "dGhlIHNhbXBsZSBub25jZWE=",
            "dGhlIHNhbXBsZSBub25j",
            "????????????????????????",
        ] {
            assert!(!is_valid_key(bad.as_bytes()), "{bad}");
        }
    }
}
