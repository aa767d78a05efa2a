//! `wsspec replay`: plays one side of a recorded session to a live endpoint.

use std::fmt::Display;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstream::{print, println};
use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::play::arguments::seconds;
use super::play::{interrupted, refuse, runtime};
use super::record::cannot_listen;
use wsspec::address::Address;
use wsspec::drive::stream::Connector;
use wsspec::drive::tcp;
use wsspec::drive::tls::Tls;
use wsspec::exit;
use wsspec::recording::compare::Comparison;
use wsspec::recording::read::{MOST_FILE, Reading, read};
use wsspec::recording::replay::{Destination, Manner, Replay};
use wsspec::recording::{Expect, Recording, text};
use wsspec::segment::Segmentation;

/// Replay a recorded session: the client's side to a server, or the server's side to a client
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// A recording of `wsspec record`, or a HAR file of Chromium's developer tools
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The server to replay the client to, such as ws://127.0.0.1:9001/; without a path, the recorded one is asked for
    #[arg(value_name = "URL", required_unless_present_any = ["as_server", "show"], conflicts_with_all = ["as_server", "show"])]
    url: Option<String>,

    /// Be the server, for one client that connects
    #[arg(long, conflicts_with = "show")]
    as_server: bool,

    /// Where the client connects: HOST:PORT; port 0 is a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:9009", value_parser = host_and_port)]
    listen: (String, u16),

    /// How long to wait for a client, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    wait: Duration,

    /// Show the recording, head by head and frame by frame, without network
    #[arg(long)]
    show: bool,

    /// What the other side is to say: what was recorded, or every message back; if it is not given, as the recording says,
    /// which is nearly always what was recorded
    #[arg(long, value_enum)]
    expect: Option<ExpectName>,

    /// How to cut what is sent into writes: whole, frames, octets, octets(N) or at(N,N,…), each for what is sent without
    /// waiting [default: as in the recording]
    #[arg(long)]
    segmentation: Option<Segmentation>,

    /// How long nothing may come while something is expected, in seconds; or twice as long as the recorded endpoint took
    /// for anything, if that is more
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    patience: Duration,

    /// Replay a recording that is cut off as far as it goes
    #[arg(long)]
    partial: bool,

    /// Which WebSocket session of a HAR file, from 1, if it has several
    #[arg(long, value_name = "N")]
    session: Option<usize>,

    /// Take any certificate of a wss:// address
    #[arg(short = 'k', long)]
    insecure: bool,
}

const EXIT_CODES: &str = "\
Compared is what is meant: messages, which pings are answered, the status code of the Close frame. Not compared are \
the cuts of frames, masking keys, compression, when there are pings, and reasons of Close frames.

Exit codes:
  0    the other side said the same
  1    it said something else
  2    the command line, the file or an address is wrong
  3    it cannot be reached, did not come, died or fell silent: what it said until then is the same
  130  interrupted";

/// An expectation as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ExpectName {
    Recorded,
    Echo,
}

