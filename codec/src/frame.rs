//! Frames as they stand on the wire (RFC 6455 section 5.2).
//!
//! No bit pattern of a frame header is malformed: decoding is total and keeps everything, reserved opcodes, RSV bits and
//! the form the payload length was written in. Only [`rules`](crate::rules) judge. So `decode` then `encode` gives the
//! same octets, for any octets.

use std::fmt;

use crate::mask;
use crate::meter;
use crate::plant::instead;

/// What the payload data of a frame is, or which control frame it is: four bits (RFC 6455 5.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Opcode(u8);

impl Opcode {
    /// A further fragment of the message that is open.
    pub const CONTINUATION: Opcode = Opcode(0x0);
    /// A text message, or its first fragment.
    pub const TEXT: Opcode = Opcode(0x1);
    /// A binary message, or its first fragment.
    pub const BINARY: Opcode = Opcode(0x2);
    /// The closing handshake.
    pub const CLOSE: Opcode = Opcode(0x8);
    /// A ping.
    pub const PING: Opcode = Opcode(0x9);
    /// A pong.
    pub const PONG: Opcode = Opcode(0xA);

    /// The opcode in the low four bits of `bits`; the high four are ignored.
    pub const fn from_bits(bits: u8) -> Opcode {
        Opcode(bits & 0x0F)
    }

    /// The four bits, 0 to 15.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether it is a control frame, defined or reserved: 0x8 to 0xF (5.5).
    pub const fn is_control(self) -> bool {
        self.0 & 0x8 != 0
    }

    /// Whether no meaning is defined for it: 0x3 to 0x7 and 0xB to 0xF (5.2).
    pub const fn is_reserved(self) -> bool {
        const RESERVED: u16 = 0b1111_1000_1111_1000;
        RESERVED >> self.0 & 1 == 1
    }
}

impl fmt::Display for Opcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Opcode::CONTINUATION => f.write_str("continuation"),
            Opcode::TEXT => f.write_str("text"),
            Opcode::BINARY => f.write_str("binary"),
            Opcode::CLOSE => f.write_str("close"),
            Opcode::PING => f.write_str("ping"),
            Opcode::PONG => f.write_str("pong"),
            Opcode(bits) => write!(f, "opcode 0x{bits:X}"),
        }
    }
}

impl fmt::Debug for Opcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The form a payload length is written in (RFC 6455 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LengthForm {
    /// In the 7 bits beside the MASK bit: 0 to 125.
    Bits7,
    /// 126 in those bits, then 16 bits in network byte order.
    Bits16,
    /// 127 in those bits, then 64 bits in network byte order, of which the first must be 0.
    Bits64,
}

impl LengthForm {
    /// The shortest form that can hold `len` octets, the only one a sender may use.
    pub const fn minimal(len: u64) -> LengthForm {
        match len {
            0..=125 => LengthForm::Bits7,
            126..=0xFFFF => LengthForm::Bits16,
            _ => LengthForm::Bits64,
        }
    }

    /// The longest payload the form can announce, in octets.
    pub const fn max(self) -> u64 {
        match self {
            LengthForm::Bits7 => 125,
            LengthForm::Bits16 => 0xFFFF,
            LengthForm::Bits64 => u64::MAX,
        }
    }
}

/// A frame header, exactly as written: 2 to 14 octets.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FrameHeader {
    /// FIN, RSV1 to RSV3 and the opcode.
    first: u8,
    /// The MASK bit and the 7-bit length, which says the form.
    second: u8,
    /// Zero when the MASK bit is not set.
    masking_key: [u8; 4],
    /// As announced; never above what the form can hold.
    payload_len: u64,
}

impl FrameHeader {
    /// The longest header: two octets, a 64-bit length and a masking key.
    pub const MAX_LEN: usize = 14;

    /// The header of an unfragmented, unmasked frame, its length in the shortest form.
    pub const fn new(opcode: Opcode, payload_len: u64) -> FrameHeader {
        let header = FrameHeader {
            first: 0x80 | opcode.0,
            second: 0,
            masking_key: [0; 4],
            payload_len: 0,
        };
        match header.with_length(LengthForm::minimal(payload_len), payload_len) {
            Some(header) => header,
            None => unreachable!(),
        }
    }

    /// The same with FIN set, or not.
    #[must_use]
    pub const fn with_fin(mut self, fin: bool) -> FrameHeader {
        self.first = self.first & 0x7F | (fin as u8) << 7;
        self
    }

    /// The same with these three reserved bits: 0b100 is RSV1, 0b010 RSV2, 0b001 RSV3.
    #[must_use]
    pub const fn with_rsv(mut self, rsv: u8) -> FrameHeader {
        self.first = self.first & 0x8F | (rsv & 0b111) << 4;
        self
    }

