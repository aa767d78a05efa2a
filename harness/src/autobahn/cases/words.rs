//! The words that the cases are written in.

use crate::autobahn::case::{Act, AutobahnCase, Behavior, CloseRule, Event, Expected, Shows};
use crate::bytes::Bytes;

/// Octets that are no UTF-8.
pub(super) const NO_TEXT: &[u8; 8] = b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff";

/// A frame alone in its message: FIN is set, no reserved bit is.
pub(super) fn frame(opcode: u8, payload: impl Into<Bytes>) -> Act {
    Act::Frame {
        opcode,
        fin: true,
        rsv: 0,
        payload: payload.into(),
        chop: None,
        sync: false,
    }
}

pub(super) fn continuation(payload: impl Into<Bytes>) -> Act {
    frame(0, payload)
}

pub(super) fn text(payload: impl Into<Bytes>) -> Act {
    frame(1, payload)
}

pub(super) fn binary(payload: impl Into<Bytes>) -> Act {
    frame(2, payload)
}

pub(super) fn ping(payload: impl Into<Bytes>) -> Act {
    frame(9, payload)
}

pub(super) fn pong(payload: impl Into<Bytes>) -> Act {
    frame(10, payload)
}

/// Begins the closing handshake with this code and this reason.
pub(super) fn close(code: u16, reason: impl AsRef<[u8]>) -> Act {
    Act::Close([&code.to_be_bytes(), reason.as_ref()].concat().into())
}

/// Waits a second.
pub(super) fn wait(tag: Option<&'static str>) -> Act {
    Act::Wait { seconds: 1.0, tag }
}

/// What is said of a frame; anything else stays as it is.
impl Act {
    pub(super) fn unfinished(mut self) -> Act {
        if let Act::Frame { fin, .. } = &mut self {
            *fin = false;
        }
        self
    }

    pub(super) fn reserved(mut self, bits: u8) -> Act {
        if let Act::Frame { rsv, .. } = &mut self {
            *rsv = bits;
        }
        self
    }

    /// Written in pieces of so many octets.
    pub(super) fn chopped(mut self, octets: usize) -> Act {
        if let Act::Frame { chop, .. } = &mut self {
            *chop = Some(octets);
        }
        self
    }

    /// Written on its own.
    fn alone(mut self) -> Act {
        if let Act::Frame { sync, .. } = &mut self {
            *sync = true;
        }
        self
    }
}

/// How the frames of a case are written to TCP.
#[derive(Clone, Copy, Debug)]
pub(super) enum Writes {
    /// In one go.
    Together,
    /// Each on its own.
    Frames,
    /// Octet by octet.
    Octets,
}

impl Writes {
    pub(super) const ALL: [Writes; 3] = [Writes::Together, Writes::Frames, Writes::Octets];

    pub(super) fn apply(self, acts: impl IntoIterator<Item = Act>) -> Vec<Act> {
        let acts = acts.into_iter();
        match self {
            Writes::Together => acts.collect(),
            Writes::Frames => acts.map(Act::alone).collect(),
            Writes::Octets => acts.map(|act| act.chopped(1)).collect(),
        }
    }

    /// What is added to a description.
    pub(super) fn words(self) -> &'static str {
        match self {
            Writes::Together => "",
            Writes::Frames => ", each frame in a write of its own",
            Writes::Octets => ", written octet by octet",
        }
    }
}

pub(super) fn text_event(payload: impl Into<Bytes>) -> Event {
    Event::Message {
        payload: payload.into(),
        binary: false,
    }
}

pub(super) fn pong_event(payload: impl Into<Bytes>) -> Event {
    Event::Pong(payload.into())
}

