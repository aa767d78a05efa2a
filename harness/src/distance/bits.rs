//! The bits of a message, the least significant of each octet first (RFC 1951 section 3.1.1).

use super::Malformed;

/// What the sender of a message leaves out at its end (RFC 7692 section 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// Reads a message and the octets left out at its end.
#[derive(Debug)]
pub(super) struct Bits<'m> {
    message: &'m [u8],
    /// The next octet that is not held.
    at: usize,
    /// The next bits. Those above `count` are either right or zero, and are set again by the next `refill`.
    held: u64,
    count: u32,
}

impl<'m> Bits<'m> {
    pub(super) fn new(message: &'m [u8]) -> Bits<'m> {
        Bits {
            message,
            at: 0,
            held: 0,
            count: 0,
        }
    }

    /// At least 48 bits can be looked at afterwards: a length and a distance with all that belongs to them.
    ///
    /// # Errors
    /// More bits have been taken than there are.
    #[inline]
    pub(super) fn refill(&mut self) -> Result<(), Malformed> {
        if self.count >= 48 {
            return Ok(());
        }
        let Some(octets) = self.message.get(self.at..).and_then(<[u8]>::first_chunk) else {
            return self.refill_at_the_end();
        };
        self.held |= u64::from_le_bytes(*octets) << self.count;
        self.at += (63 - self.count as usize) / 8;
        self.count |= 56;
        Ok(())
    }

    #[cold]
    fn refill_at_the_end(&mut self) -> Result<(), Malformed> {
        while self.count <= 56 {
            // Behind the end are zeros, so that a code can be looked up that is shorter than what is looked at.
            let octet = match self.at.checked_sub(self.message.len()) {
                None => self.message[self.at],
                Some(behind) => TAIL.get(behind).copied().unwrap_or(0),
            };
            self.held |= u64::from(octet) << self.count;
            self.at += 1;
            self.count += 8;
        }
        self.is_at_the_end().map(drop)
    }

    /// The next bits, at most 16, without taking them.
    #[inline]
    pub(super) fn peek(&self, bits: u32) -> usize {
        (self.held & ((1 << bits) - 1)) as usize
    }

    #[inline]
    pub(super) fn skip(&mut self, bits: u32) {
        self.held >>= bits;
        self.count -= bits;
    }

    /// Takes bits that are held.
    #[inline]
    pub(super) fn held(&mut self, bits: u32) -> usize {
        let value = self.peek(bits);
        self.skip(bits);
        value
    }

    /// Takes at most 16 bits.
    pub(super) fn take(&mut self, bits: u32) -> Result<usize, Malformed> {
        self.refill()?;
        Ok(self.held(bits))
    }

    /// Takes what is left of an octet.
    pub(super) fn align(&mut self) -> usize {
        self.held(self.count % 8)
    }

    /// Skips whole octets, after `align`.
    pub(super) fn skip_octets(&mut self, octets: usize) -> Result<(), Malformed> {
        self.at = self.at - self.count as usize / 8 + octets;
        (self.held, self.count) = (0, 0);
        self.is_at_the_end().map(drop)
    }

    /// Whether every bit has been taken.
    ///
    /// # Errors
    /// More than that.
    pub(super) fn is_at_the_end(&self) -> Result<bool, Malformed> {
        let taken = self.at as u64 * 8 - u64::from(self.count);
        let end = (self.message.len() + TAIL.len()) as u64 * 8;
        if taken > end {
            return Err(Malformed::Truncated);
        }
        Ok(taken == end)
    }
}
