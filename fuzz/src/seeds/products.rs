//! Seeds that are products: each kind of frame or call, each odd thing about it, each shape of content.

use crate::content::{Content, TEXT};
use crate::dealings::{Dealings, Step};
use crate::messages::Talk;
use crate::pair::{Move, Pair};
use crate::stream::{Frame, Stream};
use crate::structured::Structured;
use crate::talk::Call;
use crate::target::Seeds;

/// The seeds of `frames`: each kind of frame, each odd thing about it, each shape of content, on its own and inside a
/// fragmented message, to both roles.
pub fn frames() -> Seeds {
    let mut seeds = Seeds::new();
    let frame = |kind: u8| Frame {
        kind,
        ends: true,
        key: [0x37, 0xFA, 0x21, 0x3D],
        content: content(0, &[200, 201, 3, 41]),
        ..Frame::default()
    };
    let opening = Frame {
        ends: false,
        ..frame(0)
    };
    let mut add = |name: String, terms: u8, frames: Vec<Frame>| {
        let stream = Stream {
            terms,
            frames,
            pieces: vec![2, 0, 6],
            ..Stream::default()
        };
        seeds.insert(name, stream.encode());
    };
    for (name, kind) in KINDS {
        for (to, terms) in [("server", 0x00), ("client", 0x20)] {
            add(format!("{name}-to-{to}"), terms, vec![frame(kind), frame(0)]);
            add(
                format!("{name}-in-message-to-{to}"),
                terms,
                vec![opening.clone(), frame(kind), frame(0)],
            );
        }
        for odd in 1..=16 {
            let odd_one = Frame { odd, ..frame(kind) };
            add(format!("{name}-odd-{odd:02}"), 0, vec![frame(10), odd_one, frame(0)]);
        }
    }
    for shape in 0..12 {
        let shaped = Frame {
            content: content(shape, &[200, 201, 3, 41]),
            ..frame(0)
        };
        add(format!("shape-{shape:02}"), 0, vec![shaped.clone(), frame(6)]);
        add(format!("shape-{shape:02}-narrow"), 0x10, vec![shaped, frame(6)]);
    }
    for (way, bits) in [("taken-over", 0x80), ("fresh", 0xC0)] {
        for compressed in 16..32 {
            let one = Frame { compressed, ..frame(0) };
            add(
                format!("compressed-{way}-{compressed}"),
                bits,
                vec![one.clone(), frame(10), one, frame(0)],
            );
        }
    }
    // A new message, a pong, a text that ends inside a code point: each inside a message.
    let head = Frame {
        content: content(0, &[102]),
        ..opening.clone()
    };
    add(
        "truncated-text".to_owned(),
        0,
        vec![
            head.clone(),
            Frame {
                content: content(3, b"+"),
                ..frame(0)
            },
        ],
    );
    add(
        "truncated-text-at-empty-end".to_owned(),
        0,
        vec![
            head,
            Frame {
                content: content(3, b""),
                ..frame(0)
            },
        ],
    );
    add(
        "interleaved-text".to_owned(),
        0,
        vec![
            opening.clone(),
            Frame {
                ends: false,
                ..frame(16)
            },
            frame(0),
        ],
    );
    let masked = Frame { odd: 6, ..frame(6) };
    add("wrongly-masked-to-client".to_owned(), 0x20, vec![masked, frame(0)]);
    let binary = Frame {
        ends: false,
        ..frame(6)
    };
    let text = Frame {
        kind: 16,
        ..opening.clone()
    };
    add(
        "interleaved-behind-pong".to_owned(),
        0,
        vec![opening.clone(), frame(13), text],
    );
    add("pong-in-binary".to_owned(), 0, vec![binary, frame(13), frame(0)]);
    limits(&mut add);
    texts(&mut add);
    for (name, octets, size) in [
        ("empty", &[][..], 0),
        ("one-octet", &[192], 0),
        ("reason-not-utf8", &[2, 119], 0),
        ("reason-cut-off", &[2, 102], 0),
        ("reason-of-123", &[2, 3], 1),
    ] {
        let close = Frame {
            content: Content {
                size,
                ..content(0, octets)
            },
            ..frame(15)
        };
        add(format!("close-{name}"), 0, vec![close, frame(0)]);
    }
    for number in 0..32 {
        let close = Frame {
            content: content(0, &[number, 3, 25]),
            ..frame(15)
        };
        add(format!("close-code-{number:02}"), 0, vec![frame(0), close, frame(0)]);
    }
    seeds
}

/// The seeds of `differential`: those of `frames` that need neither limits nor compression.
pub fn differential() -> Seeds {
    let plain = |input: &[u8]| Stream::decode(input).is_some_and(|stream| stream.terms & 0xD0 == 0);
    frames().into_iter().filter(|(_, input)| plain(input)).collect()
}

fn content(shape: u8, octets: &[u8]) -> Content {
    Content {
        shape,
        // Enough for the longest shapes.
        size: if matches!(shape, 8 | 9) { 63 } else { 0 },
        octets: octets.to_vec(),
    }
}

