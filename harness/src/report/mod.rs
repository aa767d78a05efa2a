//! What a run came to: counted, for people, and for programs.

pub mod console;
pub mod failure;
pub mod json;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::case::Profile;
use crate::pattern::Grade;
use crate::record::Record;
use crate::run::Ending;
use crate::session::Settings;
use crate::subject::Probe;

/// What stands before the first record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Header {
    /// The version of this tool.
    pub wsspec: &'static str,
    /// The version of the format: 1.
    pub format: u32,
    /// The address of the subject, or `in memory`.
    pub subject: String,
    /// `server` or `client`.
    pub role: String,
    /// What the subject answered before the first case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe: Option<Probe>,
    /// How many cases are to be played.
    pub cases: usize,
    /// The profile they are chosen by; `None` if they were named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// How many at the same time.
    pub jobs: usize,
    /// How flights are cut.
    pub segmentation: String,
    /// What waiting times are multiplied with.
    pub time_scale: f64,
    /// What masking keys and nonces come from.
    pub seed: u64,
    /// When the run began, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
}

impl Header {
    /// The header of a run with these settings.
    pub fn new(subject: impl Into<String>, settings: &Settings, cases: usize, jobs: usize) -> Header {
        Header {
            wsspec: env!("CARGO_PKG_VERSION"),
            format: 1,
            subject: subject.into(),
            role: settings.subject.to_string(),
            probe: None,
            cases,
            profile: None,
            jobs,
            segmentation: settings.segmentation.to_string(),
            time_scale: settings.time_scale,
            seed: settings.seed,
            started: None,
        }
    }
}

/// What stands after the last record. A report without it was cut off.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Footer {
    /// Whether every case was played.
    pub complete: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// How many cases were played.
    pub played: usize,
    /// How many of each grade.
    pub grades: BTreeMap<Grade, usize>,
    /// How long the run took, in milliseconds.
    pub duration_ms: u64,
    /// What the command said that made the connections of all plays, cut when long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
}

impl Footer {
    /// Whether every case was played, and none of them failed.
    pub fn all_good(&self) -> bool {
        self.complete && self.grades.keys().all(|grade| !grade.is_failure())
    }

    /// The footer of a run that ended like this.
    pub fn new(ending: &Ending, records: &[Record], duration: Duration) -> Footer {
        let mut grades = BTreeMap::new();
        for record in records {
            *grades.entry(record.verdict.grade).or_default() += 1;
        }
        Footer {
            complete: *ending == Ending::Complete,
            because: ending.because(),
            played: records.len(),
            grades,
            duration_ms: duration.as_millis() as u64,
            output: None,
        }
    }
}
