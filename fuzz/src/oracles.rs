//! What must hold for any octets in any pieces, one function each. An oracle panics with a sentence, the octets in hex
//! and the clause.

use std::fmt::{self, Write as _};

use allocation_counter::measure;
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::{Closure, Event};
use wsspec_codec::frame::{Frame, FrameHeader, LengthForm};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::{Clause, rfc6455};
use wsspec_codec::rules::{Limits, Role, Violation};

use crate::codec::Codec;
use crate::delivery::Delivery;
use crate::drawing::{self, Drawn};

/// Every oracle on one delivery.
pub fn all(codec: &impl Codec, delivery: &Delivery<'_>) {
    let octets = delivery.octets;
    let ways = delivery.ways();
    headers_are_missing_exactly_while_octets_are(codec, octets);
    headers_and_frames_round_trip(codec, octets);
    frames_read_as_drawn(codec, octets, &ways);
    decoding_holds_no_more_than_came(codec, octets, &ways);
    for role in [Role::Server, Role::Client] {
        connections_do_not_depend_on_the_pieces(codec, role, delivery.limits, octets, &ways);
        connections_hold_no_more_than_came(codec, role, delivery.limits, octets, &ways);
        faults_are_where_they_are_said_to_be(codec, role, delivery.limits, octets);
    }
}

/// `decode` is `None` for a header of which octets are missing and for nothing else, and takes just the header.
pub fn headers_are_missing_exactly_while_octets_are(codec: &impl Codec, octets: &[u8]) {
    for start in frame_starts(octets) {
        let rest = &octets[start..];
        for end in 0..=rest.len().min(FrameHeader::MAX_LEN + 1) {
            let taken = codec.decode(&rest[..end]).map(|(_, taken)| taken);
            let expected = drawing::header_len(&rest[..end]);
            hold(taken == expected, octets, rfc6455::HEADER_SPLIT, || {
                format!("of the first {end} octets at {start} a header takes {expected:?}, decode took {taken:?}")
            });
        }
    }
}

