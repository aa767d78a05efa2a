//! Where peers differ from us, and why.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Difference, PEERS, Peer};

/// A difference that is known, as it stands in `fuzz/quirks/PEER.json`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quirk {
    /// It goes on where we find a fault, or fails the connection where we find none.
    pub accepts: bool,
    /// The clause that we say is broken; or the status code that it refuses, or its words for refusing.
    pub of: String,
    /// The clause it rests on, and why it is so.
    pub reason: String,
}

impl Quirk {
    /// Whether this is the difference.
    pub fn is(&self, difference: &Difference) -> bool {
        (self.accepts, &self.of) == (difference.accepts, &difference.of)
    }
}

/// The quirks of a peer.
///
/// # Panics
/// The file is missing or is not as described.
pub fn quirks(peer: &Peer) -> &'static [Quirk] {
    static ALL: OnceLock<Vec<(&'static str, Vec<Quirk>)>> = OnceLock::new();
    let all = ALL.get_or_init(|| PEERS.iter().map(|peer| (peer.name, read(peer.name))).collect());
    let of_peer = all.iter().find(|(name, _)| *name == peer.name);
    of_peer.map_or(&[], |(_, quirks)| quirks)
}

fn read(name: &str) -> Vec<Quirk> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("quirks/{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
