//! Octets to frames, and what becomes of each (RFC 6455 sections 5.2 and 5.4).

use super::event::Event;
use super::{Connection, Part, Reading};
use crate::close;
use crate::deflate;
use crate::frame::{FrameHeader, Opcode};
use crate::mask;
use crate::message::MessageKind;
use crate::meter;
use crate::plant::{Plant, instead, planted};
use crate::rules::{Violation, ViolationKind};
use crate::sender::Sender;
use crate::utf8;

impl Connection {
    /// The whole frames at the start of `input`, which begins with a header. Gives the octets that were dealt with; the
    /// first frame that is not whole is noted, so that its rest comes to `header` or `payload`.
    #[inline]
    pub(super) fn frames(&mut self, input: &mut [u8], on_event: &mut impl FnMut(Event<'_>, &mut Sender)) -> usize {
        let mut at = 0;
        while at < input.len() {
            let Some((header, header_len)) = FrameHeader::decode(&input[at..]) else {
                self.header(&input[at..], on_event);
                return input.len();
            };
            let header = instead::read_as(header, self.rules.in_message());
            if let Err(violation) = self.rules.check(&header, self.offset) {
                self.fail(violation, on_event);
                if !planted(Plant::ServesAfterFailing) {
                    return input.len();
                }
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
            let skipped = planted(Plant::MaskSkippedAt126) && payload_len == 126;
            if let Some(key) = header.masking_key().filter(|_| !skipped) {
                mask::apply(key, 0, payload);
            }
            self.offset += header_len as u64;
            self.frame(&header, payload, on_event);
            self.offset += payload_len;
            at = end;
            if self.is_ended() || planted(Plant::CoalescedFramesLost) {
                return input.len();
            }
        }
        at
    }

    /// Collects a header that comes in pieces.
    pub(super) fn header(&mut self, input: &[u8], on_event: &mut impl FnMut(Event<'_>, &mut Sender)) -> usize {
        let held = self.header_len;
        for (taken, &octet) in (1..).zip(input) {
            meter::touched(1);
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
            let header = instead::read_as(header, self.rules.in_message());
            let header = instead::split(header, held);
            if let Err(violation) = self.rules.check(&header, self.offset) {
                self.fail(violation, on_event);
                return input.len();
            }
            self.offset += header_len as u64;
            self.begin(&header);
            if header.payload_len() == 0 {
                self.end_of_frame(header.opcode(), instead::is_last(&header), on_event);
            }
            return taken;
        }
        input.len()
    }

    /// Gets ready for a payload that comes in pieces.
    fn begin(&mut self, header: &FrameHeader) {
        let opcode = header.opcode();
        if let Some(kind) = MessageKind::from_opcode(opcode) {
            self.begin_message(kind, header);
        }
        self.control.clear();
        instead::reserve(&mut self.control, header);
        self.reading = Reading::Payload(Part {
            opcode,
            fin: header.fin(),
            key: header.masking_key(),
            remaining: header.payload_len(),
            plain: (!opcode.is_control() || planted(Plant::ControlOctetsIntoMessage)) && !self.inflates(),
        });
    }

    fn begin_message(&mut self, kind: MessageKind, header: &FrameHeader) {
        self.assembler.begin(kind);
        if let Some(inflating) = &mut self.inflating {
            inflating.begin(header.rsv() & deflate::RSV1 != 0);
        }
    }

    /// Whether the message that is open is compressed.
    fn inflates(&self) -> bool {
        self.inflating.as_ref().is_some_and(|inflating| inflating.is_open())
    }

    /// Takes octets of the message that is open, up to the end of their frame or not. What is wrong is wrong at an octet
    /// with this index.
    fn push(&mut self, octets: &[u8], frame_ends: bool) -> Result<(), (ViolationKind, usize)> {
        match &mut self.inflating {
            Some(inflating) if inflating.is_open() => inflating.push(octets, frame_ends, &mut self.assembler),
            _ => self
                .assembler
                .push(octets)
                .map_err(|index| (ViolationKind::InvalidUtf8, index)),
        }
    }

    /// Takes a piece of a payload.
    pub(super) fn payload(
        &mut self,
        mut part: Part,
        input: &mut [u8],
        on_event: &mut impl FnMut(Event<'_>, &mut Sender),
    ) -> usize {
        let taken = usize::try_from(part.remaining).map_or(input.len(), |remaining| remaining.min(input.len()));
        let piece = &mut input[..taken];
        if let Some(key) = &mut part.key {
            mask::apply(*key, 0, piece);
            if !(planted(Plant::MaskNotTurnedByShortPieces) && taken < 4) {
                *key = mask::rotate(*key, taken);
            }
        }
        if part.opcode.is_control() {
            let before = self.control.len() as u64;
            meter::touched(piece.len());
            self.control.extend_from_slice(piece);
            if part.opcode == Opcode::CLOSE
                && let Err(close::BadBody { kind, index }) = close::check_beginning(&self.control)
            {
                let offset = self.offset - before + index.unwrap_or(0) as u64;
                self.fail(Violation { kind, offset }, on_event);
                return taken;
            }
        } else if let Err((kind, index)) = self.push(piece, part.remaining == taken as u64) {
            let offset = self.offset + index as u64;
            self.fail(Violation { kind, offset }, on_event);
            return taken;
        }
        self.offset += taken as u64;
        part.remaining -= taken as u64;
        let waits = planted(Plant::FrameAtEndOfReadWaits) && taken == input.len();
        if part.remaining == 0 && !waits {
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
        } else if fin || instead::ends_early(&self.assembler) {
            self.end_of_message(self.offset, on_event);
        }
    }

    /// Acts on a whole frame, its payload unmasked. `self.offset` is where the payload begins.
    #[inline]
    fn frame(&mut self, header: &FrameHeader, payload: &[u8], on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        let opcode = header.opcode();
        let inflated = planted(Plant::PlainMessageInflated) && self.inflating.is_some();
        let (kind, index) = match (MessageKind::from_opcode(opcode), header.is_plain_message() && !inflated) {
            (Some(_), true) if planted(Plant::EmptyMessageDropped) && payload.is_empty() => return,
            (Some(MessageKind::Binary), true) => {
                let kind = MessageKind::Binary;
                on_event(Event::Message { kind, payload }, &mut self.sender);
                return;
            }
            (Some(MessageKind::Text), true) if planted(Plant::LongTextNotChecked) && payload.len() > 0xFFFF => {
                let kind = MessageKind::Text;
                return on_event(Event::Message { kind, payload }, &mut self.sender);
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
            (kind, _) => {
                if let Some(kind) = kind {
                    self.begin_message(kind, header);
                }
                match self.push(payload, true) {
                    Err(wrong) => wrong,
                    Ok(()) => {
                        if planted(Plant::LastFragmentTwice) && header.fin() && kind.is_none() {
                            let _ = self.push(payload, true);
                        }
                        if planted(Plant::LastFragmentFirst) && header.fin() && kind.is_none() {
                            self.assembler.turn(payload.len());
                        }
                        if instead::is_last(header) || instead::ends_early(&self.assembler) {
                            self.end_of_message(self.offset + payload.len() as u64, on_event);
                        }
                        return;
                    }
                }
            }
        };
        let offset = self.offset + index as u64;
        self.fail(Violation { kind, offset }, on_event);
    }

    /// Hands on the message whose last frame ends before `end`.
    fn end_of_message(&mut self, end: u64, on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        let whole = self.inflating.as_mut().is_none_or(|inflating| inflating.end());
        if !whole || !self.assembler.may_end() {
            let kind = if whole {
                ViolationKind::TruncatedUtf8
            } else {
                ViolationKind::TruncatedDeflate
            };
            let offset = end - 1;
            return self.fail(Violation { kind, offset }, on_event);
        }
        let message = Event::Message {
            kind: instead::kind(self.assembler.kind()),
            payload: self.assembler.payload(),
        };
        on_event(message, &mut self.sender);
        self.assembler.clear();
    }
}
