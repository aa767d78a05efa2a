//! The closing handshake when the subject starts it (RFC 6455 5.5.1, 7.1.2). A subject closes on its own accord, so a text asks
//! it to; one that only echoes does not support these cases.

use std::time::Duration;

use wsspec_codec::rfc::{Clause, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use crate::case::{Case, PAUSE, Profile};
use crate::frame_spec::{FrameSpec, close, ping, text};
use crate::pattern::{Codes, Outcomes, Pattern};

/// The text that asks a subject to close: a status code and a reason may stand behind it.
const CLOSE: &str = "wsspec:close";
/// It asks for this Close frame.
const BYE: &str = "wsspec:close 4001 bye";

pub(super) fn cases() -> Vec<Case> {
    [closes(), before_the_answer(), answers(), tcp()].concat()
}

fn case(id: &str, title: &str, clauses: impl IntoIterator<Item = &'static Clause>) -> Case {
    Case::new(format!("closing/first-{id}"), title, clauses)
}

/// The Close frame that a subject starts with, or the echo of a subject that cannot be told.
fn told(word: &str, closes: impl IntoIterator<Item = Pattern>) -> Outcomes {
    Outcomes::pass(closes).or_unsupported(
        format!("echoed the text, and does not close when `{CLOSE}` asks it to"),
        [Pattern::text(word)],
    )
}

fn bye() -> Pattern {
    Pattern::CloseSaying(4001, "bye".into())
}

/// The subject is told to close, and its Close frame has come. What follows is the script's.
fn closing(id: &str, title: &str, clauses: impl IntoIterator<Item = &'static Clause>) -> Case {
    case(id, title, clauses)
        .without_answer()
        .send([text(BYE)])
        .expect(told(BYE, [bye()]))
        .or_breaks(rfc::START)
}

const IMPATIENT: &str = "ended TCP before it had a Close frame in return";

/// What it starts with.
fn closes() -> Vec<Case> {
    let reason = "€".repeat(41);
    let longest = format!("{CLOSE} 4001 {reason}");
    let too_long = format!("{CLOSE} 4001 {}", "*".repeat(200));
    vec![
        case(
            "with-code-and-reason",
            "a subject that closes sends a Close frame with the status code and the reason it was given",
            [rfc::START, rfc::VIA_HANDSHAKE, rfc::MAY_CODE],
        )
        .send([text(BYE)])
        .expect(told(BYE, [bye(), Pattern::End]))
        .or_breaks(rfc::START),
        case(
            "with-longest-reason",
            "a subject that closes sends a reason of 123 octets whole",
            [rfc::START, rfc::CONTROL_LEN_SEND, rfc::REASON_UTF8],
        )
        .send([text(longest.clone())])
        .expect(told(
            &longest,
            [Pattern::CloseSaying(4001, reason.into()), Pattern::End],
        )),
        case(
            "with-reason-too-long",
            "a subject that closes with a reason of 200 octets sends no control frame of more than 125",
            [rfc::CONTROL_LEN_SEND],
        )
        .send([text(too_long.clone())])
        .expect(
            told(&too_long, [Pattern::Close(Codes::AnyBut(vec![])), Pattern::End])
                .or_silent_lenient("did not close, because the reason is too long"),
        )
        .within(PAUSE)
        .close(),
        case(
            "without-code",
            "a subject that closes without a status code puts no 1005 on the wire",
            [rfc::CODE_1005_SEND, rfc::MAY_CODE],
        )
        .send([text(CLOSE)])
        .expect(told(
            CLOSE,
            [Pattern::Close(Codes::OneOfOrEmpty(vec![1000])), Pattern::End],
        )),
    ]
}

/// So many texts stand behind the one that asks it to close: few enough for a subject that reads ahead no further while it
/// closes.
const BEHIND: usize = 5;

/// What it does until it has a Close frame in return.
fn before_the_answer() -> Vec<Case> {
    let impatient = |outcomes: Outcomes| outcomes.or_lenient(IMPATIENT, [Pattern::End]);
    vec![
        closing(
            "then-ping",
            "a subject that sent a Close frame and has none yet answers a ping",
            [rfc::PONG_WHILE_CLOSING],
        )
        .send([ping("still there?")])
        .expect(impatient(
            Outcomes::pass([Pattern::pong("still there?")])
                .or_silent_lenient("answered no ping while it waited for the Close frame"),
        ))
        .within(PAUSE)
        .send([close(4001)])
        .expect(Outcomes::pass([Pattern::pong("still there?").maybe(), Pattern::End])),
        closing(
            "then-text",
            "a subject that sent a Close frame echoes nothing that comes before the Close frame in return",
            [rfc::NO_DATA_AFTER, rfc::OPEN_STATE_6_1],
        )
        .send([text("late"), text("later")])
        .listen(PAUSE, impatient)
        .or_breaks(rfc::NO_DATA_AFTER)
        .send([close(4001)])
        .expect(Outcomes::pass([Pattern::End])),
        case(
            "with-texts-behind",
            "a subject that is told to close echoes nothing behind its Close frame",
            [rfc::NO_DATA_AFTER, rfc::OPEN_STATE_6_1],
        )
        .without_answer()
        .send((0..BEHIND).fold(vec![text(BYE)], |mut frames, number| {
            frames.push(text(format!("message {number}")));
            frames
        }))
        .expect(told(
            BYE,
            (0..BEHIND)
                .map(|number| Pattern::text(format!("message {number}")).maybe())
                .chain([bye()]),
        ))
        .listen(PAUSE, impatient)
        .or_breaks(rfc::NO_DATA_AFTER)
        .send([close(4001)])
        .expect(Outcomes::pass([Pattern::End])),
    ]
}

/// The Close frame in return.
fn answers() -> Vec<Case> {
    let answered = |id: &str, title: &str, clauses: [&'static Clause; 2], answer: FrameSpec| {
        closing(id, title, clauses)
            .send([answer])
            .expect(Outcomes::pass([Pattern::End]))
            .or_breaks(rfc::TCP_CLOSE_AFTER)
    };
    vec![
        case(
            "at-the-same-time",
            "Close frames that cross each other are a clean close, and none is answered",
            [rfc::SIMULTANEOUS, rfc::SECOND_CLOSE],
        )
        .send([text(BYE), close(1000)])
        .expect(told(
            BYE,
            [Pattern::Close(Codes::OneOfOrEmpty(vec![4001, 1000])), Pattern::End],
        )),
        answered(
            "answered-with-another-code",
            "a subject that closes takes any status code in return, and TCP ends",
            [rfc::CLOSE_AFTER_BOTH, rfc::TCP_CLOSE_AFTER],
            close(1000),
        ),
        answered(
            "answered-with-no-code",
            "a subject that closes takes a Close frame without a status code in return, and TCP ends",
            [rfc::CLOSE_AFTER_BOTH, rfc::BODY_MAY],
            crate::frame_spec::close_body(""),
        ),
        closing(
            "answered-late",
            "a subject that closes waits a while for the Close frame in return",
            [rfc::CLOSE_AFTER_BOTH, rfc::TCP_CLOSE_AFTER],
        )
        .listen(PAUSE, |outcomes| outcomes.or_lenient(IMPATIENT, [Pattern::End]))
        .send([close(4001)])
        .expect(Outcomes::pass([Pattern::End]))
        .or_breaks(rfc::TCP_CLOSE_AFTER),
    ]
}

/// How long the tester waits for a subject that may wait itself.
const A_MINUTE: Duration = Duration::from_secs(60);

/// What becomes of TCP.
fn tcp() -> Vec<Case> {
    vec![
        closing(
            "and-no-answer",
            "a subject that closes and gets no Close frame in return ends TCP within a minute",
            [rfc::NO_REPLY_TO_CLOSE],
        )
        .profile(Profile::Full)
        .expect(Outcomes::pass([Pattern::End]).or_info("still waited for a Close frame after a minute", []))
        .within(A_MINUTE)
        .send([close(4001)])
        .expect(Outcomes::pass([Pattern::End])),
        closing(
            "and-tcp-ends",
            "a subject that closes and sees TCP end instead of a Close frame ends its side",
            [rfc::HALF_CLOSE],
        )
        .end()
        .expect(Outcomes::pass([Pattern::End])),
        case(
            "and-waits-for-the-server",
            "a client that closes leaves it to the server to end TCP",
            [rfc::CLIENT_WAITS_7_1_1, rfc::CLIENT_WAITS_5_5_1],
        )
        .only(Role::Client)
        .without_end()
        .send([text(BYE)])
        .expect(told(BYE, [bye()]))
        .listen(PAUSE, |outcomes| {
            outcomes.or_lenient("ended TCP before the server did", [Pattern::End])
        })
        .end()
        .expect(Outcomes::pass([Pattern::End])),
    ]
}
