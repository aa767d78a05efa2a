//! What the subject sends, understood as it comes: parts of frames, judged by the rules, inflated, and text checked to be
//! UTF-8. No message is ever held here as a whole.

use wsspec_codec::close::{self, CloseCode};
use wsspec_codec::deflate::{Agreed, InflateError, Inflater};
use wsspec_codec::frame::{FrameHeader, Opcode};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::{Clause, rfc7692};
use wsspec_codec::rules::{Limits, Role, Rules, Violation, ViolationKind};
use wsspec_codec::utf8::Utf8Validator;

use crate::agreement;
use crate::distance::DistanceMeter;
use crate::frames::{FrameReader, Part};
use crate::masking_keys::Key;
use crate::trace::Seen;

/// Receives in the tester's role.
#[derive(Debug)]
pub(crate) struct Receiver {
    subject: Role,
    reader: FrameReader,
    rules: Rules,
    /// Octets of frames so far.
    offset: u64,
    frame: Option<Frame>,
    message: Option<Message>,
    text: Utf8Validator,
    compression: Option<Compression>,
    /// The masking keys, frame by frame.
    masking_keys: Vec<Key>,
    /// After a broken rule nothing can be understood any more.
    broken: bool,
}

/// A frame that has come in part.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Its header.
    pub(crate) header: FrameHeader,
    /// The first octets of its payload: all of a control frame, for a data frame what a timeline shows.
    pub(crate) start: Vec<u8>,
    /// How many octets of payload have come.
    pub(crate) len: u64,
    /// A rule is broken in it, so it is the last.
    pub(crate) broken: bool,
}

impl Frame {
    /// As the timeline keeps it.
    pub(crate) fn seen(&self) -> Seen {
        Seen::new(&self.header, &self.start, self.len)
    }
}

/// A message that has come in part.
#[derive(Clone, Copy, Debug)]
struct Message {
    kind: MessageKind,
    compressed: bool,
}

/// What was agreed, and what has to be remembered for it.
#[derive(Debug)]
struct Compression {
    subject: Role,
    agreed: Agreed,
    inflater: Inflater,
    meter: DistanceMeter,
    /// The octets of the message that is open as they crossed the wire, where they are to be measured.
    wire: Vec<u8>,
}

