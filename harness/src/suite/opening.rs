//! What a server makes of a request (RFC 6455 4.2.1): the words in which the cases of it are written.
//!
//! Each begins with a request that departs from a right one in one thing, and waits for the response. A server that opens the
//! connection is to echo a message and to close, so that an open connection is one.

use wsspec_codec::rfc::{Clause, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use crate::case::Case;
use crate::frame_spec::text;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;

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
