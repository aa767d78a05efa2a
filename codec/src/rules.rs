//! The rules a received frame must keep, each with its clause (RFC 6455 sections 5, 7.4 and 8.1).
//!
//! [`frame`](crate::frame) says what stands on the wire; only this module says what may.

use std::fmt;

use crate::close::CloseCode;
use crate::frame::{FrameHeader, LengthForm, Opcode};
use crate::rfc::{Clause, rfc6455};

/// Which side of the connection an endpoint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It opened the connection, and masks what it sends.
    Client,
    /// It accepted the connection, and never masks.
    Server,
}

impl Role {
    /// The other side.
    pub const fn peer(self) -> Role {
        match self {
            Role::Client => Role::Server,
            Role::Server => Role::Client,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Client => "client",
            Role::Server => "server",
        })
    }
}

/// How a peer broke a rule, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Violation {
    /// What it did.
    pub kind: ViolationKind,
    /// Octets from the start of the frames to the first octet after which nothing could have made it right.
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
    /// A control frame of more than 125 octets: these.
    ControlTooLong(u64),
    /// A control frame whose length, at most 125, is in an extended form.
    ControlLengthForm(LengthForm),
    /// A length in a longer form than it needs.
    NonMinimalLength(LengthForm, u64),
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
            ViolationKind::ControlTooLong(_) => rfc6455::CONTROL_LEN_RECV,
            ViolationKind::ControlLengthForm(_) => rfc6455::LEN_MINIMAL_CONTROL,
            ViolationKind::NonMinimalLength(LengthForm::Bits64, _) => rfc6455::LEN_MINIMAL_RECV_64,
            ViolationKind::NonMinimalLength(..) => rfc6455::LEN_MINIMAL_RECV_16,
            ViolationKind::LengthTopBit => rfc6455::LEN64_MSB_RECV,
            ViolationKind::FrameTooLarge { .. }
            | ViolationKind::MessageTooLarge { .. }
            | ViolationKind::TooManyFragments { .. } => rfc6455::LIMITS_PROTECT,
            ViolationKind::InvalidUtf8 => rfc6455::TEXT_INVALID,
            ViolationKind::TruncatedUtf8 => rfc6455::TEXT_TRUNCATED_END,
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
            ViolationKind::ControlTooLong(_) => rfc6455::CONTROL_LEN_SEND,
            ViolationKind::ControlLengthForm(_) | ViolationKind::NonMinimalLength(..) => rfc6455::LEN_MINIMAL_SEND,
            ViolationKind::InvalidUtf8 | ViolationKind::TruncatedUtf8 => rfc6455::TEXT_UTF8_SEND,
            ViolationKind::CloseReason => rfc6455::REASON_UTF8,
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
            _ => CloseCode::PROTOCOL_ERROR,
        }
    }

    /// At what octet of its frame a fault of the header is certain.
    fn octet(&self, header: &FrameHeader) -> u64 {
        match self {
            ViolationKind::Unmasked
            | ViolationKind::Masked
            | ViolationKind::ControlTooLong(_)
            | ViolationKind::ControlLengthForm(_) => 1,
            ViolationKind::LengthTopBit => 2,
            ViolationKind::NonMinimalLength(LengthForm::Bits64, _) => 7,
            ViolationKind::NonMinimalLength(..) => 3,
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
            ViolationKind::ControlTooLong(len) => write!(f, "a control frame of {len} octets, at most 125 are allowed"),
            ViolationKind::ControlLengthForm(_) => f.write_str("a control frame with an extended length"),
            ViolationKind::NonMinimalLength(form, len) => {
                let bits = if form == LengthForm::Bits64 { 64 } else { 16 };
                write!(f, "a length of {len} octets written in {bits} bits")
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
            ViolationKind::CloseBodyTooShort => f.write_str("a Close frame with a body of one octet"),
            ViolationKind::CloseCode(code) => write!(f, "status code {code}, which must not stand in a Close frame"),
            ViolationKind::CloseReason => f.write_str("a reason that is not UTF-8"),
        }
    }
}

/// What an endpoint takes (RFC 6455 10.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The payload of one frame, in octets.
    pub frame: u64,
    /// The payload of one message, in octets.
    pub message: u64,
    /// The frames of one message.
    pub fragments: u32,
}

impl Default for Limits {
    /// Frames and messages of 64 MiB, messages of 1,000,000 fragments.
    fn default() -> Limits {
        Limits {
            frame: 64 << 20,
            message: 64 << 20,
            fragments: 1_000_000,
        }
    }
}

impl Limits {
    /// No limit but what the length field can say.
    pub const NONE: Limits = Limits {
        frame: u64::MAX,
        message: u64::MAX,
        fragments: u32::MAX,
    };
}

/// The rules for headers, and the little they have to remember from frame to frame.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The MASK bit that received frames must have, where it stands in the second octet.
    mask_bit: u8,
    rsv_allowed: u8,
    /// A fragmented message is open.
    open: bool,
    fragments: u32,
    assembled: u64,
    limits: Limits,
}

/// Which first octets are plainly right, as a set of 256 bits: no RSV bit, and the opcode fits. The first set is for
/// between messages, the second for inside a fragmented one.
const PLAIN: [[u64; 4]; 2] = [
    plain(&[0x01, 0x02, 0x81, 0x82, 0x88, 0x89, 0x8A]),
    plain(&[0x00, 0x80, 0x88, 0x89, 0x8A]),
];

const fn plain(octets: &[u8]) -> [u64; 4] {
    let mut set = [0; 4];
    let mut i = 0;
    while i < octets.len() {
        set[(octets[i] >> 6) as usize] |= 1 << (octets[i] & 63);
        i += 1;
    }
    set
}

