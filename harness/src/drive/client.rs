//! Plays with clients over TCP: with a command that is started for each case, or with whoever connects.

use std::cell::RefCell;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::sleep;

use super::command::{Command, Running, UNSUPPORTED, crash, in_words};
use super::door::{Door, turn_all_away};
use super::ordeal;
use super::resident::Resident;
use super::tcp;
use crate::case::Case;
use crate::pattern::Grade;
use crate::record::Record;
use crate::run::Player;
use crate::session::{Earlier, Settings};
use crate::trace::{By, What};
use crate::url_spec::{Ended, UrlSpec};
use crate::verdict::Verdict;

/// A command that is started anew for each case, with a port of its own, so that every connection to that port belongs to
/// that play whatever is sent on it.
#[derive(Debug)]
pub struct OncePerCase {
    /// Starts a client.
    pub command: Command,
    /// Where to listen: at a port that is free when it is 0.
    pub address: SocketAddr,
    /// How long a client may take to connect.
    pub patience: Duration,
    /// How long a client may take to exit when its case is over.
    pub grace: Duration,
    /// What the clients drew at random so far.
    pub drawn: Memory,
}

/// Whoever connects plays the next case.
#[derive(Debug)]
pub struct Whoever<'d> {
    /// Where they connect.
    pub door: &'d Door,
    /// How long nobody may come.
    pub patience: Duration,
    /// Says how the one command that makes all connections was over, once it is.
    pub over: Option<watch::Receiver<Option<ExitStatus>>>,
    /// What the clients drew at random so far.
    pub drawn: Memory,
}

/// What clients drew at random in the plays of a run.
#[derive(Debug, Default)]
pub struct Memory(RefCell<Earlier>);

/// So many masking keys are remembered of one play, and of all.
const KEYS: (usize, usize) = (64, 1 << 16);

impl Memory {
    /// Lets a case that is about it see what was drawn before.
    fn remind(&self, case: &Case, settings: &mut Settings) {
        if !case.judges.is_empty() {
            settings.earlier = Arc::new(self.0.borrow().clone());
        }
    }

    fn remember(&self, record: &Record) {
        let mut earlier = self.0.borrow_mut();
        earlier.keys.extend(record.drawn.key.clone());
        let room = KEYS.1.saturating_sub(earlier.masking_keys.len()).min(KEYS.0);
        let keys = record.drawn.masking_keys.iter().take(room);
        earlier.masking_keys.extend(keys);
    }
}

/// The address that a client is told to connect to, where we listen here: of all addresses of this machine the one that only
/// it has.
pub fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => IpAddr::V4([127, 0, 0, 1].into()),
            IpAddr::V6(_) => IpAddr::V6(1.into()),
        });
    }
    address
}

impl Player for OncePerCase {
    async fn play(&self, case: &Case, mut settings: Settings) -> io::Result<Record> {
        let Some(listener) = self.listen(case).await? else {
            let because = "the tester cannot listen at [::1] here";
            return Ok(Record::judged(
                case,
                &settings,
                Verdict::new(Grade::Unsupported, because),
            ));
        };
        let address = reachable(listener.local_addr()?);
        let url = match &case.url {
            Some(spec) => {
                spec.settle(address, &mut settings);
                spec.write(address)
            }
            None => {
                settings.host = address.to_string();
                settings.target = format!("/{}", case.id);
                format!("ws://{}{}", settings.host, settings.target)
            }
        };
        self.drawn.remind(case, &mut settings);
        let mut running = self.command.start(&url, Some(&case.id))?;
        let connection = match &case.url {
            Some(spec) => self.perhaps(&listener, &mut running, spec, settings.opens).await?,
            None => self.connection(&listener, &mut running).await?,
        };
        let stream = match connection {
            Ok(stream) => stream,
            Err(verdict) => {
                let clause = case.clauses.first().copied().filter(|_| verdict.grade > Grade::Pass);
                let mut record = Record::judged(case, &settings, Verdict { clause, ..verdict });
                record.output = running.output().await;
                return Ok(record);
            }
        };
        stream.set_nodelay(true)?;
        // Whoever else comes meanwhile, perhaps the same client once more, is told that there is nothing more.
        let mut record = tokio::select! {
            record = play(case, settings, stream, running.group().map(Resident::of)) => record,
            () = turn_all_away(&listener) => unreachable!("it never ends"),
        };
        let status = tokio::select! {
            status = running.end(self.grace) => status,
            () = turn_all_away(&listener) => unreachable!("it never ends"),
        };
        self.drawn.remember(&record);
        conclude(case, &mut record, status);
        record.output = running.output().await;
        Ok(record)
    }
}

impl OncePerCase {
    /// The connection of a command, or the verdict of one that says that it does not support the case.
    async fn connection(
        &self,
        listener: &TcpListener,
        running: &mut Running,
    ) -> io::Result<Result<TcpStream, Verdict>> {
        let why = tokio::select! {
            biased;
            accepted = listener.accept() => return accepted.map(|(stream, _)| Ok(stream)),
            status = running.exit() => {
                let status = status?;
                if status.code() == Some(UNSUPPORTED) {
                    return Ok(Err(unsupported()));
                }
                format!("the command {} without having connected", in_words(status))
            }
            () = sleep(self.patience) => {
                let why = format!("the command has not connected for {} s", self.patience.as_secs_f64());
                running.end(Duration::ZERO).await;
                why
            }
        };
        let said = running.output().await.unwrap_or_default();
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        let why = match last {
            Some(line) => format!("{why}; it said last: {}", line.trim()),
            None => why,
        };
        Err(io::Error::new(io::ErrorKind::NotConnected, why))
    }
}

