//! The endpoints that the doctor plays with: the reference server and client in memory, with a fault or without.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wsspec::drive::hello::Hello;
use wsspec::drive::memory;
use wsspec::pattern::End;
use wsspec::random::SplitMix64;
use wsspec_codec::deflate::{Compression, Terms};
use wsspec_codec::extension;
use wsspec_codec::handshake::ClientRequest;
use wsspec_codec::plant::{self, Plant};
use wsspec_codec::rules::Role;
use wsspec_server::Options;
use wsspec_server::client::Client;
use wsspec_server::memory::Endpoint;
use wsspec_server::url::Url;

/// What a client may offer: enough that every answer that a case gives is allowed, or wrong, for one of them.
pub(super) const OFFERS: [&str; 5] = [
    "permessage-deflate; client_max_window_bits",
    "permessage-deflate",
    "permessage-deflate; server_max_window_bits=10; client_max_window_bits",
    "permessage-deflate; server_no_context_takeover",
    "",
];

/// How an endpoint is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setup {
    /// What it offers as a client.
    pub(super) offer: &'static str,
    /// Whether it makes binding as a server what a client hints at.
    pub(super) takes_hints: bool,
    /// The shortest message that it compresses, in octets.
    pub(super) threshold: usize,
}

/// An endpoint at the start of a TCP connection. It echoes every message.
pub(super) struct Twin {
    endpoint: Endpoint,
    /// Whether its code panicked: then it is gone, as a process would be.
    pub(super) died: bool,
}

impl Twin {
    /// An endpoint in this role. What a client draws at random comes from the seed.
    pub(super) fn new(role: Role, setup: Setup, seed: u64, fault: Option<Plant>) -> Twin {
        Twin::with(fault, || match role {
            Role::Server => Endpoint::server(setup.options()),
            Role::Client => Endpoint::client(setup.client("localhost", "/", seed)),
        })
    }

    /// A client that was given this URL; `None` if it refuses it.
    pub(super) fn sent_to(
        url: &str,
        setup: Setup,
        seed: u64,
        fault: Option<Plant>,
    ) -> Option<Box<dyn memory::Endpoint>> {
        let url = plant::with(fault, || Url::parse(url).ok())?;
        if url.secure {
            return Some(Box::new(Hello::to(&url.host)?));
        }
        let client = || Endpoint::client(setup.client(&url.authority(), &url.resource, seed));
        Some(Box::new(Twin::with(fault, client)))
    }

    fn with(fault: Option<Plant>, make: impl FnOnce() -> Endpoint) -> Twin {
        Twin {
            endpoint: Endpoint::with_fault(fault, make),
            died: false,
        }
    }

    /// What it does, unless it dies of it.
    fn act<T>(&mut self, act: impl FnOnce(&mut Endpoint) -> T) -> Option<T> {
        if self.died {
            return None;
        }
        let done = catch_unwind(AssertUnwindSafe(|| act(&mut self.endpoint)));
        self.died = done.is_err();
        done.ok()
    }
}

impl Setup {
    fn options(self) -> Options {
        Options {
            deflate: Some(Terms {
                takes_hints: self.takes_hints,
                ..Terms::default()
            }),
            compression: Compression {
                level: 1,
                threshold: self.threshold,
            },
            ..Options::default()
        }
    }

    fn client(self, host: &str, target: &str, seed: u64) -> Client {
        let request = ClientRequest {
            host: host.into(),
            target: target.into(),
            subprotocols: vec!["chat".into(), "superchat".into()],
            extensions: extension::parse(self.offer.as_bytes()).expect("the offers are constants"),
            ..ClientRequest::default()
        };
        let mut random = SplitMix64::new(seed);
        let nonce = random.octets();
        let keys = Box::new(move || random.octets());
        Client::new(request, || nonce, keys, self.options()).expect("the request is legal")
    }
}

impl memory::Endpoint for Twin {
    fn receive(&mut self, octets: &[u8]) {
        self.act(|endpoint| endpoint.receive(&mut octets.to_vec()));
    }

    fn end(&mut self) {
        self.act(Endpoint::receive_eof);
    }

    fn take_output(&mut self) -> Vec<u8> {
        self.act(Endpoint::take_output).unwrap_or_default()
    }

    fn has_closed(&self) -> bool {
        self.died || self.endpoint.close_tcp()
    }

    fn how_it_ends(&self) -> End {
        if self.endpoint.resets_tcp() {
            End::Reset
        } else {
            End::Closed
        }
    }
}
