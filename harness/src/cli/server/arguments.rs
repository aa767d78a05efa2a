//! What `wsspec server` is told.

use std::path::Path;
use std::time::Duration;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use crate::cli::play::Manner;
use crate::cli::play::arguments::{ReportTo, quoted, seconds};
use wsspec::drive::command::Command;

/// Test a server; without a URL, the reference server, started in this process
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The server's address, such as ws://127.0.0.1:9001/, and the cases to play: ids, topics, Autobahn numbers or
    /// globs; all cases if there is none
    #[arg(value_name = "URL|CASE")]
    pub(super) url_and_cases: Vec<String>,

    /// The command that starts the server, as words: see --spawn
    #[arg(last = true, value_name = "COMMAND", conflicts_with = "spawn")]
    command: Vec<String>,

    /// Start the server with this command, for a shell, and again when it dies. It must listen at the port that is in $PORT,
    /// which {port} stands for; without an address it is at ws://127.0.0.1:PORT/
    #[arg(long, value_name = "COMMAND", value_parser = NonEmptyStringValueParser::new())]
    spawn: Option<String>,

    /// Wait so many seconds until a server that was started takes connections
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "30")]
    pub(super) wait: Duration,

    /// Play so many cases at the same time, of those that move many messages at most four
    #[arg(short, long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) jobs: u16,

    /// Write a report: json=PATH, or autobahn=DIR, which is Autobahn's report directory; for it Autobahn's cases are
    /// played as well, those that the selected ones stand for (repeatable)
    #[arg(short, long = "report", value_name = "KIND=PATH", value_parser = ReportTo::any)]
    pub(super) reports: Vec<ReportTo>,

    /// What the server is called in an Autobahn report, if not what its Server field says
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(super) agent: Option<String>,

    /// Take any certificate of a wss:// address, not only one that the system trusts, or SSL_CERT_FILE in its place
    #[arg(short = 'k', long)]
    pub(super) insecure: bool,

    /// Ask the server of a wss:// address for this name, and verify its certificate for it, instead of the host
    #[arg(long, visible_alias = "servername", value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(super) sni: Option<String>,

    #[command(flatten)]
    pub(super) manner: Manner,
}

/// What reads the line of a command, and how it is told.
#[cfg(unix)]
const SHELL: &str = "sh";
#[cfg(unix)]
const SHELL_TAKES: &str = "-c";
#[cfg(not(unix))]
const SHELL: &str = "cmd";
#[cfg(not(unix))]
const SHELL_TAKES: &str = "/C";

impl Arguments {
    /// The address, if there is one, and the patterns of cases.
    pub(super) fn url_and_patterns(&self) -> (Option<&str>, &[String]) {
        match self.url_and_cases.split_first() {
            Some((first, rest)) if first.contains("://") => (Some(first), rest),
            _ => (None, &self.url_and_cases),
        }
    }

    /// The command that starts the server, if one does.
    pub(super) fn command(&self) -> Option<Command> {
        match &self.spawn {
            Some(line) => Command::new(&[SHELL, SHELL_TAKES, line].map(str::to_owned)),
            None => Command::new(&self.command),
        }
    }

    /// The folders of Autobahn reports.
    pub(super) fn autobahn_folders(&self) -> Vec<&Path> {
        self.reports
            .iter()
            .filter_map(|report| match report {
                ReportTo::Autobahn(folder) => Some(folder.as_path()),
                ReportTo::Json(_) => None,
            })
            .collect()
    }

    /// The command that plays just this case like this.
    pub(super) fn again(&self, case: &str) -> String {
        let mut words = vec!["wsspec server".to_owned()];
        words.extend(self.url_and_patterns().0.map(str::to_owned));
        words.push(case.to_owned());
        if self.insecure {
            words.push("--insecure".to_owned());
        }
        if let Some(name) = &self.sni {
            words.push(format!("--sni '{name}'"));
        }
        words.extend(self.manner.again());
        words.extend(self.spawn.iter().map(|line| format!("--spawn {}", quoted(line))));
        if !self.command.is_empty() {
            words.push("--".to_owned());
            words.extend(self.command.iter().map(|word| quoted(word)));
        }
        words.join(" ")
    }
}
