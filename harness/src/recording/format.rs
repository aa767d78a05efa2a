//! How a recording stands in a file: one JSON object a line, written as things happen, so that nothing is lost when the
//! recording ends in the middle. `docs/recordings.md` describes it for everyone.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::{deflate, inflate};
use serde::{Deserialize, Serialize};
use wsspec_codec::rules::Role;

use super::Expect;

/// What the header says a file is.
pub const FORMAT: &str = "wsspec-recording";

/// The version that is written, and the only one that is read.
pub const VERSION: u64 = 1;

/// The most octets that one chunk may have.
pub const MOST: usize = 16 << 20;

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Line {
    Header(Header),
    Chunk(Chunk),
    Request(Request),
    Response(Response),
    End(End),
    Footer(Footer),
}

/// The first line.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) format: String,
    pub(super) version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) recorded: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) expect: Option<Expect>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
}

/// What one read brought. Of `base64` and `zlib` there is one.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Chunk {
    /// Microseconds since the connection was there.
    pub(super) us: u64,
    pub(super) from: Side,
    /// How many octets it has.
    pub(super) octets: usize,
    /// The octets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base64: Option<String>,
    /// The octets, compressed (RFC 1950), in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) zlib: Option<String>,
}

/// The request, as soon as it is whole: what the chunks of the client begin with.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) head: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) agent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<String>,
}

/// The final response, as soon as it is whole.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Response {
    pub(super) head: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) server: Option<String>,
}

/// A side ended TCP.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) us: u64,
    pub(super) from: Side,
    pub(super) how: How,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Footer {
    pub(super) chunks: usize,
    /// False if the recording was stopped while the session went on.
    pub(super) complete: bool,
}

/// Who.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Side {
    Client,
    Server,
}

/// How a side ended TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum How {
    Closed,
    Reset,
}

impl From<Role> for Side {
    fn from(role: Role) -> Side {
        match role {
            Role::Client => Side::Client,
            Role::Server => Side::Server,
        }
    }
}

impl From<Side> for Role {
    fn from(side: Side) -> Role {
        match side {
            Side::Client => Role::Client,
            Side::Server => Role::Server,
        }
    }
}

impl Chunk {
    /// These octets, in the shorter of the two forms.
    pub(super) fn new(us: u64, from: Side, octets: &[u8]) -> Chunk {
        const LEVEL: u8 = 6;
        let compressed = deflate::compress_to_vec_zlib(octets, LEVEL);
        let (base64, zlib) = if compressed.len() < octets.len() {
            (None, Some(STANDARD.encode(compressed)))
        } else {
            (Some(STANDARD.encode(octets)), None)
        };
        Chunk {
            us,
            from,
            octets: octets.len(),
            base64,
            zlib,
        }
    }

    /// The octets.
    ///
    /// # Errors
    /// They are not there, or not so many; the sentence goes on after "the chunk".
    pub(super) fn decode(&self) -> Result<Vec<u8>, String> {
        let decode = |text: &str| {
            let octets = STANDARD.decode(text);
            octets.map_err(|error| format!("has base64 that is none: {error}"))
        };
        let octets = match (&self.base64, &self.zlib) {
            (Some(text), None) => decode(text)?,
            (None, Some(text)) => inflate::decompress_to_vec_zlib_with_limit(&decode(text)?, MOST)
                .map_err(|error| format!("has octets that zlib does not decompress to at most {MOST}: {error}"))?,
            (None, None) => return Err("has neither base64 nor zlib".to_owned()),
            (Some(_), Some(_)) => return Err("has base64 and zlib; one says it all".to_owned()),
        };
        if octets.len() == self.octets {
            Ok(octets)
        } else {
            let (has, says) = (octets.len(), self.octets);
            Err(format!("has {has} octets and says that it has {says}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SplitMix64;

    #[test]
    fn every_chunk_comes_back_and_takes_the_shorter_form() {
        let noise = SplitMix64::new(0).octets::<1000>().to_vec();
        for (octets, compressed) in [
            (vec![], false),
            (b"\x81\x00".to_vec(), false),
            (noise, false),
            (vec![7; 9999], true),
        ] {
            let chunk = Chunk::new(0, Side::Client, &octets);
            assert_eq!(chunk.zlib.is_some(), compressed);
            assert_eq!(chunk.decode(), Ok(octets));
        }
    }

    #[test]
    fn a_chunk_that_grows_without_end_is_refused() {
        let bomb = Chunk::new(0, Side::Server, &vec![0; MOST + 1]);
        assert!(bomb.decode().unwrap_err().contains("does not decompress"));
    }
}
