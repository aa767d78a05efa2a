//! The comparisons.

use std::hint::black_box;
use std::io::Cursor;
use std::rc::Rc;

use tungstenite::protocol::{Role as TungsteniteRole, WebSocket, frame};
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::frame::{Frame, FrameHeader, Opcode, encode};
use wsspec_codec::mask;
use wsspec_codec::rules::{Limits, Role, Rules};
use wsspec_codec::utf8::Utf8Validator;

use crate::contest::{Contender, Row, Target};
use crate::peers::{Endless, now};

const KEY: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

const ASCII: &str = "sixty-four octets of plain ASCII, which most of the traffic is..";
const MIXED: &str = "Grüße, κόσμε, 世界! ";
const CHINESE: &str = "一二三四五六七";

pub(crate) fn all() -> Vec<Row> {
    vec![
        headers(),
        slice_of_frames(),
        connection(
            "a stream of 16-octet masked binary frames through a connection",
            Opcode::BINARY,
            16,
            64 << 10,
            4.0,
        ),
        connection(
            "a stream of 125-octet masked text frames through a connection",
            Opcode::TEXT,
            125,
            64 << 10,
            2.0,
        ),
        octet_by_octet(),
        masking("masking 64 octets", 64, Place::InPage),
        masking("masking 1 KiB", 1 << 10, Place::InPage),
        masking("masking 1 KiB across two pages", 1 << 10, Place::AcrossPages),
        masking("masking 64 KiB", 64 << 10, Place::InPage),
        text("validating 64 KiB of ASCII", &ASCII.repeat(1024), usize::MAX),
        text("validating 64 KiB of mixed text", &MIXED.repeat(2000), usize::MAX),
        text("validating 16 octets of ASCII", &ASCII[..16], usize::MAX),
        text("validating 125 octets of ASCII", &ASCII.repeat(2)[..125], usize::MAX),
        text("validating ASCII in fragments of 7 octets", &ASCII.repeat(1024), 7),
        text("validating ASCII in fragments of 64 octets", &ASCII.repeat(1024), 64),
        text(
            "validating ASCII in fragments of 1000 octets",
            &ASCII.repeat(1024),
            1000,
        ),
        text(
            "validating ASCII in fragments of 4096 octets",
            &ASCII.repeat(1024),
            4096,
        ),
        text(
            "validating Chinese in fragments of 64 octets",
            &CHINESE.repeat(3200),
            64,
        ),
        text(
            "validating Chinese in fragments of 1000 octets",
            &CHINESE.repeat(3200),
            1000,
        ),
        text(
            "validating Chinese in fragments of 4096 octets",
            &CHINESE.repeat(3200),
            4096,
        ),
        encoding_as_server(),
        encoding_as_client(),
    ]
}

/// So many masked frames of this payload, as a client sends them.
fn stream(opcode: Opcode, len: usize, octets: usize) -> (Vec<u8>, u64) {
    let mut wire = Vec::new();
    let mut count = 0;
    while wire.len() < octets {
        let mut frame = Frame::new(opcode, vec![b'x'; len]);
        frame.header = frame.header.with_masking_key(Some(KEY));
        frame.encode(&mut wire);
        count += 1;
    }
    (wire, count)
}

fn headers() -> Row {
    let mut octets = Vec::new();
    let mut starts = Vec::new();
    let mut random = 1u32;
    for _ in 0..1024 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let len = [5, 100, 300, 60_000, 70_000, 1 << 33][(random >> 16) as usize % 6];
        starts.push(octets.len());
        FrameHeader::new(Opcode::BINARY, len)
            .with_masking_key(Some(KEY))
            .encode(&mut octets);
    }
    octets.extend([0; FrameHeader::MAX_LEN]);
    let (a, b, c) = (
        (octets.clone(), starts.clone()),
        (octets.clone(), starts.clone()),
        (octets, starts),
    );
    Row {
        name: "decoding a frame header",
        unit: "header",
        target: Target::TimesFastest(1.5),
        contenders: vec![
            Contender::new("wsspec", 1024, move || {
                for &start in &a.1 {
                    black_box(FrameHeader::decode(black_box(&a.0[start..])));
                }
            }),
            Contender::new("edge-ws", 1024, move || {
                for &start in &b.1 {
                    let _ = black_box(edge_ws::FrameHeader::deserialize(black_box(&b.0[start..])));
                }
            }),
            Contender::new("tungstenite", 1024, move || {
                for &start in &c.1 {
                    let _ = black_box(frame::FrameHeader::parse(&mut Cursor::new(black_box(&c.0[start..]))));
                }
            }),
        ],
    }
}

