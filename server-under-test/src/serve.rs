//! Accepting connections until it is time to stop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream, lookup_host};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::connection;
use crate::options::Options;

/// Tells a server to stop.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

/// Knows when to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stopper {
    /// A way to stop, and one to know it.
    pub fn new() -> (Stopper, Stop) {
        let (sender, receiver) = watch::channel(false);
        (Stopper(sender), Stop(receiver))
    }

    /// Stops: no connection is accepted any more, and those that are open are closed with 1001.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Ready when it is time, or when nobody is left to tell.
    pub async fn wait(mut self) {
        let _ = self.0.wait_for(|&stop| stop).await;
    }
}

/// Listens at every address of a host, all on the same port; port 0 is a free one.
///
/// # Errors
/// The name has no address, or one of them cannot be listened at. An address family that the machine does not have is
/// left out.
pub async fn bind(host: &str, port: u16) -> io::Result<Vec<TcpListener>> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut port = port;
    let mut missing = None;
    let addresses: Vec<SocketAddr> = lookup_host((host, port)).await?.collect();
    for mut address in addresses {
        address.set_port(port);
        match TcpListener::bind(address).await {
            Ok(listener) => {
                port = listener.local_addr()?.port();
                listeners.push(listener);
            }
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::AddrNotAvailable | io::ErrorKind::Unsupported
                ) =>
            {
                missing = Some(error);
            }
            Err(error) => return Err(error),
        }
    }
    match (listeners.is_empty(), missing) {
        (true, Some(error)) => Err(error),
        (true, None) => Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address")),
        _ => Ok(listeners),
    }
}

/// How long open connections may take to close when the server stops. The whole is over within a second.
const FAREWELL: Duration = Duration::from_millis(700);

/// Serves every connection at once, until it is time to stop; then closes those that are open with 1001, and returns
/// when they are closed, at the latest after 700 ms.
pub async fn serve(listeners: Vec<TcpListener>, options: Options, stop: Stop) {
    let options = Arc::new(options);
    let (alive, mut all_gone) = mpsc::channel::<()>(1);
    let mut accepting = JoinSet::new();
    for listener in listeners {
        let (options, stop, alive) = (Arc::clone(&options), stop.clone(), alive.clone());
        accepting.spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    // Out of file descriptors, most likely: some will be free again soon.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    continue;
                };
                tokio::spawn(one(stream, Arc::clone(&options), stop.clone(), alive.clone()));
            }
        });
    }
    drop(alive);
    stop.wait().await;
    accepting.shutdown().await;
    let _ = tokio::time::timeout(FAREWELL, all_gone.recv()).await;
}

/// One connection; `_alive` is held as long as it lasts.
async fn one(stream: TcpStream, options: Arc<Options>, stop: Stop, _alive: mpsc::Sender<()>) {
    connection::run(stream, &options, stop).await;
}
