//! What must hold of an endpoint whatever its application and its peer do, in any order.

use mutatis::{Context as Chance, Generate, Mutate};
use serde::{Deserialize, Serialize};
use wsspec::model::{self, Terms, What};
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::Connection;
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::{Limits, Role};

use crate::arrival::Way;
use crate::endpoint::{self, Conversation, Reported};
use crate::hold::{hex, hold, told_in_a_line};
use crate::stream::Stream;
use crate::structured::Structured;
use crate::talk::{Call, Said};

/// What a peer sends, and what the endpoint does while it arrives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Dealings {
    /// What the peer sends; the pieces are up to the steps.
    pub stream: Stream,
    /// In their order. What has not arrived then, arrives in one piece.
    pub steps: Vec<Step>,
}

/// One thing that happens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Step {
    /// Which: octets arrive, the application sends, the output is written in part, TCP ends.
    pub what: u8,
    /// How many octets.
    pub octets: u8,
    /// What the application sends.
    pub call: Call,
}

impl Structured for Dealings {
    const VERSION: u8 = 1;
}

impl Generate<Step> for StepMutator {
    fn generate(&mut self, chance: &mut Chance) -> mutatis::Result<Step> {
        Ok(Step {
            what: chance.rng().gen_u8(),
            octets: chance.rng().gen_u8() % 32,
            call: Call::default(),
        })
    }
}

/// An endpoint, and what is known of it.
struct Endpoint {
    connection: Connection,
    terms: Terms,
    /// How many octets of the stream have come.
    came: usize,
    events: Vec<Reported>,
    /// What the peer is to hear, in order.
    said: Said,
    /// What was written.
    written: Vec<u8>,
    eof: bool,
}

/// Every oracle of this module on one course of events.
pub fn all(dealings: &Dealings) {
    let arrival = dealings.stream.arrival();
    let octets = &arrival.octets[..];
    let mut endpoint = Endpoint {
        connection: endpoint::connection(&arrival.terms),
        terms: arrival.terms,
        came: 0,
        events: Vec::new(),
        said: Said::default(),
        written: Vec::new(),
        eof: false,
    };
    for step in &dealings.steps {
        match step.what % 16 {
            0..=6 => endpoint.receive(octets, usize::from(step.octets) + 1),
            7..=11 => endpoint.send(octets, &step.call),
            12..=14 => endpoint.write(octets, usize::from(step.octets)),
            _ => endpoint.end(),
        }
        it_stands_as_it_must(&endpoint, octets);
    }
    endpoint.receive(octets, octets.len());
    it_stands_as_it_must(&endpoint, octets);
    if octets.len() <= FEW {
        told_in_a_line(octets, rfc6455::RECV_BOTH, format!("{:?}", endpoint.connection));
    }
    dealings_do_not_disturb_the_hearing(&endpoint, octets);
    peer_hears_all_that_was_owed_and_said(&endpoint, octets);
}

/// Of more octets a connection is not shown, for the time that takes.
const FEW: usize = 64;

impl Endpoint {
    fn receive(&mut self, octets: &[u8], len: usize) {
        let end = octets.len().min(self.came + len);
        let mut piece = octets[self.came..end].to_vec();
        self.came = if self.eof { self.came } else { end };
        let (events, said, role) = (&mut self.events, &mut self.said, self.terms.receiver);
        self.connection.receive_dyn(&mut piece, &mut |event, _| {
            let event = Reported::new(event);
            said.answer(&event, role);
            events.push(event);
        });
    }

    fn send(&mut self, octets: &[u8], call: &Call) {
        let judged = call.make(self.connection.sender(), &mut self.said);
        hold(judged.is_ok(), octets, rfc6455::NO_DATA_AFTER, || {
            format!("after {:?} the call {call:?} gets {judged:?}", self.said)
        });
    }

