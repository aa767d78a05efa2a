//! The log and the statistics of a play.

use std::collections::BTreeMap;

use wsspec_codec::frame::FrameHeader;

use super::wirelog::{Cut, Row};
use crate::bytes::Bytes;

/// Keeps rows while it is switched on, and counts always.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) rows: Vec<Row>,
    pub(super) on: bool,
    pub(super) reads: BTreeMap<usize, u64>,
    pub(super) writes: BTreeMap<usize, u64>,
    pub(super) frames_received: BTreeMap<u8, u64>,
    pub(super) frames_sent: BTreeMap<u8, u64>,
}

/// A play of more rows is logged no further: a subject that floods must not fill the memory.
const ROWS: usize = 20_000;

impl Log {
    pub(super) fn new() -> Log {
        Log {
            rows: Vec::new(),
            on: true,
            reads: BTreeMap::new(),
            writes: BTreeMap::new(),
            frames_received: BTreeMap::new(),
            frames_sent: BTreeMap::new(),
        }
    }

    /// A row that is kept even while the log is off.
    pub(super) fn always(&mut self, row: Row) {
        if self.rows.len() < ROWS {
            self.rows.push(row);
        }
    }

    fn row(&mut self, row: impl FnOnce() -> Row) {
        if self.on {
            self.always(row());
        }
    }

    pub(super) fn read(&mut self, octets: &[u8]) {
        *self.reads.entry(octets.len()).or_default() += 1;
        self.row(|| Row::ReceivedOctets(Cut::new(octets)));
    }

    pub(super) fn wrote(&mut self, octets: &[u8], sync: bool) {
        *self.writes.entry(octets.len()).or_default() += 1;
        self.row(|| Row::SentOctets {
            octets: Cut::new(octets),
            sync,
        });
    }

    pub(super) fn received(&mut self, header: &FrameHeader, payload: Cut) {
        *self.frames_received.entry(header.opcode().bits()).or_default() += 1;
        self.row(|| Row::ReceivedFrame {
            payload,
            opcode: header.opcode().bits(),
            fin: header.fin(),
            rsv: header.rsv(),
            mask: header.masking_key(),
        });
    }

    /// A frame was sent. Of a payload that is a unit over and over, the log keeps the unit.
    pub(super) fn sent(&mut self, header: &FrameHeader, payload: &Bytes, chop: Option<usize>, sync: bool) {
        *self.frames_sent.entry(header.opcode().bits()).or_default() += 1;
        self.row(|| Row::SentFrame {
            payload: match payload {
                Bytes::Cycle { unit, .. } => Cut::new(unit),
                payload => Cut::new(&payload.expand()),
            },
            opcode: header.opcode().bits(),
            fin: header.fin(),
            rsv: header.rsv(),
            mask: header.masking_key(),
            repeat: matches!(payload, Bytes::Cycle { .. }).then_some(header.payload_len()),
            chop,
            sync,
        });
    }

    /// Counts frames that are not logged one by one.
    pub(super) fn count_sent(&mut self, opcode: u8, frames: u64) {
        if frames > 0 {
            *self.frames_sent.entry(opcode).or_default() += frames;
        }
    }

    /// Switches the log, and says so.
    pub(super) fn switch(&mut self, on: bool) {
        if self.on != on {
            self.on = on;
            self.always(Row::Logging(on));
        }
    }
}
