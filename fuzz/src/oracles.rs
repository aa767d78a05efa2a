//! What must hold for any octets in any pieces, one function each. An oracle panics with a sentence, the octets in hex
//! and the clause.

use std::fmt;

use wsspec_codec::frame::{FrameHeader, LengthForm};
use wsspec_codec::rfc::rfc6455;

use crate::codec::Codec;
use crate::delivery::Delivery;
use crate::drawing::{self, Drawn};
use crate::hold::hold;
use crate::observed::{Conversation, Observed, hex};
use crate::work;

/// Every oracle on one delivery.
pub fn all(codec: &impl Codec, delivery: &Delivery<'_>) {
    let observed = Observed::new(codec, delivery);
    headers_are_missing_exactly_while_octets_are(&observed);
    headers_and_frames_round_trip(&observed);
    frames_read_as_drawn(&observed);
    decoding_holds_no_more_than_came(&observed);
    connections_do_not_depend_on_the_pieces(&observed);
    connections_hold_no_more_than_came(&observed);
    faults_are_where_they_are_said_to_be(&observed);
    work_grows_with_what_came(&observed);
}

/// `decode` is `None` for a header of which octets are missing and for nothing else, and takes just the header.
pub fn headers_are_missing_exactly_while_octets_are<C: Codec>(observed: &Observed<'_, C>) {
    let octets = observed.octets;
    for start in drawing::starts(octets) {
        let rest = &octets[start..];
        for end in 0..=rest.len().min(FrameHeader::MAX_LEN + 1) {
            let taken = observed.codec.decode(&rest[..end]).map(|(_, taken)| taken);
            let expected = drawing::header_len(&rest[..end]);
            hold(taken == expected, octets, rfc6455::HEADER_SPLIT, || {
                format!("of the first {end} octets at {start} a header takes {expected:?}, decode took {taken:?}")
            });
        }
    }
}

/// Every header says what the drawing of 5.2 says; headers and whole frames encode to the octets they came from.
pub fn headers_and_frames_round_trip<C: Codec>(observed: &Observed<'_, C>) {
    let (codec, octets) = (observed.codec, observed.octets);
    let mut again = Vec::new();
    for start in drawing::starts(octets) {
        let rest = &octets[start..];
        let Some((header, taken)) = codec.decode(rest) else {
            continue;
        };
        let drawn = drawing::header(rest);
        let reads = drawn.as_ref() == Some(&draw(&header));
        hold(reads, octets, rfc6455::PARSE, || {
            format!("the header at {start} is {drawn:?}, decode says {header:?}")
        });
        again.clear();
        codec.encode(&header, &[], &mut again);
        hold(again == rest[..taken], octets, rfc6455::ENCAPSULATE, || {
            format!(
                "the header at {start} encodes to {}, which is not what was decoded",
                hex(&again)
            )
        });
        if let Some((_, payload, end)) = drawing::frame(rest) {
            again.clear();
            codec.encode(&header, &payload, &mut again);
            hold(again == rest[..end], octets, rfc6455::XOR_INDEX, || {
                format!(
                    "the frame at {start} encodes to {}, which is not what stands there",
                    hex(&again)
                )
            });
        }
    }
}

/// In any pieces the same frames come out, those that the drawing shows, at the same offsets; together they encode to
/// the octets that were consumed, and the rest is still there.
pub fn frames_read_as_drawn<C: Codec>(observed: &Observed<'_, C>) {
    let octets = observed.octets;
    for decoded in &observed.decoded {
        let pieces = Described(&decoded.pieces);
        let mut at = 0;
        let mut again = Vec::new();
        for (frame, end) in &decoded.frames {
            let drawn =
                drawing::frame(&octets[at..]).map(|(header, payload, len)| (header, payload, (at + len) as u64));
            let reads = drawn.as_ref().is_some_and(|(header, payload, drawn_end)| {
                *header == draw(&frame.header) && *payload == frame.payload && drawn_end == end
            });
            hold(reads, octets, rfc6455::COALESCED, || {
                let drawn = drawn.map_or("missing".to_owned(), |(header, payload, end)| {
                    tell(&header, &payload, end)
                });
                let said = tell(&draw(&frame.header), &frame.payload, *end);
                format!("the frame at {at} is {drawn}, in {pieces} it is {said}")
            });
            observed.codec.encode(&frame.header, &frame.payload, &mut again);
            at = *end as usize;
        }
        let missed = drawing::frame(&octets[at..]);
        hold(missed.is_none(), octets, rfc6455::HEADER_SPLIT, || {
            format!("the frame at {at} is whole and did not come out, in {pieces}")
        });
        hold(again == octets[..at], octets, rfc6455::ENCAPSULATE, || {
            format!("the frames encode to {}, which is not what was consumed", hex(&again))
        });
        let decoder = &decoded.decoder;
        let left = decoder.offset() == at as u64 && decoder.unread() == &octets[at..];
        hold(left, octets, rfc6455::HEADER_SPLIT, || {
            format!(
                "{at} octets are consumed, the decoder says {}, in {pieces}",
                decoder.offset()
            )
        });
        let next = drawing::header(&octets[at..]);
        let peeked = decoder.peek();
        hold(next == peeked.as_ref().map(draw), octets, rfc6455::HEADER_SPLIT, || {
            format!("the next header is {next:?}, peek says {peeked:?}, in {pieces}")
        });
    }
}