/// A fragment of so many octets.
fn sized(kind: u8, ends: bool, size: u16) -> Frame {
    Frame {
        kind,
        ends,
        key: [0x37, 0xFA, 0x21, 0x3D],
        content: Content {
            size,
            ..content(7, b"ab")
        },
        ..Frame::default()
    }
}

/// Both sides of each narrow limit, for frames, messages and fragments, and messages one after the other that are within.
fn limits(add: &mut impl FnMut(String, u8, Vec<Frame>)) {
    for (name, sizes) in [
        ("frame-of-200", &[&[200][..]][..]),
        ("frame-of-201", &[&[201]]),
        ("message-of-300", &[&[150, 150]]),
        ("message-of-301", &[&[150, 151]]),
        ("message-of-301-in-three", &[&[150, 150, 1]]),
        ("messages-of-200", &[&[200], &[200], &[200]]),
        ("messages-of-300", &[&[150, 150], &[150, 150]]),
        ("four-fragments", &[&[9, 9, 9, 9]]),
        ("five-fragments", &[&[9, 9, 9, 9, 9]]),
        ("three-fragments-twice", &[&[9, 9, 9], &[9, 9, 9]]),
    ] {
        let message = |sizes: &&[u16]| {
            let last = sizes.len() - 1;
            let sized = |(index, &size): (usize, &u16)| sized(6, index == last, size);
            sizes.iter().enumerate().map(sized).collect::<Vec<_>>()
        };
        add(format!("narrow-{name}"), 0x10, sizes.iter().flat_map(message).collect());
    }
    let many = (0..100).map(|index| sized(0, index == 99, 40)).collect();
    add("hundred-fragments".to_owned(), 0, many);
}

/// Each piece of text alone, and with a ping between its first octet and the rest of it.
fn texts(add: &mut impl FnMut(String, u8, Vec<Frame>)) {
    let fragment = |kind: u8, ends: bool, octets: &[u8]| Frame {
        content: content(12, octets),
        ..sized(kind, ends, 0)
    };
    for (number, piece) in TEXT.iter().enumerate() {
        add(
            format!("text-{number:02}"),
            0,
            vec![fragment(0, true, piece), fragment(10, true, b"")],
        );
        let (first, rest) = piece.split_at(1);
        add(
            format!("text-{number:02}-around-ping"),
            0,
            vec![
                fragment(0, false, first),
                fragment(10, true, b"?"),
                fragment(0, true, rest),
            ],
        );
    }
    // Long texts, that end where a code point is open or wrong, and go on.
    for (name, tail, rest) in [
        ("whole", &b""[..], &b"!"[..]),
        ("two", b"\xC3", b"\xA9"),
        ("three", b"\xE2\x82", b"\xAC"),
        ("four", b"\xF0\x9F\x98", b"\x80"),
        ("wrong", b"\xFF", b"!"),
        ("wrong-tail", b"\x80\x80\x80\x80", b"!"),
        ("wrong-rest", b"\xE2\x82", b"!"),
    ] {
        let long = ["a".repeat(70).as_bytes(), "é".repeat(9).as_bytes(), tail].concat();
        let frames = vec![fragment(0, false, &long), fragment(0, true, &[rest, &long].concat())];
        add(format!("long-text-{name}"), 0, frames);
    }
    for (name, shape) in [("125", 4), ("124", 7)] {
        let ping = Frame {
            content: Content {
                size: 124,
                ..content(shape, b"ping")
            },
            ..sized(10, true, 0)
        };
        add(format!("ping-of-{name}"), 0, vec![ping]);
    }
}

/// The kinds of frames by their numbers.
const KINDS: [(&str, u8); 8] = [
    ("text", 0),
    ("binary", 6),
    ("continuation", 18),
    ("ping", 10),
    ("pong", 13),
    ("close", 15),
    ("reserved-data", 19),
    ("reserved-control", 22),
];

/// The kinds of calls by their numbers.
const CALLS: [(&str, u8); 9] = [
    ("message", 0),
    ("fragmented", 4),
    ("uncompressed", 7),
    ("begin", 8),
    ("fragment", 10),
    ("ping", 12),
    ("pong", 13),
    ("close", 14),
    ("forget-context", 15),
];

fn call(what: u8, shape: u8, fragment: u16) -> Call {
    Call {
        what,
        text: fragment.is_multiple_of(2),
        content: content(shape, &[2, 5, 3, 201]),
        fragment,
    }
}

