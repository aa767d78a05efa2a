//! Where clients come in: a listener, and what becomes of connections for which there is no case.

use std::cell::Cell;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use crate::suite::answer::ELSEWHERE;

/// A listener whose connections are handed out in the order in which they are asked for.
#[derive(Debug)]
pub struct Door {
    listener: Mutex<TcpListener>,
    address: SocketAddr,
    /// How many of those who came in are still there.
    inside: Cell<usize>,
    /// When somebody last came or left.
    stirred: Cell<Instant>,
}

/// Somebody who came in; leaves when it is dropped.
#[derive(Debug)]
pub struct Guest<'d> {
    /// The connection.
    pub stream: TcpStream,
    _place: Place<'d>,
}

/// One of those who are inside.
#[derive(Debug)]
struct Place<'d>(&'d Door);

impl Guest<'_> {
    /// The connection, of somebody who counts as gone.
    pub fn leave(self) -> TcpStream {
        self.stream
    }
}

/// How long to wait after a connection that could not be accepted: out of file descriptors, most likely, and some will be
/// free again soon.
const BREATH: Duration = Duration::from_millis(20);

/// How long the first octets of a connection may take before it is handed out all the same.
const FIRST_OCTETS: Duration = Duration::from_secs(1);

impl Door {
    /// Listens.
    ///
    /// # Errors
    /// The address is not ours to listen at, or taken.
    pub async fn open(address: SocketAddr) -> io::Result<Door> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok(Door {
            listener: Mutex::new(listener),
            address,
            inside: Cell::new(0),
            stirred: Cell::new(Instant::now()),
        })
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The next connection that is for a case.
    ///
    /// # Errors
    /// None came for so long, and nobody is inside.
    pub async fn guest(&self, patience: Duration) -> io::Result<Guest<'_>> {
        let listener = self.listener.lock().await;
        loop {
            let left = match self.inside.get() {
                0 => patience.saturating_sub(self.stirred.get().elapsed()),
                _ => patience,
            };
            let accepted = tokio::select! {
                biased;
                accepted = listener.accept() => accepted,
                () = sleep(left) => {
                    if self.inside.get() == 0 && self.stirred.get().elapsed() >= patience {
                        let why = format!("no client has connected for {} s", patience.as_secs_f64());
                        return Err(io::Error::new(io::ErrorKind::TimedOut, why));
                    }
                    continue;
                }
            };
            let Ok((stream, _)) = accepted else {
                sleep(BREATH).await;
                continue;
            };
            self.stirred.set(Instant::now());
            let mut first = [0; 64];
            let peeked = timeout(FIRST_OCTETS, stream.peek(&mut first)).await;
            let first = match peeked {
                Ok(Ok(octets)) => &first[..octets],
                _ => &[],
            };
            if follows_redirect(first) {
                tokio::spawn(turn_away(stream));
                continue;
            }
            stream.set_nodelay(true)?;
            self.inside.set(self.inside.get() + 1);
            return Ok(Guest {
                stream,
                _place: Place(self),
            });
        }
    }

    /// Tells everybody who comes that there is nothing to play, without end.
    pub async fn turn_all_away(&self) {
        let listener = self.listener.lock().await;
        turn_all_away(&listener).await;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.inside.set(self.0.inside.get() - 1);
        self.0.stirred.set(Instant::now());
    }
}

/// Tells everybody who comes to this listener that there is nothing to play, without end.
pub async fn turn_all_away(listener: &TcpListener) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(turn_away(stream))),
            Err(_) => sleep(BREATH).await,
        }
    }
}

/// What a connection is answered for which there is no case; by status 410 a client that connects again and again learns
/// that everything was played.
const GONE: &str = "HTTP/1.1 410 Gone";

/// What a client is answered that follows a redirect: nothing that says that everything was played.
const NOT_HERE: &str = "HTTP/1.1 404 Not Found";

/// What follows either.
const NOTHING: &str =
    "\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 23\r\n\r\nThere is nothing here.\n";

/// How long somebody who is turned away may take to ask and to go.
const FAREWELL: Duration = Duration::from_secs(2);

fn follows_redirect(request: &[u8]) -> bool {
    request.starts_with(format!("GET {ELSEWHERE}").as_bytes())
}

async fn turn_away(mut stream: TcpStream) {
    let talk = async {
        // What is not read when TCP ends would reset it, and the answer with it.
        let (mut asked, mut buffer) = (Vec::new(), [0; 1024]);
        while !asked.ends_with(b"\r\n\r\n") {
            match stream.read(&mut buffer).await {
                Ok(octets @ 1..) => asked.extend_from_slice(&buffer[..octets]),
                _ => return,
            }
        }
        let status = if follows_redirect(&asked) { NOT_HERE } else { GONE };
        let _ = stream.write_all(format!("{status}{NOTHING}").as_bytes()).await;
        let _ = stream.shutdown().await;
        while let Ok(1..) = stream.read(&mut buffer).await {}
    };
    let _ = timeout(FAREWELL, talk).await;
}
