//! The reference server and client in memory, as endpoints to play against.

use wsspec::drive::memory;
use wsspec_codec::deflate::Compression;
use wsspec_codec::handshake::ClientRequest;
use wsspec_codec::rules::Role;
use wsspec_server::Options;
use wsspec_server::client::Client;
use wsspec_server::memory::Endpoint;

/// Echoes every message, and does what RFC 6455 says; as a server it agrees on permessage-deflate as it is offered (RFC
/// 7692).
pub(crate) struct Echo(Endpoint);

impl Echo {
    /// An endpoint at the start of a TCP connection.
    pub(crate) fn new(role: Role) -> Echo {
        Echo(match role {
            Role::Server => Endpoint::server(options()),
            Role::Client => Endpoint::client(client()),
        })
    }
}

/// Compresses every message.
fn options() -> Options {
    Options {
        compression: Compression { level: 1, threshold: 0 },
        ..Options::default()
    }
}

fn client() -> Client {
    let request = ClientRequest {
        host: "localhost".into(),
        target: "/".into(),
        ..ClientRequest::default()
    };
    let mut count = 0u32;
    let keys = move || {
        count = count.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        count.to_be_bytes()
    };
    Client::new(request, || *b"the sample nonce", Box::new(keys), options()).expect("the request is legal")
}

impl memory::Endpoint for Echo {
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
