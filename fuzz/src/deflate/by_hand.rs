//! The seeds of `deflate_pair` that are made by hand: what DEFLATE data can be, right and wrong.

use super::blocks::{Block, COMPLETE_DISTANCES, COMPLETE_LITERALS, Stream, Symbol, run};
use super::exchange::{Content, Exchange, Parameters, Step, Way};

type Named = Vec<(&'static str, Vec<Block>)>;

/// Each stream by name: as text; as the first message with something to refer to where none is, to an endpoint with
/// narrow limits; and cut off. A message stands in front, a ping and another message behind.
pub(super) fn streams() -> Vec<(String, Exchange)> {
    let groups = [plain(), dynamic_codes(), references(), texts()].concat();
    let mut named = Vec::new();
    for (index, (name, blocks)) in groups.into_iter().enumerate() {
        let whole = Stream {
            blocks,
            ..Stream::default()
        };
        let cut = Stream {
            open: true,
            cut: 1,
            ..whole.clone()
        };
        let fragment = (index % 4) as u8;
        let exchange = |text, narrow, stream| Exchange {
            client_sends: index % 2 == 0,
            ..around(text, narrow, stream, fragment)
        };
        named.push((format!("hand-{name}"), exchange(true, false, whole.clone())));
        named.push((format!("hand-{name}-alone-narrow"), exchange(false, true, whole)));
        named.push((format!("hand-{name}-cut"), exchange(false, false, cut)));
    }
    for (name, octets) in ended_by_the_tail() {
        let stream = Stream {
            blocks: vec![Block::Octets(octets)],
            open: true,
            ..Stream::default()
        };
        named.push((format!("tail-{name}"), around(false, false, stream.clone(), 0)));
        named.push((format!("tail-{name}-narrow"), around(true, true, stream, 3)));
    }
    named
}

/// A stream with a message in front, and a ping and another message behind.
fn around(text: bool, narrow: bool, stream: Stream, fragment: u8) -> Exchange {
    let parameters = Parameters {
        bits_below: if narrow { 7 } else { 0 },
        forgets: narrow,
    };
    let hello = Stream {
        blocks: vec![fixed(false, literals(b"Hello"))],
        ..Stream::default()
    };
    Exchange {
        client: parameters,
        server: parameters,
        narrow,
        pieces: vec![2, 50],
        steps: vec![
            Step::Message {
                text: true,
                content: vec![Content::Octets(b"Hello, Hello".to_vec())],
                way: Way::Whole,
            },
            Step::Stream { text, stream, fragment },
            Step::Ping,
            Step::Stream {
                text: false,
                stream: hello,
                fragment: 0,
            },
        ],
        ..Exchange::default()
    }
}

/// Blocks without codes of their own.
fn plain() -> Named {
    let hello = || literals(b"Hello");
    let empty = || stored(false, b"");
    let lie = Block::Stored {
        last: false,
        octets: b"Hello".to_vec(),
        lie: 1,
    };
    let flushed = [
        fixed(false, literals(b"He")),
        empty(),
        empty(),
        fixed(false, literals(b"llo")),
        empty(),
    ];
    let padded = [fixed(true, hello()), Block::Bits { value: 0x1F, count: 3 }];
    let bad_type = [Block::Bits { value: 0b110, count: 3 }, Block::Octets(b"more".to_vec())];
    vec![
        ("no-block", vec![]),
        ("stored", vec![stored(false, b"Hello")]),
        ("stored-empty-many", vec![empty(), empty(), empty()]),
        ("stored-lie", vec![lie]),
        ("stored-final", vec![stored(true, b"Hello")]),
        ("fixed", vec![fixed(false, hello())]),
        ("fixed-empty", vec![fixed(false, vec![])]),
        ("fixed-final", vec![fixed(true, hello())]),
        ("final-between", vec![fixed(true, hello()), fixed(false, hello())]),
        ("final-twice", vec![fixed(true, hello()), stored(true, b"Hello")]),
        ("final-padded-with-ones", padded.into()),
        ("sync-flushes", flushed.into()),
        ("block-type-11", bad_type.into()),
    ]
}

/// Blocks with codes of their own: complete, and otherwise.
fn dynamic_codes() -> Named {
    let hello = || literals(b"Hello");
    let (literal, distance) = (&COMPLETE_LITERALS, &COMPLETE_DISTANCES);
    let (x, length) = (Symbol::Literal(b'x'), number(false, 257));
    let wrong = dynamic(literal, &[(1, 1)], vec![x.clone(), length.clone()]);
    let blocks = [
        (
            "all",
            dynamic(literal, distance, [hello(), vec![refer(5, 5, 1)]].concat()),
        ),
        ("one-distance", dynamic(literal, &[(1, 1)], vec![x, refer(4, 1, 2)])),
        ("no-distance", dynamic(literal, &[(0, 1)], hello())),
        ("no-distance-used", dynamic(literal, &[(0, 1)], vec![length])),
        ("incomplete", dynamic(&[(8, 225), (9, 60)], distance, hello())),
        ("incomplete-distances", dynamic(literal, &[(2, 1)], hello())),
        ("oversubscribed", dynamic(&[(8, 228), (9, 58)], distance, hello())),
        ("end-alone", dynamic(&[(0, 255), (0, 1), (1, 1)], &[(0, 1)], vec![])),
        ("without-end", dynamic(&[(1, 2), (0, 255)], &[(0, 1)], hello())),
        ("287-literals", dynamic(&[(8, 225), (9, 62)], distance, hello())),
        ("32-distances", dynamic(literal, &[(5, 32)], hello())),
    ];
    let mut named: Named = blocks.map(|(name, block)| (name, vec![block])).into();
    // Three bits of a header, then 257 literals, one distance, four codes for lengths, and those of none.
    let no_code = vec![
        Block::Bits {
            value: 0b100,
            count: 16,
        },
        Block::Bits { value: 0, count: 13 },
    ];
    named.push(("no-code-for-lengths", no_code));
    named.push(("one-distance-wrong", vec![wrong, Block::Bits { value: 1, count: 1 }]));
    named
}

/// References: near and far, wrong ones, and bombs.
fn references() -> Named {
    let x = || Symbol::Literal(b'x');
    let bomb = || vec![Symbol::Literal(0), refer(258, 1, 200)];
    let over_the_window = [literals(&[b'x'; 9]), vec![refer(258, 9, 1), refer(9, 260, 1)]].concat();
    let over_a_final_block = vec![fixed(true, literals(b"Hello")), fixed(false, vec![refer(5, 5, 1)])];
    let two_ways = vec![
        Block::Fixed {
            last: false,
            symbols: vec![x(), number(false, 284)],
            open: true,
        },
        // The five bits more, the distance 1, and the end of the block.
        Block::Bits { value: 0x1F, count: 16 },
        Block::Bits { value: 0, count: 1 },
    ];
    let distance_30 = vec![x(), number(false, 257), number(true, 30)];
    vec![
        ("length-258-in-two-ways", two_ways),
        ("length-286", vec![fixed(false, vec![number(false, 286)])]),
        ("distance-30", vec![fixed(false, distance_30)]),
        (
            "reference-to-the-message-before",
            vec![fixed(false, vec![refer(5, 5, 1)])],
        ),
        ("reference-to-nothing", vec![fixed(false, vec![refer(5, 13, 1)])]),
        ("reference-over-a-final-block", over_a_final_block),
        ("reference-over-window-8", vec![fixed(false, over_the_window)]),
        ("bomb", vec![fixed(false, bomb())]),
        (
            "bomb-dynamic",
            vec![dynamic(&COMPLETE_LITERALS, &COMPLETE_DISTANCES, bomb())],
        ),
    ]
}

fn texts() -> Named {
    let then_bad_data = vec![fixed(false, literals(b"\xFF")), Block::Bits { value: 0b110, count: 3 }];
    vec![
        ("text-invalid", vec![fixed(false, literals(b"good \xFF bad"))]),
        ("text-cut", vec![fixed(false, literals(b"good \xE2\x82"))]),
        ("text-invalid-then-data", then_bad_data),
    ]
}

/// Messages that end inside a block of which the end is in the octets that the receiver adds.
fn ended_by_the_tail() -> [(&'static str, Vec<u8>); 3] {
    // A block with codes of its own, cut inside their lengths. The tail adds sixteen lengths of 0 and four of 2; then its
    // last octet has one bit for the end of the block, and seven more.
    let dynamic = |first| {
        let mut octets = vec![first, 0xD9, 0x01, 0x04, 0x00, 0x00, 0x00, 0x80, 0xA0];
        octets.resize(41, 0);
        octets.push(0x01);
        octets
    };
    [
        ("ends-stored", vec![0x00, 0x06, 0x00, 0xF9, 0xFF, b'x', b'y']),
        ("ends-dynamic-inside-an-octet", dynamic(0x04)),
        ("ends-dynamic-and-final", dynamic(0x05)),
    ]
}

fn literals(octets: &[u8]) -> Vec<Symbol> {
    octets.iter().map(|&octet| Symbol::Literal(octet)).collect()
}

fn number(distance: bool, number: u16) -> Symbol {
    Symbol::Number { distance, number }
}

/// A reference of so many octets, so far back, so often.
fn refer(length: usize, distance: usize, times: usize) -> Symbol {
    Symbol::Match {
        length: (length - 3) as u8,
        distance: (distance - 1) as u16,
        again: (times - 1) as u8,
    }
}

fn stored(last: bool, octets: &[u8]) -> Block {
    Block::Stored {
        last,
        octets: octets.to_vec(),
        lie: 0,
    }
}

fn fixed(last: bool, symbols: Vec<Symbol>) -> Block {
    Block::Fixed {
        last,
        symbols,
        open: false,
    }
}

/// A block whose codes have these lengths, each so many times.
fn dynamic(literals: &[(u8, u8)], distances: &[(u8, u8)], symbols: Vec<Symbol>) -> Block {
    Block::Dynamic {
        last: false,
        literals: literals.iter().copied().map(run).collect(),
        distances: distances.iter().copied().map(run).collect(),
        symbols,
        open: false,
    }
}
