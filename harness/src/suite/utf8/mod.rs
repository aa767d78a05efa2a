//! Text is UTF-8 (RFC 6455 5.6, 8.1).

pub(crate) mod sequences;

use std::time::Duration;

use wsspec_codec::frame::Opcode;
use wsspec_codec::rfc::rfc6455 as rfc;

use crate::bytes::{hex, unhex};
use crate::case::{Case, PAUSE};
use crate::frame_spec::{FrameSpec, binary, continuation, fragments, ping, text};
use crate::pattern::{Codes, Outcomes, Pattern};
use sequences::{FAMILIES, Family, Kind};

/// A Greek word of eleven octets.
///
/// In hex, because an editor that normalises Unicode would make ten of them.
const WORD: &[u8; 11] = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5";
/// The same with a surrogate behind it, and then ASCII.
const SPOILT: &[u8] = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited";
/// Text with umlauts and accents.
const ACCENTS: &[u8] = "Hello-µ@ßöäüàá-UTF-8!!".as_bytes();

pub(super) fn cases() -> Vec<Case> {
    [empty_and_fragmented(), spoilt(), fail_fast(), families(), ours()].concat()
}

fn echoed(id: &str, title: &str, number: &str, frames: Vec<FrameSpec>, echo: &[u8]) -> Case {
    Case::new(
        format!("utf8/{id}"),
        title,
        [rfc::TEXT_VALID_ODD, rfc::TEXT_PARTIAL_FRAME, rfc::TEXT_UTF8_SEND],
    )
    .autobahn([number])
    .send(frames)
    .expect(Outcomes::pass([Pattern::text(echo)]))
    .close()
}

fn empty_and_fragmented() -> Vec<Case> {
    let (first, second) = ACCENTS.split_at(15);
    let empty = || vec![text("").unfinished(), continuation("").unfinished(), continuation("")];
    let mut middle = empty();
    middle[1] = continuation("middle frame payload").unfinished();
    let in_octets = |word| fragments(Opcode::TEXT, word, 1, true);
    vec![
        echoed("empty", "an empty text is echoed", "6.1.1", vec![text("")], b""),
        echoed(
            "empty-in-three-fragments",
            "a text of three empty fragments is echoed",
            "6.1.2",
            empty(),
            b"",
        ),
        echoed(
            "middle-of-three-fragments",
            "a text whose first and last fragment are empty is echoed",
            "6.1.3",
            middle,
            b"middle frame payload",
        ),
        echoed(
            "accents",
            "text of several octets a character is echoed",
            "6.2.1",
            vec![text(ACCENTS)],
            ACCENTS,
        ),
        echoed(
            "accents-cut-between-characters",
            "text cut between two characters is echoed",
            "6.2.2",
            vec![text(first).unfinished(), continuation(second)],
            ACCENTS,
        ),
        echoed(
            "accents-in-fragments-of-one-octet",
            "text in fragments of one octet, cut inside characters, is echoed",
            "6.2.3",
            in_octets(ACCENTS),
            ACCENTS,
        ),
        echoed(
            "greek-in-fragments-of-one-octet",
            "Greek text in fragments of one octet is echoed",
            "6.2.4",
            in_octets(WORD),
            WORD,
        ),
    ]
}

fn spoilt() -> Vec<Case> {
    let case = |id: &str, how: &str, number: &str, frames: Vec<FrameSpec>| {
        Case::new(
            format!("utf8/{id}"),
            format!("text with a surrogate in it{how} fails the connection"),
            [rfc::TEXT_INVALID, rfc::INVALID_UTF8, rfc::CODE_1007],
        )
        .autobahn([number])
        .alive()
        .send(frames)
        .expect(Outcomes::fails_with(1007))
    };
    vec![
        case("spoilt", "", "6.3.1", vec![text(SPOILT)]),
        case(
            "spoilt-in-fragments-of-one-octet",
            ", in fragments of one octet,",
            "6.3.2",
            fragments(Opcode::TEXT, SPOILT, 1, true),
        ),
    ]
}

/// How long the tester listens in the middle of a frame, where no ping can be sent.
const PAUSE_IN_FRAME: Duration = Duration::from_millis(1000);

