//! What is sent many times, piece by piece as it is taken.

use std::time::Duration;

/// Octets that are sent many times.
#[derive(Debug)]
pub(super) struct Flood {
    piece: Vec<u8>,
    pieces: usize,
    last: Vec<u8>,
    /// How long lies between two pieces.
    pub(super) every: Option<Duration>,
}

/// How much is written at once, in octets, of what is small.
const PIECE: usize = 64 << 10;

impl Flood {
    /// These octets so many times.
    pub(super) fn new(once: Vec<u8>, times: usize) -> Flood {
        if times == 1 {
            return Flood {
                piece: Vec::new(),
                pieces: 0,
                last: once,
                every: None,
            };
        }
        let fit = (PIECE / once.len().max(1)).clamp(1, times.max(1));
        Flood {
            piece: once.repeat(fit),
            pieces: times / fit,
            last: once.repeat(times % fit),
            every: None,
        }
    }

    /// These octets one by one.
    pub(super) fn trickle(octets: &[u8], every: Duration) -> Flood {
        // Its pieces differ, so they are taken off the front.
        Flood {
            piece: Vec::new(),
            pieces: 0,
            last: octets.to_vec(),
            every: Some(every),
        }
    }

    /// The next piece of them.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        if self.every.is_some() {
            return (!self.last.is_empty()).then(|| vec![self.last.remove(0)]);
        }
        if self.pieces > 0 {
            self.pieces -= 1;
            return Some(self.piece.clone());
        }
        let last = std::mem::take(&mut self.last);
        (!last.is_empty()).then_some(last)
    }
}
