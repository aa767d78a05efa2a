//! What an endpoint makes of an arrival, each way it can arrive, written down once for all oracles.

use std::fmt;

use allocation_counter::{measure, opt_out};
use wsspec::model::{Context, Terms};
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::{Closure, Connection, Event};
use wsspec_codec::deflate::{Agreed, Compression};
use wsspec_codec::message::MessageKind;
use wsspec_codec::meter;
use wsspec_codec::rules::{Role, Violation};

use crate::arrival::{Arrival, Way};
use crate::hold::hex;

/// Everything the oracles look at.
pub struct Observed<'a> {
    /// What stands on the wire.
    pub octets: &'a [u8],
    /// Who received it.
    pub terms: Terms,
    /// What the endpoint said, each way it arrived; in one piece first, octet by octet second.
    pub conversations: Vec<Conversation<'a>>,
}

/// What an endpoint reported, and how it stands.
pub struct Conversation<'a> {
    /// How the octets arrived.
    pub way: Way<'a>,
    /// What does not depend on how they arrived.
    pub said: Said,
    /// The most octets that were held at a time.
    pub peak: u64,
    /// How many octets were touched.
    pub steps: u64,
}

/// What an endpoint reported and would write, and how it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// In their order.
    pub events: Vec<Reported>,
    /// What it would write.
    pub output: Octets,
    /// How the connection ended.
    pub closure: Closure,
    /// Whether TCP is to be closed.
    pub close_tcp: bool,
    /// Whether nothing more is looked at.
    pub ended: bool,
    /// Whether the peer is in the middle of something.
    pub in_message: bool,
}

/// An event with its octets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reported {
    /// A message.
    Message(MessageKind, Octets),
    /// A ping.
    Ping(Octets),
    /// A pong.
    Pong(Octets),
    /// The peer's Close frame.
    Close(Option<CloseCode>, String),
    /// The connection failed.
    Failed(Violation),
}

/// Octets, shown in hex.
#[derive(Clone, PartialEq, Eq)]
pub struct Octets(pub Vec<u8>);

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl<'a> Observed<'a> {
    /// Lets an endpoint do all it can with the arrival.
    pub fn new(arrival: &'a Arrival<'_>) -> Observed<'a> {
        Observed {
            octets: &arrival.octets,
            terms: arrival.terms,
            conversations: arrival
                .ways()
                .map(|way| Conversation::new(&arrival.octets, way, &arrival.terms))
                .collect(),
        }
    }

    /// What the endpoint said, whichever way the octets arrived.
    pub fn said(&self) -> &Said {
        &self.conversations[0].said
    }
}

impl<'a> Conversation<'a> {
    /// What an endpoint says to these octets.
    pub fn new(octets: &[u8], way: Way<'a>, terms: &Terms) -> Conversation<'a> {
        let mut events = Vec::new();
        let mut opened = None;
        let mut input = Vec::new();
        let mut receive = || {
            let mut connection = connection(terms);
            for piece in way.pieces(octets) {
                opt_out(|| {
                    input.clear();
                    input.extend_from_slice(piece);
                });
                connection.receive_dyn(&mut input, &mut |event, _| {
                    opt_out(|| events.push(Reported::new(event)))
                });
            }
            opened = Some(connection);
        };
        let mut steps = 0;
        let peak = measure(|| steps = meter::measure(&mut receive)).bytes_max;
        let connection = opened.expect("it has just been put there");
        Conversation {
            way,
            said: Said::new(events, &connection),
            peak,
            steps,
        }
    }
}

/// An endpoint after such an opening handshake. Its masking keys, if it masks, are 1, 2, 3 …, so that what it writes can be
/// compared.
pub fn connection(terms: &Terms) -> Connection {
    connection_with(terms, Compression::default())
}

/// The same, compressing like this.
pub fn connection_with(terms: &Terms, compression: Compression) -> Connection {
    let mut count = 0u32;
    let counted = move || {
        count += 1;
        count.to_be_bytes()
    };
    let connection = match terms.receiver {
        Role::Server => Connection::server(terms.limits),
        Role::Client => Connection::client(terms.limits, Box::new(counted)),
    };
    match terms.compression {
        None => connection,
        Some(context) => connection.agree(&agreed(context), compression),
    }
}

/// An agreement in which both compress like this, with the smallest windows.
pub fn agreed(context: Context) -> Agreed {
    let forgets = context == Context::Fresh;
    Agreed {
        server_no_context_takeover: forgets,
        client_no_context_takeover: forgets,
        server_max_window_bits: 9,
        client_max_window_bits: 9,
    }
}

impl Said {
    /// What such an endpoint said.
    pub fn new(events: Vec<Reported>, connection: &Connection) -> Said {
        Said {
            events,
            output: Octets(connection.output().to_vec()),
            closure: connection.closure(),
            close_tcp: connection.close_tcp(),
            ended: connection.is_ended(),
            in_message: connection.in_message(),
        }
    }

    /// The rule that was broken, if the last event says so.
    pub fn violation(&self) -> Option<Violation> {
        match self.events.last() {
            Some(Reported::Failed(violation)) => Some(*violation),
            _ => None,
        }
    }
}

impl Reported {
    /// How many octets it has.
    pub fn len(&self) -> usize {
        match self {
            Reported::Message(_, octets) | Reported::Ping(octets) | Reported::Pong(octets) => octets.0.len(),
            Reported::Close(_, reason) => reason.len(),
            Reported::Failed(_) => 0,
        }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An event as it is written down.
    pub fn new(event: Event<'_>) -> Reported {
        let octets = |octets: &[u8]| Octets(octets.to_vec());
        match event {
            Event::Message { kind, payload } => Reported::Message(kind, octets(payload)),
            Event::Ping(payload) => Reported::Ping(octets(payload)),
            Event::Pong(payload) => Reported::Pong(octets(payload)),
            Event::Close { code, reason } => Reported::Close(code, reason.to_owned()),
            Event::Failed(violation) => Reported::Failed(violation),
        }
    }
}
