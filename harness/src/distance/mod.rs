//! How far compressed messages refer back.
//!
//! Nothing is inflated, and what a message says is not looked at: only how long its parts are and where they are copied
//! from. So this does not depend on the library that inflates the messages, which is content with every distance it can
//! follow.

mod bits;
mod code;

use std::fmt;
use std::sync::LazyLock;

use self::bits::Bits;
use self::code::Code;

/// Measures the compressed messages of one direction of a connection (RFC 7692 section 7.2), one after the other.
#[derive(Default)]
pub struct DistanceMeter {
    /// How many octets the messages before inflate to.
    before: u64,
    /// The codes of a block, kept for the room they have.
    codes: Codes,
}

/// How far a message refers back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The largest distance, in octets; 0 if nothing is repeated. It must not exceed the window that was agreed.
    pub furthest: u32,
    /// How many octets the message inflates to.
    pub produced: u64,
    /// How many octets before its own beginning the message refers to; 0 if it can be inflated on its own.
    pub reaches_before: u64,
    /// Whether an octet is filled up with other bits than zeros behind a block with BFINAL set (RFC 7692 section 7.2.1).
    pub padded_with_ones: bool,
}

/// Why a message cannot be measured: it does not inflate either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The message ends inside a block.
    Truncated,
    /// A block is of the type that is reserved.
    BlockType,
    /// The length of a stored block and its complement do not agree.
    StoredLength,
    /// The lengths of a Huffman code's words make no such code.
    Code,
    /// A code word or a symbol has no meaning.
    Symbol,
    /// A distance leads to before the first octet of the first message.
    TooFar {
        /// The distance, in octets.
        distance: u32,
        /// How many octets there are so far.
        available: u64,
    },
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Malformed::Truncated => f.write_str("the compressed octets end inside a block"),
            Malformed::BlockType => f.write_str("a block is of type 3, which is reserved"),
            Malformed::StoredLength => f.write_str("the length of a stored block and its complement do not agree"),
            Malformed::Code => f.write_str("the code lengths of a block make no Huffman code"),
            Malformed::Symbol => f.write_str("a code of a block stands for nothing"),
            Malformed::TooFar { distance, available } => write!(
                f,
                "a distance of {distance} octets leads to before the first octet, of which only {available} came"
            ),
        }
    }
}

impl std::error::Error for Malformed {}

impl DistanceMeter {
    /// Measures the next message: its compressed octets as they came, without the four that are left out at the end.
    ///
    /// # Errors
    /// It is no sequence of DEFLATE blocks (RFC 1951). What comes after it cannot be measured reliably.
    pub fn message(&mut self, message: &[u8]) -> Result<Reach, Malformed> {
        let mut bits = Bits::new(message);
        let mut reach = Reach::default();
        while !bits.is_at_the_end()? {
            if let Err(error) = self.block(&mut bits, &mut reach) {
                // What is behind the end is no mistake of its own.
                bits.is_at_the_end()?;
                return Err(error);
            }
        }
        self.before += reach.produced;
        Ok(reach)
    }

    /// Reads a block (RFC 1951 section 3.2.3).
    fn block(&mut self, bits: &mut Bits<'_>, reach: &mut Reach) -> Result<(), Malformed> {
        let is_final = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => stored(bits, reach)?,
            1 => FIXED.read(bits, reach, self.before)?,
            2 => {
                self.codes.set(bits)?;
                self.codes.read(bits, reach, self.before)?;
            }
            _ => return Err(Malformed::BlockType),
        }
        if is_final {
            // What follows is another sequence of blocks, which begins with an octet (RFC 7692 section 7.2.3.4).
            reach.padded_with_ones |= bits.align() != 0;
        }
        Ok(())
    }
}

impl fmt::Debug for DistanceMeter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DistanceMeter")
            .field("before", &self.before)
            .finish_non_exhaustive()
    }
}

/// Reads a block that is not compressed (RFC 1951 section 3.2.4).
fn stored(bits: &mut Bits<'_>, reach: &mut Reach) -> Result<(), Malformed> {
    bits.align();
    let (len, complement) = (bits.take(16)?, bits.take(16)?);
    if len != !complement & 0xffff {
        return Err(Malformed::StoredLength);
    }
    reach.produced += len as u64;
    bits.skip_octets(len)
}

