//! What a report keeps of a play.

use std::time::Duration;

use serde::Serialize;

use crate::case::Case;
use crate::pattern::Grade;
use crate::session::{Drawn, Session, Settings};
use crate::trace::Trace;
use crate::verdict::Verdict;

/// One play: the case, the verdict, and what happened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// The id of the case.
    pub case: String,
    /// Its title.
    pub title: String,
    /// The numbers of the Autobahn cases it stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub autobahn: Vec<String>,
    /// The ids of the clauses it tests.
    pub clauses: Vec<&'static str>,
    /// How its flights were cut, where it does not say so itself.
    pub segmentation: String,
    /// The judgement.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// From the TCP connection to the verdict.
    #[serde(rename = "duration_us", serialize_with = "micros")]
    pub duration: Duration,
    /// What happened.
    pub trace: Trace,
    /// What the command of a client said on its standard output and standard error, cut when long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// What a client drew at random.
    #[serde(skip)]
    pub drawn: Drawn,
}

impl Record {
    /// The record of a session that is over.
    pub fn new(case: &Case, settings: &Settings, session: Session<'_>, duration: Duration) -> Record {
        let (verdict, trace, drawn) = session.into_parts();
        Record {
            drawn,
            ..Record::with(case, settings, verdict, trace, duration)
        }
    }

    /// The record of a case for which no connection came about.
    pub fn unplayed(case: &Case, settings: &Settings, because: impl Into<String>) -> Record {
        Record::judged(case, settings, Verdict::new(Grade::Blocked, because))
    }

    /// The record of a case that has this verdict without having been played.
    pub fn judged(case: &Case, settings: &Settings, verdict: Verdict) -> Record {
        Record::with(case, settings, verdict, Trace::default(), Duration::ZERO)
    }

    /// The record of a play that came to this.
    pub(crate) fn with(case: &Case, settings: &Settings, verdict: Verdict, trace: Trace, duration: Duration) -> Record {
        Record {
            case: case.id.clone(),
            title: case.title.clone(),
            autobahn: case.autobahn.clone(),
            clauses: case.clauses.iter().map(|clause| clause.id).collect(),
            segmentation: settings.segmentation.to_string(),
            verdict,
            duration,
            trace,
            output: None,
            drawn: Drawn::default(),
        }
    }

    /// The subject died in this play, as the sentence says: a failure that names what was sent last.
    #[cfg(feature = "live")]
    pub(crate) fn die(&mut self, case: &Case, died: &str) {
        let last = self.trace.last_sent();
        let last = last.map_or("nothing was sent".to_owned(), |last| {
            format!("what was sent last: {last}")
        });
        self.verdict = Verdict {
            clause: case.clauses.first().copied(),
            expected: vec!["a subject that lives on".to_owned()],
            actual: vec![died.to_owned()],
            ..Verdict::new(Grade::Fail, format!("{died}; {last}"))
        };
    }

    /// The topic: what stands before the slash of the case's id.
    pub fn topic(&self) -> &str {
        self.case.split('/').next().unwrap_or(&self.case)
    }
}

fn micros<S: serde::Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(duration.as_micros() as u64)
}
