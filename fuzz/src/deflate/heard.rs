//! What the receiver of an exchange says to it, each way it can arrive, written down once for all oracles.

use allocation_counter::{measure, opt_out};
use wsspec::model::drawing::{self, Drawn};
use wsspec_codec::meter;
use wsspec_codec::rules::Violation;

use super::exchange::{Exchange, Sent, Wire};
use super::reading::{Reader, Reading};
use crate::arrival::Way;
use crate::endpoint::Reported;

/// Everything the oracles look at.
pub struct Heard<'a> {
    /// What was agreed on.
    pub exchange: &'a Exchange,
    /// What stands on the wire.
    pub octets: &'a [u8],
    /// What our sender was told to send, until a stream came between.
    pub sent: &'a [Sent],
    /// What that is, in order.
    pub items: Vec<Item>,
    /// What the receiver says, for each way.
    pub answers: Vec<Answer<'a>>,
}

/// Something whole on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A ping with this payload.
    Ping(Vec<u8>),
    /// A message of one or more frames.
    Message(Message),
}

/// A message as it stands on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The headers of its frames.
    pub headers: Vec<Drawn>,
    /// Their payloads, joined.
    pub octets: Vec<u8>,
    /// What they say, up to the limit of the receiver, if they are compressed.
    pub reading: Option<Reading>,
}

/// What the receiver said.
pub struct Answer<'a> {
    /// How the octets arrived.
    pub way: Way<'a>,
    /// What it reported.
    pub reports: Vec<Reported>,
    /// The most octets that it held at a time.
    pub peak: u64,
    /// How many octets it touched.
    pub steps: u64,
}

impl<'a> Heard<'a> {
    /// Lets the receiver hear what stands on the wire.
    pub fn new(exchange: &'a Exchange, wire: &'a Wire) -> Heard<'a> {
        let uneven = (!exchange.pieces.is_empty()).then_some(Way(&exchange.pieces));
        let ways = [Some(Way::WHOLE), Some(Way::OCTETS), uneven].into_iter().flatten();
        Heard {
            exchange,
            octets: &wire.octets,
            sent: &wire.sent,
            items: items(exchange, &wire.octets),
            answers: ways
                .filter(|way| way.pieces(&wire.octets).nth(MOST_PIECES).is_none())
                .map(|way| Answer::new(exchange, &wire.octets, way))
                .collect(),
        }
    }

    /// The messages that our sender sent, until a stream came between: as they were to be, and as they stand on the wire.
    pub fn sent(&self) -> impl Iterator<Item = (&'a Sent, &Message)> {
        let messages = self.items.iter().filter_map(|item| match item {
            Item::Message(message) => Some(message),
            Item::Ping(_) => None,
        });
        self.sent.iter().zip(messages)
    }
}

impl Item {
    /// What it says, if it is compressed.
    pub fn reading(&self) -> Option<&Reading> {
        match self {
            Item::Message(message) => message.reading.as_ref(),
            Item::Ping(_) => None,
        }
    }
}

impl<'a> Answer<'a> {
    /// What the receiver says to these octets.
    pub fn new(exchange: &Exchange, octets: &[u8], way: Way<'a>) -> Answer<'a> {
        let mut reports = Vec::new();
        let mut input = Vec::new();
        let mut steps = 0;
        let mut receive = || {
            let mut receiver = exchange.endpoint(exchange.sender().peer());
            for piece in way.pieces(octets) {
                opt_out(|| {
                    input.clear();
                    input.extend_from_slice(piece);
                });
                receiver.receive_dyn(&mut input, &mut |event, _| {
                    opt_out(|| reports.push(Reported::new(event)))
                });
                receiver.written(usize::MAX);
            }
        };
        let peak = measure(|| steps = meter::measure(&mut receive)).bytes_max;
        Answer {
            way,
            reports,
            peak,
            steps,
        }
    }

    /// The rule that was broken, if it says so.
    pub fn violation(&self) -> Option<Violation> {
        self.reports.iter().find_map(|report| match report {
            Reported::Failed(violation) => Some(*violation),
            _ => None,
        })
    }
}

/// In more pieces than so many nothing arrives: each is a call of the inflater.
const MOST_PIECES: usize = 800;

/// What is whole in these octets.
fn items(exchange: &Exchange, octets: &[u8]) -> Vec<Item> {
    let (agreed, sender) = (exchange.agreed(), exchange.sender());
    let most = exchange.limits().message as usize;
    let mut reader = Reader::new(agreed.window_bits(sender), agreed.no_context_takeover(sender));
    let mut items = Vec::new();
    let mut open = Message::default();
    let mut rest = octets;
    while let Some((header, payload, end)) = drawing::frame(rest) {
        rest = &rest[end..];
        if header.opcode >= 8 {
            items.push(Item::Ping(payload));
            continue;
        }
        open.octets.extend(payload);
        let fin = header.fin;
        open.headers.push(header);
        if fin {
            let mut message = std::mem::take(&mut open);
            if message.headers[0].rsv != 0 {
                message.reading = Some(reader.message(&message.octets, most));
            }
            items.push(Item::Message(message));
        }
    }
    items
}