/// The two codes of a compressed block.
#[derive(Default)]
struct Codes {
    /// Literals, the end of the block, and lengths.
    literals: Code,
    distances: Code,
    /// Of the lengths of the codes of the other two.
    lengths: Code,
}

/// The codes that need not be sent (RFC 1951 section 3.2.6).
static FIXED: LazyLock<Codes> = LazyLock::new(|| {
    let mut codes = Codes::default();
    let literals = [[8; 144].as_slice(), &[9; 112], &[7; 24], &[8; 8]].concat();
    let set = codes.literals.set(&literals).and(codes.distances.set(&[5; 32]));
    set.expect("the code lengths of RFC 1951 make Huffman codes");
    codes
});

/// The symbol that ends a block; greater ones are lengths.
const END: usize = 256;

/// The shortest of the lengths of each symbol above `END`, and how many bits tell which (RFC 1951 section 3.2.5).
const LENGTHS: [(u16, u8); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// In which order the lengths of the codes of lengths come (RFC 1951 section 3.2.7).
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

impl Codes {
    /// Reads the codes of a block (RFC 1951 section 3.2.7).
    fn set(&mut self, bits: &mut Bits<'_>) -> Result<(), Malformed> {
        let literals = 257 + bits.take(5)?;
        let distances = 1 + bits.take(5)?;
        let used = 4 + bits.take(4)?;
        if literals > 286 || distances > 30 {
            return Err(Malformed::Code);
        }
        let mut lengths = [0; 19];
        for place in &ORDER[..used] {
            lengths[*place] = bits.take(3)? as u8;
        }
        self.lengths.set(&lengths)?;
        let mut lengths = [0; 286 + 30];
        let lengths = &mut lengths[..literals + distances];
        let mut at = 0;
        while at < lengths.len() {
            bits.refill()?;
            let (length, times) = match self.lengths.symbol(bits)? {
                16 if at == 0 => return Err(Malformed::Code),
                16 => (lengths[at - 1], 3 + bits.held(2)),
                17 => (0, 3 + bits.held(3)),
                18 => (0, 11 + bits.held(7)),
                length => (length as u8, 1),
            };
            let run = lengths.get_mut(at..at + times).ok_or(Malformed::Code)?;
            run.fill(length);
            at += times;
        }
        if lengths[END] == 0 {
            return Err(Malformed::Code);
        }
        self.literals.set(&lengths[..literals])?;
        self.distances.set(&lengths[literals..])
    }

    /// Reads the rest of a block.
    fn read(&self, bits: &mut Bits<'_>, reach: &mut Reach, before: u64) -> Result<(), Malformed> {
        loop {
            bits.refill()?;
            let symbol = self.literals.symbol(bits)?;
            if symbol < END {
                reach.produced += 1;
                continue;
            }
            if symbol == END {
                return Ok(());
            }
            let (base, extra) = *LENGTHS.get(symbol - END - 1).ok_or(Malformed::Symbol)?;
            let len = usize::from(base) + bits.held(extra.into());
            reach.copies(len as u64, self.distance(bits)?, before)?;
        }
    }

    /// The next distance (RFC 1951 section 3.2.5).
    fn distance(&self, bits: &mut Bits<'_>) -> Result<u32, Malformed> {
        let symbol = self.distances.symbol(bits)? as u32;
        match symbol {
            0..4 => Ok(symbol + 1),
            // Two symbols have the same number of further bits.
            4..30 => {
                let extra = symbol / 2 - 1;
                Ok(((2 + symbol % 2) << extra) + bits.held(extra) as u32 + 1)
            }
            _ => Err(Malformed::Symbol),
        }
    }
}

impl Reach {
    /// So many octets are repeated from so far back.
    fn copies(&mut self, len: u64, distance: u32, before: u64) -> Result<(), Malformed> {
        let beyond = u64::from(distance).saturating_sub(self.produced);
        if beyond > before {
            let available = before + self.produced;
            return Err(Malformed::TooFar { distance, available });
        }
        self.furthest = self.furthest.max(distance);
        self.reaches_before = self.reaches_before.max(beyond);
        self.produced += len;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
