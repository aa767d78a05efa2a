//! What may come back: graded sequences of patterns, best first.

use std::fmt;

use serde::{Deserialize, Serialize};
use wsspec_codec::close::CloseCode;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::Violation;

use crate::bytes::{Bytes, readable};
use crate::response::{Response, Wanted};

/// How good an outcome is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// As the standard wants it.
    Pass,
    /// Allowed, but a SHOULD is missed or the order is unusual; the sentence says which.
    Lenient,
    /// An observation: the standard takes no side.
    Info,
    /// The subject declined the feature.
    Unsupported,
    /// The opening handshake failed, the case never began.
    Blocked,
    /// A rule is broken.
    Fail,
    /// The tester's own fault, never the subject's.
    Error,
}

impl Grade {
    /// Every grade, best first.
    pub const ALL: [Grade; 7] = [
        Grade::Pass,
        Grade::Lenient,
        Grade::Info,
        Grade::Unsupported,
        Grade::Blocked,
        Grade::Fail,
        Grade::Error,
    ];

    /// Whether a run with such a verdict is not in order.
    pub fn is_failure(self) -> bool {
        self >= Grade::Blocked
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Grade::Pass => "pass",
            Grade::Lenient => "lenient",
            Grade::Info => "info",
            Grade::Unsupported => "unsupported",
            Grade::Blocked => "blocked",
            Grade::Fail => "fail",
            Grade::Error => "error",
        })
    }
}

/// How the subject's side of TCP ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// In order (FIN).
    Closed,
    /// Torn down (RST), or lost.
    Reset,
    /// In the middle of a frame of the subject's, one way or the other.
    InsideFrame,
    /// In the middle of an HTTP response.
    InsideResponse,
}

/// Something that the subject did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It answered the request.
    Response(Response),
    /// It sent a message, its fragments joined.
    Message {
        /// What it holds.
        kind: MessageKind,
        /// Its octets.
        payload: Vec<u8>,
    },
    /// It sent a pong.
    Pong(Vec<u8>),
    /// It sent a Close frame with this code and reason, or an empty one.
    Close(Option<(CloseCode, String)>),
    /// It ended TCP.
    End(End),
    /// It broke a rule of framing by what it sent. Nothing after it can be understood.
    Violation(Violation),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Response(response) => response.fmt(f),
            Event::Message { kind, payload } => write!(f, "{kind} {}", readable(payload)),
            Event::Pong(payload) => write!(f, "pong {}", readable(payload)),
            Event::Close(None) => f.write_str("close, empty"),
            Event::Close(Some((code, reason))) if reason.is_empty() => write!(f, "close {code}"),
            Event::Close(Some((code, reason))) => write!(f, "close {code} {}", readable(reason.as_bytes())),
            Event::End(End::Closed) => f.write_str("end of TCP"),
            Event::End(End::Reset) => f.write_str("TCP reset"),
            Event::End(End::InsideFrame) => f.write_str("end of TCP in the middle of a frame"),
            Event::End(End::InsideResponse) => f.write_str("end of TCP in the middle of a response"),
            Event::Violation(violation) => write!(f, "illegal: {violation}"),
        }
    }
}

/// What an event must look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Pattern {
    /// A response of a server to the request.
    Response(Wanted),
    /// This text message.
    Text(Bytes),
    /// This binary message.
    Binary(Bytes),
    /// This pong.
    Pong(Bytes),
    /// A Close frame.
    Close(Codes),
    /// A Close frame with this code and this reason.
    CloseSaying(u16, Bytes),
    /// A Close frame with one of these codes, and a reason.
    CloseWithReason(Codes),
    /// The end of TCP, in order or not.
    End,
    /// The end of TCP in order (FIN), and not a reset.
    Fin,
    /// This, or nothing.
    Maybe(Box<Pattern>),
}

/// The status codes that a Close frame may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Codes {
    /// One of these.
    OneOf(Vec<u16>),
    /// One of these, or none.
    OneOfOrEmpty(Vec<u16>),
    /// Any but these that may be sent, or none.
    AnyBut(Vec<u16>),
}

impl Pattern {
    /// A text message.
    pub fn text(payload: impl Into<Bytes>) -> Pattern {
        Pattern::Text(payload.into())
    }

    /// A binary message.
    pub fn binary(payload: impl Into<Bytes>) -> Pattern {
        Pattern::Binary(payload.into())
    }

    /// A pong.
    pub fn pong(payload: impl Into<Bytes>) -> Pattern {
        Pattern::Pong(payload.into())
    }

    /// A Close frame with this code.
    pub fn close(code: u16) -> Pattern {
        Pattern::Close(Codes::OneOf(vec![code]))
    }

