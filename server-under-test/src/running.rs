//! A server in the same process, for tests.

use std::io;
use std::net::SocketAddr;
use std::thread::{self, JoinHandle};

use tokio::runtime::Builder;

use crate::options::Options;
use crate::serve::{Stopper, bind, serve};

/// A server that runs on a thread of its own until it is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    stopper: Stopper,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Running {
    /// Closes open connections with 1001, and waits until they are closed.
    fn drop(&mut self) {
        self.stopper.stop();
        if let Some(thread) = self.thread.take() {
            // It ends by itself, and a panic of it was printed.
            let _ = thread.join();
        }
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
    let thread = thread::Builder::new()
        .name("wsspec-server".to_owned())
        .spawn(move || runtime.block_on(serve(listeners, options, stop)))?;
    Ok(Running {
        address,
        stopper,
        thread: Some(thread),
    })
}
