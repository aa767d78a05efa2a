//! The cases, topic by topic. To add one, add a value to the file of its topic.

pub(crate) mod answer;
mod closing;
mod compression;
mod control;
mod extensions;
mod fragmentation;
mod framing;
mod hostile;
mod interactions;
mod limits;
mod masking;
mod opening;
mod request;
mod reserved;
mod response;
mod tcp;
mod url;
pub(crate) mod utf8;

use crate::case::Case;

/// Every case, in the order in which they are listed and reported.
pub fn cases() -> Vec<Case> {
    [
        framing::cases(),
        masking::cases(),
        reserved::cases(),
        control::cases(),
        fragmentation::cases(),
        utf8::cases(),
        closing::cases(),
        tcp::cases(),
        interactions::cases(),
        limits::cases(),
        compression::cases(),
        extensions::cases(),
        request::cases(),
        answer::cases(),
        url::cases(),
        opening::cases(),
        response::cases(),
        hostile::cases(),
    ]
    .concat()
}

/// The topics in the same order, each with a title.
pub fn topics() -> &'static [(&'static str, &'static str)] {
    &[
        ("framing", "headers and payload lengths (RFC 6455 5.2)"),
        ("masking", "who masks, and with what (5.1, 5.3)"),
        ("reserved", "reserved bits and opcodes (5.2)"),
        ("control", "pings and pongs (5.5)"),
        ("fragmentation", "messages in fragments (5.4)"),
        ("utf8", "text is UTF-8 (5.6, 8.1)"),
        ("closing", "the closing handshake and its status codes (5.5.1, 7)"),
        ("tcp", "the end of TCP, in order and at any point (5.2, 7.1.1)"),
        ("interactions", "the same rules where others are at work"),
        ("limits", "large messages and many messages (5.2, 5.4)"),
        ("compression", "permessage-deflate (RFC 7692)"),
        (
            "extensions",
            "what is agreed on beyond the protocol, and what is not (9)",
        ),
        ("request", "what a client asks for (4.1)"),
        ("answer", "what a client makes of a server's answer (4.1)"),
        ("url", "what a client makes of the URL that it is given (3, 4.1)"),
        ("opening", "what a server makes of a request (4.2.1)"),
        ("response", "what a server answers (4.2.2)"),
        ("hostile", "what an attacker does, within bounds (10.1, 10.4)"),
    ]
}

/// Where the judgement of every case differs from Autobahn's: what, and why.
pub const GENERAL_CORRECTIONS: &[(&str, &str)] = &[
    (
        "A case that expects a failed connection first sees a ping answered.",
        "A server that drops every connection would pass all of them otherwise; Autobahn gives it 116 of 247.",
    ),
    (
        "Pongs that no ping asked for are tolerated everywhere.",
        "They are legal heartbeats (5.5.3); Autobahn fails exact event lists over them.",
    ),
    (
        "Failing the connection without a Close frame, or with another status code than fits, is lenient.",
        "7.1.7 says SHOULD; Autobahn gives OK to a bare drop.",
    ),
    (
        "Where a case writes frames or octets one by one, a millisecond lies between two writes.",
        "Autobahn's follow each other within microseconds, and a good subject gets OK or NON-STRICT by a race.",
    ),
    (
        "Keeping TCP open after both Close frames fails the case.",
        "7.1.1 and 5.5.1 say that the server closes at once; Autobahn notes it in `behaviorClose` only.",
    ),
    (
        "Not answering a Close frame fails the case, and so does answering it with a status code that says something else.",
        "5.5.1 says MUST; Autobahn notes it in `behaviorClose` only.",
    ),
    (
        "An illegal frame of the subject fails the case with the rule that it broke.",
        "Autobahn answers it with a Close frame and then blames the subject for not having closed first.",
    ),
    (
        "Large and many messages (9, 12, 13) are of our own making, and every octet of their echoes is compared.",
        "Autobahn compares only the lengths in 9, so a server that echoes wrong octets passes all 54 cases.",
    ),
    (
        "Closing with 1008, 1009 or 1013 where large or many messages come is an observation.",
        "How much an endpoint takes is its own affair (7.4.1, 10.4); Autobahn calls it FAILED.",
    ),
    (
        "What a server answers to an offer is compared with the offer, and what its messages refer to with the answer.",
        "RFC 7692 7.1 and 7.2.1 say so; Autobahn lets both pass.",
    ),
];
