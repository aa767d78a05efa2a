//! Many messages and their echoes: what a mass case sends, and how much of it at once.

use serde::{Deserialize, Serialize};
use wsspec_codec::deflate::{Compressor, RSV1};
use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::message::MessageKind;

use crate::bytes::Bytes;
use crate::corpus::{Corpus, Windows};
use crate::prepared::Prepared;
use crate::verify::{Difference, Expectation, Progress};

/// Messages that are sent and must come back, each verified octet by octet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// What the messages hold.
    pub content: Content,
    /// How many are sent.
    pub messages: u32,
    /// The largest payload of a frame, in octets; of a compressed message, the compressed octets are cut. One frame a
    /// message when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fragment: Option<usize>,
    /// How many messages may be on their way at once: 1 where the case is about the way there and back.
    pub in_flight: u32,
}

/// What the messages of an exchange hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Content {
    /// Always the same.
    Same {
        /// Text or binary.
        kind: Kind,
        /// The octets.
        payload: Bytes,
    },
    /// Consecutive windows of a corpus, which begins anew at its end.
    Windows {
        /// Where they are cut from; it says whether they are text or binary.
        corpus: Corpus,
        /// How long each is: in characters of a text, in octets of anything else.
        len: usize,
    },
}

/// Text or binary, as a case writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A text message.
    Text,
    /// A binary message.
    Binary,
}

impl From<Kind> for MessageKind {
    fn from(kind: Kind) -> MessageKind {
        match kind {
            Kind::Text => MessageKind::Text,
            Kind::Binary => MessageKind::Binary,
        }
    }
}

/// An exchange under way.
#[derive(Debug)]
pub(crate) struct Exchanging<'c> {
    exchange: &'c Exchange,
    /// How many messages are sent.
    messages: u32,
    outgoing: Option<Windows>,
    incoming: Option<Windows>,
    compression: Option<Compression>,
    sent: u32,
    echoed: u32,
    /// Octets on their way.
    on_the_way: u64,
    expectation: Expectation,
    progress: Option<Progress>,
    /// The octet that came instead of the one that was sent.
    actual: Option<u8>,
    payload: Vec<u8>,
    compressed: Vec<u8>,
    /// What went out.
    pub(crate) out: Sent,
}

/// How the messages of an exchange are compressed.
#[derive(Debug)]
struct Compression {
    compressor: Compressor,
    prepared: Option<Prepared>,
    takes_over: bool,
}

/// What an exchange has sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    /// Payload octets of messages.
    pub(crate) app: u64,
    /// Payload octets of frames.
    pub(crate) websocket: u64,
    /// Octets of frames.
    pub(crate) wire: u64,
    /// First frames of messages.
    pub(crate) messages: u64,
    /// All frames.
    pub(crate) frames: u64,
}

/// How the tester's messages may be compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Compressing {
    /// The window, as a power of two.
    pub(crate) window_bits: u8,
    /// Whether messages may refer to those before.
    pub(crate) takes_over: bool,
}

/// So many messages at the beginning refer to those before, where that is allowed. The others are fresh, and put together
/// from what is [prepared](Prepared).
const TAKING_OVER: u32 = 32;

/// So many octets of messages may be on their way at once; one message always may.
const ON_THE_WAY: u64 = 256 << 10;

