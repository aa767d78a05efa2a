//! An executable reading of RFC 6455 and RFC 7692: what octets mean to an endpoint, and what it owes for them.
//!
//! It is the oracle of the codec, and so it shares nothing with it but the words ([`Role`], [`Limits`], [`Clause`]): it has
//! the whole stream at hand, keeps no state from frame to frame but the frames themselves, reads text with `std`, and
//! inflates whole messages with another library. It is slow, and short enough to be compared with the RFC line by line.
//!
//! In reading order: [`drawing`] a frame as section 5.2 draws it · `header` what a header may say · `content` text and Close
//! frames · `inflating` compressed messages · this module, which puts them together · [`owed`] what
//! an endpoint owes for it.

mod content;
pub mod drawing;
mod header;
mod inflating;
pub mod owed;

use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::Clause;
use wsspec_codec::rules::{Limits, Role};

use self::drawing::Drawn;
pub use self::header::fault as header_fault;

/// What a reading depends on besides the octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Who receives the octets.
    pub receiver: Role,
    /// What it takes, as far as it is declared; [`Limits::NONE`] if nothing is.
    pub limits: Limits,
    /// How the sender compresses, if permessage-deflate was agreed on.
    pub compression: Option<Context>,
}

/// What a compressed message may refer back to (RFC 7692 7.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Earlier messages too.
    TakenOver,
    /// Itself alone.
    Fresh,
}

/// What octets mean to their receiver, up to the first fault or the peer's Close frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// In the order of the frames that complete them.
    pub heard: Vec<Heard>,
    /// The first fault; nothing behind it means anything.
    pub fault: Option<Fault>,
}

/// Something that was received whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What it is.
    pub what: What,
    /// The offset behind its last frame.
    pub end: u64,
}

/// What a receiver hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A message, all fragments joined, inflated if it was compressed.
    Message(MessageKind, Vec<u8>),
    /// A ping.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// A Close frame, with its status code and reason if it has them.
    Close(Option<(u16, String)>),
}

/// A rule that the sender breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong at that octet; a receiver names one of these.
    pub wrongs: Vec<Wrong>,
    /// The first octet after which nothing can make it right; in a compressed message, the first of the frame that shows it.
    pub earliest: u64,
    /// The octet with which a receiver knows it that judges at once: the same, or where messages are inflated, the last of
    /// that frame.
    pub latest: u64,
    /// The offset behind which a receiver must have failed the connection: the end of the frame, or of the message where
    /// its content is wrong; [`u64::MAX`] while that end is not in sight.
    pub due: u64,
    /// It is a limit of the receiver that is passed, known when the header is whole.
    pub is_limit: bool,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The clause that is broken.
    pub clause: &'static Clause,
    /// The status code for it (6455 7.4.1).
    pub code: u16,
}

impl Wrong {
    fn new(clause: &'static Clause, code: u16) -> Wrong {
        Wrong { clause, code }
    }
}

/// The message that is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// How many frames of it came.
    pub frames: u64,
    /// What their payloads announced, in octets.
    pub octets: u64,
}

impl Open {
    fn new(fragments: &[&Frame]) -> Option<Open> {
        (!fragments.is_empty()).then(|| Open {
            frames: fragments.len() as u64,
            octets: fragments.iter().map(|frame| frame.header.length).sum(),
        })
    }
}

impl Fault {
    /// Whether a receiver that judges at once is right to say so, of this octet.
    pub fn is(&self, clause: &Clause, code: u16, offset: u64) -> bool {
        let same = |wrong: &Wrong| wrong.clause.id == clause.id && wrong.code == code;
        self.wrongs.iter().any(same) && (self.earliest..=self.latest).contains(&offset)
    }
}

/// A frame of the stream, of which the payload may be incomplete if it is the last.
struct Frame {
    /// Where it begins.
    at: usize,
    header: Drawn,
    /// Unmasked, as far as it is there.
    payload: Vec<u8>,
}

impl Frame {
    fn is_whole(&self) -> bool {
        self.payload.len() as u64 == self.header.length
    }

    fn is_control(&self) -> bool {
        self.header.opcode >= 8
    }

    /// Where its payload begins.
    fn payload_at(&self) -> u64 {
        (self.at + self.header.header_len) as u64
    }

    /// Behind its last octet, if they all come.
    fn end(&self) -> u64 {
        self.payload_at().saturating_add(self.header.length)
    }
}

/// Reads everything that a peer sent after the opening handshake.
pub fn read(octets: &[u8], terms: &Terms) -> Reading {
    let mut reading = Reading::default();
    let mut frames: Vec<Frame> = Vec::new();
    let mut history = Vec::new();
    let mut at = 0;
    loop {
        let rest = &octets[at..];
        reading.fault = header::fault(rest, at as u64, Open::new(&open_message(&frames)), terms);
        let Some(header) = drawing::header(rest).filter(|_| reading.fault.is_none()) else {
            return reading;
        };
        let payload = drawing::payload(&header, rest).collect();
        frames.push(Frame { at, header, payload });
        let heard = match &frames[frames.len() - 1] {
            control if control.is_control() => content::control(control),
            _ => message(&frames, terms, &mut history),
        };
        let last = &frames[frames.len() - 1];
        match heard {
            Err(fault) => reading.fault = Some(fault),
            Ok(what) => reading.heard.extend(what.map(|what| Heard { what, end: last.end() })),
        }
        let closed = matches!(reading.heard.last(), Some(heard) if matches!(heard.what, What::Close(_)));
        if reading.fault.is_some() || closed || !last.is_whole() {
            return reading;
        }
        at = last.end() as usize;
    }
}

/// The frames of the message that is open behind these frames; none if none is.
fn open_message(frames: &[Frame]) -> Vec<&Frame> {
    let data: Vec<&Frame> = frames.iter().filter(|frame| !frame.is_control()).collect();
    if data.last().is_none_or(|last| last.header.fin) {
        return Vec::new();
    }
    let first = data.iter().rposition(|frame| frame.header.opcode != 0).unwrap_or(0);
    data[first..].to_vec()
}

/// What the last frame adds to its message.
fn message(frames: &[Frame], terms: &Terms, history: &mut Vec<u8>) -> Result<Option<What>, Fault> {
    let (last, before) = frames.split_last().expect("one has just been put there");
    let mut fragments = open_message(before);
    fragments.push(last);
    let kind = match fragments[0].header.opcode {
        1 => MessageKind::Text,
        _ => MessageKind::Binary,
    };
    let payload = match terms.compression {
        Some(context) if fragments[0].header.rsv & 0b100 != 0 => {
            inflating::message(&fragments, kind, context, terms.limits.message, history)?
        }
        _ => content::message(&fragments, kind)?,
    };
    Ok((last.header.fin && last.is_whole()).then_some(What::Message(kind, payload)))
}