/// Every header says what the drawing of 5.2 says; headers and whole frames encode to the octets they came from.
pub fn headers_and_frames_round_trip(codec: &impl Codec, octets: &[u8]) {
    for start in frame_starts(octets) {
        let rest = &octets[start..];
        let Some((header, taken)) = codec.decode(rest) else {
            continue;
        };
        let drawn = drawing::header(rest);
        hold(drawn.as_ref() == Some(&draw(&header)), octets, rfc6455::PARSE, || {
            format!("the header at {start} is {drawn:?}, decode says {header:?}")
        });
        let mut again = Vec::new();
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
pub fn frames_read_as_drawn(codec: &impl Codec, octets: &[u8], ways: &[Vec<&[u8]>]) {
    for pieces in ways {
        let mut at = 0;
        let mut again = Vec::new();
        let mut on_frame = |Frame { header, payload }: Frame, end: u64| {
            let drawn = drawing::frame(&octets[at..]);
            let said = (
                draw(&header),
                payload,
                usize::try_from(end).map_or(usize::MAX, |end| end - at),
            );
            hold(drawn.as_ref() == Some(&said), octets, rfc6455::COALESCED, || {
                let (drawn, said) = (drawn.as_ref().map(tell), tell(&said));
                format!("the frame at {at} is {drawn:?}, in {} it is {said}", describe(pieces))
            });
            codec.encode(&header, &said.1, &mut again);
            at += said.2;
        };
        let decoder = codec.frames(pieces, &mut on_frame);
        let missed = drawing::frame(&octets[at..]);
        hold(missed.is_none(), octets, rfc6455::HEADER_SPLIT, || {
            format!(
                "the frame at {at} is whole and did not come out, in {}",
                describe(pieces)
            )
        });
        hold(again == octets[..at], octets, rfc6455::ENCAPSULATE, || {
            format!("the frames encode to {}, which is not what was consumed", hex(&again))
        });
        hold(
            decoder.offset() == at as u64 && decoder.unread() == &octets[at..],
            octets,
            rfc6455::TRUNCATED_FRAME,
            || format!("{at} octets are consumed, the decoder says {}", decoder.offset()),
        );
        let next = drawing::header(&octets[at..]);
        hold(
            next == decoder.peek().as_ref().map(draw),
            octets,
            rfc6455::HEADER_SPLIT,
            || format!("the next header is {next:?}, peek says {:?}", decoder.peek()),
        );
    }
}

/// What decoding holds at any time: at most four times the octets that came, and this many more. Four, since a buffer
/// that grows is there twice for a moment, and has twice the room it needs.
pub const DECODER_ROOM: u64 = 64;

/// A length that is announced reserves nothing: decoding holds at most four octets for each that came.
pub fn decoding_holds_no_more_than_came(codec: &impl Codec, octets: &[u8], ways: &[Vec<&[u8]>]) {
    for pieces in ways {
        let peak = measure(|| drop(codec.frames(pieces, &mut |frame, _| drop(frame)))).bytes_max;
        let bound = 4 * octets.len() as u64 + DECODER_ROOM;
        hold(peak <= bound, octets, rfc6455::LEN64_HUGE, || {
            format!(
                "decoding held {peak} octets, at most {bound} are right, in {}",
                describe(pieces)
            )
        });
    }
}

/// What a connection holds at any time: at most twelve times the octets that came, and this many more. Twelve, since an
/// empty ping of two octets is answered by a client with six, in a buffer as above; this many more for the Close frame.
pub const CONNECTION_ROOM: u64 = 1024;

/// A length that is announced reserves nothing: a connection holds at most twelve octets for each that came.
pub fn connections_hold_no_more_than_came(
    codec: &impl Codec,
    role: Role,
    limits: Limits,
    octets: &[u8],
    ways: &[Vec<&[u8]>],
) {
    for pieces in ways {
        let peak = measure(|| drop(codec.receive(role, limits, pieces, &mut |_| ()))).bytes_max;
        let bound = 12 * octets.len() as u64 + CONNECTION_ROOM;
        hold(peak <= bound, octets, rfc6455::LIMITS_PROTECT, || {
            format!(
                "a {role} held {peak} octets, at most {bound} are right, in {}",
                describe(pieces)
            )
        });
    }
}

/// In any pieces an endpoint reports the same events, the same violation at the same offset, and writes the same octets.
pub fn connections_do_not_depend_on_the_pieces(
    codec: &impl Codec,
    role: Role,
    limits: Limits,
    octets: &[u8],
    ways: &[Vec<&[u8]>],
) {
    let mut first: Option<Conversation> = None;
    for pieces in ways {
        let conversation = converse(codec, role, limits, pieces);
        let Some(first) = &first else {
            first = Some(conversation);
            continue;
        };
        hold(*first == conversation, octets, rfc6455::NO_BOUNDARY_DEPENDENCE, || {
            format!(
                "a {role} that got it whole says {first:?}, and {conversation:?} in {}",
                describe(pieces)
            )
        });
    }
}

/// The octet at which a rule is broken has come, and the octets before it break none.
pub fn faults_are_where_they_are_said_to_be(codec: &impl Codec, role: Role, limits: Limits, octets: &[u8]) {
    let Some(violation) = converse(codec, role, limits, &[octets]).violation() else {
        return;
    };
    let offset = violation.offset;
    hold(offset < octets.len() as u64, octets, violation.clause(), || {
        format!("a {role} says that {violation}, but only {} octets came", octets.len())
    });
    let before = converse(codec, role, limits, &[&octets[..offset as usize]]).violation();
    hold(before.is_none(), octets, violation.clause(), || {
        format!("a {role} says that {violation}, but of the octets before that it says {before:?}")
    });
}

/// What an endpoint reported, and how it stands.
#[derive(PartialEq, Eq, Debug)]
struct Conversation {
    events: Vec<Reported>,
    output: Octets,
    closure: Closure,
    close_tcp: bool,
    in_message: bool,
}

impl Conversation {
    fn violation(&self) -> Option<Violation> {
        match self.events.last() {
            Some(Reported::Failed(violation)) => Some(*violation),
            _ => None,
        }
    }
}

/// An event with its octets.
#[derive(PartialEq, Eq, Debug)]
enum Reported {
    Message(MessageKind, Octets),
    Ping(Octets),
    Pong(Octets),
    Close(Option<CloseCode>, String),
    Failed(Violation),
}

fn converse(codec: &impl Codec, role: Role, limits: Limits, pieces: &[&[u8]]) -> Conversation {
    let mut events = Vec::new();
    let connection = codec.receive(role, limits, pieces, &mut |event| {
        events.push(match event {
            Event::Message { kind, payload } => Reported::Message(kind, Octets(payload.to_vec())),
            Event::Ping(payload) => Reported::Ping(Octets(payload.to_vec())),
            Event::Pong(payload) => Reported::Pong(Octets(payload.to_vec())),
            Event::Close { code, reason } => Reported::Close(code, reason.to_owned()),
            Event::Failed(violation) => Reported::Failed(violation),
        });
    });
    Conversation {
        events,
        output: Octets(connection.output().to_vec()),
        closure: connection.closure(),
        close_tcp: connection.close_tcp(),
        in_message: connection.in_message(),
    }
}

/// Where the frames begin, as the drawing shows them.
fn frame_starts(octets: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    while let Some((_, _, end)) = drawing::frame(&octets[at..]) {
        at += end;
        starts.push(at);
    }
    starts
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

/// Panics unless the statement holds.
#[track_caller]
fn hold(holds: bool, octets: &[u8], clause: &Clause, sentence: impl FnOnce() -> String) {
    assert!(
        holds,
        "{}\n  octets: {}\n  clause: {} ({})",
        sentence(),
        hex(octets),
        clause.id,
        clause.text
    );
}

/// Octets that are shown in hex.
#[derive(PartialEq, Eq)]
struct Octets(Vec<u8>);

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

fn tell((header, payload, end): &(Drawn, Vec<u8>, usize)) -> String {
    format!("{header:?} and {} in {end} octets", hex(payload))
}

fn describe(pieces: &[&[u8]]) -> String {
    let lengths: Vec<_> = pieces.iter().map(|piece| piece.len()).collect();
    format!("pieces of {lengths:?}")
}

fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut hex, octet| {
        let _ = write!(hex, "{octet:02x}");
        hex
    })
}
