//! How far messages refer back (RFC 7692 7.1.2, 7.2): as far as was agreed, whatever was hinted at before, and no further.
//!
//! The tester sends a mark, as many octets as fill the window, and then the mark again, copied from the very far end of the
//! window.

use wsspec_codec::rfc::{Clause, rfc7692 as rfc};
use wsspec_codec::rules::Role;

use super::deflate::{Blocks, Part};
use super::{HELLO, HELLO_AGAIN, case as agreed, compressed};
use crate::bytes::Bytes;
use crate::case::Case;
use crate::corpus::Corpus;
use crate::exchange::{Content, Exchange};
use crate::frame_spec::{FrameSpec, binary, continuation, ping, text};
use crate::pattern::{Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [to_the_limit(), hints(), after_much(), sent()].concat()
}

/// What is copied.
const MARK: &[u8; 10] = b"The mark. ";

/// What stands between, over and over: nothing of it is in the mark, and its length divides no window.
const FILLER: &[u8; 11] = b"0123456789+";

/// A stored block, in two fragments, and the end of its message.
fn stored(payload: Bytes) -> [FrameSpec; 3] {
    let len = u16::try_from(payload.len()).expect("no window has more octets");
    let header = [&[0], &len.to_le_bytes()[..], &(!len).to_le_bytes()].concat();
    [
        binary(header).rsv(0b100).unfinished(),
        continuation(payload).unfinished(),
        continuation(b"\x00"),
    ]
}

/// The mark, what fills the window up, and the mark from 2^`bits` octets back; each as a message.
fn mark_and_back(case: Case, bits: u8) -> Case {
    let window = 1 << bits;
    let filler = || Bytes::Cycle {
        unit: FILLER.to_vec(),
        len: window - MARK.len(),
    };
    let back = u16::try_from(window).expect("the largest window is 2^15");
    let copy = Blocks::new().fixed(&[Part::Copy(10, back)]).message();
    let mark = || Pattern::binary(MARK);
    case.refers_back()
        .reaches(bits)
        .send(stored(Bytes::from(MARK)))
        .expect(Outcomes::pass([mark()]))
        .send(stored(filler()))
        .expect(Outcomes::pass([Pattern::Binary(filler())]))
        .send([binary(copy).rsv(0b100)])
        .expect(Outcomes::pass([mark()]))
        .close()
}

fn to_the_limit() -> Vec<Case> {
    let limited = |bits: u8| {
        let case = Case::new(
            format!("compression/refers-back-by-{}", 1 << bits),
            format!("with a window of 2^{bits} octets a reference to the first of them is followed"),
            [rfc::SERVER_WINDOW_MAY, rfc::CLIENT_WINDOW_MAY, rfc::DECOMPRESS_ALGO],
        )
        .offers(format!("permessage-deflate; client_max_window_bits={bits}"))
        .answers(format!("permessage-deflate; server_max_window_bits={bits}"));
        mark_and_back(case, bits)
    };
    let without_limit = mark_and_back(
        agreed(
            "refers-back-by-32768-without-limit",
            "where no window was agreed on, references of 32,768 octets are followed",
            [
                rfc::SERVER_WINDOW_32K,
                rfc::CLIENT_WINDOW_32K,
                rfc::INFORM_WINDOW,
                rfc::SERVER_MUST_KEEP,
                rfc::CLIENT_MUST_KEEP,
            ],
        ),
        15,
    );
    // No message before it is needed, so it is played also where no context is taken over.
    let unit: Vec<u8> = (0..=255).collect();
    let cycle = |len| Bytes::Cycle {
        unit: unit.clone(),
        len,
    };
    let in_one_message = agreed(
        "refers-back-by-32768-in-one-message",
        "a message may refer back by 32,768 octets inside itself",
        [rfc::SERVER_WINDOW_32K, rfc::CLIENT_WINDOW_32K, rfc::INFORM_WINDOW],
    )
    .reaches(15)
    .send([
        binary(b"\x00\x00\x80\xff\x7f").rsv(0b100).unfinished(),
        continuation(cycle(1 << 15)).unfinished(),
        continuation(Blocks::new().fixed(&[Part::Copy(10, 1 << 15)]).message()),
    ])
    .expect(Outcomes::pass([Pattern::Binary(cycle((1 << 15) + 10))]))
    .close();
    (8..=15).map(limited).chain([without_limit, in_one_message]).collect()
}

