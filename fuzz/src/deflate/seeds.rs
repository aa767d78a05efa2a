//! Where the corpus of `deflate_pair` begins: products of what may be agreed on and what may be said, streams made by
//! hand, and the vectors.

use serde_json::Value;
use wsspec::model::drawing;

use super::blocks::{Block, Stream};
use super::by_hand::streams;
use super::exchange::{Content, Exchange, Parameters, Size, Step, Way};
use crate::seeds::{id, octets_of, vectors};
use crate::structured::Structured as _;
use crate::target::Seeds;

/// The seeds by name.
///
/// # Panics
/// The file of vectors is missing or is not as its schema says.
pub fn deflate_pair() -> Seeds {
    let groups = [agreements(), levels_and_ways(), streams(), from_vectors()];
    let seeds = groups.into_iter().flatten();
    seeds.map(|(name, exchange)| (name, exchange.encode())).collect()
}

type Named = Vec<(String, Exchange)>;

/// A size of so many octets, as near as there is one below.
fn size(octets: usize) -> Size {
    let octets = octets.min(16_380);
    let halved = (0..15u16).rev().find(|&halved| octets << halved <= 16_380).unwrap_or(0);
    Size(((octets << halved) / 4) as u16 * 16 + halved)
}

fn message(content: impl Into<Vec<Content>>) -> Step {
    Step::Message {
        text: false,
        content: content.into(),
        way: Way::Whole,
    }
}

fn text(octets: &[u8]) -> Step {
    Step::Message {
        text: true,
        content: vec![Content::Octets(octets.to_vec())],
        way: Way::Whole,
    }
}

fn words(octets: usize) -> Content {
    Content::Words {
        seed: 7,
        octets: size(octets),
    }
}

fn noise(octets: usize) -> Content {
    Content::Noise {
        seed: 1,
        octets: size(octets),
    }
}

fn back(distance: usize, octets: usize) -> Content {
    Content::Back {
        distance: size(distance),
        octets: size(octets),
    }
}

/// What is said so that windows and contexts matter.
fn conversation(shape: &str, bits: u8) -> Vec<Step> {
    let window = 1usize << bits;
    match shape {
        "again" => vec![text(b"Hello, Hello"), text(b"Hello, Hello"), text(b"")],
        // One reference inside the window and one just out of it, in one message and over two.
        "far" => vec![
            message([noise(window.min(6_000)), back(window / 2, 40), back(window + 300, 40)]),
            message([back(window - 100, 60), back(window + 600, 60)]),
        ],
        "one-octet" => vec![
            message([Content::Repeated {
                octet: b'a',
                times: size(2000),
            }]),
            text(b"a"),
        ],
        _ => vec![message([words(700)]), Step::Ping, message([words(300), back(500, 200)])],
    }
}

/// Each window, taken over or not, for both senders; and the other direction different, so that the two cannot be mixed up.
fn agreements() -> Named {
    let mut named = Vec::new();
    for bits in [8, 9, 10, 12, 15] {
        for forgets in [false, true] {
            for client_sends in [false, true] {
                for shape in ["again", "far", "one-octet", "words"] {
                    let of_sender = Parameters {
                        bits_below: 15 - bits,
                        forgets,
                    };
                    let of_other = Parameters {
                        bits_below: (bits - 7) % 8,
                        forgets: !forgets,
                    };
                    let (client, server) = if client_sends {
                        (of_sender, of_other)
                    } else {
                        (of_other, of_sender)
                    };
                    let sender = if client_sends { "client" } else { "server" };
                    let context = if forgets { "alone" } else { "taken-over" };
                    let exchange = Exchange {
                        server,
                        client,
                        client_sends,
                        level: 6,
                        pieces: vec![3, 200],
                        steps: conversation(shape, bits),
                        ..Exchange::default()
                    };
                    named.push((format!("{sender}-window-{bits}-{context}-{shape}"), exchange));
                }
            }
        }
    }
    named
}

