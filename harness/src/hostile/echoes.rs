//! Whether the messages that come back in the middle of an ordeal are those that went out.

use std::collections::VecDeque;
use std::rc::Rc;

use wsspec_codec::frame::Opcode;
use wsspec_codec::message::MessageKind;

use crate::frame_spec::FrameSpec;

/// The echoes that are owed.
#[derive(Debug, Default)]
pub(super) struct Owed {
    queue: VecDeque<Echo>,
    /// How much of the message that comes in has come.
    at: usize,
}

/// Messages that are alike.
#[derive(Debug)]
struct Echo {
    kind: Option<MessageKind>,
    /// Its octets, where they are known before.
    payload: Option<Rc<Vec<u8>>>,
    times: u32,
}

impl Owed {
    /// These frames go out, so many times.
    pub(super) fn sent(&mut self, frames: &[FrameSpec], times: u32) {
        let data: Vec<&FrameSpec> = frames.iter().filter(|frame| !frame.opcode.is_control()).collect();
        let (Some(first), Some(last)) = (data.first(), data.last()) else {
            return;
        };
        let finished = data.iter().filter(|frame| frame.fin).count();
        let alone = finished == 1 && last.fin && first.opcode != Opcode::CONTINUATION;
        let plain = data.iter().all(|frame| frame.rsv == 0 && frame.announced.is_none());
        if alone && plain {
            let octets = data
                .iter()
                .flat_map(|frame| frame.payload.expand().into_owned())
                .collect();
            self.queue.push_back(Echo {
                kind: MessageKind::from_opcode(first.opcode),
                payload: Some(Rc::new(octets)),
                times,
            });
        } else if finished > 0 {
            self.queue.push_back(Echo {
                kind: None,
                payload: None,
                times: times * u32::try_from(finished).unwrap_or(u32::MAX),
            });
        }
    }

    /// Whether nothing is owed any more.
    pub(super) fn is_settled(&self) -> bool {
        self.queue.is_empty()
    }

    /// A message begins.
    ///
    /// # Errors
    /// None is owed that is like it; the error says what came.
    pub(super) fn begin(&mut self, kind: MessageKind) -> Result<(), &'static str> {
        self.at = 0;
        match self.queue.front() {
            Some(echo) if echo.kind.is_none_or(|expected| expected == kind) => Ok(()),
            Some(_) => Err("a message of another kind than the one that is owed"),
            None => Err("a message that nothing asked for"),
        }
    }

    /// Octets of it.
    ///
    /// # Errors
    /// They are others than went out.
    pub(super) fn data(&mut self, octets: &[u8]) -> Result<(), &'static str> {
        let from = self.at;
        self.at += octets.len();
        match self.queue.front().and_then(|echo| echo.payload.as_ref()) {
            Some(payload) if payload.get(from..self.at) != Some(octets) => Err("other octets than went out"),
            _ => Ok(()),
        }
    }

    /// It ends.
    ///
    /// # Errors
    /// Something is missing of it.
    pub(super) fn end(&mut self) -> Result<(), &'static str> {
        let Some(echo) = self.queue.front_mut() else {
            return Ok(());
        };
        let whole = echo.payload.as_ref().is_none_or(|payload| payload.len() == self.at);
        echo.times -= 1;
        if echo.times == 0 {
            self.queue.pop_front();
        }
        if whole {
            Ok(())
        } else {
            Err("only a part of the message that went out")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame_spec::{binary, continuation, ping, text};

    #[test]
    fn each_of_many_echoes_is_compared() {
        let mut owed = Owed::default();
        owed.sent(&[text("ab").unfinished(), ping("x"), continuation("c")], 2);
        for _ in 0..2 {
            assert!(!owed.is_settled());
            owed.begin(MessageKind::Text).unwrap();
            owed.data(b"a").and(owed.data(b"bc")).and(owed.end()).unwrap();
        }
        assert!(owed.is_settled() && owed.begin(MessageKind::Text).is_err());
    }

    #[test]
    fn another_kind_other_octets_and_missing_ones_are_noticed() {
        let mut owed = Owed::default();
        owed.sent(&[binary("abc")], 9);
        assert!(owed.begin(MessageKind::Text).is_err());
        owed.begin(MessageKind::Binary).unwrap();
        assert!(owed.data(b"abd").is_err());
        owed.begin(MessageKind::Binary).unwrap();
        assert!(owed.data(b"ab").is_ok() && owed.end().is_err());
        owed.begin(MessageKind::Binary).unwrap();
        assert!(owed.data(b"abcd").is_err());
    }

    #[test]
    fn of_a_message_whose_frames_come_by_and_by_one_echo_is_owed() {
        let mut owed = Owed::default();
        owed.sent(&[binary("a").unfinished()], 1);
        owed.sent(&[continuation("b").unfinished()], 1000);
        assert!(owed.is_settled());
        owed.sent(&[continuation("c")], 1);
        owed.begin(MessageKind::Binary).unwrap();
        assert!(owed.data(b"any").is_ok() && owed.end().is_ok() && owed.is_settled());
    }
}