impl From<ExpectName> for Expect {
    fn from(name: ExpectName) -> Expect {
        match name {
            ExpectName::Recorded => Expect::Recorded,
            ExpectName::Echo => Expect::Echo,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    start(arguments).unwrap_or_else(|code| code)
}

fn start(arguments: &Arguments) -> Result<u8, u8> {
    let file = &arguments.file;
    let unusable = |why: &dyn Display| {
        refuse(
            exit::USAGE,
            format_args!("{} cannot be replayed: {why}", file.display()),
        )
    };
    let mut octets = Vec::new();
    // One octet more than is taken, so that what has no end is refused like what is too large.
    let opened = File::open(file).map(|opened| opened.take(MOST_FILE + 1));
    opened
        .and_then(|mut opened| opened.read_to_end(&mut octets))
        .map_err(|error| unusable(&error))?;
    let reading = Reading {
        partial: arguments.partial,
        session: arguments.session,
    };
    let recording = read(&octets, reading).map_err(|bad| unusable(&bad))?;
    let manner = Manner {
        segmentation: arguments.segmentation.clone(),
        expect: arguments.expect.map(Expect::from),
        patience: arguments.patience,
    };
    if arguments.show {
        print!("{}", text::recording(&recording).map_err(|lacking| unusable(&lacking))?);
        return Ok(exit::OK);
    }
    let runtime = runtime()?;
    let replaying = async {
        match &arguments.url {
            Some(url) => {
                let address = Address::parse(url).map_err(|bad| refuse(exit::USAGE, bad))?;
                let to = Destination {
                    authority: address.authority(),
                    target: Some(address.target.clone()).filter(|target| target != "/"),
                    tls: address.tls,
                };
                let replay = Replay::as_client(&recording, &to, manner).map_err(|lacking| unusable(&lacking))?;
                println!("{} · to {url}", title(file, &recording));
                to_server(arguments, url, &address, replay).await
            }
            None => {
                let replay = Replay::as_server(&recording, manner).map_err(|lacking| unusable(&lacking))?;
                println!("{} · as the server", title(file, &recording));
                to_client(arguments, replay).await
            }
        }
    };
    runtime.block_on(async {
        tokio::select! {
            code = replaying => code,
            () = interrupted() => Err(refuse(exit::INTERRUPTED, "interrupted; nothing was compared to the end")),
        }
    })
}

async fn to_server(arguments: &Arguments, url: &str, address: &Address, mut replay: Replay) -> Result<u8, u8> {
    let unreachable = |error: std::io::Error| {
        refuse(
            exit::INCOMPLETE,
            format_args!("{url} cannot be reached: {error}; start the server first"),
        )
    };
    let tls = match address.tls {
        false => None,
        true if arguments.insecure => Some(Tls::unverified(&address.host)),
        true => Some(Tls::verified(&address.host)),
    };
    let tls = tls.transpose().map_err(|error| refuse(exit::USAGE, error))?;
    let connector = Connector::resolve(&address.host, address.port, tls)
        .await
        .map_err(unreachable)?;
    let mut stream = connector.connect().await.map_err(unreachable)?;
    let took = tcp::carry(&mut replay, &mut stream).await;
    Ok(conclude(&replay.into_comparison(), took))
}

async fn to_client(arguments: &Arguments, mut replay: Replay) -> Result<u8, u8> {
    let (host, port) = &arguments.listen;
    let listener = TcpListener::bind((host.as_str(), *port))
        .await
        .map_err(|error| cannot_listen(host, *port, &error))?;
    let here = listener
        .local_addr()
        .map_err(|error| cannot_listen(host, *port, &error))?;
    println!("listening on ws://{here}/");
    let client = async {
        loop {
            let (client, _) = listener.accept().await?;
            // Browsers and port scanners connect and say nothing.
            if client.peek(&mut [0]).await.unwrap_or(0) > 0 {
                return Ok::<_, std::io::Error>(client);
            }
        }
    };
    let mut client = match timeout(arguments.wait, client).await {
        Ok(Ok(client)) => client,
        Ok(Err(error)) => {
            return Err(refuse(
                exit::INCOMPLETE,
                format_args!("no client can be accepted: {error}"),
            ));
        }
        Err(_) => {
            let seconds = arguments.wait.as_secs_f64();
            return Err(refuse(
                exit::INCOMPLETE,
                format_args!("no client came in {seconds} s; --wait waits longer"),
            ));
        }
    };
    // Each write is to be a segment of its own.
    let _ = client.set_nodelay(true);
    let took = tcp::carry(&mut replay, &mut client).await;
    // What still comes is read, so that what was sent arrives before TCP is torn down.
    let _ = timeout(Duration::from_secs(1), client.read_to_end(&mut Vec::new())).await;
    Ok(conclude(&replay.into_comparison(), took))
}

fn title(file: &Path, recording: &Recording) -> String {
    let octets: usize = recording.chunks.iter().map(|chunk| chunk.octets.len()).sum();
    let chunks = recording.chunks.len();
    let version = env!("CARGO_PKG_VERSION");
    let mut title = format!(
        "wsspec {version} · {} · {} · {octets} octets in {chunks} chunks",
        file.display(),
        recording.name()
    );
    if let Some(note) = &recording.about.note {
        title.push_str(&format!(" · {note}"));
    }
    title
}

/// Says what came of it, and gives the exit code.
fn conclude(comparison: &Comparison, took: Duration) -> u8 {
    let (messages, pongs) = (comparison.messages, comparison.pongs);
    println!("  messages  {} of {}", messages.0, messages.1);
    println!("  pongs     {} of {}", pongs.0, pongs.1);
    println!("  close     {}", comparison.close.as_deref().unwrap_or("none"));
    comparison.notes.iter().for_each(|note| println!("  note      {note}"));
    for difference in comparison.differences.iter().take(SHOWN) {
        println!("  differs   {difference}");
    }
    let more = comparison.differences.len().saturating_sub(SHOWN);
    if more > 0 {
        println!("  differs   and {more} times more");
    }
    let seconds = took.as_secs_f64();
    let (style, verdict, code) = match (&comparison.cut_short, comparison.differences.len()) {
        (None, 0) => (AnsiColor::Green, format!("✔ the same, in {seconds:.1} s"), exit::OK),
        (Some(because), 0) => (AnsiColor::Red, format!("✖ incomplete: {because}"), exit::INCOMPLETE),
        (Some(because), _) => (
            AnsiColor::Red,
            format!("✖ different, and incomplete: {because}"),
            exit::FAILED,
        ),
        (None, _) => (AnsiColor::Red, format!("✖ different, in {seconds:.1} s"), exit::FAILED),
    };
    let style: Style = style.on_default().bold();
    println!("{style}{verdict}{style:#}");
    code
}

/// How many differences are shown.
const SHOWN: usize = 20;

pub(super) fn host_and_port(text: &str) -> Result<(String, u16), String> {
    let wanted = || "write HOST:PORT, such as 127.0.0.1:9009 or [::1]:9009".to_owned();
    let (host, port) = text.rsplit_once(':').ok_or_else(wanted)?;
    let host = host.trim_matches(['[', ']']);
    let port = port.parse().map_err(|_| wanted())?;
    if host.is_empty() {
        Err(wanted())
    } else {
        Ok((host.to_owned(), port))
    }
}