fn levels_and_ways() -> Named {
    let mut named = Vec::new();
    let mut add = |name: String, level: u8, threshold: u8, narrow: bool, steps: Vec<Step>| {
        let exchange = Exchange {
            client_sends: named.len() % 2 == 0,
            level,
            threshold,
            narrow,
            pieces: vec![1, 7, 60],
            steps,
            ..Exchange::default()
        };
        named.push((name, exchange));
    };
    for level in 0..10 {
        add(format!("level-{level}"), level, 0, false, conversation("words", 15));
    }
    let ways = [
        ("fragments-of-1", Way::Fragmented(1)),
        ("fragments-of-40", Way::Fragmented(40)),
        ("parts", Way::Parts(vec![10, 0, 100])),
        ("part-empty-first", Way::Parts(vec![0])),
        ("part-everything", Way::Parts(vec![255, 255])),
        ("uncompressed", Way::Uncompressed),
    ];
    for (name, way) in &ways {
        let step = |content: Content| Step::Message {
            text: true,
            content: vec![content],
            way: way.clone(),
        };
        let steps = vec![step(words(200)), text(b"between"), step(back(150, 100)), step(words(0))];
        add(format!("way-{name}"), 6, 0, false, steps.clone());
        add(format!("way-{name}-narrow-threshold"), 6, 50, true, steps);
    }
    let hello = || text(b"Hello, Hello");
    add(
        "forget-between".into(),
        6,
        0,
        false,
        vec![hello(), Step::Forget, hello()],
    );
    add(
        "empty-messages".into(),
        6,
        0,
        false,
        vec![text(b""), text(b""), hello(), text(b""), hello()],
    );
    add(
        "threshold-in-the-middle".into(),
        6,
        12,
        false,
        vec![text(b"elevenoctets"), text(b"ten octets"), hello()],
    );
    add(
        "over-the-limit".into(),
        6,
        0,
        true,
        vec![message([words(290)]), message([words(320)]), Step::Ping],
    );
    add(
        "noise-over-the-limit".into(),
        6,
        0,
        true,
        vec![message([noise(299)]), Step::Ping],
    );
    named
}

/// The vectors of messages, small ones, as a client sends them.
fn from_vectors() -> Named {
    let wanted = |group: &str| ["example", "message", "window", "fault"].contains(&group);
    let vectors = vectors("deflate").into_iter().filter(|(group, _)| wanted(group));
    let to_server = vectors.filter(|(_, vector)| vector["receiver"] == "server");
    to_server.filter_map(|(_, vector)| from_vector(&vector)).collect()
}

/// Seeds are small, since every octet costs time in every run.
const LARGEST: usize = 400;

fn from_vector(vector: &Value) -> Option<(String, Exchange)> {
    let octets = octets_of(&vector["input"]);
    if octets.len() > LARGEST {
        return None;
    }
    let mut steps = Vec::new();
    let mut rest = octets.as_slice();
    let (mut first, mut joined) = (None, Vec::new());
    while let Some((header, payload, end)) = drawing::frame(rest) {
        rest = &rest[end..];
        if header.opcode >= 8 {
            continue;
        }
        joined.extend(payload);
        let (text, compressed, length) = *first.get_or_insert((header.opcode == 1, header.rsv == 0b100, header.length));
        if !header.fin {
            continue;
        }
        let octets = std::mem::take(&mut joined);
        let fragment = if length < octets.len() as u64 {
            length.min(255) as u8
        } else {
            0
        };
        first = None;
        steps.push(if compressed {
            let stream = Stream {
                blocks: vec![Block::Octets(octets)],
                open: true,
                ..Stream::default()
            };
            Step::Stream { text, stream, fragment }
        } else {
            Step::Message {
                text,
                content: vec![Content::Octets(octets)],
                way: Way::Uncompressed,
            }
        });
    }
    let bits = vector["window_bits"].as_u64().expect("a window is a number") as u8;
    let exchange = Exchange {
        client: Parameters {
            bits_below: 15 - bits,
            forgets: vector["no_context_takeover"] == true,
        },
        client_sends: true,
        steps,
        ..Exchange::default()
    };
    let name = id(vector).trim_end_matches("-to-server");
    Some((format!("vector-{name}"), exchange))
}
