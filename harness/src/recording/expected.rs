//! What the other side is expected to say when a recording is replayed.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::Role;

use super::hearing::Said;
use super::talk::Talk;
use crate::model::What;

/// By what the other side is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    /// It says what was recorded.
    #[default]
    Recorded,
    /// It sends every message back, whatever was recorded.
    Echo,
}

/// What is to come. Pings are not in it: when an endpoint pings means nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Expected {
    /// The messages, in order.
    pub(super) messages: Vec<(MessageKind, Vec<u8>)>,
    /// The payloads of the pongs that answer a ping of ours, in order. One that is left out is owed no more when a later
    /// one comes (RFC 6455 5.5.3).
    pub(super) pongs: Vec<Vec<u8>>,
    /// The payloads of our pings, each of which may be answered though that was not recorded.
    pub(super) pings: HashSet<Vec<u8>>,
    /// How it ends.
    pub(super) close: Closing,
    /// What it was recorded to break, after which nothing is known.
    pub(super) broken: Option<String>,
    /// The session went on when the recording ended, so that more may come than was recorded.
    pub(super) goes_on: bool,
}

/// How a side closes the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Closing {
    /// Without a Close frame.
    #[default]
    Not,
    /// With one, which has this status code or none.
    With(Option<u16>),
    /// Without one, though it may answer ours, which has this status code or none.
    Maybe(Option<u16>),
    /// By failing it: with this status code, or by ending TCP.
    Fails(u16),
}

/// How much of it there has been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Heard {
    pub(super) messages: usize,
    pub(super) pongs: usize,
    pub(super) closes: usize,
}

impl Heard {
    /// Whether all of these are there.
    pub(super) fn covers(&self, other: &Heard) -> bool {
        self.messages >= other.messages && self.pongs >= other.pongs && self.closes >= other.closes
    }
}

impl Expected {
    /// What the peer of `us` is to say.
    pub(super) fn of(talk: &Talk, us: Role, expect: Expect) -> Expected {
        let expected = match expect {
            Expect::Recorded => Expected::recorded(talk, us),
            Expect::Echo => Expected::echo(talk, us),
        };
        Expected {
            pings: pings(talk, us),
            ..expected
        }
    }

    /// Whether what comes beyond it is no difference.
    pub(super) fn is_open(&self) -> bool {
        self.goes_on || self.broken.is_some()
    }

    fn recorded(talk: &Talk, us: Role) -> Expected {
        let pings = pings(talk, us);
        let mut expected = Expected::default();
        for (said, _) in talk.said(us.peer()) {
            expected.add(said.map_err(|broken| broken.how), &pings);
        }
        if expected.close == Closing::Not
            && let Some(code) = talk.said(us).into_iter().find_map(|(said, _)| close_code(said))
        {
            expected.close = Closing::Maybe(code);
        }
        expected
    }

    fn add(&mut self, said: Result<What, String>, pings: &HashSet<Vec<u8>>) {
        match said {
            Ok(What::Message(kind, payload)) => self.messages.push((kind, payload)),
            Ok(What::Pong(payload)) if pings.contains(&payload) => self.pongs.push(payload),
            Ok(What::Ping(_) | What::Pong(_)) => {}
            Ok(What::Close(body)) => self.close = Closing::With(body.map(|(code, _)| code)),
            Err(how) => self.broken = Some(how),
        }
    }

    fn echo(talk: &Talk, us: Role) -> Expected {
        let mut expected = Expected::default();
        for (said, _) in talk.said(us) {
            match said {
                Ok(What::Message(kind, payload)) => expected.messages.push((kind, payload)),
                Ok(What::Ping(payload)) => expected.pongs.push(payload),
                Ok(What::Pong(_)) => {}
                Ok(What::Close(body)) => {
                    expected.close = Closing::With(body.map(|(code, _)| code));
                    break;
                }
                Err(broken) => expected.close = Closing::Fails(broken.code),
            }
        }
        expected
    }

    /// How much of it there is behind each of the peer's octets: the places where it grows, in order. Only what was recorded
    /// has places; of an echo none is waited for.
    pub(super) fn places(talk: &Talk, us: Role, expect: Expect) -> Vec<(usize, Heard)> {
        if expect == Expect::Echo {
            return Vec::new();
        }
        let pings = pings(talk, us);
        let mut heard = Heard::default();
        let mut places = Vec::new();
        for (said, at) in talk.said(us.peer()) {
            match said {
                Ok(What::Message(..)) => heard.messages += 1,
                Ok(What::Pong(payload)) if pings.contains(&payload) => heard.pongs += 1,
                Ok(What::Close(_)) => heard.closes += 1,
                Ok(What::Ping(_) | What::Pong(_)) | Err(_) => continue,
            }
            places.push((at, heard));
        }
        places
    }
}

/// The status code, or none, of what is a Close frame.
pub(super) fn close_code(said: Said) -> Option<Option<u16>> {
    match said {
        Ok(What::Close(body)) => Some(body.map(|(code, _)| code)),
        _ => None,
    }
}

/// The payloads of the pings that we send.
fn pings(talk: &Talk, us: Role) -> HashSet<Vec<u8>> {
    let ping = |(said, _)| match said {
        Ok(What::Ping(payload)) => Some(payload),
        _ => None,
    };
    talk.said(us).into_iter().filter_map(ping).collect()
}
