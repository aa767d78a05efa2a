//! Ordeals: what a hostile peer does to a subject, within bounds, and what is said of the ways it may take that.
//!
//! An endpoint may answer an attack by whatever means it likes (RFC 6455 7.1.1, 10.4): refuse it, close, drop TCP, or cope. So
//! an ordeal does not want one outcome. It wants that the subject lives on: the carrier that plays it
//! ([`drive`](crate::drive)) asks for a fresh connection behind it, and looks at the memory of a subject that it started
//! itself. What the acts themselves show is judged by [`Judged`] rules, of which most ordeals have none.

mod assailant;
mod echoes;
mod flood;
mod judge;
mod tester;
mod text;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::bytes::Bytes;
use crate::case::{Case, Profile};
use crate::frame_spec::FrameSpec;
use crate::json;
use crate::pattern::Grade;

pub use assailant::Assailant;
pub use judge::{Left, judge};
pub use text::ordeal as text;

/// What is done to a subject, and how much of it at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ordeal {
    /// What each connection does, in this order.
    pub acts: Vec<Act>,
    /// How many connections do it.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub connections: u32,
    /// Whether they come one after the other, and not all at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_a_row: bool,
    /// Whether they stay open until a fresh connection was asked for, beside the one that is asked for behind them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// How long each may take; what is not done then is left out. Scaled by the run.
    #[serde(with = "json::millis", rename = "within_ms")]
    pub within: Duration,
    /// By how many octets the memory of the subject may grow.
    pub memory: u64,
    /// What it is if it grows by more.
    #[serde(default = "fail", skip_serializing_if = "is_fail")]
    pub swollen: Grade,
    /// What reactions mean, first match first. One that no rule names is as good as any other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<Judged>,
}

/// One thing that a connection does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// As a client writes its request and does not wait for the response; as a server waits for the request.
    Request,
    /// The opening handshake, with the head of the case.
    Open,
    /// Octets as they are.
    Octets(Bytes),
    /// These frames, so many times.
    Frames {
        /// In this order.
        frames: Vec<FrameSpec>,
        /// How often.
        times: u32,
    },
    /// Octets one by one.
    Trickle {
        /// All of them.
        octets: Bytes,
        /// How long lies between two.
        #[serde(with = "json::millis", rename = "every_ms")]
        every: Duration,
    },
    /// Reads nothing from now on, until the subject takes nothing more either.
    Deaf,
    /// Reads again.
    Hear,
    /// A ping, whose pong and all echoes that are owed before it must come.
    Fence,
    /// Waits so long for the subject to end the connection.
    Listen(#[serde(with = "json::millis")] Duration),
    /// Ends its side of TCP, and goes on reading.
    End,
    /// Resets TCP.
    Reset,
}

/// What the subject made of one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reaction {
    /// It answered with a response of this status.
    Status(u16),
    /// It sent a Close frame, with this code or none.
    Close(Option<u16>),
    /// It ended TCP and said nothing.
    Dropped,
    /// TCP was reset, or lost; what it said before may be lost with it.
    Reset,
    /// It took everything, and answered the ping behind it.
    Coped,
    /// It waited with the tester.
    Silent,
    /// It owed something, and neither sent nor took an octet for so long that it has to be called hanging.
    Hung,
    /// The time of the ordeal was over before the acts were.
    Unfinished,
    /// The tester left it.
    Left,
}

/// What reactions mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// Which.
    pub on: On,
    /// How good they are.
    pub grade: Grade,
    /// Why no better.
    pub because: String,
}

/// A kind of reaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum On {
    /// A response with a status from the first to the second.
    Status(u16, u16),
    /// A Close frame with another code than these, or none.
    CloseBut(Vec<u16>),
    /// A connection that ended without a word.
    Dropped,
    /// Everything was taken.
    Coped,
    /// The subject waited.
    Silent,
}

fn one() -> u32 {
    1
}

fn fail() -> Grade {
    Grade::Fail
}

fn is_fail(grade: &Grade) -> bool {
    *grade == Grade::Fail
}

fn is_one(count: &u32) -> bool {
    *count == 1
}

/// By how much the memory of a subject may grow if the ordeal does not say otherwise: what collects its garbage now and then
/// needs room.
pub const MEMORY: u64 = 128 << 20;

/// How long a connection may take if the ordeal does not say otherwise.
pub const WITHIN: Duration = Duration::from_secs(30);

impl Ordeal {
    /// One connection that does this.
    pub fn new(acts: impl IntoIterator<Item = Act>) -> Ordeal {
        Ordeal {
            acts: acts.into_iter().collect(),
            connections: 1,
            in_a_row: false,
            held: false,
            within: WITHIN,
            memory: MEMORY,
            swollen: Grade::Fail,
            judged: Vec::new(),
        }
    }

    /// So many connections at once.
    #[must_use]
    pub fn at_once(mut self, connections: u32) -> Ordeal {
        self.connections = connections;
        self
    }

    /// So many connections, each when the one before is over.
    #[must_use]
    pub fn in_a_row(mut self, connections: u32) -> Ordeal {
        self.connections = connections;
        self.in_a_row = true;
        self
    }

    /// Which stay open until a fresh one was asked for.
    #[must_use]
    pub fn held(mut self) -> Ordeal {
        self.held = true;
        self
    }

    /// Within this time.
    #[must_use]
    pub fn within(mut self, within: Duration) -> Ordeal {
        self.within = within;
        self
    }

    /// With so many octets more for the subject.
    #[must_use]
    pub fn memory(mut self, octets: u64) -> Ordeal {
        self.memory = octets;
        self
    }

    /// To whom more memory is no failure, where an RFC asks for nothing that would forbid it.
    #[must_use]
    pub fn swollen(mut self, grade: Grade) -> Ordeal {
        self.swollen = grade;
        self
    }

    /// Calls a reaction this.
    #[must_use]
    pub fn judged(mut self, on: On, grade: Grade, because: impl Into<String>) -> Ordeal {
        self.judged.push(Judged {
            on,
            grade,
            because: because.into(),
        });
        self
    }

    /// The octets of payload, and of what is sent raw, over all connections: its bound.
    pub fn octets(&self) -> u64 {
        let of = |act: &Act| match act {
            Act::Octets(octets) | Act::Trickle { octets, .. } => octets.len() as u64,
            Act::Frames { frames, times } => {
                let once: usize = frames.iter().map(|frame| frame.payload.len()).sum();
                once as u64 * u64::from(*times)
            }
            _ => 0,
        };
        self.acts.iter().map(of).sum::<u64>() * u64::from(self.connections)
    }
}

impl On {
    /// Whether it is this reaction.
    pub fn is(&self, reaction: Reaction) -> bool {
        match (self, reaction) {
            (On::Status(first, last), Reaction::Status(status)) => (first..=last).contains(&&status),
            (On::CloseBut(codes), Reaction::Close(code)) => code.is_none_or(|code| !codes.contains(&code)),
            (On::Dropped, Reaction::Dropped) | (On::Coped, Reaction::Coped) | (On::Silent, Reaction::Silent) => true,
            _ => false,
        }
    }
}

impl Case {
    /// Puts the subject through this, and is played by nobody who does not ask for it.
    #[must_use]
    pub fn ordeal(mut self, ordeal: Ordeal) -> Case {
        self.ordeal = Some(ordeal);
        self.profile(Profile::Hostile)
    }
}
