//! The frames that a peer sends, field by field.

use mutatis::{Context as Chance, Generate, Mutate};
use serde::{Deserialize, Serialize};
use wsspec::model::drawing::{self, Drawn};
use wsspec_codec::rules::Role;

use crate::arrival::{self, Arrival};
use crate::content::Content;
use crate::structured::Structured;

/// What a peer sends, and how it arrives. Every number means something, so that any change is another stream; most of
/// the numbers mean what is legal, so that a stream goes on behind its first frames.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Stream {
    /// Who receives it: the bits `0xF0` as of an [`Arrival`].
    pub terms: u8,
    /// In their order.
    pub frames: Vec<Frame>,
    /// How many octets are missing at the end.
    pub missing: u8,
    /// The lengths of the pieces it arrives in, less one.
    pub pieces: Vec<u8>,
}

/// A frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Frame {
    /// Which frame it is: most numbers go on with the message that is open, or begin one.
    pub kind: u8,
    /// Whether it ends its message.
    pub ends: bool,
    /// What is wrong with it: for most numbers nothing.
    pub odd: u8,
    /// The masking key, where it is masked.
    pub key: [u8; 4],
    /// Its payload before it is compressed.
    pub content: Content,
    /// How it is compressed, where that was agreed: for half of the numbers not at all.
    pub compressed: u8,
}

impl Structured for Stream {
    const VERSION: u8 = 1;
}

impl Generate<Frame> for FrameMutator {
    fn generate(&mut self, chance: &mut Chance) -> mutatis::Result<Frame> {
        Ok(Frame {
            kind: chance.rng().gen_u8(),
            ends: !chance.rng().gen_u8().is_multiple_of(4),
            key: chance.rng().gen_u32().to_be_bytes(),
            content: Content::generate(chance),
            ..Frame::default()
        })
    }
}

/// What is wrong with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Odd {
    Nothing,
    /// FIN is not as it should be.
    Fin,
    Rsv(u8),
    Mask,
    /// The length in more bits than it needs.
    Form(u8),
    /// Another length than it has.
    Announces(u64),
}

impl Odd {
    fn new(number: u8, length: u64) -> Odd {
        match number % 64 {
            1 => Odd::Fin,
            2 => Odd::Rsv(0b100),
            3 => Odd::Rsv(0b010),
            4 => Odd::Rsv(0b001),
            5 => Odd::Rsv(0b111),
            6 => Odd::Mask,
            7 => Odd::Form(16),
            8 => Odd::Form(64),
            9 => Odd::Announces(length + 1),
            10 => Odd::Announces(length.saturating_sub(1)),
            11 => Odd::Announces((1 << 63) + length),
            12 => Odd::Announces((1 << 63) - 1),
            13 => Odd::Announces((1 << 32) + length),
            14 => Odd::Announces(201),
            15 => Odd::Announces(301),
            16 => Odd::Announces(1 << 20),
            _ => Odd::Nothing,
        }
    }
}

impl Frame {
    /// Most kinds depend on whether a message is open, so that messages come to their end.
    fn opcode(&self, open: bool) -> u8 {
        match self.kind % 24 {
            0..=5 if !open => 1,
            6..=9 if !open => 2,
            0..=9 | 18 => 0,
            10..=12 => 9,
            13..=14 => 10,
            15 => 8,
            16 => 1,
            17 => 2,
            reserved => [3, 4, 7, 11, 15][usize::from(reserved - 19)],
        }
    }
}

/// Messages that are compressed already: the examples of RFC 7692 7.2.3, references too far back, blocks that end a
/// stream, several flushes, 1,000 octets out of few, and what is no block at all.
const DEFLATED: [&[u8]; 12] = [
    b"\xF2\x48\xCD\xC9\xC9\x07\x00",
    b"\xF2\x00\x11\x00\x00",
    b"\xF3\x48\xCD\xC9\xC9\x07\x00\x00",
    b"\xF2\x48\x05\x00\x00\x00\xFF\xFF\xCA\xC9\xC9\x07\x00",
    b"\x00",
    b"\x02\x00",
    b"\xF3\x48\x05\x00\xCB\xC9\xC9\x07\x00\x00",
    b"\x4A\x4C\x1C\x05\xA3\x60\x14\x0C\x77\x00\x00",
    b"\x06",
    b"\xF2\x48\xCD\xC9\xC9",
    b"\x00\x05\x00\xFA\xFFHello\x00",
    b"\x00\x00\x00\xFF\xFF\x00\x00\x00\xFF\xFF\x00",
];

/// The payload compressed: not at all, in a stored block, as one of [`DEFLATED`], or taken for compressed.
fn compressed(content: &[u8], number: u8, first: bool, last: bool) -> (Vec<u8>, bool) {
    match number % 32 {
        0..=15 => (content.to_vec(), false),
        16..=21 => {
            let mut wire = Vec::new();
            if let Ok(len) = u16::try_from(content.len()) {
                wire.push(0);
                wire.extend(len.to_le_bytes());
                wire.extend((!len).to_le_bytes());
            }
            wire.extend_from_slice(content);
            if last {
                wire.push(0);
            }
            (wire, first)
        }
        22 => (content.to_vec(), first),
        _ => (DEFLATED[usize::from(number) % DEFLATED.len()].to_vec(), first),
    }
}

impl Stream {
    /// The octets on the wire, and how they arrive.
    pub fn arrival(&self) -> Arrival<'_> {
        let frames = self.drawn();
        let mut octets: Vec<u8> = frames
            .iter()
            .flat_map(|(header, payload)| drawing::draw(header, payload))
            .collect();
        octets.truncate(octets.len().saturating_sub(usize::from(self.missing)));
        Arrival {
            octets: octets.into(),
            lengths: self.pieces[..].into(),
            terms: arrival::terms(self.terms),
        }
    }

    /// The frames, each with its header and its payload.
    pub fn drawn(&self) -> Vec<(Drawn, Vec<u8>)> {
        let terms = arrival::terms(self.terms);
        let mut open = false;
        let drawn = |frame: &Frame| {
            let opcode = frame.opcode(open);
            let control = opcode >= 8;
            let mut payload = match opcode {
                8 => frame.content.close_body(),
                _ => frame.content.payload(),
            };
            let ends = frame.ends || control;
            let mut rsv = 0;
            if terms.compression.is_some() && !control {
                let (wire, marked) = compressed(&payload, frame.compressed, !open, ends);
                payload = wire;
                rsv = u8::from(marked) << 2;
            }
            if !control {
                open = !ends;
            }
            (
                frame.header(opcode, ends, rsv, payload.len() as u64, terms.receiver),
                payload,
            )
        };
        self.frames.iter().map(drawn).collect()
    }
}

impl Frame {
    fn header(&self, opcode: u8, fin: bool, rsv: u8, length: u64, receiver: Role) -> Drawn {
        let odd = Odd::new(self.odd, length);
        let announced = match odd {
            Odd::Announces(announced) => announced,
            _ => length,
        };
        let shortest = match announced {
            0..=125 => 7,
            126..=0xFFFF => 16,
            _ => 64,
        };
        let masked = (receiver == Role::Server) != (odd == Odd::Mask);
        Drawn {
            fin: fin != (odd == Odd::Fin),
            rsv: match odd {
                Odd::Rsv(bits) => rsv | bits,
                _ => rsv,
            },
            opcode,
            key: masked.then_some(self.key),
            length_bits: match odd {
                Odd::Form(bits) => shortest.max(bits),
                _ => shortest,
            },
            length: announced,
            header_len: 0,
        }
    }
}
