//! permessage-deflate (RFC 7692): the words in which most of its cases are written.

mod answers;
mod blocks;
mod deflate;
mod mass;
mod messages;
mod offers;
mod windows;

use wsspec_codec::rfc::Clause;

use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{FrameSpec, text};
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [
        messages::cases(),
        blocks::cases(),
        windows::cases(),
        offers::cases(),
        answers::cases(),
        mass::cases(),
    ]
    .concat()
}

/// `Hello`, compressed (7.2.3.1).
pub(super) const HELLO: &[u8; 7] = b"\xf2\x48\xcd\xc9\xc9\x07\x00";

/// `Hello` again, as a reference to the message before (7.2.3.2).
pub(super) const HELLO_AGAIN: &[u8; 5] = b"\xf2\x00\x11\x00\x00";

/// A case in which permessage-deflate is agreed, without parameters.
pub(super) fn case(id: &str, title: &str, clauses: impl IntoIterator<Item = &'static Clause>) -> Case {
    Case::new(format!("compression/{id}"), title, clauses)
        .offers("permessage-deflate")
        .answers("permessage-deflate")
}

/// A compressed text message, or the first frame of one.
pub(super) fn compressed(octets: impl Into<Bytes>) -> FrameSpec {
    text(octets).rsv(0b100)
}

/// The subject fails the connection. RFC 7692 does not say with which status code.
pub(super) fn fails() -> Outcomes {
    Outcomes::pass([Pattern::Close(Codes::AnyBut(vec![1000, 1001])), Pattern::End])
        .or_lenient(
            "failed the connection with a status code that says nothing of it",
            [Pattern::Close(Codes::AnyBut(vec![])), Pattern::End],
        )
        .or_lenient("failed the connection without a Close frame", [Pattern::End])
}
