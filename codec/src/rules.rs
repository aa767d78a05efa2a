//! The rules a received frame must keep, each with its clause (RFC 6455 sections 5, 7.4 and 8.1).
//!
//! [`frame`](crate::frame) says what stands on the wire; only this module says what may.

use std::fmt;

use crate::frame::{FrameHeader, LengthForm, Opcode};
use crate::plant::{Plant, instead, planted};
pub use crate::violation::{Violation, ViolationKind};

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

/// The first octet of a Close frame, whose length has a rule of its own.
const CLOSE: u8 = 0x88;

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
        let plain = self.is_plain(first);
        // Control frames, and data frames that are whole messages, in the short form: nothing to remember.
        let len = u64::from(second & 0x7F);
        if plain
            && first & 0x80 != 0
            && first & 0x0F != 0
            && first != CLOSE
            && second & 0x80 == self.mask_bit
            && len < 126
            && len <= self.limits.frame.min(self.limits.message)
        {
            return Ok(());
        }
        self.check_closely(header, plain).map_err(|kind| Violation {
            kind,
            offset: at + kind.octet(header) + u64::from(planted(Plant::HeaderViolationOneOctetLate)),
        })
    }

    /// Whether the first octet of a header is plainly right.
    #[inline]
    fn is_plain(&self, first: u8) -> bool {
        PLAIN[usize::from(self.open)][usize::from(first >> 6)] >> (first & 63) & 1 != 0
    }

    fn check_closely(&mut self, header: &FrameHeader, plain: bool) -> Result<(), ViolationKind> {
        let opcode = header.opcode();
        if !plain {
            self.check_first(header)?;
        }
        self.check_mask(header.is_masked())?;
        let len = header.payload_len();
        let form = header.length_form();
        if opcode.is_control() && form != LengthForm::Bits7 && !instead::takes_control(form) {
            return Err(ViolationKind::ControlLength(form));
        }
        if opcode == Opcode::CLOSE && len == 1 && !planted(Plant::CloseBodyOfOneOctetAccepted) {
            return Err(ViolationKind::CloseBodyTooShort);
        }
        if len >> 63 != 0 {
            return Err(ViolationKind::LengthTopBit);
        }
        if !header.is_minimal() && !instead::takes_longer(form, opcode) {
            return Err(ViolationKind::NonMinimalLength(form));
        }
        let one_more = planted(Plant::FrameLimitOffByOne) && len.checked_sub(1) == Some(self.limits.frame);
        if len > self.limits.frame && !one_more {
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
        let allowed = allowed | instead::reserved_bits(opcode, self.rsv_allowed);
        if header.rsv() & !allowed != 0 {
            return Err(ViolationKind::ReservedBits(header.rsv() & !allowed, opcode));
        }
        if opcode.is_reserved() && !instead::skips(opcode) {
            return Err(ViolationKind::ReservedOpcode(opcode));
        }
        let lost = planted(Plant::FragmentedControlInsideMessageAccepted) && self.open;
        if opcode.is_control() && !header.fin() && !planted(Plant::FragmentedControlAccepted) && !lost {
            return Err(ViolationKind::FragmentedControl(opcode));
        }
        if opcode == Opcode::CONTINUATION && !self.open && !planted(Plant::StrayContinuationTakenForText) {
            return Err(ViolationKind::StrayContinuation);
        }
        let begins = opcode != Opcode::CONTINUATION && !opcode.is_control();
        if begins && self.open && !planted(Plant::InterleavedMessageReplaces) {
            return Err(ViolationKind::DataInsideMessage(opcode));
        }
        Ok(())
    }

    fn check_mask(&self, masked: bool) -> Result<(), ViolationKind> {
        let lost = planted(Plant::UnmaskedInsideMessageAccepted) && self.open;
        match (masked, self.mask_bit != 0) {
            (false, true) if !planted(Plant::UnmaskedAccepted) && !lost => Err(ViolationKind::Unmasked),
            (true, false) if !planted(Plant::MaskedAccepted) => Err(ViolationKind::Masked),
            _ => Ok(()),
        }
    }

    fn count_fragment(&mut self, header: &FrameHeader) -> Result<(), ViolationKind> {
        if !self.open {
            if !planted(Plant::FragmentsCountedOverMessages) {
                self.fragments = 0;
            }
            if !planted(Plant::MessageLimitOverMessages) {
                self.assembled = 0;
            }
        }
        self.fragments += 1;
        // No overflow: one is at most the limit, the other below 2^63.
        let before = if planted(Plant::MessageLimitPerFrame) {
            0
        } else {
            self.assembled
        };
        let announced = before.saturating_add(header.payload_len());
        if announced > self.limits.message {
            return Err(ViolationKind::MessageTooLarge {
                announced,
                limit: self.limits.message,
            });
        }
        if self.fragments > self.limits.fragments && !planted(Plant::FragmentLimitIgnored) {
            return Err(ViolationKind::TooManyFragments {
                limit: self.limits.fragments,
            });
        }
        self.assembled = announced;
        let skipped = planted(Plant::EmptyFirstFragmentSkipped) && header.payload_len() == 0;
        self.open = !header.fin() && !skipped;
        Ok(())
    }

    /// Judges the first octets of a header that is not whole yet, and comes to the same result as
    /// [`check`](Rules::check) as soon as they decide it. Remembers nothing.
    ///
    /// # Errors
    /// A rule that no continuation of these octets can keep.
    pub fn check_partial(&self, octets: &[u8], at: u64) -> Result<(), Violation> {
        let Some(&first) = octets.first() else {
            return Ok(());
        };
        if self.is_plain(first) && octets.len() == 1 || planted(Plant::UnfinishedHeaderNotJudged) {
            return Ok(());
        }
        let header = FrameHeader::new(Opcode::from_bits(first), 0)
            .with_fin(first & 0x80 != 0)
            .with_rsv(first >> 4);
        self.check_first(&header)
            .and_then(|()| self.check_beginning(octets))
            .map_err(|kind| Violation {
                kind,
                offset: at + kind.octet(&header),
            })
    }

    /// The faults that an unfinished header shows from its second octet on.
    fn check_beginning(&self, octets: &[u8]) -> Result<(), ViolationKind> {
        let Some(&second) = octets.get(1) else {
            return Ok(());
        };
        self.check_mask(second & 0x80 != 0)?;
        let opcode = Opcode::from_bits(octets[0]);
        let form = match second & 0x7F {
            1 if opcode == Opcode::CLOSE && !planted(Plant::CloseBodyOfOneOctetAccepted) => {
                return Err(ViolationKind::CloseBodyTooShort);
            }
            126 => LengthForm::Bits16,
            127 => LengthForm::Bits64,
            _ => return Ok(()),
        };
        if opcode.is_control() && !instead::takes_control(form) {
            return Err(ViolationKind::ControlLength(form));
        }
        match (form, &octets[2..]) {
            _ if instead::takes_longer(form, opcode) => Ok(()),
            (LengthForm::Bits64, [0x80..=0xFF, ..]) if !planted(Plant::LengthTopBitMaskedOff) => {
                Err(ViolationKind::LengthTopBit)
            }
            (LengthForm::Bits64, [0, 0, 0, 0, 0, 0, ..]) => Err(ViolationKind::NonMinimalLength(form)),
            (LengthForm::Bits16, [0, 0..=125, ..]) => Err(ViolationKind::NonMinimalLength(form)),
            _ => Ok(()),
        }
    }

    /// What is taken.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether a fragmented message is open.
    pub fn in_message(&self) -> bool {
        self.open
    }
}
