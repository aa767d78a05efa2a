//! A correct endpoint as a state machine (RFC 6455 sections 5 to 7): octets in; events, octets out and "close TCP" out.

use crate::close::{self, CloseCode};
use crate::frame::{FrameHeader, Opcode};
use crate::mask;
use crate::message::{Assembler, MessageKind};
use crate::rules::{Limits, Role, Rules, Violation, ViolationKind};
use crate::sender::{MaskingKeys, Sender};
use crate::utf8;

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
    sender: Sender,
    reading: Reading,
    /// Octets of a header that is not whole yet.
    header: [u8; FrameHeader::MAX_LEN],
    header_len: u8,
    /// The payload of a control frame that is not whole yet.
    control: Vec<u8>,
    /// Where the next octet stands, from the start of the frames.
    offset: u64,
    ended: Option<Ended>,
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
}

/// How the reading ended.
#[derive(Clone, Debug)]
enum Ended {
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

    /// Takes one octet in the middle of the payload of a data frame, or says that it is none or cannot be taken so
    /// lightly. Testers send octet by octet, and then this is all the work.
    #[inline]
    fn octet(&mut self, octet: &mut u8) -> bool {
        let Reading::Payload(part) = &mut self.reading else {
            return false;
        };
        if part.remaining < 2 || part.opcode.is_control() {
            return false;
        }
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
        self.eof
            || match &self.ended {
                Some(Ended::Failed(_)) => true,
                Some(Ended::Closed(..)) => self.sender.role() == Role::Server,
                None => false,
            }
    }

    /// Whether nothing that arrives is looked at any more.
    pub fn is_ended(&self) -> bool {
        matches!(self.reading, Reading::Nothing)
    }

    /// The rule that the peer broke, if the connection failed for that.
    pub fn violation(&self) -> Option<Violation> {
        match self.ended {
            Some(Ended::Failed(violation)) => Some(violation),
            _ => None,
        }
    }

    /// Whether the peer is in the middle of a frame or of a fragmented message.
    pub fn in_message(&self) -> bool {
        self.rules.in_message() || self.header_len > 0 || matches!(self.reading, Reading::Payload(_))
    }

