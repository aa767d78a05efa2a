//! Right frames where others are at work: pings and Close frames at every place, messages of every length form.

use wsspec_codec::rfc::rfc7692::UNCOMPRESSED_ALGO_6_2;
use wsspec_codec::rfc::{Clause, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use super::{Open, agree, many, places};
use crate::bytes::Bytes;
use crate::case::Case;
use crate::exchange::{Content, Exchange, Kind};
use crate::frame_spec::{binary, close_body, continuation, ping, text};
use crate::head_spec::HeadSpec;
use crate::pattern::{Codes, Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [pings(), closes(), lengths(), cuts(), both_ways()].concat()
}

const LATE: &str = "answered the ping after the message";

/// Pings at every place: empty, and as long as they may be.
fn pings() -> Vec<Case> {
    let mut cases = Vec::new();
    for (len, words) in [(0, "an empty ping"), (125, "a ping of 125 octets")] {
        let payload = || Bytes::repeat(0xFE, len);
        for place in places() {
            let clauses = vec![rfc::PONG_MUST, rfc::IDENTICAL];
            let title = format!("{words} {} is answered", place.words);
            let case = place.case(&format!("ping-{len}"), title, clauses);
            let rest = place.open.map(Open::rest);
            let message = || place.open.map(|_| Pattern::text("Hello"));
            let case = place.send(case, [ping(payload())].into_iter().chain(rest));
            let pong = || Pattern::Pong(payload());
            // Of two pings only the last has to be answered.
            let front = (place.owed)().into_iter().map(Pattern::maybe);
            let outcomes = Outcomes::pass(front.chain([pong()]).chain(message()));
            let outcomes = match message() {
                Some(message) => outcomes.or_lenient(LATE, [message, pong()]),
                None => outcomes,
            };
            cases.push(case.expect(outcomes).close());
        }
    }
    cases
}

/// Close frames at every place.
fn closes() -> Vec<Case> {
    let mut cases = Vec::new();
    for (id, words, body, codes) in [
        ("close-empty", "a Close frame without a status code", vec![], vec![1000]),
        (
            "close-4999",
            "a Close frame with 4999 and a reason",
            [&4999u16.to_be_bytes()[..], "€".as_bytes()].concat(),
            vec![4999, 1000],
        ),
    ] {
        for place in places() {
            let clauses = match place.open {
                Some(_) => vec![rfc::REPLY, rfc::CLOSE_MID],
                None => vec![rfc::REPLY, rfc::BODY_MAY],
            };
            let title = format!("{words} {} is answered", place.words);
            let case = place.case(id, title, clauses);
            let front = (place.owed)().into_iter().map(Pattern::maybe);
            let end = [Pattern::Close(Codes::OneOfOrEmpty(codes.clone())), Pattern::End];
            cases.push(
                place
                    .send(case, [close_body(body.clone())])
                    .expect(Outcomes::pass(front.chain(end))),
            );
        }
    }
    cases
}

/// Messages of every length form: plain where compression was agreed on, with a ping between two fragments, behind others.
fn lengths() -> Vec<Case> {
    let mut cases = Vec::new();
    for (bits, len) in [(7, 100), (16, 1000), (64, 70_000)] {
        let payload = || Bytes::Cycle {
            unit: "äöü€😀".into(),
            len: len - len % 13,
        };
        let case = |id: &str, words: &str, clauses: [&'static Clause; 2]| {
            Case::new(
                format!("interactions/{id}-length-in-{bits}-bits"),
                format!("a text with a length in {bits} bits {words} is echoed"),
                clauses,
            )
        };
        let octets = payload().expand().into_owned();
        // Inside a character.
        let (first, second) = octets.split_at(octets.len() / 2 / 13 * 13 + 1);
        let echo = || Pattern::Text(payload());
        cases.extend([
            agree(case(
                "plain-with-deflate",
                "that is not compressed, though that was agreed on,",
                [UNCOMPRESSED_ALGO_6_2, rfc::RECV_BOTH],
            ))
            .send([text(payload())])
            .expect(Outcomes::pass([echo()]))
            .close(),
            many(case(
                "behind-many-messages",
                "behind fifty messages",
                [rfc::RECV_BOTH, rfc::NEW_MESSAGE],
            ))
            .send([text(payload())])
            .expect(Outcomes::pass([echo()]))
            .close(),
            case(
                "ping-inside-character",
                "in two fragments, with a ping inside a character,",
                [rfc::TEXT_PARTIAL_FRAME, rfc::HANDLE_CONTROL_MID],
            )
            .send([text(first).unfinished(), ping("p"), continuation(second)])
            .expect(Outcomes::pass([Pattern::pong("p"), echo()]).or_lenient(LATE, [echo(), Pattern::pong("p")]))
            .close(),
            case(
                "with-the-response",
                "in the segment of the response",
                [rfc::RESPONSE_TRAILING, rfc::RECV_BOTH],
            )
            .only(Role::Client)
            .head(HeadSpec::right().glued())
            .send([text(payload())])
            .expect(Outcomes::pass([echo()]))
            .close(),
        ]);
    }
    cases
}

/// Headers of every form, cut at each of their octets.
fn cuts() -> Vec<Case> {
    // With the masking key of a client.
    let case = |(bits, len, header): (u8, usize, usize)| {
        let payload = || Bytes::repeat(b'x', len);
        (1..=header)
            .fold(
                Case::new(
                    format!("interactions/cut-in-header-length-in-{bits}-bits"),
                    format!("frames with a length in {bits} bits are understood, cut at any octet of their header"),
                    [rfc::HEADER_SPLIT, rfc::NO_BOUNDARY_DEPENDENCE],
                ),
                |case, at| {
                    case.send_cut(Segmentation::At(vec![at]), [binary(payload())])
                        .expect(Outcomes::pass([Pattern::Binary(payload())]))
                },
            )
            .close()
    };
    [(7, 5, 6), (16, 126, 8), (64, 65_536, 14)].map(case).to_vec()
}

/// Messages that are on their way while echoes come back.
fn both_ways() -> Vec<Case> {
    const MESSAGES: usize = 100;
    let message = |number: usize| format!("message {number} of {MESSAGES}");
    vec![
        Case::new(
            "interactions/hundred-messages-in-one-flight",
            "a hundred messages that are sent without waiting come back in their order",
            [rfc::DATA_ANY_TIME, rfc::RECV_BOTH],
        )
        .send((0..MESSAGES).map(|number| text(message(number))))
        .expect(Outcomes::pass(
            (0..MESSAGES).map(|number| Pattern::text(message(number))),
        ))
        .close(),
        Case::new(
            "interactions/messages-both-ways",
            "messages of 16 KiB that are sent while echoes come back are all echoed",
            [rfc::DATA_ANY_TIME, rfc::RECV_BOTH],
        )
        .exchange(Exchange {
            content: Content::Same {
                kind: Kind::Binary,
                payload: Bytes::repeat(0xA5, 16 << 10),
            },
            messages: 60,
            fragment: Some(1000),
            in_flight: 16,
        })
        .close(),
    ]
}
