//! Frames as a case describes them: anything the wire can hold, legal or not.

use serde::{Deserialize, Serialize};
use wsspec_codec::frame::{self, FrameHeader, LengthForm, Opcode};
use wsspec_codec::rules::Role;

use crate::bytes::Bytes;
use crate::json;

/// A frame to send. What is not said follows from the role and from RFC 6455.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameSpec {
    /// Any of the sixteen.
    #[serde(with = "json::opcode")]
    pub opcode: Opcode,
    /// Whether FIN is set.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub fin: bool,
    /// The reserved bits: 0b100 is RSV1, 0b010 RSV2, 0b001 RSV3.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rsv: u8,
    /// The payload data, before masking.
    pub payload: Bytes,
    /// Whether it is masked.
    #[serde(default, skip_serializing_if = "Masking::is_by_role")]
    pub masking: Masking,
    /// How the length is written; the shortest form when `None`.
    #[serde(default, with = "json::length_form", skip_serializing_if = "Option::is_none")]
    pub length_form: Option<LengthForm>,
    /// The length that is announced; that of the payload when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<u64>,
}

/// Whether a frame is masked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Masking {
    /// As the sender's role demands (5.1).
    #[default]
    ByRole,
    /// Contrary to the sender's role.
    Wrong,
    /// As the role demands, and if so with this key.
    Key([u8; 4]),
}

impl Masking {
    fn is_by_role(&self) -> bool {
        *self == Masking::ByRole
    }
}

fn yes() -> bool {
    true
}

fn is_yes(yes: &bool) -> bool {
    *yes
}

fn is_zero(bits: &u8) -> bool {
    *bits == 0
}

impl FrameSpec {
    /// A final frame.
    pub fn new(opcode: Opcode, payload: impl Into<Bytes>) -> FrameSpec {
        FrameSpec {
            opcode,
            fin: true,
            rsv: 0,
            payload: payload.into(),
            masking: Masking::ByRole,
            length_form: None,
            announced: None,
        }
    }

    /// Without FIN.
    #[must_use]
    pub fn unfinished(mut self) -> FrameSpec {
        self.fin = false;
        self
    }

    /// With these reserved bits.
    #[must_use]
    pub fn rsv(mut self, rsv: u8) -> FrameSpec {
        self.rsv = rsv;
        self
    }

    /// With its length in this form, needed or not.
    #[must_use]
    pub fn length_form(mut self, form: LengthForm) -> FrameSpec {
        self.length_form = Some(form);
        self
    }

    /// Announcing another length than its payload has.
    #[must_use]
    pub fn announcing(mut self, len: u64) -> FrameSpec {
        self.announced = Some(len);
        self
    }

    /// Masked where its sender must not, or not where it must.
    #[must_use]
    pub fn wrongly_masked(mut self) -> FrameSpec {
        self.masking = Masking::Wrong;
        self
    }

    /// Masked with this key, if its sender masks at all.
    #[must_use]
    pub fn masked_with(mut self, key: [u8; 4]) -> FrameSpec {
        self.masking = Masking::Key(key);
        self
    }

    /// The header when an endpoint in this role sends it, with `key` if it needs one.
    pub fn header(&self, sender: Role, key: [u8; 4]) -> FrameHeader {
        let len = self.announced.unwrap_or(self.payload.len() as u64);
        let masks = (sender == Role::Client) != (self.masking == Masking::Wrong);
        let key = match self.masking {
            Masking::Key(key) => key,
            _ => key,
        };
        let form = self.length_form.unwrap_or(LengthForm::minimal(len));
        let header = FrameHeader::new(self.opcode, len.min(form.max()));
        header
            .with_length(form, len.min(form.max()))
            .expect("cut down to what the form holds")
            .with_fin(self.fin)
            .with_rsv(self.rsv)
            .with_masking_key(masks.then_some(key))
    }

    /// Appends the octets, and gives the header.
    pub fn lower(&self, sender: Role, key: [u8; 4], out: &mut Vec<u8>) -> FrameHeader {
        let header = self.header(sender, key);
        frame::encode(&header, &self.payload.expand(), out);
        header
    }
}

/// A text frame.
pub fn text(payload: impl Into<Bytes>) -> FrameSpec {
    FrameSpec::new(Opcode::TEXT, payload)
}

/// A binary frame.
pub fn binary(payload: impl Into<Bytes>) -> FrameSpec {
    FrameSpec::new(Opcode::BINARY, payload)
}

/// A continuation frame.
pub fn continuation(payload: impl Into<Bytes>) -> FrameSpec {
    FrameSpec::new(Opcode::CONTINUATION, payload)
}

/// A ping.
pub fn ping(payload: impl Into<Bytes>) -> FrameSpec {
    FrameSpec::new(Opcode::PING, payload)
}

/// A pong.
pub fn pong(payload: impl Into<Bytes>) -> FrameSpec {
    FrameSpec::new(Opcode::PONG, payload)
}

/// A frame with any opcode, such as a reserved one: the low four bits count.
pub fn frame(opcode: u8, payload: impl Into<Bytes>) -> FrameSpec {
    FrameSpec::new(Opcode::from_bits(opcode), payload)
}

/// A Close frame with this status code and no reason.
pub fn close(code: u16) -> FrameSpec {
    FrameSpec::new(Opcode::CLOSE, code.to_be_bytes().to_vec())
}

/// A Close frame with this status code and reason.
pub fn close_with(code: u16, reason: impl AsRef<[u8]>) -> FrameSpec {
    FrameSpec::new(Opcode::CLOSE, [&code.to_be_bytes(), reason.as_ref()].concat())
}

/// A Close frame with this body, which may be none or nonsense.
pub fn close_body(body: impl Into<Bytes>) -> FrameSpec {
    FrameSpec::new(Opcode::CLOSE, body)
}

/// A message in fragments of `size` octets, the last one shorter or, if `empty_end`, followed by an empty one.
pub fn fragments(opcode: Opcode, payload: &[u8], size: usize, empty_end: bool) -> Vec<FrameSpec> {
    let mut pieces: Vec<&[u8]> = payload.chunks(size.max(1)).collect();
    if empty_end || pieces.is_empty() {
        pieces.push(&[]);
    }
    let last = pieces.len() - 1;
    let frame = |(index, piece): (usize, &[u8])| FrameSpec {
        fin: index == last,
        ..FrameSpec::new(if index == 0 { opcode } else { Opcode::CONTINUATION }, piece)
    };
    pieces.into_iter().enumerate().map(frame).collect()
}
