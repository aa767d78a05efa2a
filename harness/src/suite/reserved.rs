//! Reserved bits and opcodes (RFC 6455 5.2).

use wsspec_codec::rfc::{Clause, rfc6455 as rfc};

use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{FrameSpec, binary, close_body, continuation, frame, ping, pong, text};
use crate::pattern::{Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [bits(), opcodes(), sent()].concat()
}

/// A frame that fails the connection, alone.
fn alone(id: &str, title: &str, clause: &'static Clause, number: &str, bad: FrameSpec) -> Case {
    Case::new(format!("reserved/{id}"), title, [clause, rfc::SEND_CLOSE])
        .cites([rfc::SHOULD_CLOSE_FRAME, rfc::MAY_OMIT_CLOSE, rfc::MAY_DROP])
        .cites([rfc::CLIENT_CLOSE, rfc::SERVER_CLOSE, rfc::CODE_1006_SEND])
        .autobahn([number])
        .alive()
        .send([bad])
        .expect(Outcomes::fails_with(1002))
}

/// A frame that fails the connection, between a text and a ping.
fn between(
    id: &str,
    title: &str,
    clause: &'static Clause,
    number: &str,
    cut: Option<Segmentation>,
    bad: FrameSpec,
) -> Case {
    let case = Case::new(format!("reserved/{id}"), title, [clause, rfc::STOP_PROCESSING])
        .autobahn([number])
        .alive();
    let frames = [text("Hello, world!"), bad, ping("")];
    let case = match cut {
        Some(cut) => case.send_cut(cut, frames),
        None => case.send(frames),
    };
    case.expect(Outcomes::fails_with(1002).after(
        [Pattern::text("Hello, world!")],
        "failed before it echoed the message in front",
    ))
}

