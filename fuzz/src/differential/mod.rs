//! Our endpoint beside endpoints that nobody here wrote, on the same octets.
//!
//! Implementations differ where the RFC lets them, and where they are mistaken. Each such difference of a peer is a
//! [`Quirk`] with its clause and reason; one that is not listed fails. What a peer says is compared up to the first
//! difference, since nothing behind it means the same to both.

mod fastwebsockets;
mod memory;
mod quirks;
mod soketto;
mod tungstenite;

use wsspec::model::{self, What};
use wsspec_codec::close::CloseCode;
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::Role;

use crate::arrival::Arrival;
use crate::endpoint::{Observed, Reported};
use crate::hold::hold;

pub use self::quirks::{Quirk, quirks};

/// An endpoint of another project.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Its package.
    pub name: &'static str,
    /// Lets it receive octets, and TCP go on.
    pub hear: fn(&[u8], Role) -> Outcome,
    /// Whether it tells of pings and pongs.
    pub tells_control: bool,
}

/// All of them.
pub const PEERS: &[Peer] = &[tungstenite::PEER, fastwebsockets::PEER, soketto::PEER];

/// What a peer said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Messages, the Close frame, and pings and pongs if it tells of them.
    pub whats: Vec<What>,
    /// Why it failed the connection.
    pub refusal: Option<String>,
}

/// What a peer is taken to say that answers a status code as one that must not stand there.
const BAD_CODE: &str = "a status code that is not allowed";

/// A difference between us and a peer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The peer goes on where we find a fault, or the other way round.
    pub accepts: bool,
    /// The clause that we say is broken; or the status code that it refuses, or its words for refusing.
    pub of: String,
}

/// The oracle of the target: a peer hears what we hear, and fails the connection where we do, but for its quirks.
pub fn peer_agrees(peer: &Peer, arrival: &Arrival<'_>) {
    let Some((difference, outcome)) = difference(peer, arrival) else {
        return;
    };
    let listed = quirks(peer).iter().any(|quirk| quirk.is(&difference));
    hold(listed, &arrival.octets, rfc6455::RECV_BOTH, || {
        format!(
            "{} {difference:?}, which is no quirk of it; it says {outcome:?}",
            peer.name
        )
    });
}

/// How a peer differs from us on these octets, and all that it said.
pub fn difference(peer: &Peer, arrival: &Arrival<'_>) -> Option<(Difference, Outcome)> {
    let observed = Observed::new(arrival);
    let said = observed.said();
    let due = model::read(&arrival.octets, &arrival.terms)
        .fault
        .map(|fault| fault.due);
    let ours: Vec<What> = said
        .events
        .iter()
        .filter_map(|event| heard(event, peer.tells_control))
        .collect();
    let outcome = (peer.hear)(&arrival.octets, arrival.terms.receiver);
    let same = ours
        .iter()
        .zip(&outcome.whats)
        .take_while(|(one, other)| one == other)
        .count();
    let refuses = |of| Difference { accepts: false, of };
    let difference = match (ours.get(same), &outcome.refusal) {
        // It says something else than we say next, or fails the connection instead.
        (Some(what @ What::Close(_)), Some(refusal)) if refusal == BAD_CODE => Some(refuses(named(what))),
        (Some(_), Some(refusal)) => Some(refuses(refusal.clone())),
        (Some(what), None) => Some(Difference {
            accepts: true,
            of: named(what),
        }),
        (None, refusal) => match said.violation() {
            Some(violation) => {
                // A peer that judges whole frames and messages has not judged this one yet.
                let late = due.is_none_or(|due| due > arrival.octets.len() as u64);
                let agrees = refusal.is_some() || (late && outcome.whats.len() == same);
                (!agrees).then(|| Difference {
                    accepts: true,
                    of: violation.clause().id.to_owned(),
                })
            }
            None if said.ended => None,
            None => match (outcome.whats.get(same), refusal) {
                (Some(more), _) => Some(Difference {
                    accepts: true,
                    of: named(more),
                }),
                (None, refusal) => refusal.clone().map(refuses),
            },
        },
    };
    difference.map(|difference| (difference, outcome))
}

fn heard(event: &Reported, tells_control: bool) -> Option<What> {
    Some(match event {
        Reported::Message(kind, payload) => What::Message(*kind, payload.0.clone()),
        Reported::Ping(payload) if tells_control => What::Ping(payload.0.clone()),
        Reported::Pong(payload) if tells_control => What::Pong(payload.0.clone()),
        Reported::Close(code, reason) => What::Close(code.map(|code| (CloseCode::value(code), reason.clone()))),
        _ => return None,
    })
}

fn named(what: &What) -> String {
    match what {
        What::Message(kind, _) => format!("a {kind} message"),
        What::Ping(_) => "a ping".to_owned(),
        What::Pong(_) => "a pong".to_owned(),
        What::Close(None) => "a Close frame without a body".to_owned(),
        What::Close(Some((code, _))) => format!("status code {code}"),
    }
}