impl AutobahnCase {
    /// A case that is content when nothing comes back, and closes at once then.
    pub(super) fn new(id: impl Into<String>, description: impl Into<String>) -> AutobahnCase {
        AutobahnCase {
            id: id.into(),
            number: 0,
            description: description.into(),
            expectation: String::new(),
            offer: None,
            asks: Vec::new(),
            acts: Vec::new(),
            expected: Expected::Events(vec![(Behavior::Ok, Vec::new())]),
            close: CloseRule {
                by_tester: true,
                codes: vec![1000],
                clean: true,
                closes_with: Some(1000),
                wrong_code_fails: false,
                wrong_endpoint_fails: false,
            },
            sentences: Vec::new(),
            unopened: None,
            shows: Shows::Verdict,
        }
    }

    /// The rule that the case is about; it begins the expectation.
    pub(super) fn rule(mut self, rule: &str) -> AutobahnCase {
        rule.clone_into(&mut self.expectation);
        self
    }

    pub(super) fn sends(mut self, acts: impl IntoIterator<Item = Act>) -> AutobahnCase {
        self.acts.extend(acts);
        self
    }

    /// Now the time runs until the connection is failed.
    pub(super) fn kill(self, seconds: f64) -> AutobahnCase {
        self.sends([Act::Kill { seconds }])
    }

    /// Now the time runs until the connection is closed.
    pub(super) fn close_after(self, seconds: u32) -> AutobahnCase {
        self.sends([Act::CloseAfter {
            seconds: seconds.into(),
        }])
    }

    /// Exactly this comes back.
    pub(super) fn sees(mut self, events: impl IntoIterator<Item = Event>) -> AutobahnCase {
        self.expected = Expected::Events(vec![(Behavior::Ok, events.into_iter().collect())]);
        self
    }

    /// Or exactly this, which is not strict.
    pub(super) fn or_sees(mut self, events: impl IntoIterator<Item = Event>) -> AutobahnCase {
        if let Expected::Events(lists) = &mut self.expected {
            lists.push((Behavior::NonStrict, events.into_iter().collect()));
        }
        self
    }

    /// A message must come back as it was sent.
    pub(super) fn echoed_within(mut self, seconds: u32) -> AutobahnCase {
        self.expected = Expected::Echo { seconds };
        self.close_after(seconds)
    }

    /// What is said of what came back, where the list of this word matched or, with `None`, where none did.
    pub(super) fn says(mut self, matched: Option<Behavior>, sentence: &'static str) -> AutobahnCase {
        self.sentences.push((matched, sentence));
        self
    }

    /// Has this sentence for a connection that never opened.
    pub(super) fn unopened(mut self, sentence: &'static str) -> AutobahnCase {
        self.unopened = Some(sentence);
        self
    }

    /// Whatever happens is only shown.
    pub(super) fn informational(mut self) -> AutobahnCase {
        if let Expected::Events(lists) = self.expected {
            self.expected = Expected::Informational(lists);
        }
        self
    }

    /// The subject is to fail the connection, with this code if any. That TCP just ends is good as well.
    pub(super) fn failed_by_subject(mut self, code: u16) -> AutobahnCase {
        self.close.by_tester = false;
        self.close.codes = vec![code];
        self.close.clean = false;
        self.close.closes_with = None;
        self
    }

    /// The Close frame of the tester is among the acts. Its answer holds one of these codes, if any.
    pub(super) fn answered_with(mut self, codes: impl IntoIterator<Item = u16>) -> AutobahnCase {
        self.close.codes = codes.into_iter().collect();
        self.close.closes_with = None;
        self
    }

    /// The closing handshake need not be complete.
    pub(super) fn unclean(mut self) -> AutobahnCase {
        self.close.clean = false;
        self
    }

    /// Another code fails the behavior as well.
    pub(super) fn with_no_other_code(mut self) -> AutobahnCase {
        self.close.wrong_code_fails = true;
        self
    }

    /// That the tester closes instead fails the behavior as well.
    pub(super) fn and_by_nobody_else(mut self) -> AutobahnCase {
        self.close.wrong_endpoint_fails = true;
        self
    }
}
