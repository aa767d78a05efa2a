//! The cases of Autobahn as values: its stimuli, the event lists it compares with, and its rules for the closing handshake.

use crate::bytes::Bytes;
use crate::exchange::Exchange;

/// One of the 517 cases.
#[derive(Clone, Debug, PartialEq)]
pub struct AutobahnCase {
    /// `1.1.1`
    pub id: String,
    /// Its place among the 517, from 1.
    pub number: usize,
    /// What is done: an HTML fragment, in our words.
    pub description: String,
    /// What is expected: an HTML fragment, in our words.
    pub expectation: String,
    /// The permessage-deflate offers: the value of Sec-WebSocket-Extensions. Without agreement the case is UNIMPLEMENTED.
    pub offer: Option<String>,
    /// What the tester asks of a client's offer, as a server; of several, the first that an offer allows.
    pub asks: Vec<Ask>,
    /// What the tester does when the connection is open, in this order.
    pub acts: Vec<Act>,
    /// How what comes back is judged.
    pub expected: Expected,
    /// How the closing handshake is judged.
    pub close: CloseRule,
    /// Sentences of its own for what came back: where this list matched, or, with `None`, where none did.
    pub sentences: Vec<(Option<Behavior>, &'static str)>,
    /// The sentence if the connection never opened, where it is one of its own.
    pub unopened: Option<&'static str>,
    /// What the table of a report shows beside the verdict.
    pub shows: Shows,
}

impl AutobahnCase {
    /// Whether it is about masses, and not about a rule.
    pub fn is_mass(&self) -> bool {
        matches!(self.expected, Expected::Echo { .. } | Expected::Exchange)
    }

    /// The octets that a play holds at most at once, about.
    pub fn weight(&self) -> usize {
        let of = |act: &Act| match act {
            // As it is described, and as it is written.
            Act::Frame { payload, .. } | Act::Message { payload, .. } => 2 * payload.len(),
            Act::Exchange(exchange) => exchange.weight(),
            _ => 0,
        };
        self.acts.iter().map(of).max().unwrap_or(0)
    }

    /// How many octets of payload it sends, and for every message that waits for the one before as much as could be
    /// sent in that time: what says which case takes longer.
    pub fn effort(&self) -> usize {
        let of = |act: &Act| match act {
            Act::Frame { payload, .. } | Act::Message { payload, .. } => payload.len(),
            Act::Exchange(exchange) => exchange.effort(),
            _ => 0,
        };
        self.acts.iter().map(of).sum()
    }
}

/// What the tester, as a server, asks of a client whose offer of permessage-deflate it accepts, besides granting what the
/// client asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The client is to compress each message with an empty window (RFC 7692 7.1.1.2).
    pub no_context_takeover: bool,
    /// The client's window, as a power of two (7.1.2.2); only an offer that lets it be limited can be accepted.
    pub window_bits: Option<u8>,
}

/// Something the tester does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Sends a frame.
    Frame {
        /// 0 to 15.
        opcode: u8,
        /// FIN.
        fin: bool,
        /// The reserved bits: 4 is RSV1, 2 RSV2, 1 RSV3.
        rsv: u8,
        /// Before masking.
        payload: Bytes,
        /// The encoded frame goes out in writes of so many octets.
        chop: Option<usize>,
        /// The encoded frame is a write of its own.
        sync: bool,
    },
    /// Sends a message, in frames of so many octets if it is longer. When they come out even, an empty frame is the last.
    Message {
        /// 1 or 2.
        opcode: u8,
        /// Before masking.
        payload: Bytes,
        /// The payload length of each frame but the last.
        fragment: usize,
    },
    /// Sends the header of a frame whose payload follows in [parts](Act::Part).
    Header {
        /// 0 to 15.
        opcode: u8,
        /// FIN.
        fin: bool,
        /// The payload length it announces.
        announced: u64,
    },
    /// Sends further octets of the frame that was begun.
    Part(Bytes),
    /// Sends a Close frame with this payload, and so begins the closing handshake.
    Close(Bytes),
    /// Goes on after so many seconds unless TCP is gone. With a tag it goes on only if the connection is still open, and
    /// records that.
    Wait {
        /// How long.
        seconds: f64,
        /// What is recorded.
        tag: Option<&'static str>,
    },
    /// After so many seconds, fails the connection with 1001 if it is open, and drops TCP if it is closing.
    Kill {
        /// How long.
        seconds: f64,
    },
    /// After so many seconds, sends an empty Close frame if the connection is open.
    CloseAfter {
        /// How long.
        seconds: f64,
    },
    /// Sends messages and takes their echoes.
    Exchange(Exchange),
}

