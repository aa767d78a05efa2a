//! One connection: octets in and out, and the clock.

use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead as _, AsyncWrite as _, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::Connection;
use wsspec_codec::handshake::{HeadDecoder, Refusal};
use wsspec_codec::plant::{Plant, planted};

use crate::clock::{Clock, Timer};
use crate::echo::{self, Answer};
use crate::house::{House, Place, Stage};
use crate::options::Options;
use crate::page;

/// How much is read at once, in octets: a message of 64 KiB with its header comes whole, and is not put together first.
const READ: usize = 128 << 10;

thread_local! {
    /// What a read goes into. It is dealt with before another connection of the thread gets its turn, so that an idle
    /// connection needs no buffer of its own.
    static SCRATCH: RefCell<Box<[u8]>> = RefCell::new(vec![0; READ].into_boxed_slice());
}

/// Speaks to a client until its connection is over, or nobody may stay. Errors are the client's loss alone.
pub(crate) async fn run(mut stream: TcpStream, place: Place) {
    poll_fn(|cx| {
        place.occupy(cx.waker());
        Poll::Ready(())
    })
    .await;
    let mut spoken = pin!(speak(&mut stream, place.house()));
    poll_fn(|cx| match place.house().stage() {
        Stage::Over => Poll::Ready(()),
        Stage::Serving | Stage::Closing => spoken.as_mut().poll(cx),
    })
    .await;
}

/// The life of a connection. In boxes: most of it a connection is open, and need not carry the states before and after.
async fn speak(stream: &mut TcpStream, house: &House) {
    // A peer that is gone already has no use for the option.
    let _ = stream.set_nodelay(true);
    let parted = match Box::pin(greet(stream, house)).await {
        Ok(Ok(connection)) => talk(stream, connection, house).await,
        Ok(Err(response)) => Box::pin(write_all(stream, &response, house.options.write_timeout)).await,
        Err(error) => Err(error),
    };
    if parted.is_ok() {
        Box::pin(part(stream, house.options.close_timeout)).await;
    }
}

/// The opening handshake, as long as there is time for it.
async fn greet(stream: &mut TcpStream, house: &House) -> io::Result<Result<Connection, Vec<u8>>> {
    let mut opening = pin!(timeout(house.options.head_timeout, open(stream, &house.options)));
    poll_fn(|cx| {
        if house.stage() == Stage::Serving {
            return opening.as_mut().poll(cx);
        }
        Poll::Ready(Ok(Ok(Err(page::closing()))))
    })
    .await
    .unwrap_or_else(|_| Ok(Err(Refusal::TooSlow.response())))
}

/// The opening handshake: an open connection, or the response to a request that opens none.
async fn open(stream: &mut TcpStream, options: &Options) -> io::Result<Result<Connection, Vec<u8>>> {
    let port = stream.local_addr().map_or(0, |address| address.port());
    let mut decoder = HeadDecoder::new(options.head_limits);
    loop {
        let step = poll_fn(|cx| {
            read(stream, cx, |octets| {
                if planted(Plant::AbortsAtTlsHello) && octets.first() == Some(&0x16) {
                    std::process::abort();
                }
                let (head, len) = match decoder.push(octets) {
                    Ok(Some(whole)) => whole,
                    Ok(None) => return None,
                    Err(error) => return Some(Err(Refusal::too_much(error, decoder.octets()).response())),
                };
                Some(match echo::answer(&head, options, port) {
                    Answer::Closed(response) => Err(response),
                    Answer::Open(response, agreed) => {
                        let mut connection = echo::open(agreed.as_ref(), options);
                        connection.sender().preface(&response);
                        // A client may not send before the response, but may be quick.
                        if !planted(Plant::OctetsBehindRequestLost) {
                            echo::receive(&mut connection, &mut octets[len..]);
                        }
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
async fn talk(stream: &mut TcpStream, mut connection: Connection, house: &House) -> io::Result<()> {
    let options = &house.options;
    let mut clock = Clock::new(options);
    let mut timer = Timer::default();
    // Octets that were written since the output was empty: it may hold them until it is empty again.
    let mut written_in_part = 0;
    poll_fn(|cx| {
        if house.stage() == Stage::Closing && !clock.is_closing() {
            close(&mut connection, &mut clock, "the server shuts down");
        }
        if timer.has_rung() {
            if let Some(reason) = clock.ring()? {
                close(&mut connection, &mut clock, reason);
            }
            if clock.is_quiet() {
                connection.sender().forget_context();
            }
        }
        loop {
            // What can be written is written first: a peer that reads nothing is not read from.
            while !connection.output().is_empty() {
                match Pin::new(&mut *stream).poll_write(cx, connection.output()) {
                    Poll::Ready(written) => {
                        let written = written?;
                        connection.written(written);
                        written_in_part += written;
                        clock.progress();
                    }
                    Poll::Pending => {
                        clock.blocked();
                        break;
                    }
                }
            }
            if connection.output().is_empty() {
                written_in_part = 0;
                if connection.close_tcp() {
                    return Poll::Ready(Ok(()));
                }
            }
            if connection.is_ended()
                || written_in_part + connection.output().len() > options.backlog && !planted(Plant::BacklogUnlimited)
            {
                break;
            }
            match read(stream, cx, |octets| echo::receive(&mut connection, octets)) {
                Poll::Ready(Ok(Some(()))) => clock.heard(),
                Poll::Ready(Ok(None)) if planted(Plant::HalfCloseIgnored) => break,
                Poll::Ready(Ok(None)) => connection.receive_eof(),
                Poll::Ready(Err(_)) if planted(Plant::AbortsAtReset) => std::process::abort(),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => break,
            }
        }
        clock.remembers(connection.sender().has_context());
        if timer.is_late_for(clock.next(), cx) {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    })
    .await
}

/// Starts the closing handshake.
fn close(connection: &mut Connection, clock: &mut Clock<'_>, reason: &str) {
    // Refused if the closing handshake is under way already, which is as well.
    let _ = connection.sender().close(Some(CloseCode::GOING_AWAY), reason);
    clock.closing();
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
    if planted(Plant::TcpReset) {
        let _ = stream.set_zero_linger();
        return;
    }
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

/// How much of what a peer still sends is taken after our last words, in octets: the rest of a message that was too big
/// for us, so that its sender comes to read why.
const DRAINED: usize = 64 << 20;
