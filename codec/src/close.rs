//! Close frames: status codes and reasons (RFC 6455 sections 5.5.1 and 7.4, and the IANA registry).

use std::fmt;

use crate::meter;
use crate::plant::{Plant, instead, planted};
use crate::rules::{Role, ViolationKind};
use crate::utf8::{self, Utf8Validator};

/// A status code, any 16 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CloseCode(u16);

impl CloseCode {
    /// The purpose of the connection is fulfilled.
    pub const NORMAL: CloseCode = CloseCode(1000);
    /// The endpoint goes away: a server shuts down, a page is left.
    pub const GOING_AWAY: CloseCode = CloseCode(1001);
    /// A rule of the protocol was broken.
    pub const PROTOCOL_ERROR: CloseCode = CloseCode(1002);
    /// A type of data that the endpoint does not take.
    pub const UNSUPPORTED_DATA: CloseCode = CloseCode(1003);
    /// Never sent: what an endpoint reports when the Close frame had no code.
    pub const NO_STATUS: CloseCode = CloseCode(1005);
    /// Never sent: what an endpoint reports when TCP ended without a Close frame.
    pub const ABNORMAL: CloseCode = CloseCode(1006);
    /// Data that does not fit the type of its message, such as text that is not UTF-8.
    pub const INVALID_DATA: CloseCode = CloseCode(1007);
    /// A policy of the endpoint was broken.
    pub const POLICY: CloseCode = CloseCode(1008);
    /// More than the endpoint takes.
    pub const TOO_BIG: CloseCode = CloseCode(1009);
    /// A client misses an extension it needs.
    pub const MANDATORY_EXTENSION: CloseCode = CloseCode(1010);
    /// An unexpected condition on the sending side.
    pub const INTERNAL_ERROR: CloseCode = CloseCode(1011);

    /// The code with this value.
    pub const fn new(value: u16) -> CloseCode {
        CloseCode(value)
    }

    /// Its value.
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Whether it may stand in a Close frame that is received: defined by RFC 6455 or registered with IANA for use on
    /// the wire, or in 3000 to 4999.
    pub const fn may_be_received(self) -> bool {
        matches!(self.0, 1000..=1003 | 1007..=1014 | 3000..=4999)
    }

    /// Whether an endpoint in this role may send it: as above, but 1010 is for clients alone.
    pub const fn may_be_sent(self, role: Role) -> bool {
        self.may_be_received() && !(self.0 == 1010 && matches!(role, Role::Server))
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The longest reason in octets: a control frame's payload less the code.
pub const MAX_REASON: usize = 123;

/// What is wrong with the payload of a Close frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadBody {
    /// The rule that is broken.
    pub kind: ViolationKind,
    /// The octet of the payload with which that is certain. `None` for a payload of one octet, which is wrong from its
    /// announced length on.
    pub index: Option<usize>,
}

/// Judges the beginning of the payload of a Close frame whose rest is still to come. A status code is judged when both
/// of its octets are there.
///
/// # Errors
/// A rule that no continuation of these octets can keep.
pub fn check_beginning(payload: &[u8]) -> Result<(), BadBody> {
    if payload.len() < 2 {
        return Ok(());
    }
    match parse(payload) {
        Err(BadBody {
            kind: ViolationKind::CloseReason,
            index,
        }) => match Utf8Validator::new().validate(&payload[2..]) {
            // Only cut off.
            Ok(()) => Ok(()),
            Err(_) => Err(BadBody {
                kind: ViolationKind::CloseReason,
                index,
            }),
        },
        judged => judged.map(|_| ()),
    }
}

/// Reads the payload of a Close frame: its code and reason, or `None` when it is empty.
///
/// # Errors
/// The payload breaks a rule of 5.5.1 or 7.4.
pub fn parse(payload: &[u8]) -> Result<Option<(CloseCode, &str)>, BadBody> {
    meter::touched(payload.len());
    let bad = |kind, index| Err(BadBody { kind, index });
    let Some((code, reason)) = payload.split_first_chunk() else {
        return match payload {
            [] => Ok(None),
            _ if planted(Plant::CloseBodyOfOneOctetAccepted) => Ok(None),
            _ => bad(ViolationKind::CloseBodyTooShort, None),
        };
    };
    let code = CloseCode(u16::from_be_bytes(*code));
    if !instead::takes_code(code.0).unwrap_or(code.may_be_received()) {
        // The first octet alone decides where no code that may be received begins with it.
        let certain = if matches!(payload[0], 0x03 | 0x0B..=0x13) { 1 } else { 0 };
        return bad(ViolationKind::CloseCode(code), Some(certain));
    }
    match std::str::from_utf8(reason) {
        Ok(reason) => Ok(Some((code, reason))),
        Err(_) if planted(Plant::CloseReasonNotChecked) => Ok(Some((code, ""))),
        Err(_) => {
            let index = utf8::first_error(reason).map_or(0, |index| index.min(reason.len() - 1));
            bad(ViolationKind::CloseReason, Some(2 + index))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_octet_decides_exactly_where_no_code_that_may_be_received_begins_with_it() {
        for first in 0..=255u8 {
            let possible = (0..=255u8).any(|second| CloseCode(u16::from_be_bytes([first, second])).may_be_received());
            assert_eq!(possible, matches!(first, 0x03 | 0x0B..=0x13), "{first:02x}");
        }
    }

    #[test]
    fn every_code_is_judged_as_the_registry_says() {
        for value in 0..=u16::MAX {
            let registered = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
            let received = registered.contains(&value) || (3000..5000).contains(&value);
            let code = CloseCode::new(value);
            assert_eq!(code.may_be_received(), received, "{value}");
            assert_eq!(code.may_be_sent(Role::Client), received, "{value}");
            assert_eq!(code.may_be_sent(Role::Server), received && value != 1010, "{value}");
            let parsed = parse(&value.to_be_bytes()).map(|body| body.map(|(code, _)| code.value()));
            assert_eq!(parsed.ok(), received.then_some(Some(value)));
        }
    }

    #[test]
    fn a_reason_is_utf8_and_wrong_at_the_octet_that_spoils_it() {
        assert_eq!(parse(b"\x03\xe8bye"), Ok(Some((CloseCode::NORMAL, "bye"))));
        let bad = |payload: &[u8]| parse(payload).unwrap_err();
        let reason = |index| BadBody {
            kind: ViolationKind::CloseReason,
            index: Some(index),
        };
        assert_eq!(bad(b"\x03\xe8\xc3\xbf\xff"), reason(4));
        assert_eq!(bad(b"\x03\xe8ab\xc3"), reason(4));
        assert_eq!(parse(b""), Ok(None));
        assert_eq!(bad(b"\x03").kind, ViolationKind::CloseBodyTooShort);
    }
}
