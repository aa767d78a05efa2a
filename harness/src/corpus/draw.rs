//! What the generators of the bodies draw from.

use crate::random::SplitMix64;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Choices that look random and are always the same.
#[derive(Debug)]
pub(super) struct Draw(SplitMix64);

impl Draw {
    /// The choices for the body of this name.
    pub(super) fn new(body: &str) -> Draw {
        Draw(SplitMix64::new(0).fork(body))
    }

    /// A number below `end`, which is not zero and below 2^32.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (((self.0.next_u64() >> 32) * end as u64) >> 32) as usize
    }

    /// One of several.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// Digits of base 64, in which hardly anything comes again.
    pub(super) fn base64(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(BASE64[self.below(64)])).collect()
    }

    /// Octets that do not compress.
    pub(super) fn octets<const N: usize>(&mut self) -> [u8; N] {
        self.0.octets()
    }
}