/// Text that can no longer become UTF-8 although its message is not whole. Failing at once is better, waiting is legal.
fn fail_fast() -> Vec<Case> {
    // The first part, the part that spoils it, and the rest.
    let parts: [(&str, [&[u8]; 3]); 2] = [
        ("beyond-unicode", [WORD, b"\xf4\x90\x80\x80", b"edited"]),
        (
            "beyond-unicode-by-one-octet",
            [
                b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xf4",
                b"\x90",
                b"\x80\x80edited",
            ],
        ),
    ];
    const LATE: &str = "waited for the rest before it failed the connection";
    let mut cases = Vec::new();
    for (index, (name, [first, bad, rest])) in parts.into_iter().enumerate() {
        cases.push(
            Case::new(
                format!("utf8/fail-fast-{name}-in-fragment"),
                "a fragment that spoils the text fails the connection before the message is whole",
                [rfc::TEXT_FAILFAST, rfc::TEXT_INVALID],
            )
            .autobahn([format!("6.4.{}", index + 1)])
            .alive()
            .send([text(first).unfinished()])
            .fence()
            .send([continuation(bad).unfinished()])
            .expect(Outcomes::fails_with(1007).or_silence())
            .within(PAUSE)
            .send([ping("still there?")])
            .expect(Outcomes::fails_with(1007).or_lenient(LATE, [Pattern::pong("still there?")]))
            .send([continuation(rest)])
            .expect(Outcomes::fails_with(1007))
            .correction("A ping proves whether the subject still waits; Autobahn takes its silence for it."),
        );
    }
    for (index, (name, [first, bad, rest])) in parts.into_iter().enumerate() {
        let len = (first.len() + bad.len() + rest.len()) as u64;
        cases.push(
            Case::new(
                format!("utf8/fail-fast-{name}-in-frame"),
                "octets that spoil the text fail the connection before their frame is whole",
                [rfc::TEXT_FAILFAST, rfc::TEXT_INVALID],
            )
            .autobahn([format!("6.4.{}", index + 3)])
            .alive()
            .send([text(first).unfinished().announcing(len)])
            // What is good so far must not fail, even where it ends inside a character.
            .expect(Outcomes::pass([]))
            .within(PAUSE)
            .or_breaks(rfc::TEXT_PARTIAL_FRAME)
            .send_rest(bad)
            // Inside a frame no ping can be sent: only time can tell.
            .expect(Outcomes::fails_with(1007).or_silent_lenient(LATE))
            .within(PAUSE_IN_FRAME)
            .send_rest(rest)
            .send([continuation("")])
            .expect(Outcomes::fails_with(1007))
            .correction(
                "No ping can be sent inside a frame, so as in Autobahn nothing but time tells a subject that waits from a \
                 slow one: lenient here may mean slow.",
            ),
        );
    }
    cases
}

fn families() -> Vec<Case> {
    FAMILIES.iter().flat_map(family).collect()
}

fn family(family: &Family) -> Vec<Case> {
    let sequences = family
        .sequences
        .split_whitespace()
        .map(|sequence| unhex(sequence).unwrap_or_default());
    sequences
        .zip(1..)
        .map(|(octets, number)| sequence(family, number, octets))
        .collect()
}

/// The longest sequence that is part of an id, in octets.
const NAMED: usize = 6;

fn sequence(family: &Family, number: usize, octets: Vec<u8>) -> Case {
    let valid = match family.kind {
        Kind::Valid => true,
        Kind::Invalid => false,
        Kind::ValidAt(numbers) => numbers.contains(&number),
    };
    let (name, shown) = if octets.len() <= NAMED {
        (hex(&octets), format!(" ({})", hex(&octets)))
    } else {
        (number.to_string(), String::new())
    };
    let verdict = if valid { "is echoed" } else { "fails the connection" };
    let case = |clauses| {
        Case::new(
            format!("utf8/{}-{name}", family.name),
            format!("text with {}{shown} {verdict}", family.title),
            clauses,
        )
        .autobahn([format!("6.{}.{number}", family.number)])
    };
    let case = |clauses| match incomplete(family.number, number) {
        Some(correction) => case(clauses).correction(correction),
        None => case(clauses),
    };
    if valid {
        case([rfc::TEXT_VALID_ODD, rfc::RECV_BOTH])
            .send([text(octets.clone())])
            .expect(Outcomes::pass([Pattern::text(octets)]))
            .close()
    } else {
        case([rfc::TEXT_INVALID, rfc::INVALID_UTF8])
            .alive()
            .send([text(octets)])
            .expect(Outcomes::fails_with(1007))
    }
}

/// What a sequence of Autobahn leaves out of the range that it is meant to hold.
fn incomplete(family: u32, number: usize) -> Option<&'static str> {
    match (family, number) {
        (12, 8) => Some("Autobahn stops at 0xBE; `utf8/every-stray-continuation-octet` has 0xBF too."),
        (13, _) => Some(
            "Autobahn leaves out the last lead octet of the group; `utf8/last-lead-octet-…` are cases of their own.",
        ),
        _ => None,
    }
}

