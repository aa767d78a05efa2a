//! Control frames, and the two ways in which a connection ends (RFC 6455 sections 5.5 and 7.1).

use super::event::{Ended, Event};
use super::{Connection, Reading};
use crate::close::{self, CloseCode};
use crate::frame::Opcode;
use crate::message::Assembler;
use crate::plant::{Plant, instead, planted};
use crate::rules::{Violation, ViolationKind};
use crate::sender::Sender;

impl Connection {
    /// Acts on a whole control frame. `self.offset` is where its payload begins.
    pub(super) fn control_frame(
        &mut self,
        opcode: Opcode,
        payload: &[u8],
        on_event: &mut impl FnMut(Event<'_>, &mut Sender),
    ) {
        match opcode {
            Opcode::PING => {
                if planted(Plant::PingDiscardsFragments) {
                    self.assembler.begin(self.assembler.kind());
                }
                if planted(Plant::PingForgetsCodePoint) {
                    self.assembler.forget_code_point();
                }
                if !(planted(Plant::PingInsideMessageNotAnswered) && self.rules.in_message()) {
                    self.sender.answer_ping(payload);
                }
                on_event(Event::Ping(payload), &mut self.sender);
            }
            Opcode::PONG if planted(Plant::UnaskedPongRefused) => {
                let kind = ViolationKind::ReservedOpcode(opcode);
                self.fail(
                    Violation {
                        kind,
                        offset: self.offset,
                    },
                    on_event,
                );
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
        if planted(Plant::ServesAfterClose) {
            self.reading = Reading::Header;
        }
        on_event(Event::Close { code, reason }, &mut self.sender);
        let lost = planted(Plant::CloseInsideMessageNotAnswered) && self.rules.in_message();
        let owes = !self.sender.close_sent() || planted(Plant::CloseAnsweredAgain);
        if owes && instead::answers_close(self.sender.role()) && !lost {
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
    pub(super) fn fail(&mut self, violation: Violation, on_event: &mut impl FnMut(Event<'_>, &mut Sender)) {
        self.end_with(Ended::Failed(violation));
        if planted(Plant::ServesAfterFailing) {
            self.reading = Reading::Header;
        }
        if !self.sender.close_sent() && !planted(Plant::FailsWithoutCloseFrame) {
            let reason = violation.kind.to_string();
            self.sender
                .close(Some(instead::close_code(&violation)), &reason)
                .expect("none was sent, the code may be sent, and our sentences are short");
        }
        on_event(Event::Failed(violation), &mut self.sender);
    }

    fn end_with(&mut self, ended: Ended) {
        self.reading = Reading::Nothing;
        self.ended = Some(Box::new(ended));
        self.header_len = 0;
        self.assembler = Assembler::new();
        self.inflating = None;
        self.control = Vec::new();
    }
}
