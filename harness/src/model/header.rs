//! What a header may say (RFC 6455 sections 5.1, 5.2, 5.4, 5.5 and 10.4; RFC 7692 section 6).

use wsspec_codec::rfc::{Clause, rfc6455};
use wsspec_codec::rules::Role;

use super::{Fault, Frame, Terms, Wrong, drawing};

const PROTOCOL_ERROR: u16 = 1002;
const POLICY: u16 = 1008;
const TOO_BIG: u16 = 1009;

/// The first fault of the header that begins these octets, of which some may be missing. `open` are the frames of the
/// message that is open.
pub(super) fn fault(octets: &[u8], at: u64, open: Vec<&Frame>, terms: &Terms) -> Option<Fault> {
    let rules = first_octet(octets, &open, terms)
        .into_iter()
        .chain(second_octet(octets, terms))
        .chain(length(octets))
        .map(|(octet, clause)| {
            (
                octet,
                Wrong {
                    clause,
                    code: PROTOCOL_ERROR,
                },
                false,
            )
        });
    let limits = limits(octets, &open, terms);
    let wrongs: Vec<_> = rules
        .chain(limits.into_iter().map(|(octet, wrong)| (octet, wrong, true)))
        .collect();
    // A limit is judged when the whole header is there, and then a rule that is broken comes first.
    let rule = wrongs
        .iter()
        .filter(|(_, _, is_limit)| !is_limit)
        .map(|(octet, ..)| *octet)
        .min();
    let earliest = rule.or_else(|| wrongs.iter().map(|(octet, ..)| *octet).min())?;
    let is_limit = rule.is_none();
    let here = |(octet, _, limit): &&(u64, Wrong, bool)| *octet == earliest && *limit == is_limit;
    let header = drawing::header(octets);
    Some(Fault {
        wrongs: wrongs.iter().filter(here).map(|(_, wrong, _)| *wrong).collect(),
        earliest: at + earliest,
        due: header.map_or(u64::MAX, |header| {
            (at + header.header_len as u64).saturating_add(header.length)
        }),
        is_limit,
    })
}

type Broken = (u64, &'static Clause);

/// FIN, the reserved bits and the opcode.
fn first_octet(octets: &[u8], open: &[&Frame], terms: &Terms) -> Vec<Broken> {
    let Some(&first) = octets.first() else {
        return Vec::new();
    };
    let (fin, opcode) = (first >= 0x80, first % 16);
    let [rsv1, rsv2, rsv3] = [0x40, 0x20, 0x10].map(|bit| first & bit != 0);
    let control = opcode >= 8;
    let compresses = terms.compression.is_some() && !control && opcode != 0;
    let rsv = (rsv1 && !compresses) || rsv2 || rsv3;
    let starts = matches!(opcode, 1..=7);
    [
        (rsv && control, rfc6455::RSV_CONTROL_RECV),
        (rsv && opcode == 0, rfc6455::RSV_CONTINUATION_RECV),
        (rsv1 && !compresses && starts, rfc6455::RSV1_RECV),
        (rsv2 && starts, rfc6455::RSV2_RECV),
        (rsv3 && starts, rfc6455::RSV3_RECV),
        (matches!(opcode, 3..=7), rfc6455::OPCODE_UNKNOWN_DATA),
        (opcode >= 11, rfc6455::OPCODE_UNKNOWN_CONTROL),
        (control && !fin, rfc6455::CONTROL_FRAG_RECV),
        (opcode == 0 && open.is_empty(), rfc6455::STRAY_CONTINUATION),
        (starts && !open.is_empty(), rfc6455::INTERLEAVE),
    ]
    .into_iter()
    .filter_map(|(broken, clause)| broken.then_some((0, clause)))
    .collect()
}

/// The MASK bit, and what the 7 bits of the length say of a control frame.
fn second_octet(octets: &[u8], terms: &Terms) -> Vec<Broken> {
    let &[first, second, ..] = octets else {
        return Vec::new();
    };
    let masked = second >= 0x80;
    let (opcode, length) = (first % 16, second % 128);
    [
        (
            !masked && terms.receiver == Role::Server,
            rfc6455::SERVER_REJECTS_UNMASKED,
        ),
        (masked && terms.receiver == Role::Client, rfc6455::CLIENT_REJECTS_MASKED),
        (opcode >= 8 && length > 125, rfc6455::CONTROL_LEN_RECV),
        (opcode == 8 && length == 1, rfc6455::CODE_FIRST_5_5_1),
    ]
    .into_iter()
    .filter_map(|(broken, clause)| broken.then_some((1, clause)))
    .collect()
}

/// An extended length: not longer than it needs, and below 2^63.
fn length(octets: &[u8]) -> Vec<Broken> {
    let seven = octets.get(1).map(|second| second % 128);
    match (seven, &octets[octets.len().min(2)..]) {
        (Some(126), [0, 0..=125, ..]) => vec![(3, rfc6455::LEN_MINIMAL_RECV_16)],
        (Some(127), [0x80..=0xFF, ..]) => vec![(2, rfc6455::LEN64_MSB_RECV)],
        (Some(127), [0, 0, 0, 0, 0, 0, ..]) => vec![(7, rfc6455::LEN_MINIMAL_RECV_64)],
        _ => Vec::new(),
    }
}

/// What the receiver takes. Judged when the header is whole; known at the last octet of the length.
fn limits(octets: &[u8], open: &[&Frame], terms: &Terms) -> Vec<(u64, Wrong)> {
    let Some(header) = drawing::header(octets) else {
        return Vec::new();
    };
    let limits = terms.limits;
    let known = match header.length_bits {
        7 => 1,
        16 => 3,
        _ => 9,
    };
    let message: u64 = open.iter().map(|frame| frame.header.length).sum();
    let wrong = |code| Wrong {
        clause: rfc6455::LIMITS_PROTECT,
        code,
    };
    let data = header.opcode < 8;
    let too_long = header.length > limits.frame || (data && message.saturating_add(header.length) > limits.message);
    let too_many = data && open.len() as u64 + 1 > u64::from(limits.fragments);
    let mut broken = Vec::new();
    if too_long {
        broken.push((known, wrong(TOO_BIG)));
    } else if too_many {
        broken.push((0, wrong(POLICY)));
    }
    broken
}