fn ours() -> Vec<Case> {
    [messages(), left_out()].concat()
}

/// What Autobahn's families leave out.
fn left_out() -> Vec<Case> {
    let invalid = |id: String, what: String, octets: Vec<u8>| {
        Case::new(
            format!("utf8/{id}"),
            format!("text with {what} fails the connection"),
            [rfc::TEXT_INVALID, rfc::INVALID_UTF8],
        )
        .alive()
        .send([text(octets)])
        .expect(Outcomes::fails_with(1007))
    };
    let mut cases = vec![invalid(
        "every-stray-continuation-octet".to_owned(),
        "all 64 continuation octets in a row".to_owned(),
        (0x80..=0xBF).collect(),
    )];
    for (octet, len) in [(0xDF, 2), (0xEF, 3), (0xF7, 4), (0xFB, 5), (0xFD, 6)] {
        cases.push(invalid(
            format!("last-lead-octet-{octet:x}"),
            format!("the last lead octet of {len}, 0x{octet:X}, before a space"),
            vec![octet, b' '],
        ));
    }
    cases
}

/// Text beside other frames and messages.
fn messages() -> Vec<Case> {
    let every_octet: Vec<u8> = (0..=0xFF).collect();
    vec![
        Case::new(
            "utf8/byte-order-mark",
            "a byte order mark stays in the text",
            [rfc::TEXT_VALID_ODD],
        )
        .send([text(b"\xef\xbb\xbfa")])
        .expect(Outcomes::pass([Pattern::text(b"\xef\xbb\xbfa")]))
        .close(),
        Case::new(
            "utf8/ping-inside-a-character",
            "a ping between two fragments that share a character changes nothing",
            [rfc::TEXT_PARTIAL_FRAME],
        )
        .send([text(b"\xe2").unfinished(), ping("p"), continuation(b"\x82\xac")])
        .expect(Outcomes::pass([Pattern::pong("p"), Pattern::text("€")]).or_lenient(
            "answered the ping after the message",
            [Pattern::text("€"), Pattern::pong("p")],
        ))
        .close(),
        Case::new(
            "utf8/truncated-at-the-end",
            "a text that ends inside a character fails the connection, though each frame was a good beginning",
            [rfc::TEXT_TRUNCATED_END],
        )
        .alive()
        .send([text(b"\xe2").unfinished(), continuation(b"\x82")])
        .expect(Outcomes::fails_with(1007)),
        Case::new(
            "utf8/next-message-starts-anew",
            "what a binary message leaves open does not count in the next text",
            [rfc::UTF8_RESET, rfc::BINARY_ARBITRARY],
        )
        .send([binary(b"\xe2\x82"), text("€")])
        .expect(Outcomes::pass([Pattern::binary(b"\xe2\x82"), Pattern::text("€")]))
        .close(),
        Case::new(
            "utf8/character-across-messages",
            "a text that ends inside a character fails the connection, though the next text would complete it",
            [rfc::TEXT_TRUNCATED_END],
        )
        .alive()
        .send([text(b"\xe2\x82"), text(b"\xac")])
        .expect(Outcomes::fails_with(1007)),
        Case::new(
            "utf8/ping-inside-a-spoilt-character",
            "a ping between two fragments does not hide that they are no UTF-8",
            [rfc::TEXT_INVALID, rfc::TEXT_PARTIAL_FRAME],
        )
        .alive()
        .send([text(b"\xe2").unfinished(), ping("p"), continuation("(")])
        .expect(Outcomes::fails_with(1007).after([Pattern::pong("p")], "failed before it answered the ping in front")),
        Case::new(
            "utf8/no-message-after-invalid-text",
            "after a text that is not UTF-8 no further message is processed",
            [rfc::STOP_PROCESSING, rfc::TEXT_INVALID],
        )
        .alive()
        .send([text(b"\xff"), text("Hello"), ping("p")])
        // Text may be looked at later than control frames, as long as no message overtakes it.
        .expect(
            Outcomes::fails_with(1007)
                .or_lenient(
                    "answered a ping behind the text before it failed the connection",
                    [Pattern::pong("p"), Pattern::Close(Codes::AnyBut(vec![])), Pattern::End],
                )
                .or_lenient(
                    "answered a ping behind the text, and failed the connection without a Close frame",
                    [Pattern::pong("p"), Pattern::End],
                ),
        ),
        Case::new(
            "utf8/binary-of-every-octet",
            "a binary message of all 256 octets is echoed, whatever they would be as text",
            [rfc::BINARY_ARBITRARY],
        )
        .send([binary(every_octet.clone())])
        .expect(Outcomes::pass([Pattern::binary(every_octet)]))
        .close(),
    ]
}
