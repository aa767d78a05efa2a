//! What a codec makes of a delivery, each way it can arrive, written down once for all oracles.

use std::fmt::{self, Write as _};

use allocation_counter::{measure, opt_out};
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::{Closure, Connection, Event};
use wsspec_codec::frame::{Frame, FrameDecoder};
use wsspec_codec::message::MessageKind;
use wsspec_codec::meter;
use wsspec_codec::rules::{Limits, Role, Violation};

use crate::codec::Codec;
use crate::delivery::{Delivery, Pieces};

/// Everything the oracles look at.
pub struct Observed<'a, C> {
    /// The codec that did it.
    pub codec: &'a C,
    /// What stands on the wire.
    pub octets: &'a [u8],
    /// What the endpoints take.
    pub limits: Limits,
    /// The frames, for each way.
    pub decoded: Vec<Decoded<'a>>,
    /// What a server and a client say, for each way.
    pub conversations: [(Role, Vec<Conversation<'a>>); 2],
}

/// The frames that came out of the pieces.
pub struct Decoded<'a> {
    /// How the octets arrived.
    pub pieces: Pieces<'a>,
    /// Each frame, and the offset where it ends.
    pub frames: Vec<(Frame, u64)>,
    /// The decoder, and with it what is left.
    pub decoder: FrameDecoder,
    /// The most octets that were held at a time.
    pub peak: u64,
    /// How many octets were touched.
    pub steps: u64,
}

/// What an endpoint reported, and how it stands.
pub struct Conversation<'a> {
    /// How the octets arrived.
    pub pieces: Pieces<'a>,
    /// What does not depend on how they arrived.
    pub said: Said,
    /// The most octets that were held at a time.
    pub peak: u64,
    /// How many octets were touched.
    pub steps: u64,
}

/// What an endpoint reported and would write, and how it stands.
#[derive(PartialEq, Eq, Debug)]
pub struct Said {
    events: Vec<Reported>,
    output: Octets,
    closure: Closure,
    close_tcp: bool,
    in_message: bool,
}

/// An event with its octets.
#[derive(PartialEq, Eq, Debug)]
pub enum Reported {
    /// A message.
    Message(MessageKind, Octets),
    /// A ping.
    Ping(Octets),
    /// A pong.
    Pong(Octets),
    /// A Close frame.
    Close(Option<CloseCode>, String),
    /// A rule that was broken.
    Failed(Violation),
}

impl<'a, C: Codec> Observed<'a, C> {
    /// Lets the codec do all it can with the delivery.
    pub fn new(codec: &'a C, delivery: &Delivery<'a>) -> Observed<'a, C> {
        let converse = |role| {
            let ways = delivery.ways().into_iter();
            (
                role,
                ways.map(|pieces| Conversation::new(codec, role, delivery.limits, pieces))
                    .collect(),
            )
        };
        Observed {
            codec,
            octets: delivery.octets,
            limits: delivery.limits,
            decoded: delivery
                .ways()
                .into_iter()
                .map(|pieces| Decoded::new(codec, pieces))
                .collect(),
            conversations: [Role::Server, Role::Client].map(converse),
        }
    }
}

impl<'a> Decoded<'a> {
    fn new(codec: &impl Codec, pieces: Pieces<'a>) -> Decoded<'a> {
        let mut frames = Vec::new();
        let mut decoder = None;
        let mut on_frame = |frame, end| opt_out(|| frames.push((frame, end)));
        let mut steps = 0;
        let peak =
            measure(|| steps = meter::measure(|| decoder = Some(codec.frames(&pieces, &mut on_frame)))).bytes_max;
        Decoded {
            pieces,
            frames,
            decoder: decoder.unwrap_or_default(),
            peak,
            steps,
        }
    }
}

impl<'a> Conversation<'a> {
    /// What an endpoint says to these pieces.
    pub fn new(codec: &impl Codec, role: Role, limits: Limits, pieces: Pieces<'a>) -> Conversation<'a> {
        let mut events = Vec::new();
        let mut connection = None;
        let mut on_event = |event: Event<'_>| opt_out(|| events.push(Reported::new(event)));
        let mut receive = || connection = Some(codec.receive(role, limits, &pieces, &mut on_event));
        let mut steps = 0;
        let peak = measure(|| steps = meter::measure(&mut receive)).bytes_max;
        let said = Said::new(events, &connection.expect("it has just been put there"));
        Conversation {
            pieces,
            said,
            peak,
            steps,
        }
    }
}

impl Said {
    fn new(events: Vec<Reported>, connection: &Connection) -> Said {
        Said {
            events,
            output: Octets(connection.output().to_vec()),
            closure: connection.closure(),
            close_tcp: connection.close_tcp(),
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
    /// The event, kept.
    pub fn new(event: Event<'_>) -> Reported {
        match event {
            Event::Message { kind, payload } => Reported::Message(kind, Octets(payload.to_vec())),
            Event::Ping(payload) => Reported::Ping(Octets(payload.to_vec())),
            Event::Pong(payload) => Reported::Pong(Octets(payload.to_vec())),
            Event::Close { code, reason } => Reported::Close(code, reason.to_owned()),
            Event::Failed(violation) => Reported::Failed(violation),
        }
    }
}

/// Octets that are shown in hex.
#[derive(PartialEq, Eq)]
pub struct Octets(pub Vec<u8>);

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// Two digits for each octet.
pub fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut hex, octet| {
        let _ = write!(hex, "{octet:02x}");
        hex
    })
}
