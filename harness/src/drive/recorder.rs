//! A proxy that passes octets on untouched and writes them down.

use std::cell::RefCell;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use crate::recording::write::Writer;
use wsspec_codec::rules::Role;

/// Passes on what client and server say to each other, each chunk as soon as it was written down, until both have ended or
/// one is lost.
///
/// # Errors
/// The recording cannot be written; then both connections are dropped.
pub async fn pass(client: TcpStream, server: TcpStream, writer: &RefCell<Writer<impl Write>>) -> io::Result<()> {
    let start = Instant::now();
    // Each chunk is to go out as it came in.
    let _ = client.set_nodelay(true).and_then(|()| server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let there = one_way(from_client, to_server, Role::Client, start, writer);
    let back = one_way(from_server, to_client, Role::Server, start, writer);
    let mut there = std::pin::pin!(there);
    let mut back = std::pin::pin!(back);
    // The first to be lost takes the other with it; an end in order lets the other side finish.
    tokio::select! {
        ended = &mut there => match ended? {
            Ended::Lost => Ok(()),
            Ended::InOrder => back.await.map(drop),
        },
        ended = &mut back => match ended? {
            Ended::Lost => Ok(()),
            Ended::InOrder => there.await.map(drop),
        },
    }
}

enum Ended {
    InOrder,
    Lost,
}

async fn one_way(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    role: Role,
    start: Instant,
    writer: &RefCell<Writer<impl Write>>,
) -> io::Result<Ended> {
    let at = || -> Duration { start.elapsed() };
    let mut buffer = vec![0; 64 << 10];
    loop {
        match from.read(&mut buffer).await {
            Ok(0) => {
                writer.borrow_mut().end(at(), role, false)?;
                // Who is gone already need not be told.
                let _ = to.shutdown().await;
                return Ok(Ended::InOrder);
            }
            Ok(len) => {
                writer.borrow_mut().chunk(at(), role, &buffer[..len])?;
                if to.write_all(&buffer[..len]).await.is_err() {
                    writer.borrow_mut().end(at(), role.peer(), true)?;
                    return Ok(Ended::Lost);
                }
            }
            Err(_) => {
                writer.borrow_mut().end(at(), role, true)?;
                return Ok(Ended::Lost);
            }
        }
    }
}
