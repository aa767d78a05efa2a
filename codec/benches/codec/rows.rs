//! The comparisons.

use std::hint::black_box;
use std::io::Cursor;

use tungstenite::protocol::{Role as TungsteniteRole, WebSocket, frame};
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::frame::{Frame, FrameHeader, Opcode, encode};
use wsspec_codec::mask;
use wsspec_codec::rules::{Limits, Role, Rules};
use wsspec_codec::utf8::Utf8Validator;

use crate::contest::{Contender, Row, Target};
use crate::peers::{Endless, now};

const KEY: [u8; 4] = [0x37, 0xFA, 0x21, 0x3D];

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
        masking("masking 64 octets", 64),
        masking("masking 1 KiB", 1 << 10),
        masking("masking 64 KiB", 64 << 10),
        text("validating 64 KiB of ASCII", "x".repeat(64 << 10)),
        text("validating 64 KiB of mixed text", "Grüße, κόσμε, 世界! ".repeat(2000)),
        text("validating 125 octets of ASCII", "x".repeat(125)),
        encoding("encoding 125 octets as a server", None),
        encoding("encoding 125 octets as a client", Some(KEY)),
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

fn masking(name: &'static str, len: usize) -> Row {
    // Payloads stand behind a header of six octets or more, so not where a vector would like them.
    const HEADER: usize = 6;
    let repeat = ((64 << 10) / len).max(1) as u64;
    let with = |work: fn(&mut [u8])| {
        let mut buffer = vec![0u8; HEADER + len];
        move || {
            for _ in 0..repeat {
                work(black_box(&mut buffer[HEADER..]));
            }
        }
    };
    let source = vec![1u8; HEADER + len];
    let mut copied = vec![0u8; HEADER + len];
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
                    black_box(&mut copied[HEADER..]).copy_from_slice(black_box(&source[HEADER..]));
                }
            }),
        ],
    }
}

fn text(name: &'static str, text: String) -> Row {
    let repeat = ((64 << 10) / text.len()).max(1) as u64;
    let (a, b, c) = (text.clone(), text.clone(), text);
    Row {
        name,
        unit: "text",
        target: Target::Times(1.0, "simdutf8"),
        contenders: vec![
            Contender::new("wsspec", repeat, move || {
                for _ in 0..repeat {
                    let mut validator = Utf8Validator::new();
                    black_box(validator.validate(black_box(a.as_bytes()))).expect("it is UTF-8");
                    black_box(validator.is_complete());
                }
            }),
            Contender::new("simdutf8", repeat, move || {
                for _ in 0..repeat {
                    black_box(simdutf8::basic::from_utf8(black_box(b.as_bytes()))).expect("it is UTF-8");
                }
            }),
            Contender::new("std", repeat, move || {
                for _ in 0..repeat {
                    black_box(std::str::from_utf8(black_box(c.as_bytes()))).expect("it is UTF-8");
                }
            }),
        ],
    }
}

fn encoding(name: &'static str, key: Option<[u8; 4]>) -> Row {
    const COUNT: u64 = 500;
    let payload = [b'x'; 125];
    let mut out = Vec::with_capacity(128 << 10);
    let mut theirs = Vec::with_capacity(128 << 10);
    Row {
        name,
        unit: "frame",
        target: Target::Times(1.5, "tungstenite"),
        contenders: vec![
            Contender::new("wsspec", COUNT, move || {
                out.clear();
                for _ in 0..COUNT {
                    let header = FrameHeader::new(Opcode::BINARY, 125).with_masking_key(key);
                    encode(&header, black_box(&payload), &mut out);
                }
                black_box(&out);
            }),
            Contender::new("tungstenite", COUNT, move || {
                theirs.clear();
                for _ in 0..COUNT {
                    let opcode = frame::coding::OpCode::Data(frame::coding::Data::Binary);
                    let mut frame = frame::Frame::message(black_box(payload.to_vec()), opcode, true);
                    frame.header_mut().mask = key;
                    frame.format(&mut theirs).expect("a vector takes it");
                }
                black_box(&theirs);
            }),
        ],
    }
}
