//! The seeds of a corpus, from the vectors in `snapshots/vectors`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::stream::{Frame, Stream};
use crate::structured::Structured;
use crate::target::Seeds;

/// The seeds of `frame_parse` by name: the streams for a server and some of those for a client, the headers of each
/// length form, the examples of RFC 6455 section 5.7. In turn they end in no lengths, in pieces of three octets, and in uneven ones with narrow limits.
///
/// # Panics
/// A file of vectors is missing or is not as its schema says.
pub fn frame_parse() -> Seeds {
    let mut octets = BTreeMap::new();
    for (group, vector) in vectors("frames").iter().filter(|(group, _)| group == "examples") {
        octets.insert(format!("{group}-{}", id(vector)), octets_of(&vector["input"]));
    }
    let headers = ["lengths", "byte-order", "non-minimal", "top-bit"];
    for (_, vector) in vectors("headers")
        .iter()
        .filter(|(group, _)| headers.contains(&group.as_str()))
    {
        octets.insert(format!("header-{}", id(vector)), octets_of(&vector["input"]));
    }
    for (_, vector) in vectors("streams") {
        let name = id(&vector).trim_end_matches("-to-server").to_owned();
        let differs_for_clients = ["mask-", "length-", "message-"]
            .iter()
            .any(|start| name.starts_with(start));
        if vector["receiver"] == "server" || differs_for_clients {
            octets.insert(name, octets_of(&vector["input"]));
        }
    }
    octets.retain(|_, octets| octets.len() <= LARGEST);
    let ends = [&[0x00][..], &[2, 0x01], &[0, 4, 9, 0x13]];
    let seeds = octets.into_iter().zip(ends.into_iter().cycle());
    seeds
        .map(|((name, octets), end)| (name, [&octets, end].concat()))
        .collect()
}

/// The seeds of `frames`: each kind of frame, each odd thing about it, each shape of content, on its own and inside a
/// fragmented message, to both roles.
pub fn frames() -> Seeds {
    let mut seeds = Seeds::new();
    let frame = |kind: u8| Frame {
        kind,
        ends: true,
        key: [0x37, 0xFA, 0x21, 0x3D],
        octets: vec![200, 201, 3, 41],
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
        for odd in 1..=15 {
            let odd_one = Frame { odd, ..frame(kind) };
            add(format!("{name}-odd-{odd:02}"), 0, vec![frame(10), odd_one, frame(0)]);
        }
    }
    for shape in 0..12 {
        let shaped = Frame { shape, ..frame(0) };
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
    for number in 0..32 {
        let close = Frame {
            octets: vec![number, 3, 25],
            ..frame(15)
        };
        add(format!("close-code-{number:02}"), 0, vec![frame(0), close, frame(0)]);
    }
    seeds
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

/// Seeds are small, since every octet costs time in every run.
const LARGEST: usize = 400;

/// The vectors of a file, each with the id of its group.
fn vectors(kind: &str) -> Vec<(String, Value)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../snapshots/vectors/{kind}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let groups = file["groups"].as_array().expect("groups are a list");
    let of_group = |group: &Value| {
        let vectors = group["vectors"].as_array().expect("vectors are a list").clone();
        let group = id(group).to_owned();
        vectors.into_iter().map(move |vector| (group.clone(), vector))
    };
    groups.iter().flat_map(of_group).collect()
}

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id is a string")
}

/// Octets in any of the three notations: hex, a repetition, a list of these.
fn octets_of(value: &Value) -> Vec<u8> {
    match value {
        Value::String(hex) => (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("octets are in hex"))
            .collect(),
        Value::Array(parts) => parts.iter().flat_map(octets_of).collect(),
        repetition => {
            let count = repetition["count"].as_u64().expect("a count is a number");
            octets_of(&repetition["repeat"]).repeat(usize::try_from(count).expect("a count is small"))
        }
    }
}