fn bits() -> Vec<Case> {
    let text_with = |rsv| text("Hello, world!").rsv(rsv);
    vec![
        alone(
            "rsv3",
            "RSV3 on a text frame fails the connection",
            rfc::RSV3_RECV,
            "3.1",
            text_with(0b001),
        ),
        between(
            "rsv2-after-message",
            "RSV2 after a good message fails the connection",
            rfc::RSV2_RECV,
            "3.2",
            None,
            text_with(0b010),
        ),
        between(
            "rsv2-rsv3-frame-by-frame",
            "RSV2 and RSV3 after a good message, each frame a write of its own, fail the connection",
            rfc::RSV2_RECV,
            "3.3",
            Some(Segmentation::Frames),
            text_with(0b011),
        ),
        between(
            "rsv1-octet-by-octet",
            "RSV1 after a good message, octet by octet, fails the connection",
            rfc::RSV1_RECV,
            "3.4",
            Some(Segmentation::Octets(1)),
            text_with(0b100),
        ),
        alone(
            "rsv1-rsv3-binary",
            "RSV1 and RSV3 on a binary frame fail the connection",
            rfc::RSV1_RECV,
            "3.5",
            binary(b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff").rsv(0b101),
        ),
        alone(
            "rsv1-rsv2-binary",
            "RSV1 and RSV2 on a binary frame fail the connection",
            rfc::RSV1_RECV,
            "3.6",
            binary("Hello, world!").rsv(0b110),
        )
        .correction(
            "Reserved bits on pings and pongs are cases of their own; Autobahn calls this one a ping but sends a binary frame.",
        ),
        Case::new(
            "reserved/rsv-close",
            "a Close frame with all reserved bits fails the connection",
            [rfc::RSV_CONTROL_RECV],
        )
        .autobahn(["3.7"])
        .alive()
        .send([close_body("").rsv(0b111)])
        .expect(Outcomes::refuses_close_with([1002]))
        .correction("An empty Close frame in return is lenient; nothing shows that the bits were seen, but Autobahn gives OK."),
        alone_of_ours("rsv1-ping", "RSV1 on a ping fails the connection", rfc::RSV_CONTROL_RECV, ping("a").rsv(0b100)),
        alone_of_ours("rsv2-pong", "RSV2 on a pong fails the connection", rfc::RSV_CONTROL_RECV, pong("a").rsv(0b010)),
        Case::new(
            "reserved/rsv3-continuation",
            "RSV3 on a continuation frame fails the connection",
            [rfc::RSV_CONTINUATION_RECV],
        )
        .alive()
        .send([text("a").unfinished(), continuation("b").rsv(0b001)])
        .expect(Outcomes::fails_with(1002)),
        Case::new(
            "reserved/rsv1-continuation",
            "RSV1 on a continuation frame fails the connection",
            [rfc::RSV_CONTINUATION_RECV],
        )
        .alive()
        .send([text("a").unfinished(), continuation("b").rsv(0b100)])
        .expect(Outcomes::fails_with(1002)),
        Case::new(
            "reserved/nothing-after-failure",
            "after an illegal frame nothing more is processed, not even a Close frame",
            [rfc::STOP_PROCESSING],
        )
        .alive()
        .send([text("Hello").rsv(0b010), ping("a"), text("Hello"), crate::frame_spec::close(1000)])
        .expect(Outcomes::refuses_close_with([1002])),
    ]
}

/// What the subject sends has no reserved bits.
fn sent() -> Vec<Case> {
    let case = Case::new(
        "reserved/sends-no-reserved-bits",
        "whatever a subject sends without an extension has no reserved bits",
        [rfc::RSV_SEND_ZERO, rfc::ENCAPSULATE],
    );
    vec![
        case.send([text("text"), binary(b"\xff"), ping("ping")])
            .expect(
                Outcomes::pass([Pattern::text("text"), Pattern::binary(b"\xff"), Pattern::pong("ping")])
                    .or_pass([
                        // A pong may overtake echoes.
                        Pattern::pong("ping"),
                        Pattern::text("text"),
                        Pattern::binary(b"\xff"),
                    ])
                    .or_pass([Pattern::text("text"), Pattern::pong("ping"), Pattern::binary(b"\xff")]),
            )
            .close(),
    ]
}

/// The same without a number of Autobahn.
fn alone_of_ours(id: &str, title: &str, clause: &'static Clause, bad: FrameSpec) -> Case {
    Case::new(format!("reserved/{id}"), title, [clause])
        .alive()
        .send([bad])
        .expect(Outcomes::fails_with(1002))
}

fn opcodes() -> Vec<Case> {
    let octets = Some(Segmentation::Octets(1));
    // Opcode, number, payload, and how it is sent: alone, or between a text and a ping.
    let opcodes: [(u8, &str, &str, Option<Option<Segmentation>>); 10] = [
        (0x3, "4.1.1", "", None),
        (0x4, "4.1.2", "reserved opcode payload", None),
        (0x5, "4.1.3", "", Some(None)),
        (0x6, "4.1.4", "Hello, world!", Some(None)),
        (0x7, "4.1.5", "Hello, world!", Some(octets.clone())),
        (0xB, "4.2.1", "", None),
        (0xC, "4.2.2", "reserved opcode payload", None),
        (0xD, "4.2.3", "", Some(None)),
        (0xE, "4.2.4", "Hello, world!", Some(None)),
        (0xF, "4.2.5", "Hello, world!", Some(octets)),
    ];
    let case = |(opcode, number, payload, how): (u8, &str, &str, Option<Option<Segmentation>>)| {
        let bad = frame(opcode, Bytes::from(payload));
        let clause = match opcode {
            0x8.. => rfc::OPCODE_UNKNOWN_CONTROL,
            _ => rfc::OPCODE_UNKNOWN_DATA,
        };
        let with = if payload.is_empty() { "" } else { " with payload" };
        match how {
            None => alone(
                &format!("opcode-{opcode:x}"),
                &format!("opcode 0x{opcode:X}{with} fails the connection"),
                clause,
                number,
                bad,
            ),
            Some(cut) => {
                let (suffix, how) = match cut {
                    Some(_) => ("-octet-by-octet", ", octet by octet,"),
                    None => ("", ""),
                };
                between(
                    &format!("opcode-{opcode:x}-after-message{suffix}"),
                    &format!("opcode 0x{opcode:X}{with} after a good message{how} fails the connection"),
                    clause,
                    number,
                    cut,
                    bad,
                )
            }
        }
    };
    let inside = |(name, opcode, clause): (&str, u8, &'static Clause)| {
        Case::new(
            format!("reserved/opcode-{opcode:x}-inside-message"),
            format!("a reserved {name} opcode, 0x{opcode:X}, between two fragments fails the connection"),
            [clause],
        )
        .alive()
        .send([text("a").unfinished(), frame(opcode, "b"), continuation("c")])
        .expect(Outcomes::fails_with(1002))
    };
    let ours = [
        ("data", 0x3, rfc::OPCODE_UNKNOWN_DATA),
        ("control", 0xB, rfc::OPCODE_UNKNOWN_CONTROL),
    ];
    opcodes.into_iter().map(case).chain(ours.map(inside)).collect()
}
