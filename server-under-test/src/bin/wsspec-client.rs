//! `wsspec-client`: the reference client on the command line.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use http::Uri;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use wsspec_codec::extension::{self, Extension};
use wsspec_codec::handshake::ClientRequest;
use wsspec_codec::handshake::ResponseFault;
#[cfg(feature = "plants")]
use wsspec_codec::rules::Role;
use wsspec_codec::sender::MaskingKeys;
use wsspec_server::Options;
use wsspec_server::client::{Client, Failure};
use wsspec_server::dial;

/// A correct WebSocket client: connects, and sends every message back until the connection ends
#[derive(Debug, Parser)]
#[command(name = "wsspec-client", version, after_help = EXIT_CODES, max_term_width = 100)]
struct Arguments {
    /// Where to connect: ws://HOST:PORT/PATH
    #[arg(value_name = "URL", value_parser = address)]
    url: Address,

    /// What to offer in Sec-WebSocket-Extensions: offers of permessage-deflate
    #[arg(long, value_name = "OFFERS", default_value = "permessage-deflate; client_max_window_bits", value_parser = offers)]
    offer: Offers,

    /// Offer no compression
    #[arg(long, conflicts_with = "offer")]
    no_deflate: bool,

    /// A subprotocol to offer (repeatable)
    #[arg(long, value_name = "NAME")]
    subprotocol: Vec<String>,

    /// Connect again when a connection is over, until the answer is 410 or nobody listens any more
    #[arg(long)]
    again: bool,

    /// How long the server may take to end TCP when both sides close, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = wsspec_server::seconds)]
    close_timeout: Duration,

    #[cfg(feature = "plants")]
    #[arg(long, value_name = "NAME", help = wsspec_server::fault::HELP)]
    fault: Option<String>,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  the connection was opened, and ended without that a rule was broken; with --again: there was nothing
     more to connect to
  1  the server broke a rule, or did not open the connection: what was wrong is said
  2  the command line is wrong
  3  the server cannot be reached, or TCP was torn down";

const BROKEN: u8 = 1;
const UNREACHABLE: u8 = 3;

/// A server, and what is asked of it.
#[derive(Clone, Debug)]
struct Address {
    /// As Host has it.
    authority: String,
    host: String,
    port: u16,
    target: String,
}

fn address(text: &str) -> Result<Address, String> {
    let wanted = || "write ws://HOST:PORT/PATH, such as ws://localhost:9001/".to_owned();
    let uri: Uri = text.parse().map_err(|_| wanted())?;
    let (Some("ws"), Some(host)) = (uri.scheme_str(), uri.host()) else {
        return Err(wanted());
    };
    let host_in_authority = host.to_owned();
    let port = uri.port_u16();
    Ok(Address {
        authority: match port {
            Some(port) if port != 80 => format!("{host_in_authority}:{port}"),
            _ => host_in_authority,
        },
        host: host.trim_matches(['[', ']']).to_owned(),
        port: port.unwrap_or(80),
        target: uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
    })
}

/// The elements of Sec-WebSocket-Extensions.
#[derive(Clone, Debug)]
struct Offers(Vec<Extension>);

fn offers(text: &str) -> Result<Offers, String> {
    let elements = extension::parse(text.as_bytes()).map_err(|_| {
        "write it as the field has it, such as permessage-deflate; server_max_window_bits=10".to_owned()
    })?;
    match elements.iter().find(|element| element.name != "permessage-deflate") {
        Some(other) => Err(format!("{} is not spoken; offer permessage-deflate", other.name)),
        None => Ok(Offers(elements)),
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    #[cfg(feature = "plants")]
    if let Some(name) = &arguments.fault
        && let Err(code) = wsspec_server::fault::sow(name, Role::Client)
    {
        return code;
    }
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(End::Failed(failure)) => {
            eprintln!("error: the connection failed: {failure}");
            ExitCode::from(BROKEN)
        }
        Err(End::Unreachable(error)) => {
            let Address { host, port, .. } = &arguments.url;
            eprintln!("error: {host}:{port}: {error}; is a server listening there?");
            ExitCode::from(UNREACHABLE)
        }
    }
}

/// Why a connection is not as it should be.
enum End {
    Failed(Failure),
    Unreachable(io::Error),
}

fn run(arguments: &Arguments) -> Result<(), End> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(End::Unreachable)?;
    if !arguments.again {
        return runtime.block_on(connect(arguments));
    }
    loop {
        match runtime.block_on(connect(arguments)) {
            Err(End::Failed(Failure::Response(ResponseFault::Status(410)))) => return Ok(()),
            Err(End::Unreachable(error)) if error.kind() == io::ErrorKind::ConnectionRefused => return Ok(()),
            Err(End::Unreachable(error)) if error.kind() != io::ErrorKind::ConnectionReset => {
                return Err(End::Unreachable(error));
            }
            // The server may break what it likes, one connection after the other.
            _ => {}
        }
    }
}