    fn write(&mut self, octets: &[u8], len: usize) {
        let output = self.connection.output();
        let len = len.min(output.len());
        self.written.extend_from_slice(&output[..len]);
        let left = output[len..].to_vec();
        self.connection.written(len);
        let is_left = self.connection.output() == left && self.connection.sender().pending() == left.len();
        hold(is_left, octets, rfc6455::FLUSH_BEFORE_CLOSE, || {
            format!(
                "{len} octets were written, {} are left of {}",
                hex(self.connection.output()),
                hex(&left)
            )
        });
    }

    fn end(&mut self) {
        self.connection.receive_eof();
        self.eof = true;
    }
}

/// Whether TCP is to be closed, and how the end would be told, follow from what was received and sent (7.1).
fn it_stands_as_it_must(endpoint: &Endpoint, octets: &[u8]) {
    let connection = &endpoint.connection;
    let (failed, closed) = match endpoint.events.last() {
        Some(Reported::Failed(_)) => (true, None),
        Some(Reported::Close(code, _)) => (false, Some(code.map_or(1005, CloseCode::value))),
        _ => (false, None),
    };
    let over = endpoint.eof || failed || (closed.is_some() && endpoint.terms.receiver == Role::Server);
    hold(
        connection.close_tcp() == over,
        octets,
        rfc6455::SERVER_IMMEDIATE,
        || format!("after {:?} close_tcp is {}", endpoint.events, connection.close_tcp()),
    );
    let closure = connection.closure();
    let right = (closed.is_some(), closed.unwrap_or(1006));
    hold(
        (closure.clean, closure.code.value()) == right,
        octets,
        rfc6455::CODE_1006,
        || format!("after {:?} the end is told as {closure:?}", endpoint.events),
    );
    hold(
        connection.is_ended() == (endpoint.eof || failed || closed.is_some()),
        octets,
        rfc6455::STOP_PROCESSING,
        || format!("after {:?} is_ended is {}", endpoint.events, connection.is_ended()),
    );
}

/// O5 for applications. Whatever an endpoint sends meanwhile, it hears the same.
fn dealings_do_not_disturb_the_hearing(endpoint: &Endpoint, octets: &[u8]) {
    let alone = Conversation::new(&octets[..endpoint.came], Way::WHOLE, &endpoint.terms).said;
    hold(alone.events == endpoint.events, octets, rfc6455::RECV_BOTH, || {
        format!("it heard {:?}, and without sending {:?}", endpoint.events, alone.events)
    });
}

/// O3 for both. What was written means, to the peer, each pong and Close frame that was owed and all that the application
/// said, in that order, and breaks no rule.
fn peer_hears_all_that_was_owed_and_said(endpoint: &Endpoint, octets: &[u8]) {
    let mut output = endpoint.written.clone();
    output.extend_from_slice(endpoint.connection.output());
    let terms = Terms {
        receiver: endpoint.terms.receiver.peer(),
        limits: Limits::NONE,
        ..endpoint.terms
    };
    // A Close frame ends a reading; pongs may follow it.
    let (up_to_close, pongs) = split_behind_close(&endpoint.said.whats);
    let reading = model::read(&output, &terms);
    let heard: Vec<&What> = reading.heard.iter().map(|heard| &heard.what).collect();
    let same = reading.fault.is_none() && heard.iter().copied().eq(up_to_close);
    hold(same, octets, rfc6455::REPLY, || {
        format!("{up_to_close:?} is owed, and {} means {reading:?}", hex(&output))
    });
    let behind = reading.heard.last().map_or(0, |heard| heard.end as usize);
    if endpoint.said.closed {
        let rest = model::read(&output[behind..], &terms);
        let same = rest.fault.is_none() && rest.heard.iter().map(|heard| &heard.what).eq(pongs);
        hold(same, octets, rfc6455::PONG_WHILE_CLOSING, || {
            format!(
                "{pongs:?} is owed behind the Close frame, and {} means {rest:?}",
                hex(&output[behind..])
            )
        });
    }
}

fn split_behind_close(whats: &[What]) -> (&[What], &[What]) {
    let close = whats.iter().position(|what| matches!(what, What::Close(_)));
    whats.split_at(close.map_or(whats.len(), |close| close + 1))
}
