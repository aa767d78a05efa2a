//! Headers and payload lengths (RFC 6455 5.2).

use wsspec_codec::frame::LengthForm;
use wsspec_codec::rfc::{Clause, rfc6455 as rfc};

use crate::bytes::Bytes;
use crate::case::{Case, PAUSE};
use crate::frame_spec::{FrameSpec, binary, continuation, ping, text};
use crate::pattern::{Codes, Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [echoes(), length_forms(), beginnings(), examples()].concat()
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
            .autobahn([format!("1.{number}.{}", index + 1)])
            .cites(sent_as(len));
            let case = match piece {
                Some(size) => case.send_cut(Segmentation::Octets(size), [frame]),
                None => case.send([frame]),
            };
            cases.push(case.expect(Outcomes::pass([expected])).close());
        }
    }
    // Further lengths beside those of Autobahn.
    for len in [1, 124, 256, 65_534, 65_537] {
        let payload = Bytes::repeat(0xA5, len);
        let clause = match len {
            0..=125 => rfc::LEN7,
            126..=65_535 => rfc::LEN16,
            _ => rfc::LEN64,
        };
        cases.push(
            Case::new(
                format!("framing/echo-binary-{len}"),
                format!("a binary message of {len} octets is echoed"),
                [clause, rfc::LEN_MINIMAL_SEND],
            )
            .cites((len > 125).then_some(rfc::LEN_NETWORK_ORDER))
            .send([binary(payload.clone())])
            .expect(Outcomes::pass([Pattern::Binary(payload)]))
            .close(),
        );
    }
    cases
}

/// What an echo of so many octets shows of its sender.
fn sent_as(len: usize) -> Vec<&'static Clause> {
    match len {
        0 => vec![rfc::FIN_FIRST_FINAL, rfc::UNFRAGMENTED, rfc::OPCODE_FIRST],
        125 | 65_535 => vec![rfc::LEN_MINIMAL_SEND, rfc::TRANSMIT],
        65_536 => vec![rfc::LEN_NETWORK_ORDER, rfc::MAY_FRAGMENT, rfc::FIN_LAST],
        _ => vec![rfc::ENCAPSULATE],
    }
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
            [rfc::COALESCED, rfc::NEW_MESSAGE, rfc::PARSE],
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

/// Frames of which only the beginning is sent, and what it shows already.
fn beginnings() -> Vec<Case> {
    let any_close = || Pattern::Close(Codes::AnyBut(vec![]));
    let over = || Outcomes::pass([any_close().maybe(), Pattern::End]);
    // Or nothing comes, because it waits for the rest.
    let refused = |outcomes: Outcomes| {
        outcomes
            .or_pass([any_close(), Pattern::End])
            .or_lenient("ended TCP without a Close frame", [Pattern::End])
    };
    let fail_fast = |id: &str, title: &str, begun: fn(Case) -> Case| {
        let case = Case::new(format!("framing/{id}"), title, [rfc::RSV_FAILFAST_HEADER]).alive();
        begun(case)
            .expect(
                Outcomes::fails_with(1002)
                    .or_silent_lenient("waited for more of a frame whose header was wrong already"),
            )
            .within(PAUSE)
            .end()
            .expect(over())
    };
    let huge = |name: &str, announced: u64| {
        Case::new(
            format!("framing/length-of-{name}"),
            format!("a frame that announces {name} octets is refused or waited for, and not taken for shorter"),
            [rfc::LEN64_HUGE, rfc::LEN64],
        )
        .alive()
        .send([binary(b"sixteen octets !").announcing(announced), ping("behind")])
        .listen(PAUSE, refused)
        .end()
        .expect(over())
    };
    // The octets that are left of the length when its first bit, or its first half, is cut off.
    let rest = || Bytes::repeat(b'*', 65_536);
    vec![
        fail_fast(
            "first-octet-shows-reserved-bits",
            "reserved bits in the first octet of a frame fail the connection before the second comes",
            |case| case.send_rest(b"\xf1"),
        ),
        fail_fast(
            "first-octet-shows-opcode",
            "a reserved opcode in the first octet of a frame fails the connection before the second comes",
            |case| case.send_rest(b"\x83"),
        ),
        fail_fast(
            "header-shows-reserved-bits",
            "reserved bits fail the connection when the header is there, before the payload comes",
            |case| case.send([text("").rsv(0b111).announcing(65_536)]),
        ),
        fail_fast(
            "header-shows-control-length",
            "a ping that announces 126 octets fails the connection before its payload comes",
            |case| case.send([ping("").announcing(126)]),
        ),
        huge("2-to-the-62", 1 << 62),
        huge("2-to-the-63-less-one", (1 << 63) - 1),
        Case::new(
            "framing/length-over-32-bits",
            "a length of 2^32 + 65536 is not cut to 65536",
            [rfc::LEN64, rfc::LEN64_HUGE],
        )
        .alive()
        .send([binary(rest()).announcing((1 << 32) + 65_536), ping("behind")])
        .listen(PAUSE, refused)
        .end()
        .expect(over()),
        Case::new(
            "framing/length-with-top-bit-and-payload",
            "a length of 2^63 + 65536 fails the connection, and is not taken for 65536",
            [rfc::LEN64_MSB_RECV],
        )
        .alive()
        .send([binary(rest()).announcing((1 << 63) + 65_536), ping("behind")])
        .expect(
            Outcomes::pass([Pattern::Close(Codes::OneOf(vec![1002, 1009])), Pattern::End])
                .or_lenient(
                    "failed the connection with another status code",
                    [any_close(), Pattern::End],
                )
                .or_lenient("failed the connection without a Close frame", [Pattern::End]),
        ),
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
