//! The ways to break a rule, each with its clause, its status code and the octet that shows it (RFC 6455 5, 7.4, 8.1).

use std::fmt;

use crate::close::CloseCode;
use crate::frame::{FrameHeader, LengthForm, Opcode};
use crate::rfc::{Clause, rfc6455, rfc7692};

/// How a peer broke a rule, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Violation {
    /// What it did.
    pub kind: ViolationKind,
    /// Octets from the start of the frames to the first octet after which nothing could have made it right. Inside a
    /// compressed message it is the octet where that is found: the last of its frame, or of 16 KiB of a longer one.
    pub offset: u64,
}

impl Violation {
    /// The clause that was broken.
    pub fn clause(&self) -> &'static Clause {
        self.kind.clause()
    }

    /// The status code a Close frame gives for it (7.4.1).
    pub fn close_code(&self) -> CloseCode {
        self.kind.close_code()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (octet {})", self.kind, self.offset)
    }
}

/// The ways to break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ViolationKind {
    /// Reserved bits are set that no negotiated extension defines, on a frame with this opcode.
    ReservedBits(u8, Opcode),
    /// An opcode without a meaning.
    ReservedOpcode(Opcode),
    /// A control frame with FIN not set.
    FragmentedControl(Opcode),
    /// A continuation frame, and no message is open.
    StrayContinuation,
    /// A new message, and the one before has not ended.
    DataInsideMessage(Opcode),
    /// A frame of a client without a mask.
    Unmasked,
    /// A frame of a server with a mask.
    Masked,
    /// A control frame whose length is in an extended form, which is for more than the 125 octets it may have.
    ControlLength(LengthForm),
    /// A length in this form, which is longer than it needs.
    NonMinimalLength(LengthForm),
    /// A 64-bit length with its first bit set.
    LengthTopBit,
    /// A frame announces more octets than the endpoint takes.
    FrameTooLarge {
        /// What it announces.
        announced: u64,
        /// What is taken.
        limit: u64,
    },
    /// A message grows over what the endpoint takes.
    MessageTooLarge {
        /// The octets of the message up to the end of the frame.
        announced: u64,
        /// What is taken.
        limit: u64,
    },
    /// A message has more fragments than the endpoint takes.
    TooManyFragments {
        /// What is taken.
        limit: u32,
    },
    /// Text that cannot be UTF-8.
    InvalidUtf8,
    /// A text message that ends inside a code point.
    TruncatedUtf8,
    /// A compressed message that does not inflate.
    InvalidDeflate,
    /// A compressed message that ends inside a block.
    TruncatedDeflate,
    /// A Close frame with a body of one octet, too short for a status code.
    CloseBodyTooShort,
    /// A status code that must not stand in a Close frame.
    CloseCode(CloseCode),
    /// A reason that is not UTF-8.
    CloseReason,
}

