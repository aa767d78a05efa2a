//! STAND-IN until the report directory is merged: writes `index.json` alone, and the JSON file of a play with the little
//! that the tests of `wstest` read. The real one replaces this file.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::case::AutobahnCase;
use super::played::Played;

/// A report directory being written.
#[derive(Debug)]
pub struct Directory {
    folder: PathBuf,
    index: BTreeMap<String, BTreeMap<String, Value>>,
}

impl Directory {
    /// Creates the folder if needed, and proves that it can be written.
    ///
    /// # Errors
    /// It cannot.
    pub fn create(outdir: &Path) -> Result<Directory, ReportError> {
        let unwritable = |error| ReportError::Folder(outdir.to_owned(), error);
        std::fs::create_dir_all(outdir).map_err(unwritable)?;
        let probe = outdir.join(".writable");
        std::fs::write(&probe, "")
            .and_then(|()| std::fs::remove_file(&probe))
            .map_err(unwritable)?;
        Ok(Directory {
            folder: outdir.to_owned(),
            index: BTreeMap::new(),
        })
    }

    /// Keeps a play.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn case(&mut self, agent: &str, case: &AutobahnCase, played: &Played) -> Result<(), ReportError> {
        let name = format!("{}_case_{}.json", clean(agent), case.id.replace('.', "_"));
        let row = json!({
            "behavior": played.behavior.word(),
            "behaviorClose": played.behavior_close.word(),
            "duration": played.duration.unwrap_or_default().as_millis(),
            "remoteCloseCode": played.closing.remote_code,
            "reportfile": name,
        });
        let whole = json!({
            "id": case.id,
            "agent": agent,
            "httpRequest": String::from_utf8_lossy(&played.request),
            "result": played.result,
            "localCloseCode": played.closing.local_code,
        });
        self.write(&name, &whole)?;
        self.index
            .entry(agent.to_owned())
            .or_default()
            .insert(case.id.clone(), row);
        Ok(())
    }

    /// Writes `index.json`.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(&self, _cases: &[AutobahnCase]) -> Result<(), ReportError> {
        self.write("index.json", &json!(self.index))
    }

    fn write(&self, name: &str, value: &Value) -> Result<(), ReportError> {
        let place = self.folder.join(name);
        std::fs::write(&place, format!("{value:#}")).map_err(|error| ReportError::Folder(place, error))
    }
}

/// The part of a file name that stands for an agent: `My Agent/1.0` gives `my_agent_1_0`.
pub fn clean(agent: &str) -> String {
    let kept = |c: char| {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            c
        } else {
            ' '
        }
    };
    let spaced: String = agent.to_lowercase().chars().map(kept).collect();
    spaced.trim_matches(' ').replace(' ', "_")
}

/// Why a report cannot be written.
#[derive(Debug)]
pub enum ReportError {
    /// The folder or file cannot be written.
    Folder(PathBuf, io::Error),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ReportError::Folder(place, error) = self;
        write!(f, "no report can be written to {}: {error}", place.display())
    }
}

impl std::error::Error for ReportError {}
