//! What must hold of an endpoint that sends: its peer hears what the application said, in frames that break no rule.

use mutatis::Mutate;
use serde::{Deserialize, Serialize};
use wsspec::model::{self, What, drawing};
use wsspec_codec::deflate::Compression;
use wsspec_codec::rfc::{rfc6455, rfc7692};
use wsspec_codec::rules::Limits;

use crate::arrival::{self, Arrival};
use crate::endpoint;
use crate::hearing;
use crate::hold::hold;
use crate::structured::Structured;
use crate::talk::{Call, Said};

/// An application that talks, and how its octets arrive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Talk {
    /// Who receives: the bits `0xF0` as of an [`Arrival`], but without narrow limits.
    pub terms: u8,
    /// From how many octets on messages are compressed.
    pub threshold: u8,
    /// What the application does.
    pub calls: Vec<Call>,
    /// The lengths of the pieces in which it arrives, less one.
    pub pieces: Vec<u8>,
}

impl Structured for Talk {
    const VERSION: u8 = 1;
}

impl Talk {
    /// What it puts on the wire, and what the peer is to hear.
    pub fn arrival(&self) -> (Arrival<'_>, Said) {
        let terms = arrival::terms(self.terms & 0xE0);
        let sends = model::Terms {
            receiver: terms.receiver.peer(),
            ..terms
        };
        let threshold = usize::from(self.threshold);
        let mut connection = endpoint::connection_with(&sends, Compression { level: 1, threshold });
        let mut said = Said::default();
        for call in &self.calls {
            let before = connection.output().len();
            let judged = call.make(connection.sender(), &mut said);
            hold(judged.is_ok(), connection.output(), rfc6455::ORDER_5_4, || {
                format!("after {said:?} the call {call:?} gets {judged:?}")
            });
            let grown = connection.output().len() > before;
            hold(
                grown || !said.closed || before > 0,
                connection.output(),
                rfc6455::NO_DATA_AFTER,
                || format!("{call:?} after the Close frame"),
            );
        }
        let octets = connection.output().to_vec();
        let arrival = Arrival {
            octets: octets.into(),
            lengths: self.pieces[..].into(),
            terms,
        };
        (arrival, said)
    }
}

/// Every oracle of this module, and of [`hearing`], on one talk.
pub fn all(talk: &Talk) {
    let (arrival, said) = talk.arrival();
    peer_hears_what_was_said(&arrival, &said);
    frames_are_as_they_were_asked_for(talk, &arrival);
    hearing::all(&arrival);
}

/// O3 for a sender. What was sent means, to the model, what the application said, and breaks no rule.
pub fn peer_hears_what_was_said(arrival: &Arrival<'_>, said: &Said) {
    let terms = model::Terms {
        limits: Limits::NONE,
        ..arrival.terms
    };
    let reading = model::read(&arrival.octets, &terms);
    let clause = reading
        .fault
        .as_ref()
        .map_or(rfc6455::ENCAPSULATE, |fault| fault.wrongs[0].clause);
    hold(reading.fault.is_none(), &arrival.octets, clause, || {
        format!(
            "the application said {:?}, and what was sent has {:?}",
            said.whats, reading.fault
        )
    });
    let heard: Vec<&What> = reading.heard.iter().map(|heard| &heard.what).collect();
    let same = heard.iter().copied().eq(&said.whats);
    hold(same, &arrival.octets, rfc6455::ORDER_5_4, || {
        format!("the application said {:?}, the peer hears {heard:?}", said.whats)
    });
}

/// A fragment is at most as long as was asked for, and only a message that may be compressed is marked so (RFC 7692 6.1).
pub fn frames_are_as_they_were_asked_for(talk: &Talk, arrival: &Arrival<'_>) {
    let octets = &arrival.octets;
    let longest = |call: &Call| match call.what % 16 {
        4..=6 => u64::from(call.fragment.max(1)).max(1024),
        _ => u64::MAX,
    };
    let most = talk.calls.iter().map(longest).max().unwrap_or(u64::MAX);
    let compresses = arrival.terms.compression.is_some();
    let mut at = 0;
    while let Some((header, _, len)) = drawing::frame(&octets[at..]) {
        hold(
            header.opcode >= 8 || header.length <= most,
            octets,
            rfc6455::ANY_SIZE,
            || {
                format!(
                    "the frame at {at} has {} octets, at most {most} were asked for",
                    header.length
                )
            },
        );
        hold(
            header.rsv == 0 || compresses,
            octets,
            rfc7692::UNCOMPRESSED_ALGO_6_1,
            || format!("the frame at {at} is marked as compressed, and nothing was agreed"),
        );
        at += len;
    }
    hold(at == octets.len(), octets, rfc6455::ENCAPSULATE, || {
        format!("the octets from {at} on are no frame")
    });
}
