//! How the connection ends.

use wsspec_codec::frame::{FrameHeader, Opcode};
use wsspec_codec::rules::Role;

use super::{Play, State, Timer};
use crate::bytes::hex;

impl Play<'_> {
    /// Sends a Close frame as part of the closing handshake, if none was sent.
    pub(super) fn send_close(&mut self, code: Option<u16>, reason: Option<String>) {
        let mut payload = code.map_or(Vec::new(), |code| code.to_be_bytes().to_vec());
        payload.extend_from_slice(reason.as_deref().unwrap_or_default().as_bytes());
        self.close_with(&payload, code, reason, false);
    }

    /// Sends a Close frame with any payload.
    pub(super) fn send_close_frame(&mut self, payload: &[u8]) {
        let code = payload.first_chunk().map(|code| u16::from_be_bytes(*code));
        let reason = payload.get(2..).filter(|reason| !reason.is_empty());
        // One octet is no code, and Autobahn reports it as a reason; what is no text it reports as digits.
        let reason = if payload.len() == 1 { Some(payload) } else { reason };
        let reason = reason.map(|reason| match str::from_utf8(reason) {
            Ok(text) => text.to_owned(),
            Err(_) => hex(reason),
        });
        self.close_with(payload, code, reason, false);
    }

    pub(super) fn close_with(&mut self, payload: &[u8], code: Option<u16>, reason: Option<String>, reply: bool) {
        if self.state != State::Open {
            return;
        }
        self.send_frame(
            FrameHeader::new(Opcode::CLOSE, payload.len() as u64),
            &payload.into(),
            None,
            false,
        );
        self.state = State::Closing;
        self.closing.closed_by_me = !reply;
        self.closing.local_code = code;
        self.closing.local_reason = reason;
        if !reply {
            self.arm_closing(self.settings.options.close_handshake_timeout, Timer::CloseTimeout);
        }
    }

    /// Fails the connection, or drops TCP if it is closing already.
    pub(super) fn fail(&mut self, code: u16, reason: &str) {
        if self.state == State::Closed {
            return;
        }
        self.closing.failed_by_me = true;
        if self.settings.options.fail_by_drop {
            self.closing.was_clean = false;
            let because = "I failed the WebSocket connection by dropping the TCP connection";
            self.closing.not_clean_reason = Some(because.to_owned());
            return self.drop_tcp();
        }
        match self.state {
            State::Open => {
                let reason: String = reason
                    .chars()
                    .scan(0, |len, c| {
                        *len += c.len_utf8();
                        (*len <= 123).then_some(c)
                    })
                    .collect();
                self.send_close(Some(code), Some(reason));
            }
            _ => self.drop_tcp(),
        }
    }

    pub(super) fn drop_tcp(&mut self) {
        self.closing.dropped_by_me = true;
        self.finish();
    }

    pub(super) fn finish(&mut self) {
        self.state = State::Closed;
        self.over = true;
        self.ended_at = self.now;
        self.timers.clear();
    }

    /// A Close frame of the subject.
    pub(super) fn closed(&mut self) {
        let code = self.closing.remote_code;
        self.closing.was_clean = true;
        if self.state == State::Open {
            self.judging.limited(code);
        }
        match self.state {
            // A server drops TCP at once when the closing handshake is complete (RFC 6455 7.1.1).
            State::Closing if self.tester == Role::Server => self.drop_tcp(),
            State::Closing => {
                self.timers
                    .retain(|(_, timer)| !matches!(timer, Timer::CloseTimeout | Timer::Stuck));
                self.arm_closing(self.settings.options.server_connection_drop_timeout, Timer::DropTimeout);
            }
            State::Open => {
                match code {
                    Some(code) if self.settings.options.echo_close_code_reason => {
                        let reason = self.closing.remote_reason.clone();
                        let mut payload = code.to_be_bytes().to_vec();
                        payload.extend_from_slice(reason.as_deref().unwrap_or_default().as_bytes());
                        self.close_with(&payload, Some(code), reason, true);
                    }
                    _ => self.close_with(&1000u16.to_be_bytes(), Some(1000), None, true),
                }
                match self.tester {
                    Role::Client => {
                        self.arm_closing(self.settings.options.server_connection_drop_timeout, Timer::Stuck);
                    }
                    Role::Server => self.drop_tcp(),
                }
            }
            State::Connecting | State::Closed => {}
        }
    }
}
