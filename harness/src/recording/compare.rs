//! What a side says, compared with what it is expected to say: by meaning, not by frames.

use std::fmt;

use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::Clause;

use super::expected::{Closing, Expected, Heard};
use crate::bytes::{hex, readable};
use crate::model::What;

/// What came of a replay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// What came and was not expected, or came otherwise.
    pub differences: Vec<Difference>,
    /// Why the rest could not be compared: the other side died, or fell silent.
    pub cut_short: Option<String>,
    /// What is worth knowing and no difference.
    pub notes: Vec<String>,
    /// The messages that came, and how many were expected.
    pub messages: (usize, usize),
    /// The pings of ours that are answered, and how many were expected to be.
    pub pongs: (usize, usize),
    /// The status code of the Close frame that came, as it is told.
    pub close: Option<String>,
}

impl Comparison {
    /// Whether everything came as expected.
    pub fn is_same(&self) -> bool {
        self.differences.is_empty() && self.cut_short.is_none()
    }
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where: the third message, the Close frame, the response.
    pub at: String,
    /// What is different, as a sentence goes on behind that place.
    pub what: String,
    /// The clause that is broken, if one is.
    pub clause: Option<&'static Clause>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.what)?;
        match self.clause {
            Some(clause) => write!(f, " ({clause})"),
            None => Ok(()),
        }
    }
}

/// Compares as things come.
#[derive(Debug)]
pub(super) struct Comparer {
    expected: Expected,
    heard: Heard,
    /// Pongs that answer nothing.
    stray: usize,
    /// Whether it ended by failing the connection, as expected.
    failed: bool,
    pub(super) outcome: Comparison,
}

impl Comparer {
    pub(super) fn new(expected: Expected) -> Comparer {
        let outcome = Comparison {
            messages: (0, expected.messages.len()),
            pongs: (0, expected.pongs.len()),
            notes: expected.broken.iter().map(|how| broken_note(how)).collect(),
            ..Comparison::default()
        };
        Comparer {
            expected,
            heard: Heard::default(),
            stray: 0,
            failed: false,
            outcome,
        }
    }

    /// How much has come.
    pub(super) fn heard(&self) -> &Heard {
        &self.heard
    }

    /// Whether everything has come that is expected.
    pub(super) fn is_complete(&self) -> bool {
        let closed = match self.expected.close {
            Closing::Not | Closing::Maybe(_) => true,
            Closing::With(_) => self.heard.closes > 0,
            Closing::Fails(_) => self.heard.closes > 0 || self.failed,
        };
        self.heard.messages >= self.expected.messages.len() && self.heard.pongs >= self.expected.pongs.len() && closed
    }

    /// Whether a Close frame has come.
    pub(super) fn is_closed(&self) -> bool {
        self.heard.closes > 0
    }

    /// Takes something that was said.
    pub(super) fn hear(&mut self, what: &What) {
        match what {
            What::Message(kind, payload) => self.message(*kind, payload),
            What::Ping(_) => {}
            What::Pong(payload) => self.pong(payload),
            What::Close(body) => self.close(body.as_ref().map(|(code, _)| *code)),
        }
    }

    fn message(&mut self, kind: MessageKind, payload: &[u8]) {
        self.heard.messages += 1;
        self.outcome.messages.0 = self.heard.messages;
        let number = self.heard.messages;
        let Some((wanted_kind, wanted)) = self.expected.messages.get(number - 1) else {
            if !self.expected.is_open() {
                let count = self.expected.messages.len();
                let what = format!("is one too many: {kind} {}; {count} were expected", readable(payload));
                self.differs(format!("message {number}"), what);
            }
            return;
        };
        if kind == *wanted_kind && payload == wanted.as_slice() {
            return;
        }
        let what = if payload == wanted.as_slice() {
            format!("is {kind} and not {wanted_kind}: {}", readable(payload))
        } else {
            let place = first_difference(payload, wanted);
            format!(
                "differs at octet {place}: {} came and {} was expected; {kind} {} instead of {wanted_kind} {}",
                octet(payload, place),
                octet(wanted, place),
                around(payload, place),
                around(wanted, place),
            )
        };
        self.differs(format!("message {number}"), what);
    }

    fn pong(&mut self, payload: &[u8]) {
        let owed = &self.expected.pongs[self.heard.pongs..];
        match owed.iter().position(|pong| pong == payload) {
            Some(index) => self.heard.pongs += index + 1,
            None if self.expected.pings.contains(payload) => {}
            None => self.stray += 1,
        }
        self.outcome.pongs.0 = self.heard.pongs;
    }

