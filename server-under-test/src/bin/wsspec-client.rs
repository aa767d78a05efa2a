//! `wsspec-client`: the reference client on the command line.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
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
use wsspec_server::url::Url;

/// A correct WebSocket client: connects, and sends every message back until the connection ends
#[derive(Debug, Parser)]
#[command(name = "wsspec-client", version, after_help = EXIT_CODES, max_term_width = 100)]
struct Arguments {
    /// Where to connect: ws://HOST:PORT/PATH
    #[arg(value_name = "URL")]
    url: String,

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
const USAGE: u8 = 2;
const UNREACHABLE: u8 = 3;

/// Where to connect. It is read when the fault is there, which may be one of reading it.
fn address(arguments: &Arguments) -> Result<Url, String> {
    match Url::parse(&arguments.url) {
        Ok(url) if url.secure => Err(format!("{:?}: TLS is not spoken here", arguments.url)),
        Ok(url) => Ok(url),
        Err(bad) => Err(format!(
            "{bad}; write ws://HOST:PORT/PATH, such as ws://localhost:9001/"
        )),
    }
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
    let url = match address(&arguments) {
        Ok(url) => url,
        Err(why) => {
            eprintln!("error: {why}");
            return ExitCode::from(USAGE);
        }
    };
    match run(&arguments, &url) {
        Ok(()) => ExitCode::SUCCESS,
        Err(End::Failed(failure)) => {
            eprintln!("error: the connection failed: {failure}");
            ExitCode::from(BROKEN)
        }
        Err(End::Torn(error)) => {
            eprintln!("error: TCP was torn down: {error}");
            ExitCode::from(UNREACHABLE)
        }
        Err(End::Unreachable(error)) => {
            let Url { host, port, .. } = &url;
            eprintln!("error: {host}:{port}: {error}; is a server listening there?");
            ExitCode::from(UNREACHABLE)
        }
    }
}

/// Why a connection is not as it should be.
enum End {
    Failed(Failure),
    Torn(io::Error),
    Unreachable(io::Error),
}

fn run(arguments: &Arguments, url: &Url) -> Result<(), End> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(End::Unreachable)?;
    if !arguments.again {
        return runtime.block_on(connect(arguments, url));
    }
    loop {
        match runtime.block_on(connect(arguments, url)) {
            Err(End::Failed(Failure::Response(ResponseFault::Status(410)))) => return Ok(()),
            Err(End::Unreachable(error)) if error.kind() == io::ErrorKind::ConnectionRefused => return Ok(()),
            Err(End::Unreachable(error)) => return Err(End::Unreachable(error)),
            // The server may break and tear what it likes, one connection after the other.
            Ok(()) | Err(End::Failed(_) | End::Torn(_)) => {}
        }
    }
}

async fn connect(arguments: &Arguments, url: &Url) -> Result<(), End> {
    let mut client = client(arguments, url).map_err(End::Unreachable)?;
    let mut stream = TcpStream::connect((url.host.as_str(), url.port))
        .await
        .map_err(End::Unreachable)?;
    let talked = dial::talk(&mut client, &mut stream, arguments.close_timeout).await;
    match client.failure() {
        Some(failure) => Err(End::Failed(failure)),
        None if client.connection().is_none() => {
            Err(End::Torn(talked.err().unwrap_or_else(|| {
                io::Error::new(io::ErrorKind::UnexpectedEof, "it ended before the response did")
            })))
        }
        None => talked.map_err(End::Torn),
    }
}

fn client(arguments: &Arguments, url: &Url) -> io::Result<Client> {
    let request = ClientRequest {
        host: url.authority(),
        target: url.resource.clone(),
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
