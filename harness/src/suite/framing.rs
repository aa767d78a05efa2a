//! Headers and payload lengths (RFC 6455 5.2).

use wsspec_codec::frame::LengthForm;
use wsspec_codec::rfc::rfc6455 as rfc;

use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{FrameSpec, binary, continuation, ping, text};
use crate::pattern::{Codes, Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [echoes(), length_forms(), examples()].concat()
}

/// Echoes on both sides of every change of the length form.
fn echoes() -> Vec<Case> {
    let mut cases = Vec::new();
    // Length, the piece it is written in, and the clause of its form.
    let lengths = [
        (0, None, rfc::LEN7),
        (125, None, rfc::LEN7),
        (126, None, rfc::LEN16),
        (127, None, rfc::LEN16),
        (128, None, rfc::LEN16),
        (65_535, None, rfc::LEN16),
        (65_536, None, rfc::LEN64),
        (65_536, Some(997), rfc::LEN64),
    ];
    for (kind, number) in [("text", 1), ("binary", 2)] {
        for (index, (len, piece, clause)) in lengths.into_iter().enumerate() {
            let (frame, echo): (_, fn(Bytes) -> Pattern) = match kind {
                "text" => (text(Bytes::repeat(b'*', len)), Pattern::Text),
                _ => (binary(Bytes::repeat(0xFE, len)), Pattern::Binary),
            };
            let expected = echo(frame.payload.clone());
            let (cut, in_pieces) = match piece {
                Some(size) => (
                    format!("-in-pieces-of-{size}"),
                    format!(", written in pieces of {size}"),
                ),
                None => (String::new(), String::new()),
            };
            let case = Case::new(
                format!("framing/echo-{kind}-{len}{cut}"),
                format!("a {kind} message of {len} octets{in_pieces} is echoed"),
                [clause, rfc::RECV_BOTH],
            )
            .autobahn([format!("1.{number}.{}", index + 1)]);
            let case = match piece {
                Some(size) => case.send_cut(Segmentation::Octets(size), [frame]),
                None => case.send([frame]),
            };
            cases.push(case.expect(Outcomes::pass([expected])).close());
        }
    }
    cases
}

/// Lengths that no sender may write so.
fn length_forms() -> Vec<Case> {
    const TAKEN: &str = "took a length that is not in its shortest form";
    let not_minimal = |id: &str, form: LengthForm, clause, payload: Bytes| {
        let bits = if form == LengthForm::Bits16 { 16 } else { 64 };
        Case::new(
            format!("framing/{id}"),
            format!("a length of {} written in {bits} bits is refused", payload.len()),
            [clause],
        )
        .alive()
        .send([text(payload.clone()).length_form(form)])
        .expect(Outcomes::fails_with(1002).or_lenient(TAKEN, [Pattern::Text(payload)]))
        .close()
    };
    vec![
        not_minimal(
            "length-not-minimal-16",
            LengthForm::Bits16,
            rfc::LEN_MINIMAL_RECV_16,
            "Hello".into(),
        ),
        not_minimal(
            "length-not-minimal-16-empty",
            LengthForm::Bits16,
            rfc::LEN_MINIMAL_RECV_16,
            "".into(),
        ),
        not_minimal(
            "length-not-minimal-64",
            LengthForm::Bits64,
            rfc::LEN_MINIMAL_RECV_64,
            "Hello".into(),
        ),
        not_minimal(
            "length-not-minimal-64-for-65535",
            LengthForm::Bits64,
            rfc::LEN_MINIMAL_RECV_64,
            Bytes::repeat(b'*', 65_535),
        ),
        Case::new(
            "framing/control-length-not-minimal-16",
            "a ping whose length of 5 is written in 16 bits fails the connection",
            [rfc::LEN_MINIMAL_CONTROL],
        )
        .alive()
        .send([ping("Hello").length_form(LengthForm::Bits16)])
        .expect(Outcomes::fails_with(1002).or_lenient(TAKEN, [Pattern::pong("Hello")]))
        .close(),
        Case::new(
            "framing/control-length-not-minimal-64",
            "a ping whose length of 5 is written in 64 bits fails the connection",
            [rfc::LEN_MINIMAL_CONTROL],
        )
        .alive()
        .send([ping("Hello").length_form(LengthForm::Bits64)])
        .expect(Outcomes::fails_with(1002).or_lenient(TAKEN, [Pattern::pong("Hello")]))
        .close(),
        Case::new(
            "framing/length-with-top-bit",
            "a 64-bit length with its first bit set fails the connection",
            [rfc::LEN64_MSB_RECV],
        )
        .alive()
        .send([binary("").announcing(1 << 63)])
        .expect(
            Outcomes::pass([Pattern::Close(Codes::OneOf(vec![1002, 1009])), Pattern::End])
                .or_lenient(
                    "failed the connection with another status code",
                    [Pattern::Close(Codes::AnyBut(vec![1002, 1009])), Pattern::End],
                )
                .or_lenient("failed the connection without a Close frame", [Pattern::End]),
        ),
        Case::new(
            "framing/header-octet-by-octet",
            "a header with a 16-bit length may arrive octet by octet",
            [rfc::HEADER_SPLIT],
        )
        .send_cut(Segmentation::Octets(1), [text(Bytes::repeat(b'a', 300))])
        .expect(Outcomes::pass([Pattern::text(Bytes::repeat(b'a', 300))]))
        .close(),
        Case::new(
            "framing/frames-in-one-segment",
            "several frames in one segment are all answered, in order",
            [rfc::COALESCED],
        )
        .send_cut(Segmentation::Whole, [text("one"), binary(b"\x02\xff"), text("three")])
        .expect(Outcomes::pass([
            Pattern::text("one"),
            Pattern::binary(b"\x02\xff"),
            Pattern::text("three"),
        ]))
        .close(),
    ]
}

/// The examples of section 5.7, masked as the role of the tester demands.
fn examples() -> Vec<Case> {
    let case = |id: &str, what: &str, frames: Vec<FrameSpec>, echo: Pattern| {
        Case::new(
            format!("framing/example-{id}"),
            format!("{what} of section 5.7 is understood"),
            [rfc::EXAMPLES],
        )
        .send(frames)
        .expect(Outcomes::pass([echo]))
        .close()
    };
    let octets = |len| Bytes::repeat(0xA5, len);
    vec![
        case("text", "the Hello", vec![text("Hello")], Pattern::text("Hello")),
        case(
            "fragmented-text",
            "the Hello in two fragments",
            vec![text("Hel").unfinished(), continuation("lo")],
            Pattern::text("Hello"),
        ),
        case("ping", "the ping", vec![ping("Hello")], Pattern::pong("Hello")),
        case(
            "binary-256",
            "the binary message of 256 octets",
            vec![binary(octets(256))],
            Pattern::Binary(octets(256)),
        ),
        case(
            "binary-65536",
            "the binary message of 64 KiB",
            vec![binary(octets(65_536))],
            Pattern::Binary(octets(65_536)),
        ),
    ]
}