    /// The same with another opcode.
    #[must_use]
    pub const fn with_opcode(mut self, opcode: Opcode) -> FrameHeader {
        self.first = self.first & 0xF0 | opcode.0;
        self
    }

    /// The same with this masking key, or with the MASK bit not set.
    #[must_use]
    pub const fn with_masking_key(mut self, key: Option<[u8; 4]>) -> FrameHeader {
        match key {
            Some(key) => {
                self.second |= 0x80;
                self.masking_key = key;
            }
            None => {
                self.second &= 0x7F;
                self.masking_key = [0; 4];
            }
        }
        self
    }

    /// The same announcing `payload_len` octets in this form, minimal or not. `None` when the form cannot hold it.
    #[must_use]
    pub const fn with_length(mut self, form: LengthForm, payload_len: u64) -> Option<FrameHeader> {
        if payload_len > form.max() {
            return None;
        }
        self.second = self.second & 0x80
            | match form {
                LengthForm::Bits7 => payload_len as u8,
                LengthForm::Bits16 => 126,
                LengthForm::Bits64 => 127,
            };
        self.payload_len = payload_len;
        Some(self)
    }

    /// Whether this is the last frame of its message.
    #[inline]
    pub const fn fin(&self) -> bool {
        self.first & 0x80 != 0
    }

    /// The three reserved bits: 0b100 is RSV1, 0b010 RSV2, 0b001 RSV3.
    #[inline]
    pub const fn rsv(&self) -> u8 {
        self.first >> 4 & 0b111
    }

    /// What the frame is.
    #[inline]
    pub const fn opcode(&self) -> Opcode {
        Opcode::from_bits(self.first)
    }

    /// The masking key, or `None` when the MASK bit is not set.
    #[inline]
    pub const fn masking_key(&self) -> Option<[u8; 4]> {
        if self.is_masked() { Some(self.masking_key) } else { None }
    }

    /// Whether the MASK bit is set.
    #[inline]
    pub const fn is_masked(&self) -> bool {
        self.second & 0x80 != 0
    }

    /// The payload length as announced, in octets. Nothing says that so many will come.
    #[inline]
    pub const fn payload_len(&self) -> u64 {
        self.payload_len
    }

    /// The form the payload length is written in.
    #[inline]
    pub const fn length_form(&self) -> LengthForm {
        match self.second & 0x7F {
            126 => LengthForm::Bits16,
            127 => LengthForm::Bits64,
            _ => LengthForm::Bits7,
        }
    }

    /// Whether the length is in the shortest form.
    #[inline]
    pub const fn is_minimal(&self) -> bool {
        match self.second & 0x7F {
            126 => self.payload_len > 125,
            127 => self.payload_len > 0xFFFF,
            _ => true,
        }
    }

    /// Whether this is a whole message, or a control frame, that no extension has a part in: FIN, and no reserved bits.
    #[inline]
    pub(crate) const fn is_plain_message(&self) -> bool {
        self.first & 0xF0 == 0x80
    }

    /// The first two octets, which hold all but the extended length and the key.
    #[inline]
    pub(crate) const fn first_two(&self) -> [u8; 2] {
        [self.first, self.second]
    }

    /// How many octets the header takes on the wire, 2 to 14.
    #[inline]
    pub const fn encoded_len(&self) -> usize {
        encoded_len(self.second)
    }

    /// Reads the header at the start of `bytes`, and says how many octets it took. `None` when it is not whole yet;
    /// nothing else can go wrong.
    #[inline]
    pub fn decode(bytes: &[u8]) -> Option<(FrameHeader, usize)> {
        if let Some(window) = bytes.first_chunk::<{ FrameHeader::MAX_LEN }>() {
            return Some(FrameHeader::decode_window(window));
        }
        let second = *bytes.get(1)?;
        if bytes.len() < encoded_len(second) {
            meter::touched(2);
            return None;
        }
        let mut window = [0; FrameHeader::MAX_LEN];
        window[..bytes.len()].copy_from_slice(bytes);
        Some(FrameHeader::decode_window(&window))
    }

    /// The same on octets that hold the longest header, so that nothing has to be checked.
    #[inline(always)]
    fn decode_window(window: &[u8; FrameHeader::MAX_LEN]) -> (FrameHeader, usize) {
        meter::touched(FrameHeader::MAX_LEN);
        let [first, second, ..] = *window;
        let short = second & 0x7F;
        let (payload_len, key_at) = if short < 126 {
            (u64::from(short), 2)
        } else if short == 126 {
            (instead::length16(u16::from_be_bytes([window[2], window[3]])).into(), 4)
        } else {
            let [_, _, l @ .., _, _, _, _] = *window;
            (instead::length64(u64::from_be_bytes(l)), 10)
        };
        let mut masking_key = [0; 4];
        let mut len = key_at;
        if second & 0x80 != 0 {
            masking_key = [
                window[key_at],
                window[key_at + 1],
                window[key_at + 2],
                window[key_at + 3],
            ];
            len += 4;
        }
        let header = FrameHeader {
            first,
            second,
            masking_key,
            payload_len,
        };
        (header, len)
    }

