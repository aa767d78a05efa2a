//! A server that was started for the run: until it takes connections, whether it is alive, and again when it died.

use std::cell::{RefCell, RefMut};
use std::io;
use std::net::SocketAddr;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::command::{Command, Running, in_words};
use super::resident::Resident;

/// A server, started by a command, at a port that the command was told.
#[derive(Debug)]
pub struct Spawned {
    command: Command,
    address: SocketAddr,
    patience: Duration,
    running: RefCell<Running>,
}

/// How long lies between two attempts to connect to a server that starts.
const BREATH: Duration = Duration::from_millis(20);

/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(1);

impl Spawned {
    /// Starts a server and waits so long until it takes connections there.
    ///
    /// # Errors
    /// There is no such program, it ended, or it takes no connections; the error has what it said.
    pub async fn start(command: Command, address: SocketAddr, patience: Duration) -> io::Result<Spawned> {
        let running = launch(&command, address, patience).await?;
        Ok(Spawned {
            command,
            address,
            patience,
            running: RefCell::new(running),
        })
    }

    /// How it died; `None` while it lives.
    pub fn death(&self) -> Option<ExitStatus> {
        self.running().exited()
    }

    /// How it died, if it does so within this time.
    pub async fn dies_within(&self, time: Duration) -> Option<ExitStatus> {
        let end = Instant::now() + time;
        loop {
            let death = self.death();
            if death.is_some() || Instant::now() >= end {
                return death;
            }
            sleep(Duration::from_millis(2)).await;
        }
    }

    /// Starts it again, when it is dead.
    ///
    /// # Errors
    /// As at the start.
    pub async fn revive(&self) -> io::Result<()> {
        match self.death() {
            Some(_) => self.renew().await,
            None => Ok(()),
        }
    }

    /// Ends it, and starts it again.
    ///
    /// # Errors
    /// As at the start.
    pub async fn renew(&self) -> io::Result<()> {
        self.running().kill();
        // The port is free when the process is gone, and not before.
        self.dies_within(ATTEMPT).await;
        let running = launch(&self.command, self.address, self.patience).await?;
        self.running.replace(running);
        Ok(())
    }

    /// How much memory it holds, to be asked again and again. `None` where there are no process groups.
    pub fn resident(&self) -> Option<Resident> {
        self.running().group().map(Resident::of)
    }

    /// What it said so far.
    pub fn output(&self) -> Option<String> {
        self.running().said()
    }

    fn running(&self) -> RefMut<'_, Running> {
        self.running.borrow_mut()
    }
}

async fn launch(command: &Command, address: SocketAddr, patience: Duration) -> io::Result<Running> {
    let mut running = command.start_server(address.port())?;
    let begun = Instant::now();
    loop {
        if let Ok(Ok(_)) = timeout(ATTEMPT, TcpStream::connect(address)).await {
            return Ok(running);
        }
        let why = if let Some(status) = running.exited() {
            format!(
                "the command {} before it took a connection at {address}",
                in_words(status)
            )
        } else if begun.elapsed() >= patience {
            let seconds = patience.as_secs_f64();
            running.end(Duration::ZERO).await;
            format!(
                "the command takes no connection at {address} after {seconds} s; it must listen at the port in $PORT, which \
                 {{port}} stands for"
            )
        } else {
            sleep(BREATH).await;
            continue;
        };
        let said = running
            .output()
            .await
            .map_or(String::new(), |said| format!("; it said:\n{}", said.trim_end()));
        return Err(io::Error::new(io::ErrorKind::NotConnected, format!("{why}{said}")));
    }
}
