//! Rules where others are at work: every kind of wrong frame, of ping and of Close frame at every kind of place. What an
//! endpoint checks between plain messages it may forget inside a fragmented one, behind the handshake, or once compression
//! was agreed on.

mod right;

use wsspec_codec::rfc::rfc7692::RSV1_CONT_RECV;
use wsspec_codec::rfc::{Clause, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use crate::bytes::Bytes;
use crate::case::Case;
use crate::exchange::{Content, Exchange, Kind};
use crate::frame_spec::{FrameSpec, binary, close, close_body, close_with, continuation, frame, ping, text};
use crate::head_spec::HeadSpec;
use crate::pattern::{Codes, Grade, Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [
        wrong_at_places(),
        wrong_with_the_response(),
        wrong_behind_close(),
        wrong_at_lengths(),
        right::cases(),
    ]
    .concat()
}

/// Where something stands.
struct Place {
    id: &'static str,
    words: &'static str,
    /// What happens before, with the connection.
    begin: fn(Case) -> Case,
    /// The frames in front of it, in the same flight.
    front: fn() -> Vec<FrameSpec>,
    /// What is owed for them.
    owed: fn() -> Vec<Pattern>,
    /// How the flight is cut.
    cut: Option<Segmentation>,
    /// A message is open there.
    open: Option<Open>,
}

/// A message that is open.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Plain,
    Compressed,
}

impl Open {
    /// Its last fragment: whichever it is, the message is `Hello`.
    fn rest(self) -> FrameSpec {
        match self {
            Open::Plain => continuation("lo"),
            Open::Compressed => continuation(&DEFLATED[3..]),
        }
    }
}

/// `Hello`, compressed.
const DEFLATED: &[u8] = b"\xf2\x48\xcd\xc9\xc9\x07\x00";

fn agree(case: Case) -> Case {
    case.offers("permessage-deflate").answers("permessage-deflate").alive()
}

fn many(case: Case) -> Case {
    case.alive().exchange(Exchange {
        content: Content::Same {
            kind: Kind::Text,
            payload: "again".into(),
        },
        messages: 50,
        fragment: None,
        in_flight: 8,
    })
}

fn places() -> Vec<Place> {
    let place = |id, words, begin| Place {
        id,
        words,
        begin,
        front: Vec::new,
        owed: Vec::new,
        cut: None,
        open: None,
    };
    vec![
        Place {
            front: || vec![text("Hel").unfinished()],
            open: Some(Open::Plain),
            ..place("inside-message", "inside a fragmented message", Case::alive)
        },
        place("behind-many-messages", "behind fifty messages", many),
        Place {
            front: || vec![ping("in front")],
            owed: || vec![Pattern::pong("in front")],
            cut: Some(Segmentation::Whole),
            ..place("behind-ping", "in the same segment as a ping", Case::alive)
        },
        Place {
            cut: Some(Segmentation::Octets(1)),
            ..place("octet-by-octet", "that comes octet by octet", Case::alive)
        },
        place("with-deflate", "where permessage-deflate was agreed on", agree),
        Place {
            front: || vec![text(&DEFLATED[..3]).rsv(0b100).unfinished()],
            open: Some(Open::Compressed),
            ..place("inside-compressed-message", "inside a compressed message", agree)
        },
    ]
}

impl Place {
    /// Whether permessage-deflate was agreed on there.
    fn agreed(&self) -> bool {
        (self.begin)(Case::new("", "", [])).offer.is_some()
    }

    fn case(&self, id: &str, title: String, clauses: Vec<&'static Clause>) -> Case {
        (self.begin)(Case::new(format!("interactions/{id}-{}", self.id), title, clauses))
    }

    fn send(&self, case: Case, frames: impl IntoIterator<Item = FrameSpec>) -> Case {
        let frames: Vec<FrameSpec> = (self.front)().into_iter().chain(frames).collect();
        match &self.cut {
            Some(cut) => case.send_cut(cut.clone(), frames),
            None => case.send(frames),
        }
    }

