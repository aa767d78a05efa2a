//! What an endpoint sends: frames in the shortest form, masked by clients (RFC 6455 sections 5.1, 5.3, 5.5 and 6.1).

use std::fmt;

mod deflating;

use crate::close::{self, CloseCode};
use crate::deflate::{self, Agreed, Compression};
use crate::frame::{self, FrameHeader, Opcode};
use crate::message::MessageKind;
use crate::plant::{Plant, instead, planted};
use crate::rules::Role;

use self::deflating::Deflating;

/// Where a client takes its masking keys from: a fresh one from a strong source for every frame (5.3).
pub type MaskingKeys = Box<dyn FnMut() -> [u8; 4] + Send>;

/// Encodes what an endpoint sends into a buffer that the caller writes to the connection.
pub struct Sender {
    masking_keys: Option<MaskingKeys>,
    out: Vec<u8>,
    written: usize,
    close_sent: bool,
    in_message: bool,
    /// Of an endpoint that agreed on permessage-deflate.
    deflating: Option<Box<Deflating>>,
}

/// An output buffer that was drained gives back its memory above this many octets.
const KEPT: usize = 1024;

impl Sender {
    pub(crate) fn new(masking_keys: Option<MaskingKeys>) -> Sender {
        Sender {
            masking_keys,
            out: Vec::new(),
            written: 0,
            close_sent: false,
            in_message: false,
            deflating: None,
        }
    }

    pub(crate) fn agree(&mut self, agreed: &Agreed, compression: Compression) {
        self.deflating = Some(Box::new(Deflating::new(self.role(), agreed, compression)));
    }

    /// Which side this is.
    pub fn role(&self) -> Role {
        match self.masking_keys {
            Some(_) => Role::Client,
            None => Role::Server,
        }
    }

    /// Sends a message in one frame, compressed if that was agreed. The payload of a text must be UTF-8.
    ///
    /// # Errors
    /// A Close frame was sent, after which no data may follow (5.5.1), or a fragmented message is open (5.4).
    #[inline]
    pub fn message(&mut self, kind: MessageKind, payload: &[u8]) -> Result<(), SendError> {
        if self.deflating.is_some() {
            if let Some((first, second)) = instead::halves(payload.len()).map(|at| payload.split_at(at)) {
                return self.begin(kind, first).and_then(|()| self.fragment(second, true));
            }
            return self.fragmented(kind, payload, instead::sent_fragment(usize::MAX));
        }
        self.uncompressed(kind, payload)
    }

    /// Sends a message in one frame, as it is also where compression was agreed (RFC 7692 6.1).
    ///
    /// # Errors
    /// As [`message`](Sender::message).
    #[inline]
    pub fn uncompressed(&mut self, kind: MessageKind, payload: &[u8]) -> Result<(), SendError> {
        self.may_begin_message()?;
        self.frame(FrameHeader::new(kind.opcode(), payload.len() as u64), payload);
        Ok(())
    }

    /// Sends a text message in one frame.
    ///
    /// # Errors
    /// As [`message`](Sender::message).
    pub fn text(&mut self, text: &str) -> Result<(), SendError> {
        self.message(MessageKind::Text, text.as_bytes())
    }

    /// Sends a message in frames of at most `fragment` octets each, which are octets of the compressed message if it is
    /// compressed; 0 counts as 1. The payload of a text must be UTF-8.
    ///
    /// # Errors
    /// As [`message`](Sender::message).
    pub fn fragmented(&mut self, kind: MessageKind, payload: &[u8], fragment: usize) -> Result<(), SendError> {
        self.may_begin_message()?;
        match self.deflating.as_mut().and_then(|deflating| deflating.message(payload)) {
            None => {
                let rsv = instead::rsv_of_plain(self.deflating.is_some()).unwrap_or(0);
                self.frames(kind, rsv, payload, fragment);
            }
            Some(wire) => {
                let rsv = instead::rsv_of_compressed().unwrap_or(deflate::RSV1);
                self.frames(kind, rsv, &wire, fragment);
                self.done(wire);
            }
        }
        Ok(())
    }

