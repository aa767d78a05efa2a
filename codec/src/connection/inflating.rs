//! The compressed messages of the peer (RFC 7692 sections 6.2 and 7.2.2).

use crate::deflate::Inflater;
use crate::message::Assembler;
use crate::plant::{Plant, planted};
use crate::rules::ViolationKind;

/// Inflates the messages that are compressed, and knows which that are.
#[derive(Debug)]
pub(super) struct Inflating {
    /// Made for the first compressed message, and given back after each if the peer forgets.
    inflater: Option<Inflater>,
    /// The peer compresses each message with an empty window.
    forgets: bool,
    /// The most octets that a message may inflate to.
    limit: u64,
    /// The message that is open is compressed.
    open: bool,
    /// What is wrong with it, to be told at the next octet that may be the one where it is found.
    fault: Option<ViolationKind>,
    /// The octets of the frame since the last such octet.
    unjudged: usize,
}

/// After how many octets of a frame it is judged, though it goes on.
const JUDGED: usize = 16 << 10;

impl Inflating {
    pub(super) fn new(forgets: bool, limit: u64) -> Inflating {
        Inflating {
            inflater: None,
            forgets,
            limit,
            open: false,
            fault: None,
            unjudged: 0,
        }
    }

    /// A message begins, compressed or not.
    pub(super) fn begin(&mut self, compressed: bool) {
        if planted(Plant::WindowLostByPlainMessage) && !compressed {
            self.inflater = None;
        }
        let compressed = compressed || planted(Plant::PlainMessageInflated);
        self.open = compressed;
        if compressed {
            let forgets = self.forgets;
            self.inflater.get_or_insert_with(|| Inflater::new(forgets)).begin();
        }
    }

    /// Whether the message that is open is compressed.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Takes octets of the message that is open, up to the end of their frame or not.
    ///
    /// # Errors
    /// What is wrong, and the index of the octet where it is found.
    pub(super) fn push(
        &mut self,
        octets: &[u8],
        frame_ends: bool,
        assembler: &mut Assembler,
    ) -> Result<(), (ViolationKind, usize)> {
        let mut taken = 0;
        while taken < octets.len() {
            let piece = &octets[taken..octets.len().min(taken + JUDGED - self.unjudged)];
            taken += piece.len();
            self.unjudged += piece.len();
            if let (None, Some(inflater)) = (self.fault, &mut self.inflater) {
                self.fault = assembler.inflate(inflater, piece, self.limit).err();
                if planted(Plant::InvalidDeflateDelivered) && self.fault == Some(ViolationKind::InvalidDeflate) {
                    self.fault = None;
                }
            }
            if self.unjudged == JUDGED || (frame_ends && taken == octets.len()) {
                self.unjudged = 0;
                if let Some(kind) = self.fault.take() {
                    return Err((kind, taken - 1));
                }
            }
        }
        Ok(())
    }

    /// The message ends. Whether it may end here.
    pub(super) fn end(&mut self) -> bool {
        if !std::mem::take(&mut self.open) {
            return true;
        }
        let accepted = planted(Plant::CutOffDeflateAccepted) || planted(Plant::InvalidDeflateDelivered);
        let whole = self
            .inflater
            .as_mut()
            .is_none_or(|inflater| inflater.end().is_ok() || accepted);
        if self.forgets {
            self.inflater = None;
        }
        whole
    }
}
