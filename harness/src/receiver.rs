//! What the subject sends, as events: frames decoded, judged by the rules, and joined to messages.

use wsspec_codec::close;
use wsspec_codec::frame::{Frame, FrameDecoder, Opcode};
use wsspec_codec::message::{Assembler, MessageKind};
use wsspec_codec::rules::{Limits, Role, Rules, Violation, ViolationKind};

use crate::pattern::Event;
use crate::trace::Seen;

/// Receives in the tester's role.
#[derive(Debug)]
pub(crate) struct Receiver {
    decoder: FrameDecoder,
    rules: Rules,
    assembler: Assembler,
    broken: bool,
}

/// A frame of the subject.
pub(crate) struct Received {
    /// For the timeline.
    pub(crate) seen: Seen,
    /// What it means.
    pub(crate) meaning: Meaning,
}

/// What a frame means to the tester.
pub(crate) enum Meaning {
    /// Nothing yet: a fragment of a message that goes on.
    Fragment,
    /// A ping, to be answered.
    Ping(Vec<u8>),
    /// Something to judge.
    Event(Event),
}

/// No case asks for more than a quarter of it.
const LIMITS: Limits = Limits {
    frame: 1 << 20,
    message: 1 << 20,
    fragments: 100_000,
};

/// How many octets of a frame are kept for the timeline.
const SHOWN: usize = 64;

impl Receiver {
    /// At the start of the frames.
    pub(crate) fn new(tester: Role) -> Receiver {
        Receiver {
            decoder: FrameDecoder::new(),
            rules: Rules::new(tester, LIMITS),
            assembler: Assembler::new(),
            broken: false,
        }
    }

    /// Takes octets that arrived.
    pub(crate) fn push(&mut self, octets: &[u8]) {
        self.decoder.push(octets);
    }

    /// Whether a frame has come in part.
    pub(crate) fn is_inside_frame(&self) -> bool {
        !self.broken && !self.decoder.unread().is_empty()
    }

    /// The next frame, once it is whole, or as soon as its header breaks a rule. After a broken rule nothing can be
    /// understood any more.
    pub(crate) fn next(&mut self) -> Option<Received> {
        if self.broken {
            return None;
        }
        let header = self.decoder.peek()?;
        let at = self.decoder.offset();
        let unread = self.decoder.unread();
        let shown = unread[..unread.len().min(SHOWN)].to_vec();
        // The same header may be looked at several times until its frame is whole, but counts once.
        let mut rules = self.rules.clone();
        if let Err(violation) = rules.check(&header, at) {
            let payload = shown.get(header.encoded_len()..).unwrap_or_default();
            return Some(Received {
                seen: Seen::new(&header, payload, &shown),
                meaning: self.violation(violation),
            });
        }
        let frame = self.decoder.next_frame()?;
        self.rules = rules;
        Some(Received {
            seen: Seen::new(&frame.header, &frame.payload, &shown),
            meaning: self.meaning(&frame, at + frame.header.encoded_len() as u64),
        })
    }

    fn violation(&mut self, violation: Violation) -> Meaning {
        self.broken = true;
        Meaning::Event(Event::Violation(violation))
    }

    /// What a legal header brings; the payload begins at `at`.
    fn meaning(&mut self, frame: &Frame, at: u64) -> Meaning {
        match frame.header.opcode() {
            Opcode::PING => Meaning::Ping(frame.payload.clone()),
            Opcode::PONG => Meaning::Event(Event::Pong(frame.payload.clone())),
            Opcode::CLOSE => self.close(&frame.payload, at),
            opcode => {
                if let Some(kind) = MessageKind::from_opcode(opcode) {
                    self.assembler.begin(kind);
                }
                self.data(frame, at)
            }
        }
    }

    fn data(&mut self, frame: &Frame, at: u64) -> Meaning {
        if let Err(index) = self.assembler.push(&frame.payload) {
            let kind = ViolationKind::InvalidUtf8;
            let offset = at + index as u64;
            return self.violation(Violation { kind, offset });
        }
        if !frame.header.fin() {
            return Meaning::Fragment;
        }
        if !self.assembler.may_end() {
            let kind = ViolationKind::TruncatedUtf8;
            let offset = at + frame.payload.len() as u64 - 1;
            return self.violation(Violation { kind, offset });
        }
        let event = Event::Message {
            kind: self.assembler.kind(),
            payload: self.assembler.payload().to_vec(),
        };
        self.assembler.clear();
        Meaning::Event(event)
    }

    fn close(&mut self, payload: &[u8], at: u64) -> Meaning {
        match close::parse(payload) {
            Ok(body) => Meaning::Event(Event::Close(body.map(|(code, reason)| (code, reason.to_owned())))),
            // A case may be about such a code, so it is for the outcomes to judge.
            Err(close::BadBody {
                kind: ViolationKind::CloseCode(code),
                ..
            }) => {
                let reason = String::from_utf8_lossy(&payload[2..]).into_owned();
                Meaning::Event(Event::Close(Some((code, reason))))
            }
            Err(close::BadBody { kind, index }) => {
                let offset = at + index.unwrap_or(0) as u64;
                self.violation(Violation { kind, offset })
            }
        }
    }
}
