//! `wsspec client`: tests a client.

mod arguments;

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::process::ExitStatus;

use anstream::{eprint, println};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Duration, timeout};

use super::play::{HURRY, Ledger, chosen, interrupted, refuse, runtime, spare};
pub(super) use arguments::Arguments;
use wsspec::case::{Case, Profile};
use wsspec::drive::client::{Memory, OncePerCase, Whoever, reachable};
use wsspec::drive::command::{Command, Running};
use wsspec::drive::door::Door;
use wsspec::exit;
use wsspec::report::Header;
use wsspec::run::{Plan, Player, run as play_all};
use wsspec::session::Settings;
use wsspec::subject::Probe;
use wsspec_codec::rules::Role;

pub(super) fn run(arguments: &Arguments) -> u8 {
    start(arguments).unwrap_or_else(|code| code)
}

/// Makes everything ready. Either way what comes back is the exit code.
fn start(arguments: &Arguments) -> Result<u8, u8> {
    if let Some(url) = arguments.cases.iter().find(|case| case.contains("://")) {
        let why = format!("{url:?} is no case; a client is told where to connect, and --listen says where that is");
        return Err(refuse(exit::USAGE, why));
    }
    let (profile, cases) = chosen(&arguments.manner, &arguments.cases, Role::Client)?;
    let address = arguments.address();
    spare(
        &arguments.manner,
        &cases,
        address.ip().is_loopback(),
        &format!("whoever connects to {address}"),
    )?;
    runtime()?.block_on(async {
        match Command::new(&arguments.command) {
            Some(command) if !arguments.once => once_per_case(arguments, command, profile, cases).await,
            command => whoever(arguments, command, profile, cases).await,
        }
    })
}

/// The command is started anew for each case.
async fn once_per_case(
    arguments: &Arguments,
    command: Command,
    profile: Option<Profile>,
    cases: Vec<Case>,
) -> Result<u8, u8> {
    let address = arguments.address();
    // One port is for one play at a time.
    let jobs = if address.port() == 0 { arguments.jobs() } else { 1 };
    // Whether we can listen there at all.
    drop(open(address).await?);
    let player = OncePerCase {
        command,
        address,
        patience: arguments.wait,
        grace: arguments.grace,
        drawn: Memory::default(),
    };
    let testing = Testing {
        arguments,
        subject: arguments.command.join(" "),
        jobs,
        profile,
        cases,
    };
    testing.play(&player, async || None).await
}

/// Whoever connects plays the next case; perhaps a command that is started once.
async fn whoever(
    arguments: &Arguments,
    command: Option<Command>,
    profile: Option<Profile>,
    cases: Vec<Case>,
) -> Result<u8, u8> {
    let door = open(arguments.address()).await?;
    let url = format!("ws://{}/", reachable(door.address()));
    let started = match command {
        None => None,
        Some(command) => {
            let running = command.start(&url, None).map_err(|error| refuse(exit::USAGE, error))?;
            Some(Started::watch(running))
        }
    };
    println!("listening on {url}");
    let player = Whoever {
        door: &door,
        patience: arguments.wait,
        over: started.as_ref().map(|started| started.over.clone()),
        drawn: Memory::default(),
    };
    let subject = match &started {
        Some(_) => arguments.command.join(" "),
        None => format!("whoever connects to {url}"),
    };
    let testing = Testing {
        arguments,
        subject,
        jobs: arguments.jobs(),
        profile,
        cases,
    };
    let farewell = async || {
        let grace = match &started {
            Some(_) => arguments.grace,
            None => GOODBYE,
        };
        let ended = async {
            match &started {
                Some(started) => started.ended().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = ended => {}
            _ = timeout(grace, door.turn_all_away()) => {}
        }
        match started {
            Some(started) => started.output().await,
            None => None,
        }
    };
    testing.play(&player, farewell).await
}

/// How long those who connect after the last case are told that there is nothing more.
const GOODBYE: Duration = Duration::from_secs(1);

async fn open(address: SocketAddr) -> Result<Door, u8> {
    Door::open(address).await.map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "the port is in use; --listen names another, and port 0 is a free one".to_owned()
            }
            _ => error.to_string(),
        };
        refuse(exit::USAGE, format_args!("cannot listen on ws://{address}: {why}"))
    })
}

/// A command that was started once, and whose end is waited for beside the plays.
struct Started {
    over: watch::Receiver<Option<ExitStatus>>,
    stop: oneshot::Sender<()>,
    waiting: JoinHandle<Option<String>>,
}

impl Started {
    fn watch(mut running: Running) -> Started {
        let (tell, over) = watch::channel(None);
        let (stop, stopped) = oneshot::channel();
        let waiting = tokio::spawn(async move {
            tokio::select! {
                status = running.exit() => drop(tell.send(status.ok())),
                _ = stopped => drop(running.end(Duration::ZERO).await),
            }
            running.output().await
        });
        Started { over, stop, waiting }
    }

    /// Ready when it is over by itself.
    async fn ended(&self) {
        let _ = self.over.clone().wait_for(Option::is_some).await;
    }

    /// Ends it, if need be, and gives what it said.
    async fn output(self) -> Option<String> {
        let _ = self.stop.send(());
        self.waiting.await.ok().flatten()
    }
}

/// What is played, and with whom.
struct Testing<'a> {
    arguments: &'a Arguments,
    subject: String,
    jobs: usize,
    profile: Option<Profile>,
    cases: Vec<Case>,
}

impl Testing<'_> {
    /// Plays everything. What `farewell` gives is the output of a command for all cases. Either way what comes back is the
    /// exit code.
    async fn play(self, player: &impl Player, farewell: impl AsyncFnOnce() -> Option<String>) -> Result<u8, u8> {
        let Testing { arguments, cases, .. } = self;
        let manner = &arguments.manner;
        let mut settings = Settings {
            subject: Role::Client,
            ..manner.settings()
        };
        let mut interrupted = pin!(interrupted());
        let probe = tokio::select! {
            biased;
            () = interrupted.as_mut() => return Err(refuse(exit::INTERRUPTED, "interrupted; no case was played")),
            probe = Probe::ask(&settings, player) => probe,
        };
        let probe = match probe {
            Ok(probe) => probe,
            Err(error) => {
                let code = unreachable(&error);
                if let Some(output) = farewell().await {
                    eprint!("the command said:\n{output}");
                }
                return Err(code);
            }
        };
        if probe.hangs {
            settings.time_scale *= HURRY;
        }
        settings.opens = probe.opens;
        let mut header = Header::new(self.subject, &settings, cases.len(), self.jobs);
        header.probe = Some(probe);
        header.profile = self.profile;
        let mut ledger = Ledger::begin(manner, &arguments.reports, &mut header)?;
        let plan = Plan {
            cases,
            settings,
            jobs: self.jobs,
            deadline: manner.deadline,
        };
        let ending = play_all(&plan, player, interrupted.as_mut(), |index, record| {
            ledger.record(index, record);
        })
        .await;
        let output = farewell().await;
        let (code, _) = ledger.end(&ending, output, |case| arguments.again(case));
        code.map_err(|error| refuse(exit::INCOMPLETE, error))
    }
}

/// No client came to the first connection.
fn unreachable(error: &io::Error) -> u8 {
    let code = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => exit::USAGE,
        _ => exit::INCOMPLETE,
    };
    refuse(code, format_args!("{error}; no case was played"))
}
