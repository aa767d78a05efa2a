//! What an endpoint learns from what it receives.

use crate::close::CloseCode;
use crate::message::MessageKind;
use crate::rules::Violation;

/// How the reading ended.
#[derive(Clone, Debug)]
pub(super) enum Ended {
    Closed(Option<CloseCode>, String),
    Failed(Violation),
}

/// What an endpoint learns from the octets it receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A message. The payload of a text is valid UTF-8.
    Message {
        /// What it holds.
        kind: MessageKind,
        /// Its octets, all fragments joined.
        payload: &'a [u8],
    },
    /// A ping. Its pong is already on the way.
    Ping(&'a [u8]),
    /// A pong, asked for or not.
    Pong(&'a [u8]),
    /// The peer's Close frame; the last event. It is answered after this event, unless the receiver of the event did.
    Close {
        /// Its status code, if it had one.
        code: Option<CloseCode>,
        /// Its reason, empty if it had none.
        reason: &'a str,
    },
    /// The peer broke a rule and the connection failed; the last event. A Close frame is already on the way.
    Failed(Violation),
}

/// How a connection ended, as an application is told (7.1.4 to 7.1.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// Both sides sent a Close frame.
    pub clean: bool,
    /// The peer's status code; 1005 if it gave none, 1006 if it sent no Close frame.
    pub code: CloseCode,
    /// The peer's reason.
    pub reason: String,
}
