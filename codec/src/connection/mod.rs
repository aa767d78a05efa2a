//! A correct endpoint as a state machine (RFC 6455 sections 5 to 7): octets in; events, octets out and "close TCP" out.

mod control;
mod event;
mod inflating;
mod reading;

use crate::close::CloseCode;
use crate::deflate::{self, Agreed, Compression};
use crate::frame::{FrameHeader, Opcode};
use crate::mask;
use crate::message::Assembler;
use crate::meter;
use crate::plant::{Plant, instead, planted};
use crate::rules::{Limits, Role, Rules, Violation};
use crate::sender::{MaskingKeys, Sender};

use self::event::Ended;
pub use self::event::{Closure, Event};
use self::inflating::Inflating;

/// One end of an open WebSocket connection, after the opening handshake.
///
/// It answers pings, answers the closing handshake, and fails the connection at the first octet with which a rule is
/// broken. It reads no clock: how long to wait for a peer is the caller's to say.
///
/// ```
/// use wsspec_codec::connection::{Connection, Event};
/// use wsspec_codec::rules::Limits;
///
/// let mut server = Connection::server(Limits::default());
/// let mut octets = *b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"; // a masked "Hello" (5.7)
/// server.receive(&mut octets, |event, sender| {
///     if let Event::Message { kind, payload } = event {
///         sender.message(kind, payload).expect("the connection is open");
///     }
/// });
/// assert_eq!(server.output(), b"\x81\x05Hello");
/// ```
#[derive(Debug)]
pub struct Connection {
    rules: Rules,
    assembler: Assembler,
    /// Of an endpoint that agreed on permessage-deflate.
    inflating: Option<Box<Inflating>>,
    sender: Sender,
    reading: Reading,
    /// Octets of a header that is not whole yet.
    header: [u8; FrameHeader::MAX_LEN],
    header_len: u8,
    /// The payload of a control frame that is not whole yet.
    control: Vec<u8>,
    /// Where the next octet stands, from the start of the frames.
    offset: u64,
    /// In a box, since most connections are open.
    ended: Option<Box<Ended>>,
    eof: bool,
}

/// What the next octet belongs to.
#[derive(Clone, Copy, Debug)]
enum Reading {
    Header,
    Payload(Part),
    /// A Close frame came, or the connection failed: nothing that follows is looked at.
    Nothing,
}

/// A frame whose payload has come in part.
#[derive(Clone, Copy, Debug)]
struct Part {
    opcode: Opcode,
    fin: bool,
    key: Option<[u8; 4]>,
    remaining: u64,
    /// It goes to the message as it is: of a data frame, and not compressed.
    plain: bool,
}

impl Connection {
    /// The accepting side.
    pub fn server(limits: Limits) -> Connection {
        Connection::new(Role::Server, limits, None)
    }

    /// The opening side. `masking_keys` gives a fresh key for every frame, from a strong source (5.3).
    pub fn client(limits: Limits, masking_keys: MaskingKeys) -> Connection {
        Connection::new(Role::Client, limits, Some(masking_keys))
    }

    fn new(role: Role, limits: Limits, masking_keys: Option<MaskingKeys>) -> Connection {
        Connection {
            rules: Rules::new(role, limits),
            assembler: Assembler::new(),
            inflating: None,
            sender: Sender::new(masking_keys),
            reading: Reading::Header,
            header: [0; FrameHeader::MAX_LEN],
            header_len: 0,
            control: Vec::new(),
            offset: 0,
            ended: None,
            eof: false,
        }
    }

    /// Goes on as agreed in the opening handshake: compressed messages are inflated, and what is sent is compressed. To be
    /// said before the first octet is received or sent.
    ///
    /// [`Limits::message`] holds for what a message inflates to as well as for what comes of it. What is wrong inside a
    /// compressed message is found at the end of a frame, or of 16 KiB of it: inflating looks at many octets at once, and
    /// the offset of a violation may not depend on how many those were.
    ///
    /// Nothing is held before the first compressed message. After it, and while the connection is idle, it is about
    /// 48 KiB to inflate, unless the peer takes no context over, and 250 to 370 KiB to compress, unless we take none over;
    /// the latter can be given back with [`Sender::forget_context`].
    #[must_use]
    pub fn agree(mut self, agreed: &Agreed, compression: Compression) -> Connection {
        let peer = self.sender.role().peer();
        self.rules.allow_rsv(deflate::RSV1);
        let forgets = agreed.no_context_takeover(peer) || instead::forgets();
        self.inflating = Some(Box::new(Inflating::new(forgets, self.rules.limits().message)));
        self.sender.agree(agreed, compression);
        self
    }