    /// Appends the header's octets.
    #[inline]
    pub fn encode(&self, out: &mut Vec<u8>) {
        // Each copy has a known length, and so is a store and no call.
        out.extend_from_slice(&[self.first, self.second]);
        match self.length_form() {
            LengthForm::Bits7 => {}
            LengthForm::Bits16 => out.extend_from_slice(&(self.payload_len as u16).to_be_bytes()),
            LengthForm::Bits64 => out.extend_from_slice(&self.payload_len.to_be_bytes()),
        }
        if self.is_masked() {
            out.extend_from_slice(&self.masking_key);
        }
    }
}

/// The length of the header whose second octet this is.
#[inline]
const fn encoded_len(second: u8) -> usize {
    let extended = match second & 0x7F {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    2 + extended + (second >> 7) as usize * 4
}

impl fmt::Debug for FrameHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameHeader")
            .field("fin", &self.fin())
            .field("rsv", &format_args!("{:03b}", self.rsv()))
            .field("opcode", &self.opcode())
            .field("masking_key", &self.masking_key())
            .field("length_form", &self.length_form())
            .field("payload_len", &self.payload_len)
            .finish()
    }
}

/// A whole frame, its payload as meant (not masked).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Frame {
    /// As it stood on the wire.
    pub header: FrameHeader,
    /// The payload data, unmasked.
    pub payload: Vec<u8>,
}

impl Frame {
    /// An unfragmented, unmasked frame in the shortest form.
    pub fn new(opcode: Opcode, payload: impl Into<Vec<u8>>) -> Frame {
        let payload = payload.into();
        Frame {
            header: FrameHeader::new(opcode, payload.len() as u64),
            payload,
        }
    }

    /// Appends the frame's octets, the payload masked if the header has a key. The payload is written as it is, also
    /// when the header announces another length.
    pub fn encode(&self, out: &mut Vec<u8>) {
        encode(&self.header, &self.payload, out);
    }
}

/// Appends a frame's octets: the header, then the payload, masked if the header has a key.
#[inline]
pub fn encode(header: &FrameHeader, payload: &[u8], out: &mut Vec<u8>) {
    meter::touched(FrameHeader::MAX_LEN + payload.len());
    out.reserve(FrameHeader::MAX_LEN + payload.len());
    header.encode(out);
    let start = out.len();
    out.extend_from_slice(payload);
    if let Some(key) = header.masking_key() {
        mask::apply(key, 0, &mut out[start..]);
    }
}

/// Whole frames from octets that arrive in any pieces.
///
/// It judges nothing. It holds what has arrived of the frame that is not whole, and never more: an announced length
/// reserves nothing.
#[derive(Clone, Debug, Default)]
pub struct FrameDecoder {
    buffer: Vec<u8>,
    consumed: usize,
    offset: u64,
}

impl FrameDecoder {
    /// A decoder at the start of a stream.
    pub fn new() -> FrameDecoder {
        FrameDecoder::default()
    }

    /// Takes the octets that arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        meter::touched(bytes.len());
        if self.consumed > 0 {
            meter::touched(self.unread().len());
            self.buffer.drain(..self.consumed);
            self.consumed = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The header of the next frame, as soon as it is whole; the frame stays.
    pub fn peek(&self) -> Option<FrameHeader> {
        Some(FrameHeader::decode(&self.buffer[self.consumed..])?.0)
    }

    /// Takes the next frame once it is whole.
    pub fn next_frame(&mut self) -> Option<Frame> {
        let rest = &self.buffer[self.consumed..];
        let (header, header_len) = FrameHeader::decode(rest)?;
        let payload_len = usize::try_from(header.payload_len()).ok()?;
        let end = header_len.checked_add(payload_len)?;
        let mut payload = rest.get(header_len..end)?.to_vec();
        meter::touched(payload_len);
        if let Some(key) = header.masking_key() {
            mask::apply(key, 0, &mut payload);
        }
        self.consumed += end;
        self.offset += end as u64;
        if self.consumed == self.buffer.len() {
            self.buffer.clear();
            self.consumed = 0;
        }
        Some(Frame { header, payload })
    }

    /// Where the next frame begins: octets from the start of the stream.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// What has arrived and is no whole frame yet.
    pub fn unread(&self) -> &[u8] {
        &self.buffer[self.consumed..]
    }
}
