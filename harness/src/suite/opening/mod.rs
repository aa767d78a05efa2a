//! What a server makes of a request (RFC 6455 4.2.1): the words in which the cases of it are written.
//!
//! Each begins with a request that departs from a right one in one thing, and waits for the response. A server that opens the
//! connection is to echo a message and to close, so that an open connection is one.

mod bodies;
mod either;
mod pieces;
mod refused;
mod syntax;
mod taken;

use wsspec_codec::rfc::{Clause, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use crate::case::Case;
use crate::frame_spec::text;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;

pub(super) fn cases() -> Vec<Case> {
    [
        taken::cases(),
        pieces::cases(),
        either::cases(),
        refused::cases(),
        syntax::cases(),
        bodies::cases(),
    ]
    .concat()
}

/// A case that begins with this request.
pub(super) fn case(id: &str, title: &str, clauses: &[&'static Clause], head: HeadSpec) -> Case {
    Case::new(format!("opening/{id}"), title, clauses.iter().copied())
        .only(Role::Server)
        .head(head)
}

/// The server answers with an HTTP error (4.2.1). One that does not know a request for a WebSocket in it may answer as HTTP
/// has it, and one that thinks it is attacked may just end TCP.
pub(super) fn refusal() -> Outcomes {
    or_otherwise_refused(Outcomes::pass([Pattern::Response(Wanted::error())]))
}

/// The same where HTTP wants this status code.
pub(super) fn refusal_with(status: u16) -> Outcomes {
    let outcomes = Outcomes::pass([Pattern::Response(Wanted::status(status, status))]).or_lenient(
        format!("refused the request with another status than {status}"),
        [Pattern::Response(Wanted::error())],
    );
    or_otherwise_refused(outcomes)
}

/// The server does not open the connection, and may answer the request as one that asks for no WebSocket.
pub(super) fn no_switch() -> Outcomes {
    Outcomes::pass([Pattern::Response(Wanted::refuses())]).or_lenient(NO_RESPONSE, [Pattern::End])
}

fn or_otherwise_refused(outcomes: Outcomes) -> Outcomes {
    outcomes
        .or_lenient(
            "answered as if the request asked for no WebSocket",
            [Pattern::Response(Wanted::refuses())],
        )
        .or_lenient(NO_RESPONSE, [Pattern::End])
}

/// A server that ends TCP without a word.
pub(super) const NO_RESPONSE: &str = "ended TCP without a response";

/// The connection that was opened is a good one.
pub(super) trait Opened {
    /// A message is echoed, and the closing handshake succeeds.
    #[must_use]
    fn echoes(self) -> Case;
}

impl Opened for Case {
    fn echoes(self) -> Case {
        self.send([text("Hello")])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .or_breaks(rfc::OPEN_SEND)
            .close()
    }
}

/// An id, what the case says of the request, its clauses, and the request.
pub(super) type Row<'a> = (&'a str, &'a str, &'a [&'static Clause], HeadSpec);

/// The server must open the connection.
pub(super) fn taken((id, title, clauses, head): Row<'_>) -> Case {
    case(id, title, clauses, head)
        .expect(Outcomes::pass([Pattern::opens()]))
        .echoes()
}

/// It should; refusing it misses no more than that.
pub(super) fn better_taken((id, title, clauses, head): Row<'_>, refused: &str) -> Case {
    case(id, title, clauses, head)
        .expect(
            Outcomes::pass([Pattern::opens()])
                .or_lenient(refused, [Pattern::Response(Wanted::error())])
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        )
        .echoes()
}

/// It may open the connection or refuse the request.
pub(super) fn taken_or_refused((id, title, clauses, head): Row<'_>) -> Case {
    let mut outcomes = Outcomes::pass([Pattern::opens()]);
    outcomes.0.extend(refusal().0);
    case(id, title, clauses, head).expect(outcomes).echoes()
}

/// The server must answer with an HTTP error.
pub(super) fn refused((id, what, clauses, head): Row<'_>) -> Case {
    case(id, &format!("a request {what} is refused"), clauses, head).expect(refusal())
}

/// It must not open the connection, and need not take the request for one that asks for it.
pub(super) fn not_switched((id, what, clauses, head): Row<'_>) -> Case {
    case(id, &format!("a request {what} opens no connection"), clauses, head).expect(no_switch())
}

/// HTTP wants it to answer with 400.
pub(super) fn bad_request((id, what, clauses, head): Row<'_>) -> Case {
    case(id, &format!("a request {what} is answered with 400"), clauses, head).expect(refusal_with(400))
}

/// It had better refuse, but no MUST of its own says so; what it opens is to be a good connection.
pub(super) fn better_refused(row: Row<'_>, taken: &str) -> Case {
    let (id, what, clauses, head) = row;
    case(id, &format!("a request {what} is best refused"), clauses, head)
        .expect(refusal().or_lenient(taken, [Pattern::opens()]))
        .echoes()
}

pub(super) fn right() -> HeadSpec {
    HeadSpec::right()
}

/// The fields of a right request in another order, with other names.
pub(super) fn rewritten(order: [usize; 5], name: impl Fn(&str) -> String) -> HeadSpec {
    let fields = [
        ("Host", "{host}"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "{key}"),
        ("Sec-WebSocket-Version", "13"),
    ];
    let without = fields.iter().fold(right(), |head, (field, _)| head.without(field));
    order.iter().fold(without, |head, &index| {
        let (field, value) = fields[index];
        head.add(&name(field), value)
    })
}