    /// Takes octets that arrived, in any pieces, and hands on what they mean. Payloads are unmasked in place, so
    /// `input` is of no use afterwards.
    ///
    /// Memory grows with the octets that came, never with a length that was announced.
    #[inline]
    pub fn receive(&mut self, input: &mut [u8], mut on_event: impl FnMut(Event<'_>, &mut Sender)) {
        let mut rest = input;
        if let [octet] = rest
            && self.octet(octet)
        {
            return;
        }
        while !rest.is_empty() {
            let taken = match self.reading {
                Reading::Header if self.header_len == 0 => self.frames(rest, &mut on_event),
                Reading::Header => self.header(rest, &mut on_event),
                Reading::Payload(part) => self.payload(part, rest, &mut on_event),
                Reading::Nothing => return,
            };
            rest = &mut rest[taken..];
        }
    }

    /// The same as [`receive`](Connection::receive), compiled once and not for each caller: where size counts more than the
    /// last nanosecond, or where what this crate does is to be told apart from what its caller does.
    pub fn receive_dyn(&mut self, input: &mut [u8], on_event: &mut dyn FnMut(Event<'_>, &mut Sender)) {
        self.receive(input, on_event);
    }

    /// Takes one octet in the middle of the payload of a data frame, or says that it is none or cannot be taken so
    /// lightly. Testers send octet by octet, and then this is all the work.
    #[inline]
    fn octet(&mut self, octet: &mut u8) -> bool {
        let Reading::Payload(part) = &mut self.reading else {
            return false;
        };
        if part.remaining < 2 || !part.plain {
            return false;
        }
        meter::touched(1);
        let plain = *octet ^ part.key.map_or(0, |key| key[0]);
        if !self.assembler.push_octet(plain) {
            return false;
        }
        if let Some(key) = &mut part.key {
            *key = mask::rotate(*key, 1);
        }
        part.remaining -= 1;
        self.offset += 1;
        true
    }

    /// Takes note that the peer ended its side of the TCP connection.
    pub fn receive_eof(&mut self) {
        if planted(Plant::CutOffMessageDelivered) && self.in_message() {
            let (kind, payload) = (self.assembler.kind(), self.assembler.payload());
            let _ = self.sender.message(kind, payload);
        }
        self.reading = Reading::Nothing;
        self.eof = true;
    }

    /// What to send by ourselves.
    pub fn sender(&mut self) -> &mut Sender {
        &mut self.sender
    }

    /// The octets to write.
    #[inline]
    pub fn output(&self) -> &[u8] {
        self.sender.output()
    }

    /// Takes note that the first `octets` of [`output`](Connection::output) were written.
    #[inline]
    pub fn written(&mut self, octets: usize) {
        self.sender.advance(octets);
    }

    /// Whether to close TCP once the output is written: the connection failed, the closing handshake is over and we are
    /// the server (7.1.1), or the peer ended its side. A client waits for the server after the closing handshake, as
    /// long as the caller has patience.
    pub fn close_tcp(&self) -> bool {
        self.eof && !planted(Plant::TcpKeptAfterEnd)
            || match self.ended.as_deref() {
                Some(Ended::Failed(_)) => !planted(Plant::TcpKeptAfterFailing),
                Some(Ended::Closed(..)) => {
                    instead::closes_tcp(self.sender.role()).unwrap_or_else(|| self.sender.role() == Role::Server)
                }
                None => planted(Plant::TcpEndedBeforeAnswer) && self.sender.close_sent(),
            }
    }

    /// Whether nothing that arrives is looked at any more.
    pub fn is_ended(&self) -> bool {
        matches!(self.reading, Reading::Nothing)
    }

    /// The rule that the peer broke, if the connection failed for that.
    pub fn violation(&self) -> Option<Violation> {
        match self.ended.as_deref() {
            Some(Ended::Failed(violation)) => Some(*violation),
            _ => None,
        }
    }

    /// Whether the peer is in the middle of a frame or of a fragmented message.
    pub fn in_message(&self) -> bool {
        self.rules.in_message() || self.header_len > 0 || matches!(self.reading, Reading::Payload(_))
    }

    /// How the connection ended, or how it would be reported if TCP were lost now.
    pub fn closure(&self) -> Closure {
        match self.ended.as_deref() {
            Some(Ended::Closed(code, reason)) => Closure {
                clean: self.sender.close_sent(),
                code: code.unwrap_or(CloseCode::NO_STATUS),
                reason: reason.clone(),
            },
            Some(Ended::Failed(_)) | None => Closure {
                clean: false,
                code: CloseCode::ABNORMAL,
                reason: String::new(),
            },
        }
    }
}