impl Rules {
    /// The rules for what an endpoint in this role receives, at the start of the connection.
    pub fn new(role: Role, limits: Limits) -> Rules {
        Rules {
            mask_bit: match role {
                Role::Server => 0x80,
                Role::Client => 0,
            },
            rsv_allowed: 0,
            open: false,
            fragments: 0,
            assembled: 0,
            limits,
        }
    }

    /// Allows these reserved bits on the first frame of a message, as an extension that defines them does.
    pub fn allow_rsv(&mut self, rsv: u8) {
        self.rsv_allowed = rsv;
    }

    /// Judges the next header and remembers what the following one depends on. `at` is where the frame begins, in
    /// octets from the start of the frames.
    ///
    /// # Errors
    /// The first rule that is broken, in the order of the octets.
    #[inline]
    pub fn check(&mut self, header: &FrameHeader, at: u64) -> Result<(), Violation> {
        let [first, second] = header.first_two();
        let plain = PLAIN[usize::from(self.open)][usize::from(first >> 6)] >> (first & 63) & 1 != 0;
        // Control frames, and data frames that are whole messages, in the short form: nothing to remember.
        let len = u64::from(second & 0x7F);
        if plain
            && first & 0x80 != 0
            && first & 0x0F != 0
            && second & 0x80 == self.mask_bit
            && len < 126
            && len <= self.limits.frame.min(self.limits.message)
        {
            return Ok(());
        }
        self.check_closely(header, plain).map_err(|kind| Violation {
            kind,
            offset: at + kind.octet(header),
        })
    }

    fn check_closely(&mut self, header: &FrameHeader, plain: bool) -> Result<(), ViolationKind> {
        let opcode = header.opcode();
        if !plain {
            self.check_first(header)?;
        }
        self.check_mask(header.is_masked())?;
        let len = header.payload_len();
        if opcode.is_control() && header.length_form() != LengthForm::Bits7 {
            return Err(if len > 125 {
                ViolationKind::ControlTooLong(len)
            } else {
                ViolationKind::ControlLengthForm(header.length_form())
            });
        }
        if len >> 63 != 0 {
            return Err(ViolationKind::LengthTopBit);
        }
        if !header.is_minimal() {
            return Err(ViolationKind::NonMinimalLength(header.length_form(), len));
        }
        if len > self.limits.frame {
            return Err(ViolationKind::FrameTooLarge {
                announced: len,
                limit: self.limits.frame,
            });
        }
        if opcode.is_control() {
            return Ok(());
        }
        self.count_fragment(header)
    }

    /// The faults that the first octet shows.
    fn check_first(&self, header: &FrameHeader) -> Result<(), ViolationKind> {
        let opcode = header.opcode();
        let allowed = if opcode.is_control() || opcode == Opcode::CONTINUATION {
            0
        } else {
            self.rsv_allowed
        };
        if header.rsv() & !allowed != 0 {
            return Err(ViolationKind::ReservedBits(header.rsv() & !allowed, opcode));
        }
        if opcode.is_reserved() {
            return Err(ViolationKind::ReservedOpcode(opcode));
        }
        if opcode.is_control() && !header.fin() {
            return Err(ViolationKind::FragmentedControl(opcode));
        }
        if opcode == Opcode::CONTINUATION && !self.open {
            return Err(ViolationKind::StrayContinuation);
        }
        if opcode != Opcode::CONTINUATION && !opcode.is_control() && self.open {
            return Err(ViolationKind::DataInsideMessage(opcode));
        }
        Ok(())
    }

    fn check_mask(&self, masked: bool) -> Result<(), ViolationKind> {
        match (masked, self.mask_bit != 0) {
            (false, true) => Err(ViolationKind::Unmasked),
            (true, false) => Err(ViolationKind::Masked),
            _ => Ok(()),
        }
    }

    fn count_fragment(&mut self, header: &FrameHeader) -> Result<(), ViolationKind> {
        if !self.open {
            self.fragments = 0;
            self.assembled = 0;
        }
        self.fragments += 1;
        // No overflow: one is at most the limit, the other below 2^63.
        let announced = self.assembled.saturating_add(header.payload_len());
        if announced > self.limits.message {
            return Err(ViolationKind::MessageTooLarge {
                announced,
                limit: self.limits.message,
            });
        }
        if self.fragments > self.limits.fragments {
            return Err(ViolationKind::TooManyFragments {
                limit: self.limits.fragments,
            });
        }
        self.assembled = announced;
        self.open = !header.fin();
        Ok(())
    }

    /// Judges the first one or two octets of a header that is not whole yet, with the same result that
    /// [`check`](Rules::check) would give. Remembers nothing.
    ///
    /// # Errors
    /// A rule that no continuation of these octets can keep.
    pub fn check_partial(&self, octets: &[u8], at: u64) -> Result<(), Violation> {
        let Some(&first) = octets.first() else {
            return Ok(());
        };
        let header = FrameHeader::new(Opcode::from_bits(first), 0)
            .with_fin(first & 0x80 != 0)
            .with_rsv(first >> 4);
        self.check_first(&header)
            .and_then(|()| match octets.get(1) {
                Some(second) => self.check_mask(second & 0x80 != 0),
                None => Ok(()),
            })
            .map_err(|kind| Violation {
                kind,
                offset: at + kind.octet(&header),
            })
    }

    /// Whether a fragmented message is open.
    pub fn in_message(&self) -> bool {
        self.open
    }
}