async fn connect(arguments: &Arguments) -> Result<(), End> {
    let Address { host, port, .. } = &arguments.url;
    let mut client = client(arguments).map_err(End::Unreachable)?;
    let mut stream = TcpStream::connect((host.as_str(), *port))
        .await
        .map_err(End::Unreachable)?;
    let talked = dial::talk(&mut client, &mut stream, arguments.close_timeout).await;
    match client.failure() {
        Some(failure) => Err(End::Failed(failure)),
        None if client.connection().is_none() => {
            Err(End::Unreachable(talked.err().unwrap_or_else(|| {
                io::Error::new(io::ErrorKind::UnexpectedEof, "TCP ended before the response did")
            })))
        }
        None => talked.map_err(End::Unreachable),
    }
}

fn client(arguments: &Arguments) -> io::Result<Client> {
    let request = ClientRequest {
        host: arguments.url.authority.clone(),
        target: arguments.url.target.clone(),
        subprotocols: arguments.subprotocol.clone(),
        extensions: if arguments.no_deflate {
            Vec::new()
        } else {
            arguments.offer.0.clone()
        },
        ..ClientRequest::default()
    };
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(io::Error::other)?;
    Client::new(request, || nonce, masking_keys()?, Options::default())
        .map_err(|bad| io::Error::new(io::ErrorKind::InvalidInput, bad.to_string()))
}

/// Keys from the system, many at a time.
fn masking_keys() -> io::Result<MaskingKeys> {
    let mut pool = [0; 4096];
    getrandom::fill(&mut pool).map_err(io::Error::other)?;
    let mut next = 0;
    Ok(Box::new(move || {
        if next == pool.len() {
            getrandom::fill(&mut pool).expect("the system has given random octets before");
            next = 0;
        }
        let key = [pool[next], pool[next + 1], pool[next + 2], pool[next + 3]];
        next += 4;
        key
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_host_port_and_target() {
        let read = |text| {
            let Address {
                authority,
                host,
                port,
                target,
            } = address(text).unwrap();
            (authority, host, port, target)
        };
        let owned = |authority: &str, host: &str, port, target: &str| {
            (authority.to_owned(), host.to_owned(), port, target.to_owned())
        };
        assert_eq!(read("ws://a.b:9001/x?y=z"), owned("a.b:9001", "a.b", 9001, "/x?y=z"));
        assert_eq!(read("ws://[::1]:9001"), owned("[::1]:9001", "::1", 9001, "/"));
        assert_eq!(read("ws://localhost:80/"), owned("localhost", "localhost", 80, "/"));
        for bad in ["http://a/", "wss://a/", "a:9001", "ws://"] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn offers_are_of_permessage_deflate() {
        assert_eq!(
            offers("permessage-deflate, permessage-deflate; server_max_window_bits=10")
                .unwrap()
                .0
                .len(),
            2
        );
        assert!(offers("x-foo").is_err() && offers("a;;").is_err());
    }
}