/// What decoding may hold besides four octets for each that came.
pub const DECODER_ROOM: u64 = 64;

/// A length that is announced reserves nothing: decoding holds, at any time, at most four octets for each that came,
/// and [`DECODER_ROOM`]. Four: the frames that came out, and a buffer of up to twice its content, which is there twice
/// for the moment in which it grows.
pub fn decoding_holds_no_more_than_came<C: Codec>(observed: &Observed<'_, C>) {
    let bound = 4 * observed.octets.len() as u64 + DECODER_ROOM;
    for decoded in &observed.decoded {
        hold(decoded.peak <= bound, observed.octets, rfc6455::LEN64_HUGE, || {
            let pieces = Described(&decoded.pieces);
            format!(
                "decoding held {} octets, at most {bound} are right, in {pieces}",
                decoded.peak
            )
        });
    }
}

/// What a connection may hold besides twelve octets for each that came: above all the Close frame that it sends.
pub const CONNECTION_ROOM: u64 = 1024;

/// A length that is announced reserves nothing: a connection holds, at any time, at most twelve octets for each that
/// came, and [`CONNECTION_ROOM`]. Twelve: an empty ping of two octets is answered by a client with six, in a buffer of
/// up to twice its content, which is there twice for the moment in which it grows.
pub fn connections_hold_no_more_than_came<C: Codec>(observed: &Observed<'_, C>) {
    let bound = 12 * observed.octets.len() as u64 + CONNECTION_ROOM;
    for (role, conversations) in &observed.conversations {
        for conversation in conversations {
            hold(
                conversation.peak <= bound,
                observed.octets,
                rfc6455::LIMITS_PROTECT,
                || {
                    let pieces = Described(&conversation.pieces);
                    format!(
                        "a {role} held {} octets, at most {bound} are right, in {pieces}",
                        conversation.peak
                    )
                },
            );
        }
    }
}

/// In any pieces an endpoint reports the same events, the same violation at the same offset, and writes the same octets.
pub fn connections_do_not_depend_on_the_pieces<C: Codec>(observed: &Observed<'_, C>) {
    for (role, conversations) in &observed.conversations {
        for pair in conversations.windows(2) {
            let [one, other] = [&pair[0], &pair[1]];
            let same = one.said == other.said;
            hold(same, observed.octets, rfc6455::HEADER_SPLIT, || {
                let [ones, others] = [Described(&one.pieces), Described(&other.pieces)];
                format!(
                    "in {ones} a {role} says {:?}, and in {others} {:?}",
                    one.said, other.said
                )
            });
        }
    }
}

/// The octet at which a rule is broken has come, and the octets before it break none.
pub fn faults_are_where_they_are_said_to_be<C: Codec>(observed: &Observed<'_, C>) {
    let octets = observed.octets;
    for (role, conversations) in &observed.conversations {
        let Some(violation) = conversations[0].said.violation() else {
            continue;
        };
        let before = octets
            .get(..violation.offset as usize)
            .filter(|before| before.len() < octets.len());
        hold(before.is_some(), octets, violation.clause(), || {
            format!(
                "a {role} says that there is {violation}, but only {} octets came",
                octets.len()
            )
        });
        let pieces = before.into_iter().collect();
        let earlier = Conversation::new(observed.codec, *role, observed.limits, pieces)
            .said
            .violation();
        hold(earlier.is_none(), octets, violation.clause(), || {
            format!("a {role} says that there is {violation}, but of the octets before that it says {earlier:?}")
        });
    }
}

/// Decoding and receiving take no more steps than [`work`] allows for so many octets and frames.
pub fn work_grows_with_what_came<C: Codec>(observed: &Observed<'_, C>) {
    let octets = observed.octets;
    let frames = drawing::starts(octets).len();
    for decoded in &observed.decoded {
        work::work_grows_with_what_came(work::DECODING, octets, octets.len(), frames, decoded.steps);
    }
    for conversation in observed.conversations.iter().flat_map(|(_, each)| each) {
        work::work_grows_with_what_came(work::RECEIVING, octets, octets.len(), frames, conversation.steps);
    }
}

/// The codec's header in the words of the drawing.
fn draw(header: &FrameHeader) -> Drawn {
    Drawn {
        fin: header.fin(),
        rsv: header.rsv(),
        opcode: header.opcode().bits(),
        key: header.masking_key(),
        length_bits: match header.length_form() {
            LengthForm::Bits7 => 7,
            LengthForm::Bits16 => 16,
            LengthForm::Bits64 => 64,
        },
        length: header.payload_len(),
        header_len: header.encoded_len(),
    }
}

fn tell(header: &Drawn, payload: &[u8], end: u64) -> String {
    format!("{header:?}, then {}, up to {end}", hex(payload))
}

/// How octets arrived, in words.
pub struct Described<'a>(pub &'a [&'a [u8]]);

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [_] => f.write_str("one piece"),
            pieces => {
                f.write_str("pieces of ")?;
                f.debug_list().entries(pieces.iter().map(|piece| piece.len())).finish()
            }
        }
    }
}
