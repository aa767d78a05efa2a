//! What stands in messages and control frames (RFC 6455 sections 5.5, 5.6, 7.4 and 8.1).

use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::{Clause, rfc6455};

use super::{Fault, Frame, What, Wrong};

const PROTOCOL_ERROR: u16 = 1002;
const INVALID_DATA: u16 = 1007;

/// A control frame, once it is whole.
pub(super) fn control(frame: &Frame) -> Result<Option<What>, Fault> {
    if frame.header.opcode == 8 {
        close(frame)?;
    }
    if !frame.is_whole() {
        return Ok(None);
    }
    Ok(Some(match frame.header.opcode {
        9 => What::Ping(frame.payload.clone()),
        10 => What::Pong(frame.payload.clone()),
        _ => What::Close(frame.payload.split_at_checked(2).map(|(code, reason)| {
            let code = u16::from(code[0]) * 256 + u16::from(code[1]);
            (code, String::from_utf8_lossy(reason).into_owned())
        })),
    }))
}

/// The body of a Close frame, as far as it is there.
fn close(frame: &Frame) -> Result<(), Fault> {
    let fault = |index: usize, clause, code| Fault {
        wrongs: vec![Wrong::new(clause, code)],
        earliest: frame.payload_at() + index as u64,
        latest: frame.payload_at() + index as u64,
        due: frame.end(),
        is_limit: false,
    };
    let [high, low, reason @ ..] = &frame.payload[..] else {
        return Ok(());
    };
    let code = u16::from(*high) * 256 + u16::from(*low);
    if !may_be_received(code) {
        let possible = (0..=255).any(|low| may_be_received(u16::from(*high) * 256 + low));
        return Err(fault(usize::from(possible), clause_of(code), PROTOCOL_ERROR));
    }
    match unfit(reason, frame.is_whole()) {
        Some(index) => Err(fault(2 + index, rfc6455::REASON_INVALID, INVALID_DATA)),
        None => Ok(()),
    }
}

/// Defined by 7.4.1, registered with IANA for the wire, or left to libraries and applications (7.4.2).
fn may_be_received(code: u16) -> bool {
    let defined = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011];
    let registered = [1012, 1013, 1014];
    defined.contains(&code)
        || registered.contains(&code)
        || (3000..=3999).contains(&code)
        || (4000..=4999).contains(&code)
}

fn clause_of(code: u16) -> &'static Clause {
    match code {
        0..=999 => rfc6455::CODE_0_999,
        1004 => rfc6455::CODE_1004,
        1005 => rfc6455::CODE_1005_RECV,
        1006 => rfc6455::CODE_1006_RECV,
        1015 => rfc6455::CODE_1015_RECV,
        1000..=2999 => rfc6455::CODE_1000_2999,
        _ => rfc6455::CODE_5000_UP,
    }
}

/// A message that is not compressed, as far as it is there.
pub(super) fn message(fragments: &[&Frame], kind: MessageKind) -> Result<Vec<u8>, Fault> {
    let mut payload = Vec::new();
    // Where each octet of the message stands.
    let mut places = Vec::new();
    for frame in fragments {
        payload.extend_from_slice(&frame.payload);
        places.extend((0..frame.payload.len() as u64).map(|index| frame.payload_at() + index));
    }
    let last = fragments[fragments.len() - 1];
    let ends = last.header.fin && last.is_whole();
    if kind == MessageKind::Binary {
        return Ok(payload);
    }
    let due = if last.header.fin { last.end() } else { u64::MAX };
    let fault = |earliest, clause| Fault {
        wrongs: vec![Wrong {
            clause,
            code: INVALID_DATA,
        }],
        earliest,
        latest: earliest,
        due,
        is_limit: false,
    };
    match unfit(&payload, false) {
        Some(index) => Err(fault(places[index], rfc6455::TEXT_INVALID)),
        None if ends && std::str::from_utf8(&payload).is_err() => {
            Err(fault(last.end() - 1, rfc6455::TEXT_TRUNCATED_END))
        }
        None => Ok(payload),
    }
}

/// The index of the first octet after which these can no longer become UTF-8; if they are all there is, of the last
/// one where they end inside a code point.
pub(super) fn unfit(octets: &[u8], whole: bool) -> Option<usize> {
    let cut_off = |prefix: &[u8]| match std::str::from_utf8(prefix) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    match std::str::from_utf8(octets) {
        Ok(_) => None,
        Err(error) => {
            let begun = error.valid_up_to();
            let bad = (begun..octets.len()).find(|&index| !cut_off(&octets[begun..=index]));
            bad.or(whole.then(|| octets.len() - 1))
        }
    }
}
