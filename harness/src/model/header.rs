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
    let wrongs = || {
        let rules = first_octet(octets, open, terms)
            .into_iter()
            .chain(second_octet(octets, terms))
            .chain(length(octets))
            .filter(|(broken, ..)| *broken)
            .map(|(_, octet, clause)| (octet, Wrong::new(clause, PROTOCOL_ERROR), false));
        let limits = limits(octets, open, terms).into_iter();
        rules.chain(limits.map(|(octet, wrong)| (octet, wrong, true)))
    };
    // A limit is judged when the whole header is there, and then a rule that is broken comes first.
    let rule = wrongs()
        .filter(|(.., is_limit)| !is_limit)
        .map(|(octet, ..)| octet)
        .min();
    let earliest = rule.or_else(|| wrongs().map(|(octet, ..)| octet).min())?;
    let is_limit = rule.is_none();
    let header = drawing::header(octets);
    Some(Fault {
        wrongs: wrongs()
            .filter(|(octet, _, limit)| *octet == earliest && *limit == is_limit)
            .map(|(_, wrong, _)| wrong)
            .collect(),
        earliest: at + earliest,
        latest: at + earliest,
        due: header.map_or(u64::MAX, |header| {
            (at + header.header_len as u64).saturating_add(header.length)
        }),
        is_limit,
    })
}

/// Whether a rule is broken, at which octet of the header that is certain, and which.
type Rule = (bool, u64, &'static Clause);

/// FIN, the reserved bits and the opcode.
fn first_octet(octets: &[u8], open: Option<Open>, terms: &Terms) -> [Rule; 10] {
    // Where there is no octet, none is wrong: a final continuation of a message.
    let (first, open) = match octets.first() {
        Some(&first) => (first, open.is_some()),
        None => (0x80, true),
    };
    let (fin, opcode) = (first >= 0x80, first % 16);
    let [rsv1, rsv2, rsv3] = [0x40, 0x20, 0x10].map(|bit| first & bit != 0);
    let control = opcode >= 8;
    let compresses = terms.compression.is_some() && !control && opcode != 0;
    let rsv = (rsv1 && !compresses) || rsv2 || rsv3;
    let starts = matches!(opcode, 1..=7);
    [
        (rsv && control, 0, rfc6455::RSV_CONTROL_RECV),
        (rsv && opcode == 0, 0, rfc6455::RSV_CONTINUATION_RECV),
        (rsv1 && !compresses && starts, 0, rfc6455::RSV1_RECV),
        (rsv2 && starts, 0, rfc6455::RSV2_RECV),
        (rsv3 && starts, 0, rfc6455::RSV3_RECV),
        (matches!(opcode, 3..=7), 0, rfc6455::OPCODE_UNKNOWN_DATA),
        (opcode >= 11, 0, rfc6455::OPCODE_UNKNOWN_CONTROL),
        (control && !fin, 0, rfc6455::CONTROL_FRAG_RECV),
        (opcode == 0 && !open, 0, rfc6455::STRAY_CONTINUATION),
        (starts && open, 0, rfc6455::INTERLEAVE),
    ]
}

/// The MASK bit, and what the 7 bits of the length say of a control frame.
fn second_octet(octets: &[u8], terms: &Terms) -> [Rule; 4] {
    let there = octets.len() > 1;
    let [first, second] = octets.first_chunk().copied().unwrap_or_default();
    let masked = second >= 0x80;
    let (opcode, length) = (first % 16, second % 128);
    let for_server = terms.receiver == Role::Server;
    [
        (there && !masked && for_server, 1, rfc6455::SERVER_REJECTS_UNMASKED),
        (there && masked && !for_server, 1, rfc6455::CLIENT_REJECTS_MASKED),
        (there && opcode >= 8 && length > 125, 1, rfc6455::CONTROL_LEN_RECV),
        (there && opcode == 8 && length == 1, 1, rfc6455::CODE_FIRST_5_5_1),
    ]
}

/// An extended length: not longer than it needs, and below 2^63.
fn length(octets: &[u8]) -> [Rule; 3] {
    let seven = octets.get(1).map_or(0, |second| second % 128);
    let extended = &octets[octets.len().min(2)..];
    [
        (
            seven == 126 && matches!(extended, [0, 0..=125, ..]),
            3,
            rfc6455::LEN_MINIMAL_RECV_16,
        ),
        (
            seven == 127 && matches!(extended, [0x80..=0xFF, ..]),
            2,
            rfc6455::LEN64_MSB_RECV,
        ),
        (
            seven == 127 && matches!(extended, [0, 0, 0, 0, 0, 0, ..]),
            7,
            rfc6455::LEN_MINIMAL_RECV_64,
        ),
    ]
}

/// What the receiver takes. Judged when the header is whole; known at the last octet of the length.
fn limits(octets: &[u8], open: Option<Open>, terms: &Terms) -> Option<(u64, Wrong)> {
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
