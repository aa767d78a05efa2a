//! DEFLATE data made by hand, right and wrong (RFC 1951 section 3.2).

use mutatis::{Context, DefaultMutate, Generate, Mutate};
use serde::{Deserialize, Serialize};

/// The octets of a compressed message, block by block.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Stream {
    /// What is written.
    pub blocks: Vec<Block>,
    /// Without the header of the empty block that ends a message (RFC 7692 7.2.1).
    pub open: bool,
    /// How many octets are cut off at the end.
    pub cut: u8,
    /// Bits that are flipped, counted from the start and over again.
    pub flipped: Vec<u16>,
}

/// A block, or something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub enum Block {
    /// A block that is not compressed.
    Stored {
        /// BFINAL.
        last: bool,
        /// What it holds.
        octets: Vec<u8>,
        /// What its length is changed by; its complement is as it should be where this is zero.
        lie: u8,
    },
    /// A block with fixed codes.
    Fixed {
        /// BFINAL.
        last: bool,
        /// What it says.
        symbols: Vec<Symbol>,
        /// Without the symbol that ends it.
        open: bool,
    },
    /// A block with codes of its own. What has no code is left out.
    Dynamic {
        /// BFINAL.
        last: bool,
        /// The lengths of the codes for literals and lengths, from the first on.
        literals: Vec<Run>,
        /// Those for distances.
        distances: Vec<Run>,
        /// What it says.
        symbols: Vec<Symbol>,
        /// Without the symbol that ends it.
        open: bool,
    },
    /// Bits, the first the least significant.
    Bits {
        /// Their value.
        value: u16,
        /// How many: up to 16.
        count: u8,
    },
    /// Octets from the next boundary on.
    Octets(Vec<u8>),
}

/// What a compressed block says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub enum Symbol {
    /// An octet.
    Literal(u8),
    /// A reference, so many times.
    Match {
        /// The octets less three, up to 258.
        length: u8,
        /// How far back less one.
        distance: u16,
        /// How often less one.
        again: u8,
    },
    /// The code of a literal, length or distance by its number, without the bits that may belong to it.
    Number {
        /// Whether it is the code of a distance.
        distance: bool,
        /// Its number.
        number: u16,
    },
}

/// So many codes of the same length.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Run {
    /// In bits, up to 15.
    pub length: u8,
    /// How many less one.
    pub times: u8,
}

impl Stream {
    /// The octets of the message, as they stand in its frames.
    pub fn octets(&self) -> Vec<u8> {
        let mut bits = Bits::default();
        self.blocks.iter().for_each(|block| bits.block(block));
        if !self.open {
            bits.header(false, 0b00);
        }
        let mut octets = bits.octets;
        octets.truncate(octets.len() - usize::from(self.cut).min(octets.len()));
        for &flipped in &self.flipped {
            if let Some(bit) = usize::from(flipped).checked_rem(8 * octets.len()) {
                octets[bit / 8] ^= 1 << (bit % 8);
            }
        }
        octets
    }
}

/// Bits as RFC 1951 3.1.1 packs them.
#[derive(Default)]
struct Bits {
    octets: Vec<u8>,
    /// How many there are.
    len: usize,
    /// The last of them end a final block, behind which the next begins with an octet (RFC 7692 7.2.1).
    ended: bool,
}

impl Bits {
    fn bit(&mut self, bit: usize) {
        if self.len.is_multiple_of(8) {
            self.octets.push(0);
        }
        if let Some(last) = self.octets.last_mut() {
            *last |= ((bit & 1) as u8) << (self.len % 8);
        }
        self.len += 1;
    }

    /// The least significant bit first.
    fn number(&mut self, number: usize, count: usize) {
        (0..count).for_each(|place| self.bit(number >> place));
    }

    /// The most significant bit first.
    fn code(&mut self, code: &Coded) {
        (0..code.length).rev().for_each(|place| self.bit(code.value >> place));
    }

    fn aligned(&mut self, octets: &[u8]) {
        self.octets.extend_from_slice(octets);
        self.len = 8 * self.octets.len();
    }