impl<'c> Exchanging<'c> {
    /// Before the first of at most so many messages.
    pub(crate) fn new(exchange: &'c Exchange, most: Option<u32>, compressing: Option<Compressing>) -> Exchanging<'c> {
        let windows = match exchange.content {
            Content::Windows { corpus, len, .. } => Some(Windows::new(corpus, len)),
            Content::Same { .. } => None,
        };
        let compression = compressing.map(|compressing| Compression {
            compressor: Compressor::new(compressing.window_bits),
            prepared: match exchange.content {
                Content::Windows { corpus, .. } => Some(Prepared::of(corpus, compressing.window_bits)),
                Content::Same { .. } => None,
            },
            takes_over: compressing.takes_over,
        });
        Exchanging {
            exchange,
            messages: most.map_or(exchange.messages, |most| exchange.messages.min(most)),
            outgoing: windows.clone(),
            incoming: windows,
            compression,
            sent: 0,
            echoed: 0,
            on_the_way: 0,
            expectation: match &exchange.content {
                Content::Same { payload, .. } => Expectation::of(exchange.kind(), payload),
                Content::Windows { .. } => Expectation::octets(exchange.kind(), &[][..]),
            },
            progress: None,
            actual: None,
            payload: Vec::new(),
            compressed: Vec::new(),
            out: Sent::default(),
        }
    }

    /// Appends to `wire` what may be sent now, with masking keys from `key` if the tester masks.
    pub(crate) fn send(&mut self, wire: &mut Vec<u8>, mut key: impl FnMut() -> Option<[u8; 4]>) {
        while self.sent < self.messages && self.may_send() {
            let octets = self.next_message(wire, &mut key);
            self.on_the_way += octets;
            self.sent += 1;
        }
        if self.sent == self.messages {
            // What waits for its echo may be large, and is not needed for that.
            self.payload = Vec::new();
            self.compressed = Vec::new();
        }
    }

    fn may_send(&self) -> bool {
        let on_the_way = self.sent - self.echoed;
        on_the_way == 0 || (on_the_way < self.exchange.in_flight && self.on_the_way < ON_THE_WAY)
    }

    /// Appends the next message and says how many octets it holds.
    fn next_message(&mut self, wire: &mut Vec<u8>, key: &mut impl FnMut() -> Option<[u8; 4]>) -> u64 {
        let exchange = self.exchange;
        let opcode = exchange.kind().opcode();
        let window = self.outgoing.as_mut().map(Windows::next);
        let octets = match window {
            Some(window) => window.octets,
            None => exchange.same(&mut self.payload),
        };
        let (rsv, message) = match &mut self.compression {
            None => (0, octets),
            Some(compression) => {
                let fresh = !compression.takes_over || self.sent >= TAKING_OVER;
                let (compressor, out) = (&mut compression.compressor, &mut self.compressed);
                match (&compression.prepared, window) {
                    (Some(prepared), Some(window)) if fresh => prepared.message(&window, compressor, out),
                    _ => {
                        out.clear();
                        compressor.message(octets, fresh, out);
                    }
                }
                (RSV1, &out[..])
            }
        };
        fragments(opcode, rsv, message, exchange.fragment, wire, key, &mut self.out);
        self.out.app += octets.len() as u64;
        octets.len() as u64
    }

    /// A message of the subject begins.
    pub(crate) fn begin(&mut self, kind: MessageKind) {
        if let Some(windows) = &mut self.incoming {
            self.expectation = Expectation::octets(self.exchange.kind(), windows.next().octets);
        }
        self.progress = Some(self.expectation.begin(kind));
    }

    /// Octets of the message, inflated.
    pub(crate) fn data(&mut self, octets: &[u8]) {
        if let Some(progress) = &mut self.progress {
            self.expectation.compare(progress, octets);
        }
    }

    /// The message ends.
    ///
    /// # Errors
    /// It is not the one that was to come back.
    pub(crate) fn end(&mut self) -> Result<(), Difference> {
        let Some(progress) = self.progress.take() else {
            return Ok(());
        };
        if self.echoed >= self.sent {
            return Err(Difference::Unasked);
        }
        self.actual = progress.actual();
        self.expectation.end(progress)?;
        self.echoed += 1;
        self.on_the_way = self.on_the_way.saturating_sub(self.expectation.len());
        Ok(())
    }

    /// A message ends that came behind the last echo: compares it with what would come next.
    ///
    /// # Errors
    /// It is not that.
    pub(crate) fn end_of_another(&mut self) -> Result<(), Difference> {
        let Some(progress) = self.progress.take() else {
            return Ok(());
        };
        self.actual = progress.actual();
        self.expectation.end(progress)
    }

    /// Whether everything came back.
    pub(crate) fn is_complete(&self) -> bool {
        self.echoed == self.messages
    }

    /// Text or binary.
    pub(crate) fn kind(&self) -> MessageKind {
        self.exchange.kind()
    }

    /// How many octets the message has that was to come back.
    pub(crate) fn expected_len(&self) -> u64 {
        self.expectation.len()
    }

    /// How many echoes came back.
    pub(crate) fn echoed(&self) -> u32 {
        self.echoed
    }

    /// How many are to come back in all.
    pub(crate) fn messages(&self) -> u32 {
        self.messages
    }

    /// How many octets of the message that is coming back have come, while it is.
    pub(crate) fn arrived(&self) -> Option<u64> {
        self.progress.map(|progress| progress.len())
    }

    /// The octet at an index that [differs](Difference::Content): as it was sent, and as it came back.
    pub(crate) fn octets_at(&self, at: u64) -> (Option<u8>, Option<u8>) {
        (self.expectation.octet(at), self.actual)
    }
}

impl Exchange {
    /// How many octets of messages may be on their way at once, about.
    pub fn weight(&self) -> usize {
        let len = match &self.content {
            Content::Same { payload, .. } => payload.len(),
            Content::Windows { len, .. } => *len,
        };
        len.saturating_mul(self.in_flight as usize)
            .clamp(len, len.max(ON_THE_WAY as usize))
    }

