//! Plays with a server over TCP: one that somebody runs, or one that was started for the run and is started again when it
//! dies.

use std::cell::Cell;
use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::sync::RwLock;

use super::command::in_words;
use super::ordeal;
use super::spawned::Spawned;
use super::stream::Connector;
use super::tcp;
use crate::case::Case;
use crate::pattern::Grade;
use crate::record::Record;
use crate::run::Player;
use crate::session::Settings;
use crate::trace::{By, What};

/// A server to play with.
#[derive(Debug)]
pub struct Server {
    /// Makes connections to it.
    pub connector: Connector,
    /// Its process, if it was started here.
    pub spawned: Option<Spawned>,
    /// Read by those who play beside others, written by who plays alone.
    alone: RwLock<()>,
    suspects: Suspects,
    /// An ordeal went wrong, and nobody starts the subject again.
    sick: Cell<bool>,
}

/// Which plays may have killed a subject that died while several were going on.
#[derive(Debug, Default)]
struct Suspects {
    /// How many plays go on.
    playing: Cell<usize>,
    /// How many of them are still to be played alone, since it died.
    left: Cell<usize>,
    /// It died again under one of them.
    convicted: Cell<bool>,
}

/// How long a subject may take to be dead after a play that went wrong: it ends its connections first.
const DYING: Duration = Duration::from_millis(100);

impl Server {
    /// Plays over these connections, with a server that this process was started for, if any.
    pub fn new(connector: Connector, spawned: Option<Spawned>) -> Server {
        Server {
            connector,
            spawned,
            alone: RwLock::new(()),
            suspects: Suspects::default(),
            sick: Cell::default(),
        }
    }

    async fn once(&self, case: &Case, settings: Settings) -> io::Result<Record> {
        match &case.ordeal {
            Some(ordeal) => {
                if self.sick.get() {
                    ordeal::still_serves(&settings, &self.connector).await?;
                }
                let spawned = self.spawned.as_ref();
                let record = ordeal::server(case, ordeal, settings, &self.connector, spawned).await?;
                self.sick.set(record.verdict.grade.is_failure() && spawned.is_none());
                Ok(record)
            }
            None => tcp::play(case, settings, &self.connector).await,
        }
    }

    /// A play beside others; and how the subject died meanwhile, and whether nobody else played.
    async fn beside_others(
        &self,
        spawned: &Spawned,
        case: &Case,
        settings: Settings,
    ) -> (io::Result<Record>, Option<(ExitStatus, bool)>) {
        let _beside = loop {
            let beside = self.alone.read().await;
            if spawned.death().is_none() {
                break beside;
            }
            drop(beside);
            let _alone = self.alone.write().await;
            if let Err(error) = spawned.revive().await {
                return (Err(error), None);
            }
        };
        let suspects = &self.suspects;
        suspects.playing.set(suspects.playing.get() + 1);
        let played = self.once(case, settings).await;
        let patience = match &played {
            Ok(record) if record.verdict.grade == Grade::Pass => Duration::ZERO,
            _ => DYING,
        };
        let death = spawned.dies_within(patience).await;
        let playing = suspects.playing.replace(suspects.playing.get() - 1);
        let death = death.map(|death| {
            if suspects.left.get() == 0 {
                suspects.left.set(playing);
                suspects.convicted.set(false);
            }
            (death, suspects.left.get() == 1 && playing == 1)
        });
        (played, death)
    }

    /// The play of a case under which the subject may have died, once more and with nobody else.
    async fn again(&self, spawned: &Spawned, case: &Case, settings: Settings, first: ExitStatus) -> io::Result<Record> {
        let _alone = self.alone.write().await;
        let suspects = &self.suspects;
        let left = suspects.left.get().saturating_sub(1);
        suspects.left.set(left);
        spawned.revive().await?;
        let record = self.once(case, settings.clone()).await;
        if let Some(death) = spawned.dies_within(DYING).await {
            suspects.convicted.set(true);
            return Ok(died(case, &settings, record, spawned, &in_words(death)));
        }
        if left == 0 && !suspects.convicted.get() {
            let how = format!(
                "{} while this and other cases were played, and not when each was alone",
                in_words(first)
            );
            return Ok(died(case, &settings, record, spawned, &how));
        }
        record
    }
}

impl Player for Server {
    async fn play(&self, case: &Case, settings: Settings) -> io::Result<Record> {
        let Some(spawned) = &self.spawned else {
            return self.once(case, settings).await;
        };
        match self.beside_others(spawned, case, settings.clone()).await {
            (played, None) => played,
            (played, Some((death, true))) => {
                self.suspects.left.set(0);
                Ok(died(case, &settings, played, spawned, &in_words(death)))
            }
            (_, Some((death, false))) => self.again(spawned, case, settings, death).await,
        }
    }

    async fn gone(&self) -> Option<String> {
        match &self.spawned {
            None => self.connector.gone().await,
            Some(_) => None,
        }
    }
}

/// The record of a case under which the subject died.
fn died(case: &Case, settings: &Settings, played: io::Result<Record>, spawned: &Spawned, how: &str) -> Record {
    let mut record = played.unwrap_or_else(|error| Record::unplayed(case, settings, error.to_string()));
    let died = format!("the subject {how} under this case");
    record.trace.push(By::Subject, What::Note(how.to_owned()));
    record.die(case, &died);
    record.output = spawned.output();
    record
}