    /// BFINAL and BTYPE.
    fn header(&mut self, last: bool, kind: usize) {
        if self.ended {
            self.aligned(&[]);
        }
        self.ended = last;
        self.number(usize::from(last) + 2 * kind, 3);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Stored { last, octets, lie } => {
                self.header(*last, 0b00);
                let length = (octets.len() as u16).wrapping_add(u16::from(*lie));
                self.aligned(&length.to_le_bytes());
                self.aligned(&(!(octets.len() as u16)).to_le_bytes());
                self.aligned(octets);
            }
            Block::Fixed { last, symbols, open } => {
                self.header(*last, 0b01);
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                self.symbols(symbols, *open, &codes(&lengths), &codes(&[5; 32]));
            }
            Block::Dynamic {
                last,
                literals,
                distances,
                symbols,
                open,
            } => {
                self.header(*last, 0b10);
                let [literals, distances] = [lengths(literals, 257..=288), lengths(distances, 1..=32)];
                self.number(literals.len() - 257, 5);
                self.number(distances.len() - 1, 5);
                // Each of the sixteen lengths has a code of four bits; none is repeated.
                self.number(15, 4);
                [[0; 3].as_slice(), &[4; 16]]
                    .concat()
                    .iter()
                    .for_each(|&length| self.number(length, 3));
                for &length in literals.iter().chain(&distances) {
                    self.code(&Coded {
                        value: length,
                        length: 4,
                    });
                }
                self.symbols(symbols, *open, &codes(&literals), &codes(&distances));
            }
            Block::Bits { value, count } => self.number(usize::from(*value), usize::from(*count).min(16)),
            Block::Octets(octets) => self.aligned(octets),
        }
    }

    fn symbols(&mut self, symbols: &[Symbol], open: bool, literals: &[Coded], distances: &[Coded]) {
        let code = |codes: &[Coded], number: usize| codes.get(number).filter(|code| code.length > 0).copied();
        for symbol in symbols {
            match *symbol {
                Symbol::Literal(octet) => {
                    if let Some(code) = code(literals, usize::from(octet)) {
                        self.code(&code);
                    }
                }
                Symbol::Match {
                    length,
                    distance,
                    again,
                } => {
                    let length = length_parts(usize::from(length) + 3);
                    let distance = distance_parts(usize::from(distance % 32768) + 1);
                    let pair = code(literals, length.number).zip(code(distances, distance.number));
                    for (first, second) in std::iter::repeat_n(pair, usize::from(again) + 1).flatten() {
                        self.code(&first);
                        self.number(length.more, length.bits);
                        self.code(&second);
                        self.number(distance.more, distance.bits);
                    }
                }
                Symbol::Number { distance, number } => {
                    let codes = if distance { distances } else { literals };
                    if let Some(code) = code(codes, usize::from(number)) {
                        self.code(&code);
                    }
                }
            }
        }
        if let (false, Some(end)) = (open, code(literals, 256)) {
            self.code(&end);
        }
    }
}

/// A code: its bits, the most significant first; none where it is not used.
#[derive(Clone, Copy)]
struct Coded {
    value: usize,
    length: usize,
}

/// The codes of these lengths (3.2.2). Where there are more than there can be, they are cut.
fn codes(lengths: &[usize]) -> Vec<Coded> {
    let mut counts = [0; 16];
    lengths.iter().for_each(|&length| counts[length] += 1);
    counts[0] = 0;
    let mut next = [0; 16];
    for length in 1..16 {
        next[length] = 2 * (next[length - 1] + counts[length - 1]);
    }
    let code = |&length: &usize| {
        let value = next[length];
        next[length] += 1;
        Coded { value, length }
    };
    lengths.iter().map(code).collect()
}

/// As many lengths as may be announced: what is missing has none, and what is too much is left out.
fn lengths(runs: &[Run], room: std::ops::RangeInclusive<usize>) -> Vec<usize> {
    let run = |run: &Run| std::iter::repeat_n(usize::from(run.length % 16), usize::from(run.times) + 1);
    let mut lengths: Vec<usize> = runs.iter().flat_map(run).take(*room.end()).collect();
    lengths.resize(lengths.len().max(*room.start()), 0);
    lengths
}

/// The number of a code, and the bits behind it.
struct Parts {
    number: usize,
    more: usize,
    bits: usize,
}

/// A length of 3 to 258 octets (3.2.5).
fn length_parts(length: usize) -> Parts {
    match length {
        ..11 => parts(254 + length, 0, 0),
        258 => parts(285, 0, 0),
        _ => {
            let bits = (length - 3).ilog2() as usize - 2;
            let within = (length - 3) >> bits;
            parts(257 + 4 * bits + within, (length - 3) % (1 << bits), bits)
        }
    }
}

/// A distance of 1 to 32,768 octets (3.2.5).
fn distance_parts(distance: usize) -> Parts {
    match distance - 1 {
        near @ ..4 => parts(near, 0, 0),
        far => {
            let bits = far.ilog2() as usize - 1;
            parts(2 * bits + (far >> bits), far % (1 << bits), bits)
        }
    }
}

fn parts(number: usize, more: usize, bits: usize) -> Parts {
    Parts { number, more, bits }
}

