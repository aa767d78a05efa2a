//! Connections to a server, with TLS or without.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::tls::{Tls, refused};
use crate::autobahn::run::Connect;
use crate::subject::in_words;

/// A connection to a server.
#[derive(Debug)]
pub enum Stream {
    /// TCP.
    Plain(TcpStream),
    /// TLS over TCP.
    Tls(Box<tokio_rustls::client::TlsStream<TcpStream>>),
}

impl Stream {
    /// Resets TCP, instead of ending it in order.
    pub fn reset(self) {
        let stream = match &self {
            Stream::Plain(stream) => stream,
            Stream::Tls(stream) => stream.get_ref().0,
        };
        // One that is gone already needs no reset.
        let _ = stream.set_zero_linger();
    }

    /// Where the server is.
    ///
    /// # Errors
    /// The connection is gone already.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        match self {
            Stream::Plain(stream) => stream.peer_addr(),
            Stream::Tls(stream) => stream.get_ref().0.peer_addr(),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Stream::Tls(stream) => match ready!(Pin::new(stream).poll_read(cx, buffer)) {
                // Many servers end TCP without close_notify. That is an end as good as any, and no reset.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Poll::Ready(Ok(())),
                read => Poll::Ready(read),
            },
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_write(cx, octets),
            Stream::Tls(stream) => Pin::new(stream).poll_write(cx, octets),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

/// Makes any number of connections to one server, whose name is resolved once.
#[derive(Debug)]
pub struct Connector {
    addresses: Vec<SocketAddr>,
    /// The one that took a connection last.
    good: AtomicUsize,
    tls: Option<Tls>,
}

/// How long a connection may take to come about.
const PATIENCE: Duration = Duration::from_secs(10);

impl Connector {
    /// Resolves a name or an address. No connection is made yet.
    ///
    /// # Errors
    /// The name has no address.
    pub async fn resolve(host: &str, port: u16, tls: Option<Tls>) -> io::Result<Connector> {
        let unknown = |why: String| io::Error::new(io::ErrorKind::NotFound, format!("cannot resolve {host:?}: {why}"));
        let found = timeout(PATIENCE, lookup_host((host, port)))
            .await
            .map_err(|_| unknown("no answer in time".to_owned()))?;
        let mut addresses: Vec<SocketAddr> = found.map_err(|error| unknown(error.to_string()))?.collect();
        if addresses.is_empty() {
            return Err(unknown("the name has no address".to_owned()));
        }
        // Autobahn knows no other family, so what is tested with it listens there.
        addresses.sort_by_key(SocketAddr::is_ipv6);
        Ok(Connector {
            addresses,
            good: AtomicUsize::new(0),
            tls,
        })
    }

    /// The address that took a connection last; before any did, the one that will be tried first.
    pub fn address(&self) -> SocketAddr {
        self.addresses[self.good.load(Ordering::Relaxed)]
    }

    /// Whether every address of the server is of this machine alone.
    pub fn is_loopback(&self) -> bool {
        self.addresses.iter().all(|address| address.ip().is_loopback())
    }

    /// Connects to the address that was good last, or else to the first of the others that takes a connection.
    ///
    /// # Errors
    /// None does, or the server does not speak TLS, or its certificate is not taken, which is an error of the kind
    /// `InvalidData` and no other is; the error says what was tried.
    pub async fn connect(&self) -> io::Result<Stream> {
        let good = self.good.load(Ordering::Relaxed);
        let others = (0..self.addresses.len()).filter(|&index| index != good);
        let mut tried = Vec::new();
        let mut kind = io::ErrorKind::NotConnected;
        for index in [good].into_iter().chain(others) {
            let address = self.addresses[index];
            match timeout(PATIENCE, self.connect_to(address)).await {
                Ok(Ok(stream)) => {
                    self.good.store(index, Ordering::Relaxed);
                    return Ok(stream);
                }
                Ok(Err(error)) => {
                    kind = error.kind();
                    tried.push(format!("{address}: {}", in_words(&error)));
                }
                Err(_) => {
                    kind = io::ErrorKind::TimedOut;
                    tried.push(format!("{address}: no answer in {} s", PATIENCE.as_secs()));
                }
            }
        }
        Err(io::Error::new(kind, tried.join("; ")))
    }

    async fn connect_to(&self, address: SocketAddr) -> io::Result<Stream> {
        let stream = TcpStream::connect(address).await?;
        // Each write is to be a segment of its own.
        stream.set_nodelay(true)?;
        let Some(tls) = &self.tls else {
            return Ok(Stream::Plain(stream));
        };
        let connecting = TlsConnector::from(tls.config()).connect(tls.name(), stream);
        match connecting.await {
            Ok(stream) => Ok(Stream::Tls(Box::new(stream))),
            Err(error) => Err(without_tls(&error)),
        }
    }
}

/// Tells certificates that are not taken, by the kind of the error, from everything else that goes wrong with TLS.
fn without_tls(error: &io::Error) -> io::Error {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    let (kind, why) = match (inner, error.kind()) {
        (Some(rustls::Error::InvalidCertificate(why)), _) => (io::ErrorKind::InvalidData, refused(why)),
        (_, io::ErrorKind::InvalidData) => (io::ErrorKind::Unsupported, error.to_string()),
        (_, kind) => (kind, error.to_string()),
    };
    io::Error::new(kind, format!("no TLS connection: {why}"))
}

impl Connect for Connector {
    type Stream = Stream;

    async fn connect(&self) -> io::Result<Stream> {
        Connector::connect(self).await
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(future)
    }

    #[test]
    fn octets_go_both_ways_without_delay() {
        block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let connector = Connector::resolve("127.0.0.1", address.port(), None).await.unwrap();
            let mut stream = connector.connect().await.unwrap();
            assert_eq!(stream.peer_addr().unwrap(), address);
            assert!(matches!(&stream, Stream::Plain(stream) if stream.nodelay().unwrap()));
            let (mut accepted, _) = listener.accept().await.unwrap();
            let mut octets = [0; 3];
            stream.write_all(b"out").await.unwrap();
            accepted.read_exact(&mut octets).await.unwrap();
            assert_eq!(&octets, b"out");
            accepted.write_all(b"in!").await.unwrap();
            stream.read_exact(&mut octets).await.unwrap();
            assert_eq!(&octets, b"in!");
        });
    }

    #[test]
    fn a_dead_address_is_skipped_and_the_good_one_is_remembered() {
        block_on(async {
            let dead = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let alive = listener.local_addr().unwrap();
            let mut connector = Connector::resolve("127.0.0.1", dead.port(), None).await.unwrap();
            connector.addresses = vec![dead, alive];
            assert_eq!(connector.connect().await.unwrap().peer_addr().unwrap(), alive);
            assert_eq!(connector.good.into_inner(), 1);
        });
    }

    #[test]
    fn errors_say_what_was_tried() {
        block_on(async {
            let dead = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
            let connector = Connector::resolve("127.0.0.1", dead.port(), None).await.unwrap();
            let error = connector.connect().await.unwrap_err();
            assert_eq!(error.to_string(), format!("{dead}: connection refused"));
            let error = Connector::resolve("no-such-name.invalid", 80, None).await.unwrap_err();
            assert!(error.to_string().contains("no-such-name.invalid"), "{error}");
        });
    }
}
