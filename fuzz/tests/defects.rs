//! Each oracle notices a codec that does wrong what the oracle is for, on the seeds alone.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arbitrary::{Arbitrary, Unstructured};
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::frame::{self, Frame, FrameDecoder, FrameHeader, LengthForm};
use wsspec_codec::mask;
use wsspec_codec::rules::{Limits, Role};
use wsspec_fuzz::codec::{Codec, Ours, connection};
use wsspec_fuzz::delivery::Delivery;
use wsspec_fuzz::observed::Observed;
use wsspec_fuzz::{oracles, seeds};

type Oracle<C> = fn(&Observed<'_, C>);

/// The first complaint of the oracle about the codec, over all seeds.
fn complaint<C: Codec>(codec: &C, oracle: Oracle<C>) -> Option<String> {
    seeds::frame_parse().into_values().find_map(|input| {
        let delivery = Delivery::arbitrary_take_rest(Unstructured::new(&input)).expect("any input is one");
        let panic = catch_unwind(AssertUnwindSafe(|| oracle(&Observed::new(codec, &delivery)))).err()?;
        Some(*panic.downcast::<String>().expect("an oracle panics with a sentence"))
    })
}

/// The oracle accepts our codec, and of the defect it says these words, with the octets and this clause.
fn notices<C: Codec>(codec: &C, ours: Oracle<Ours>, oracle: Oracle<C>, words: &str, clause: &str) {
    assert_eq!(complaint(&Ours, ours), None);
    let complaint = complaint(codec, oracle).expect("the defect is noticed");
    for part in [words, "\n  octets: ", &format!("\n  clause: {clause}")] {
        assert!(complaint.contains(part), "{part:?} is missing in: {complaint}");
    }
}

macro_rules! defect {
    ($(#[doc = $doc:literal])* $name:ident, $codec:expr, $oracle:expr, $words:literal, $clause:literal) => {
        $(#[doc = $doc])*
        #[test]
        fn $name() {
            notices(&$codec, $oracle, $oracle, $words, $clause);
        }
    };
}

struct WaitsForTheLongestHeader;

impl Codec for WaitsForTheLongestHeader {
    fn decode(&self, octets: &[u8]) -> Option<(FrameHeader, usize)> {
        FrameHeader::decode(octets).filter(|_| octets.len() >= FrameHeader::MAX_LEN)
    }
}

defect!(
    a_decoder_that_waits_for_octets_it_does_not_need,
    WaitsForTheLongestHeader,
    oracles::headers_are_missing_exactly_while_octets_are,
    "decode took None",
    "6455-5.2-header-split"
);

struct DoesNotWaitForTheKey;

impl Codec for DoesNotWaitForTheKey {
    fn decode(&self, octets: &[u8]) -> Option<(FrameHeader, usize)> {
        FrameHeader::decode(octets).or_else(|| FrameHeader::decode(&[octets, &[0; 4]].concat()))
    }
}

defect!(
    a_decoder_that_does_not_wait_for_the_masking_key,
    DoesNotWaitForTheKey,
    oracles::headers_are_missing_exactly_while_octets_are,
    "a header takes None, decode took Some",
    "6455-5.2-header-split"
);

struct LosesRsv;

impl Codec for LosesRsv {
    fn decode(&self, octets: &[u8]) -> Option<(FrameHeader, usize)> {
        FrameHeader::decode(octets).map(|(header, taken)| (header.with_rsv(0), taken))
    }
}

defect!(
    a_decoder_that_loses_the_reserved_bits,
    LosesRsv,
    oracles::headers_and_frames_round_trip,
    "decode says FrameHeader",
    "6455-6.2-parse"
);

struct LosesTheTopBit;

impl Codec for LosesTheTopBit {
    fn decode(&self, octets: &[u8]) -> Option<(FrameHeader, usize)> {
        let (header, taken) = FrameHeader::decode(octets)?;
        let length = header.payload_len() & (u64::MAX >> 1);
        Some((header.with_length(header.length_form(), length)?, taken))
    }
}

defect!(
    a_decoder_that_loses_the_first_bit_of_a_64_bit_length,
    LosesTheTopBit,
    oracles::headers_and_frames_round_trip,
    "decode says FrameHeader",
    "6455-6.2-parse"
);

struct WritesTheShortestLength;

impl Codec for WritesTheShortestLength {
    fn encode(&self, header: &FrameHeader, payload: &[u8], out: &mut Vec<u8>) {
        let length = header.payload_len();
        let shortest = header.with_length(LengthForm::minimal(length), length);
        frame::encode(&shortest.expect("the shortest form holds it"), payload, out);
    }
}

defect!(
    an_encoder_that_writes_the_shortest_length,
    WritesTheShortestLength,
    oracles::headers_and_frames_round_trip,
    "which is not what was decoded",
    "6455-6.1-encapsulate"
);

struct MasksFromTheSecondOctetOfTheKey;

impl Codec for MasksFromTheSecondOctetOfTheKey {
    fn encode(&self, header: &FrameHeader, payload: &[u8], out: &mut Vec<u8>) {
        header.encode(out);
        let start = out.len();
        out.extend_from_slice(payload);
        if let Some(key) = header.masking_key() {
            mask::apply(key, 1, &mut out[start..]);
        }
    }
}

defect!(
    an_encoder_that_masks_from_the_second_octet_of_the_key,
    MasksFromTheSecondOctetOfTheKey,
    oracles::headers_and_frames_round_trip,
    "which is not what stands there",
    "6455-5.3-xor-index"
);

struct ForgetsBetweenPieces;

impl Codec for ForgetsBetweenPieces {
    fn frames(&self, pieces: &[&[u8]], on_frame: &mut dyn FnMut(Frame, u64)) -> FrameDecoder {
        let decoders = pieces.iter().map(|piece| Ours.frames(&[piece], on_frame));
        decoders.last().unwrap_or_default()
    }

    fn receive(&self, role: Role, limits: Limits, pieces: &[&[u8]], on_event: &mut dyn FnMut(Event<'_>)) -> Connection {
        let connections = pieces
            .iter()
            .map(|piece| Ours.receive(role, limits, &[piece], on_event));
        connections.last().unwrap_or_else(|| connection(role, limits))
    }
}

defect!(
    a_decoder_that_forgets_between_pieces,
    ForgetsBetweenPieces,
    oracles::frames_read_as_drawn,
    "is whole and did not come out",
    "6455-5.2-header-split"
);

defect!(
    a_connection_that_forgets_between_pieces,
    ForgetsBetweenPieces,
    oracles::connections_do_not_depend_on_the_pieces,
    "a server says",
    "6455-5.2-header-split"
);

struct DoesNotUnmaskLongPayloads;

impl Codec for DoesNotUnmaskLongPayloads {
    fn frames(&self, pieces: &[&[u8]], on_frame: &mut dyn FnMut(Frame, u64)) -> FrameDecoder {
        Ours.frames(pieces, &mut |mut frame, end| {
            if let (Some(key), 126) = (frame.header.masking_key(), frame.payload.len()) {
                mask::apply(key, 0, &mut frame.payload);
            }
            on_frame(frame, end);
        })
    }
}

defect!(
    a_decoder_that_does_not_unmask_payloads_of_126_octets,
    DoesNotUnmaskLongPayloads,
    oracles::frames_read_as_drawn,
    "it is Drawn {",
    "6455-5.2-coalesced"
);

struct ReservesWhatIsAnnounced;

impl ReservesWhatIsAnnounced {
    /// Room for the payload of the first frame, as far as it is affordable.
    fn room(pieces: &[&[u8]]) -> Vec<u8> {
        let header = FrameHeader::decode(&pieces.concat());
        Vec::with_capacity(header.map_or(0, |(header, _)| header.payload_len().min(1 << 16) as usize))
    }
}

impl Codec for ReservesWhatIsAnnounced {
    fn frames(&self, pieces: &[&[u8]], on_frame: &mut dyn FnMut(Frame, u64)) -> FrameDecoder {
        let room = Self::room(pieces);
        let decoder = Ours.frames(pieces, on_frame);
        drop(std::hint::black_box(room));
        decoder
    }

    fn receive(&self, role: Role, limits: Limits, pieces: &[&[u8]], on_event: &mut dyn FnMut(Event<'_>)) -> Connection {
        let room = Self::room(pieces);
        let connection = Ours.receive(role, limits, pieces, on_event);
        drop(std::hint::black_box(room));
        connection
    }
}

defect!(
    a_decoder_that_reserves_what_is_announced,
    ReservesWhatIsAnnounced,
    oracles::decoding_holds_no_more_than_came,
    "decoding held ",
    "6455-5.2-len64-huge"
);

defect!(
    a_connection_that_reserves_what_is_announced,
    ReservesWhatIsAnnounced,
    oracles::connections_hold_no_more_than_came,
    "a server held ",
    "6455-10.4-limits-protect"
);

struct NamesTheOctetAfter;

impl Codec for NamesTheOctetAfter {
    fn receive(&self, role: Role, limits: Limits, pieces: &[&[u8]], on_event: &mut dyn FnMut(Event<'_>)) -> Connection {
        Ours.receive(role, limits, pieces, &mut |event| {
            on_event(match event {
                Event::Failed(mut violation) => {
                    violation.offset += 1;
                    Event::Failed(violation)
                }
                event => event,
            });
        })
    }
}

defect!(
    a_connection_that_names_the_octet_after_the_fault,
    NamesTheOctetAfter,
    oracles::faults_are_where_they_are_said_to_be,
    "but of the octets before that it says Some",
    "6455-"
);
