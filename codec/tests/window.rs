//! How far back the compressor refers, measured by an inflater of our own that only walks (RFC 1951; RFC 7692 7.2.1).

use wsspec_codec::connection::Connection;
use wsspec_codec::deflate::{Agreed, Compression, Compressor};
use wsspec_codec::frame::FrameDecoder;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::{Limits, Role};

/// The bits of DEFLATE data, and how much has come out of them.
struct Walker<'a> {
    octets: &'a [u8],
    bit: usize,
    made: usize,
    furthest: usize,
}

/// A prefix code: for each length of a code, how many symbols have it; and the symbols, in the order of their codes.
struct Code {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

impl Code {
    fn new(lengths: &[u8]) -> Code {
        let mut counts = [0; 16];
        lengths.iter().for_each(|&length| counts[usize::from(length)] += 1);
        counts[0] = 0;
        let mut symbols: Vec<u16> = (0..lengths.len() as u16)
            .filter(|&symbol| lengths[usize::from(symbol)] > 0)
            .collect();
        symbols.sort_by_key(|&symbol| lengths[usize::from(symbol)]);
        Code { counts, symbols }
    }
}

impl Walker<'_> {
    fn bits(&mut self, count: usize) -> usize {
        let mut value = 0;
        for place in 0..count {
            value |= usize::from(self.octets[self.bit / 8] >> (self.bit % 8) & 1) << place;
            self.bit += 1;
        }
        value
    }

    fn symbol(&mut self, code: &Code) -> usize {
        let (mut value, mut first, mut index) = (0, 0, 0);
        for length in 1..16 {
            value |= self.bits(1);
            let count = usize::from(code.counts[length]);
            if value < first + count {
                return code.symbols[index + value - first].into();
            }
            index += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        panic!("no code has so many bits");
    }

    fn stored(&mut self) {
        self.bit = self.bit.next_multiple_of(8);
        let len = self.bits(16);
        assert_eq!(self.bits(16), len ^ 0xFFFF);
        self.bit += 8 * len;
        self.made += len;
    }

    fn compressed(&mut self, literals: &Code, distances: &Code) {
        loop {
            let symbol = self.symbol(literals);
            match symbol {
                0..=255 => self.made += 1,
                256 => return,
                _ => {
                    let length = match symbol - 257 {
                        short @ 0..8 => 3 + short,
                        28 => 258,
                        long => {
                            let extra = long / 4 - 1;
                            3 + ((4 + long % 4) << extra) + self.bits(extra)
                        }
                    };
                    let distance = match self.symbol(distances) {
                        near @ 0..4 => 1 + near,
                        far => {
                            let extra = far / 2 - 1;
                            1 + ((2 + far % 2) << extra) + self.bits(extra)
                        }
                    };
                    assert!(distance <= self.made, "a reference to before the first octet");
                    self.furthest = self.furthest.max(distance);
                    self.made += length;
                }
            }
        }
    }

    fn dynamic(&mut self) {
        const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        let (literals, distances, codes) = (257 + self.bits(5), 1 + self.bits(5), 4 + self.bits(4));
        let mut lengths = [0; 19];
        for place in &ORDER[..codes] {
            lengths[*place] = self.bits(3) as u8;
        }
        let code = Code::new(&lengths);
        let mut lengths: Vec<u8> = Vec::new();
        while lengths.len() < literals + distances {
            let (length, times) = match self.symbol(&code) {
                16 => (lengths[lengths.len() - 1], 3 + self.bits(2)),
                17 => (0, 3 + self.bits(3)),
                18 => (0, 11 + self.bits(7)),
                length => (length as u8, 1),
            };
            lengths.extend(std::iter::repeat_n(length, times));
        }
        let (literals, distances) = lengths.split_at(literals);
        self.compressed(&Code::new(literals), &Code::new(distances));
    }

    fn walk(&mut self) {
        while self.bit.next_multiple_of(8) < 8 * self.octets.len() {
            assert_eq!(self.bits(1), 0, "we send no final block");
            match self.bits(2) {
                0 => self.stored(),
                1 => {
                    let mut literals = [8; 288];
                    literals[144..256].fill(9);
                    literals[256..280].fill(7);
                    self.compressed(&Code::new(&literals), &Code::new(&[5; 30]));
                }
                2 => self.dynamic(),
                _ => panic!("no such type of block"),
            }
        }
    }
}

/// How far back these messages, one after the other, refer at most.
fn furthest(messages: &[&[u8]], window_bits: u8, level: u8) -> usize {
    let mut compressor = Compressor::with_level(window_bits, level);
    let mut wire = Vec::new();
    for message in messages {
        compressor.message(message, false, &mut wire);
        wire.extend_from_slice(&[0, 0, 0xFF, 0xFF]);
    }
    reach(&wire, messages.iter().map(|message| message.len()).sum())
}

/// How far back DEFLATE data refer at most that inflate to so many octets.
fn reach(wire: &[u8], len: usize) -> usize {
    let mut walker = Walker {
        octets: wire,
        bit: 0,
        made: 0,
        furthest: 0,
    };
    walker.walk();
    assert_eq!(walker.made, len);
    walker.furthest
}

/// Octets that repeat at every distance up to 40,000.
fn text(len: usize) -> Vec<u8> {
    let mut state = 1u32;
    let mut text = Vec::new();
    while text.len() < len {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let word = format!("{state:08x}");
        text.extend_from_slice(&word.as_bytes()[..3 + (state >> 7) as usize % 6]);
        let back = if state & 0x400 == 0 { 600 } else { 40_000 };
        let from = text.len().saturating_sub((state >> 12) as usize % back);
        text.extend_from_within(from..(from + 12).min(text.len()));
    }
    text.truncate(len);
    text
}

#[test]
fn no_match_reaches_over_the_window_at_any_level() {
    let text = text(150_000);
    let (first, second) = text.split_at(100_000);
    let messages = [first, &second[..300], b"", &second[300..]];
    for window_bits in 8..=15 {
        for level in 0..=9 {
            let furthest = furthest(&messages, window_bits, level);
            let window = 1 << window_bits;
            assert!(
                furthest <= window,
                "{furthest} with {window_bits} bits at level {level}"
            );
            // Nor is it given away.
            assert!(level == 0 || window_bits > 8 || furthest > window / 2, "{furthest}");
            assert!(level == 0 || window_bits < 10 || furthest > window / 2, "{furthest}");
        }
    }
}

#[test]
fn each_side_keeps_to_the_window_that_was_agreed_on_for_it() {
    let text = text(10_000);
    for bits in 8..=15 {
        for role in [Role::Server, Role::Client] {
            let of = |other| if other == role { bits } else { 15 };
            let agreed = Agreed {
                server_no_context_takeover: false,
                client_no_context_takeover: false,
                server_max_window_bits: of(Role::Server),
                client_max_window_bits: of(Role::Client),
            };
            let connection = match role {
                Role::Server => Connection::server(Limits::NONE),
                Role::Client => Connection::client(Limits::NONE, Box::new(|| [1, 2, 3, 4])),
            };
            let mut connection = connection.agree(&agreed, Compression::default());
            connection.sender().message(MessageKind::Binary, &text).unwrap();
            let mut decoder = FrameDecoder::new();
            decoder.push(connection.output());
            let mut wire = decoder.next_frame().unwrap().payload;
            wire.extend_from_slice(&[0, 0, 0xFF, 0xFF]);
            let reach = reach(&wire, text.len());
            assert!(reach <= 1 << bits, "a {role} refers back by {reach} with {bits} bits");
        }
    }
}
