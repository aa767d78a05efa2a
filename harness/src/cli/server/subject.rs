//! The server that is tested, and the way to it.

use std::io;
use std::net::TcpListener;
use std::time::Duration;

use super::arguments::Arguments;
use crate::cli::play::{Manner, refuse, spare};
use wsspec::address::Address;
use wsspec::case::Case;
use wsspec::drive::command::Command;
use wsspec::drive::server::Server;
use wsspec::drive::spawned::Spawned;
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
    /// What starts it, if it is not there already, and how long that may take.
    command: Option<Command>,
    patience: Duration,
    /// The reference server, which serves as long as this is there.
    _bundled: Option<wsspec_server::Running>,
}

impl Subject {
    /// The server at this address, or else the reference server, started in this process.
    ///
    /// # Errors
    /// The exit code; what is wrong has been said.
    pub(super) fn new(url: Option<&str>, arguments: &Arguments) -> Result<Subject, u8> {
        let command = arguments.command();
        let (url, bundled) = match url {
            Some(url) => (url.to_owned(), None),
            None if command.is_some() => {
                let free = free_port()
                    .map_err(|error| refuse(exit::INCOMPLETE, format_args!("the system gives no port: {error}")))?;
                (format!("ws://127.0.0.1:{free}/"), None)
            }
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
            command,
            patience: arguments.wait,
            _bundled: bundled,
        })
    }

    /// Finds its addresses, starts it if that is to be done, and asks what it answers, and whether so many connections may be
    /// open at the same time.
    ///
    /// # Errors
    /// The exit code; what was tried has been said. These cases are not to be played with it, if they are hostile and it is not
    /// on this machine.
    pub(super) async fn reach(
        &self,
        manner: &Manner,
        settings: &Settings,
        cases: &[Case],
        jobs: usize,
    ) -> Result<(Server, Probe), u8> {
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
        spare(manner, cases, connector.is_loopback(), &self.url)?;
        let spawned = match self.command.clone() {
            None => None,
            Some(command) => {
                let started = Spawned::start(command, connector.address(), self.patience).await;
                Some(started.map_err(|error| {
                    let code = match error.kind() {
                        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => exit::USAGE,
                        _ => exit::INCOMPLETE,
                    };
                    refuse(code, format_args!("{error}\nno case was played"))
                })?)
            }
        };
        let server = Server::new(connector, spawned);
        let mut probe = Probe::ask(settings, &server).await.map_err(unreachable)?;
        probe.crowd(jobs.min(cases.len()), settings, &server).await;
        Ok((server, probe))
    }
}

/// A port of this machine that nobody listens at.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
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
