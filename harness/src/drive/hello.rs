//! The beginning of TLS in memory.

use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore};

use super::memory::Endpoint;

/// A client of a `wss` URL, as far as its ClientHello. Nobody is trusted.
#[derive(Debug)]
pub struct Hello(ClientConnection);

impl Hello {
    /// What is said to this host; `None` if TLS has no name for it.
    pub fn to(host: &str) -> Option<Hello> {
        let config = ClientConfig::builder()
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth();
        let host = ServerName::try_from(host.to_owned()).ok()?;
        ClientConnection::new(Arc::new(config), host).ok().map(Hello)
    }
}

impl Endpoint for Hello {
    fn receive(&mut self, mut octets: &[u8]) {
        while !octets.is_empty() && self.0.read_tls(&mut octets).is_ok_and(|read| read > 0) {}
    }

    fn end(&mut self) {}

    fn take_output(&mut self) -> Vec<u8> {
        let mut output = Vec::new();
        while self.0.wants_write() && self.0.write_tls(&mut output).is_ok_and(|written| written > 0) {}
        output
    }

    fn has_closed(&self) -> bool {
        false
    }
}
