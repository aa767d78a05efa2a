//! What becomes of the opening handshake.

use crate::extension::{Extension, ExtensionError};
use crate::handshake::Refusal;
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
        // What is taken for a line end is written as one.
        Flaw::BareLf => {
            planted(Plant::BareLfAccepted) || planted(Plant::BareCrAccepted) || planted(Plant::LineSeparatorEndsLine)
        }
        Flaw::BareCr => planted(Plant::BareCrAccepted),
        Flaw::ObsFold => planted(Plant::FoldedFieldAccepted) || planted(Plant::FoldEndsElement),
        Flaw::SpaceBeforeColon => planted(Plant::SpaceBeforeColonAccepted),
        Flaw::Control => planted(Plant::ControlCharacterAccepted),
        Flaw::NoColon | Flaw::FieldName => planted(Plant::BareCrAccepted) || planted(Plant::LineSeparatorEndsLine),
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
    if planted(Plant::UpgradeReadAsUnicode) && name == "Upgrade" {
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).to_lowercase();
        return Some(head.elements(name).any(|listed| text(listed) == element));
    }
    if planted(Plant::FoldEndsElement) {
        let parts = head
            .values(name)
            .flat_map(|value| value.split(|octet| b",\r\n".contains(octet)));
        let mut elements = parts.map(<[u8]>::trim_ascii);
        return Some(elements.any(|listed| listed.eq_ignore_ascii_case(element.as_bytes())));
    }
    if planted(Plant::EmptyElementOfRequestRefused) {
        let mut values = head.values(name);
        let empty = |value: &[u8]| {
            value
                .split(|&octet| octet == b',')
                .any(|one| one.trim_ascii().is_empty())
        };
        return values.any(empty).then_some(false);
    }
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

/// The key of a request that has none.
#[inline(always)]
pub(crate) fn missing_key() -> Option<&'static [u8]> {
    planted(Plant::KeyNotNeeded).then_some(b"")
}

/// The extensions of a request whose offers are malformed.
#[inline(always)]
pub(crate) fn extensions(error: ExtensionError) -> Result<Vec<Extension>, ExtensionError> {
    if planted(Plant::MalformedExtensionsIgnored) {
        Ok(Vec::new())
    } else {
        Err(error)
    }
}

/// Whether a transfer coding is overlooked, in HTTP/1.0.
#[inline(always)]
pub(crate) fn takes_coding(head: &Head) -> bool {
    planted(Plant::Http10CodingAccepted)
        && head.start_line().ends_with(b"HTTP/1.0")
        && head.values("Transfer-Encoding").next().is_some()
}

/// Why a right request is refused.
#[inline(always)]
pub(crate) fn refusal(head: &Head) -> Option<Refusal> {
    let mut fields = head.fields();
    let refused = if planted(Plant::HostWantedFirst) {
        let first = fields.next();
        !first.is_some_and(|(name, _)| name.eq_ignore_ascii_case(b"Host"))
    } else if planted(Plant::UnknownFieldRefused) {
        fields.any(|(name, _)| name.eq_ignore_ascii_case(b"Sec-WebSocket-Wsspec"))
    } else if planted(Plant::LongLineRefused) {
        fields.any(|(name, value)| name.len() + value.len() > 80)
    } else if planted(Plant::LongRequestLineRefused) {
        head.start_line().len() > 4096
    } else {
        planted(Plant::WellKnownPathRefused) && head.start_line().starts_with(b"GET /.well-known/")
    };
    refused.then(|| Refusal::RequestLine(String::from_utf8_lossy(head.start_line()).into_owned()))
}

/// A head as it is read.
#[inline(always)]
pub(crate) fn head_as_read(mut octets: Vec<u8>) -> Vec<u8> {
    if planted(Plant::BareCrAccepted) {
        for at in 0..octets.len() {
            if octets[at] == b'\r' && octets.get(at + 1) != Some(&b'\n') {
                octets[at] = b'\n';
            }
        }
    } else if planted(Plant::ControlCharacterAccepted) {
        octets.retain(|octet| !octet.is_ascii_control() || matches!(octet, b'\r' | b'\n' | b'\t'));
    } else if planted(Plant::LineSeparatorEndsLine) {
        let text = String::from_utf8_lossy(&octets);
        octets = text.replace(['\u{85}', '\u{2028}'], "\n").into_bytes();
    }
    octets
}

/// Whether a line is taken for the last of a head.
#[inline(always)]
pub(crate) fn ends_head(line: &[u8]) -> bool {
    planted(Plant::HeadEndsWithVersion) && line.to_ascii_lowercase().starts_with(b"sec-websocket-version")
}

/// Whitespace before the name of a field.
#[inline(always)]
pub(crate) fn indent(line: &[u8]) -> usize {
    if planted(Plant::ContinuedLineIsField) {
        line.len() - line.trim_ascii_start().len()
    } else {
        0
    }
}

/// Whether a field name is another spelling of this one.
#[inline(always)]
pub(crate) fn is_spelling(field: &[u8], name: &str) -> bool {
    planted(Plant::UnderscoreIsHyphen)
        && String::from_utf8_lossy(field)
            .replace('_', "-")
            .eq_ignore_ascii_case(name)
}

/// How many lines of a list are looked at.
#[inline(always)]
pub(crate) fn lines_of_list() -> usize {
    if planted(Plant::SecondLineIgnored) {
        1
    } else {
        usize::MAX
    }
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
    } else if planted(Plant::KeyHashedAsDecoded) {
        // The bits that padding makes superfluous are those of the last character before it.
        let (start, last) = key.split_at_checked(21)?;
        let canonical = match last.chars().next()? {
            'A'..='P' => 'A',
            'Q'..='Z' | 'a'..='f' => 'Q',
            'g'..='v' => 'g',
            _ => 'w',
        };
        Some(format!("{start}{canonical}=="))
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
