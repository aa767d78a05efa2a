//! What must hold of frames, whoever receives them: nothing is lost, and every rule is judged at its octet.
//!
//! These oracles hold no more on the heap than the decoder does, since they run some hundred thousand times a second.

use std::cell::RefCell;

use allocation_counter::measure;
use wsspec::model::drawing::{self, Drawn};
use wsspec::model::{Fault, Open, header_fault};
use wsspec_codec::frame::{self, FrameDecoder, FrameHeader, LengthForm, Opcode};
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::{Rules, Violation};

use crate::arrival::{Arrival, Way};
use crate::hold::{hex, hold};

/// Every oracle of this module on one arrival.
pub fn all(arrival: &Arrival<'_>) {
    headers_and_frames_round_trip(&arrival.octets);
    headers_break_the_rules_of_the_model(arrival);
    // In the pieces that the input says, or whole: whichever way, the frames are those of the drawing.
    let way = Way(&arrival.lengths);
    let held = measure(|| frames_read_as_drawn(&arrival.octets, way)).bytes_max;
    decoding_holds_no_more_than_came(&arrival.octets, way, held);
}

/// The frames of a stream, each with where it begins and its header; the last may lack octets of its payload.
fn frames(octets: &[u8]) -> impl Iterator<Item = (usize, Drawn)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let at = next.take()?;
        let header = drawing::header(octets.get(at..)?)?;
        let end = header.length.saturating_add((at + header.header_len) as u64);
        next = usize::try_from(end).ok().filter(|&end| end <= octets.len());
        Some((at, header))
    })
}

/// O4. `decode` is `None` exactly while octets of a header are missing, and says what the drawing of 5.2 says; headers and
/// frames encode to the octets they came from.
pub fn headers_and_frames_round_trip(octets: &[u8]) {
    thread_local! {
        static ROOM: RefCell<[Vec<u8>; 2]> = const { RefCell::new([Vec::new(), Vec::new()]) };
    }
    ROOM.with_borrow_mut(|[again, payload]| {
        let mut behind = 0;
        for (start, drawn) in frames(octets) {
            let rest = &octets[start..];
            let decoded = FrameHeader::decode(rest);
            let reads = decoded.is_some_and(|(header, taken)| taken == drawn.header_len && is_drawn(&header, &drawn));
            hold(reads, octets, rfc6455::PARSE, || {
                format!("the header at {start} is {drawn:?}, decode says {decoded:?}")
            });
            let Some((header, taken)) = decoded else { continue };
            hold(header.encoded_len() == taken, octets, rfc6455::PARSE, || {
                format!(
                    "the header at {start} has {taken} octets, encoded_len says {}",
                    header.encoded_len()
                )
            });
            again.clear();
            header.encode(again);
            hold(again[..] == rest[..taken], octets, rfc6455::ENCAPSULATE, || {
                format!(
                    "the header at {start} encodes to {}, which is not what was decoded",
                    hex(again)
                )
            });
            let built = FrameHeader::new(Opcode::TEXT, 0)
                .with_opcode(header.opcode())
                .with_fin(header.fin())
                .with_rsv(header.rsv())
                .with_masking_key(header.masking_key())
                .with_length(header.length_form(), header.payload_len());
            hold(built == Some(header), octets, rfc6455::ENCAPSULATE, || {
                format!("the header at {start} is {header:?}, and built from its parts {built:?}")
            });
            let fits = header.with_length(LengthForm::Bits7, drawn.length).is_some();
            hold(fits == (drawn.length < 126), octets, rfc6455::LEN_MINIMAL_SEND, || {
                format!("{} octets fit into 7 bits: {fits}", drawn.length)
            });
            let end = drawn.length.saturating_add(taken as u64);
            behind = end.saturating_add(start as u64);
            if end <= rest.len() as u64 {
                again.clear();
                payload.clear();
                payload.extend(drawing::payload(&drawn, rest));
                frame::encode(&header, payload, again);
                hold(again[..] == rest[..end as usize], octets, rfc6455::XOR_INDEX, || {
                    format!(
                        "the frame at {start} encodes to {}, which is not what stands there",
                        hex(again)
                    )
                });
            }
            missing_octets_are_missed(octets, start, taken);
        }
        if let Some(behind) = usize::try_from(behind).ok().filter(|&behind| behind < octets.len()) {
            missing_octets_are_missed(octets, behind, usize::MAX);
        }
    });
}

/// Two beginnings of these octets that are shorter than so many: the longest, and one that depends on what stands there, so
/// that over many inputs each is tried.
fn beginnings(octets: &[u8], len: usize) -> impl Iterator<Item = usize> {
    let any = octets.iter().take(len).fold(0, |sum, &octet| sum + usize::from(octet)) % len.max(1);
    [any, len.saturating_sub(1)].into_iter().take(len)
}

/// No beginning of a header is taken for the whole; `len` is how long it is.
fn missing_octets_are_missed(octets: &[u8], start: usize, len: usize) {
    let rest = &octets[start..];
    for end in beginnings(rest, len.min(rest.len() + 1)) {
        let decoded = FrameHeader::decode(&rest[..end]);
        hold(decoded.is_none(), octets, rfc6455::HEADER_SPLIT, || {
            format!("of the first {end} octets at {start} no header is whole, decode took {decoded:?}")
        });
    }
}

