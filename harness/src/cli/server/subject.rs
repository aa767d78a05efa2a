//! The server that is tested, and the way to it.

use std::io;

use super::arguments::Arguments;
use crate::cli::play::refuse;
use wsspec::address::Address;
use wsspec::drive::stream::Connector;
use wsspec::drive::tls::{Tls, TlsError};
use wsspec::exit;
use wsspec::session::Settings;
use wsspec::subject::Probe;

/// A server to test.
pub(super) struct Subject {
    /// As the user wrote it.
    pub(super) url: String,
    pub(super) address: Address,
    tls: Option<Tls>,
    /// The reference server, which serves as long as this is there.
    _bundled: Option<wsspec_server::Running>,
}

impl Subject {
    /// The server at this address, or else the reference server, started in this process.
    ///
    /// # Errors
    /// The exit code; what is wrong has been said.
    pub(super) fn new(url: Option<&str>, arguments: &Arguments) -> Result<Subject, u8> {
        let (url, bundled) = match url {
            Some(url) => (url.to_owned(), None),
            None => {
                let server = wsspec_server::spawn(wsspec_server::Options::default()).map_err(|error| {
                    refuse(
                        exit::INCOMPLETE,
                        format_args!("the reference server does not start: {error}"),
                    )
                })?;
                (format!("ws://{}/", server.address()), Some(server))
            }
        };
        let address = Address::parse(&url).map_err(|bad| refuse(exit::USAGE, bad))?;
        if address.port == 0 {
            return Err(refuse(
                exit::USAGE,
                format_args!("nothing can be reached at port 0 of {url}"),
            ));
        }
        let tls = tls(&address, arguments).map_err(|error| refuse(exit::USAGE, error))?;
        Ok(Subject {
            url,
            address,
            tls,
            _bundled: bundled,
        })
    }

    /// Finds its addresses and asks what it answers.
    ///
    /// # Errors
    /// The exit code; what was tried has been said.
    pub(super) async fn reach(&self, settings: &Settings) -> Result<(Connector, Probe), u8> {
        let unreachable = |error: io::Error| {
            let advice = match error.kind() {
                io::ErrorKind::InvalidData => {
                    "--insecure takes any certificate, --sni names whom it is for, SSL_CERT_FILE a file of those to trust"
                }
                io::ErrorKind::Unsupported if self.tls.is_some() => "without TLS the address begins with ws://",
                _ => "start the server first",
            };
            let url = &self.url;
            refuse(
                exit::INCOMPLETE,
                format_args!("{url} cannot be reached: {error}; {advice}; no case was played"),
            )
        };
        let connector = Connector::resolve(&self.address.host, self.address.port, self.tls.clone())
            .await
            .map_err(unreachable)?;
        let probe = Probe::ask(settings, &connector).await.map_err(unreachable)?;
        Ok((connector, probe))
    }
}

fn tls(address: &Address, arguments: &Arguments) -> Result<Option<Tls>, TlsError> {
    if !address.tls {
        return Ok(None);
    }
    let name = arguments.sni.as_deref().unwrap_or(&address.host);
    if arguments.insecure {
        Tls::unverified(name).map(Some)
    } else {
        Tls::verified(name).map(Some)
    }
}
