//! What a header may say (RFC 6455 sections 5.1, 5.2, 5.4, 5.5 and 10.4; RFC 7692 section 6).

use wsspec_codec::rfc::{Clause, rfc6455};
use wsspec_codec::rules::Role;

use super::{Fault, Open, Terms, Wrong, drawing};

const PROTOCOL_ERROR: u16 = 1002;
const POLICY: u16 = 1008;
const TOO_BIG: u16 = 1009;

/// The first fault of the header that begins these octets, of which some may be missing. `open` is the message that is
/// open.
pub fn fault(octets: &[u8], at: u64, open: Option<Open>, terms: &Terms) -> Option<Fault> {
    let mut earliest = u64::MAX;
    rules(octets, open, terms, &mut |octet, _| earliest = earliest.min(octet));
    let mut wrongs = Vec::new();
    let mut is_limit = false;
    if earliest < u64::MAX {
        rules(octets, open, terms, &mut |octet, clause| {
            if octet == earliest {
                wrongs.push(Wrong::new(clause, PROTOCOL_ERROR));
            }
        });
    } else {
        // A limit is judged when the whole header is there, and a rule that is broken comes first.
        let (octet, wrong) = limit(octets, open, terms)?;
        earliest = octet;
        wrongs.push(wrong);
        is_limit = true;
    }
    let header = drawing::header(octets);
    Some(Fault {
        wrongs,
        earliest: at + earliest,
        latest: at + earliest,
        due: header.map_or(u64::MAX, |header| {
            (at + header.header_len as u64).saturating_add(header.length)
        }),
        is_limit,
    })
}

/// Tells of each rule that is broken: at which octet of the header that is certain, and which.
fn rules(octets: &[u8], open: Option<Open>, terms: &Terms, broken: &mut dyn FnMut(u64, &'static Clause)) {
    let mut rule = |holds: bool, octet, clause| {
        if !holds {
            broken(octet, clause);
        }
    };
    let Some(&first) = octets.first() else { return };
    // FIN, the reserved bits and the opcode.
    let (fin, opcode) = (first >= 0x80, first % 16);
    let [rsv1, rsv2, rsv3] = [0x40, 0x20, 0x10].map(|bit| first & bit != 0);
    let control = opcode >= 8;
    let starts = matches!(opcode, 1..=7);
    let rsv1 = rsv1 && !(terms.compression.is_some() && starts);
    let rsv = rsv1 || rsv2 || rsv3;
    rule(!(rsv && control), 0, rfc6455::RSV_CONTROL_RECV);
    rule(!(rsv && opcode == 0), 0, rfc6455::RSV_CONTINUATION_RECV);
    rule(!(rsv1 && starts), 0, rfc6455::RSV1_RECV);
    rule(!(rsv2 && starts), 0, rfc6455::RSV2_RECV);
    rule(!(rsv3 && starts), 0, rfc6455::RSV3_RECV);
    rule(!matches!(opcode, 3..=7), 0, rfc6455::OPCODE_UNKNOWN_DATA);
    rule(opcode < 11, 0, rfc6455::OPCODE_UNKNOWN_CONTROL);
    rule(fin || !control, 0, rfc6455::CONTROL_FRAG_RECV);
    rule(opcode != 0 || open.is_some(), 0, rfc6455::STRAY_CONTINUATION);
    rule(!starts || open.is_none(), 0, rfc6455::INTERLEAVE);
    let Some(&second) = octets.get(1) else { return };
    // The MASK bit, and what the 7 bits of the length say of a control frame.
    let (masked, length) = (second >= 0x80, second % 128);
    let for_server = terms.receiver == Role::Server;
    rule(masked || !for_server, 1, rfc6455::SERVER_REJECTS_UNMASKED);
    rule(!masked || for_server, 1, rfc6455::CLIENT_REJECTS_MASKED);
    rule(!(control && length > 125), 1, rfc6455::CONTROL_LEN_RECV);
    rule(!(opcode == 8 && length == 1), 1, rfc6455::CODE_FIRST_5_5_1);
    // An extended length: not longer than it needs, and below 2^63.
    match (length, &octets[2..]) {
        (126, [0, 0..=125, ..]) => rule(false, 3, rfc6455::LEN_MINIMAL_RECV_16),
        (127, [0x80..=0xFF, ..]) => rule(false, 2, rfc6455::LEN64_MSB_RECV),
        (127, [0, 0, 0, 0, 0, 0, ..]) => rule(false, 7, rfc6455::LEN_MINIMAL_RECV_64),
        _ => {}
    }
}

/// What the receiver takes: judged when the header is whole, known at the last octet of the length.
fn limit(octets: &[u8], open: Option<Open>, terms: &Terms) -> Option<(u64, Wrong)> {
    let header = drawing::header(octets)?;
    let open = open.unwrap_or_default();
    let limits = terms.limits;
    let known = match header.length_bits {
        7 => 1,
        16 => 3,
        _ => 9,
    };
    let data = header.opcode < 8;
    if header.length > limits.frame || (data && open.octets.saturating_add(header.length) > limits.message) {
        Some((known, Wrong::new(rfc6455::LIMITS_PROTECT, TOO_BIG)))
    } else {
        let too_many = data && open.frames + 1 > u64::from(limits.fragments);
        too_many.then_some((0, Wrong::new(rfc6455::LIMITS_PROTECT, POLICY)))
    }
}
