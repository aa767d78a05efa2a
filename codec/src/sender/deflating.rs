//! What becomes of a message before it is sent, when permessage-deflate was agreed on (RFC 7692 sections 6.1 and 7.2.1).

use std::mem;

use super::KEPT;
use crate::deflate::{Agreed, Compression, Compressor};
use crate::plant::{Plant, instead, planted};
use crate::rules::Role;

/// Compresses the messages that are worth it.
#[derive(Debug)]
pub(super) struct Deflating {
    /// Made for the first message that is compressed.
    compressor: Option<Compressor>,
    window_bits: u8,
    /// Each message is compressed with an empty window.
    forgets: bool,
    compression: Compression,
    /// The message that is open is compressed.
    open: bool,
    /// What a message is compressed into.
    wire: Vec<u8>,
}

impl Deflating {
    pub(super) fn new(role: Role, agreed: &Agreed, compression: Compression) -> Deflating {
        Deflating {
            compressor: None,
            window_bits: instead::window_sent(agreed.window_bits(role)),
            forgets: agreed.no_context_takeover(role) && !planted(Plant::CompressorKeepsWindow),
            compression,
            open: false,
            wire: Vec::new(),
        }
    }

    /// A whole message compressed, unless it is too short for that. The octets are to be given [back](Deflating::done).
    pub(super) fn message(&mut self, payload: &[u8]) -> Option<Vec<u8>> {
        (payload.len() >= instead::threshold(self.compression.threshold)).then(|| self.part(payload, true, true))
    }

    /// The first part of a message.
    pub(super) fn begin(&mut self, payload: &[u8]) -> Vec<u8> {
        self.open = true;
        self.part(payload, true, false)
    }

    /// A further part of a message, if it began compressed.
    pub(super) fn go_on(&mut self, payload: &[u8], last: bool) -> Option<Vec<u8>> {
        let open = self.open;
        self.open &= !last;
        open.then(|| self.part(payload, false, last))
    }

    /// Takes back what was handed out.
    pub(super) fn done(&mut self, mut wire: Vec<u8>) {
        wire.clear();
        self.wire = wire;
    }

    /// Everything is written: what the next message does not need is given back.
    pub(super) fn rest(&mut self) {
        if self.wire.capacity() > KEPT {
            self.wire = Vec::new();
        }
        if self.forgets {
            self.forget_context();
        }
    }

    /// Gives back the window, unless a message is open that may refer to it.
    pub(super) fn forget_context(&mut self) {
        if !self.open {
            self.compressor = None;
        }
    }

    /// Whether there is a window to be given back.
    pub(super) fn has_context(&self) -> bool {
        self.compressor.is_some()
    }

    fn part(&mut self, payload: &[u8], first: bool, last: bool) -> Vec<u8> {
        let mut wire = mem::take(&mut self.wire);
        if planted(Plant::EmptyMessageOfNoOctets) && payload.is_empty() && first && last {
            return wire;
        }
        let compressor = match &mut self.compressor {
            Some(compressor) => {
                if first && self.forgets {
                    compressor.forget();
                }
                compressor
            }
            none => none.insert(Compressor::with_level(self.window_bits, self.compression.level)),
        };
        compressor.part(payload, last, &mut wire);
        wire
    }
}
