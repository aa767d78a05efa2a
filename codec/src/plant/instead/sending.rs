//! What becomes of what is sent: masks, headers, Close frames, pongs and compressed messages.

use crate::deflate::RSV1;
use crate::frame::{FrameHeader, LengthForm, Opcode};
use crate::plant::{Plant, planted};

/// The masking key, as it is applied in either direction.
#[inline(always)]
pub(crate) fn key(mut key: [u8; 4]) -> [u8; 4] {
    if planted(Plant::MaskingKeyReversed) {
        key.reverse();
    }
    key
}

/// How far a key is turned for the next piece of a payload.
#[inline(always)]
pub(crate) fn phase(phase: usize) -> usize {
    if planted(Plant::MaskRestartsInEveryPiece) {
        0
    } else {
        phase
    }
}

/// The slip of a loop over vectors at the end of masked data.
#[inline(always)]
pub(crate) fn spoil_tail(data: &mut [u8]) {
    if planted(Plant::MaskWrongInVectorTail)
        && data.len() >= 32
        && data.len() % 16 == 9
        && let Some(last) = data.last_mut()
    {
        *last ^= 1;
    }
}

/// The key for a frame that is sent; a server has none.
#[inline(always)]
pub(crate) fn sent_key(key: Option<[u8; 4]>, opcode: Opcode) -> Option<[u8; 4]> {
    match key {
        None if planted(Plant::MaskedSent) => Some([1, 2, 3, 4]),
        Some(_) if planted(Plant::UnmaskedSent) => None,
        Some(_) if planted(Plant::ControlSentUnmasked) && opcode.is_control() => None,
        Some(_) if planted(Plant::MaskingKeyZero) => Some([0; 4]),
        key => key,
    }
}

/// The header of a frame that is sent.
#[inline(always)]
pub(crate) fn sent_header(header: FrameHeader) -> FrameHeader {
    if planted(Plant::ReservedBitOnSentFrames) && !header.opcode().is_control() {
        return header.with_rsv(header.rsv() | 0b010);
    }
    if planted(Plant::PongSentWithoutFin) && header.opcode() == Opcode::PONG && header.payload_len() >= 100 {
        return header.with_fin(false);
    }
    let form = match header.payload_len() {
        125 if planted(Plant::Length125SentIn16Bits) => LengthForm::Bits16,
        0xFFFF if planted(Plant::Length65535SentIn64Bits) => LengthForm::Bits64,
        _ => return header,
    };
    header.with_length(form, header.payload_len()).unwrap_or(header)
}

/// The opcode of the next fragment that is sent, if it is another.
#[inline(always)]
pub(crate) fn sent_opcode(before: Opcode) -> Option<Opcode> {
    planted(Plant::SentFragmentsRepeatOpcode).then_some(before)
}

/// The reserved bits of the next fragment that is sent, if they are others.
#[inline(always)]
pub(crate) fn sent_rsv(before: u8) -> Option<u8> {
    planted(Plant::Rsv1OnSentContinuations).then_some(before)
}

/// The reserved bits of a message that is not compressed, if they are others.
#[inline(always)]
pub(crate) fn rsv_of_plain(agreed: bool) -> Option<u8> {
    (planted(Plant::Rsv1OnPlainMessage) && agreed).then_some(RSV1)
}

/// The reserved bits of a message that is compressed, if they are others.
#[inline(always)]
pub(crate) fn rsv_of_compressed() -> Option<u8> {
    planted(Plant::CompressedSentWithoutRsv1).then_some(0)
}

/// The window to compress with.
#[inline(always)]
pub(crate) fn window_sent(bits: u8) -> u8 {
    match bits {
        _ if planted(Plant::CompressorIgnoresWindow) => 15,
        8 if planted(Plant::WindowOf8Exceeded) => 10,
        bits => bits,
    }
}

/// A status code as it is written.
#[inline(always)]
pub(crate) fn sent_code(code: u16) -> u16 {
    match code {
        _ if planted(Plant::CloseCodeSentLittleEndian) => code.swap_bytes(),
        1002 if planted(Plant::FailsWith1006) => 1006,
        1002 if planted(Plant::FailsWith1015) => 1015,
        code => code,
    }
}

/// A reason as it is written.
#[inline(always)]
pub(crate) fn sent_reason(reason: &str) -> &str {
    if planted(Plant::ReasonNotSent) {
        ""
    } else if planted(Plant::LongestReasonCut) && reason.len() > 122 {
        reason.get(..122).unwrap_or_default()
    } else {
        reason
    }
}

/// The payload that answers a ping; `None` if nothing does. So many octets are still to be written.
#[inline(always)]
pub(crate) fn pong(payload: &[u8], pending: usize, close_sent: bool) -> Option<&[u8]> {
    if planted(Plant::PongOfLongestPingCut) && payload.len() == 125 {
        Some(&payload[..124])
    } else if planted(Plant::PongBehindOutputEmpty) && pending > 0 {
        Some(&[])
    } else if planted(Plant::EmptyPingNotAnswered) && payload.is_empty()
        || planted(Plant::PingAfterOurCloseNotAnswered) && close_sent
    {
        None
    } else {
        Some(payload)
    }
}