    /// Sends the first part of a message that [`fragment`](Sender::fragment) continues.
    ///
    /// # Errors
    /// As [`message`](Sender::message).
    pub fn begin(&mut self, kind: MessageKind, payload: &[u8]) -> Result<(), SendError> {
        self.may_begin_message()?;
        self.in_message = true;
        let header = |len| FrameHeader::new(kind.opcode(), len as u64).with_fin(false);
        match self.deflating.as_mut().map(|deflating| deflating.begin(payload)) {
            None => self.frame(header(payload.len()), payload),
            Some(wire) => {
                self.frame(header(wire.len()).with_rsv(deflate::RSV1), &wire);
                self.done(wire);
            }
        }
        Ok(())
    }

    /// Sends a further fragment, the last one if `fin`.
    ///
    /// # Errors
    /// A Close frame was sent, or no message is open.
    pub fn fragment(&mut self, payload: &[u8], fin: bool) -> Result<(), SendError> {
        if self.close_sent {
            return Err(SendError::AfterClose);
        }
        if !self.in_message {
            return Err(SendError::NoMessageOpen);
        }
        self.in_message = !fin;
        let header = |len| {
            FrameHeader::new(Opcode::CONTINUATION, len as u64)
                .with_fin(fin && !planted(Plant::LastSentFragmentWithoutFin))
        };
        let deflating = self.deflating.as_mut();
        match deflating.and_then(|deflating| deflating.go_on(payload, fin)) {
            None => self.frame(header(payload.len()), payload),
            Some(wire) => {
                self.frame(header(wire.len()), &wire);
                self.done(wire);
            }
        }
        Ok(())
    }

    /// Gives back the memory in which compression remembers what was sent, 250 to 370 KiB: for connections that are idle. Whatever was agreed, a sender may forget (RFC 7692 7.2.1); the next message only is a little longer.
    pub fn forget_context(&mut self) {
        if let Some(deflating) = &mut self.deflating {
            deflating.forget_context();
        }
    }

    /// Whether there is a context to be forgotten.
    pub fn has_context(&self) -> bool {
        self.deflating.as_ref().is_some_and(|deflating| deflating.has_context())
    }

    /// Sends a ping.
    ///
    /// # Errors
    /// A Close frame was sent, or the payload is longer than 125 octets (5.5).
    pub fn ping(&mut self, payload: &[u8]) -> Result<(), SendError> {
        self.control(Opcode::PING, payload)
    }

    /// Sends a pong that answers no ping, as a heartbeat (5.5.3). Pings are answered without it.
    ///
    /// # Errors
    /// As [`ping`](Sender::ping).
    pub fn pong(&mut self, payload: &[u8]) -> Result<(), SendError> {
        self.control(Opcode::PONG, payload)
    }

    /// Starts or answers the closing handshake: sends a Close frame, empty without a code.
    ///
    /// # Errors
    /// One was sent already, the code may not be sent (7.4), or the reason is longer than 123 octets.
    pub fn close(&mut self, code: Option<CloseCode>, reason: &str) -> Result<(), SendError> {
        if self.close_sent && !planted(Plant::CloseAnsweredAgain) {
            return Err(SendError::AfterClose);
        }
        let mut payload = Vec::new();
        if let Some(code) = code {
            if !code.may_be_sent(self.role()) {
                return Err(SendError::CloseCode(code));
            }
            if reason.len() > close::MAX_REASON && !planted(Plant::LongReasonSent) {
                return Err(SendError::ControlTooLong(2 + reason.len()));
            }
            payload.extend_from_slice(&instead::sent_code(code.value()).to_be_bytes());
            payload.extend_from_slice(instead::sent_reason(reason).as_bytes());
        } else if planted(Plant::EmptyCloseAnsweredWith1005) {
            payload.extend_from_slice(&CloseCode::NO_STATUS.value().to_be_bytes());
        }
        self.frame(FrameHeader::new(Opcode::CLOSE, payload.len() as u64), &payload);
        if planted(Plant::CloseSentTwice) {
            self.frame(FrameHeader::new(Opcode::CLOSE, payload.len() as u64), &payload);
        }
        self.close_sent = true;
        self.deflating = None;
        Ok(())
    }

    /// Puts octets before the first frame: the response that opens the connection, to be written together with it.
    pub fn preface(&mut self, octets: &[u8]) {
        self.out.extend_from_slice(octets);
    }

    /// Whether a Close frame was sent.
    pub fn close_sent(&self) -> bool {
        self.close_sent
    }

