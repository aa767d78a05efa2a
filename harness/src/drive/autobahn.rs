//! Plays Autobahn's cases over any stream, in real time.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::time::{Sleep, sleep, sleep_until, timeout};

use crate::autobahn::play::Play;
use crate::autobahn::played::Played;
use crate::pattern::End;

/// Plays over a connection that is there; `on_open` is told when the opening handshake has succeeded.
pub async fn over(
    mut play: Play<'_>,
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    on_open: impl FnOnce(),
) -> Played {
    to_the_end(&mut play, stream, on_open).await;
    play.into_played()
}

/// Plays over a connection that a client made, and parts from it as a server does: what is still to be written goes out, TCP
/// ends, and what the client had still to say is read, so that no reset takes the last octets from it. What came of the play
/// is handed on before: once the client sees the end it may ask for it.
pub async fn answer(
    mut play: Play<'_>,
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    on_played: impl FnOnce(Played),
) {
    let mut writing = to_the_end(&mut play, stream, || ()).await;
    writing.take(play.take_writes());
    on_played(play.into_played());
    let last = poll_fn(|cx| writing.poll(cx, Pin::new(&mut *stream)));
    if let Ok(Ok(())) = timeout(PARTING, last).await {
        part(stream).await;
    }
}

/// Ends our side of TCP, and waits for the other to end its own.
pub(super) async fn part(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    let parting = async {
        stream.shutdown().await?;
        let mut rest = [0; 4096];
        while stream.read(&mut rest).await? > 0 {}
        io::Result::Ok(())
    };
    // The connection is over, however that ends.
    let _ = timeout(PARTING, parting).await;
}

/// How long a client may take to read what is left, and to end its side.
const PARTING: Duration = Duration::from_secs(1);

async fn to_the_end(
    play: &mut Play<'_>,
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    on_open: impl FnOnce(),
) -> Writing {
    let mut on_open = Some(on_open);
    let start = Instant::now();
    let mut sleep = pin!(sleep_until((start + FAR).into()));
    let mut writing = Writing {
        to_client: play.tests_client(),
        ..Writing::default()
    };
    let mut buffer = vec![0; 128 << 10];
    while !play.is_over() {
        writing.take(play.take_writes());
        let due = start + play.wake_at().unwrap_or(FAR);
        if sleep.deadline() != due.into() {
            sleep.as_mut().reset(due.into());
        }
        let happened = poll_fn(|cx| {
            let mut input = ReadBuf::new(&mut buffer);
            happens(cx, Pin::new(&mut *stream), sleep.as_mut(), &mut writing, &mut input)
        });
        match happened.await {
            Happened::Read(0) => play.end(start.elapsed(), End::Closed),
            Happened::Read(octets) => {
                let now = start.elapsed();
                play.receive(now, &mut buffer[..octets]);
                if play.was_open()
                    && let Some(on_open) = on_open.take()
                {
                    on_open();
                }
                // A subject that sends without end must not hold the timers up.
                if play.wake_at().is_some_and(|due| due <= now) {
                    play.tick(now);
                }
            }
            Happened::Lost => play.end(start.elapsed(), End::Reset),
            Happened::Due => {
                if let Some(written_at) = writing.progress.take() {
                    play.written(written_at.duration_since(start));
                }
                play.tick(start.elapsed());
            }
        }
    }
    writing
}

/// When there is nothing to wait for but the subject.
const FAR: Duration = Duration::from_secs(86_400);

enum Happened {
    Read(usize),
    Lost,
    Due,
}

/// What is to be written, and how far that has come.
#[derive(Default)]
struct Writing {
    pieces: VecDeque<Vec<u8>>,
    written: usize,
    /// Whether the pieces are few enough to be told apart.
    paced: bool,
    /// Whether the subject is a client.
    to_client: bool,
    /// Until when the next piece waits.
    pause: Option<Pin<Box<Sleep>>>,
    /// Until when it waits if that is too short for a timer.
    turn: Option<Instant>,
    /// When something was last written, if nobody took note of it.
    progress: Option<Instant>,
    /// The subject takes nothing any more. What it sent before can still be read.
    refused: bool,
}

/// Writes what can be written now, and waits for whatever comes first: octets, the end, or the next timer. Neither
/// direction waits for the other, so that no subject is ever blocked by us.
fn happens<S: AsyncRead + AsyncWrite>(
    cx: &mut Context<'_>,
    mut stream: Pin<&mut S>,
    sleep: Pin<&mut Sleep>,
    writing: &mut Writing,
    input: &mut ReadBuf<'_>,
) -> Poll<Happened> {
    if let Poll::Ready(Err(_)) = writing.poll(cx, stream.as_mut()) {
        // A write error is never a verdict: reading tells how the connection ended.
        writing.refused = true;
        writing.pieces.clear();
    }
    match stream.poll_read(cx, input) {
        Poll::Ready(Ok(())) => return Poll::Ready(Happened::Read(input.filled().len())),
        Poll::Ready(Err(_)) => return Poll::Ready(Happened::Lost),
        Poll::Pending => {}
    }
    ready!(Future::poll(sleep, cx));
    Poll::Ready(Happened::Due)
}

/// So many pieces are written before reading is looked at again: the subject may have failed the connection.
const AT_ONCE: usize = 16;

/// How long lies between two pieces that go to a server. With Autobahn each is a turn of an event loop in Python, so that the
/// server sees them one by one; some verdicts follow from that.
const PACE: Duration = Duration::from_millis(1);

/// The same towards a client, which with Autobahn is still busy with the opening handshake when the first pieces come, and so
/// sees them together: about what such a turn takes. No timer is that fine.
const TURN: Duration = Duration::from_micros(40);

/// More pieces than that are written as fast as the subject takes them: they are about masses.
const PACED: usize = 512;

impl Writing {
    /// Takes further pieces.
    fn take(&mut self, mut pieces: VecDeque<Vec<u8>>) {
        if !pieces.is_empty() {
            self.pieces.append(&mut pieces);
            self.paced = self.pieces.len() <= PACED;
        }
    }

    fn poll<S: AsyncWrite>(&mut self, cx: &mut Context<'_>, mut stream: Pin<&mut S>) -> Poll<io::Result<()>> {
        if self.refused {
            self.pieces.clear();
        }
        for _ in 0..AT_ONCE {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(cx));
                self.pause = None;
            }
            if self.turn.is_some_and(|until| Instant::now() < until) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.turn = None;
            let Some(piece) = self.pieces.front() else {
                return stream.poll_flush(cx);
            };
            let octets = ready!(stream.as_mut().poll_write(cx, &piece[self.written..]))?;
            self.written += octets;
            self.progress = Some(Instant::now());
            if self.written == piece.len() {
                self.pieces.pop_front();
                self.written = 0;
                if self.paced && !self.pieces.is_empty() {
                    match self.to_client {
                        true => self.turn = Some(Instant::now() + TURN),
                        false => self.pause = Some(Box::pin(sleep(PACE))),
                    }
                }
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