impl ViolationKind {
    /// The clause that is broken.
    pub fn clause(&self) -> &'static Clause {
        match *self {
            ViolationKind::ReservedBits(_, opcode) if opcode.is_control() => rfc6455::RSV_CONTROL_RECV,
            ViolationKind::ReservedBits(_, Opcode::CONTINUATION) => rfc6455::RSV_CONTINUATION_RECV,
            ViolationKind::ReservedBits(bits, _) if bits & 0b100 != 0 => rfc6455::RSV1_RECV,
            ViolationKind::ReservedBits(bits, _) if bits & 0b010 != 0 => rfc6455::RSV2_RECV,
            ViolationKind::ReservedBits(..) => rfc6455::RSV3_RECV,
            ViolationKind::ReservedOpcode(opcode) if opcode.is_control() => rfc6455::OPCODE_UNKNOWN_CONTROL,
            ViolationKind::ReservedOpcode(_) => rfc6455::OPCODE_UNKNOWN_DATA,
            ViolationKind::FragmentedControl(_) => rfc6455::CONTROL_FRAG_RECV,
            ViolationKind::StrayContinuation => rfc6455::STRAY_CONTINUATION,
            ViolationKind::DataInsideMessage(_) => rfc6455::INTERLEAVE,
            ViolationKind::Unmasked => rfc6455::SERVER_REJECTS_UNMASKED,
            ViolationKind::Masked => rfc6455::CLIENT_REJECTS_MASKED,
            ViolationKind::ControlLength(_) => rfc6455::CONTROL_LEN_RECV,
            ViolationKind::NonMinimalLength(LengthForm::Bits64) => rfc6455::LEN_MINIMAL_RECV_64,
            ViolationKind::NonMinimalLength(_) => rfc6455::LEN_MINIMAL_RECV_16,
            ViolationKind::LengthTopBit => rfc6455::LEN64_MSB_RECV,
            ViolationKind::FrameTooLarge { .. }
            | ViolationKind::MessageTooLarge { .. }
            | ViolationKind::TooManyFragments { .. } => rfc6455::LIMITS_PROTECT,
            ViolationKind::InvalidUtf8 => rfc6455::TEXT_INVALID,
            ViolationKind::TruncatedUtf8 => rfc6455::TEXT_TRUNCATED_END,
            ViolationKind::InvalidDeflate => rfc7692::INVALID_DEFLATE,
            ViolationKind::TruncatedDeflate => rfc7692::INCOMPLETE_BLOCK,
            ViolationKind::CloseBodyTooShort => rfc6455::CODE_FIRST_5_5_1,
            ViolationKind::CloseCode(code) => match code.value() {
                0..=999 => rfc6455::CODE_0_999,
                1004 => rfc6455::CODE_1004,
                1005 => rfc6455::CODE_1005_RECV,
                1006 => rfc6455::CODE_1006_RECV,
                1015 => rfc6455::CODE_1015_RECV,
                5000.. => rfc6455::CODE_5000_UP,
                _ => rfc6455::CODE_1000_2999,
            },
            ViolationKind::CloseReason => rfc6455::REASON_INVALID,
        }
    }

    /// The clause that the sender of such a frame broke, where it is another than the one its receiver enforces.
    pub fn sender_clause(&self) -> &'static Clause {
        match *self {
            ViolationKind::ReservedBits(..) => rfc6455::RSV_SEND_ZERO,
            ViolationKind::FragmentedControl(_) => rfc6455::CONTROL_NOT_FRAGMENTED_SEND,
            ViolationKind::Unmasked => rfc6455::CLIENT_MASKS_5_1,
            ViolationKind::Masked => rfc6455::SERVER_UNMASKED,
            ViolationKind::ControlLength(_) => rfc6455::CONTROL_LEN_SEND,
            ViolationKind::NonMinimalLength(_) => rfc6455::LEN_MINIMAL_SEND,
            ViolationKind::InvalidUtf8 | ViolationKind::TruncatedUtf8 => rfc6455::TEXT_UTF8_SEND,
            ViolationKind::CloseReason => rfc6455::REASON_UTF8,
            ViolationKind::InvalidDeflate | ViolationKind::TruncatedDeflate => rfc7692::COMPRESS_ALGO,
            ViolationKind::CloseCode(code) => match code.value() {
                1005 => rfc6455::CODE_1005_SEND,
                1006 => rfc6455::CODE_1006_SEND,
                1015 => rfc6455::CODE_1015_SEND,
                _ => self.clause(),
            },
            _ => self.clause(),
        }
    }

    /// The status code a Close frame gives for it (7.4.1).
    pub fn close_code(&self) -> CloseCode {
        match self {
            ViolationKind::FrameTooLarge { .. } | ViolationKind::MessageTooLarge { .. } => CloseCode::TOO_BIG,
            ViolationKind::TooManyFragments { .. } => CloseCode::POLICY,
            ViolationKind::InvalidUtf8 | ViolationKind::TruncatedUtf8 | ViolationKind::CloseReason => {
                CloseCode::INVALID_DATA
            }
            // Compressed data too: 1007 is for data that does not fit the type of its message (7.4.1), and what is
            // compressed is not subject to that type before it is inflated (RFC 7692 6.1).
            _ => CloseCode::PROTOCOL_ERROR,
        }
    }

    /// At what octet of its frame a fault of the header is certain.
    pub(crate) fn octet(&self, header: &FrameHeader) -> u64 {
        match self {
            ViolationKind::Unmasked
            | ViolationKind::Masked
            | ViolationKind::ControlLength(_)
            | ViolationKind::CloseBodyTooShort => 1,
            ViolationKind::LengthTopBit => 2,
            ViolationKind::NonMinimalLength(LengthForm::Bits64) => 7,
            ViolationKind::NonMinimalLength(_) => 3,
            ViolationKind::FrameTooLarge { .. } | ViolationKind::MessageTooLarge { .. } => match header.length_form() {
                LengthForm::Bits7 => 1,
                LengthForm::Bits16 => 3,
                LengthForm::Bits64 => 9,
            },
            _ => 0,
        }
    }
}

impl fmt::Display for ViolationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            ViolationKind::ReservedBits(bits, opcode) => {
                write!(
                    f,
                    "reserved bits {bits:03b} on a {opcode} frame, but no extension defines them"
                )
            }
            ViolationKind::ReservedOpcode(opcode) => write!(f, "reserved {opcode}"),
            ViolationKind::FragmentedControl(opcode) => write!(f, "a {opcode} frame without FIN"),
            ViolationKind::StrayContinuation => f.write_str("a continuation frame while no message is open"),
            ViolationKind::DataInsideMessage(opcode) => {
                write!(f, "a new {opcode} frame while a fragmented message is open")
            }
            ViolationKind::Unmasked => f.write_str("a frame from a client that is not masked"),
            ViolationKind::Masked => f.write_str("a frame from a server that is masked"),
            ViolationKind::ControlLength(_) => {
                f.write_str("a control frame with an extended length; it may have 125 octets at most")
            }
            ViolationKind::NonMinimalLength(form) => {
                let (bits, needs) = if form == LengthForm::Bits64 {
                    (64, 65_535)
                } else {
                    (16, 125)
                };
                write!(f, "a length of at most {needs} octets written in {bits} bits")
            }
            ViolationKind::LengthTopBit => f.write_str("a 64-bit length with its first bit set"),
            ViolationKind::FrameTooLarge { announced, limit } => {
                write!(f, "a frame of {announced} octets, at most {limit} are taken")
            }
            ViolationKind::MessageTooLarge { announced, limit } => {
                write!(f, "a message of at least {announced} octets, at most {limit} are taken")
            }
            ViolationKind::TooManyFragments { limit } => write!(f, "a message of more than {limit} fragments"),
            ViolationKind::InvalidUtf8 => f.write_str("text that is not UTF-8"),
            ViolationKind::TruncatedUtf8 => f.write_str("a text message that ends inside a code point"),
            ViolationKind::InvalidDeflate => f.write_str("a compressed message that does not inflate"),
            ViolationKind::TruncatedDeflate => f.write_str("a compressed message that ends inside a block"),
            ViolationKind::CloseBodyTooShort => f.write_str("a Close frame with a body of one octet"),
            ViolationKind::CloseCode(code) => write!(f, "status code {code}, which must not stand in a Close frame"),
            ViolationKind::CloseReason => f.write_str("a reason that is not UTF-8"),
        }
    }
}