/// The seeds of `messages`: each call with each shape of content in both roles, with and without compression; messages
/// begun and ended with other calls between.
pub fn messages() -> Seeds {
    let mut seeds = Seeds::new();
    for (terms_name, terms) in [
        ("to-server", 0x00),
        ("to-client", 0x20),
        ("taken-over", 0x80),
        ("fresh", 0xE0),
    ] {
        let mut add = |name: String, calls: Vec<Call>| {
            let talk = Talk {
                terms,
                threshold: 0,
                calls,
                pieces: vec![4, 0, 9],
            };
            seeds.insert(format!("{name}-{terms_name}"), talk.encode());
        };
        for (name, what) in CALLS {
            add(name.to_owned(), vec![call(what, 0, 2), call(0, 0, 1)]);
            add(
                format!("{name}-twice"),
                vec![call(what, 0, 1), call(what, 0, 3), call(12, 0, 0)],
            );
            add(
                format!("{name}-in-message"),
                vec![call(8, 0, 0), call(what, 0, 0), call(10, 0, 1), call(0, 0, 0)],
            );
        }
        for shape in [4, 5, 6, 7, 8, 9, 10, 11] {
            let calls = vec![
                call(0, shape, 0),
                call(4, shape, 61),
                call(0, shape, 1),
                call(12, shape, 1),
            ];
            add(format!("shape-{shape:02}"), calls);
        }
        for size in 0..4 {
            let close = Call {
                content: Content {
                    size,
                    ..content(0, &[2, 3])
                },
                ..call(14, 0, 0)
            };
            add(format!("close-reason-{size}"), vec![close]);
        }
        for code in 0..32 {
            let close = Call {
                content: content(0, &[code, 3, 25]),
                ..call(14, 0, 0)
            };
            if terms < 0x80 {
                add(format!("close-code-{code:02}"), vec![close, call(12, 0, 0)]);
            }
        }
    }
    seeds
}

/// The seeds of `connection`: each call before, between and behind what the peer sends, with the output written or not.
pub fn connection() -> Seeds {
    let mut seeds = Seeds::new();
    let frame = |kind: u8| Frame {
        kind,
        ends: true,
        key: [0x37, 0xFA, 0x21, 0x3D],
        content: content(0, &[200, 201, 3, 41]),
        ..Frame::default()
    };
    let step = |what: u8, octets: u8| Step {
        what,
        octets,
        call: Call::default(),
    };
    let sends = |what: u8| Step {
        what: 7,
        octets: 0,
        call: call(what, 0, 1),
    };
    for (role, terms) in [("server", 0x00), ("client", 0x20), ("compressing-server", 0x80)] {
        for (name, what) in CALLS {
            for (peer, kind) in [("text", 0), ("ping", 10), ("close", 15), ("odd", 20)] {
                let dealings = Dealings {
                    stream: Stream {
                        terms,
                        frames: vec![frame(10), frame(kind), frame(10)],
                        ..Stream::default()
                    },
                    steps: vec![
                        step(0, 12),
                        sends(what),
                        step(0, 5),
                        sends(0),
                        step(12, 7),
                        step(0, 40),
                        sends(what),
                    ],
                };
                seeds.insert(format!("{role}-{name}-while-{peer}"), dealings.encode());
            }
        }
        let mut ended = Dealings {
            stream: Stream {
                terms,
                frames: vec![frame(0), frame(0)],
                ..Stream::default()
            },
            steps: vec![step(0, 3), step(15, 0), sends(0)],
        };
        seeds.insert(format!("{role}-end-inside-frame"), ended.encode());
        ended.steps.insert(0, step(15, 0));
        seeds.insert(format!("{role}-end-at-once"), ended.encode());
    }
    seeds
}

/// The seeds of `session_pair`: every kind of offer and answer, each call from either side, loss at each stage.
pub fn session_pair() -> Seeds {
    let mut seeds = Seeds::new();
    let moved = |what: u8, server: bool, octets: u8| Move {
        what,
        server,
        octets,
        call: Call::default(),
    };
    let says = |what: u8, server: bool| Move {
        what: 18,
        server,
        octets: 0,
        call: call(what, 0, 1),
    };
    let open = || {
        vec![
            moved(0, false, 255),
            moved(8, true, 255),
            moved(0, true, 255),
            moved(8, false, 255),
        ]
    };
    let between = [
        moved(0, false, 9),
        moved(8, true, 4),
        moved(0, true, 6),
        moved(8, false, 2),
    ];
    for offer in [0, 1, 3, 5, 9, 17, 31, 49, 63] {
        for (terms, windows) in [(0, 0x77), (1, 0x77), (3, 0x70), (4, 0x77), (0, 0x07), (0, 0x11)] {
            let mut moves = open();
            for _ in 0..2 {
                moves.extend([says(0, false), says(0, true), says(4, false)]);
                moves.extend(between.clone());
            }
            let pair = Pair {
                offer,
                windows,
                terms,
                moves,
            };
            seeds.insert(
                format!("offer-{offer:02}-terms-{terms}-windows-{windows:02x}"),
                pair.encode(),
            );
        }
    }
    for (name, what) in CALLS {
        for server in [false, true] {
            let mut moves = open();
            moves.extend([says(what, server), says(12, !server)]);
            moves.extend(between.clone());
            moves.extend([says(0, server), says(14, !server), says(12, server)]);
            let side = if server { "server" } else { "client" };
            let pair = Pair {
                moves,
                ..Pair::default()
            };
            seeds.insert(format!("{side}-{name}"), pair.encode());
        }
    }
    for stage in 0..7 {
        let mut moves = open();
        moves.extend([says(0, false), moved(0, false, 3), says(0, true)]);
        moves.insert(stage, moved(31, false, 0));
        let pair = Pair {
            moves,
            ..Pair::default()
        };
        seeds.insert(format!("loss-at-{stage}"), pair.encode());
    }
    seeds
}
