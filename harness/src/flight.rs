//! Flights as octets: what the tester sends in one go.

use std::time::Duration;

use wsspec_codec::frame::Opcode;
use wsspec_codec::mask;
use wsspec_codec::rules::Role;

use crate::bytes::readable;
use crate::case::{Flight, Item};
use crate::random::SplitMix64;
use crate::trace::{By, Seen, Trace, What};

/// What lowering a flight reads and changes.
pub(crate) struct Lowering<'a> {
    pub(crate) tester: Role,
    pub(crate) random: &'a mut SplitMix64,
    pub(crate) unfinished: &'a mut Option<(Option<[u8; 4]>, u64)>,
    pub(crate) pings: &'a mut Vec<Vec<u8>>,
    pub(crate) close_sent: &'a mut bool,
    pub(crate) trace: &'a mut Trace,
    pub(crate) now: Duration,
}

/// The octets of a flight, frame by frame.
pub(crate) fn lower(flight: &Flight, to: &mut Lowering<'_>) -> Vec<Vec<u8>> {
    flight.items.iter().map(|item| lower_item(item, to)).collect()
}

fn lower_item(item: &Item, to: &mut Lowering<'_>) -> Vec<u8> {
    let mut wire = Vec::new();
    match item {
        Item::Frame(spec) => {
            let header = spec.lower(to.tester, to.random.octets(), &mut wire);
            let payload = spec.payload.expand();
            to.trace
                .push(to.now, By::Tester, What::Frame(Seen::new(&header, &payload, &wire)));
            match spec.opcode {
                Opcode::PING => to.pings.push(payload.to_vec()),
                Opcode::CLOSE => *to.close_sent = true,
                _ => {}
            }
            let missing = header.payload_len().saturating_sub(payload.len() as u64);
            let key = header.masking_key().map(|key| mask::rotate(key, payload.len()));
            *to.unfinished = (missing > 0).then_some((key, missing));
        }
        Item::Rest(bytes) => {
            wire.extend_from_slice(&bytes.expand());
            let shown = format!("goes on with {}", readable(&wire));
            to.trace.push(to.now, By::Tester, What::Note(shown));
            if let Some((key, missing)) = to.unfinished.take() {
                let octets = wire.len();
                let key = key.map(|key| {
                    mask::apply(key, 0, &mut wire);
                    mask::rotate(key, octets)
                });
                let missing = missing.saturating_sub(octets as u64);
                *to.unfinished = (missing > 0).then_some((key, missing));
            }
        }
    }
    wire
}