/// What came.
#[derive(Debug)]
pub(crate) enum Heard<'a> {
    /// A frame is there, or as much of it as can be understood. What it means comes next, but for the octets of a message,
    /// which came before.
    Frame(&'a Frame),
    /// A message begins.
    Begin(MessageKind),
    /// Octets of it, inflated.
    Data(&'a [u8]),
    /// It ends, and this says whether it was compressed.
    End(bool),
    /// A ping, to be answered.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// A Close frame with this code and reason, or an empty one.
    Close(Option<(CloseCode, String)>),
    /// A rule of framing is broken.
    Violation(Violation),
    /// A rule of permessage-deflate is broken: how, and which.
    BadDeflate(String, &'static Clause),
}

/// No case asks for more than half of it.
const LIMITS: Limits = Limits {
    frame: 32 << 20,
    message: 32 << 20,
    fragments: 1_000_000,
};

impl Receiver {
    /// At the start of the frames.
    pub(crate) fn new(tester: Role) -> Receiver {
        Receiver::with_limits(tester, LIMITS)
    }

    /// The same, where a subject may say as much as it likes.
    pub(crate) fn with_limits(tester: Role, limits: Limits) -> Receiver {
        Receiver {
            subject: tester.peer(),
            reader: FrameReader::default(),
            rules: Rules::new(tester, limits),
            offset: 0,
            frame: None,
            message: None,
            text: Utf8Validator::new(),
            compression: None,
            masking_keys: Vec::new(),
            broken: false,
        }
    }

    /// From here on messages may be compressed.
    pub(crate) fn agree(&mut self, agreed: Agreed) {
        self.rules.allow_rsv(0b100);
        self.compression = Some(Compression {
            subject: self.subject,
            agreed,
            inflater: Inflater::new(false),
            meter: DistanceMeter::default(),
            wire: Vec::new(),
        });
    }

    /// The masking keys so far, in the order of their frames.
    pub(crate) fn masking_keys(&self) -> &[Key] {
        &self.masking_keys
    }

    /// Whether a frame has come in part.
    pub(crate) fn is_inside_frame(&self) -> bool {
        !self.broken && self.reader.is_inside_frame()
    }

    /// Takes octets off the front of `input` and says what they mean. False when nothing more can be understood of them.
    pub(crate) fn next(&mut self, input: &mut &mut [u8], mut on: impl FnMut(Heard<'_>)) -> bool {
        if self.broken {
            return false;
        }
        let before = input.len();
        let at = self.offset;
        let part = self.reader.next(input);
        let more = part.is_some();
        match part {
            None => {}
            // The header begins where the octets before it ended, of which some may have come earlier.
            Some(Part::Header(header)) => {
                let begins = at + (before - input.len()) as u64 - header.encoded_len() as u64;
                self.begin(header, begins, &mut on);
            }
            Some(Part::Payload { octets, last }) => {
                self.payload(octets, at, last, &mut on);
                if last && !self.broken {
                    self.end(at + octets.len() as u64, &mut on);
                }
            }
        }
        self.offset += (before - input.len()) as u64;
        more
    }

    fn begin(&mut self, header: FrameHeader, at: u64, on: &mut impl FnMut(Heard<'_>)) {
        self.masking_keys.extend(header.masking_key());
        self.frame = Some(Frame {
            header,
            start: Vec::new(),
            len: 0,
            broken: false,
        });
        if let Err(violation) = self.rules.check(&header, at) {
            self.broken(on);
            on(Heard::Violation(violation));
            return;
        }
        let Some(kind) = MessageKind::from_opcode(header.opcode()) else {
            return;
        };
        let compressed = header.rsv() & 0b100 != 0;
        if let (true, Some(compression)) = (compressed, &mut self.compression) {
            compression.inflater.begin();
            compression.wire.clear();
        }
        self.message = Some(Message { kind, compressed });
        self.text = Utf8Validator::new();
        on(Heard::Begin(kind));
    }

    /// Takes payload octets that begin at `at`.
    fn payload(&mut self, octets: &[u8], at: u64, last: bool, on: &mut impl FnMut(Heard<'_>)) {
        let Some(frame) = &mut self.frame else { return };
        let room = Seen::ENOUGH.saturating_sub(frame.start.len());
        frame.start.extend_from_slice(&octets[..octets.len().min(room)]);
        frame.len += octets.len() as u64;
        let header = frame.header;
        let Some(message) = self.message.filter(|_| !header.opcode().is_control()) else {
            return;
        };
        let ends = last && header.fin();
        let is_text = message.kind == MessageKind::Text;
        let text = &mut self.text;
        let mut wrong = None;
        let mut take = |octets: &[u8]| {
            if wrong.is_none() && is_text {
                wrong = text.validate(octets).err();
            }
            if wrong.is_none() {
                on(Heard::Data(octets));
            }
        };
        let inflated = match &mut self.compression {
            Some(compression) if message.compressed => compression.take(octets, ends, &mut take),
            _ => {
                take(octets);
                Ok(())
            }
        };
        if let Some(index) = wrong {
            // Inside a compressed message the place on the wire says nothing.
            let offset = at + if message.compressed { 0 } else { index as u64 };
            let kind = ViolationKind::InvalidUtf8;
            self.violation(Violation { kind, offset }, on);
        } else if let Err(bad) = inflated {
            self.broken(on);
            on(Heard::BadDeflate(
                format!("the subject sent {bad}"),
                rfc7692::COMPRESS_ALGO,
            ));
        }
    }

    /// The frame ends at `at`.
    fn end(&mut self, at: u64, on: &mut impl FnMut(Heard<'_>)) {
        let Some(frame) = self.frame.take() else { return };
        on(Heard::Frame(&frame));
        match frame.header.opcode() {
            Opcode::PING => on(Heard::Ping(frame.start)),
            Opcode::PONG => on(Heard::Pong(frame.start)),
            Opcode::CLOSE => self.close(&frame.start, at - frame.len, on),
            _ if frame.header.fin() => self.end_message(at, on),
            _ => {}
        }
    }

    fn end_message(&mut self, at: u64, on: &mut impl FnMut(Heard<'_>)) {
        let Some(message) = self.message.take() else { return };
        if let (true, Some(compression)) = (message.compressed, &mut self.compression)
            && let Some((because, clause)) = compression.overreach()
        {
            self.broken = true;
            on(Heard::BadDeflate(because, clause));
            return;
        }
        if message.kind == MessageKind::Text && !self.text.is_complete() {
            let kind = ViolationKind::TruncatedUtf8;
            let offset = at.saturating_sub(1);
            self.violation(Violation { kind, offset }, on);
            return;
        }
        on(Heard::End(message.compressed));
    }

    fn close(&mut self, payload: &[u8], at: u64, on: &mut impl FnMut(Heard<'_>)) {
        match close::parse(payload) {
            Ok(body) => on(Heard::Close(body.map(|(code, reason)| (code, reason.to_owned())))),
            // A case may be about such a code, so it is for the outcomes to judge.
            Err(close::BadBody {
                kind: ViolationKind::CloseCode(code),
                ..
            }) => {
                let reason = String::from_utf8_lossy(&payload[2..]).into_owned();
                on(Heard::Close(Some((code, reason))));
            }
            Err(close::BadBody { kind, index }) => {
                let offset = at + index.unwrap_or(0) as u64;
                self.violation(Violation { kind, offset }, on);
            }
        }
    }

    fn violation(&mut self, violation: Violation, on: &mut impl FnMut(Heard<'_>)) {
        self.broken(on);
        on(Heard::Violation(violation));
    }

    /// Nothing more will be understood. The frame is shown if it was not yet.
    fn broken(&mut self, on: &mut impl FnMut(Heard<'_>)) {
        self.broken = true;
        if let Some(mut frame) = self.frame.take() {
            frame.broken = true;
            on(Heard::Frame(&frame));
        }
    }
}

impl Compression {
    /// Inflates payload octets of the message that is open.
    fn take(&mut self, octets: &[u8], ends: bool, mut on_piece: impl FnMut(&[u8])) -> Result<(), InflateError> {
        if agreement::limits(&self.agreed, self.subject) {
            self.wire.extend_from_slice(octets);
        }
        self.inflater.data(octets, &mut on_piece)?;
        if ends { self.inflater.end() } else { Ok(()) }
    }

    /// How the message, which is whole, reaches further than was agreed.
    fn overreach(&mut self) -> Option<(String, &'static Clause)> {
        agreement::overreach(self.subject, &self.agreed, &mut self.meter, &self.wire)
    }
}
