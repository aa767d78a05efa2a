//! Plays over TCP, in real time.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::time;

use crate::case::Case;
use crate::pattern::End;
use crate::record::Record;
use crate::session::{Session, Settings};

/// How long a TCP connection may take to come about.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// Plays a case against a server.
///
/// # Errors
/// No connection could be made. Whatever happens after that is a verdict.
pub async fn play(case: &Case, settings: Settings, address: SocketAddr) -> io::Result<Record> {
    let stream = connect(address).await?;
    Ok(over(case, settings, stream).await)
}

/// Connects, without Nagle's delay, so that each write of a segmentation is a segment.
pub(crate) async fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = time::timeout(CONNECT_PATIENCE, TcpStream::connect(address))
        .await
        .map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "no answer to the TCP handshake"))??;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Plays a case over a connection that is there.
pub async fn over(case: &Case, settings: Settings, stream: TcpStream) -> Record {
    let start = Instant::now();
    let mut session = Session::new(case, settings.clone());
    let mut writes = Writes::default();
    let mut buffer = vec![0; 64 << 10];
    loop {
        writes.take(session.take_writes());
        if session.is_over() {
            break;
        }
        if writes.pieces.is_empty() && session.wants_shutdown() && !writes.shut {
            writes.shut = true;
            // An error here means that the peer is gone, which reading will tell.
            let _ = socket2::SockRef::from(&stream).shutdown(std::net::Shutdown::Write);
        }
        let wake_at = session.wake_at().map_or(start + FAR, |at| start + at);
        tokio::select! {
            biased;
            _ = stream.readable() => match stream.try_read(&mut buffer) {
                Ok(0) => session.end(start.elapsed(), End::Closed),
                Ok(octets) => session.receive(start.elapsed(), &mut buffer[..octets]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => session.end(start.elapsed(), End::Reset),
            },
            _ = stream.writable(), if writes.may_write() => {
                if writes.write(&stream) {
                    session.written(start.elapsed());
                }
            }
            () = writes.pace(), if !writes.may_write() && !writes.pieces.is_empty() => writes.paused = None,
            () = time::sleep_until(wake_at.into()) => session.tick(start.elapsed()),
        }
    }
    Record::new(case, &settings, session, start.elapsed())
}

/// When there is nothing to wait for but the subject.
const FAR: Duration = Duration::from_secs(3600);

/// What is to be written, and how far that has come.
#[derive(Default)]
struct Writes {
    pieces: VecDeque<Piece>,
    written: usize,
    shut: bool,
    /// Until when the next piece waits.
    paused: Option<time::Instant>,
}

/// What is written at once.
struct Piece {
    octets: Vec<u8>,
    /// Whether the next one waits, to be told apart from it.
    paced: bool,
}

/// How long lies between two pieces, so that the subject sees them one by one and not glued together by TCP.
const PACE: Duration = Duration::from_millis(1);

/// Flights of more pieces are written as fast as the subject takes them: a test of patience is not what they are for.
const PACED: usize = 512;

impl Writes {
    /// Takes a further flight.
    fn take(&mut self, flight: VecDeque<Vec<u8>>) {
        let few = flight.len() <= PACED;
        let last = flight.len().saturating_sub(1);
        self.pieces
            .extend(flight.into_iter().enumerate().map(|(index, octets)| Piece {
                octets,
                paced: few && index < last,
            }));
    }

    /// Whether the next piece need not wait.
    fn may_write(&self) -> bool {
        !self.pieces.is_empty() && self.paused.is_none()
    }

    /// Ready when the next piece need not wait any more.
    async fn pace(&self) {
        if let Some(until) = self.paused {
            time::sleep_until(until).await;
        }
    }

    /// Writes the next piece, or what is left of it, and says whether anything was taken. A write error is never a verdict: the subject may have failed the
    /// connection before it read everything. What it sent before can still be read.
    fn write(&mut self, stream: &TcpStream) -> bool {
        let Some(piece) = self.pieces.front() else { return false };
        match stream.try_write(&piece.octets[self.written..]) {
            Ok(octets) => {
                self.written += octets;
                if self.written == piece.octets.len() {
                    self.paused = piece.paced.then(|| time::Instant::now() + PACE);
                    self.pieces.pop_front();
                    self.written = 0;
                }
                true
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => false,
            Err(_) => {
                self.pieces.clear();
                self.written = 0;
                false
            }
        }
    }
}
