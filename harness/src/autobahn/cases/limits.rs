//! Group 9: long messages and many. Group 10: a message in fragments.

use super::expectation::code;
use super::words::{frame, text_event};
use crate::autobahn::case::{Act, AutobahnCase, Expected, Shows};
use crate::bytes::Bytes;
use crate::exchange::{Content, Exchange, Kind};

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

pub(super) fn cases() -> Vec<AutobahnCase> {
    [
        in_one_frame(TEXT, [10, 10, 100, 100, 100, 100]),
        in_one_frame(BINARY, [10, 10, 10, 10, 100, 100]),
        in_fragments(TEXT),
        in_fragments(BINARY),
        in_pieces(TEXT),
        in_pieces(BINARY),
        one_by_one(TEXT),
        one_by_one(BINARY),
        vec![auto_fragmented()],
    ]
    .concat()
}

/// One of the two kinds of messages.
#[derive(Clone, Copy)]
struct Messages {
    opcode: u8,
    kind: Kind,
    name: &'static str,
    /// What long messages consist of.
    unit: &'static [u8],
    /// What short ones consist of.
    octet: u8,
}

const TEXT: Messages = Messages {
    opcode: 1,
    kind: Kind::Text,
    name: "text",
    unit: b"BAsd7&jh23",
    octet: b'*',
};

const BINARY: Messages = Messages {
    opcode: 2,
    kind: Kind::Binary,
    name: "binary",
    unit: b"\x00\xfe\x23\xfa\xf0",
    octet: 0xFE,
};

impl Messages {
    /// The id in the first or the second of two subgroups.
    fn id(self, subgroup: u8, number: usize) -> String {
        format!("9.{}.{number}", subgroup + self.opcode - 1)
    }

    /// What long messages consist of, as the end of a description.
    fn described(self) -> String {
        format!(": {} over and over", code(&self.unit.into()))
    }

    fn long(self, len: usize) -> Bytes {
        Bytes::Cycle {
            unit: self.unit.to_vec(),
            len,
        }
    }
}

fn in_one_frame(messages: Messages, seconds: [u32; 6]) -> Vec<AutobahnCase> {
    let lengths = [64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB];
    let case = |((len, seconds), number)| {
        AutobahnCase::new(
            messages.id(1, number),
            format!(
                "Sends a {} message of {len} octets in one frame{}.",
                messages.name,
                messages.described()
            ),
        )
        .shows_time()
        .sends([frame(messages.opcode, messages.long(len))])
        .echoed_within(seconds)
    };
    lengths.into_iter().zip(seconds).zip(1..).map(case).collect()
}

fn in_fragments(messages: Messages) -> Vec<AutobahnCase> {
    let len = 4 * MIB;
    let case = |number: usize| {
        let fragment = 16 << (2 * number);
        // Autobahn fills all the other binary messages like text.
        let octet = if number == 1 { messages.octet } else { b'*' };
        let how = match len / fragment {
            1 => "one frame".to_owned(),
            frames => format!("{frames} fragments of {fragment} octets and an empty one"),
        };
        AutobahnCase::new(
            messages.id(3, number),
            format!("Sends a {} message of {len} octets in {how}.", messages.name),
        )
        .shows_time()
        .sends([Act::Message {
            opcode: messages.opcode,
            payload: Bytes::repeat(octet, len),
            fragment,
        }])
        .echoed_within(100)
    };
    (1..=9).map(case).collect()
}

fn in_pieces(messages: Messages) -> Vec<AutobahnCase> {
    let case = |number: usize| {
        let piece = 32 << number;
        AutobahnCase::new(
            messages.id(5, number),
            format!(
                "Sends a {} message of {MIB} octets in one frame, written {piece} octets at a time{}.",
                messages.name,
                messages.described()
            ),
        )
        .shows_time()
        .sends([frame(messages.opcode, messages.long(MIB)).chopped(piece)])
        .echoed_within(1000)
    };
    (1..=6).map(case).collect()
}

/// Each message is sent when the one before came back: these cases measure the way there and back.
fn one_by_one(messages: Messages) -> Vec<AutobahnCase> {
    let case = |(len, number)| {
        AutobahnCase::new(
            messages.id(7, number),
            format!(
                "Sends 1000 {} messages of {len} octets, each when the one before came back.",
                messages.name
            ),
        )
        .shows_time()
        .exchanges(Exchange {
            content: Content::Same {
                kind: messages.kind,
                payload: Bytes::repeat(messages.octet, len),
            },
            messages: 1000,
            fragment: None,
            in_flight: 1,
        })
        .close_after(seconds(len))
    };
    [0, 16, 64, 256, 1024, 4096].into_iter().zip(1..).map(case).collect()
}

/// How long a thousand messages of so many octets may take.
pub(super) fn seconds(len: usize) -> u32 {
    match len {
        0..=64 => 60,
        65..=256 => 120,
        257..=1024 => 240,
        _ => 480,
    }
}

fn auto_fragmented() -> AutobahnCase {
    let payload = || Bytes::repeat(b'*', 65_536);
    AutobahnCase::new(
        "10.1.1",
        "Sends a text message of 65536 octets in 50 fragments of 1300 octets and one of 536.",
    )
    .sends([Act::Message {
        opcode: 1,
        payload: payload(),
        fragment: 1300,
    }])
    .kill(10.0)
    .sees([text_event(payload())])
    .unopened("WebSocket connection was never open")
}

impl AutobahnCase {
    pub(super) fn exchanges(mut self, exchange: Exchange) -> AutobahnCase {
        self.expected = Expected::Exchange;
        self.sends([Act::Exchange(exchange)])
    }

    fn shows_time(mut self) -> AutobahnCase {
        self.shows = Shows::Time;
        self
    }
}
