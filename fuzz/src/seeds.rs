//! Where the corpora begin: with the vectors in `snapshots/vectors`, and products of what inputs are made of.

mod products;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

pub use self::products::{connection, differential, frames, messages, session_pair};
use crate::target::Seeds;

/// The seeds of `frame_parse` by name: the streams for a server and some of those for a client, the headers of each
/// length form, the examples of RFC 6455 section 5.7. In turn they end in no lengths, in pieces of three octets, and in uneven
/// ones with narrow limits.
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

/// Seeds are small, since every octet costs time in every run.
const LARGEST: usize = 400;

/// The vectors of a file, each with the id of its group.
pub(crate) fn vectors(kind: &str) -> Vec<(String, Value)> {
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

pub(crate) fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id is a string")
}

/// Octets in any of the three notations: hex, a repetition, a list of these.
pub(crate) fn octets_of(value: &Value) -> Vec<u8> {
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
