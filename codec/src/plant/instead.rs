//! What is done instead of what is right, where that takes more than a condition. In a build without the feature
//! `plants` all of it comes to nothing.

use super::{Plant, planted};
use crate::deflate::RSV1;
use crate::frame::Opcode;

/// The reserved bits that pass on a frame with this opcode, besides those that an extension allows: `agreed`.
#[inline(always)]
pub(crate) fn reserved_bits(opcode: Opcode, agreed: u8) -> u8 {
    let first = !opcode.is_control() && opcode != Opcode::CONTINUATION;
    let bits = |plant, here, bits| if planted(plant) && here { bits } else { 0 };
    bits(Plant::Rsv1WithoutExtensionAccepted, first, RSV1)
        | bits(Plant::Rsv2Accepted, first, 0b010)
        | bits(Plant::Rsv3Accepted, first, 0b001)
        | bits(Plant::RsvOnControlAccepted, opcode.is_control(), 0b111)
        | bits(Plant::RsvOnContinuationAccepted, opcode == Opcode::CONTINUATION, 0b111)
        | bits(Plant::Rsv1OnLaterFramesAccepted, !first, agreed)
}
