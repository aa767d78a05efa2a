//! One message, read by a server of tungstenite: what its own fuzz target does.
#![no_main]

use std::io::{Read, Result, Write};

use tungstenite::WebSocket;
use tungstenite::protocol::Role;

/// A connection on which the input comes, and that takes what is written.
struct Peer<'a>(&'a [u8]);

impl Read for Peer<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        self.0.read(into)
    }
}

impl Write for Peer<'_> {
    fn write(&mut self, octets: &[u8]) -> Result<usize> {
        Ok(octets.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let mut server = WebSocket::from_raw_socket(Peer(input), Role::Server, None);
    let _ = server.read();
});
