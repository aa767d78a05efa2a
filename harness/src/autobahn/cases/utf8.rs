//! Group 6: text is UTF-8.

use super::expectation::code;
use super::words::{continuation, text, text_event, wait};
use crate::autobahn::case::{Act, AutobahnCase, Event};
use crate::bytes::{Bytes, hex, unhex};
use crate::suite::utf8::sequences::{FAMILIES, Family};

/// A Greek word of eleven octets.
///
/// In hex, because an editor that normalises Unicode would make ten of them.
const WORD: &[u8; 11] = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5";
/// The same with a surrogate behind it, and then ASCII.
const SPOILT: &[u8; 20] = b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited";
/// Text with umlauts and accents.
const ACCENTS: &str = "Hello-µ@ßöäüàá-UTF-8!!";

const RULE: &str = "A text that is not UTF-8 fails the connection.";

pub(super) fn cases() -> Vec<AutobahnCase> {
    [
        empty(),
        accents(),
        spoilt(),
        spoilt_frame_by_frame(),
        spoilt_in_one_frame(),
        FAMILIES.iter().flat_map(family).collect(),
    ]
    .concat()
}

fn echoed(id: &str, description: String, frames: impl IntoIterator<Item = Act>, echo: &[u8]) -> AutobahnCase {
    AutobahnCase::new(id, description)
        .sends(frames)
        .close_after(1)
        .sees([text_event(echo)])
}

/// A text message in fragments of one octet, and an empty one at the end.
fn octet_by_octet(payload: &[u8]) -> Act {
    Act::Message {
        opcode: 1,
        payload: payload.into(),
        fragment: 1,
    }
}

fn empty() -> Vec<AutobahnCase> {
    let three = |middle: &str| {
        [
            text("").unfinished(),
            continuation(middle).unfinished(),
            continuation(""),
        ]
    };
    let middle = "middle frame payload";
    vec![
        echoed("6.1.1", "Sends an empty text message.".to_owned(), [text("")], b""),
        echoed(
            "6.1.2",
            "Sends a text message of three empty fragments.".to_owned(),
            three(""),
            b"",
        ),
        echoed(
            "6.1.3",
            format!(
                "Sends a text message of three fragments, of which only the middle one is not empty: {}.",
                code(&middle.into())
            ),
            three(middle),
            middle.as_bytes(),
        ),
    ]
}

fn accents() -> Vec<AutobahnCase> {
    let shown = code(&ACCENTS.into());
    let (first, second) = ACCENTS.split_at(15);
    let accents = ACCENTS.as_bytes();
    vec![
        echoed(
            "6.2.1",
            format!("Sends a text message in one frame: {shown}."),
            [text(ACCENTS)],
            accents,
        ),
        echoed(
            "6.2.2",
            format!("Sends a text message in two fragments, cut between two characters: {shown}."),
            [text(first).unfinished(), continuation(second)],
            accents,
        ),
        echoed(
            "6.2.3",
            format!("Sends a text message in fragments of one octet, cut inside characters: {shown}."),
            [octet_by_octet(accents)],
            accents,
        ),
        echoed(
            "6.2.4",
            format!(
                "Sends a Greek word in fragments of one octet, cut inside characters: {}.",
                code(&WORD.into())
            ),
            [octet_by_octet(WORD)],
            WORD,
        ),
    ]
}

fn spoilt() -> Vec<AutobahnCase> {
    let case = |number, how: &str, act| {
        AutobahnCase::new(
            format!("6.3.{number}"),
            format!(
                "Sends a text message {how} that has a surrogate in it: <code>0x{}</code>.",
                hex(SPOILT)
            ),
        )
        .rule(RULE)
        .sends([act])
        .kill(1.0)
        .failed_by_subject(1007)
        .and_by_nobody_else()
    };
    vec![
        case(1, "in one frame", text(SPOILT)),
        case(2, "in fragments of one octet", octet_by_octet(SPOILT)),
    ]
}

/// A text in three parts, of which the second makes sure that it can be no UTF-8.
const IN_PARTS: [(&str, [&[u8]; 3]); 2] = [
    (
        "a code point beyond Unicode, 0x110000",
        [WORD, b"\xf4\x90\x80\x80", b"edited"],
    ),
    (
        "the octet 0x90, with which a code point beyond Unicode begins to show",
        [
            b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xf4",
            b"\x90",
            b"\x80\x80edited",
        ],
    ),
];

/// Sends the parts with a wait behind each but the last. To fail during the second wait is to fail fast.
fn failing_fast(id: String, description: String, acts: impl IntoIterator<Item = Act>) -> AutobahnCase {
    let (first, second) = (Event::Timeout("A"), Event::Timeout("B"));
    AutobahnCase::new(id, description)
        .rule("A text that is not UTF-8 fails the connection, and here best before its last part is sent.")
        .sends(acts)
        .kill(1.0)
        .sees([first.clone()])
        .or_sees([first, second])
        .failed_by_subject(1007)
        .and_by_nobody_else()
}

fn spoilt_frame_by_frame() -> Vec<AutobahnCase> {
    let case = |((what, [first, second, third]), number): ((_, [&[u8]; 3]), u8)| {
        failing_fast(
            format!("6.4.{number}"),
            format!(
                "Sends a text message in three fragments, with waits A and B of a second between them; the second fragment is {what}."
            ),
            [
                text(first).unfinished(),
                wait(Some("A")),
                continuation(second).unfinished(),
                wait(Some("B")),
                continuation(third),
            ],
        )
    };
    IN_PARTS.into_iter().zip(1..).map(case).collect()
}

fn spoilt_in_one_frame() -> Vec<AutobahnCase> {
    let case = |((what, parts), number): ((_, [&[u8]; 3]), u8)| {
        let [first, second, third] = parts.map(|part| Act::Part(part.into()));
        let announced = parts.concat().len() as u64;
        failing_fast(
            format!("6.4.{number}"),
            format!(
                "Sends one text frame of {announced} octets in three parts, with waits A and B of a second between them, \
                 then an empty continuation frame; the second part is {what}."
            ),
            [
                Act::Header {
                    opcode: 1,
                    fin: false,
                    announced,
                },
                first,
                wait(Some("A")),
                second,
                wait(Some("B")),
                third,
                continuation(""),
            ],
        )
    };
    IN_PARTS.into_iter().zip(3..).map(case).collect()
}

/// Groups 6.5 to 6.23: one sequence in one frame.
fn family(family: &'static Family) -> impl Iterator<Item = AutobahnCase> {
    family.sequences.split_whitespace().zip(1..).map(|(sequence, number)| {
        let octets = unhex(sequence).unwrap_or_default();
        let valid = std::str::from_utf8(&octets).is_ok();
        let is = if valid { "is" } else { "is no" };
        let case = AutobahnCase::new(
            format!("6.{}.{number}", family.number),
            format!(
                "Sends {} as a text message, which {is} UTF-8: <code>0x{sequence}</code>.",
                family.title
            ),
        )
        .sends([text(octets.clone())])
        .kill(0.5);
        match valid {
            true => case.sees([Event::Message {
                payload: Bytes::Literal(octets),
                binary: false,
            }]),
            false => case.rule(RULE).failed_by_subject(1007).and_by_nobody_else(),
        }
    })
}
