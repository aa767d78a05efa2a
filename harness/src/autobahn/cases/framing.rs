//! Group 1: messages of one frame.

use super::words::frame;
use crate::autobahn::case::{AutobahnCase, Event};
use crate::bytes::Bytes;

/// The payload lengths around which the form of the length changes, in octets. The last is written in [pieces](CHOP).
const LENGTHS: [usize; 8] = [0, 125, 126, 127, 128, 65_535, 65_536, 65_536];

/// The size of a piece, in octets.
const CHOP: usize = 997;

pub(super) fn cases() -> Vec<AutobahnCase> {
    let kinds = [(1, "text", b'*'), (2, "binary", 0xFE)];
    let lengths = || LENGTHS.into_iter().zip(1..);
    let case = |(opcode, kind, octet), (len, number)| {
        let payload = Bytes::repeat(octet, len);
        let message = Event::Message {
            payload: payload.clone(),
            binary: opcode == 2,
        };
        let (frame, how) = match number == LENGTHS.len() {
            true => (
                frame(opcode, payload).chopped(CHOP),
                format!(", written {CHOP} octets at a time"),
            ),
            false => (frame(opcode, payload), String::new()),
        };
        AutobahnCase::new(
            format!("1.{opcode}.{number}"),
            format!("Sends a {kind} message of {len} octets in one frame{how}."),
        )
        .sends([frame])
        .kill(if len < 1000 { 1.0 } else { 10.0 })
        .sees([message])
    };
    kinds
        .into_iter()
        .flat_map(|kind| lengths().map(move |length| case(kind, length)))
        .collect()
}