    /// The response that opens the connection.
    pub fn opens() -> Pattern {
        Pattern::Response(Wanted::opens())
    }

    /// This, or nothing.
    #[must_use]
    pub fn maybe(self) -> Pattern {
        Pattern::Maybe(Box::new(self))
    }

    /// Whether the event looks like it.
    pub fn matches(&self, event: &Event) -> bool {
        match (self, event) {
            (Pattern::Response(wanted), Event::Response(response)) => wanted.matches(response),
            (Pattern::Text(expected), Event::Message { kind, payload }) => {
                *kind == MessageKind::Text && expected.matches(payload)
            }
            (Pattern::Binary(expected), Event::Message { kind, payload }) => {
                *kind == MessageKind::Binary && expected.matches(payload)
            }
            (Pattern::Pong(expected), Event::Pong(payload)) => expected.matches(payload),
            (Pattern::Close(codes), Event::Close(body)) => codes.allow(body.as_ref().map(|(code, _)| code.value())),
            (Pattern::CloseSaying(code, reason), Event::Close(Some((said, because)))) => {
                *code == said.value() && reason.matches(because.as_bytes())
            }
            (Pattern::CloseWithReason(codes), Event::Close(Some((code, reason)))) => {
                codes.allow(Some(code.value())) && !reason.is_empty()
            }
            (Pattern::End, Event::End(end)) => matches!(end, End::Closed | End::Reset),
            (Pattern::Fin, Event::End(end)) => *end == End::Closed,
            (Pattern::Maybe(pattern), event) => pattern.matches(event),
            _ => false,
        }
    }

    /// Whether it is the end of TCP, after which nothing comes.
    pub fn is_end(&self) -> bool {
        matches!(self, Pattern::End | Pattern::Fin)
    }

    /// Whether it is a response of a server.
    pub fn is_response(&self) -> bool {
        match self {
            Pattern::Response(_) => true,
            Pattern::Maybe(pattern) => pattern.is_response(),
            _ => false,
        }
    }

    /// Whether it is a response after which there is no WebSocket connection.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Pattern::Response(wanted) if wanted.is_refusal())
    }
}

impl Codes {
    /// Whether a Close frame may have this code, or none.
    pub fn allow(&self, code: Option<u16>) -> bool {
        match (self, code) {
            (Codes::OneOf(codes) | Codes::OneOfOrEmpty(codes), Some(code)) => codes.contains(&code),
            (Codes::OneOf(_), None) => false,
            (Codes::OneOfOrEmpty(_) | Codes::AnyBut(_), None) => true,
            (Codes::AnyBut(codes), Some(code)) => CloseCode::new(code).may_be_received() && !codes.contains(&code),
        }
    }
}

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |codes: &[u16]| codes.iter().map(u16::to_string).collect::<Vec<_>>().join("|");
        match self {
            Codes::OneOf(codes) => f.write_str(&list(codes)),
            Codes::OneOfOrEmpty(codes) => write!(f, "{}|empty", list(codes)),
            Codes::AnyBut(codes) if codes.is_empty() => f.write_str("any"),
            Codes::AnyBut(codes) => write!(f, "any but {}", list(codes)),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Response(wanted) => wanted.fmt(f),
            Pattern::Text(payload) => write!(f, "text {payload}"),
            Pattern::Binary(payload) => write!(f, "binary {payload}"),
            Pattern::Pong(payload) => write!(f, "pong {payload}"),
            Pattern::Close(codes) => write!(f, "close {codes}"),
            Pattern::CloseSaying(code, reason) => write!(f, "close {code} {reason}"),
            Pattern::CloseWithReason(codes) => write!(f, "close {codes} with a reason"),
            Pattern::End => f.write_str("end"),
            Pattern::Fin => f.write_str("end in order"),
            Pattern::Maybe(pattern) => write!(f, "[{pattern}]"),
        }
    }
}

/// One way a step may go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// How good it is.
    pub grade: Grade,
    /// Why it is no better; empty for a pass.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// What comes, in order. Nothing at all: the subject stays silent as long as the step waits.
    pub patterns: Vec<Pattern>,
}

impl Outcome {
    /// Whether the script is over after it: TCP has ended, or was never to carry frames, or the subject cannot do what the
    /// case is about.
    pub fn ends(&self) -> bool {
        let refused = self.patterns.last().is_some_and(Pattern::is_refusal);
        refused || self.grade == Grade::Unsupported || self.patterns.iter().any(Pattern::is_end)
    }
}

/// The ways a step may go, best first. An outcome that contains the end of TCP, or a response that opens nothing, ends the
/// script; another lets it go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes(pub Vec<Outcome>);

impl Outcomes {
    /// This is as the standard wants it.
    pub fn pass(patterns: impl IntoIterator<Item = Pattern>) -> Outcomes {
        Outcomes(Vec::new()).or(Grade::Pass, "", patterns)
    }

