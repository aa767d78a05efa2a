//! The messages that a mass case sends compressed, put together from parts that are compressed only once.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use wsspec_codec::deflate::{Compressor, TAIL};

use crate::corpus::{Corpus, Window};

/// A body of test data in chunks, each compressed with an empty window the first time that a message holds it. Nothing in
/// such a message refers back across the beginning of a chunk, so it fits behind anything; its chunks end in empty
/// blocks, as a sender may flush wherever it likes (RFC 7692 section 7.2.3.5).
///
/// Hundreds of thousands of messages are cut from five bodies: compressing each by itself would cost the tester more than
/// everything else it does.
#[derive(Clone)]
pub(crate) struct Prepared {
    chunks: Arc<[OnceLock<Box<[u8]>>]>,
    /// What messages hold outside of whole chunks, by where it begins and ends in the body, as long as there is room.
    rims: Arc<Mutex<Rims>>,
    window_bits: u8,
}

/// What is kept of the rims of messages.
#[derive(Default)]
struct Rims {
    kept: HashMap<(usize, usize, bool), Arc<[u8]>>,
    octets: usize,
}

/// How long a chunk is, in octets. Most of a message lies in whole chunks, and they still compress well.
const CHUNK: usize = 8 << 10;

/// How many octets of rims are kept of a body: enough for all messages of one that compresses well. The cases of several
/// groups send the same messages.
const RIMS: usize = 8 << 20;

/// A body, and the window that it is compressed with.
type Key = (Corpus, u8);

static PREPARED: LazyLock<Mutex<HashMap<Key, Prepared>>> = LazyLock::new(Mutex::default);

impl Prepared {
    /// What is prepared, or will be, for everyone who compresses this body with a window of two to the power of this.
    pub(crate) fn of(corpus: Corpus, window_bits: u8) -> Prepared {
        let mut all = PREPARED.lock().unwrap_or_else(PoisonError::into_inner);
        let prepared = all.entry((corpus, window_bits)).or_insert_with(|| Prepared {
            chunks: (0..corpus.octets().len().div_ceil(CHUNK))
                .map(|_| OnceLock::new())
                .collect(),
            rims: Arc::default(),
            window_bits,
        });
        prepared.clone()
    }

    /// Replaces `out` with the message of this window. What of it is not prepared is compressed with `compressor`, which
    /// forgets what it compressed before.
    pub(crate) fn message(&self, window: &Window, compressor: &mut Compressor, out: &mut Vec<u8>) {
        out.clear();
        let (octets, from) = (window.octets, window.at);
        let to = from + octets.len();
        let (first, end) = (from.div_ceil(CHUNK), to / CHUNK);
        if first >= end {
            self.rim(from, octets, true, compressor, out);
            return;
        }
        let (head, rest) = octets.split_at(first * CHUNK - from);
        let (whole, tail) = rest.split_at((end - first) * CHUNK);
        if !head.is_empty() {
            self.rim(from, head, false, compressor, out);
        }
        for (index, chunk) in (first..end).zip(whole.chunks(CHUNK)) {
            out.extend_from_slice(self.chunks[index].get_or_init(|| self.compress(chunk)));
        }
        if tail.is_empty() {
            // The last flush belongs to the message and is left out like any sender's (7.2.1).
            out.truncate(out.len() - TAIL.len());
        } else {
            self.rim(end * CHUNK, tail, true, compressor, out);
        }
    }

    /// Appends what stands at `from` in the body and is no whole chunk.
    fn rim(&self, from: usize, octets: &[u8], last: bool, compressor: &mut Compressor, out: &mut Vec<u8>) {
        let key = (from, octets.len(), last);
        let mut rims = self.rims.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = rims.kept.get(&key) {
            out.extend_from_slice(kept);
            return;
        }
        let begin = out.len();
        compressor.forget();
        compressor.part(octets, last, out);
        let made = &out[begin..];
        // What is hardly shorter fills the room with little.
        if made.len() < octets.len() / 2 && rims.octets + made.len() <= RIMS {
            rims.octets += made.len();
            rims.kept.insert(key, made.into());
        }
    }

    fn compress(&self, chunk: &[u8]) -> Box<[u8]> {
        let mut out = Vec::new();
        Compressor::new(self.window_bits).part(chunk, false, &mut out);
        out.into_boxed_slice()
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared")
            .field("chunks", &self.chunks.len())
            .field("window_bits", &self.window_bits)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Windows;
    use wsspec_codec::deflate::Inflater;

    #[test]
    fn messages_inflate_to_their_windows_behind_anything() {
        for (corpus, len) in [
            (Corpus::Json, 16),
            (Corpus::Json, CHUNK),
            (Corpus::Text, 3 * CHUNK),
            (Corpus::Html, 60_000),
            (Corpus::Document, 131_072),
        ] {
            for window_bits in [8, 9, 15] {
                let prepared = Prepared::of(corpus, window_bits);
                let mut compressor = Compressor::new(window_bits);
                let mut inflater = Inflater::new(false);
                let mut windows = Windows::new(corpus, len);
                for number in 0..20 {
                    let window = windows.next();
                    let (mut message, mut back) = (Vec::new(), Vec::new());
                    // The first few refer to each other.
                    if number < 5 {
                        compressor.message(window.octets, false, &mut message);
                    } else {
                        prepared.message(&window, &mut compressor, &mut message);
                    }
                    inflater.begin();
                    inflater.data(&message, |made| back.extend_from_slice(made)).unwrap();
                    inflater.end().unwrap();
                    assert!(back == window.octets, "{corpus} {len} {window_bits} {number}");
                }
            }
        }
    }
}