/// Frames in a buffer: header, rules, and unmasking in place. The copy that makes them masked again is in both figures.
fn slice_of_frames() -> Row {
    let (wire, count) = stream(Opcode::BINARY, 16, 64 << 10);
    let peer_wire = wire.clone();
    let (mut buffer, mut peer_buffer) = (wire.clone(), wire.clone());
    Row {
        name: "a buffer of 16-octet masked binary frames: decode, judge, unmask in place",
        unit: "frame",
        target: Target::Times(1.25, "edge-ws (no rules)"),
        contenders: vec![
            Contender::new("wsspec", count, move || {
                buffer.copy_from_slice(&wire);
                let mut rules = Rules::new(Role::Server, Limits::default());
                let mut at = 0;
                while let Some((header, len)) = FrameHeader::decode(&buffer[at..]) {
                    rules.check(&header, at as u64).expect("the frames are legal");
                    let start = at + len;
                    let end = start + header.payload_len() as usize;
                    if let Some(key) = header.masking_key() {
                        mask::apply(key, 0, &mut buffer[start..end]);
                    }
                    at = end;
                }
                black_box(&buffer);
            }),
            Contender::new("edge-ws (no rules)", count, move || {
                peer_buffer.copy_from_slice(&peer_wire);
                let mut at = 0;
                while let Ok((header, len)) = edge_ws::FrameHeader::deserialize(&peer_buffer[at..]) {
                    let start = at + len;
                    let end = start + header.payload_len as usize;
                    header.mask(&mut peer_buffer[start..end], 0);
                    at = end;
                }
                black_box(&peer_buffer);
            }),
        ],
    }
}

fn connection(name: &'static str, opcode: Opcode, len: usize, at_once: usize, times: f64) -> Row {
    let (wire, count) = stream(opcode, len, 64 << 10);
    let mut ours = Connection::server(Limits::default());
    let mut buffer = wire.clone();
    let ours_wire = wire.clone();
    let endless = || Endless::new(wire.clone(), at_once);
    let mut theirs = WebSocket::from_raw_socket(endless(), TungsteniteRole::Server, None);
    let fast = fastwebsockets::WebSocket::after_handshake(endless(), fastwebsockets::Role::Server);
    let mut fast = fastwebsockets::FragmentCollector::new(fast);
    Row {
        name,
        unit: "frame",
        target: Target::Times(times, "tungstenite"),
        contenders: vec![
            Contender::new("wsspec", count, move || {
                buffer.copy_from_slice(&ours_wire);
                ours.receive(&mut buffer, |event, _| {
                    if let Event::Message { payload, .. } = event {
                        black_box(payload);
                    }
                });
            }),
            Contender::new("tungstenite", count, move || {
                for _ in 0..count {
                    let _ = black_box(theirs.read().expect("the frames are legal"));
                }
            }),
            Contender::new("fastwebsockets", count, move || {
                for _ in 0..count {
                    black_box(now(fast.read_frame()).expect("the frames are legal").payload.len());
                }
            }),
        ],
    }
}

fn octet_by_octet() -> Row {
    let (wire, count) = stream(Opcode::TEXT, 125, 4 << 10);
    let mut ours = Connection::server(Limits::default());
    let mut buffer = wire.clone();
    let ours_wire = wire.clone();
    let mut theirs = WebSocket::from_raw_socket(Endless::new(wire, 1), TungsteniteRole::Server, None);
    Row {
        name: "125-octet masked text frames, octet by octet",
        unit: "frame",
        target: Target::Nanoseconds(1000.0),
        contenders: vec![
            Contender::new("wsspec", count, move || {
                buffer.copy_from_slice(&ours_wire);
                for octet in buffer.chunks_mut(1) {
                    ours.receive(octet, |event, _| {
                        if let Event::Message { payload, .. } = event {
                            black_box(payload);
                        }
                    });
                }
            }),
            Contender::new("tungstenite", count, move || {
                for _ in 0..count {
                    let _ = black_box(theirs.read().expect("the frames are legal"));
                }
            }),
        ],
    }
}

/// Where a payload lies in memory, which matters to vectors.
#[derive(Clone, Copy)]
enum Place {
    /// Behind a header of six octets at the start of a page.
    InPage,
    /// The same, but the page ends inside the payload.
    AcrossPages,
}

/// A payload of the same alignment for every contender.
struct Placed {
    memory: Vec<u8>,
    start: usize,
    len: usize,
}

impl Placed {
    fn new(len: usize, place: Place) -> Placed {
        const PAGE: usize = 4096;
        let memory = vec![1; len + 2 * PAGE];
        let start = memory.as_ptr().align_offset(PAGE)
            + match place {
                Place::InPage => 6,
                Place::AcrossPages => PAGE - 506,
            };
        Placed { memory, start, len }
    }

    fn payload(&mut self) -> &mut [u8] {
        black_box(&mut self.memory[self.start..self.start + self.len])
    }
}