/// What a client offers of its own window and context is no more than a hint: only an answer binds it (7.2.1, 7.2.2).
fn hints() -> Vec<Case> {
    let hinted = |id: &str, title: &str, clauses: &[&'static Clause], offer: &str| {
        Case::new(format!("compression/{id}"), title, clauses.iter().copied()).offers(offer)
    };
    let window = hinted(
        "hint-of-a-window-ignored",
        "a server that does not take up a hint of a small window is ready for the largest",
        &[rfc::SERVER_WINDOW_32K, rfc::CLIENT_WINDOW_ANY],
        "permessage-deflate; client_max_window_bits=9",
    );
    let context = hinted(
        "hint-of-no-context-takeover-ignored",
        "a server that does not take up a hint of no context takeover keeps its window",
        &[rfc::SERVER_MUST_KEEP, rfc::CLIENT_MAY_KEEP],
        "permessage-deflate; client_no_context_takeover",
    )
    .refers_back()
    .send([compressed(HELLO), compressed(HELLO_AGAIN)])
    .expect(Outcomes::pass([Pattern::text("Hello"), Pattern::text("Hello")]))
    .close();
    vec![mark_and_back(window, 15), context]
}

/// References are followed also when much came before.
fn after_much() -> Vec<Case> {
    let many = agreed(
        "refers-back-after-many-messages",
        "after two hundred messages a message that refers to the one before is inflated",
        [rfc::CONTEXT, rfc::SERVER_MUST_KEEP, rfc::CLIENT_MUST_KEEP],
    )
    .refers_back()
    .exchange(Exchange {
        content: Content::Windows {
            corpus: Corpus::Json,
            len: 200,
        },
        messages: 200,
        fragment: Some(50),
        in_flight: 8,
    })
    .send([compressed(HELLO), compressed(HELLO_AGAIN)])
    .expect(Outcomes::pass([Pattern::text("Hello"), Pattern::text("Hello")]))
    .close();
    vec![many]
}

/// What the subject compresses on its own: the rules of what it sends are judged with every frame.
fn sent() -> Vec<Case> {
    let echoed = |id: &str, title: &str, clauses: &[&'static Clause], payload: Bytes| {
        agreed(id, title, clauses.iter().copied())
            .send([text(payload.clone())])
            .expect(Outcomes::pass([Pattern::Text(payload.clone())]))
            .send([text(payload.clone())])
            .expect(Outcomes::pass([Pattern::Text(payload)]))
            .close()
    };
    let sentence = |len| Bytes::Cycle {
        unit: b"What repeats itself is worth compressing. ".to_vec(),
        len,
    };
    let mut cases = vec![
        echoed(
            "long-plain-message",
            "the echo of a long message, compressed or not, is sent by the rules",
            &[
                rfc::COMPRESS_ALGO,
                rfc::UNCOMPRESSED_ALGO_6_1,
                rfc::STRIP_TAIL,
                rfc::RSV1_FIRST_ONLY,
                rfc::NONFINAL_KEEP_TAIL,
            ],
            sentence(20_000),
        ),
        echoed(
            "short-plain-message",
            "the echo of a short message, compressed or not, is sent by the rules",
            &[rfc::COMPRESS_ALGO, rfc::UNCOMPRESSED_ALGO_6_1],
            Bytes::from("short"),
        ),
        agreed(
            "long-messages-keep-to-32768",
            "no echo of 100,000 octets refers back by more than 32,768, as DEFLATE has it",
            [rfc::WINDOW_32K],
        )
        .exchange(Exchange {
            content: Content::Windows {
                corpus: Corpus::Json,
                len: 100_000,
            },
            messages: 2,
            fragment: None,
            in_flight: 1,
        })
        .close(),
    ];
    cases.push(
        agreed(
            "control-frames-under-agreement",
            "pongs and Close frames are sent with RSV1 clear, whatever was agreed",
            [rfc::RSV1_FIRST_ONLY, rfc::DATA_ONLY],
        )
        .send([
            ping(""),
            compressed(HELLO),
            ping("a ping that would compress, compress, compress"),
        ])
        .expect(
            Outcomes::pass([
                Pattern::pong("").maybe(),
                Pattern::text("Hello"),
                Pattern::pong("a ping that would compress, compress, compress"),
            ])
            // An echo takes its time, and a pong may come before it.
            .or_pass([
                Pattern::pong("").maybe(),
                Pattern::pong("a ping that would compress, compress, compress"),
                Pattern::text("Hello"),
            ]),
        )
        .close(),
    );
    // Windows that are measured are read block by block.
    let padded = |offer: &str, answer: &str, role: Role| {
        let id = format!("compression/padding-of-final-blocks-of-{role}s");
        let case = Case::new(
            id,
            format!("a {role} that sets BFINAL fills up the octet behind its block with zeros"),
            [rfc::BFINAL_PAD],
        );
        let case = match role {
            Role::Server => case.offers(offer),
            Role::Client => case.answers(answer),
        };
        case.send([text(sentence(500))])
            .expect(Outcomes::pass([Pattern::Text(sentence(500))]))
            .close()
    };
    for role in [Role::Server, Role::Client] {
        cases.push(padded(
            "permessage-deflate; server_no_context_takeover",
            "permessage-deflate; client_no_context_takeover",
            role,
        ));
    }
    cases
}
