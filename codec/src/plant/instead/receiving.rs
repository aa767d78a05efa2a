//! What is made of frames, messages and Close frames that are received.

use crate::close::CloseCode;
use crate::deflate::RSV1;
use crate::frame::{FrameHeader, LengthForm, Opcode};
use crate::message::{Assembler, MessageKind};
use crate::plant::{Plant, planted};
use crate::rules::{Role, Violation};

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
        | bits(Plant::AllRsvWithDeflateAccepted, first && agreed != 0, 0b111)
}

/// Whether a frame with this reserved opcode is passed over.
#[inline(always)]
pub(crate) fn skips(opcode: Opcode) -> bool {
    planted(if opcode.is_control() {
        Plant::ReservedControlOpcodesSkipped
    } else {
        Plant::ReservedDataOpcodesSkipped
    })
}

/// What a header is taken for: a frame that is passed over for a pong, which nobody waits for.
#[inline(always)]
pub(crate) fn read_as(header: FrameHeader, in_message: bool) -> FrameHeader {
    let opcode = header.opcode();
    if opcode.is_reserved() && skips(opcode) {
        header.with_opcode(Opcode::PONG)
    } else if planted(Plant::StrayContinuationTakenForText) && opcode == Opcode::CONTINUATION && !in_message {
        header.with_opcode(Opcode::TEXT)
    } else {
        header
    }
}

/// A header of which `held` octets had come before the last piece of it.
#[inline(always)]
pub(crate) fn split(header: FrameHeader, held: u8) -> FrameHeader {
    if planted(Plant::KeyLostBehindSecondOctet) && held == 2 && header.is_masked() {
        header.with_masking_key(Some([0; 4]))
    } else {
        header
    }
}

/// Whether a control frame may have its length in this form.
#[inline(always)]
pub(crate) fn takes_control(form: LengthForm) -> bool {
    match form {
        LengthForm::Bits7 => false,
        LengthForm::Bits16 => planted(Plant::LongControlAccepted),
        LengthForm::Bits64 => planted(Plant::ControlLength64Accepted),
    }
}

/// Whether a length may be in this form, which is longer than it needs.
#[inline(always)]
pub(crate) fn takes_longer(form: LengthForm, opcode: Opcode) -> bool {
    match form {
        LengthForm::Bits7 => false,
        LengthForm::Bits16 => planted(Plant::Length16NotMinimalAccepted),
        LengthForm::Bits64 if opcode.is_control() => planted(Plant::ControlLength64Accepted),
        LengthForm::Bits64 => planted(Plant::Length64NotMinimalAccepted),
    }
}

/// A length of 16 bits, as it is read.
#[inline(always)]
pub(crate) fn length16(length: u16) -> u16 {
    if planted(Plant::Length16ReadLittleEndian) {
        length.swap_bytes()
    } else {
        length
    }
}

/// A length of 64 bits, as it is read.
#[inline(always)]
pub(crate) fn length64(length: u64) -> u64 {
    if planted(Plant::Length64CutTo32) {
        length & u64::from(u32::MAX)
    } else if planted(Plant::LengthTopBitMaskedOff) {
        length & (u64::MAX >> 1)
    } else {
        length
    }
}

/// Whether this frame ends its message.
#[inline(always)]
pub(crate) fn is_last(header: &FrameHeader) -> bool {
    let empty = header.opcode() == Opcode::CONTINUATION && header.payload_len() == 0;
    header.fin() && !(planted(Plant::EmptyLastFragmentEndsNothing) && empty)
}

/// Whether a message is judged at the end of a frame as if it ended there.
#[inline(always)]
pub(crate) fn ends_early(assembler: &Assembler) -> bool {
    planted(Plant::TextCheckedPerFrame) && !assembler.may_end()
}

/// The most that is reserved for a length, in octets, so that a measurement survives it.
const MOST_RESERVED: u64 = 64 << 20;

/// Makes room for a payload.
#[inline(always)]
pub(crate) fn reserve(room: &mut Vec<u8>, header: &FrameHeader) {
    if planted(Plant::AnnouncedLengthReserved) {
        room.reserve(header.payload_len().min(MOST_RESERVED) as usize);
    }
}

