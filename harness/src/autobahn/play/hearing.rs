//! What the subject sends, frame by frame.

use wsspec_codec::frame::{FrameHeader, Opcode};
use wsspec_codec::message::MessageKind;

use super::{Play, State};
use crate::agreement;
use crate::autobahn::case::{Act, Event};
use crate::autobahn::judge;
use crate::autobahn::receiver::Heard;

impl Play<'_> {
    pub(super) fn frames(&mut self, octets: &mut [u8]) {
        let Some(mut receiver) = self.receiver.take() else {
            return;
        };
        let mut input = octets;
        while !self.over && receiver.next(&mut input, |heard| self.hear(heard)).is_some() {}
        self.receiver = Some(receiver);
    }

    pub(super) fn hear(&mut self, heard: Heard<'_>) {
        if self.over {
            return;
        }
        match heard {
            Heard::Broken(code, reason) => self.fail(code, &reason),
            Heard::Begin(kind) => self.begin_message(kind),
            Heard::Data(octets) => self.data(octets),
            Heard::End { wire, compressed } => self.end_message(wire, compressed),
            Heard::Frame(header, payload) => {
                if !header.opcode().is_control() {
                    self.incoming.frames += 1;
                    self.incoming.websocket += header.payload_len();
                }
                self.log.received(&header, payload);
            }
            Heard::Ping(payload) => {
                if self.state == State::Open {
                    self.send_frame(
                        FrameHeader::new(Opcode::PONG, payload.len() as u64),
                        &payload.into(),
                        None,
                        false,
                    );
                }
            }
            Heard::Pong(payload) => {
                self.judging.record(Event::Pong(payload.into()));
                self.after_event();
            }
            Heard::CloseBody(code, reason) => {
                self.closing.remote_code = code;
                self.closing.remote_reason = reason.and_then(|reason| str::from_utf8(reason).ok().map(str::to_owned));
            }
            Heard::Close => self.closed(),
            Heard::UnreadableClose => self.lose(),
        }
    }

    pub(super) fn begin_message(&mut self, kind: MessageKind) {
        if let Some(exchanging) = &mut self.exchanging {
            exchanging.begin(kind);
        } else if self.judging.begin(kind) {
            self.message = Some((kind, Vec::new()));
        }
    }

    pub(super) fn data(&mut self, octets: &[u8]) {
        self.incoming.app += octets.len() as u64;
        if let Some(exchanging) = &mut self.exchanging {
            exchanging.data(octets);
        } else if let Some((_, payload)) = &mut self.message {
            // Nothing that is expected is longer.
            if payload.len() < judge::LONGEST {
                payload.extend_from_slice(octets);
            }
        } else {
            self.judging.data(octets);
        }
    }

    pub(super) fn end_message(&mut self, wire: &[u8], compressed: bool) {
        self.incoming.messages += 1;
        if self.closing.failed_by_me {
            self.message = None;
            return;
        }
        if let Some((kind, payload)) = self.message.take() {
            let mut acts = self.case.acts.iter();
            if let Some(Act::Exchange(exchange)) = acts.find(|act| matches!(act, Act::Exchange(_))) {
                return self.judging.greeted(exchange, kind, &payload);
            }
            self.judging.record(Event::Message {
                payload: payload.into(),
                binary: kind == MessageKind::Binary,
            });
            return self.after_event();
        }
        let Some(exchanging) = &mut self.exchanging else {
            self.log.on = true;
            self.judging.end();
            return self.send_close(Some(1000), None);
        };
        if self.state != State::Open {
            return self.judging.afterwards(exchanging);
        }
        let verdict = exchanging
            .end()
            .map_err(|difference| judge::echo_differs(self.case, exchanging, difference));
        let verdict = verdict.and_then(|()| match (self.agreed, compressed) {
            (Some(agreed), true) => match agreement::overreach(self.tester.peer(), &agreed, &mut self.meter, wire) {
                Some((because, clause)) => Err(format!("In a compressed message {because} ({}).", clause.id)),
                None => Ok(()),
            },
            _ => Ok(()),
        });
        match verdict {
            Ok(()) => self.exchange(),
            Err(sentence) => {
                self.judging.fail(sentence);
                self.log.switch(true);
                self.send_close(Some(1000), None);
            }
        }
    }

    /// After an event, the tester closes if everything that was expected is there.
    pub(super) fn after_event(&mut self) {
        if let Some(code) = self.case.close.closes_with
            && self.judging.is_complete()
        {
            self.send_close(Some(code), None);
        }
    }
}
