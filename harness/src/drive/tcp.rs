//! Plays over TCP, with TLS or without, in real time.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::time::{Sleep, sleep_until, timeout};
use wsspec_codec::rules::Role;

use super::Player;
use super::stream::Connector;
use crate::case::Case;
use crate::pattern::End;
use crate::record::Record;
use crate::session::{Session, Settings};

/// Plays a case against a server.
///
/// # Errors
/// No connection could be made. Whatever happens after that is a verdict.
pub async fn play(case: &Case, settings: Settings, connector: &Connector) -> io::Result<Record> {
    let mut stream = connector.connect().await?;
    Ok(over(case, settings, &mut stream).await)
}

/// Plays a case over a connection that is there.
///
/// Where a play ends its own side and reads on, TLS says so with close_notify and then TCP ends. TLS 1.3 lets the other side
/// go on (RFC 8446 6.1); in TLS 1.2 it may end as well, and drop what it had still to say (RFC 5246 7.2.1).
pub async fn over(case: &Case, settings: Settings, stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> Record {
    let mut session = Session::new(case, settings.clone());
    let (duration, mut writing) = to_the_end(&mut session, stream).await;
    if settings.subject == Role::Client {
        // A client is told why it is refused, and that the connection is over.
        let _ = timeout(FAREWELL, writing.finish(stream)).await;
    }
    Record::new(case, &settings, session, duration)
}

/// Carries octets between a player and a connection until the player is over, and says how long that took.
pub async fn carry(player: &mut impl Player, stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) -> Duration {
    to_the_end(player, stream).await.0
}

/// The same, with what was not written yet.
async fn to_the_end(
    player: &mut impl Player,
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
) -> (Duration, Writing) {
    let start = Instant::now();
    let mut sleep = pin!(sleep_until((start + FAR).into()));
    let mut writing = Writing::default();
    let mut buffer = vec![0; 64 << 10];
    loop {
        writing.take(player.take_writes());
        if writing.pieces.is_empty() {
            writing.take(player.more(start.elapsed()).into_iter().collect());
        }
        if player.is_over() {
            break;
        }
        writing.ends |= player.wants_shutdown();
        let due = start + player.wake_at().unwrap_or(FAR);
        let wake_at = writing.paused.map_or(due, |until| until.min(due));
        if sleep.deadline() != wake_at.into() {
            sleep.as_mut().reset(wake_at.into());
        }
        let reads = player.reads();
        let happened = poll_fn(|cx| {
            let mut input = ReadBuf::new(&mut buffer);
            happens(
                cx,
                Pin::new(&mut *stream),
                sleep.as_mut(),
                &mut writing,
                reads.then_some(&mut input),
            )
        });
        match happened.await {
            Happened::Read(0) => player.end(start.elapsed(), End::Closed),
            Happened::Read(octets) => player.receive(start.elapsed(), &mut buffer[..octets]),
            Happened::Lost => player.end(start.elapsed(), End::Reset),
            Happened::Written => player.written(start.elapsed()),
            Happened::Due => {
                let now = Instant::now();
                writing.paused.take_if(|until| *until <= now);
                player.tick(start.elapsed());
            }
        }
    }
    (start.elapsed(), writing)
}

/// How long the rest of what a client is told may take.
const FAREWELL: Duration = Duration::from_millis(500);

/// When there is nothing to wait for but the subject.
const FAR: Duration = Duration::from_secs(3600);

enum Happened {
    Read(usize),
    Lost,
    Written,
    Due,
}

/// Reads first, if at all, so that a subject which writes before it reads is never blocked; then writes a piece.
fn happens<S: AsyncRead + AsyncWrite>(
    cx: &mut Context<'_>,
    mut stream: Pin<&mut S>,
    sleep: Pin<&mut Sleep>,
    writing: &mut Writing,
    input: Option<&mut ReadBuf<'_>>,
) -> Poll<Happened> {
    if let Some(input) = input {
        match stream.as_mut().poll_read(cx, input) {
            Poll::Ready(Ok(())) => return Poll::Ready(Happened::Read(input.filled().len())),
            Poll::Ready(Err(_)) => return Poll::Ready(Happened::Lost),
            Poll::Pending => {}
        }
    }
    if writing.poll(cx, stream).is_ready() {
        return Poll::Ready(Happened::Written);
    }
    ready!(Future::poll(sleep, cx));
    Poll::Ready(Happened::Due)
}

/// What is to be written, and how far that has come.
#[derive(Default)]
struct Writing {
    pieces: VecDeque<Piece>,
    written: usize,
    /// Until when the next piece waits.
    paused: Option<Instant>,
    /// Whether our side ends when everything is written.
    ends: bool,
    ended: bool,
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

impl Writing {
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

    /// Writes the next piece, or what is left of it, and is ready when something was taken. A write error is never a
    /// verdict: the subject may have failed the connection before it read everything. What it sent before can still be read.
    fn poll<S: AsyncWrite>(&mut self, cx: &mut Context<'_>, stream: Pin<&mut S>) -> Poll<()> {
        let piece = match self.pieces.front() {
            Some(piece) if self.paused.is_none() => piece,
            _ => {
                self.push_out(cx, stream);
                return Poll::Pending;
            }
        };
        match ready!(stream.poll_write(cx, &piece.octets[self.written..])) {
            Ok(octets) => {
                self.written += octets;
                if self.written == piece.octets.len() {
                    self.paused = piece.paced.then(|| Instant::now() + PACE);
                    self.pieces.pop_front();
                    self.written = 0;
                }
                Poll::Ready(())
            }
            Err(_) => {
                self.pieces.clear();
                self.written = 0;
                Poll::Pending
            }
        }
    }

    /// Writes the rest without pauses, and ends our side.
    async fn finish(&mut self, stream: &mut (impl AsyncWrite + Unpin)) {
        for piece in std::mem::take(&mut self.pieces) {
            let written = std::mem::take(&mut self.written);
            if stream.write_all(&piece.octets[written..]).await.is_err() {
                return;
            }
        }
        let _ = stream.shutdown().await;
    }

    /// Lets out what TLS still holds, and ends our side if that is what comes next. An error means that the peer is gone,
    /// which reading will tell.
    fn push_out<S: AsyncWrite>(&mut self, cx: &mut Context<'_>, stream: Pin<&mut S>) {
        if self.pieces.is_empty() && self.ends && !self.ended {
            self.ended = stream.poll_shutdown(cx).is_ready();
        } else {
            let _ = stream.poll_flush(cx);
        }
    }
}