fn masking(name: &'static str, len: usize, place: Place) -> Row {
    let repeat = ((64 << 10) / len).max(1) as u64;
    let with = |work: fn(&mut [u8])| {
        let mut placed = Placed::new(len, place);
        move || {
            for _ in 0..repeat {
                work(placed.payload());
            }
        }
    };
    let (mut source, mut copied) = (Placed::new(len, place), Placed::new(len, place));
    Row {
        name,
        unit: "payload",
        target: Target::FastestOrTimes(0.6, "memcpy"),
        contenders: vec![
            Contender::new("wsspec", repeat, with(|data| mask::apply(KEY, 0, data))),
            Contender::new("fastwebsockets", repeat, with(|data| fastwebsockets::unmask(data, KEY))),
            Contender::new(
                "edge-ws",
                repeat,
                with(|data| edge_ws::FrameHeader::mask_with(data, Some(u32::from_be_bytes(KEY)), 0)),
            ),
            Contender::new("memcpy", repeat, move || {
                for _ in 0..repeat {
                    copied.payload().copy_from_slice(source.payload());
                }
            }),
        ],
    }
}

/// A text in fragments of so many octets, wherever that cuts its code points. The peers only know whole texts: they get
/// fragments that end where a code point ends, which is less work.
fn text(name: &'static str, text: &str, fragment: usize) -> Row {
    let fragment = fragment.min(text.len());
    let repeat = ((64 << 10) / text.len()).max(1);
    // The same memory for all: where a text lies matters to vectors.
    let ours: Rc<str> = text.into();
    let (simd, std) = (ours.clone(), ours.clone());
    let mut wholes = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let mut to = text.len().min(from + fragment);
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        wholes.push(from..to);
        from = to;
    }
    let pieces = (text.len().div_ceil(fragment) * repeat) as u64;
    let others = wholes.clone();
    Row {
        name,
        unit: "fragment",
        target: Target::Times(1.0, "simdutf8"),
        contenders: vec![
            Contender::new("wsspec", pieces, move || {
                for _ in 0..repeat {
                    let mut validator = Utf8Validator::new();
                    for piece in ours.as_bytes().chunks(fragment) {
                        black_box(validator.validate(black_box(piece))).expect("it is UTF-8");
                    }
                    assert!(validator.is_complete());
                }
            }),
            Contender::new("simdutf8", pieces, move || {
                for _ in 0..repeat {
                    for whole in &wholes {
                        let whole = &simd.as_bytes()[whole.clone()];
                        black_box(simdutf8::basic::from_utf8(black_box(whole))).expect("it is UTF-8");
                    }
                }
            }),
            Contender::new("std", pieces, move || {
                for _ in 0..repeat {
                    for whole in &others {
                        let whole = &std.as_bytes()[whole.clone()];
                        black_box(std::str::from_utf8(black_box(whole))).expect("it is UTF-8");
                    }
                }
            }),
        ],
    }
}

const ENCODED: u64 = 500;
static PAYLOAD: [u8; 125] = [b'x'; 125];

fn encoding_as_server() -> Row {
    let mut buffer = Vec::new();
    Row {
        name: "encoding 125 octets as a server",
        unit: "frame",
        target: Target::TimesFastest(1.0),
        contenders: vec![
            encoding_ours(None),
            encoding_tungstenite(None),
            Contender::new("fastwebsockets", ENCODED, move || {
                for _ in 0..ENCODED {
                    let payload = fastwebsockets::Payload::Borrowed(black_box(&PAYLOAD));
                    black_box(fastwebsockets::Frame::binary(payload).write(&mut buffer));
                }
            }),
        ],
    }
}

fn encoding_as_client() -> Row {
    let (mut buffer, mut payload) = (Vec::new(), PAYLOAD);
    Row {
        name: "encoding 125 octets as a client",
        unit: "frame",
        target: Target::TimesFastest(1.0),
        contenders: vec![
            encoding_ours(Some(KEY)),
            encoding_tungstenite(Some(KEY)),
            Contender::new("fastwebsockets", ENCODED, move || {
                for _ in 0..ENCODED {
                    let payload = fastwebsockets::Payload::BorrowedMut(black_box(&mut payload));
                    let mut frame =
                        fastwebsockets::Frame::new(true, fastwebsockets::OpCode::Binary, Some(KEY), payload);
                    frame.mask();
                    black_box(frame.write(&mut buffer));
                }
            }),
        ],
    }
}

fn encoding_ours(key: Option<[u8; 4]>) -> Contender {
    let mut out = Vec::new();
    Contender::new("wsspec", ENCODED, move || {
        out.clear();
        for _ in 0..ENCODED {
            let header = FrameHeader::new(Opcode::BINARY, black_box(125)).with_masking_key(key);
            encode(&header, black_box(&PAYLOAD), &mut out);
        }
        black_box(&out);
    })
}

fn encoding_tungstenite(key: Option<[u8; 4]>) -> Contender {
    let mut out = Vec::new();
    Contender::new("tungstenite", ENCODED, move || {
        out.clear();
        for _ in 0..ENCODED {
            let opcode = frame::coding::OpCode::Data(frame::coding::Data::Binary);
            let payload = tungstenite::Bytes::from_static(black_box(&PAYLOAD));
            let mut frame = frame::Frame::message(payload, opcode, true);
            frame.header_mut().mask = key;
            frame.format(&mut out).expect("a vector takes it");
        }
        black_box(&out);
    })
}
