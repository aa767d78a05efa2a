//! `testeeclient`: the reference client under Autobahn's name. It has a fuzzing server play every case with it.

use std::io;
use std::pin::pin;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use wsspec::address::Address;
use wsspec::drive::stream::Connector;
use wsspec::drive::tls::Tls;
use wsspec_codec::connection::Event;
use wsspec_codec::deflate::{ClientWindow, Offer};
use wsspec_codec::handshake::ClientRequest;
use wsspec_server::Options;
use wsspec_server::client::Client;

use crate::arguments::Arguments;
use crate::say::{say, warn};
use crate::signals::asked_to_stop;
use crate::{INCOMPLETE, OK, USAGE, refuse};

/// Its name in the reports if nothing else is said.
const IDENT: &str = "wsspec testeeclient";

/// Plays every case that the server has.
pub(crate) fn run(arguments: &Arguments) -> u8 {
    let Some(url) = &arguments.wsuri else {
        return refuse("this mode needs --wsuri, the address of a fuzzing server such as ws://127.0.0.1:9001");
    };
    let address = match Address::parse(url) {
        Ok(address) => address,
        Err(bad) => return refuse(&bad.to_string()),
    };
    let ident = arguments.ident.as_deref().unwrap_or(IDENT);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let played = runtime.and_then(|runtime| runtime.block_on(play_all(&address, ident)));
    played.unwrap_or_else(|error| {
        warn(format_args!("{url}: {error}"));
        INCOMPLETE
    })
}

async fn play_all(address: &Address, ident: &str) -> io::Result<u8> {
    let mut stop = pin!(asked_to_stop()?);
    let tls = match address.tls {
        true => Some(Tls::unverified(&address.host).map_err(io::Error::other)?),
        false => None,
    };
    let server = Server {
        connector: Connector::resolve(&address.host, address.port, tls).await?,
        host: address.authority_with_port(),
    };
    let count = server.ask("/getCaseCount").await?;
    let Ok(count) = count.trim().parse::<usize>() else {
        warn(format_args!(
            "the answer to /getCaseCount is {count:?}, and no number: this is no fuzzing server"
        ));
        return Ok(USAGE);
    };
    say(format_args!("Ok, will run {count} cases"));
    let agent: String = form_urlencoded::byte_serialize(ident.as_bytes()).collect();
    for case in 1..=count {
        say(format_args!(
            "Running test case {case}/{count} as user agent {ident} on peer {}",
            server.host
        ));
        let target = format!("/runCase?case={case}&agent={agent}");
        tokio::select! {
            biased;
            () = &mut stop => {
                warn(format_args!("stopped before case {case} of {count}"));
                break;
            }
            ended = server.echo(&target) => ended?,
        }
    }
    server.ask(&format!("/updateReports?agent={agent}")).await?;
    say("All test cases finished, and the reports are written.");
    Ok(OK)
}

/// A fuzzing server.
struct Server {
    connector: Connector,
    host: String,
}

impl Server {
    /// The last text message that it sends before it closes.
    async fn ask(&self, target: &str) -> io::Result<String> {
        let mut said = Vec::new();
        let mut client = self.client(target, Vec::new())?;
        self.converse(&mut client, |client, octets| {
            client.hear(octets, &mut |event, _| {
                if let Event::Message { payload, .. } = event {
                    said = payload.to_vec();
                }
            });
        })
        .await?;
        match client.failure() {
            Some(failure) => Err(io::Error::other(format!("{target}: {failure}"))),
            None => Ok(String::from_utf8_lossy(&said).into_owned()),
        }
    }

    /// Sends every message back until the server ends the connection. Whether the client had to fail it is for the server to
    /// judge.
    async fn echo(&self, target: &str) -> io::Result<()> {
        let offer = Offer {
            client_max_window_bits: ClientWindow::Limitable,
            ..Offer::default()
        };
        let mut client = self.client(target, vec![offer.to_extension()])?;
        self.converse(&mut client, Client::receive).await
    }

    fn client(&self, target: &str, extensions: Vec<wsspec_codec::extension::Extension>) -> io::Result<Client> {
        let request = ClientRequest {
            host: self.host.clone(),
            target: target.to_owned(),
            extensions,
            ..ClientRequest::default()
        };
        let nonce: [u8; 16] = random()?;
        // A strong source that answered once answers again.
        let keys = Box::new(|| random().unwrap_or_default());
        Client::new(request, || nonce, keys, Options::default()).map_err(io::Error::other)
    }

    async fn converse(&self, client: &mut Client, mut hear: impl FnMut(&mut Client, &mut [u8])) -> io::Result<()> {
        let mut stream = self.connector.connect().await?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            while !client.output().is_empty() {
                match stream.write(client.output()).await {
                    Ok(octets) => client.written(octets),
                    // What the server said before it ended can still be read.
                    Err(_) => client.written(client.output().len()),
                }
            }
            stream.flush().await.or_else(gone)?;
            if client.close_tcp() {
                return stream.shutdown().await.or_else(gone);
            }
            match stream.read(&mut buffer).await {
                Ok(0) => client.receive_eof(),
                Ok(octets) => hear(client, &mut buffer[..octets]),
                Err(error) => {
                    gone(error)?;
                    client.receive_eof();
                }
            }
        }
    }
}

/// A server that has ended the connection is no error of ours.
fn gone(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::NotConnected => Ok(()),
        _ => Err(error),
    }
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut octets = [0; N];
    getrandom::fill(&mut octets).map_err(io::Error::other)?;
    Ok(octets)
}
