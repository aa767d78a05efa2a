//! What we send of a recording, and what has to be heard before.

use std::collections::VecDeque;

use wsspec_codec::deflate::{Agreed, Inflater, RSV1};
use wsspec_codec::frame::{Frame, FrameHeader, Opcode};
use wsspec_codec::rules::Role;

use super::expected::Heard;
use super::hearing::MOST;
use super::talk::Side;

/// Octets between two places where a frame or a chunk ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) octets: Vec<u8>,
    /// What must have been heard before it is sent.
    pub(super) after: Heard,
    pub(super) ends_chunk: bool,
    pub(super) ends_frame: bool,
}

/// Whether frames that were compressed as `recorded` may be sent as they are where `now` is agreed.
pub(super) fn fits(side: &Side, recorded: Option<&Agreed>, now: Option<&Agreed>) -> bool {
    let compressed = recorded.is_some() && side.frames().0.iter().any(is_compressed);
    match (recorded, now) {
        _ if !compressed => true,
        (Some(recorded), Some(now)) => {
            let forgets = recorded.no_context_takeover(side.role) || !now.no_context_takeover(side.role);
            forgets && recorded.window_bits(side.role) <= now.window_bits(side.role)
        }
        _ => false,
    }
}

fn is_compressed(frame: &Frame) -> bool {
    !frame.header.opcode().is_control() && frame.header.rsv() & RSV1 != 0
}

/// The octets behind the head, as they were.
pub(super) fn as_recorded(side: &Side, places: &[(usize, Heard)]) -> VecDeque<Piece> {
    let (frames, _) = side.frames();
    let frame_ends = frames.iter().scan(side.head, |at, frame| {
        *at += frame.header.encoded_len() + frame.payload.len();
        Some(*at)
    });
    let mut ends: Vec<(usize, bool)> = frame_ends.map(|end| (end, true)).collect();
    let chunk_ends = side.cuts.iter().map(|cut| cut.end).filter(|&end| end > side.head);
    ends.extend(chunk_ends.map(|end| (end, false)));
    // A frame that ends with its chunk is one end.
    ends.sort_by_key(|&(end, is_frame)| (end, !is_frame));
    ends.dedup_by_key(|&mut (end, _)| end);
    let mut from = side.head;
    let piece = |(end, ends_frame): (usize, bool)| {
        let octets = side.octets[std::mem::replace(&mut from, end)..end].to_vec();
        Piece {
            octets,
            after: before(side, end, places),
            ends_chunk: side.cuts.binary_search_by_key(&end, |cut| cut.end).is_ok(),
            ends_frame,
        }
    };
    ends.into_iter().map(piece).collect()
}

/// The same messages without compression, each in one frame, for a peer that agreed to none, or to another.
pub(super) fn without_compression(side: &Side, agreed: &Agreed, places: &[(usize, Heard)]) -> VecDeque<Piece> {
    let (frames, _) = side.frames();
    let mut inflater = Inflater::new(agreed.no_context_takeover(side.role));
    let mut open: Option<(FrameHeader, Vec<u8>)> = None;
    let mut pieces = VecDeque::new();
    let mut end = side.head;
    for mut frame in frames {
        end += frame.header.encoded_len() + frame.payload.len();
        let continues = frame.header.opcode() == Opcode::CONTINUATION && open.is_some();
        if is_compressed(&frame) || continues {
            let (first, inflated) = open.get_or_insert_with(|| {
                inflater.begin();
                (frame.header, Vec::new())
            });
            // What does not inflate is left out: it cannot be said in another way.
            let _ = inflater.append(&frame.payload, inflated, MOST);
            if !frame.header.fin() {
                continue;
            }
            let _ = inflater.end();
            let key = first.masking_key();
            frame = Frame::new(first.opcode(), std::mem::take(inflated));
            frame.header = frame.header.with_masking_key(key);
            open = None;
        }
        let mut octets = Vec::new();
        frame.encode(&mut octets);
        pieces.push_back(Piece {
            octets,
            after: before(side, end, places),
            ends_chunk: true,
            ends_frame: true,
        });
    }
    pieces
}

/// What was heard before the chunk in which this octet is the last that is sent.
fn before(side: &Side, end: usize, places: &[(usize, Heard)]) -> Heard {
    let cut = side.cuts.partition_point(|cut| cut.end < end);
    let heard = side.cuts.get(cut).map_or(usize::MAX, |cut| cut.heard);
    let until = &places[..places.partition_point(|(at, _)| *at <= heard)];
    until.last().map_or(Heard::default(), |(_, heard)| *heard)
}

/// Which role masks what it sends.
pub(super) fn masks(role: Role) -> bool {
    role == Role::Client
}
