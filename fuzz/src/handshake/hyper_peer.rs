//! A server and a client that nobody here wrote: `hyper`, at one end of a wire in memory.

use std::cell::RefCell;
use std::convert::Infallible;
use std::future::{Future, poll_fn, ready};
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use hyper::header::HeaderMap;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::service::service_fn;
use hyper::upgrade::{self, Upgraded};
use hyper::{Request, Response, StatusCode, Uri, body, client, server};

/// What `hyper` made of a request, and that it upgraded.
#[derive(Clone, Debug)]
pub struct Served {
    /// The method.
    pub method: String,
    /// The target.
    pub target: Uri,
    /// The fields.
    pub fields: HeaderMap,
    /// What stood behind the head.
    pub behind: Vec<u8>,
}

/// Lets a server answer 101 to the request in these octets. `None` if it does not come to that.
pub fn serve(octets: &[u8]) -> Option<Served> {
    let reached = Rc::new(RefCell::new(None));
    let service = service_fn(|mut request: Request<body::Incoming>| {
        let upgrade = upgrade::on(&mut request);
        *reached.borrow_mut() = Some((request.into_parts().0, upgrade));
        let response = Response::builder()
            .status(StatusCode::SWITCHING_PROTOCOLS)
            .header("Upgrade", "websocket")
            .header("Connection", "Upgrade")
            .body(String::new());
        ready(Ok::<_, Infallible>(
            response.expect("a status and two fields are a response"),
        ))
    });
    let wire = Wire::new(octets, true);
    let connection = server::conn::http1::Builder::new().serve_connection(wire, service);
    complete(async {
        connection.with_upgrades().await.ok()?;
        let (request, upgrade) = reached.borrow_mut().take()?;
        Some(Served {
            method: request.method.to_string(),
            target: request.uri,
            fields: request.headers,
            behind: left(upgrade.await.ok()?),
        })
    })
}

/// What `hyper` made of a 101, and that it upgraded.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The fields.
    pub fields: HeaderMap,
    /// What stood behind the head.
    pub behind: Vec<u8>,
}

/// Lets a client ask for an upgrade and gives it these octets for an answer. `None` if it does not upgrade.
pub fn open(octets: &[u8]) -> Option<Opened> {
    let request = Request::builder()
        .uri("/")
        .header("Host", "server.example.com")
        .header("Upgrade", "websocket")
        .header("Connection", "Upgrade")
        .body(String::new())
        .expect("a path and three fields are a request");
    complete(async {
        let handshake = client::conn::http1::handshake(Wire::new(octets, false));
        let (mut sender, connection) = handshake.await.ok()?;
        let mut connection = pin!(connection.with_upgrades());
        let mut opened = pin!(async {
            let response = sender.send_request(request).await.ok()?;
            if response.status() != StatusCode::SWITCHING_PROTOCOLS {
                return None;
            }
            let fields = response.headers().clone();
            let behind = left(upgrade::on(response).await.ok()?);
            Some(Opened { fields, behind })
        });
        let mut ended = false;
        poll_fn(|context| {
            ended = ended || connection.as_mut().poll(context).is_ready();
            opened.as_mut().poll(context)
        })
        .await
    })
}

/// The octets that an upgraded connection did not take for HTTP.
fn left(upgraded: Upgraded) -> Vec<u8> {
    let parts = upgraded.downcast::<Wire>().expect("it was given such a wire");
    [&parts.read_buf[..], &parts.io.octets[parts.io.read..]].concat()
}

/// More turns than a handshake takes, each of which reads all that is there.
const TURNS: usize = 8;

/// The result of a future that nothing outside keeps waiting, or `None` where it waits for a peer that says no more.
fn complete<T>(future: impl Future<Output = Option<T>>) -> Option<T> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..TURNS {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            return result;
        }
    }
    None
}

/// One end of a wire. What the peer says is there at once, or once it has been spoken to; then it is silent, and stays.
/// What it is told is not kept.
struct Wire {
    octets: Vec<u8>,
    read: usize,
    speaks: bool,
}

impl Wire {
    fn new(octets: &[u8], speaks: bool) -> Wire {
        Wire {
            octets: octets.to_vec(),
            read: 0,
            speaks,
        }
    }
}

impl Read for Wire {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, mut buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let rest = &self.octets[self.read..];
        if rest.is_empty() || !self.speaks {
            return Poll::Pending;
        }
        let taken = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..taken]);
        self.read += taken;
        Poll::Ready(Ok(()))
    }
}

impl Write for Wire {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        self.speaks = true;
        Poll::Ready(Ok(octets.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_upgrade_and_hand_over_what_follows() {
        let request = b"GET /a HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x00";
        let served = serve(request).unwrap();
        assert_eq!((&*served.method, &*served.target.to_string()), ("GET", "/a"));
        assert_eq!(served.fields["host"], "a");
        assert_eq!(served.behind, b"\x81\x00");
        let response = b"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x00";
        let opened = open(response).unwrap();
        assert_eq!(opened.fields["upgrade"], "websocket");
        assert_eq!(opened.behind, b"\x81\x00");
    }

    #[test]
    fn what_is_no_upgrade_is_none() {
        assert!(serve(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").is_none());
        assert!(serve(b"GET / HTTP/1.1\r\nHost").is_none());
        assert!(serve(b"GET \r\n\r\n").is_none());
        assert!(open(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").is_none());
        assert!(open(b"HTTP/1.1 101").is_none());
        assert!(open(b"garbage\r\n\r\n").is_none());
    }
}