/// O2 for headers. The rules judge each header as the model does, at the same octet, and know it as soon as that octet is
/// there.
pub fn headers_break_the_rules_of_the_model(arrival: &Arrival<'_>) {
    let (octets, terms) = (&arrival.octets[..], &arrival.terms);
    let mut rules = Rules::new(terms.receiver, terms.limits);
    if terms.compression.is_some() {
        rules.allow_rsv(0b100);
    }
    let mut open: Option<Open> = None;
    let mut at = 0;
    loop {
        let rest = &octets[at..];
        let drawn = drawing::header(rest);
        let begun = &rest[..drawn.as_ref().map_or(rest.len(), |drawn| drawn.header_len)];
        let fault = header_fault(begun, at as u64, open, terms);
        // While octets are missing, a fault is known from its octet on, and a limit not at all.
        let missing = begun.len() - usize::from(drawn.is_some());
        for end in beginnings(begun, missing + 1) {
            let judged = rules.check_partial(&begun[..end], at as u64);
            let known = |fault: &&Fault| !fault.is_limit && fault.earliest < (at + end) as u64;
            is_the_models(octets, &judged, fault.as_ref().filter(known));
        }
        let (Some(drawn), Some((header, _))) = (drawn, FrameHeader::decode(rest)) else {
            return;
        };
        let judged = rules.check(&header, at as u64);
        is_the_models(octets, &judged, fault.as_ref());
        let end = drawn.length.saturating_add((at + drawn.header_len) as u64);
        if judged.is_err() || end > octets.len() as u64 {
            return;
        }
        if drawn.opcode < 8 {
            let before = open.unwrap_or_default();
            open = (!drawn.fin).then_some(Open {
                frames: before.frames + 1,
                octets: before.octets + drawn.length,
            });
        }
        at = end as usize;
    }
}

#[track_caller]
fn is_the_models(octets: &[u8], judged: &Result<(), Violation>, fault: Option<&Fault>) {
    let same = match (judged, fault) {
        (Ok(()), None) => true,
        (Err(violation), Some(fault)) => fault.is(violation.clause(), violation.close_code().value(), violation.offset),
        _ => false,
    };
    let clause = fault.map_or(rfc6455::PARSE, |fault| fault.wrongs[0].clause);
    hold(same, octets, clause, || {
        format!("the model says {fault:?}, the rules say {judged:?}")
    });
}

/// O1 for frames. In any pieces the same frames come out, those that the drawing shows, at the same offsets; the rest is
/// still there.
pub fn frames_read_as_drawn(octets: &[u8], way: Way<'_>) {
    let mut decoder = FrameDecoder::new();
    let mut at = 0;
    for piece in way.pieces(octets) {
        decoder.push(piece);
        while let Some(frame) = decoder.next_frame() {
            let rest = &octets[at..];
            let drawn = drawing::header(rest);
            let reads = drawn.as_ref().is_some_and(|drawn| {
                let end = (at + drawn.header_len) as u64 + drawn.length;
                is_drawn(&frame.header, drawn)
                    && end == decoder.offset()
                    && drawing::payload(drawn, rest).eq(frame.payload.iter().copied())
            });
            hold(reads, octets, rfc6455::COALESCED, || {
                format!(
                    "the frame at {at} is {drawn:?}, {way} it is {frame:?}, up to {}",
                    decoder.offset()
                )
            });
            at = decoder.offset() as usize;
        }
    }
    let rest = &octets[at..];
    let next = drawing::header(rest);
    let missed = next
        .as_ref()
        .is_some_and(|next| (rest.len() - next.header_len) as u64 >= next.length);
    hold(!missed, octets, rfc6455::HEADER_SPLIT, || {
        format!("the frame at {at} is whole and did not come out, {way}")
    });
    let left = decoder.unread() == rest;
    hold(left, octets, rfc6455::HEADER_SPLIT, || {
        format!(
            "{} octets are left, the decoder has {}, {way}",
            rest.len(),
            hex(decoder.unread())
        )
    });
    let peeked = decoder.peek();
    let same = match (&peeked, &next) {
        (Some(peeked), Some(next)) => is_drawn(peeked, next),
        (peeked, next) => peeked.is_none() && next.is_none(),
    };
    hold(same, octets, rfc6455::HEADER_SPLIT, || {
        format!("the next header is {next:?}, peek says {peeked:?}, {way}")
    });
}

/// What decoding may hold besides four octets for each that came.
pub const DECODER_ROOM: u64 = 64;

/// O7 for frames. A length that is announced reserves nothing: decoding holds, at any time, at most four octets for each that
/// came, and [`DECODER_ROOM`]. Four: the frame that comes out, and a buffer of up to twice its content, which is there twice
/// for the moment in which it grows.
pub fn decoding_holds_no_more_than_came(octets: &[u8], way: Way<'_>, held: u64) {
    let bound = 4 * octets.len() as u64 + DECODER_ROOM;
    hold(held <= bound, octets, rfc6455::LEN64_HUGE, || {
        format!("decoding held {held} octets, at most {bound} are right, {way}")
    });
}

/// Whether the codec's header is what the drawing shows.
fn is_drawn(header: &FrameHeader, drawn: &Drawn) -> bool {
    let length_bits = match header.length_form() {
        LengthForm::Bits7 => 7,
        LengthForm::Bits16 => 16,
        LengthForm::Bits64 => 64,
    };
    header.fin() == drawn.fin
        && header.rsv() == drawn.rsv
        && header.opcode().bits() == drawn.opcode
        && header.masking_key() == drawn.key
        && length_bits == drawn.length_bits
        && header.payload_len() == drawn.length
        && header.encoded_len() == drawn.header_len
}
