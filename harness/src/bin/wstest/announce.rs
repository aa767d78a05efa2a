//! The lines that tell which case begins.

use std::cell::{Cell, RefCell};
use std::io;
use std::net::SocketAddr;

use wsspec::autobahn::run::Connect;
use wsspec::drive::stream::{Connector, Stream};

use crate::say::say;

/// Tells which case begins, but nothing of a server that has not taken a connection: no case begins with one that is down.
pub(crate) struct Announcing<'a> {
    connector: &'a Connector,
    agent: &'a str,
    connected: Cell<bool>,
    waiting: RefCell<Vec<String>>,
}

impl<'a> Announcing<'a> {
    pub(crate) fn new(connector: &'a Connector, agent: &'a str) -> Announcing<'a> {
        Announcing {
            connector,
            agent,
            connected: Cell::new(false),
            waiting: RefCell::default(),
        }
    }

    /// This case begins.
    pub(crate) fn begins(&self, id: &str) {
        if self.connected.get() {
            self.tell(id);
        } else {
            self.waiting.borrow_mut().push(id.to_owned());
        }
    }

    fn tell(&self, id: &str) {
        let peer = peer(self.connector.address());
        say(format_args!(
            "Running test case ID {id} for agent {} from peer {peer}",
            self.agent
        ));
    }
}

impl Connect for Announcing<'_> {
    type Stream = Stream;

    async fn connect(&self) -> io::Result<Stream> {
        let stream = self.connector.connect().await?;
        self.connected.set(true);
        for id in self.waiting.take() {
            self.tell(&id);
        }
        Ok(stream)
    }
}

/// Twisted's name of an address.
pub(crate) fn peer(address: SocketAddr) -> String {
    // A socket that serves both families shows IPv4 as a part of IPv6.
    let ip = address.ip().to_canonical();
    let family = if ip.is_ipv4() { 4 } else { 6 };
    format!("tcp{family}:{ip}:{}", address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_named_as_twisted_does() {
        assert_eq!(peer("127.0.0.1:9001".parse().unwrap()), "tcp4:127.0.0.1:9001");
        assert_eq!(peer("[::ffff:127.0.0.1]:9001".parse().unwrap()), "tcp4:127.0.0.1:9001");
        assert_eq!(peer("[::1]:80".parse().unwrap()), "tcp6:::1:80");
    }
}
