//! What the peers need to run without a socket.

use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream that gives the same octets again and again, at most so many at a time, and swallows what is written.
pub(crate) struct Endless {
    octets: Vec<u8>,
    at: usize,
    at_once: usize,
}

impl Endless {
    pub(crate) fn new(octets: Vec<u8>, at_once: usize) -> Endless {
        Endless { octets, at: 0, at_once }
    }

    fn next(&mut self, room: usize) -> &[u8] {
        let len = room.min(self.at_once).min(self.octets.len() - self.at);
        let from = self.at;
        self.at = (from + len) % self.octets.len();
        &self.octets[from..from + len]
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let octets = self.next(buffer.len());
        buffer[..octets.len()].copy_from_slice(octets);
        Ok(octets.len())
    }
}

impl Write for Endless {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl AsyncRead for Endless {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let room = buffer.remaining();
        buffer.put_slice(self.get_mut().next(room));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Endless {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(octets.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// The result of a future that never waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("an endless stream never waits"),
    }
}
