//! A server in the same process, for tests.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::thread::{self, JoinHandle};

use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::options::Options;
use crate::serve::{Stopper, bind, serve};

/// A server that runs on a thread of its own until it is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stopper: Stopper,
    thread: Option<JoinHandle<io::Result<()>>>,
    /// Ready when the thread has nothing left to do.
    ended: oneshot::Receiver<Infallible>,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Closes open connections with 1001, and is ready when they are closed, within a second. Dropping does the same,
    /// but blocks.
    ///
    /// # Errors
    /// It could not serve: there was no thread to be had.
    pub async fn shutdown(mut self) -> io::Result<()> {
        self.stopper.stop();
        // The sender is dropped when the thread ends, also by a panic, which was printed.
        let _ = (&mut self.ended).await;
        self.join()
    }

    fn join(&mut self) -> io::Result<()> {
        let joined = self.thread.take().map(JoinHandle::join);
        joined.and_then(Result::ok).unwrap_or(Ok(()))
    }
}

impl Drop for Running {
    /// Closes open connections with 1001, and waits until they are closed.
    fn drop(&mut self) {
        self.stopper.stop();
        // There is nobody to tell.
        let _ = self.join();
    }
}

/// Starts a server on a free port of 127.0.0.1.
///
/// # Errors
/// There is no port, or no thread, to be had.
pub fn spawn(options: Options) -> io::Result<Running> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let listeners = runtime.block_on(bind("127.0.0.1", 0))?;
    let address = listeners[0].local_addr()?;
    let (stopper, stop) = Stopper::new();
    let (until_ended, ended) = oneshot::channel();
    let thread = thread::Builder::new().name("wsspec-server".to_owned()).spawn(move || {
        let _until_ended = until_ended;
        runtime.block_on(serve(listeners, options, stop))
    })?;
    Ok(Running {
        address,
        stopper,
        thread: Some(thread),
        ended,
    })
}