    /// How the connection ended, or how it would be reported if TCP were lost now.
    pub fn closure(&self) -> Closure {
        match &self.ended {
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

    /// The whole frames at the start of `input`, which begins with a header. Gives the octets that were dealt with; the
    /// first frame that is not whole is noted, so that its rest comes to `header` or `payload`.
    #[inline]
    fn frames(&mut self, input: &mut [u8], on_event: &mut impl FnMut(Event<'_>, &mut Sender)) -> usize {
        let mut at = 0;
        while at < input.len() {
            let Some((header, header_len)) = FrameHeader::decode(&input[at..]) else {
                self.header(&input[at..], on_event);
                return input.len();
            };
            if let Err(violation) = self.rules.check(&header, self.offset) {
                self.fail(violation, on_event);
                return input.len();
            }
            let start = at + header_len;
            let payload_len = header.payload_len();
            if payload_len > (input.len() - start) as u64 {
                self.offset += header_len as u64;
                self.begin(&header);
                return start;
            }
            let end = start + payload_len as usize;
            let payload = &mut input[start..end];
            if let Some(key) = header.masking_key() {
                mask::apply(key, 0, payload);
            }
            self.offset += header_len as u64;
            self.frame(&header, payload, on_event);
            self.offset += payload_len;
            at = end;
            if self.is_ended() {
                return input.len();
            }
        }
        at
    }

    /// Collects a header that comes in pieces.
    fn header(&mut self, input: &[u8], on_event: &mut impl FnMut(Event<'_>, &mut Sender)) -> usize {
        for (taken, &octet) in (1..).zip(input) {
            self.header[usize::from(self.header_len)] = octet;
            self.header_len += 1;
            let octets = &self.header[..usize::from(self.header_len)];
            let Some((header, header_len)) = FrameHeader::decode(octets) else {
                if let Err(violation) = self.rules.check_partial(octets, self.offset) {
                    self.fail(violation, on_event);
                    return input.len();
                }
                continue;
            };
            self.header_len = 0;
            if let Err(violation) = self.rules.check(&header, self.offset) {
                self.fail(violation, on_event);
                return input.len();
            }
            self.offset += header_len as u64;
            self.begin(&header);
            if header.payload_len() == 0 {
                self.end_of_frame(header.opcode(), header.fin(), on_event);
            }
            return taken;
        }
        input.len()
    }

    /// Gets ready for a payload that comes in pieces.
    fn begin(&mut self, header: &FrameHeader) {
        let opcode = header.opcode();
        if let Some(kind) = MessageKind::from_opcode(opcode) {
            self.assembler.begin(kind);
        }
        self.control.clear();
        self.reading = Reading::Payload(Part {
            opcode,
            fin: header.fin(),
            key: header.masking_key(),
            remaining: header.payload_len(),
        });
    }

    /// Takes a piece of a payload.
    fn payload(
        &mut self,
        mut part: Part,
        input: &mut [u8],
        on_event: &mut impl FnMut(Event<'_>, &mut Sender),
    ) -> usize {
        let taken = usize::try_from(part.remaining).map_or(input.len(), |remaining| remaining.min(input.len()));
        let piece = &mut input[..taken];
        if let Some(key) = &mut part.key {
            mask::apply(*key, 0, piece);
            *key = mask::rotate(*key, taken);
        }
        if part.opcode.is_control() {
            let before = self.control.len() as u64;
            self.control.extend_from_slice(piece);
            if part.opcode == Opcode::CLOSE
                && let Err(close::BadBody { kind, index }) = close::check_beginning(&self.control)
            {
                let offset = self.offset - before + index.unwrap_or(0) as u64;
                self.fail(Violation { kind, offset }, on_event);
                return taken;
            }
        } else if let Err(index) = self.assembler.push(piece) {
            let offset = self.offset + index as u64;
            self.fail(
                Violation {
                    kind: ViolationKind::InvalidUtf8,
                    offset,
                },
                on_event,
            );
            return taken;
        }
        self.offset += taken as u64;
        part.remaining -= taken as u64;
        if part.remaining == 0 {
            self.end_of_frame(part.opcode, part.fin, on_event);
        } else {
            self.reading = Reading::Payload(part);
        }
        taken
    }

    /// Acts on a frame whose payload came in pieces.
    fn end_of_frame(&mut self, opcode: Opcode, fin: bool, on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        self.reading = Reading::Header;
        if opcode.is_control() {
            let control = std::mem::take(&mut self.control);
            self.offset -= control.len() as u64;
            self.control_frame(opcode, &control, on_event);
            self.offset += control.len() as u64;
            self.control = control;
        } else if fin {
            self.end_of_message(self.offset, on_event);
        }
    }

    /// Acts on a whole frame, its payload unmasked. `self.offset` is where the payload begins.
    #[inline]
    fn frame(&mut self, header: &FrameHeader, payload: &[u8], on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        let opcode = header.opcode();
        let invalid = match (MessageKind::from_opcode(opcode), header.fin()) {
            (Some(MessageKind::Binary), true) => {
                let kind = MessageKind::Binary;
                on_event(Event::Message { kind, payload }, &mut self.sender);
                return;
            }
            (Some(MessageKind::Text), true) => match utf8::first_error(payload) {
                None => {
                    let kind = MessageKind::Text;
                    on_event(Event::Message { kind, payload }, &mut self.sender);
                    return;
                }
                Some(index) if index == payload.len() => (ViolationKind::TruncatedUtf8, index - 1),
                Some(index) => (ViolationKind::InvalidUtf8, index),
            },
            _ if opcode.is_control() => return self.control_frame(opcode, payload, on_event),
            (kind, fin) => {
                if let Some(kind) = kind {
                    self.assembler.begin(kind);
                }
                match self.assembler.push(payload) {
                    Err(index) => (ViolationKind::InvalidUtf8, index),
                    Ok(()) => {
                        if fin {
                            self.end_of_message(self.offset + payload.len() as u64, on_event);
                        }
                        return;
                    }
                }
            }
        };
        let (kind, index) = invalid;
        let offset = self.offset + index as u64;
        self.fail(Violation { kind, offset }, on_event);
    }

    /// Hands on the message whose last frame ends before `end`.
    fn end_of_message(&mut self, end: u64, on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        if !self.assembler.may_end() {
            let kind = ViolationKind::TruncatedUtf8;
            let offset = end - 1;
            return self.fail(Violation { kind, offset }, on_event);
        }
        let message = Event::Message {
            kind: self.assembler.kind(),
            payload: self.assembler.payload(),
        };
        on_event(message, &mut self.sender);
        self.assembler.clear();
    }

    /// Acts on a whole control frame. `self.offset` is where its payload begins.
    fn control_frame(&mut self, opcode: Opcode, payload: &[u8], on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        match opcode {
            Opcode::PING => {
                self.sender.answer_ping(payload);
                on_event(Event::Ping(payload), &mut self.sender);
            }
            Opcode::PONG => on_event(Event::Pong(payload), &mut self.sender),
            _ => match close::parse(payload) {
                Ok(body) => self.close_frame(body, on_event),
                Err(close::BadBody { kind, index }) => {
                    // A body of one octet was found wrong by its header.
                    let offset = self.offset + index.unwrap_or(0) as u64;
                    self.fail(Violation { kind, offset }, on_event);
                }
            },
        }
    }

    fn close_frame(&mut self, body: Option<(CloseCode, &str)>, on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        let (code, reason) = body.map_or((None, ""), |(code, reason)| (Some(code), reason));
        self.end_with(Ended::Closed(code, reason.to_owned()));
        on_event(Event::Close { code, reason }, &mut self.sender);
        if !self.sender.close_sent() {
            let role = self.sender.role();
            let answer = code.map(|code| {
                if code.may_be_sent(role) {
                    code
                } else {
                    CloseCode::NORMAL
                }
            });
            self.sender
                .close(answer, "")
                .expect("none was sent, and the code may be sent");
        }
    }

    /// Fails the connection (7.1.7): sends a Close frame that says why, and looks at nothing that follows.
    #[cold]
    fn fail(&mut self, violation: Violation, on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        self.end_with(Ended::Failed(violation));
        if !self.sender.close_sent() {
            let reason = violation.kind.to_string();
            self.sender
                .close(Some(violation.close_code()), &reason)
                .expect("none was sent, the code may be sent, and our sentences are short");
        }
        on_event(Event::Failed(violation), &mut self.sender);
    }

    fn end_with(&mut self, ended: Ended) {
        self.reading = Reading::Nothing;
        self.ended = Some(ended);
        self.header_len = 0;
        self.assembler = Assembler::new();
        self.control = Vec::new();
    }
}
