//! Recordings for tests: those in `snapshots/recordings`, and new ones of sessions in memory.

use std::fs;
use std::path::Path;
use std::time::Duration;

use wsspec::drive::{Player as _, memory};
use wsspec::pattern::End;
use wsspec::recording::read::{Reading, read};
use wsspec::recording::replay::{Destination, Replay};
use wsspec::recording::{Chunk, Recording};
use wsspec_codec::frame::{Frame, Opcode};
use wsspec_codec::rules::Role;
use wsspec_server::Options;
use wsspec_server::memory::Endpoint;

/// Every recording that is kept, by the name of its file.
pub(crate) fn all() -> Vec<(String, Recording)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../snapshots/recordings");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    files.sort();
    assert!(files.len() > 25, "{files:?}");
    let one = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let recording =
            read(&fs::read(&path).unwrap(), Reading::default()).unwrap_or_else(|bad| panic!("{name}: {bad}"));
        (name, recording)
    };
    files.into_iter().map(one).collect()
}

/// Where a client is replayed to.
pub(crate) fn here() -> Destination {
    Destination {
        authority: "127.0.0.1:1".to_owned(),
        target: None,
        tls: false,
    }
}

/// The reference server with these options, in memory.
pub(crate) struct Reference(Endpoint);

impl Reference {
    pub(crate) fn server(options: Options) -> Reference {
        Reference(Endpoint::server(options))
    }

    pub(crate) fn client(client: wsspec_server::client::Client) -> Reference {
        Reference(Endpoint::client(client))
    }
}

impl memory::Endpoint for Reference {
    fn receive(&mut self, octets: &[u8]) {
        self.0.receive(&mut octets.to_vec());
    }

    fn end(&mut self) {
        self.0.receive_eof();
    }

    fn take_output(&mut self) -> Vec<u8> {
        self.0.take_output()
    }

    fn has_closed(&self) -> bool {
        self.0.close_tcp()
    }
}

/// A replay as the endpoint of another.
pub(crate) struct Other(pub(crate) Replay);

impl memory::Endpoint for Other {
    fn receive(&mut self, octets: &[u8]) {
        self.0.receive(Duration::ZERO, &mut octets.to_vec());
    }

    fn end(&mut self) {
        self.0.end(Duration::ZERO, End::Closed);
    }

    fn take_output(&mut self) -> Vec<u8> {
        self.0.take_writes().into_iter().flatten().collect()
    }

    fn has_closed(&self) -> bool {
        self.0.is_over() || self.0.wants_shutdown()
    }
}

/// An endpoint that does what these octets say, whatever it hears: it answers the request and then sends them.
pub(crate) struct Canned {
    /// Sent when the request is whole.
    pub(crate) says: Vec<u8>,
    /// Whether TCP ends behind it.
    pub(crate) ends: bool,
    asked: bool,
    said: bool,
}

impl Canned {
    pub(crate) fn new(says: Vec<u8>, ends: bool) -> Canned {
        Canned {
            says,
            ends,
            asked: false,
            said: false,
        }
    }
}

impl memory::Endpoint for Canned {
    fn receive(&mut self, octets: &[u8]) {
        self.asked |= octets.windows(4).any(|window| window == b"\r\n\r\n");
    }

    fn end(&mut self) {
        self.said = true;
        self.ends = true;
    }

    fn take_output(&mut self) -> Vec<u8> {
        if !self.asked || std::mem::replace(&mut self.said, true) {
            return Vec::new();
        }
        std::mem::take(&mut self.says)
    }

    fn has_closed(&self) -> bool {
        self.said && self.ends
    }
}

/// The request and response of the sessions that are made here.
pub(crate) const REQUEST: &str = "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nUser-Agent: made/1\r\n\r\n";
pub(crate) const RESPONSE: &str = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/// A session of these chunks behind the opening handshake.
pub(crate) fn session(chunks: Vec<(Role, Vec<u8>)>) -> Recording {
    let heads = [
        (Role::Client, REQUEST.as_bytes().to_vec()),
        (Role::Server, RESPONSE.as_bytes().to_vec()),
    ];
    let chunk = |(from, octets)| Chunk {
        at: Duration::ZERO,
        from,
        octets,
    };
    Recording {
        chunks: heads.into_iter().chain(chunks).map(chunk).collect(),
        complete: true,
        ..Recording::default()
    }
}

/// A frame of one side, masked if it is the client's.
pub(crate) fn frame(from: Role, opcode: Opcode, payload: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut frame = Frame::new(opcode, payload);
    frame.header = frame
        .header
        .with_masking_key((from == Role::Client).then_some([1, 2, 3, 4]));
    let mut octets = Vec::new();
    frame.encode(&mut octets);
    octets
}
