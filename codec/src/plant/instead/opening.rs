//! What becomes of the opening handshake.

use crate::handshake::head::{Flaw, Head, HeadLimits};
use crate::handshake::key::GUID;
use crate::plant::{Plant, planted};

/// How much of a head is taken.
#[inline(always)]
pub(crate) fn head_limits(limits: HeadLimits) -> HeadLimits {
    if planted(Plant::HeadLimitIgnored) {
        let (octets, fields) = (usize::MAX, usize::MAX);
        HeadLimits { octets, fields }
    } else {
        limits
    }
}

/// Whether a field with this octet is refused, though it may have it.
#[inline(always)]
pub(crate) fn refuses_text(octet: u8) -> bool {
    planted(Plant::NonAsciiFieldRefused) && octet >= 0x80
}

/// Whether a server overlooks what makes a request malformed.
#[inline(always)]
pub(crate) fn lets_pass(flaw: Flaw) -> bool {
    match flaw {
        Flaw::BareLf => planted(Plant::BareLfAccepted),
        Flaw::BareCr => planted(Plant::BareCrAccepted),
        Flaw::ObsFold => planted(Plant::FoldedFieldAccepted),
        Flaw::SpaceBeforeColon => planted(Plant::SpaceBeforeColonAccepted),
        Flaw::Control => planted(Plant::ControlCharacterAccepted),
        Flaw::NoColon | Flaw::FieldName => false,
    }
}

/// Whether a list has this element, if a defect has a say in it.
#[inline(always)]
pub(crate) fn lists(head: &Head, name: &str, element: &str) -> Option<bool> {
    let (whole, part) = match name {
        "Connection" => (Plant::ConnectionComparedWhole, Plant::ConnectionSubstringAccepted),
        "Upgrade" => (Plant::UpgradeComparedWhole, Plant::UpgradeSubstringAccepted),
        _ => return None,
    };
    if planted(whole) {
        return Some(
            head.values(name)
                .any(|value| value.eq_ignore_ascii_case(element.as_bytes())),
        );
    }
    planted(part).then(|| {
        let holds = |listed: &[u8]| {
            let mut parts = listed.windows(element.len());
            parts.any(|part| part.eq_ignore_ascii_case(element.as_bytes()))
        };
        head.elements(name).any(holds)
    })
}

/// The Host of a request that has none.
#[inline(always)]
pub(crate) fn host() -> Option<&'static [u8]> {
    planted(Plant::HostNotNeeded).then_some(b"")
}

/// The two parts that are hashed for Sec-WebSocket-Accept, if they are others.
#[inline(always)]
pub(crate) fn hashed(key: &[u8]) -> Option<(&[u8], &[u8])> {
    if planted(Plant::AcceptOfWrongGuid) {
        Some((key, b"258EAFA5-E914-47DA-95CA-5AB0DC85B11"))
    } else if planted(Plant::AcceptOfGuidFirst) {
        Some((GUID.as_bytes(), key))
    } else {
        None
    }
}

/// What a server hashes instead of the key that it was sent.
#[inline(always)]
pub(crate) fn answered(key: &str) -> Option<String> {
    if planted(Plant::AcceptOfKeyInLowerCase) {
        Some(key.to_ascii_lowercase())
    } else if planted(Plant::AcceptOfKeyWithoutPadding) {
        Some(key.trim_end_matches('=').to_owned())
    } else {
        None
    }
}

/// What of a nonce becomes the key.
#[inline(always)]
pub(crate) fn nonce(nonce: &[u8; 16]) -> &[u8] {
    if planted(Plant::KeyOfFifteenOctets) {
        &nonce[..15]
    } else {
        nonce
    }
}

/// The subprotocol of a response that speaks none.
#[inline(always)]
pub(crate) fn subprotocol() -> Option<&'static str> {
    planted(Plant::EmptySubprotocolAnswered).then_some("")
}

/// Whether a client takes this subprotocol, though it is none of those offered.
#[inline(always)]
pub(crate) fn takes_subprotocol(name: &str, offered: &[String]) -> bool {
    let alike = |offer: &String| offer.eq_ignore_ascii_case(name);
    planted(Plant::SubprotocolNotOfferedAccepted)
        || planted(Plant::SubprotocolCaseIgnoredByClient) && offered.iter().any(alike)
}

/// The window that the value of a parameter stands for, where it stands for none.
#[inline(always)]
pub(crate) fn window_bits(value: &str) -> Option<u8> {
    match value {
        "7" => planted(Plant::WindowOf7Accepted).then_some(8),
        "16" => planted(Plant::WindowOf16Accepted).then_some(15),
        _ if planted(Plant::WindowWithLeadingZeroAccepted) => {
            let bits = value.strip_prefix('0').and_then(|value| value.parse().ok());
            bits.filter(|bits| (8..=15).contains(bits))
        }
        _ => None,
    }
}

/// Whether a client asks for what is no target.
#[inline(always)]
pub(crate) fn asks_for_anything() -> bool {
    planted(Plant::FragmentSent)
        || planted(Plant::EscapedNumberSignDecoded)
        || planted(Plant::EmptyPathSent)
        || planted(Plant::LettersNotEscaped)
}
