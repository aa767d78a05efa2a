//! The bodies of test data that the compression cases cut their messages from.

use serde::{Deserialize, Serialize};
use wsspec_codec::message::MessageKind;

/// A body of test data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Corpus {
    /// JSON.
    Json,
    /// HTML.
    Html,
    /// Prose.
    Text,
    /// A bitmap.
    Bitmap,
    /// A document with compressed parts.
    Document,
}
impl Corpus {
    /// Text or binary.
    pub fn kind(self) -> MessageKind {
        match self {
            Corpus::Json | Corpus::Html => MessageKind::Text,
            _ => MessageKind::Binary,
        }
    }
}

/// Consecutive windows.
#[derive(Clone, Debug)]
pub struct Windows {
    at: usize,
    len: usize,
}
impl Windows {
    /// From the start.
    pub fn new(_corpus: Corpus, len: usize) -> Windows {
        Windows { at: 0, len }
    }
    /// The next.
    pub fn next(&mut self, out: &mut Vec<u8>) {
        for _ in 0..self.len {
            out.push(b'a' + (self.at * 7 % 26) as u8);
            self.at = (self.at + 1) % 194_056;
        }
    }
}

impl std::fmt::Display for Corpus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("x")
    }
}
