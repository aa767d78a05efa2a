//! What a client makes of a server's answer (RFC 6455 4.1): wrong ones it must refuse, right ones it must take, however they
//! are written.
//!
//! Behind a wrong answer the tester sends a ping. A pong shows that the client took the answer; a client that fails the
//! connection ends TCP, and a client that does nothing is left to find out that the tester ends it.

mod deflate;
mod fields;
mod negotiation;
mod statuses;
mod syntax;
mod taken;

use wsspec_codec::rfc::{Clause, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use crate::case::Case;
use crate::frame_spec::{ping, text};
use crate::head_spec::HeadSpec;
use crate::pattern::{Codes, Outcomes, Pattern};

#[cfg(feature = "live")]
pub(crate) use statuses::ELSEWHERE;

pub(super) fn cases() -> Vec<Case> {
    [
        fields::cases(),
        statuses::cases(),
        deflate::cases(),
        negotiation::cases(),
        syntax::cases(),
        taken::cases(),
    ]
    .concat()
}

fn case(id: &str, title: &str, clauses: impl IntoIterator<Item = &'static Clause>, head: HeadSpec) -> Case {
    Case::new(format!("answer/{id}"), title, clauses)
        .only(Role::Client)
        .head(head)
}

/// The ways in which a client fails a connection that it never took for open.
fn refusal() -> Outcomes {
    Outcomes::pass([Pattern::End]).or_lenient(
        "sent a Close frame, as if the connection had been open",
        [Pattern::Close(Codes::AnyBut(vec![])), Pattern::End],
    )
}

/// The client must fail the connection for its answer.
pub(super) fn refused(id: &str, title: &str, clause: &'static Clause, head: HeadSpec) -> Case {
    case(id, title, [clause, rfc::CLIENT_FAIL_HANDSHAKE], head)
        .send([ping("taken?")])
        .expect(refusal().or_silent_lenient("left it to the server to end TCP"))
        .end()
        .expect(refusal())
        .or_breaks(rfc::CLIENT_CLOSE)
}

/// The client had better fail the connection for its answer, but no MUST says so.
pub(super) fn better_refused(
    id: &str,
    title: &str,
    clauses: [&'static Clause; 2],
    head: HeadSpec,
    taken: &str,
) -> Case {
    case(id, title, clauses, head)
        .send([ping("taken?")])
        .expect(
            refusal()
                .or_lenient(taken, [Pattern::pong("taken?")])
                .or_silent_lenient("left it to the server to end TCP"),
        )
        .end()
        .expect(refusal())
        .or_breaks(rfc::CLIENT_CLOSE)
}

/// The client must take the answer.
fn taken(id: &str, title: &str, clause: &'static Clause, head: HeadSpec) -> Case {
    case(id, title, [clause, rfc::OPEN_STATE_4_1], head)
        .send([text("Hello")])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .close()
}

/// The client had better take the answer, but may fail the connection: a SHOULD says so, or the server broke a rule first.
fn better_taken(id: &str, title: &str, clause: &'static Clause, head: HeadSpec, refused: &str) -> Case {
    let [in_order, pong_first] = open();
    let outcomes = Outcomes::pass(in_order).or_pass(pong_first);
    let outcomes = outcomes.or_lenient(refused, [Pattern::End]);
    open_or_not(case(id, title, [clause], head), outcomes.or_silent_lenient(refused))
}

/// The client may take the answer or fail the connection.
fn either(id: &str, title: &str, clause: &'static Clause, head: HeadSpec) -> Case {
    let [in_order, pong_first] = open();
    let outcomes = Outcomes::pass([Pattern::End]).or_pass(in_order).or_pass(pong_first);
    open_or_not(
        case(id, title, [clause], head),
        outcomes.or_silent_lenient("left it to the server to end TCP"),
    )
}

/// What comes of a client that took the connection for open, and what follows the answer for frames: both in either order, as
/// many a library answers a ping before the program has the message. A client that lost the first answers the ping alone.
fn open() -> [[Pattern; 2]; 2] {
    let (echo, pong) = (Pattern::text("Hello"), Pattern::pong("fence"));
    [[echo.clone(), pong.clone()], [pong, echo]]
}

/// Whatever the client made of the answer, it ends TCP when the tester does.
fn open_or_not(case: Case, outcomes: Outcomes) -> Case {
    case.send([text("Hello"), ping("fence")])
        .expect(outcomes)
        .end()
        .expect(Outcomes::pass([Pattern::End]).or_pass([Pattern::Close(Codes::AnyBut(vec![])), Pattern::End]))
        .or_breaks(rfc::CLIENT_CLOSE)
}