    /// Any of this is an observation.
    pub fn info(what: impl Into<String>, patterns: impl IntoIterator<Item = Pattern>) -> Outcomes {
        Outcomes(Vec::new()).or(Grade::Info, what, patterns)
    }

    /// This is as good as what stands before.
    #[must_use]
    pub fn or_pass(self, patterns: impl IntoIterator<Item = Pattern>) -> Outcomes {
        self.or(Grade::Pass, "", patterns)
    }

    /// This is allowed too, but.
    #[must_use]
    pub fn or_lenient(self, because: impl Into<String>, patterns: impl IntoIterator<Item = Pattern>) -> Outcomes {
        self.or(Grade::Lenient, because, patterns)
    }

    /// This is a further observation.
    #[must_use]
    pub fn or_info(self, what: impl Into<String>, patterns: impl IntoIterator<Item = Pattern>) -> Outcomes {
        self.or(Grade::Info, what, patterns)
    }

    /// The subject shows by this that it cannot do what it was asked for.
    #[must_use]
    pub fn or_unsupported(self, because: impl Into<String>, patterns: impl IntoIterator<Item = Pattern>) -> Outcomes {
        self.or(Grade::Unsupported, because, patterns)
    }

    /// The subject closes because it does not take so much, which is its own affair (7.4.1, 10.4).
    #[must_use]
    pub fn or_own_limit(self) -> Outcomes {
        self.or_info(
            "the subject's own limit: closed with 1008, 1009 or 1013",
            [Pattern::Close(Codes::OneOf(vec![1008, 1009, 1013])), Pattern::End],
        )
    }

    /// Nothing comes in the time of the step, which says nothing yet: the script goes on.
    #[must_use]
    pub fn or_silence(self) -> Outcomes {
        self.or(Grade::Pass, "", [])
    }

    /// Nothing comes in the time of the step, which is allowed, but.
    #[must_use]
    pub fn or_silent_lenient(self, because: impl Into<String>) -> Outcomes {
        self.or(Grade::Lenient, because, [])
    }

    fn or(mut self, grade: Grade, because: impl Into<String>, patterns: impl IntoIterator<Item = Pattern>) -> Outcomes {
        self.0.push(Outcome {
            grade,
            because: because.into(),
            patterns: patterns.into_iter().collect(),
        });
        self
    }

    /// The subject fails the connection (7.1.7) for what was sent: a Close frame with this code should tell, then TCP
    /// ends.
    pub fn fails_with(code: u16) -> Outcomes {
        Outcomes::pass([Pattern::close(code), Pattern::End])
            .or_lenient(
                "failed the connection with another status code",
                [Pattern::Close(Codes::AnyBut(vec![code])), Pattern::End],
            )
            .or_lenient("failed the connection without a Close frame", [Pattern::End])
    }

    /// The subject fails the connection for a Close frame that is illegal. Answering it like a legal one is no failure.
    pub fn refuses_close_with(codes: impl IntoIterator<Item = u16>) -> Outcomes {
        let codes: Vec<u16> = codes.into_iter().collect();
        let polite = [&codes[..], &[1000, 1001]].concat();
        Outcomes::pass([Pattern::Close(Codes::OneOf(codes)), Pattern::End])
            .or_lenient(
                "failed the connection with another status code, or with none, as if the Close frame had been legal",
                [Pattern::Close(Codes::AnyBut(polite)), Pattern::End],
            )
            .or_lenient("failed the connection without a Close frame", [Pattern::End])
    }

    /// The closing handshake that the tester began ends: a Close frame with one of these codes or none, then TCP ends.
    pub fn closes(codes: impl IntoIterator<Item = u16>) -> Outcomes {
        Outcomes::pass([
            Pattern::Close(Codes::OneOfOrEmpty(codes.into_iter().collect())),
            Pattern::End,
        ])
    }

    /// The same after these; or without them, which is allowed but.
    #[must_use]
    pub fn after(self, first: impl IntoIterator<Item = Pattern>, or_not: impl Into<String>) -> Outcomes {
        let first: Vec<Pattern> = first.into_iter().collect();
        let or_not = or_not.into();
        let preceded = self.0.iter().map(|outcome| Outcome {
            patterns: [&first[..], &outcome.patterns[..]].concat(),
            ..outcome.clone()
        });
        let alone = self.0.iter().map(|outcome| Outcome {
            grade: outcome.grade.max(Grade::Lenient),
            because: match outcome.because.as_str() {
                "" => or_not.clone(),
                because => format!("{or_not}; {because}"),
            },
            patterns: outcome.patterns.clone(),
        });
        Outcomes(preceded.chain(alone).collect())
    }
}