    /// What comes for something here, and before it for what stands in front.
    fn outcomes(&self, outcomes: Outcomes) -> Outcomes {
        let owed = (self.owed)();
        if owed.is_empty() {
            outcomes
        } else {
            outcomes.after(owed, "failed before it answered the ping in front")
        }
    }
}

/// A frame that fails the connection.
struct Wrong {
    id: &'static str,
    words: &'static str,
    clauses: &'static [&'static Clause],
    /// The frame, if it is wrong where a message is open, or none is.
    frame: fn(Option<Open>) -> Option<FrameSpec>,
    fails: Fails,
}

/// How a connection fails.
#[derive(Clone, Copy)]
enum Fails {
    With(u16),
    /// For a Close frame.
    Closing(&'static [u16]),
    /// For a length that no message has.
    Length,
}

impl Fails {
    fn outcomes(self) -> Outcomes {
        match self {
            Fails::With(code) => Outcomes::fails_with(code),
            Fails::Closing(codes) => Outcomes::refuses_close_with(codes.iter().copied()),
            Fails::Length => Outcomes::pass([Pattern::Close(Codes::OneOf(vec![1002, 1009])), Pattern::End])
                .or_lenient(
                    "failed the connection with another status code",
                    [Pattern::Close(Codes::AnyBut(vec![1002, 1009])), Pattern::End],
                )
                .or_lenient("failed the connection without a Close frame", [Pattern::End]),
        }
    }
}

fn wrongs() -> Vec<Wrong> {
    let wrong = |id, words, clauses, frame| Wrong {
        id,
        words,
        clauses,
        frame,
        fails: Fails::With(1002),
    };
    vec![
        wrong(
            "rsv2",
            "RSV2 on a data frame",
            &[rfc::RSV2_RECV, rfc::RSV_CONTINUATION_RECV],
            |open| {
                let first = open.map_or(text("Hello"), Open::rest);
                Some(first.rsv(0b010))
            },
        ),
        wrong(
            "rsv3",
            "RSV3 on a data frame",
            &[rfc::RSV3_RECV, rfc::RSV_CONTINUATION_RECV],
            |open| {
                let first = open.map_or(binary("Hello"), Open::rest);
                Some(first.rsv(0b001))
            },
        ),
        wrong(
            "rsv1-pong",
            "RSV1 on a pong",
            &[rfc::RSV_CONTROL_RECV, RSV1_CONT_RECV],
            |_| Some(crate::frame_spec::pong("p").rsv(0b100)),
        ),
        wrong("rsv2-ping", "RSV2 on a ping", &[rfc::RSV_CONTROL_RECV], |_| {
            Some(ping("p").rsv(0b010))
        }),
        wrong(
            "opcode-3",
            "the reserved opcode 0x3",
            &[rfc::OPCODE_UNKNOWN_DATA],
            |_| Some(frame(0x3, "3")),
        ),
        wrong(
            "opcode-b",
            "the reserved opcode 0xB",
            &[rfc::OPCODE_UNKNOWN_CONTROL],
            |_| Some(frame(0xB, "b")),
        ),
        wrong(
            "fragmented-ping",
            "a ping without FIN",
            &[rfc::CONTROL_FRAG_RECV],
            |_| Some(ping("p").unfinished()),
        ),
        wrong("long-ping", "a ping of 126 octets", &[rfc::CONTROL_LEN_RECV], |_| {
            Some(ping(Bytes::repeat(b'p', 126)))
        }),
        wrong(
            "wrong-mask",
            "a data frame that is masked contrary to 5.1",
            &[rfc::SERVER_REJECTS_UNMASKED, rfc::CLIENT_REJECTS_MASKED],
            |open| Some(open.map_or(text("Hello"), Open::rest).wrongly_masked()),
        ),
        wrong(
            "wrong-mask-on-ping",
            "a ping that is masked contrary to 5.1",
            &[rfc::SERVER_REJECTS_UNMASKED, rfc::CLIENT_REJECTS_MASKED],
            |_| Some(ping("p").wrongly_masked()),
        ),
        wrong(
            "stray-continuation",
            "a continuation frame that continues nothing",
            &[rfc::STRAY_CONTINUATION],
            |open| open.is_none().then(|| continuation("stray")),
        ),
        wrong("new-text", "a new text", &[rfc::INTERLEAVE], |open| {
            open.map(|_| text("new"))
        }),
        Wrong {
            fails: Fails::With(1007),
            ..wrong(
                "not-utf8",
                "text that is not UTF-8",
                &[rfc::TEXT_INVALID],
                |open| match open {
                    None => Some(text(b"\xff")),
                    Some(Open::Plain) => Some(continuation(b"\xff")),
                    // It would be compressed data.
                    Some(Open::Compressed) => None,
                },
            )
        },
        Wrong {
            fails: Fails::Length,
            ..wrong(
                "length-with-top-bit",
                "a length of 2^63",
                &[rfc::LEN64_MSB_RECV],
                |open| Some(open.map_or(binary(""), |_| continuation("")).announcing(1 << 63)),
            )
        },
        Wrong {
            fails: Fails::Closing(&[1002]),
            ..wrong(
                "close-of-one-octet",
                "a Close frame of one octet",
                &[rfc::CODE_FIRST_5_5_1],
                |_| Some(close_body(b"\x03")),
            )
        },
        Wrong {
            fails: Fails::Closing(&[1002]),
            ..wrong("close-1005", "a Close frame with 1005", &[rfc::CODE_1005_RECV], |_| {
                Some(close(1005))
            })
        },
        Wrong {
            fails: Fails::Closing(&[1007, 1002]),
            ..wrong(
                "close-not-utf8",
                "a Close frame with a reason that is not UTF-8",
                &[rfc::REASON_INVALID],
                |_| Some(close_with(1000, b"\xff")),
            )
        },
    ]
}

impl Wrong {
    /// Which of its clauses it breaks: some are for fragments, or for where compression was agreed on.
    fn clauses(&self, open: bool, agreed: bool) -> Vec<&'static Clause> {
        let clauses = match self.clauses {
            [first, rfc::RSV_CONTINUATION_RECV] if !open => vec![*first],
            [_, rfc::RSV_CONTINUATION_RECV] => vec![rfc::RSV_CONTINUATION_RECV],
            [first, RSV1_CONT_RECV] if !agreed => vec![*first],
            [_, RSV1_CONT_RECV] => vec![RSV1_CONT_RECV],
            clauses => clauses.to_vec(),
        };
        [&clauses[..], &[rfc::VALIDATE_10_7]].concat()
    }
}

