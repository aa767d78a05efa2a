//! Compressed messages of the tester (RFC 7692 section 7.2.1).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use zlib_rs::{Deflate, DeflateFlush};

use crate::corpus::Corpus;

/// Compresses one message after the other.
pub(crate) struct Compressor {
    deflate: Deflate,
    window_bits: u8,
}

/// As Autobahn and most libraries do.
const LEVEL: i32 = 6;

/// What is left out at the end of a message.
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

impl Compressor {
    /// With a window of 2^8 to 2^15 octets.
    pub(crate) fn new(window_bits: u8) -> Compressor {
        Compressor::with_level(window_bits, LEVEL)
    }

    fn with_level(window_bits: u8, level: i32) -> Compressor {
        Compressor {
            // zlib knows no window of 2^8 octets when it deflates raw; see `message`.
            deflate: Deflate::new(level, false, window_bits.max(9)),
            window_bits,
        }
    }

    /// Appends a message to `out`. It refers to the messages before unless it is `fresh`.
    pub(crate) fn message(&mut self, payload: &[u8], fresh: bool, out: &mut Vec<u8>) {
        if fresh {
            self.deflate.reset();
        }
        if self.window_bits == 8 {
            // A full flush every 256 octets: no match reaches further.
            let mut pieces = payload.chunks(256).peekable();
            while let Some(piece) = pieces.next() {
                let last = pieces.peek().is_none();
                self.piece(piece, DeflateFlush::FullFlush, out);
                if last {
                    break;
                }
            }
            if payload.is_empty() {
                self.piece(payload, DeflateFlush::FullFlush, out);
            }
        } else {
            self.piece(payload, DeflateFlush::SyncFlush, out);
        }
        if out.ends_with(&TAIL) {
            out.truncate(out.len() - TAIL.len());
        }
        if out.is_empty() {
            // An empty message after a flush gives nothing, and is one stored block without octets (7.2.3.6).
            out.push(0);
        }
    }

    fn piece(&mut self, mut octets: &[u8], flush: DeflateFlush, out: &mut Vec<u8>) {
        loop {
            let at = out.len();
            out.resize(at + octets.len() / 2 + 64, 0);
            let (before_in, before_out) = (self.deflate.total_in(), self.deflate.total_out());
            let status = self.deflate.compress(octets, &mut out[at..], flush);
            let used = (self.deflate.total_in() - before_in) as usize;
            let made = (self.deflate.total_out() - before_out) as usize;
            octets = &octets[used..];
            let full = at + made == out.len();
            out.truncate(at + made);
            if status.is_err() || (octets.is_empty() && !full) {
                return;
            }
        }
    }
}

impl fmt::Debug for Compressor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Compressor")
            .field("window_bits", &self.window_bits)
            .finish_non_exhaustive()
    }
}

/// The fresh messages of an exchange over a corpus, each compressed once and then shared by every play: eight groups of
/// cases send the same ones.
#[derive(Clone)]
pub(crate) struct Prepared(Arc<[OnceLock<Box<[u8]>>]>);

/// Corpus, length and window bits.
type Key = (Corpus, usize, u8);

static PREPARED: LazyLock<Mutex<HashMap<Key, Prepared>>> = LazyLock::new(Mutex::default);

impl Prepared {
    /// `None` for a corpus that compresses too little to be kept.
    pub(crate) fn of(corpus: Corpus, len: usize, window_bits: u8, messages: u32) -> Option<Prepared> {
        if !matches!(corpus, Corpus::Json | Corpus::Html) || window_bits < 15 {
            return None;
        }
        let mut all = PREPARED.lock().unwrap_or_else(PoisonError::into_inner);
        let prepared = all
            .entry((corpus, len, window_bits))
            .or_insert_with(|| Prepared((0..messages).map(|_| OnceLock::new()).collect()));
        Some(prepared.clone())
    }

    /// Message number `index`, which is made if nobody did. `None` behind the last.
    pub(crate) fn get(&self, index: u32, make: impl FnOnce() -> Box<[u8]>) -> Option<&[u8]> {
        let slot = self.0.get(index as usize)?;
        Some(slot.get_or_init(make))
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Prepared").field(&self.0.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inflate::Inflater;

    #[test]
    fn what_is_compressed_inflates_again() {
        let text: Vec<u8> = (0..20_000u32).map(|n| b"abcdefgh"[(n * n / 7 % 8) as usize]).collect();
        for window_bits in 8..=15 {
            for fresh in [false, true] {
                let mut compressor = Compressor::new(window_bits);
                let mut inflater = Inflater::new(fresh);
                for payload in [&text[..], &text[..100], b"", &text[50..700], b"x"] {
                    let (mut wire, mut back) = (Vec::new(), Vec::new());
                    compressor.message(payload, fresh, &mut wire);
                    inflater.begin();
                    inflater.data(&wire, |made| back.extend_from_slice(made)).unwrap();
                    inflater.end(|made| back.extend_from_slice(made)).unwrap();
                    assert_eq!(back, payload);
                }
            }
        }
    }
}
