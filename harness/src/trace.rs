//! What happened in a play, in order: the timeline that a report shows.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use wsspec_codec::frame::{self, FrameHeader, Opcode};

use crate::bytes::{hex, readable, readable_start};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Microseconds since the connection was there.
    #[serde(rename = "us", serialize_with = "micros")]
    pub at: Duration,
    /// Who did it.
    pub by: By,
    /// What it was.
    #[serde(flatten)]
    pub what: What,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The tester.
    Tester,
    /// The subject.
    Subject,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A request or response head was sent: its octets as text, cut when long.
    Head(String),
    /// A frame was sent.
    Frame(Seen),
    /// Something else, in words.
    Note(String),
}

/// A frame as the timeline keeps it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Seen {
    /// `text`, `ping`, `opcode 0x3`…
    pub opcode: String,
    /// FIN.
    pub fin: bool,
    /// The reserved bits.
    pub rsv: u8,
    /// Whether it was masked.
    pub masked: bool,
    /// The payload length it announced, in octets.
    pub len: u64,
    /// The first octets on the wire, header and payload, in hex.
    pub wire: String,
    /// How many of them are the header.
    pub header_len: usize,
    /// The payload for people, cut when long.
    pub payload: String,
}

/// How many octets of a frame the timeline keeps.
const KEPT: usize = 40;

impl Seen {
    /// How many octets of a payload are enough to make it: all that a control frame may have.
    pub const ENOUGH: usize = 128;

    /// A frame with this header, and a payload, unmasked, of `len` octets so far that begins like this.
    pub fn new(header: &FrameHeader, payload: &[u8], len: u64) -> Seen {
        let mut wire = Vec::with_capacity(FrameHeader::MAX_LEN + KEPT);
        frame::encode(header, &payload[..payload.len().min(KEPT)], &mut wire);
        Seen {
            opcode: header.opcode().to_string(),
            fin: header.fin(),
            rsv: header.rsv(),
            masked: header.is_masked(),
            len: header.payload_len(),
            wire: hex(&wire[..wire.len().min(KEPT)]),
            header_len: header.encoded_len(),
            payload: start_for_people(header.opcode(), payload, len),
        }
    }
}

/// The payload in words: of a Close frame its code and reason.
pub fn payload_for_people(opcode: Opcode, payload: &[u8]) -> String {
    start_for_people(opcode, payload, payload.len() as u64)
}

fn start_for_people(opcode: Opcode, payload: &[u8], len: u64) -> String {
    match payload {
        [high, low, reason @ ..] if opcode == Opcode::CLOSE => {
            let code = u16::from_be_bytes([*high, *low]);
            if reason.is_empty() {
                code.to_string()
            } else {
                format!("{code} {}", readable(reason))
            }
        }
        _ => readable_start(payload, len),
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.opcode)?;
        if !self.fin {
            f.write_str(" fin=0")?;
        }
        if self.rsv != 0 {
            write!(f, " rsv={:03b}", self.rsv)?;
        }
        if self.len > 0 {
            write!(f, " {}", self.payload)?;
        }
        Ok(())
    }
}

/// The timeline of a play. It keeps the beginning and the end; what is between them in a long one is only counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Trace {
    entries: Vec<Entry>,
    #[serde(skip)]
    left_out: usize,
    #[serde(skip)]
    now: Duration,
    #[serde(skip)]
    last_sent: Option<String>,
}

/// How many entries the beginning and the end may each have.
const SIDE: usize = 60;

impl Trace {
    /// So much time has passed since the connection was there.
    pub fn set_now(&mut self, now: Duration) {
        self.now = now;
    }

    /// How much time that is.
    pub fn now(&self) -> Duration {
        self.now
    }

    /// Appends an entry.
    pub fn push(&mut self, by: By, what: What) {
        match (by, &what) {
            (By::Tester, What::Frame(frame)) => self.last_sent = Some(frame.to_string()),
            (By::Tester, What::Head(head)) => self.last_sent = Some(readable(head.as_bytes())),
            _ => {}
        }
        let at = self.now;
        let entry = Entry { at, by, what };
        if self.entries.len() < 2 * SIDE {
            self.entries.push(entry);
            return;
        }
        self.left_out += 1;
        self.entries.remove(SIDE);
        self.entries.push(entry);
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The tester sends this, which is more than a frame or a head.
    pub fn sent(&mut self, what: String) {
        self.last_sent = Some(what.clone());
        self.push(By::Tester, What::Note(what));
    }

    /// What the tester sent last, in words.
    pub fn last_sent(&self) -> Option<&str> {
        self.last_sent.as_deref()
    }

    /// How many entries were left out, and after how many of those that are there.
    pub fn left_out(&self) -> Option<(usize, usize)> {
        (self.left_out > 0).then_some((self.left_out, SIDE))
    }
}

fn micros<S: serde::Serializer>(at: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(at.as_micros() as u64)
}
