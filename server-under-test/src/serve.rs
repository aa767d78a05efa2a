//! Accepting connections until it is time to stop.

use std::convert::Infallible;
use std::future::{pending, poll_fn};
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream, lookup_host};
use tokio::runtime::{Builder, Handle};
use tokio::sync::{oneshot, watch};
use tokio::time::{sleep, timeout};

use wsspec_codec::plant::{Plant, planted};

use crate::connection;
use crate::house::{House, Place, Stage};
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

/// Listens at every address of a host, all on the same port; port 0 is a free one. `localhost` is the loopback of both
/// families, whatever the machine's list of hosts says: browsers try both.
///
/// # Errors
/// The name has no address, or one of them cannot be listened at. An address family that the machine does not have is
/// left out.
pub async fn bind(host: &str, port: u16) -> io::Result<Vec<TcpListener>> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut port = port;
    let mut missing = None;
    let addresses: Vec<SocketAddr> = if host == "localhost" {
        vec![(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()]
    } else {
        lookup_host((host, port)).await?.collect()
    };
    for mut address in addresses {
        address.set_port(port);
        match TcpListener::bind(address).await {
            Ok(listener) => {
                port = listener.local_addr()?.port();
                listeners.push(listener);
            }
            // A reason to look for another address. All other kinds mean that this machine does not have the family,
            // and differ from system to system.
            Err(error) if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {
                return Err(error);
            }
            Err(error) => missing = Some(error),
        }
    }
    match (listeners.is_empty(), missing) {
        (true, Some(error)) => Err(error),
        (true, None) => Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address")),
        _ => Ok(listeners),
    }
}

/// How long open connections may take to close when the server stops. The whole is over within a second.
const FAREWELL: Duration = Duration::from_millis(500);

/// Serves every connection at once, until it is time to stop; then closes those that are open with 1001, and returns
/// when they are closed. Those that are not closed after 500 ms are dropped.
///
/// Connections are shared among [`Options::threads`] threads, each with everything it needs to itself; the runtime that
/// polls this is one of them.
///
/// # Errors
/// There is no further thread to be had.
pub async fn serve(listeners: Vec<TcpListener>, options: Options, stop: Stop) -> io::Result<()> {
    let workers = (1..options.threads)
        .map(|_| Worker::start())
        .collect::<io::Result<Vec<Worker>>>()?;
    let house = House::new(options);
    tokio::select! {
        () = stop.wait() => {}
        never = accept(&listeners, &house, &workers) => match never {},
    }
    drop(listeners);
    house.enter(Stage::Closing);
    if timeout(FAREWELL, house.empty()).await.is_err() {
        house.enter(Stage::Over);
        house.empty().await;
    }
    Ok(())
}

/// For how many connections a planted defect has room.
const PLACES: u32 = 400;

/// Hands out connections to all threads in turn.
async fn accept(listeners: &[TcpListener], house: &Arc<House>, workers: &[Worker]) -> Infallible {
    let mut turn = 0;
    let mut told = false;
    let mut places = 0_u32;
    loop {
        let accepted = poll_fn(|cx| {
            let mut ready = listeners.iter().map(|listener| listener.poll_accept(cx));
            ready.find(Poll::is_ready).unwrap_or(Poll::Pending)
        });
        match accepted.await {
            Ok((stream, _)) => {
                told = false;
                places += 1;
                if planted(Plant::PlacesNeverGivenBack) && places >= PLACES {
                    pending::<()>().await;
                }
                turn = (turn + 1) % (workers.len() + 1);
                // A connection that cannot change its thread is as good as lost already.
                let _ = admit(stream, house.place(), turn.checked_sub(1).map(|index| &workers[index]));
            }
            // The client's loss alone.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                // Out of file descriptors, most likely: some will be free again soon.
                if !told {
                    eprintln!("no further connection can be accepted for now: {error}");
                }
                told = true;
                sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// Begins to serve a connection, on the thread of a worker or on this one.
fn admit(stream: TcpStream, place: Place, worker: Option<&Worker>) -> io::Result<()> {
    let Some(worker) = worker else {
        tokio::spawn(connection::run(stream, place));
        return Ok(());
    };
    let stream = stream.into_std()?;
    worker.runtime.spawn(async move {
        if let Ok(stream) = TcpStream::from_std(stream) {
            tokio::spawn(connection::run(stream, place));
        }
    });
    Ok(())
}

/// A further thread with a runtime of its own, until it is dropped.
struct Worker {
    runtime: Handle,
    _until_dropped: oneshot::Sender<Infallible>,
}

impl Worker {
    fn start() -> io::Result<Worker> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (until_dropped, dropped) = oneshot::channel();
        let worker = Worker {
            runtime: runtime.handle().clone(),
            _until_dropped: until_dropped,
        };
        thread::Builder::new()
            .name("wsspec-server".to_owned())
            .spawn(move || runtime.block_on(dropped))?;
        Ok(worker)
    }
}