fn wrong_at_places() -> Vec<Case> {
    let mut cases = Vec::new();
    for wrong in wrongs() {
        for place in places() {
            let Some(frame) = (wrong.frame)(place.open) else {
                continue;
            };
            let title = format!("{} {} fails the connection", wrong.words, place.words);
            let case = place.case(wrong.id, title, wrong.clauses(place.open.is_some(), place.agreed()));
            cases.push(place.send(case, [frame]).expect(place.outcomes(wrong.fails.outcomes())));
        }
    }
    cases
}

/// In the segment of the response that opens the connection. A client that drops TCP at once was not seen alive.
fn wrong_with_the_response() -> Vec<Case> {
    let case = |wrong: Wrong| {
        let frame = (wrong.frame)(None)?;
        let mut outcomes = wrong.fails.outcomes().after(
            [Pattern::pong("in front")],
            "failed before it answered the ping in front",
        );
        for outcome in outcomes
            .0
            .iter_mut()
            .filter(|outcome| outcome.patterns == [Pattern::End])
        {
            outcome.grade = Grade::Info;
        }
        let title = format!("{} in the segment of the response fails the connection", wrong.words);
        let id = format!("interactions/{}-with-the-response", wrong.id);
        Some(
            Case::new(id, title, wrong.clauses(false, false))
                .only(Role::Client)
                .head(HeadSpec::right().glued())
                .send([ping("in front"), frame])
                .expect(outcomes),
        )
    };
    wrongs().into_iter().filter_map(case).collect()
}

