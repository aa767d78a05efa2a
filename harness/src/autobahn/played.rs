//! What a play of an Autobahn case left: everything that its report holds.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use wsspec_codec::rules::Role;

use super::case::{Behavior, BehaviorClose};
use super::wirelog::{Cut, Row};

/// One play.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// Which role the tester had.
    pub tester: Role,
    /// `1.1.1`
    pub id: String,
    /// When the connection was made.
    pub started: SystemTime,
    /// From the open connection to the end of TCP; `None` if it never opened.
    pub duration: Option<Duration>,
    /// What came back.
    pub behavior: Behavior,
    /// How the connection ended.
    pub behavior_close: BehaviorClose,
    /// The sentence for the behavior.
    pub result: String,
    /// The sentence for the end.
    pub result_close: String,
    /// What was recorded, in order.
    pub received: Vec<Received>,
    /// How the connection ended.
    pub closing: Closing,
    /// The request, as it was sent.
    pub request: Vec<u8>,
    /// The response, as far as it came.
    pub response: Vec<u8>,
    /// The size of a read, and how many there were.
    pub reads: BTreeMap<usize, u64>,
    /// The size of a write, and how many there were.
    pub writes: BTreeMap<usize, u64>,
    /// The opcode of a frame received, and how many there were.
    pub frames_received: BTreeMap<u8, u64>,
    /// The opcode of a frame sent, and how many there were.
    pub frames_sent: BTreeMap<u8, u64>,
    /// What crossed the wire.
    pub wirelog: Vec<Row>,
    /// Whether the log was on at the end.
    pub logging: bool,
    /// The counters of a finished exchange of compressed messages.
    pub traffic: Option<Traffic>,
    /// A timer decided something that a busy machine may have decided.
    pub pressed: bool,
    /// The subject did nothing for so long that it was given up.
    pub stalled: bool,
    /// A limit of the subject's own resources, with which it ended a case about masses: RFC 6455 10.4 allows it. The words
    /// and sentences stay Autobahn's, which knows of no limits.
    pub limit: Option<&'static str>,
    /// Why the opening handshake failed.
    pub blocked: Option<String>,
    /// While others were open the server opened no connection, and this is a play without others.
    pub crowded: bool,
}

impl Played {
    /// Whether the connection never opened: it was refused, or ended, or not answered in time.
    pub fn was_shut_out(&self) -> bool {
        self.duration.is_none()
    }
}

/// Something recorded.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    /// A message.
    Message {
        /// Its first octets.
        payload: Cut,
        /// Whether it was binary.
        binary: bool,
    },
    /// A pong.
    Pong(Cut),
    /// The connection was still open after a wait.
    Timeout(&'static str),
}

/// How a connection ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closing {
    /// The tester sent the first Close frame.
    pub closed_by_me: bool,
    /// The tester failed the connection.
    pub failed_by_me: bool,
    /// The tester dropped TCP.
    pub dropped_by_me: bool,
    /// Close frames went both ways, and the server dropped TCP in time.
    pub was_clean: bool,
    /// Why it was not.
    pub not_clean_reason: Option<String>,
    /// The server did not drop TCP in time.
    pub drop_timeout: bool,
    /// The opening handshake took too long.
    pub open_timeout: bool,
    /// The answer to the tester's Close frame took too long.
    pub close_timeout: bool,
    /// What the tester sent.
    pub local_code: Option<u16>,
    /// What the tester sent.
    pub local_reason: Option<String>,
    /// What the subject sent.
    pub remote_code: Option<u16>,
    /// What the subject sent.
    pub remote_reason: Option<String>,
}

/// The counters of an exchange: octets and frames at each level, both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// What came in.
    pub incoming: Flow,
    /// What went out.
    pub outgoing: Flow,
    /// Octets that came in before the connection was open.
    pub pre_open_incoming: u64,
    /// Octets that went out before the connection was open.
    pub pre_open_outgoing: u64,
}

/// One direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Octets on the wire, frame headers included.
    pub wire: u64,
    /// Payload octets of frames, as they crossed the wire.
    pub websocket: u64,
    /// Payload octets of messages, inflated.
    pub app: u64,
    /// Frames of messages.
    pub frames: u64,
    /// Messages.
    pub messages: u64,
}