    /// How many octets it sends, and for every message that waits for the one before as many as could be sent meanwhile.
    pub fn effort(&self) -> usize {
        let len = match &self.content {
            Content::Same { payload, .. } => payload.len(),
            Content::Windows { len, .. } => *len,
        };
        let wait = if self.in_flight == 1 { 16 << 10 } else { 1 << 10 };
        (len + wait).saturating_mul(self.messages as usize)
    }

    /// Text or binary.
    pub fn kind(&self) -> MessageKind {
        match &self.content {
            Content::Same { kind, .. } => (*kind).into(),
            Content::Windows { corpus, .. } => corpus.kind(),
        }
    }

    /// The payload of every message, where it is always the same, written out in `buffer` if need be.
    fn same<'a>(&'a self, buffer: &'a mut Vec<u8>) -> &'a [u8] {
        match &self.content {
            Content::Same {
                payload: Bytes::Literal(octets),
                ..
            } => octets,
            Content::Same { payload, .. } => {
                if buffer.len() != payload.len() {
                    *buffer = payload.expand().into_owned();
                }
                buffer
            }
            Content::Windows { .. } => &[],
        }
    }
}

/// Appends a message as frames of at most `fragment` octets. When they come out even, an empty frame is the last.
pub(crate) fn fragments(
    opcode: Opcode,
    rsv: u8,
    message: &[u8],
    fragment: Option<usize>,
    wire: &mut Vec<u8>,
    key: &mut impl FnMut() -> Option<[u8; 4]>,
    sent: &mut Sent,
) {
    let before = wire.len();
    let mut frame = |opcode, rsv, fin, payload: &[u8]| {
        let header = FrameHeader::new(opcode, payload.len() as u64)
            .with_fin(fin)
            .with_rsv(rsv)
            .with_masking_key(key());
        frame::encode(&header, payload, wire);
        sent.frames += 1;
    };
    match fragment {
        Some(size) if message.len() > size => {
            let full = message.chunks_exact(size);
            let last = full.remainder();
            for (index, payload) in full.enumerate() {
                let first = index == 0;
                let opcode = if first { opcode } else { Opcode::CONTINUATION };
                frame(opcode, if first { rsv } else { 0 }, false, payload);
            }
            frame(Opcode::CONTINUATION, 0, true, last);
        }
        _ => frame(opcode, rsv, true, message),
    }
    sent.messages += 1;
    sent.websocket += message.len() as u64;
    sent.wire += (wire.len() - before) as u64;
}