/// Behind a Close frame nothing is looked at (1.4, 5.5.1).
fn wrong_behind_close() -> Vec<Case> {
    let case = |wrong: Wrong| {
        let frame = (wrong.frame)(None)?;
        let id = format!("interactions/{}-behind-close", wrong.id);
        Some(
            Case::new(
                id,
                format!("{} behind a Close frame changes nothing", wrong.words),
                [rfc::CLOSING_STATE, rfc::REPLY],
            )
            .send([close(1000), frame])
            .expect(Outcomes::closes([1000]).or_lenient(
                "failed the connection for what came behind the Close frame",
                [Pattern::Close(Codes::AnyBut(vec![1000])), Pattern::End],
            )),
        )
    };
    let before = |wrong: &Wrong| !matches!(wrong.fails, Fails::Closing(_));
    wrongs().into_iter().filter(before).filter_map(case).collect()
}

/// With lengths of 16 and of 64 bits.
fn wrong_at_lengths() -> Vec<Case> {
    let mut cases = Vec::new();
    for (bits, len) in [(16, 126), (64, 65_536)] {
        let payload = || Bytes::repeat(b'*', len);
        let spoilt = [&vec![b'*'; len - 1][..], b"\xff"].concat();
        let cut_off = [&vec![b'*'; len - 1][..], b"\xe2"].concat();
        let frames: [(&str, &str, &'static Clause, u16, Vec<FrameSpec>); 8] = [
            ("rsv2", "RSV2", rfc::RSV2_RECV, 1002, vec![text(payload()).rsv(0b010)]),
            (
                "rsv3-continuation",
                "RSV3 on a continuation frame",
                rfc::RSV_CONTINUATION_RECV,
                1002,
                vec![text("a").unfinished(), continuation(payload()).rsv(0b001)],
            ),
            (
                "opcode-7",
                "the reserved opcode 0x7",
                rfc::OPCODE_UNKNOWN_DATA,
                1002,
                vec![frame(0x7, payload())],
            ),
            (
                "wrong-mask",
                "a mask contrary to 5.1",
                rfc::SERVER_REJECTS_UNMASKED,
                1002,
                vec![binary(payload()).wrongly_masked()],
            ),
            (
                "stray-continuation",
                "a continuation frame that continues nothing",
                rfc::STRAY_CONTINUATION,
                1002,
                vec![continuation(payload())],
            ),
            (
                "new-binary-inside-text",
                "a new message inside another",
                rfc::INTERLEAVE,
                1002,
                vec![text("a").unfinished(), binary(payload())],
            ),
            (
                "not-utf8",
                "an invalid last octet of a text",
                rfc::TEXT_INVALID,
                1007,
                vec![text(spoilt)],
            ),
            (
                "cut-off-character",
                "a text that ends inside a character",
                rfc::TEXT_TRUNCATED_END,
                1007,
                vec![text(cut_off)],
            ),
        ];
        for (id, words, clause, code, frames) in frames {
            let mask = (clause == rfc::SERVER_REJECTS_UNMASKED).then_some(rfc::CLIENT_REJECTS_MASKED);
            cases.push(
                Case::new(
                    format!("interactions/{id}-length-in-{bits}-bits"),
                    format!("{words}, with a length in {bits} bits, fails the connection"),
                    [clause],
                )
                .cites(mask)
                .cites([rfc::VALIDATE_10_7])
                .alive()
                .send(frames)
                .expect(Outcomes::fails_with(code)),
            );
        }
    }
    cases
}
