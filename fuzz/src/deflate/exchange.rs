//! An input: what two endpoints agreed on, what one of them sends, and how it arrives.

use mutatis::{Context, DefaultMutate, Generate, Mutate};
use serde::{Deserialize, Serialize};
use wsspec::model::Terms;
use wsspec_codec::connection::Connection;
use wsspec_codec::deflate::{Agreed, Compression, RSV1};
use wsspec_codec::frame::{self, FrameHeader, Opcode};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::{Limits, Role};

use super::blocks::{Block, Stream};
use crate::endpoint;
use crate::structured::Structured;

/// Messages that go one way, after permessage-deflate was agreed on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Exchange {
    /// What was agreed on for the server's messages.
    pub server: Parameters,
    /// And for the client's.
    pub client: Parameters,
    /// Whether the client sends; the server does otherwise.
    pub client_sends: bool,
    /// How well the sender compresses, 0 to 9, and over again.
    pub level: u8,
    /// Shorter messages are not compressed.
    pub threshold: u8,
    /// The receiver takes small messages only: [`NARROW`] octets in place of [`WIDE`].
    pub narrow: bool,
    /// The lengths of the pieces in which the octets arrive, over and over.
    pub pieces: Vec<u8>,
    /// What is sent.
    pub steps: Vec<Step>,
}

/// What was agreed on for one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Parameters {
    /// The window is two to the power of 15 less this, down to 8, and over again.
    pub bits_below: u8,
    /// Each message begins with an empty window.
    pub forgets: bool,
}

/// What the sender does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub enum Step {
    /// Sends a message through our sender.
    Message {
        /// A text, of which what is not UTF-8 is replaced; binary otherwise.
        text: bool,
        /// What it says.
        content: Vec<Content>,
        /// In which frames.
        way: Way,
    },
    /// Sends octets marked as compressed that were made by hand.
    Stream {
        /// Marked as text.
        text: bool,
        /// The octets.
        stream: Stream,
        /// In frames of so many octets; in one if zero.
        fragment: u8,
    },
    /// Sends a ping, which is never compressed.
    Ping,
    /// Forgets what was sent, as every sender may.
    Forget,
}

/// A part of what a message says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub enum Content {
    /// These octets.
    Octets(Vec<u8>),
    /// One octet over and over.
    Repeated {
        /// Which.
        octet: u8,
        /// How often.
        times: Size,
    },
    /// Words that are made up, so that there is something to be compressed.
    Words {
        /// Which come out.
        seed: u8,
        /// How many octets they take.
        octets: Size,
    },
    /// Octets that repeat hardly, so that what follows is far from what was before.
    Noise {
        /// Which come out.
        seed: u8,
        /// How many.
        octets: Size,
    },
    /// What was said before.
    Back {
        /// So many octets ago.
        distance: Size,
        /// So many octets of it.
        octets: Size,
    },
}

/// A number that is more often small: four times the upper twelve bits, halved as often as the lower four say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Size(pub u16);

/// In which frames a message is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub enum Way {
    /// One.
    #[default]
    Whole,
    /// Of at most so many octets each.
    Fragmented(u8),
    /// One for each part, of so many octets, and one for the rest, each compressed on its own.
    Parts(Vec<u8>),
    /// One, and not compressed.
    Uncompressed,
}

/// What narrow limits take of a message, in octets.
pub const NARROW: u64 = 300;

/// What wide limits take of a message, in octets: more than a window of 2^14.
pub const WIDE: u64 = 20_000;

/// How much an exchange says in all messages of our sender, in octets, so that none takes long.
const MOST: usize = 20_000;

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Text or binary.
    pub kind: MessageKind,
    /// What the message says.
    pub payload: Vec<u8>,
    /// Whether it is to be compressed.
    pub compressed: bool,
    /// The most octets a frame of it may have.
    pub fragment: usize,
}

/// What stands on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wire {
    /// The octets.
    pub octets: Vec<u8>,
    /// The messages that our sender sent, until a stream came between.
    pub sent: Vec<Sent>,
}

