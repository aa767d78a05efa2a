//! A connection of the client over TCP: octets in and out, until it is over.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, Interest};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::Client;

/// How much is read at once, in octets.
const READ: usize = 128 << 10;

/// So much may wait for the server before nothing more is read from it, in octets.
const BACKLOG: usize = 256 << 10;

/// How much of what the server still sends is taken after our last words, in octets.
const DRAINED: usize = 64 << 20;

/// Speaks to a server until the connection is over, and ends TCP in order. `patience` is how long the server may take to end
/// TCP once both sides have said that they close.
///
/// # Errors
/// TCP is gone.
pub async fn talk(client: &mut Client, stream: &mut TcpStream, patience: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut octets = vec![0; READ];
    let mut ended = false;
    while !(client.output().is_empty() && client.close_tcp()) {
        let waiting = client.output().len();
        let interest = match (waiting > 0, ended || waiting > BACKLOG) {
            (true, true) => Interest::WRITABLE,
            (true, false) => Interest::WRITABLE | Interest::READABLE,
            (false, false) => Interest::READABLE,
            // It ended its side and there is nothing left to say.
            (false, true) => break,
        };
        let closing = client
            .connection()
            .is_some_and(|connection| connection.sender().close_sent());
        let ready = match closing {
            true => match timeout(patience, stream.ready(interest)).await {
                Ok(ready) => ready?,
                Err(_) => break,
            },
            false => stream.ready(interest).await?,
        };
        if ready.is_writable()
            && let Some(written) = done(stream.try_write(client.output()))?
        {
            client.written(written);
        }
        if ready.is_readable() && !ended {
            match done(stream.try_read(&mut octets))? {
                Some(0) => {
                    ended = true;
                    client.receive_eof();
                }
                Some(read) => client.receive(&mut octets[..read]),
                None => {}
            }
        }
    }
    // What a server does that takes no leave is its own affair.
    let _ = timeout(patience, part(stream, &mut octets)).await;
    Ok(())
}

/// What was done, if anything could be.
fn done(octets: io::Result<usize>) -> io::Result<Option<usize>> {
    match octets {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
        octets => octets.map(Some),
    }
}

/// Ends our side of TCP and takes what the server still sends: closing with octets unread would make TCP reset, and the
/// server might never see our last words.
async fn part(stream: &mut TcpStream, octets: &mut [u8]) -> io::Result<()> {
    stream.shutdown().await?;
    let mut left = DRAINED;
    while left > 0 {
        match stream.read(octets).await? {
            0 => break,
            read => left = left.saturating_sub(read),
        }
    }
    Ok(())
}
