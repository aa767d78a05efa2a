//! What `wsspec server` is told.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};

use wsspec::case::Profile;
use wsspec::segment::Segmentation;

/// Test a server; without a URL, the reference server, started in this process
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The server's address, such as ws://127.0.0.1:9001/, and the cases to play: ids, topics, Autobahn numbers or
    /// globs; all cases if there is none
    #[arg(value_name = "URL|CASE")]
    pub(super) url_and_cases: Vec<String>,

    /// How much to play where no case is named, only topics or nothing: smoke takes a second or two, default is all rules
    /// and one size of each family of mass cases, full is everything
    #[arg(short, long, value_enum, default_value_t = ProfileName::Default)]
    pub(super) profile: ProfileName,

    /// Play so many cases at the same time, of those that move many messages at most four
    #[arg(short, long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) jobs: u16,

    /// Write a report: json=PATH, or autobahn=DIR, which is Autobahn's report directory; for it Autobahn's cases are
    /// played as well, those that the selected ones stand for (repeatable)
    #[arg(short, long = "report", value_name = "KIND=PATH")]
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

    /// How to cut what is sent into writes: whole, frames, octets, octets(N) or at(N,N,…)
    #[arg(long, default_value = "whole")]
    pub(super) segmentation: Segmentation,

    /// Multiply every waiting time, for slow subjects and debuggers
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = scale)]
    pub(super) time_scale: f64,

    /// Stop after so many seconds, with a partial report
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(super) deadline: Option<Duration>,

    /// Fail a case that is not over after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "600")]
    pub(super) case_deadline: Duration,

    /// What masking keys and nonces come from
    #[arg(long, default_value_t = 0)]
    pub(super) seed: u64,

    /// Count `lenient` as failed
    #[arg(long)]
    pub(super) strict: bool,

    /// Show every case, and the timeline of those that are only lenient
    #[arg(short, long)]
    pub(super) verbose: bool,
}

/// A profile as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ProfileName {
    Smoke,
    Default,
    Full,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Profile {
        match name {
            ProfileName::Smoke => Profile::Smoke,
            ProfileName::Default => Profile::Default,
            ProfileName::Full => Profile::Full,
        }
    }
}

/// A report, and where it goes.
#[derive(Clone, Debug)]
pub(super) enum ReportTo {
    /// One JSON object a line, in this file.
    Json(PathBuf),
    /// As Autobahn reports, in this folder.
    Autobahn(PathBuf),
}

impl FromStr for ReportTo {
    type Err = String;

    fn from_str(text: &str) -> Result<ReportTo, String> {
        match text.split_once('=') {
            Some(("json", path)) if !path.is_empty() => Ok(ReportTo::Json(path.into())),
            Some(("autobahn", path)) if !path.is_empty() => Ok(ReportTo::Autobahn(path.into())),
            _ => Err("write json=PATH or autobahn=DIR".to_owned()),
        }
    }
}

impl Arguments {
    /// The address, if there is one, and the patterns of cases.
    pub(super) fn url_and_patterns(&self) -> (Option<&str>, &[String]) {
        match self.url_and_cases.split_first() {
            Some((first, rest)) if first.contains("://") => (Some(first), rest),
            _ => (None, &self.url_and_cases),
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
}

fn scale(text: &str) -> Result<f64, String> {
    let factor = text
        .parse::<f64>()
        .ok()
        .filter(|factor| (0.01..=1000.0).contains(factor));
    factor.ok_or_else(|| "a number from 0.01 to 1000".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text
        .parse::<f64>()
        .ok()
        .filter(|seconds| (0.001..=1e6).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "a number of seconds".to_owned())
}
