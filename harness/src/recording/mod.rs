//! Recorded sessions of real clients and servers: read, written, shown, and replayed in either role.
//!
//! [`Recording`] is what crossed the wire, chunk by chunk; [`mod@format`] how it stands in a file, [`read`] and
//! [`mod@write`] both ways, [`har`] what the developer tools of Chromium export. [`talk`] takes a recording apart into heads, frames and what
//! they mean. [`replay`] plays one side of it, without I/O, and [`compare`] judges what the other side says by its meaning.
//!
//! The format is described for everyone in `docs/recordings.md`.

pub mod agent;
pub mod compare;
pub mod expected;
pub mod format;
pub mod har;
pub mod read;
pub mod replay;
pub mod talk;
pub mod text;
pub mod write;

mod flights;
mod hearing;
mod rekey;

use std::time::Duration;

use wsspec_codec::rules::Role;

pub use self::expected::Expect;

/// One TCP connection, from its first octet to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// What is known of it beside its octets.
    pub about: About,
    /// What the two sides sent, in the order in which it came by.
    pub chunks: Vec<Chunk>,
    /// Who ended TCP, and how, in order.
    pub ends: Vec<End>,
    /// Whether it was recorded to its end.
    pub complete: bool,
}

/// What is known of a session beside its octets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The client's name.
    pub agent: Option<String>,
    /// The client's version.
    pub version: Option<String>,
    /// What the server calls itself.
    pub server: Option<String>,
    /// When it was recorded: RFC 3339, or a date.
    pub recorded: Option<String>,
    /// What recorded it.
    pub by: Option<String>,
    /// What the other side is to say when it is replayed, where that is not what was recorded.
    pub expect: Option<Expect>,
    /// What cannot be seen in it, in words.
    pub note: Option<String>,
}

/// What one read brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Since the connection was there.
    pub at: Duration,
    /// Who sent it.
    pub from: Role,
    /// The octets, as they were.
    pub octets: Vec<u8>,
}

/// One side ended TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Since the connection was there.
    pub at: Duration,
    /// Who did.
    pub from: Role,
    /// Whether it was torn down (RST) or lost, and not ended in order (FIN).
    pub reset: bool,
}

impl Recording {
    /// All octets that one side sent.
    pub fn octets(&self, from: Role) -> Vec<u8> {
        let sent = self.chunks.iter().filter(|chunk| chunk.from == from);
        sent.flat_map(|chunk| chunk.octets.iter().copied()).collect()
    }

    /// The client's name and version, as far as they are known.
    pub fn name(&self) -> String {
        let name = self.about.agent.as_deref().unwrap_or("an unknown client");
        match &self.about.version {
            Some(version) => format!("{name} {version}"),
            None => name.to_owned(),
        }
    }
}
