//! One connection: octets in and out, and the clock.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead as _, AsyncWrite as _, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until, timeout};
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::Connection;
use wsspec_codec::handshake::{HeadDecoder, Refusal};

use crate::echo::{self, Answer};
use crate::options::Options;
use crate::serve::Stop;

/// How much is read at once, in octets.
const READ: usize = 64 << 10;

thread_local! {
    /// What a read goes into. It is dealt with before another connection of the thread gets its turn, so that an idle
    /// connection needs no buffer of its own.
    static SCRATCH: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ].into_boxed_slice());
}

/// Speaks to a client until its connection is over. Errors are the client's loss alone.
pub async fn run(mut stream: TcpStream, options: &Options, stop: Stop) {
    // A peer that is gone already has no use for the option.
    let _ = stream.set_nodelay(true);
    let port = stream.local_addr().map_or(0, |address| address.port());
    let opening = Box::pin(timeout(options.head_timeout, open(&mut stream, options, port)));
    let opened = match opening.await {
        Ok(opened) => opened,
        Err(_) => Ok(Err(Refusal::TooSlow.response())),
    };
    // In a box: most of its life a connection is open, and need not carry the states before and after.
    match opened {
        Ok(Ok(connection)) => {
            if talk(&mut stream, connection, options, stop).await.is_ok() {
                Box::pin(part(&mut stream, options.close_timeout)).await;
            }
        }
        Ok(Err(response)) => {
            if Box::pin(write_all(&mut stream, &response, options.write_timeout))
                .await
                .is_ok()
            {
                Box::pin(part(&mut stream, options.close_timeout)).await;
            }
        }
        Err(_) => {}
    }
}

/// The opening handshake: an open connection, or the response to a request that opens none.
async fn open(stream: &mut TcpStream, options: &Options, port: u16) -> io::Result<Result<Connection, Vec<u8>>> {
    let mut decoder = HeadDecoder::new(options.head_limits);
    loop {
        let step = poll_fn(|cx| {
            read(stream, cx, |octets| {
                let (head, len) = match decoder.push(octets) {
                    Ok(Some(whole)) => whole,
                    Ok(None) => return None,
                    Err(error) => return Some(Err(Refusal::TooMuch(error).response())),
                };
                Some(match echo::answer(&head, options, port) {
                    Answer::Closed(response) => Err(response),
                    Answer::Open(response) => {
                        let mut connection = Connection::server(options.limits);
                        connection.sender().preface(&response);
                        // A client may not send before the response, but may be quick.
                        echo::receive(&mut connection, &mut octets[len..]);
                        Ok(connection)
                    }
                })
            })
        });
        match step.await? {
            None => return Err(io::ErrorKind::UnexpectedEof.into()),
            Some(None) => {}
            Some(Some(opened)) => return Ok(opened),
        }
    }
}