impl OncePerCase {
    /// Listens for the client of a case; `None` where this machine has no address of the kind that the case needs.
    async fn listen(&self, case: &Case) -> io::Result<Option<TcpListener>> {
        if case.url.as_ref().is_some_and(|url| url.ipv6) {
            return Ok(TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).await.ok());
        }
        TcpListener::bind(self.address).await.map(Some)
    }

    /// The connection of a command, or what it says of a client with this URL that it makes none.
    async fn perhaps(
        &self,
        listener: &TcpListener,
        running: &mut Running,
        spec: &UrlSpec,
        opens: bool,
    ) -> io::Result<Result<TcpStream, Verdict>> {
        let ended = tokio::select! {
            biased;
            accepted = listener.accept() => return accepted.map(|(stream, _)| Ok(stream)),
            status = running.exit() => match status? {
                status if status.code() == Some(UNSUPPORTED) => return Ok(Err(unsupported())),
                status if crash(status).is_some() => {
                    return Ok(Err(Verdict::new(Grade::Fail, format!("the command {}", in_words(status)))));
                }
                status if status.success() => Ended::Well,
                _ => Ended::Failing,
            },
            () = sleep(if spec.may_be_refused() { self.patience.min(REFUSING) } else { self.patience }) => {
                running.end(Duration::ZERO).await;
                Ended::Never
            }
        };
        Ok(Err(match opens {
            true => spec.refused(ended),
            false => {
                let because = format!("the client did not connect: it {ended}; but it opens no connection at all");
                Verdict::new(Grade::Blocked, because)
            }
        }))
    }
}

/// How long a client may take to refuse a URL.
const REFUSING: Duration = Duration::from_secs(15);

/// A case, or an ordeal, with the client at the other end.
async fn play(case: &Case, settings: Settings, mut stream: TcpStream, resident: Option<Resident>) -> Record {
    match &case.ordeal {
        Some(ordeal) => ordeal::client(case, ordeal, settings, stream, resident).await,
        None => tcp::over(case, settings, &mut stream).await,
    }
}

fn unsupported() -> Verdict {
    Verdict::new(
        Grade::Unsupported,
        format!("the command exited with status {UNSUPPORTED}, by which it says so"),
    )
}

/// What the end of a command says about its play.
fn conclude(case: &Case, record: &mut Record, status: Option<ExitStatus>) {
    record.trace.set_now(record.duration);
    let Some(status) = status else {
        let note = "does not exit, and is ended".to_owned();
        return record.trace.push(By::Subject, What::Note(note));
    };
    record.trace.push(By::Subject, What::Note(in_words(status)));
    if status.code() == Some(UNSUPPORTED) {
        record.verdict = unsupported();
    } else if let Some(signal) = crash(status)
        && !record.verdict.grade.is_failure()
    {
        record.verdict = Verdict {
            clause: case.clauses.first().copied(),
            ..Verdict::new(Grade::Fail, format!("the command died of {signal}"))
        };
    }
}

impl Whoever<'_> {
    /// Whether the client that went through an ordeal connects again, and is well.
    async fn seek_health(&self, case: &Case, settings: Settings, mut record: Record) -> Record {
        let healthy = match self.door.guest(self.patience).await {
            Err(error) => Err(format!("no fresh connection came: {error}")),
            Ok(mut guest) => {
                let health = ordeal::health();
                ordeal::healthy(&tcp::over(&health, settings, &mut guest.stream).await)
            }
        };
        match healthy {
            Ok(()) => record
                .trace
                .push(By::Subject, What::Note("connects again, and echoes".to_owned())),
            Err(because) => ordeal::worsen(&mut record.verdict, case, Grade::Fail, &format!("behind it, {because}")),
        }
        record
    }
}

impl Player for Whoever<'_> {
    async fn play(&self, case: &Case, mut settings: Settings) -> io::Result<Record> {
        if case.url.is_some() {
            let because = "the command is not started for this case, so that it cannot be given its URL";
            return Ok(Record::judged(
                case,
                &settings,
                Verdict::new(Grade::Unsupported, because),
            ));
        }
        let mut guest = match self.over.clone() {
            None => self.door.guest(self.patience).await?,
            Some(mut over) => tokio::select! {
                biased;
                guest = self.door.guest(self.patience) => guest?,
                gone = over.wait_for(Option::is_some) => {
                    let how = gone.ok().and_then(|status| *status).map_or("is gone".to_owned(), in_words);
                    let why = format!("the command {how} before all cases were played");
                    return Err(io::Error::new(io::ErrorKind::NotConnected, why));
                }
            },
        };
        // By which address a client found us is not known.
        (settings.host, settings.target) = (String::new(), String::new());
        self.drawn.remind(case, &mut settings);
        let record = match &case.ordeal {
            None => tcp::over(case, settings, &mut guest.stream).await,
            Some(ordeal) => {
                let stream = guest.leave();
                let record = ordeal::client(case, ordeal, settings.clone(), stream, None).await;
                self.seek_health(case, settings, record).await
            }
        };
        self.drawn.remember(&record);
        Ok(record)
    }
}