impl Structured for Exchange {
    const VERSION: u8 = 1;
}

impl Size {
    /// The number, 0 to 16,380.
    pub fn value(self) -> usize {
        (4 * usize::from(self.0 >> 4)) >> (self.0 & 0xF)
    }
}

impl Exchange {
    /// What was agreed on.
    pub fn agreed(&self) -> Agreed {
        let bits = |parameters: &Parameters| 15 - parameters.bits_below % 8;
        Agreed {
            server_no_context_takeover: self.server.forgets,
            client_no_context_takeover: self.client.forgets,
            server_max_window_bits: bits(&self.server),
            client_max_window_bits: bits(&self.client),
        }
    }

    /// Who sends.
    pub fn sender(&self) -> Role {
        if self.client_sends { Role::Client } else { Role::Server }
    }

    /// What the receiver takes.
    pub fn limits(&self) -> Limits {
        Limits {
            message: if self.narrow { NARROW } else { WIDE },
            ..Limits::default()
        }
    }

    /// An endpoint in this role after the agreement.
    pub fn endpoint(&self, role: Role) -> Connection {
        let compression = Compression {
            level: self.level % 10,
            threshold: usize::from(self.threshold),
        };
        let terms = Terms {
            receiver: role,
            limits: self.limits(),
            compression: None,
        };
        endpoint::connection(&terms).agree(&self.agreed(), compression)
    }

    /// Lets the sender send.
    pub fn wire(&self) -> Wire {
        let mut sender = self.endpoint(self.sender());
        let mut wire = Wire::default();
        let mut said = Vec::new();
        // Of a stream that came between our sender knows nothing, and may refer to what is further back by then.
        let mut by_hand = false;
        for step in &self.steps {
            match step {
                Step::Message { text, content, way } => {
                    let payload = payload(content, *text, &said);
                    if said.len() + payload.len() > MOST {
                        continue;
                    }
                    said.extend_from_slice(&payload);
                    let sent = self.send(&mut sender, *text, payload, way);
                    if !by_hand {
                        wire.sent.push(sent);
                    }
                }
                Step::Stream { text, stream, fragment } => {
                    by_hand = true;
                    self.frames(kind(*text), &stream.octets(), usize::from(*fragment), &mut wire.octets);
                }
                Step::Ping => sender
                    .sender()
                    .ping(b"never compressed")
                    .expect("no Close frame was sent"),
                Step::Forget => sender.sender().forget_context(),
            }
            wire.octets.extend_from_slice(sender.output());
            sender.written(usize::MAX);
        }
        wire
    }

    fn send(&self, connection: &mut Connection, text: bool, payload: Vec<u8>, way: &Way) -> Sent {
        let (sender, kind) = (connection.sender(), kind(text));
        let long = payload.len() >= usize::from(self.threshold);
        let (result, compressed, fragment) = match way {
            Way::Whole => (sender.message(kind, &payload), long, usize::MAX),
            Way::Fragmented(most) => {
                let most = usize::from(*most).max(1);
                (sender.fragmented(kind, &payload, most), long, most)
            }
            Way::Parts(lengths) => {
                let mut rest = payload.as_slice();
                let mut parts = lengths.iter().map(|&length| {
                    let (part, after) = rest.split_at(usize::from(length).min(rest.len()));
                    rest = after;
                    part
                });
                let first = sender.begin(kind, parts.next().unwrap_or_default());
                let middle = parts.try_for_each(|part| sender.fragment(part, false));
                let last = sender.fragment(rest, true);
                (first.and(middle).and(last), true, usize::MAX)
            }
            Way::Uncompressed => (sender.uncompressed(kind, &payload), false, usize::MAX),
        };
        result.expect("no Close frame was sent, and the message before has ended");
        Sent {
            kind,
            payload,
            compressed,
            fragment,
        }
    }