/// Echoes until the connection is over and everything is written.
///
/// # Errors
/// TCP is gone, or the peer did not read or answer in time: there is nobody to part from.
async fn talk(stream: &mut TcpStream, mut connection: Connection, options: &Options, stop: Stop) -> io::Result<()> {
    let mut stopped = pin!(stop.wait());
    let mut clock = Clock::new(options);
    let mut timer = pin!(sleep_until(clock.next()));
    let mut stopping = false;
    poll_fn(|cx| {
        loop {
            // What can be written is written first: a peer that reads nothing is not read from.
            while !connection.output().is_empty() {
                match Pin::new(&mut *stream).poll_write(cx, connection.output()) {
                    Poll::Ready(written) => {
                        connection.written(written?);
                        clock.progress();
                    }
                    Poll::Pending => break,
                }
            }
            clock.writing(!connection.output().is_empty());
            if connection.output().is_empty() && connection.close_tcp() {
                return Poll::Ready(Ok(()));
            }
            if !stopping && stopped.as_mut().poll(cx).is_ready() {
                stopping = true;
                close(&mut connection, &mut clock, "the server shuts down");
                continue;
            }
            if timer.as_mut().poll(cx).is_ready() {
                if let Some(reason) = clock.ring()? {
                    close(&mut connection, &mut clock, reason);
                    continue;
                }
                rearm(timer.as_mut(), &clock);
                continue;
            }
            if clock.deadline_moved() {
                rearm(timer.as_mut(), &clock);
                continue;
            }
            if connection.is_ended() || connection.output().len() > options.backlog {
                return Poll::Pending;
            }
            let arrived = read(stream, cx, |octets| echo::receive(&mut connection, octets));
            match arrived {
                Poll::Ready(arrived) => match arrived? {
                    Some(()) => clock.heard(),
                    None => connection.receive_eof(),
                },
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await
}

/// Starts the closing handshake.
fn close(connection: &mut Connection, clock: &mut Clock<'_>, reason: &str) {
    // Refused if the closing handshake is under way already, which is as well.
    let _ = connection.sender().close(Some(CloseCode::GOING_AWAY), reason);
    clock.closing();
}

fn rearm(timer: Pin<&mut Sleep>, clock: &Clock<'_>) {
    timer.reset(clock.next());
}

/// Reads once, if something is there, and hands it on. `None` at the end of TCP.
fn read<T>(
    stream: &mut TcpStream,
    cx: &mut Context<'_>,
    take: impl FnOnce(&mut [u8]) -> T,
) -> Poll<io::Result<Option<T>>> {
    SCRATCH.with_borrow_mut(|scratch| {
        let mut buffer = ReadBuf::new(scratch);
        match Pin::new(stream).poll_read(cx, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Ready(Ok(())) => {
                let octets = buffer.filled_mut();
                Poll::Ready(Ok((!octets.is_empty()).then(|| take(octets))))
            }
        }
    })
}

/// Writes a response to somebody who may not read it.
async fn write_all(stream: &mut TcpStream, octets: &[u8], patience: Duration) -> io::Result<()> {
    timeout(patience, stream.write_all(octets)).await?
}

/// Ends our side of TCP, and takes what the peer still sends: closing with octets unread would make TCP reset, and the
/// peer might never see our last words (7.1.1).
async fn part(stream: &mut TcpStream, patience: Duration) {
    let drain = async {
        if stream.shutdown().await.is_err() {
            return;
        }
        let mut left = DRAINED;
        while left > 0 {
            match poll_fn(|cx| read(stream, cx, |octets| octets.len())).await {
                Ok(Some(octets)) => left = left.saturating_sub(octets),
                Ok(None) | Err(_) => return,
            }
        }
    };
    // A peer that goes on and on is dropped.
    let _ = timeout(patience, drain).await;
}

/// How much of what a peer still sends is taken after our last words, in octets.
const DRAINED: usize = 4 << 20;

/// When something is due. It is looked at when its timer rings; what happens in between only leaves a mark, so that a
/// message costs no timer.
struct Clock<'o> {
    options: &'o Options,
    /// When the peer was last heard.
    heard: Instant,
    /// Since when octets wait and none was taken.
    blocked: Option<Instant>,
    /// When the closing handshake must be over.
    closing: Option<Instant>,
    moved: bool,
}

impl<'o> Clock<'o> {
    fn new(options: &'o Options) -> Clock<'o> {
        Clock {
            options,
            heard: Instant::now(),
            blocked: None,
            closing: None,
            moved: false,
        }
    }

    fn heard(&mut self) {
        if self.options.idle_timeout.is_some() {
            self.heard = Instant::now();
        }
    }

    fn progress(&mut self) {
        self.blocked = None;
    }

    fn writing(&mut self, waits: bool) {
        if waits && self.blocked.is_none() {
            self.blocked = Some(Instant::now());
            self.moved = true;
        }
    }

    fn closing(&mut self) {
        self.closing.get_or_insert(Instant::now() + self.options.close_timeout);
        self.moved = true;
    }

    /// Whether something became due sooner than the timer was told.
    fn deadline_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// When to look again.
    fn next(&self) -> Instant {
        let idle = self.options.idle_timeout.map(|patience| self.heard + patience);
        let idle = idle.filter(|_| self.closing.is_none());
        let blocked = self.blocked.map(|since| since + self.options.write_timeout);
        let far = || Instant::now() + Duration::from_secs(86_400);
        [idle, blocked, self.closing]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or_else(far)
    }

    /// What is due now: nothing, a reason to close, or the end.
    fn ring(&mut self) -> io::Result<Option<&'static str>> {
        let now = Instant::now();
        let due = |at: Instant| at <= now;
        if self.closing.is_some_and(due)
            || self
                .blocked
                .is_some_and(|since| due(since + self.options.write_timeout))
        {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let idle = self.options.idle_timeout.filter(|_| self.closing.is_none());
        Ok(idle
            .filter(|patience| due(self.heard + *patience))
            .map(|_| "nothing was heard for too long"))
    }
}
