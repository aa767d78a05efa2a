//! DEFLATE data read as RFC 1951 describes it: the whole message at hand, bit by bit, slowly. It shares nothing with zlib,
//! so that the two cannot be wrong in the same way.

use std::sync::LazyLock;

use super::choice::Choice;

/// Inflates the messages of one sender as RFC 7692 section 7.2.2 says, one after the other.
#[derive(Clone, Debug)]
pub struct Reader {
    /// All that came out, of all messages.
    out: Vec<u8>,
    /// From where on it may be referred to.
    window_start: usize,
    /// Why not from further on.
    because: Choice,
    /// Each message begins with an empty window.
    forgets: bool,
    /// The window that was agreed on, in octets.
    window: usize,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What comes of it, up to the fault.
    pub made: Vec<u8>,
    /// Why it is refused.
    pub fault: Option<Fault>,
    /// That shows only in the octets that the receiver adds.
    pub at_end: bool,
    /// What could be refused and is taken.
    pub choices: Vec<Choice>,
    /// The longest distance of a reference, in octets.
    pub furthest: usize,
}

/// Why a message does not inflate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Something that RFC 1951 rules out: this.
    Invalid(&'static str),
    /// Something that could be taken, and is refused by decision.
    Refused(Choice),
    /// The octets, and those that the receiver adds, end inside a block.
    Incomplete,
    /// More comes of it than is to be read.
    TooLarge,
}

/// What the receiver adds to each message (RFC 7692 7.2.2).
const TAIL: [u8; 4] = [0x00, 0x00, 0xFF, 0xFF];

impl Reader {
    /// A reader at the start of the connection. The window is two to the power of `window_bits`.
    pub fn new(window_bits: u8, forgets: bool) -> Reader {
        Reader {
            out: Vec::new(),
            window_start: 0,
            because: Choice::ForgottenContext,
            forgets,
            window: 1 << window_bits,
        }
    }

    /// Reads the next message, up to `most` octets of what comes of it.
    pub fn message(&mut self, octets: &[u8], most: usize) -> Reading {
        let start = self.out.len();
        if self.forgets {
            (self.window_start, self.because) = (start, Choice::ForgottenContext);
        }
        let mut walk = Walk {
            octets: [octets, &TAIL].concat(),
            tail: 8 * octets.len(),
            bit: 0,
            reader: self,
            most: start.saturating_add(most),
            choices: Vec::new(),
            furthest: 0,
        };
        let fault = walk.blocks().err();
        let at_end = match fault {
            Some(Fault::Incomplete | Fault::Refused(Choice::OctetsOfTheTail)) => true,
            Some(_) => walk.bit > walk.tail,
            None => false,
        };
        let Walk { choices, furthest, .. } = walk;
        Reading {
            made: self.out[start..].to_vec(),
            fault,
            at_end,
            choices,
            furthest,
        }
    }
}

/// A prefix code (3.2.2): how many symbols have a code of each length, and the symbols in the order of their codes.
struct Code {
    counts: [usize; 16],
    symbols: Vec<usize>,
    longest: usize,
}

impl Code {
    fn new(lengths: &[usize]) -> Code {
        let mut counts = [0; 16];
        lengths.iter().for_each(|&length| counts[length] += 1);
        counts[0] = 0;
        let mut symbols: Vec<usize> = (0..lengths.len()).filter(|&symbol| lengths[symbol] > 0).collect();
        symbols.sort_by_key(|&symbol| lengths[symbol]);
        Code {
            counts,
            longest: symbols.last().map_or(0, |&symbol| lengths[symbol]),
            symbols,
        }
    }

    /// How many more codes of the longest length there could be: none of a complete code, less of an impossible one.
    fn unused(&self) -> i64 {
        let left = |left: i64, length: usize| 2 * left - self.counts[length] as i64;
        (1..=self.longest).fold(1, left)
    }

    /// The code of a block, which may be incomplete only where a single symbol has a code of one bit.
    fn of_block(lengths: &[usize]) -> Result<Code, Fault> {
        let code = Code::new(lengths);
        if code.unused() > 0 && code.longest < 2 {
            return Ok(code);
        }
        code.complete()
    }

    /// The same code, if it leaves no bits over.
    fn complete(self) -> Result<Code, Fault> {
        match self.unused() {
            0 => Ok(self),
            1.. => Err(Fault::Refused(Choice::IncompleteCode)),
            _ => Err(Fault::Invalid("more codes than there are")),
        }
    }
}

