//! Group 3: reserved bits. Group 4: reserved opcodes.

use super::words::{NO_TEXT, Writes, binary, frame, ping, text, text_event};
use crate::autobahn::case::{Act, AutobahnCase};

const HELLO: &str = "Hello, world!";

pub(super) fn cases() -> Vec<AutobahnCase> {
    [bits(), opcodes("4.1", 3), opcodes("4.2", 11)].concat()
}

/// The frame alone.
fn refused(id: String, description: String, rule: &str, frame: Act) -> AutobahnCase {
    AutobahnCase::new(id, description)
        .rule(rule)
        .sends([frame])
        .kill(1.0)
        .failed_by_subject(1002)
}

/// The frame between a text message and a ping. Whether the echo of the text leaves before the connection fails is chance.
fn refused_between(id: String, what: &str, rule: &str, frame: Act, writes: Writes) -> AutobahnCase {
    AutobahnCase::new(
        id,
        format!("Sends a text message, {what}, and a ping{}.", writes.words()),
    )
    .rule(rule)
    .sends(writes.apply([text(HELLO), frame, ping("")]))
    .kill(1.0)
    .sees([text_event(HELLO)])
    .or_sees([])
    .failed_by_subject(1002)
}

fn bits() -> Vec<AutobahnCase> {
    let rule = "A reserved bit that no extension gives a meaning fails the connection.";
    let alone = |number, what: &str, frame| refused(format!("3.{number}"), format!("Sends {what}."), rule, frame);
    let between = |number, which: &str, bits, writes| {
        let frame = text(HELLO).reserved(bits);
        refused_between(
            format!("3.{number}"),
            &format!("one with {which} set"),
            rule,
            frame,
            writes,
        )
    };
    vec![
        alone(1, "a text frame with RSV3 set", text(HELLO).reserved(1)),
        between(2, "RSV2", 2, Writes::Together),
        between(3, "RSV2 and RSV3", 3, Writes::Frames),
        between(4, "RSV1", 4, Writes::Octets),
        alone(
            5,
            "a binary frame with RSV1 and RSV3 set, of octets that are no UTF-8",
            binary(NO_TEXT).reserved(5),
        ),
        alone(
            6,
            "a binary frame with RSV1 and RSV2 set, of ASCII text",
            binary(HELLO).reserved(6),
        ),
        alone(
            7,
            "an empty Close frame with all reserved bits set",
            frame(8, "").reserved(7),
        ),
    ]
}

/// The five reserved opcodes from this one on.
fn opcodes(group: &str, first: u8) -> Vec<AutobahnCase> {
    let rule = "A reserved opcode fails the connection.";
    let kind = if first < 8 { "data" } else { "control" };
    let id = |number| format!("{group}.{number}");
    let of = |number, payload: &str| {
        let opcode = first + number - 1;
        let what = match payload.len() {
            0 => format!("an empty frame with the reserved {kind} opcode {opcode}"),
            len => format!("a frame of {len} octets with the reserved {kind} opcode {opcode}"),
        };
        (what, frame(opcode, payload))
    };
    let alone = |number, payload| {
        let (what, frame) = of(number, payload);
        refused(id(number), format!("Sends {what}."), rule, frame)
    };
    let between = |number, payload, writes| {
        let (what, frame) = of(number, payload);
        refused_between(id(number), &what, rule, frame, writes)
    };
    vec![
        alone(1, ""),
        alone(2, "reserved opcode payload"),
        between(3, "", Writes::Together),
        between(4, HELLO, Writes::Together),
        between(5, HELLO, Writes::Octets),
    ]
}
