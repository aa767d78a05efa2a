//! A Huffman code (RFC 1951 section 3.2.2), looked up.

use super::Malformed;
use super::bits::Bits;

/// Codes of at most so many bits are found at once, the few that are longer bit by bit.
const SHORT: u32 = 10;

/// The longest code, in bits.
const LONGEST: usize = 15;

/// A code, which can be replaced by the next block's.
#[derive(Clone, Debug, Default)]
pub(super) struct Code {
    /// By the next bits: a symbol and, in the lowest four bits, the length of its code. Zero for what is not short.
    short: Vec<u16>,
    /// How many codes there are of each length.
    counts: [u16; LONGEST + 1],
    /// The symbols in the order of their codes.
    symbols: Vec<u16>,
}

impl Code {
    /// The code with these lengths, one for each symbol; zero for a symbol that does not occur.
    ///
    /// # Errors
    /// There are more codes than there can be, or fewer. One of a single bit may stand alone, and so may none at all.
    pub(super) fn set(&mut self, lengths: &[u8]) -> Result<(), Malformed> {
        self.counts = [0; LONGEST + 1];
        lengths.iter().for_each(|&len| self.counts[usize::from(len)] += 1);
        self.counts[0] = 0;
        let mut left = 1i32;
        let (mut next, mut code) = ([0; LONGEST + 1], 0u16);
        let (mut places, mut place) = ([0; LONGEST + 1], 0);
        for len in 1..=LONGEST {
            left = left * 2 - i32::from(self.counts[len]);
            if left < 0 {
                return Err(Malformed::Code);
            }
            (next[len], places[len]) = (code, place);
            code = (code + self.counts[len]) << 1;
            place += usize::from(self.counts[len]);
        }
        if left > 0 && (place > 1 || self.counts[1] != place as u16) {
            return Err(Malformed::Code);
        }
        self.short.clear();
        self.short.resize(1 << SHORT, 0);
        self.symbols.clear();
        self.symbols.resize(place, 0);
        for (symbol, &len) in (0u16..).zip(lengths).filter(|(_, len)| **len > 0) {
            let (bits, len) = (u32::from(len), usize::from(len));
            self.symbols[places[len]] = symbol;
            places[len] += 1;
            if bits <= SHORT {
                // Codes come with their most significant bit first.
                let first = usize::from(next[len].reverse_bits() >> (16 - bits));
                let entries = self.short[first..].iter_mut().step_by(1 << len);
                entries.for_each(|entry| *entry = symbol << 4 | bits as u16);
            }
            next[len] += 1;
        }
        Ok(())
    }

    /// Takes the next symbol of bits that are held.
    #[inline]
    pub(super) fn symbol(&self, bits: &mut Bits<'_>) -> Result<usize, Malformed> {
        match self.short.get(bits.peek(SHORT)) {
            Some(&entry) if entry != 0 => {
                bits.skip(u32::from(entry & 15));
                Ok(usize::from(entry >> 4))
            }
            _ => self.long(bits),
        }
    }

    #[cold]
    fn long(&self, bits: &mut Bits<'_>) -> Result<usize, Malformed> {
        let ahead = bits.peek(LONGEST as u32);
        // The first code of a length, and which of all codes it is.
        let (mut code, mut first, mut place) = (0, 0, 0);
        for len in 1..=LONGEST {
            code = code << 1 | (ahead >> (len - 1) & 1);
            let count = usize::from(self.counts[len]);
            if code < first + count {
                bits.skip(len as u32);
                return Ok(usize::from(self.symbols[place + code - first]));
            }
            place += count;
            first = (first + count) << 1;
        }
        Err(Malformed::Symbol)
    }
}