    /// A message in frames that say that it is compressed.
    fn frames(&self, kind: MessageKind, octets: &[u8], fragment: usize, out: &mut Vec<u8>) {
        let most = if fragment == 0 { usize::MAX } else { fragment };
        let mut header = FrameHeader::new(kind.opcode(), 0).with_rsv(RSV1);
        let mut rest = octets;
        loop {
            let (piece, after) = rest.split_at(most.min(rest.len()));
            let length = FrameHeader::new(header.opcode(), piece.len() as u64);
            let key = self.client_sends.then_some([0x37, 0xFA, 0x21, 0x3D]);
            let whole = length.with_rsv(header.rsv()).with_fin(after.is_empty());
            frame::encode(&whole.with_masking_key(key), piece, out);
            if after.is_empty() {
                return;
            }
            (header, rest) = (FrameHeader::new(Opcode::CONTINUATION, 0), after);
        }
    }
}

fn kind(text: bool) -> MessageKind {
    if text { MessageKind::Text } else { MessageKind::Binary }
}

/// The octets of a message, after what was said before.
fn payload(content: &[Content], text: bool, said: &[u8]) -> Vec<u8> {
    let mut payload = Vec::new();
    for part in content {
        match part {
            Content::Octets(octets) => payload.extend_from_slice(octets),
            Content::Repeated { octet, times } => payload.resize(payload.len() + times.value(), *octet),
            Content::Words { seed, octets } => {
                let end = payload.len() + octets.value();
                let mut state = u32::from(*seed);
                while payload.len() < end {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let word =
                        ["to ", "κόσμε ", "be ", "or ", "not ", "frame ", "€ ", "message "][state as usize >> 29];
                    payload.extend_from_slice(word.as_bytes());
                }
            }
            Content::Noise { seed, octets } => {
                let mut state = u32::from(*seed);
                payload.extend((0..octets.value()).map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 25) as u8
                }));
            }
            Content::Back { distance, octets } => {
                let all = said.len() + payload.len();
                let start = all - distance.value().min(all);
                for at in (start..all).take(octets.value()) {
                    let octet = said.get(at).copied();
                    payload.push(octet.unwrap_or_else(|| payload[at - said.len()]));
                }
            }
        }
        payload.truncate(MOST);
    }
    if text {
        payload = String::from_utf8_lossy(&payload).into_owned().into_bytes();
    }
    payload
}

impl Generate<Step> for <Step as DefaultMutate>::DefaultMutate {
    fn generate(&mut self, context: &mut Context) -> mutatis::Result<Step> {
        let text = context.rng().gen_bool();
        Ok(match context.rng().gen_u8() % 8 {
            0..=3 => {
                let content = mutatis::mutators::default::<Content>().generate(context)?;
                let way = match context.rng().gen_u8() % 6 {
                    0..=2 => Way::Whole,
                    3 => Way::Fragmented(context.rng().gen_u8()),
                    4 => Way::Parts(vec![1, 2]),
                    _ => Way::Uncompressed,
                };
                Step::Message {
                    text,
                    content: vec![content],
                    way,
                }
            }
            4 | 5 => Step::Stream {
                text,
                stream: Stream {
                    blocks: vec![mutatis::mutators::default::<Block>().generate(context)?],
                    ..Stream::default()
                },
                fragment: context.rng().gen_u8() & context.rng().gen_u8(),
            },
            6 => Step::Ping,
            _ => Step::Forget,
        })
    }
}

impl Generate<Content> for <Content as DefaultMutate>::DefaultMutate {
    fn generate(&mut self, context: &mut Context) -> mutatis::Result<Content> {
        let rng = context.rng();
        let (seed, size) = (rng.gen_u8(), Size(rng.gen_u16()));
        let octets = size;
        Ok(match rng.gen_u8() % 5 {
            0 => Content::Octets(vec![seed; 3]),
            1 => Content::Repeated {
                octet: seed,
                times: size,
            },
            2 => Content::Words { seed, octets },
            3 => Content::Noise { seed, octets },
            _ => Content::Back {
                distance: size,
                octets: Size(rng.gen_u16()),
            },
        })
    }
}