/// The codes of 3.2.6: for literals and lengths, and for distances.
static FIXED: LazyLock<[Code; 2]> = LazyLock::new(|| {
    let mut lengths = [8; 288];
    lengths[144..256].fill(9);
    lengths[256..280].fill(7);
    [Code::new(&lengths), Code::new(&[5; 32])]
});

/// The way through one message.
struct Walk<'a> {
    octets: Vec<u8>,
    /// From which bit on they are the receiver's own.
    tail: usize,
    bit: usize,
    reader: &'a mut Reader,
    /// The most octets there may be of all messages.
    most: usize,
    choices: Vec<Choice>,
    furthest: usize,
}

impl Walk<'_> {
    /// Blocks up to the end.
    fn blocks(&mut self) -> Result<(), Fault> {
        let mut lengths_at = None;
        while self.bit < 8 * self.octets.len() {
            let is_final = self.bit()? == 1;
            lengths_at = None;
            match self.bits(2)? {
                0 => {
                    self.bit = self.bit.next_multiple_of(8);
                    lengths_at = Some(self.bit);
                    self.stored()?;
                }
                1 => {
                    let [literals, distances] = &*FIXED;
                    self.compressed(literals, distances)?;
                }
                2 => self.dynamic()?,
                _ => return Err(Fault::Invalid("a block of the type 11")),
            }
            if is_final {
                while !self.bit.is_multiple_of(8) {
                    if self.bit()? == 1 {
                        self.choices.push(Choice::PaddingOfOnes);
                    }
                }
                (self.reader.window_start, self.reader.because) = (self.reader.out.len(), Choice::ContextOverFinal);
            }
        }
        if lengths_at != Some(self.tail) {
            self.choices.push(Choice::BlockEndsWithTheTail);
        }
        Ok(())
    }

    /// The least significant of an octet first (3.1.1).
    fn bit(&mut self) -> Result<usize, Fault> {
        let octet = self.octets.get(self.bit / 8).ok_or(Fault::Incomplete)?;
        let bit = octet >> (self.bit % 8) & 1;
        self.bit += 1;
        Ok(bit.into())
    }

    /// A number, its least significant bit first (3.1.1).
    fn bits(&mut self, count: usize) -> Result<usize, Fault> {
        let mut number = 0;
        for place in 0..count {
            number += self.bit()? << place;
        }
        Ok(number)
    }

    /// A symbol, the most significant bit of its code first (3.1.1).
    fn symbol(&mut self, code: &Code) -> Result<usize, Fault> {
        let (mut value, mut first, mut before) = (0, 0, 0);
        for length in 1..=code.longest.max(1) {
            value = 2 * value + self.bit()?;
            first *= 2;
            let count = code.counts[length];
            if value < first + count {
                return Ok(code.symbols[before + value - first]);
            }
            first += count;
            before += count;
        }
        Err(Fault::Invalid("bits that are no code"))
    }

    /// 3.2.4, from the lengths on.
    fn stored(&mut self) -> Result<(), Fault> {
        let length = self.bits(16)?;
        if self.bits(16)? + length != 0xFFFF {
            return Err(Fault::Invalid("lengths of a stored block that disagree"));
        }
        let start = self.bit / 8;
        let end = (start + length).min(self.tail / 8);
        if start < end {
            self.bit = 8 * end;
            let octets = self.octets[start..end].to_vec();
            self.put(&octets)?;
        }
        if length > 0 && end < start + length {
            return Err(Fault::Refused(Choice::OctetsOfTheTail));
        }
        Ok(())
    }

    /// 3.2.7, from the numbers of codes on.
    fn dynamic(&mut self) -> Result<(), Fault> {
        const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        let (literals, distances, codes) = (257 + self.bits(5)?, 1 + self.bits(5)?, 4 + self.bits(4)?);
        if literals > 286 {
            return Err(Fault::Invalid("more than 286 literal and length codes"));
        }
        if distances > 30 {
            return Err(Fault::Refused(Choice::DistanceCodes31And32));
        }
        let mut lengths = [0; 19];
        for &place in &ORDER[..codes] {
            lengths[place] = self.bits(3)?;
        }
        let code = Code::new(&lengths);
        if code.longest == 0 {
            return Err(Fault::Refused(Choice::NoCodeForLengths));
        }
        let code = code.complete()?;
        let mut lengths = Vec::new();
        while lengths.len() < literals + distances {
            let (length, times) = match self.symbol(&code)? {
                16 => {
                    let times = 3 + self.bits(2)?;
                    let last = lengths.last().copied();
                    (last.ok_or(Fault::Invalid("a length repeated before the first"))?, times)
                }
                17 => (0, 3 + self.bits(3)?),
                18 => (0, 11 + self.bits(7)?),
                length => (length, 1),
            };
            lengths.extend(std::iter::repeat_n(length, times));
            if lengths.len() > literals + distances {
                return Err(Fault::Invalid("more lengths than there are codes"));
            }
        }
        if lengths[256] == 0 {
            return Err(Fault::Invalid("a block that cannot end"));
        }
        let (literals, distances) = lengths.split_at(literals);
        self.compressed(&Code::of_block(literals)?, &Code::of_block(distances)?)
    }

    /// 3.2.5, to the end of the block.
    fn compressed(&mut self, literals: &Code, distances: &Code) -> Result<(), Fault> {
        loop {
            let length = match self.symbol(literals)? {
                literal @ 0..256 => {
                    self.put(&[literal as u8])?;
                    continue;
                }
                256 => return Ok(()),
                short @ 257..265 => short - 254,
                285 => 258,
                286.. => return Err(Fault::Invalid("a code for no length")),
                long => {
                    let extra = (long - 261) / 4;
                    let length = 3 + ((4 + (long - 261) % 4) << extra) + self.bits(extra)?;
                    if length == 258 {
                        self.choices.push(Choice::LongestLengthInTwoWays);
                    }
                    length
                }
            };
            let distance = match self.symbol(distances)? {
                near @ 0..4 => 1 + near,
                30.. => return Err(Fault::Invalid("a code for no distance")),
                far => {
                    let extra = far / 2 - 1;
                    1 + ((2 + far % 2) << extra) + self.bits(extra)?
                }
            };
            self.refer(length, distance)?;
        }
    }

    fn refer(&mut self, length: usize, distance: usize) -> Result<(), Fault> {
        let reader = &self.reader;
        if distance > reader.out.len() {
            return Err(Fault::Invalid("a reference to before the first octet"));
        }
        if distance > reader.out.len() - reader.window_start {
            return Err(Fault::Refused(reader.because));
        }
        if distance > reader.window {
            self.choices.push(Choice::OverTheWindow);
        }
        self.furthest = self.furthest.max(distance);
        // What it makes may be the next thing that it refers to.
        let found = self.reader.out[self.reader.out.len() - distance..].iter();
        let octets: Vec<u8> = found.copied().cycle().take(length).collect();
        self.put(&octets)
    }

    /// Takes what comes of the bits so far.
    fn put(&mut self, octets: &[u8]) -> Result<(), Fault> {
        if self.bit > self.tail {
            return Err(Fault::Refused(Choice::OctetsOfTheTail));
        }
        let room = octets.len().min(self.most - self.reader.out.len());
        self.reader.out.extend_from_slice(&octets[..room]);
        if room < octets.len() {
            return Err(Fault::TooLarge);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &[u8] = b"\xf2\x48\xcd\xc9\xc9\x07\x00";
    const AGAIN: &[u8] = b"\xf2\x00\x11\x00\x00";

    #[test]
    fn the_examples_of_rfc_7692_read_as_it_explains_them() {
        let mut reader = Reader::new(15, false);
        for message in [
            HELLO,
            AGAIN,
            b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00",
            b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00",
            b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00",
        ] {
            let reading = reader.message(message, 5);
            assert_eq!(reading.made, b"Hello", "{reading:?}");
            assert_eq!((reading.fault, reading.choices), (None, vec![]));
        }
        assert_eq!(reader.message(b"\x00", 0).fault, None);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let fault = |message: &[u8], most| {
            let mut reader = Reader::new(15, true);
            reader.message(HELLO, 5);
            reader.message(message, most).fault
        };
        assert_eq!(fault(&HELLO[..6], 5), Some(Fault::Incomplete));
        assert_eq!(fault(b"", 5), Some(Fault::Incomplete));
        assert_eq!(fault(HELLO, 4), Some(Fault::TooLarge));
        assert_eq!(fault(AGAIN, 5), Some(Fault::Refused(Choice::ForgottenContext)));
        assert_eq!(fault(b"\x06", 5), Some(Fault::Invalid("a block of the type 11")));
    }
}
