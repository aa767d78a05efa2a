//! `wsspec record`: stands between a client and a server and writes down what they say.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::rc::Rc;

use anstream::{eprintln, println};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::play::{interrupted, refuse, runtime};
use super::replay::host_and_port;
use wsspec::address::Address;
use wsspec::drive::recorder;
use wsspec::drive::stream::{Connector, Stream};
use wsspec::exit;
use wsspec::recording::About;
use wsspec::recording::write::Writer;
use wsspec::subject::in_words;

/// Record what a client and a server say to each other: a proxy that passes every octet on and writes each session down
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// Where the server is, such as ws://127.0.0.1:9001/; TLS is not recorded
    #[arg(value_name = "URL")]
    url: String,

    /// Where clients connect: HOST:PORT; port 0 is a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:9009", value_parser = host_and_port)]
    listen: (String, u16),

    /// The folder for the recordings, one file a session; none that is there is replaced
    #[arg(short, long, value_name = "DIR", default_value = "recordings")]
    out: PathBuf,

    /// Stop when so many sessions are over [default: never]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    sessions: Option<u64>,

    /// What the client is called, if not what its User-Agent field says; also what the files are called
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    agent: Option<String>,

    /// The client's version, with --agent
    #[arg(long, value_name = "VERSION", requires = "agent", value_parser = NonEmptyStringValueParser::new())]
    agent_version: Option<String>,
}

const EXIT_CODES: &str = "\
Each octet is written down before it is passed on, so that nothing is lost however it ends. The server is \
connected to once at the start, to see whether it is there. `wsspec replay` plays a recording again.

Exit codes:
  0    as many sessions are over as --sessions says
  2    the command line is wrong, or the address to listen at is in use
  3    the server could not be reached, now or for some client, or a recording could not be written
  130  interrupted; what was said until then is recorded";

pub(super) fn run(arguments: &Arguments) -> u8 {
    start(arguments).unwrap_or_else(|code| code)
}

fn start(arguments: &Arguments) -> Result<u8, u8> {
    let address = Address::parse(&arguments.url).map_err(|bad| refuse(exit::USAGE, bad))?;
    if address.tls {
        let why = "a session over TLS cannot be recorded: its octets are encrypted. Give the server a ws:// address";
        return Err(refuse(exit::USAGE, why));
    }
    std::fs::create_dir_all(&arguments.out).map_err(|error| {
        refuse(
            exit::USAGE,
            format_args!("{} is no folder to write to: {error}", arguments.out.display()),
        )
    })?;
    runtime()?.block_on(record(arguments, &address))
}

async fn record(arguments: &Arguments, address: &Address) -> Result<u8, u8> {
    let url = &arguments.url;
    let unreachable = |error: io::Error| {
        refuse(
            exit::INCOMPLETE,
            format_args!("{url} cannot be reached: {error}; start the server first; nothing was recorded"),
        )
    };
    let connector = Connector::resolve(&address.host, address.port, None)
        .await
        .map_err(unreachable)?;
    connector.connect().await.map_err(unreachable)?;
    let (host, port) = &arguments.listen;
    let listener = TcpListener::bind((host.as_str(), *port))
        .await
        .map_err(|error| cannot_listen(host, *port, &error))?;
    let here = listener
        .local_addr()
        .map_err(|error| cannot_listen(host, *port, &error))?;
    println!(
        "recording what comes to ws://{here}/ and goes on to {url}, in {}",
        arguments.out.display()
    );
    let recorder = Recorder {
        arguments,
        connector,
        open: RefCell::default(),
        last: Cell::new(0),
        failed: Cell::new(false),
    };
    let ended = recorder.serve(&listener).await;
    let closed = recorder.close();
    match ended {
        Err(error) => Err(refuse(exit::INCOMPLETE, error)),
        Ok(_) if closed.is_err() || recorder.failed.get() => Ok(exit::INCOMPLETE),
        Ok(interrupted) => Ok(if interrupted { exit::INTERRUPTED } else { exit::OK }),
    }
}

pub(super) fn cannot_listen(host: &str, port: u16, error: &io::Error) -> u8 {
    let why = match error.kind() {
        io::ErrorKind::AddrInUse => "it is in use; choose another with --listen, or port 0 for a free one".to_owned(),
        _ => in_words(error),
    };
    refuse(exit::USAGE, format_args!("cannot listen at {host}:{port}: {why}"))
}

/// A recording that is being written.
struct Open {
    path: PathBuf,
    writer: RefCell<Writer<File>>,
}

