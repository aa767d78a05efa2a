//! The reference server and client in memory, as endpoints to play against.

#![allow(dead_code, reason = "each test uses a part of it")]

use wsspec::drive::hello::Hello;
use wsspec::drive::memory;
use wsspec::random::SplitMix64;
use wsspec_codec::deflate::{Compression, Terms};
use wsspec_codec::extension;
use wsspec_codec::handshake::ClientRequest;
use wsspec_codec::rules::Role;
use wsspec_server::Options;
use wsspec_server::client::Client;
use wsspec_server::memory::Endpoint;
use wsspec_server::url::Url;

/// Echoes every message, and does what RFC 6455 says; it agrees on permessage-deflate as it is offered or answered (RFC
/// 7692).
pub(crate) struct Echo(Endpoint);

impl Echo {
    /// An endpoint at the start of a TCP connection. A client offers permessage-deflate.
    pub(crate) fn new(role: Role) -> Echo {
        match role {
            Role::Server => Echo(Endpoint::server(options())),
            Role::Client => Echo::client(OFFERS[0]),
        }
    }

    /// A server that makes nothing binding of what a client hints at.
    pub(crate) fn server_ignoring_hints() -> Echo {
        Echo(Endpoint::server(Options {
            deflate: Some(Terms {
                takes_hints: false,
                ..Terms::default()
            }),
            ..options()
        }))
    }

    /// A client that makes this offer.
    pub(crate) fn client(offer: &str) -> Echo {
        Echo(Endpoint::client(client("localhost", "/", offer)))
    }
}

/// A client that was given this URL; `None` if it refuses it.
pub(crate) fn sent_to(url: &str) -> Option<Box<dyn memory::Endpoint>> {
    let url = Url::parse(url).ok()?;
    if url.secure {
        return Some(Box::new(Hello::to(&url.host)?));
    }
    let client = client(&url.authority(), &url.resource, OFFERS[0]);
    Some(Box::new(Echo(Endpoint::client(client))))
}

/// What a client may offer: enough that every answer that a case gives is allowed, or wrong, for one of them.
pub(crate) const OFFERS: [&str; 5] = [
    "permessage-deflate; client_max_window_bits",
    "permessage-deflate",
    "permessage-deflate; server_max_window_bits=10; client_max_window_bits",
    "permessage-deflate; server_no_context_takeover",
    "",
];

/// Compresses every message.
fn options() -> Options {
    Options {
        compression: Compression { level: 1, threshold: 0 },
        ..Options::default()
    }
}

fn client(host: &str, target: &str, offer: &str) -> Client {
    let request = ClientRequest {
        host: host.into(),
        target: target.into(),
        extensions: extension::parse(offer.as_bytes()).expect("the offers are constants"),
        subprotocols: vec!["chat".into(), "superchat".into()],
        ..ClientRequest::default()
    };
    let mut random = SplitMix64::new(6455);
    let keys = move || random.octets();
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
