//! The reference server and client in memory, as subjects of a session.

use wsspec::drive::memory;
use wsspec::random::SplitMix64;
use wsspec_codec::deflate::Compression;
use wsspec_codec::handshake::ClientRequest;
use wsspec_codec::rules::{Limits, Role};
use wsspec_server::Options;
use wsspec_server::client::Client;
use wsspec_server::memory::Endpoint;

/// Echoes every message; as a server it agrees on permessage-deflate as it is offered, and compresses all it sends.
pub struct Subject(Endpoint);

impl Subject {
    /// A subject at the start of a TCP connection, that takes so much.
    pub fn new(role: Role, limits: Limits) -> Subject {
        let options = Options {
            limits,
            compression: Compression { level: 1, threshold: 0 },
            ..Options::default()
        };
        Subject(match role {
            Role::Server => Endpoint::server(options),
            Role::Client => Endpoint::client(client(options)),
        })
    }
}

/// A client whose masking keys look random and can be had again.
fn client(options: Options) -> Client {
    let request = ClientRequest {
        host: "localhost".into(),
        target: "/".into(),
        ..ClientRequest::default()
    };
    let mut random = SplitMix64::new(6455);
    let keys = move || random.octets();
    Client::new(request, || *b"the sample nonce", Box::new(keys), options).expect("the request is legal")
}

impl memory::Endpoint for Subject {
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