/// What is recorded of what the subject sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A message.
    Message {
        /// Its octets.
        payload: Bytes,
        /// Whether it is binary.
        binary: bool,
    },
    /// A pong.
    Pong(Bytes),
    /// The connection was still open after a [wait](Act::Wait) with this tag.
    Timeout(&'static str),
}

/// How what comes back is judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// What was recorded equals one of these lists, which gives the word.
    Events(Vec<(Behavior, Vec<Event>)>),
    /// A message equal to the one that was sent, of whichever many octets: the first that comes decides (9.1 to 9.6).
    Echo {
        /// How many seconds it may take, for the sentence in the report.
        seconds: u32,
    },
    /// Every echo of the [exchange](Act::Exchange) is as it was sent.
    Exchange,
    /// Nothing is judged (7.1.6, 7.13.1, 7.13.2). What was expected is only shown.
    Informational(Vec<(Behavior, Vec<Event>)>),
}

/// How the closing handshake is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseRule {
    /// Whether the tester is to send the first Close frame.
    pub by_tester: bool,
    /// The status codes the subject may send; none at all is always allowed.
    pub codes: Vec<u16>,
    /// Whether the closing handshake must be complete.
    pub clean: bool,
    /// The tester sends Close with this code as soon as what came equals every list, or decides.
    pub closes_with: Option<u16>,
    /// A wrong code fails the behavior as well.
    pub wrong_code_fails: bool,
    /// The wrong endpoint closing fails the behavior as well.
    pub wrong_endpoint_fails: bool,
}

/// What the table of a report shows beside the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Nothing more.
    Verdict,
    /// How long it took.
    Time,
    /// How long it took, and the compression ratios.
    TimeAndRatio,
}

/// Autobahn's words for what came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Behavior {
    /// `OK`
    Ok,
    /// `NON-STRICT`
    NonStrict,
    /// `INFORMATIONAL`
    Informational,
    /// `UNIMPLEMENTED`
    Unimplemented,
    /// `FAILED`
    Failed,
}

impl Behavior {
    /// As it stands in a report.
    pub fn word(self) -> &'static str {
        match self {
            Behavior::Ok => "OK",
            Behavior::NonStrict => "NON-STRICT",
            Behavior::Informational => "INFORMATIONAL",
            Behavior::Unimplemented => "UNIMPLEMENTED",
            Behavior::Failed => "FAILED",
        }
    }
}

/// Autobahn's words for how the connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BehaviorClose {
    /// `OK`
    Ok,
    /// `INFORMATIONAL`
    Informational,
    /// `FAILED BY CLIENT`
    FailedByClient,
    /// `UNCLEAN`
    Unclean,
    /// `WRONG CODE`
    WrongCode,
    /// `FAILED`
    Failed,
}

impl BehaviorClose {
    /// As it stands in a report.
    pub fn word(self) -> &'static str {
        match self {
            BehaviorClose::Ok => "OK",
            BehaviorClose::Informational => "INFORMATIONAL",
            BehaviorClose::FailedByClient => "FAILED BY CLIENT",
            BehaviorClose::Unclean => "UNCLEAN",
            BehaviorClose::WrongCode => "WRONG CODE",
            BehaviorClose::Failed => "FAILED",
        }
    }
}
