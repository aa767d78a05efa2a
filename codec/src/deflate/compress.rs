//! Messages compressed (RFC 7692 section 7.2.1).

use std::fmt;

use zlib_rs::{Deflate, DeflateFlush};

use super::TAIL;
use super::element::WINDOW_BITS;
use crate::meter;
use crate::plant::{Plant, instead, planted};

/// How an endpoint compresses, which is nobody's business but its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compression {
    /// From 1, the fastest, to 9, the smallest; 0 does not compress at all.
    pub level: u8,
    /// Messages of fewer octets are sent as they are: compressed they would hardly be shorter.
    pub threshold: usize,
}

impl Default for Compression {
    /// Level 6, as most libraries have it, and every message.
    fn default() -> Compression {
        Compression { level: 6, threshold: 0 }
    }
}

/// Compresses one message after the other.
///
/// It holds about 250 KiB for a window of 2^8 octets and 370 KiB for one of 2^15.
pub struct Compressor {
    deflate: Deflate,
    window_bits: u8,
}

/// What zlib's smallest window is; see [`Compressor::with_level`].
const SMALLEST: u8 = 9;

impl Compressor {
    /// With a window of 2^8 to 2^15 octets, at level 6.
    ///
    /// # Panics
    /// `window_bits` is not 8 to 15.
    pub fn new(window_bits: u8) -> Compressor {
        Compressor::with_level(window_bits, Compression::default().level)
    }

    /// The same at another level, 0 to 9.
    ///
    /// # Panics
    /// `window_bits` is not 8 to 15, or `level` not 0 to 9.
    pub fn with_level(window_bits: u8, level: u8) -> Compressor {
        assert!(
            WINDOW_BITS.contains(&window_bits),
            "{window_bits} window bits; they are 8 to 15"
        );
        assert!(level <= 9, "level {level}; it is 0 to 9");
        // zlib deflates raw with 2^9 octets at least. Of its window it leaves 262 octets for reading ahead and never
        // refers back into them, so that it reaches no further than 250 octets, which a window of 2^8 holds (7.1.2).
        // codec/tests/window.rs measures it at every level.
        let bits = window_bits.max(SMALLEST);
        Compressor {
            deflate: Deflate::new(i32::from(level), false, bits),
            window_bits,
        }
    }

    /// Appends a message to `out`. It refers to the messages before unless it is `fresh`.
    pub fn message(&mut self, payload: &[u8], fresh: bool, out: &mut Vec<u8>) {
        if fresh {
            self.forget();
        }
        self.part(payload, true, out);
    }

    /// Appends a part of a message, which is its `last` or not. A frame may end after any of them.
    pub fn part(&mut self, payload: &[u8], last: bool, out: &mut Vec<u8>) {
        let start = out.len();
        self.flush(payload, out);
        if let Some(end) = instead::end_of_message(payload.len()).filter(|_| last) {
            out.extend_from_slice(end);
            return self.forget();
        }
        if (last || planted(Plant::TailRemovedFromEveryFragment)) && !planted(Plant::TailNotRemoved) {
            if out[start..].ends_with(&TAIL) {
                out.truncate(out.len() - TAIL.len());
            } else {
                // Nothing comes of nothing right behind a flush. An empty block does it (7.2.3.6).
                out.push(0);
            }
        }
    }

    /// Starts anew with an empty window, as every sender may at the start of a message.
    pub fn forget(&mut self) {
        self.deflate.reset();
    }

    fn flush(&mut self, mut octets: &[u8], out: &mut Vec<u8>) {
        loop {
            let at = out.len();
            out.resize(at + octets.len() / 2 + LEAST_ROOM, 0);
            let (before_in, before_out) = (self.deflate.total_in(), self.deflate.total_out());
            self.deflate
                .compress(octets, &mut out[at..], DeflateFlush::SyncFlush)
                .expect("there is nothing that does not deflate");
            let used = (self.deflate.total_in() - before_in) as usize;
            let made = (self.deflate.total_out() - before_out) as usize;
            meter::touched(used + made);
            octets = &octets[used..];
            let full = at + made == out.len();
            out.truncate(at + made);
            if octets.is_empty() && !full {
                return;
            }
        }
    }
}

/// Enough for an empty block and for what little is left, in octets.
const LEAST_ROOM: usize = 64;

impl fmt::Debug for Compressor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compressor")
            .field("window_bits", &self.window_bits)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deflate::Inflater;

    #[test]
    fn what_is_compressed_inflates_again() {
        let text: Vec<u8> = (0..40_000u32).map(|n| b"abcdefgh"[(n * n / 7 % 8) as usize]).collect();
        let messages = [&text[..], &text[..100], b"", b"", &text[50..7000], b"x", &text[..1]];
        for window_bits in 8..=15 {
            for level in 0..=9 {
                for fresh in [false, true] {
                    let mut compressor = Compressor::with_level(window_bits, level);
                    let mut inflater = Inflater::new(fresh);
                    for payload in messages {
                        let (mut wire, mut back) = (b"before".to_vec(), Vec::new());
                        compressor.message(payload, fresh, &mut wire);
                        inflater.begin();
                        inflater.append(&wire[6..], &mut back, usize::MAX).unwrap();
                        inflater.end().unwrap();
                        assert_eq!(back, payload, "{window_bits} bits, level {level}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_examples_are_what_we_send() {
        let mut compressor = Compressor::new(15);
        for (payload, expected) in [
            (&b"Hello"[..], &b"\xf2\x48\xcd\xc9\xc9\x07\x00"[..]),
            (b"Hello", b"\xf2\x00\x11\x00\x00"),
            (b"", b"\x00"),
        ] {
            let mut wire = Vec::new();
            compressor.message(payload, false, &mut wire);
            assert_eq!(wire, expected);
        }
        let mut wire = Vec::new();
        compressor.message(b"Hello", true, &mut wire);
        assert_eq!(wire, b"\xf2\x48\xcd\xc9\xc9\x07\x00");
        // In parts (7.2.3.5), the last of them empty (7.2.3.6).
        compressor.forget();
        wire.clear();
        compressor.part(b"He", false, &mut wire);
        compressor.part(b"llo", false, &mut wire);
        compressor.part(b"", true, &mut wire);
        assert_eq!(
            wire,
            b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00\x00\x00\xff\xff\x00"
        );
    }

    #[test]
    fn what_does_not_compress_grows_by_little() {
        let mut state = 7u64;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 24) as u8
        })
        .take(100_000)
        .collect();
        let mut wire = Vec::new();
        Compressor::new(15).message(&noise, false, &mut wire);
        assert!(wire.len() < noise.len() + noise.len() / 100, "{}", wire.len());
    }
}