    fn close(&mut self, code: Option<u16>) {
        self.heard.closes += 1;
        let shown = code.map_or("no status code".to_owned(), |code| format!("status code {code}"));
        self.outcome.close = Some(shown.clone());
        let wanted = match self.expected.close {
            Closing::Not if self.expected.is_open() => return,
            Closing::Not => {
                let when = self.progress();
                return self.differs(
                    "a Close frame".to_owned(),
                    format!("came, {shown}, {when}; none was expected"),
                );
            }
            Closing::With(wanted) | Closing::Maybe(wanted) => wanted,
            Closing::Fails(wanted) => Some(wanted),
        };
        if self.heard.messages < self.expected.messages.len() {
            let when = self.progress();
            self.differs("the Close frame".to_owned(), format!("came too early, {when}: {shown}"));
        } else if code != wanted {
            let wanted = wanted.map_or("none".to_owned(), |code| code.to_string());
            self.differs(
                "the Close frame".to_owned(),
                format!("has {shown}, and {wanted} was expected"),
            );
        }
    }

    /// A rule was broken; nothing more can be understood.
    pub(super) fn broken(&mut self, how: String, clause: &'static Clause) {
        let at = format!("after message {} a frame", self.heard.messages);
        self.outcome.differences.push(Difference {
            at,
            what: format!("breaks a rule: {how}"),
            clause: Some(clause),
        });
    }

    /// The response is not as expected.
    pub(super) fn response(&mut self, what: String, clause: Option<&'static Clause>) {
        let at = "the opening handshake".to_owned();
        self.outcome.differences.push(Difference { at, what, clause });
    }

    /// TCP ended: whether that is how the connection was to fail.
    pub(super) fn ended(&mut self) {
        self.failed = matches!(self.expected.close, Closing::Fails(_));
    }

    /// Nothing more will come: says what is missing, unless something before was different already.
    pub(super) fn cut_short(&mut self, because: &str) {
        let missing = self.missing();
        if !missing.is_empty() {
            self.outcome.cut_short = Some(format!("{because} {}; {}", self.progress(), missing.join(", ")));
        }
    }

    /// The last word on what did not come though the connection went its way to the end.
    pub(super) fn finish(mut self) -> Comparison {
        if self.outcome.cut_short.is_none() && self.outcome.differences.is_empty() {
            for what in self.missing() {
                self.differs("the end".to_owned(), format!("came before all was there: {what}"));
            }
        }
        if self.stray > 0 {
            let stray = self.stray;
            self.outcome
                .notes
                .push(format!("{stray} pongs answered no ping, which is allowed"));
        }
        self.outcome
    }

    /// What has not come.
    fn missing(&self) -> Vec<String> {
        let mut missing = Vec::new();
        let messages = self.expected.messages.len().saturating_sub(self.heard.messages);
        if messages > 0 {
            let (kind, payload) = &self.expected.messages[self.heard.messages];
            let next = format!("{kind} {}", readable(payload));
            missing.push(format!("{messages} messages did not come, of which the next is {next}"));
        }
        if let Some(ping) = self.expected.pongs.get(self.heard.pongs) {
            missing.push(format!("the ping {} was not answered", readable(ping)));
        }
        if self.heard.closes == 0 {
            match self.expected.close {
                Closing::With(Some(code)) => missing.push(format!("a Close frame with {code} did not come")),
                Closing::With(None) => missing.push("a Close frame without status code did not come".to_owned()),
                Closing::Fails(_) if !self.failed => missing.push("the connection was not failed".to_owned()),
                Closing::Not | Closing::Maybe(_) | Closing::Fails(_) => {}
            }
        }
        missing
    }

    fn progress(&self) -> String {
        format!(
            "after message {} of {}",
            self.heard.messages,
            self.expected.messages.len()
        )
    }

    fn differs(&mut self, at: String, what: String) {
        let clause = None;
        self.outcome.differences.push(Difference { at, what, clause });
    }
}

fn broken_note(how: &str) -> String {
    format!("the recording itself breaks a rule, and what follows it is not compared: {how}")
}

/// The index of the first octet that is not the same; the length of the shorter if that is where they part.
fn first_difference(one: &[u8], other: &[u8]) -> usize {
    let differing = one.iter().zip(other).position(|(one, other)| one != other);
    differing.unwrap_or(one.len().min(other.len()))
}

fn octet(octets: &[u8], place: usize) -> String {
    match octets.get(place) {
        Some(octet) => format!("0x{}", hex(&[*octet])),
        None => "the end".to_owned(),
    }
}

/// A payload for people, and if the place is far in, what stands there.
fn around(octets: &[u8], place: usize) -> String {
    const NEAR: usize = 40;
    const BEFORE: usize = 8;
    const BEHIND: usize = 16;
    let whole = readable(octets);
    if place < NEAR || octets.is_empty() {
        return whole;
    }
    let from = place.saturating_sub(BEFORE).min(octets.len());
    let to = (place + BEHIND).min(octets.len());
    format!("{whole} with {} from octet {from} on", readable(&octets[from..to]))
}
