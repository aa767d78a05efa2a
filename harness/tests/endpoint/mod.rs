//! The reference server and client in memory, as endpoints to play against.

use wsspec::drive::memory::Endpoint;
use wsspec_codec::connection::Connection;
use wsspec_codec::deflate::Compression;
use wsspec_codec::handshake::{ClientRequest, HeadDecoder};
use wsspec_codec::rules::Role;
use wsspec_server::Options;
use wsspec_server::client::Client;
use wsspec_server::echo::{self, Answer};

/// Echoes every message, and does what RFC 6455 says; as a server it agrees on permessage-deflate as it is offered (RFC
/// 7692).
pub(crate) struct Echo {
    side: Side,
    ended: bool,
}

enum Side {
    Opening(HeadDecoder),
    Server(Connection),
    Client(Box<Client>),
}

impl Echo {
    /// An endpoint at the start of a TCP connection.
    pub(crate) fn new(role: Role) -> Echo {
        let side = match role {
            Role::Server => Side::Opening(HeadDecoder::new(options().head_limits)),
            Role::Client => Side::Client(Box::new(client())),
        };
        Echo { side, ended: false }
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

impl Endpoint for Echo {
    fn receive(&mut self, octets: &[u8]) {
        let octets = &mut octets.to_vec()[..];
        match &mut self.side {
            Side::Opening(decoder) => {
                if let Some((head, len)) = decoder.push(octets).expect("the head is short") {
                    let Answer::Open(response, agreed) = echo::answer(&head, &options(), 3368) else {
                        panic!("the tester's request is legal");
                    };
                    let mut connection = echo::open(agreed.as_ref(), &options());
                    connection.sender().preface(&response);
                    echo::receive(&mut connection, &mut octets[len..]);
                    self.side = Side::Server(connection);
                }
            }
            Side::Server(connection) => echo::receive(connection, octets),
            Side::Client(client) => client.receive(octets),
        }
    }

    fn end(&mut self) {
        self.ended = true;
    }

    fn take_output(&mut self) -> Vec<u8> {
        match &mut self.side {
            Side::Opening(_) => Vec::new(),
            Side::Server(connection) => {
                let output = connection.output().to_vec();
                connection.written(output.len());
                output
            }
            Side::Client(client) => {
                let output = client.output().to_vec();
                client.written(output.len());
                output
            }
        }
    }

    fn has_closed(&self) -> bool {
        self.ended
            || match &self.side {
                Side::Opening(_) => false,
                Side::Server(connection) => connection.close_tcp(),
                Side::Client(client) => client.close_tcp(),
            }
    }
}
