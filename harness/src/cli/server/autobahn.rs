//! `--report autobahn=DIR`: Autobahn's report directory, of its own cases with its own scripts.
//!
//! A verdict by the RFC says nothing about what Autobahn would have said: its verdicts come of what it sends, when it sends it
//! and how long it waits. So for its report its cases are played, after the others.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstream::{eprintln, println};

use crate::cli::play::progress::Progress;
use crate::cli::play::refuse;
use wsspec::autobahn::case::{AutobahnCase, Behavior};
use wsspec::autobahn::cases::cases;
use wsspec::autobahn::play::Settings;
use wsspec::autobahn::played::Played;
use wsspec::autobahn::report::{Directory, ReportError};
use wsspec::autobahn::run::{Plan, run as play};
use wsspec::case::Case;
use wsspec::drive::stream::Connector;
use wsspec::exit;
use wsspec::run::Ending;

/// Reports in Autobahn's form: one run, written to each folder.
pub(super) struct AutobahnReport {
    /// All 517: the table of a report has a row for each.
    all: Vec<AutobahnCase>,
    /// The ids of those to play.
    chosen: BTreeSet<String>,
    directories: Vec<(PathBuf, Directory)>,
}

/// How they are played, and with whom.
pub(super) struct How<'a> {
    pub(super) agent: &'a str,
    pub(super) connector: &'a Connector,
    pub(super) settings: Settings,
    pub(super) jobs: usize,
    /// How long the whole run may take.
    pub(super) deadline: Option<Duration>,
    /// How long it has taken already.
    pub(super) elapsed: Duration,
    pub(super) verbose: bool,
}

impl AutobahnReport {
    /// Creates the folders and proves that they can be written; `None` if there are none.
    ///
    /// # Errors
    /// The exit code; what is wrong has been said.
    pub(super) fn new(folders: &[&Path], native: &[Case]) -> Result<Option<AutobahnReport>, u8> {
        if folders.is_empty() {
            return Ok(None);
        }
        let chosen: BTreeSet<String> = native.iter().flat_map(|case| case.autobahn.clone()).collect();
        if chosen.is_empty() {
            return Err(refuse(
                exit::NOTHING_RAN,
                "no selected case stands for one of Autobahn's, so there is nothing for its report; `wsspec list` shows \
                 which do",
            ));
        }
        let directories = folders.iter().map(|folder| {
            let directory = Directory::create(folder).map_err(|error| refuse(exit::USAGE, error))?;
            Ok(((*folder).to_owned(), directory))
        });
        Ok(Some(AutobahnReport {
            all: cases(),
            chosen,
            directories: directories.collect::<Result<_, u8>>()?,
        }))
    }

    /// Plays the cases and writes what came of them.
    ///
    /// # Errors
    /// A report could not be written.
    pub(super) async fn play(
        mut self,
        how: How<'_>,
        interrupted: impl Future<Output = ()>,
    ) -> Result<Ending, ReportError> {
        let plan = Plan {
            cases: self.all.iter().filter(|case| self.chosen.contains(&case.id)).collect(),
            settings: how.settings,
            jobs: how.jobs,
            deadline: how.deadline.map(|deadline| deadline.saturating_sub(how.elapsed)),
        };
        println!(
            "\nAutobahn report: playing {} of Autobahn's cases with its own scripts, for its verdicts come of them alone",
            plan.cases.len()
        );
        let mut progress = Progress::new(plan.cases.len());
        let mut unwritten = None;
        let mut words: BTreeMap<Behavior, usize> = BTreeMap::new();
        let ending = play(
            &plan,
            how.connector,
            interrupted,
            |_| {},
            |index, played| {
                for (_, directory) in &mut self.directories {
                    if let Err(error) = directory.case(how.agent, plan.cases[index], &played) {
                        unwritten.get_or_insert(error);
                    }
                }
                *words.entry(played.behavior).or_default() += 1;
                let failed = played.behavior == Behavior::Failed;
                progress.played(failed, how.verbose.then(|| line(&played)));
            },
        )
        .await;
        progress.clear();
        let ending = match ending {
            Ending::Deadline(after) => Ending::Deadline(how.elapsed + after),
            ending => ending,
        };
        if words.is_empty() {
            self.leave(&ending);
            return Ok(ending);
        }
        self.conclude(how.agent, plan.cases.len(), &words, &ending);
        for (_, directory) in &self.directories {
            if let Err(error) = directory.finish(&self.all) {
                unwritten.get_or_insert(error);
            }
        }
        match unwritten {
            Some(error) => Err(error),
            None => Ok(ending),
        }
    }

    /// Says that nothing is reported, because the run ended like this before a case of Autobahn's was over.
    pub(super) fn leave(&self, ending: &Ending) {
        let because = ending.because().unwrap_or_default();
        for (folder, _) in &self.directories {
            let folder = folder.display();
            eprintln!("error: {because}; no case of Autobahn's was played, and its report in {folder} is as it was");
        }
    }

    fn conclude(&self, agent: &str, planned: usize, words: &BTreeMap<Behavior, usize>, ending: &Ending) {
        let played: usize = words.values().sum();
        let counts: Vec<String> = words
            .iter()
            .map(|(word, count)| format!("{count} {}", word.word().to_lowercase()))
            .collect();
        println!("{played} of {planned} played with {agent}: {}", counts.join(", "));
        if let Some(because) = ending.because() {
            println!("PARTIAL: {because}; the cases that are missing are not in the report");
        }
        for (folder, _) in &self.directories {
            println!("  {}", folder.join("index.html").display());
        }
    }
}

fn line(played: &Played) -> String {
    let (behavior, close) = (played.behavior.word(), played.behavior_close.word());
    format!("{}  {behavior}, close {close}: {}", played.id, played.result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec::suite;
    use wsspec_codec::rules::Role;

    #[test]
    fn all_cases_for_servers_stand_for_all_of_autobahns() {
        let native = suite::cases().into_iter().filter(|case| case.is_for(Role::Server));
        let aliases: BTreeSet<String> = native.flat_map(|case| case.autobahn).collect();
        let ids: BTreeSet<String> = cases().into_iter().map(|case| case.id).collect();
        assert_eq!(aliases, ids);
    }
}
