//! How cases are played, as a user says it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use wsspec::case::Profile;
use wsspec::segment::Segmentation;
use wsspec::session::Settings;

/// How cases are played.
#[derive(Debug, Args)]
pub(crate) struct Manner {
    /// How much to play where no case is named, only topics or nothing: smoke takes a second or two, default is all rules
    /// and one size of each family of mass cases, full is everything but hostile, which is what an attacker does and is only
    /// played on this machine
    #[arg(short, long, value_enum, default_value_t = ProfileName::Default)]
    pub(in crate::cli) profile: ProfileName,

    /// How to cut what is sent into writes: whole, frames, octets, octets(N) or at(N,N,…)
    #[arg(long, default_value = "whole")]
    pub(in crate::cli) segmentation: Segmentation,

    /// Multiply every waiting time, for slow subjects and debuggers
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = scale)]
    pub(in crate::cli) time_scale: f64,

    /// Stop after so many seconds, with a partial report
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(in crate::cli) deadline: Option<Duration>,

    /// Fail a case that is not over after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "600")]
    pub(in crate::cli) case_deadline: Duration,

    /// What masking keys and nonces come from
    #[arg(long, default_value_t = 0)]
    pub(in crate::cli) seed: u64,

    /// Count `lenient` as failed
    #[arg(long)]
    pub(in crate::cli) strict: bool,

    /// Play hostile cases with what is not on this machine, too: only where you may attack it
    #[arg(long)]
    pub(in crate::cli) force: bool,

    /// Show every case, and the timeline of those that are only lenient
    #[arg(short, long)]
    pub(in crate::cli) verbose: bool,
}

/// A profile as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum ProfileName {
    Smoke,
    Default,
    Full,
    Hostile,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Profile {
        match name {
            ProfileName::Smoke => Profile::Smoke,
            ProfileName::Default => Profile::Default,
            ProfileName::Full => Profile::Full,
            ProfileName::Hostile => Profile::Hostile,
        }
    }
}

/// A report, and where it goes.
#[derive(Clone, Debug)]
pub(in crate::cli) enum ReportTo {
    /// One JSON object a line, in this file.
    Json(PathBuf),
    /// As Autobahn reports, in this folder.
    Autobahn(PathBuf),
}

impl ReportTo {
    /// Reads a report of either kind.
    pub(in crate::cli) fn any(text: &str) -> Result<ReportTo, String> {
        match text.split_once('=') {
            Some(("json", path)) if !path.is_empty() => Ok(ReportTo::Json(path.into())),
            Some(("autobahn", path)) if !path.is_empty() => Ok(ReportTo::Autobahn(path.into())),
            _ => Err("write json=PATH or autobahn=DIR".to_owned()),
        }
    }

    /// Reads a report of our own kind.
    pub(in crate::cli) fn json(text: &str) -> Result<ReportTo, String> {
        match ReportTo::any(text) {
            Ok(ReportTo::Autobahn(_)) => {
                Err("write json=PATH; Autobahn's report of clients is made by wstest -m fuzzingserver".to_owned())
            }
            Ok(report) => Ok(report),
            Err(_) => Err("write json=PATH".to_owned()),
        }
    }

    /// The file of a report of our own kind.
    pub(in crate::cli) fn path(&self) -> Option<&Path> {
        match self {
            ReportTo::Json(path) => Some(path),
            ReportTo::Autobahn(_) => None,
        }
    }
}

impl Manner {
    /// The settings that follow from it.
    pub(in crate::cli) fn settings(&self) -> Settings {
        Settings {
            segmentation: self.segmentation.clone(),
            time_scale: self.time_scale,
            seed: self.seed,
            deadline: Some(self.case_deadline),
            ..Settings::default()
        }
    }

    /// What of it has to be said again to play a case in the same manner.
    pub(in crate::cli) fn again(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.segmentation != Segmentation::Whole {
            words.push(format!("--segmentation '{}'", self.segmentation));
        }
        if self.time_scale != 1.0 {
            words.push(format!("--time-scale {}", self.time_scale));
        }
        if self.seed != 0 {
            words.push(format!("--seed {}", self.seed));
        }
        if self.force {
            words.push("--force".to_owned());
        }
        words
    }
}

/// A word as a shell takes it.
pub(in crate::cli) fn quoted(word: &str) -> String {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&octet);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn scale(text: &str) -> Result<f64, String> {
    let factor = text
        .parse::<f64>()
        .ok()
        .filter(|factor| (0.01..=1000.0).contains(factor));
    factor.ok_or_else(|| "a number from 0.01 to 1000".to_owned())
}

pub(in crate::cli) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text
        .parse::<f64>()
        .ok()
        .filter(|seconds| (0.001..=1e6).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "a number of seconds".to_owned())
}
