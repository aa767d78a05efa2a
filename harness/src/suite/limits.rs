//! Large messages and many messages (RFC 6455 5.2, 5.4). Every octet of what comes back is compared. How much an endpoint
//! takes is its own affair (10.4), so a Close frame that says so is an observation.

use wsspec_codec::rfc::{Clause, rfc6455 as rfc};

use crate::bytes::Bytes;
use crate::case::{Case, ECHO_PATIENCE, Profile};
use crate::exchange::{Content, Exchange, Kind};
use crate::frame_spec::{FrameSpec, binary, text};
use crate::pattern::{Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [large(), fragmented(), in_pieces(), back_and_forth()].concat()
}

const KINDS: [Kind; 2] = [Kind::Text, Kind::Binary];

const MIB: usize = 1 << 20;

/// As many octets as wanted, which is a multiple of eight.
fn payload(kind: Kind, octets: usize) -> Bytes {
    let unit = match kind {
        Kind::Text => "1→wssp".as_bytes().to_vec(),
        Kind::Binary => b"\x00\xff\xfe\x80wsp\n".to_vec(),
    };
    let count = octets / unit.len();
    Bytes::Repeat { unit, count }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Binary => "binary",
    }
}

fn case(id: String, title: String, clause: &'static Clause, group: u8, kind: Kind, last: usize) -> Case {
    // Autobahn has text in the odd groups and binary in the even ones.
    let group = group + u8::from(matches!(kind, Kind::Binary));
    Case::new(format!("limits/{id}"), title, [clause, rfc::RECV_BOTH])
        .autobahn([format!("9.{group}.{last}")])
        .profile(Profile::Default)
}

/// One message and its echo.
fn echo(kind: Kind, octets: usize, fragment: Option<usize>) -> Exchange {
    Exchange {
        content: Content::Same {
            kind,
            payload: payload(kind, octets),
        },
        messages: 1,
        fragment,
        in_flight: 1,
    }
}

fn large() -> Vec<Case> {
    let sizes = [64 << 10, 256 << 10, MIB, 4 * MIB, 8 * MIB, 16 * MIB];
    let each = |kind| {
        sizes.into_iter().zip(1..).map(move |(size, last)| {
            let kind_name = name(kind);
            case(
                format!("{kind_name}-{size}"),
                format!("a {kind_name} message of {size} octets in one frame is echoed"),
                rfc::LEN64,
                1,
                kind,
                last,
            )
            .exchange(echo(kind, size, None))
            .close()
        })
    };
    KINDS.into_iter().flat_map(each).collect()
}

fn fragmented() -> Vec<Case> {
    let sizes = [64, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, MIB, 4 * MIB];
    let each = |kind| {
        sizes.into_iter().zip(1..).map(move |(size, last)| {
            let kind_name = name(kind);
            case(
                format!("{kind_name}-4194304-in-frames-of-{size}"),
                format!("a {kind_name} message of 4194304 octets in frames of {size} octets is echoed"),
                rfc::FRAGMENTED,
                3,
                kind,
                last,
            )
            .exchange(echo(kind, 4 * MIB, Some(size)))
            .close()
        })
    };
    KINDS.into_iter().flat_map(each).collect()
}

/// One frame in many writes. The cuts are the point, so they are the same whatever the run says.
fn in_pieces() -> Vec<Case> {
    let each = |kind| {
        [64, 128, 256, 512, 1024, 2048]
            .into_iter()
            .zip(1..)
            .map(move |(size, last)| {
                let kind_name = name(kind);
                let payload = payload(kind, MIB);
                let (frame, pattern): (FrameSpec, _) = match kind {
                    Kind::Text => (text(payload.clone()), Pattern::Text(payload)),
                    Kind::Binary => (binary(payload.clone()), Pattern::Binary(payload)),
                };
                case(
                    format!("{kind_name}-1048576-written-{size}-octets-at-a-time"),
                    format!("a {kind_name} frame of 1048576 octets, written {size} octets at a time, is echoed"),
                    rfc::LEN64,
                    5,
                    kind,
                    last,
                )
                .send_cut(Segmentation::Octets(size), [frame])
                .expect(Outcomes::pass([pattern]).or_own_limit())
                .within(ECHO_PATIENCE)
                .close()
            })
    };
    KINDS.into_iter().flat_map(each).collect()
}

/// One message at a time: the way there and back is what these cases are about, so nothing is pipelined.
fn back_and_forth() -> Vec<Case> {
    let each = |kind| {
        [0, 16, 64, 256, 1024, 4096]
            .into_iter()
            .zip(1..)
            .map(move |(size, last)| {
                let kind_name = name(kind);
                case(
                    format!("{kind_name}-{size}-a-thousand-times"),
                    format!(
                        "a thousand {kind_name} messages of {size} octets are echoed, each before the next is sent"
                    ),
                    rfc::RECV_BOTH,
                    7,
                    kind,
                    last,
                )
                .exchange(Exchange {
                    messages: 1000,
                    ..echo(kind, size, None)
                })
                .close()
            })
    };
    KINDS.into_iter().flat_map(each).collect()
}
