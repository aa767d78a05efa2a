//! The octets a subject sends as parts of frames, as they come: no frame is ever held as a whole.

use wsspec_codec::frame::FrameHeader;
use wsspec_codec::mask;

/// Splits a stream of octets into headers and payloads.
#[derive(Clone, Debug, Default)]
pub(crate) struct FrameReader {
    /// The octets of a header that is not whole yet.
    header: [u8; FrameHeader::MAX_LEN],
    have: usize,
    current: Option<Payload>,
}

#[derive(Clone, Copy, Debug)]
struct Payload {
    key: Option<[u8; 4]>,
    remaining: u64,
}

/// A part of a frame.
#[derive(Debug, PartialEq)]
pub(crate) enum Part<'a> {
    /// A frame begins.
    Header(FrameHeader),
    /// Payload octets, unmasked. Every frame has at least one such part, if only an empty one.
    Payload {
        /// The octets.
        octets: &'a [u8],
        /// Whether they are its last.
        last: bool,
    },
}

impl FrameReader {
    /// The next part, taken off the front of `input`. `None` when more octets are needed; then `input` is used up.
    pub(crate) fn next<'a>(&mut self, input: &mut &'a mut [u8]) -> Option<Part<'a>> {
        if let Some(payload) = &mut self.current {
            if input.is_empty() && payload.remaining > 0 {
                return None;
            }
            let len = payload.remaining.min(input.len() as u64) as usize;
            let (octets, rest) = std::mem::take(input).split_at_mut(len);
            *input = rest;
            if let Some(key) = &mut payload.key {
                mask::apply(*key, 0, octets);
                *key = mask::rotate(*key, len);
            }
            payload.remaining -= len as u64;
            let last = payload.remaining == 0;
            if last {
                self.current = None;
            }
            return Some(Part::Payload { octets, last });
        }
        // A header is whole after at most fourteen octets.
        loop {
            if let Some((header, len)) = FrameHeader::decode(&self.header[..self.have]) {
                debug_assert_eq!(len, self.have, "octets are added one by one");
                self.have = 0;
                self.current = Some(Payload {
                    key: header.masking_key(),
                    remaining: header.payload_len(),
                });
                return Some(Part::Header(header));
            }
            let (&mut octet, rest) = std::mem::take(input).split_first_mut()?;
            *input = rest;
            self.header[self.have] = octet;
            self.have += 1;
        }
    }

    /// Whether a frame has come in part.
    pub(crate) fn is_inside_frame(&self) -> bool {
        self.have > 0 || self.current.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::frame::Opcode;

    fn read(wire: &[u8], piece: usize) -> Vec<(Opcode, Vec<u8>)> {
        let mut reader = FrameReader::default();
        let mut frames = Vec::new();
        for piece in wire.chunks(piece) {
            let mut octets = piece.to_vec();
            let mut input = &mut octets[..];
            while let Some(part) = reader.next(&mut input) {
                match part {
                    Part::Header(header) => frames.push((header.opcode(), Vec::new())),
                    Part::Payload { octets, .. } => frames.last_mut().unwrap().1.extend_from_slice(octets),
                }
            }
        }
        assert!(!reader.is_inside_frame());
        frames
    }

    #[test]
    fn the_same_frames_come_out_however_they_are_cut() {
        let wire = b"\x01\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x80\x00\x89\x02hi\x82\x7e\x00\x80";
        let mut wire = wire.to_vec();
        wire.extend([b'*'; 128]);
        let whole = read(&wire, wire.len());
        let opcodes: Vec<u8> = whole.iter().map(|(opcode, _)| opcode.bits()).collect();
        assert_eq!(opcodes, [1, 0, 9, 2]);
        assert_eq!(whole[0].1, b"Hello");
        for piece in 1..wire.len() {
            assert_eq!(read(&wire, piece), whole, "{piece}");
        }
    }
}