impl Generate<Block> for <Block as DefaultMutate>::DefaultMutate {
    fn generate(&mut self, context: &mut Context) -> mutatis::Result<Block> {
        let last = context.rng().gen_u8() < 64;
        let symbols = vec![Symbol::Literal(b'a'), Symbol::Literal(b'b')];
        Ok(match context.rng().gen_u8() % 6 {
            0 => Block::Stored {
                last,
                octets: b"stored".to_vec(),
                lie: 0,
            },
            1 | 2 => Block::Fixed {
                last,
                symbols,
                open: false,
            },
            3 => Block::Dynamic {
                last,
                literals: COMPLETE_LITERALS.map(run).to_vec(),
                distances: COMPLETE_DISTANCES.map(run).to_vec(),
                symbols,
                open: false,
            },
            4 => Block::Bits {
                value: context.rng().gen_u16(),
                count: context.rng().gen_u8() % 17,
            },
            _ => Block::Octets(Vec::new()),
        })
    }
}

/// Lengths and times: a complete code for all 286 literals and lengths, and the end.
pub const COMPLETE_LITERALS: [(u8, u8); 2] = [(8, 226), (9, 60)];
/// A complete code for all 30 distances.
pub const COMPLETE_DISTANCES: [(u8, u8); 2] = [(4, 2), (5, 28)];

/// Codes of this length, so many times.
pub fn run((length, times): (u8, u8)) -> Run {
    Run {
        length,
        times: times - 1,
    }
}

impl Generate<Symbol> for <Symbol as DefaultMutate>::DefaultMutate {
    fn generate(&mut self, context: &mut Context) -> mutatis::Result<Symbol> {
        let rng = context.rng();
        Ok(match rng.gen_u8() % 4 {
            0 | 1 => Symbol::Literal(rng.gen_u8() % 128),
            2 => Symbol::Match {
                length: rng.gen_u8(),
                distance: rng.gen_u16() >> (rng.gen_u8() % 16),
                again: rng.gen_u8() >> (rng.gen_u8() % 9).min(7),
            },
            _ => Symbol::Number {
                distance: rng.gen_bool(),
                number: rng.gen_u16() % 290,
            },
        })
    }
}

impl Generate<Run> for <Run as DefaultMutate>::DefaultMutate {
    fn generate(&mut self, context: &mut Context) -> mutatis::Result<Run> {
        let rng = context.rng();
        Ok(Run {
            length: rng.gen_u8() % 16,
            times: rng.gen_u8() >> (rng.gen_u8() % 8),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn octets(blocks: Vec<Block>) -> Vec<u8> {
        let stream = Stream {
            blocks,
            ..Stream::default()
        };
        stream.octets()
    }

    fn literals(octets: &[u8]) -> Vec<Symbol> {
        octets.iter().map(|&octet| Symbol::Literal(octet)).collect()
    }

    #[test]
    fn the_examples_of_rfc_7692_are_written_as_it_has_them() {
        let fixed = |last, symbols| Block::Fixed {
            last,
            symbols,
            open: false,
        };
        let stored = |octets: &[u8]| Block::Stored {
            last: false,
            octets: octets.to_vec(),
            lie: 0,
        };
        let hello = || literals(b"Hello");
        assert_eq!(octets(vec![fixed(false, hello())]), b"\xf2\x48\xcd\xc9\xc9\x07\x00");
        assert_eq!(
            octets(vec![stored(b"Hello")]),
            b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"
        );
        assert_eq!(octets(vec![fixed(true, hello())]), b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00");
        assert_eq!(
            octets(vec![
                fixed(false, literals(b"He")),
                stored(b""),
                fixed(false, literals(b"llo"))
            ]),
            b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"
        );
    }

    /// The first lengths and distances of the tables of RFC 1951 3.2.5, and the last.
    #[test]
    fn lengths_and_distances_have_the_codes_of_rfc_1951() {
        let of = |parts: Parts| (parts.number, parts.bits, parts.more);
        let lengths = [3, 10, 11, 12, 13, 18, 19, 34, 35, 227, 257, 258].map(|length| of(length_parts(length)));
        let right = [
            (257, 0, 0),
            (264, 0, 0),
            (265, 1, 0),
            (265, 1, 1),
            (266, 1, 0),
            (268, 1, 1),
            (269, 2, 0),
            (272, 2, 3),
            (273, 3, 0),
            (284, 5, 0),
            (284, 5, 30),
            (285, 0, 0),
        ];
        assert_eq!(lengths, right);
        let distances = [1, 4, 5, 6, 7, 9, 24_577, 32_768].map(|distance| of(distance_parts(distance)));
        let right = [
            (0, 0, 0),
            (3, 0, 0),
            (4, 1, 0),
            (4, 1, 1),
            (5, 1, 0),
            (6, 2, 0),
            (29, 13, 0),
            (29, 13, 8191),
        ];
        assert_eq!(distances, right);
    }
}
