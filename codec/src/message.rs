//! Messages out of fragments (RFC 6455 sections 5.4, 5.6 and 8.1).

use std::fmt;

use crate::deflate::{InflateError, Inflater};
use crate::frame::Opcode;
use crate::meter;
use crate::plant::{Plant, planted};
use crate::rules::ViolationKind;
use crate::utf8::Utf8Validator;

/// What a message holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// UTF-8.
    Text,
    /// Octets that mean nothing to the protocol.
    Binary,
}

impl MessageKind {
    /// The opcode of the first frame of such a message.
    pub const fn opcode(self) -> Opcode {
        match self {
            MessageKind::Text => Opcode::TEXT,
            MessageKind::Binary => Opcode::BINARY,
        }
    }

    /// The kind that begins with this opcode, if any does.
    pub const fn from_opcode(opcode: Opcode) -> Option<MessageKind> {
        match opcode {
            Opcode::TEXT => Some(MessageKind::Text),
            Opcode::BINARY => Some(MessageKind::Binary),
            _ => None,
        }
    }
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MessageKind::Text => "text",
            MessageKind::Binary => "binary",
        })
    }
}

/// Puts the message together that is open. Text is validated as it comes, so that it fails at the first octet that
/// cannot be.
///
/// Sizes and counts are kept to their limits by [`Rules`](crate::rules::Rules) before a fragment comes here. It holds
/// the octets that came, and no room for those that were only announced.
#[derive(Clone, Debug)]
pub struct Assembler {
    kind: MessageKind,
    text: Utf8Validator,
    payload: Vec<u8>,
}

impl Default for Assembler {
    fn default() -> Assembler {
        Assembler {
            kind: MessageKind::Binary,
            text: Utf8Validator::new(),
            payload: Vec::new(),
        }
    }
}

/// A message that is gone gives back its memory above this many octets, so that idle connections cost little.
const KEPT: usize = 1024;

impl Assembler {
    /// An assembler with no message open.
    pub fn new() -> Assembler {
        Assembler::default()
    }

    /// Begins a message.
    #[inline]
    pub fn begin(&mut self, kind: MessageKind) {
        self.kind = kind;
        self.text = Utf8Validator::new();
        if !planted(Plant::MessageNotCleared) {
            self.payload.clear();
        }
    }

    /// Takes the next octets of the message, unmasked, whole frames or parts of them.
    ///
    /// # Errors
    /// The index in `payload` of the first octet after which the text cannot be UTF-8.
    #[inline]
    pub fn push(&mut self, payload: &[u8]) -> Result<(), usize> {
        let followed = planted(Plant::BinaryContinuationsCheckedAsText) && !self.payload.is_empty();
        if self.kind == MessageKind::Text || followed {
            self.text.validate(payload)?;
        }
        if planted(Plant::TextCheckedAnew) {
            let _ = Utf8Validator::new().validate(&self.payload);
        }
        meter::touched(payload.len());
        self.payload.extend_from_slice(payload);
        Ok(())
    }

    /// Takes one octet, unless the text cannot go on with it; then nothing is changed.
    #[inline]
    pub(crate) fn push_octet(&mut self, octet: u8) -> bool {
        if self.kind == MessageKind::Text && !self.text.push(octet) {
            return false;
        }
        meter::touched(1);
        self.payload.push(octet);
        true
    }

    /// Takes the next octets of a compressed message and inflates them, up to `limit` octets of the message.
    ///
    /// # Errors
    /// The first thing that is wrong with what they inflate to: text that is not UTF-8, more than is taken, or nothing
    /// that inflates.
    pub fn inflate(&mut self, inflater: &mut Inflater, octets: &[u8], limit: u64) -> Result<(), ViolationKind> {
        let before = self.payload.len();
        let most = match usize::try_from(limit) {
            Ok(most) if !planted(Plant::InflatedSizeUnlimited) => most,
            _ => usize::MAX,
        };
        let inflated = inflater.append(octets, &mut self.payload, most);
        let text = self.kind == MessageKind::Text && !planted(Plant::InflatedTextNotChecked);
        if text && self.text.validate(&self.payload[before..]).is_err() {
            return Err(ViolationKind::InvalidUtf8);
        }
        inflated.map_err(|error| match error {
            InflateError::TooLarge => ViolationKind::MessageTooLarge {
                announced: limit.saturating_add(1),
                limit,
            },
            InflateError::Invalid | InflateError::Incomplete => ViolationKind::InvalidDeflate,
        })
    }

    /// Puts its last octets in front.
    pub(crate) fn turn(&mut self, octets: usize) {
        let octets = octets.min(self.payload.len());
        self.payload.rotate_right(octets);
    }

    /// Goes on as if between code points.
    pub(crate) fn forget_code_point(&mut self) {
        self.text = Utf8Validator::new();
    }

    /// Whether the message may end here: a text does not end inside a code point.
    #[inline]
    pub fn may_end(&self) -> bool {
        self.kind == MessageKind::Binary || self.text.is_complete()
    }

    /// The kind of the message that is open or has just ended.
    pub fn kind(&self) -> MessageKind {
        self.kind
    }

    /// What has come of it.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Lets go of the message.
    #[inline]
    pub fn clear(&mut self) {
        if planted(Plant::MessageNotCleared) {
            return;
        }
        if self.payload.capacity() > KEPT {
            self.payload = Vec::new();
        } else {
            self.payload.clear();
        }
    }
}
