//! What the subject sends, understood as Autobahn does: after a broken rule it goes on reading, to see the Close frame.

use std::mem;

use wsspec_codec::deflate::{Agreed, Inflater};
use wsspec_codec::frame::{FrameHeader, Opcode};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::{Limits, Role, Rules};
use wsspec_codec::utf8::Utf8Validator;

use super::options::Options;
use super::wirelog::{Cut, KEPT};
use crate::frames::{FrameReader, Part};

/// What came.
#[derive(Debug)]
pub(super) enum Heard<'a> {
    /// A rule is broken: fail the connection with this code for this reason.
    Broken(u16, String),
    /// A message begins.
    Begin(MessageKind),
    /// Octets of it, inflated.
    Data(&'a [u8]),
    /// It ends.
    End {
        /// Its octets as they crossed the wire.
        wire: &'a [u8],
        /// Whether it was compressed.
        compressed: bool,
    },
    /// A ping.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// The code and the reason of a Close frame, whatever is wrong with them.
    CloseBody(Option<u16>, Option<&'a [u8]>),
    /// The Close frame is to be answered, or answers.
    Close,
    /// The reason of the Close frame cannot be read at all: Autobahn breaks off there, and loses the connection.
    UnreadableClose,
    /// A frame has come to its end.
    Frame(FrameHeader, Cut),
}

/// Understands the octets of the subject.
#[derive(Debug)]
pub(super) struct Receiver {
    reader: FrameReader,
    rules: Rules,
    offset: u64,
    header: Option<FrameHeader>,
    /// The beginning of the payload.
    shown: Vec<u8>,
    shown_len: u64,
    control: Vec<u8>,
    message: Option<Message>,
    inflater: Option<Inflater>,
    utf8: Utf8Validator,
    validates: bool,
    /// Who is heard.
    subject: Role,
    /// Whether frames are taken that are masked and should not be, or the other way round.
    takes_any_mask: bool,
    /// The compressed octets of the message, kept where the window is measured.
    wire: Option<Vec<u8>>,
}

/// A message that has come in part.
#[derive(Clone, Copy, Debug)]
struct Message {
    kind: MessageKind,
    compressed: bool,
    invalid: bool,
}

impl Receiver {
    /// After the opening handshake. `measures` keeps the compressed octets of each message.
    pub(super) fn new(tester: Role, options: &Options, agreed: Option<Agreed>, measures: bool) -> Receiver {
        let mut rules = Rules::new(tester, Limits::NONE);
        if agreed.is_some() {
            rules.allow_rsv(0b100);
        }
        Receiver {
            reader: FrameReader::default(),
            rules,
            offset: 0,
            header: None,
            shown: Vec::new(),
            shown_len: 0,
            control: Vec::new(),
            message: None,
            inflater: agreed.map(|_| Inflater::new(false)),
            utf8: Utf8Validator::new(),
            validates: options.validate_utf8,
            subject: tester.peer(),
            takes_any_mask: match tester {
                Role::Client => options.accept_masked_server_frames,
                Role::Server => !options.require_masked_client_frames,
            },
            wire: measures.then(Vec::new),
        }
    }

    /// Takes octets off the front of `input` and says what they mean, if anything; `None` when they are used up.
    pub(super) fn next(&mut self, input: &mut &mut [u8], mut on: impl FnMut(Heard<'_>)) -> Option<()> {
        let mut reader = mem::take(&mut self.reader);
        let before = input.len();
        let part = reader.next(input);
        let some = match part {
            None => None,
            Some(Part::Header(header)) => {
                self.begin(header, &mut on);
                Some(())
            }
            Some(Part::Payload { octets, last }) => {
                self.payload(octets, &mut on);
                if last {
                    self.end(&mut on);
                }
                Some(())
            }
        };
        self.reader = reader;
        self.offset += (before - input.len()) as u64;
        some
    }

    fn begin(&mut self, header: FrameHeader, on: &mut impl FnMut(Heard<'_>)) {
        self.header = Some(header);
        self.shown.clear();
        self.shown_len = 0;
        let mut judged = header;
        if self.takes_any_mask {
            judged = judged.with_masking_key((self.subject == Role::Client).then_some([0; 4]));
        }
        if let Err(violation) = self.rules.check(&judged, self.offset) {
            on(Heard::Broken(1002, violation.kind.to_string()));
        }
        let opcode = header.opcode();
        if opcode.is_control() {
            self.control.clear();
        } else if self.message.is_none() {
            // A reserved opcode or a stray continuation is read over as a message of no interest.
            let kind = MessageKind::from_opcode(opcode).unwrap_or(MessageKind::Binary);
            let compressed = self.inflater.is_some() && header.rsv() == 0b100;
            self.message = Some(Message {
                kind,
                compressed,
                invalid: false,
            });
            self.utf8 = Utf8Validator::new();
            if let (true, Some(inflater)) = (compressed, &mut self.inflater) {
                inflater.begin();
            }
            if let Some(wire) = &mut self.wire {
                wire.clear();
            }
            on(Heard::Begin(kind));
        }
    }

    fn payload(&mut self, octets: &[u8], on: &mut impl FnMut(Heard<'_>)) {
        let room = KEPT - self.shown.len();
        self.shown.extend_from_slice(&octets[..octets.len().min(room)]);
        self.shown_len += octets.len() as u64;
        if self.header.is_some_and(|header| header.opcode().is_control()) {
            self.control.extend_from_slice(octets);
            return;
        }
        let Some(mut message) = self.message else { return };
        let text = self.validates && message.kind == MessageKind::Text;
        let utf8 = &mut self.utf8;
        let mut take = |octets: &[u8]| {
            if text && (message.invalid || utf8.validate(octets).is_err()) {
                message.invalid = true;
                on(Heard::Broken(1007, "invalid UTF-8 in a text message".to_owned()));
            }
            on(Heard::Data(octets));
        };
        let inflated = match (message.compressed, &mut self.inflater) {
            (true, Some(inflater)) => {
                if let Some(wire) = &mut self.wire {
                    wire.extend_from_slice(octets);
                }
                inflater.data(octets, &mut take)
            }
            _ => {
                take(octets);
                Ok(())
            }
        };
        if let Err(bad) = inflated {
            on(Heard::Broken(1002, bad.to_string()));
        }
        self.message = Some(message);
    }

    fn end(&mut self, on: &mut impl FnMut(Heard<'_>)) {
        let Some(header) = self.header.take() else { return };
        let shown = Cut {
            octets: self.shown.clone(),
            len: self.shown_len,
        };
        on(Heard::Frame(header, shown));
        match header.opcode() {
            Opcode::PING => on(Heard::Ping(mem::take(&mut self.control))),
            Opcode::PONG => on(Heard::Pong(mem::take(&mut self.control))),
            Opcode::CLOSE => self.close(on),
            opcode if opcode.is_control() => {}
            _ if header.fin() => self.end_message(on),
            _ => {}
        }
    }

    fn end_message(&mut self, on: &mut impl FnMut(Heard<'_>)) {
        let Some(message) = self.message.take() else { return };
        let text = self.validates && message.kind == MessageKind::Text;
        if let (true, Some(inflater)) = (message.compressed, &mut self.inflater) {
            // Autobahn does not ask whether the last block is whole; what is inflated is compared anyway.
            let _ = inflater.end();
        }
        if text && (message.invalid || !self.utf8.is_complete()) {
            on(Heard::Broken(1007, "a text message ends within a character".to_owned()));
        }
        let wire = self.wire.as_deref().unwrap_or_default();
        on(Heard::End {
            wire,
            compressed: message.compressed,
        });
    }

    fn close(&mut self, on: &mut impl FnMut(Heard<'_>)) {
        let body = mem::take(&mut self.control);
        let (code, reason) = match body.split_first_chunk() {
            None => (None, None),
            Some((code, [])) => (Some(u16::from_be_bytes(*code)), None),
            Some((code, reason)) => (Some(u16::from_be_bytes(*code)), Some(reason.to_vec())),
        };
        on(Heard::CloseBody(code, reason.as_deref()));
        if let Some(code) = code
            && !may_stand(code)
        {
            on(Heard::Broken(1002, format!("invalid close code {code}")));
        }
        if let Some(reason) = &reason
            && std::str::from_utf8(reason).is_err()
        {
            on(Heard::Broken(
                1007,
                "invalid close reason (non-UTF-8 payload)".to_owned(),
            ));
            if !is_read_by_python(reason) {
                return on(Heard::UnreadableClose);
            }
        }
        on(Heard::Close);
    }
}

/// Whether Python 2 reads octets as text: UTF-8, in which surrogates are characters as well.
fn is_read_by_python(mut octets: &[u8]) -> bool {
    loop {
        let Err(error) = str::from_utf8(octets) else {
            return true;
        };
        match &octets[error.valid_up_to()..] {
            [0xed, 0xa0..=0xbf, 0x80..=0xbf, rest @ ..] => octets = rest,
            _ => return false,
        }
    }
}

/// Autobahn's own list: 1012 to 1014, registered later, are not on it, so a subject that uses them is failed.
fn may_stand(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1011 | 3000..=4999)
}
