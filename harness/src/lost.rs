//! Why a step is lost: the sentence, and the clause where it is not the step's own.

use wsspec_codec::rfc::{Clause, rfc6455};
use wsspec_codec::rules::{Role, ViolationKind};

use crate::pattern::{End, Event};

/// What is known of a step that no outcome fits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lost<'a> {
    /// The last thing that the subject did in it.
    pub(crate) last: Option<&'a Event>,
    /// Its time is over.
    pub(crate) timed_out: bool,
    /// Close frames have gone both ways.
    pub(crate) closed: bool,
    /// The role of the subject.
    pub(crate) subject: Role,
    /// What the tester said in the opening handshake was to be refused.
    pub(crate) refusable: bool,
}

impl Lost<'_> {
    /// The sentence, and the clause if it is another than the step's.
    pub(crate) fn explain(self) -> (String, Option<&'static Clause>) {
        match self.last {
            Some(Event::Violation(violation)) => (
                format!("the subject sent {violation}"),
                Some(violation.kind.sender_clause()),
            ),
            Some(Event::Close(Some((code, _)))) if !self.timed_out && !code.may_be_received() => (
                format!("the subject sent status code {code}, which must not stand in a Close frame"),
                Some(ViolationKind::CloseCode(*code).sender_clause()),
            ),
            Some(Event::End(End::InsideFrame)) => (
                "the subject ended TCP in the middle of a frame".to_owned(),
                Some(rfc6455::TRANSMIT),
            ),
            Some(Event::End(End::InsideResponse)) => {
                ("the subject ended TCP in the middle of its response".to_owned(), None)
            }
            Some(Event::Response(response)) if response.opens() && self.refusable => (
                "the subject opened the connection, and had to refuse the request".to_owned(),
                None,
            ),
            Some(Event::Response(response)) if !response.opens() && !self.refusable => (
                format!("the subject refused the request with status {}", response.status),
                None,
            ),
            Some(last @ (Event::Pong(_) | Event::Message { .. })) if self.refusable => (
                format!("the subject took the connection for open, and answered what stood behind the head: {last}"),
                None,
            ),
            Some(last) if !self.timed_out => (format!("unexpected: {last}"), None),
            _ if self.closed => (
                "the subject kept TCP open after both Close frames".to_owned(),
                Some(match self.subject {
                    Role::Server => rfc6455::SERVER_IMMEDIATE,
                    Role::Client => rfc6455::TCP_CLOSE_AFTER,
                }),
            ),
            Some(_) => ("the subject did not go on".to_owned(), None),
            None => ("the subject did not react".to_owned(), None),
        }
    }
}