/// What a message is delivered as.
#[inline(always)]
pub(crate) fn kind(kind: MessageKind) -> MessageKind {
    if planted(Plant::JoinedMessageIsText) {
        MessageKind::Text
    } else {
        kind
    }
}

/// Where a text is refused, though it may be UTF-8. Code points that are cut by the end of a piece are not seen.
#[inline(always)]
pub(crate) fn refused(piece: &[u8]) -> Option<usize> {
    if planted(Plant::FourOctetCodePointsRefused) {
        piece.iter().position(|&octet| octet >= 0xF0)
    } else if planted(Plant::NoncharactersRefused) {
        let noncharacter = |octets: &[u8]| matches!(octets, [0xEF, 0xBF, 0xBE..=0xBF]);
        piece.windows(3).position(noncharacter).map(|at| at + 2)
    } else {
        None
    }
}

/// Whether some text passes that is no UTF-8, so that only the validator knows.
#[inline(always)]
pub(crate) fn takes_text() -> bool {
    planted(Plant::TextNotChecked)
        || planted(Plant::TextCutOffAccepted)
        || planted(Plant::TwoOctetOverlongAccepted)
        || planted(Plant::ThreeOctetOverlongAccepted)
        || planted(Plant::SurrogatesAccepted)
        || planted(Plant::BeyondUnicodeAccepted)
}

/// Whether this status code may be received, if a defect has a say in it.
#[inline(always)]
pub(crate) fn takes_code(code: u16) -> Option<bool> {
    let accepted = match code {
        999 => planted(Plant::CloseCode999Accepted),
        1004 => planted(Plant::CloseCode1004Accepted),
        1005 => planted(Plant::CloseCode1005Accepted),
        1006 => planted(Plant::CloseCode1006Accepted),
        1015 => planted(Plant::CloseCode1015Accepted),
        1016 => planted(Plant::CloseCode1016Accepted),
        2999 => planted(Plant::CloseCode2999Accepted),
        5000.. => planted(Plant::CloseCode5000Accepted),
        _ => false,
    };
    let refused = match code {
        1012..=1014 => planted(Plant::RegisteredCloseCodesRefused),
        3000 => planted(Plant::CloseCode3000Refused),
        3003 | 3008 => planted(Plant::CloseCode3003Refused),
        4999 => planted(Plant::CloseCode4999Refused),
        _ => false,
    };
    (accepted || refused).then_some(accepted)
}

/// Whether a Close frame is answered.
#[inline(always)]
pub(crate) fn answers_close(role: Role) -> bool {
    match role {
        Role::Server => !planted(Plant::CloseNotAnswered),
        Role::Client => !planted(Plant::CloseNotAnsweredByClient),
    }
}

/// Whether TCP is closed after a Close frame of the peer, if a defect has a say in it.
#[inline(always)]
pub(crate) fn closes_tcp(role: Role) -> Option<bool> {
    match role {
        Role::Server => planted(Plant::TcpKeptAfterClose).then_some(false),
        Role::Client => {
            (planted(Plant::ClientClosesTcpFirst) || planted(Plant::CloseNotAnsweredByClient)).then_some(true)
        }
    }
}

/// The status code for a violation.
#[inline(always)]
pub(crate) fn close_code(violation: &Violation) -> CloseCode {
    match violation.close_code() {
        CloseCode::INVALID_DATA if planted(Plant::InvalidTextClosedWith1000) => CloseCode::NORMAL,
        CloseCode::PROTOCOL_ERROR if planted(Plant::ProtocolErrorClosedWith1007) => CloseCode::INVALID_DATA,
        CloseCode::TOO_BIG if planted(Plant::TooBigClosedWith1002) => CloseCode::PROTOCOL_ERROR,
        code => code,
    }
}

/// Whether the window is forgotten between messages, whatever was agreed.
#[inline(always)]
pub(crate) fn forgets() -> bool {
    planted(Plant::WindowForgotten) || planted(Plant::WindowForgottenUngranted)
}
