//! What the oracles test: `wsspec-codec`, behind a seam at which a test can plant a defect.

use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::frame::{self, Frame, FrameDecoder, FrameHeader};
use wsspec_codec::rules::{Limits, Role};

/// A codec. What an implementation does not override is done as `wsspec-codec` does it.
pub trait Codec {
    /// Reads one header and says how many octets it took; `None` if it is not whole.
    fn decode(&self, octets: &[u8]) -> Option<(FrameHeader, usize)> {
        FrameHeader::decode(octets)
    }

    /// Appends a frame's octets.
    fn encode(&self, header: &FrameHeader, payload: &[u8], out: &mut Vec<u8>) {
        frame::encode(header, payload, out);
    }

    /// Reads frames from pieces and hands each on with the offset where it ends; the decoder tells what is left.
    fn frames(&self, pieces: &[&[u8]], on_frame: &mut dyn FnMut(Frame, u64)) -> FrameDecoder {
        let mut decoder = FrameDecoder::new();
        for piece in pieces {
            decoder.push(piece);
            while let Some(frame) = decoder.next_frame() {
                on_frame(frame, decoder.offset());
            }
        }
        decoder
    }

    /// Lets an endpoint receive the pieces; the connection tells how it ended and what it would write.
    fn receive(&self, role: Role, limits: Limits, pieces: &[&[u8]], on_event: &mut dyn FnMut(Event<'_>)) -> Connection {
        let mut connection = connection(role, limits);
        let mut input = Vec::new();
        for piece in pieces {
            input.clear();
            input.extend_from_slice(piece);
            connection.receive(&mut input, |event, _| on_event(event));
        }
        connection
    }
}

/// `wsspec-codec` as it is.
#[derive(Clone, Copy, Debug)]
pub struct Ours;

impl Codec for Ours {}

/// A connection whose masking keys, if it masks, are 1, 2, 3 …, so that what it writes can be compared.
pub fn connection(role: Role, limits: Limits) -> Connection {
    let mut count = 0u32;
    let counted = move || {
        count += 1;
        count.to_be_bytes()
    };
    match role {
        Role::Server => Connection::server(limits),
        Role::Client => Connection::client(limits, Box::new(counted)),
    }
}