struct Recorder<'a> {
    arguments: &'a Arguments,
    connector: Connector,
    /// By number, so that those can be closed that are open at the end.
    open: RefCell<BTreeMap<u64, Rc<Open>>>,
    /// The number of the last file.
    last: Cell<u64>,
    /// A client could not be served.
    failed: Cell<bool>,
}

impl Recorder<'_> {
    /// Serves until it is interrupted, which it says, or enough sessions are over.
    ///
    /// # Errors
    /// A recording could not be written; the sentence says which.
    async fn serve(&self, listener: &TcpListener) -> Result<bool, String> {
        let mut interrupted = pin!(interrupted());
        let mut sessions = FuturesUnordered::new();
        let mut over = 0;
        loop {
            tokio::select! {
                () = &mut interrupted => return Ok(true),
                accepted = listener.accept() => match accepted {
                    Ok((client, from)) => sessions.push(self.session(client, from)),
                    // Such as too many open files; the sessions that are there go on.
                    Err(error) => {
                        eprintln!("error: a client cannot be accepted: {}", in_words(&error));
                        self.failed.set(true);
                        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    }
                },
                Some(ended) = sessions.next() => {
                    over += u64::from(ended?);
                    if self.arguments.sessions.is_some_and(|sessions| over >= sessions) {
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// Records one session, and says whether there was one.
    async fn session(&self, client: TcpStream, from: SocketAddr) -> Result<bool, String> {
        // Browsers open connections that they may need later; until something is said there is no session.
        if client.peek(&mut [0]).await.unwrap_or(0) == 0 {
            return Ok(false);
        }
        let server = match self.connector.connect().await {
            Ok(Stream::Plain(server)) => server,
            Ok(Stream::Tls(_)) => return Ok(false),
            Err(error) => {
                eprintln!(
                    "error: {} cannot be reached: {error}; the client at {from} is turned away",
                    self.arguments.url
                );
                self.failed.set(true);
                return Ok(true);
            }
        };
        let (number, open) = self.create()?;
        println!("session {number} from {from}: {}", open.path.display());
        let passed = recorder::pass(client, server, &open.writer).await;
        let finished = passed.and_then(|()| open.writer.borrow_mut().finish(true));
        self.open.borrow_mut().remove(&number);
        finished.map_err(|error| unwritten(&open.path, &error))?;
        println!("session {number} is over: {}", what(&open));
        Ok(true)
    }

    /// Creates the next file.
    fn create(&self) -> Result<(u64, Rc<Open>), String> {
        let arguments = self.arguments;
        let about = About {
            agent: arguments.agent.clone(),
            version: arguments.agent_version.clone(),
            recorded: Some(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            by: Some(concat!("wsspec ", env!("CARGO_PKG_VERSION")).to_owned()),
            ..About::default()
        };
        for number in self.last.get() + 1.. {
            self.last.set(number);
            let path = arguments.out.join(format!("{}-{number}.jsonl", self.stem()));
            match File::create_new(&path) {
                Ok(file) => {
                    let writer = Writer::new(file, about).map_err(|error| unwritten(&path, &error))?;
                    let writer = RefCell::new(writer);
                    let open = Rc::new(Open { path, writer });
                    self.open.borrow_mut().insert(number, Rc::clone(&open));
                    return Ok((number, open));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(unwritten(&path, &error)),
            }
        }
        Err("there is no number left for a file".to_owned())
    }

    /// What the files are called.
    fn stem(&self) -> String {
        let name = self.arguments.agent.as_deref().unwrap_or("session").to_lowercase();
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        name.chars().map(plain).collect()
    }

    /// Ends the recordings of sessions that still go on.
    fn close(&self) -> Result<(), ()> {
        let mut result = Ok(());
        for (number, open) in std::mem::take(&mut *self.open.borrow_mut()) {
            // In a statement of its own, at whose end the writer is free again.
            let finished = open.writer.borrow_mut().finish(false);
            match finished {
                Ok(()) => println!("session {number} went on: {}", what(&open)),
                Err(error) => {
                    eprintln!("error: {}", unwritten(&open.path, &error));
                    result = Err(());
                }
            }
        }
        result
    }
}

fn what(open: &Open) -> String {
    let writer = open.writer.borrow();
    let (chunks, octets) = writer.size();
    let name = writer.name().unwrap_or_else(|| "an unknown client".to_owned());
    format!("{name}, {octets} octets in {chunks} chunks")
}

fn unwritten(path: &Path, error: &io::Error) -> String {
    format!("the recording {} cannot be written: {error}", path.display())
}