    /// How many octets wait to be written.
    pub fn pending(&self) -> usize {
        self.out.len() - self.written
    }

    /// Answers a ping, also when a Close frame was sent (5.5.2).
    #[inline]
    pub(crate) fn answer_ping(&mut self, payload: &[u8]) {
        let Some(payload) = instead::pong(payload, self.pending(), self.close_sent) else {
            return;
        };
        let rsv = instead::rsv_of_pong(self.deflating.is_some());
        self.frame(
            FrameHeader::new(Opcode::PONG, payload.len() as u64).with_rsv(rsv),
            payload,
        );
    }

    pub(crate) fn output(&self) -> &[u8] {
        &self.out[self.written..]
    }

    pub(crate) fn advance(&mut self, octets: usize) {
        self.written = self.out.len().min(self.written + octets);
        if self.written < self.out.len() {
            return;
        }
        self.written = 0;
        if let Some(deflating) = &mut self.deflating {
            deflating.rest();
        }
        if self.out.capacity() > KEPT {
            self.out = Vec::new();
        } else {
            self.out.clear();
        }
    }

    fn may_begin_message(&self) -> Result<(), SendError> {
        if self.close_sent && !planted(Plant::DataSentAfterClose) && !planted(Plant::ServesAfterClose) {
            Err(SendError::AfterClose)
        } else if self.in_message {
            Err(SendError::InMessage)
        } else {
            Ok(())
        }
    }

    fn control(&mut self, opcode: Opcode, payload: &[u8]) -> Result<(), SendError> {
        if self.close_sent {
            return Err(SendError::AfterClose);
        }
        if payload.len() > 125 {
            return Err(SendError::ControlTooLong(payload.len()));
        }
        self.frame(FrameHeader::new(opcode, payload.len() as u64), payload);
        Ok(())
    }

    /// A whole message, its first frame with these reserved bits.
    fn frames(&mut self, kind: MessageKind, rsv: u8, octets: &[u8], fragment: usize) {
        let (mut opcode, mut rsv, mut rest) = (kind.opcode(), rsv, octets);
        loop {
            let (piece, after) = rest.split_at(fragment.max(1).min(rest.len()));
            let header = FrameHeader::new(opcode, piece.len() as u64);
            let fin = after.is_empty() || planted(Plant::FinOnEverySentFragment);
            self.frame(header.with_rsv(rsv).with_fin(fin), piece);
            if after.is_empty() {
                return;
            }
            // Only the first frame says whether its message is compressed (RFC 7692 6.1).
            opcode = instead::sent_opcode(opcode).unwrap_or(Opcode::CONTINUATION);
            (rsv, rest) = (instead::sent_rsv(rsv).unwrap_or(0), after);
        }
    }

    fn done(&mut self, wire: Vec<u8>) {
        if let Some(deflating) = &mut self.deflating {
            deflating.done(wire);
        }
    }

    #[inline]
    fn frame(&mut self, header: FrameHeader, payload: &[u8]) {
        let key = self.masking_keys.as_mut().map(|next_key| next_key());
        let (header, key) = (instead::sent_header(header), instead::sent_key(key, header.opcode()));
        frame::encode(&header.with_masking_key(key), payload, &mut self.out);
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("role", &self.role())
            .field("pending", &self.pending())
            .field("close_sent", &self.close_sent)
            .finish_non_exhaustive()
    }
}

/// Why something was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendError {
    /// A Close frame was sent; nothing may follow it (5.5.1).
    AfterClose,
    /// A fragmented message is open; another may not begin (5.4).
    InMessage,
    /// No fragmented message is open to be continued (5.4).
    NoMessageOpen,
    /// A control frame holds at most 125 octets (5.5); these were too many.
    ControlTooLong(usize),
    /// This code may not be sent by this side (7.4).
    CloseCode(CloseCode),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SendError::AfterClose => f.write_str("a Close frame was sent already, nothing may follow it"),
            SendError::InMessage => f.write_str("a fragmented message is open, end it before the next"),
            SendError::NoMessageOpen => f.write_str("no fragmented message is open, begin one first"),
            SendError::ControlTooLong(len) => write!(f, "{len} octets for a control frame, at most 125 are allowed"),
            SendError::CloseCode(code) => write!(f, "status code {code} may not be sent by this side"),
        }
    }
}

impl std::error::Error for SendError {}
