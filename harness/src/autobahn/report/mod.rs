//! Autobahn's report directory: `index.json` and `index.html`, and for each play a file of either kind.
//!
//! The JSON is in Autobahn's layout to the octet, because programs compare it whole or read it line by line. The pages have
//! its names, anchors and classes, because programs count them; how they look is ours.

mod case_html;
mod case_json;
mod groups;
mod index_html;
mod index_json;
mod layout;
mod rows;
mod shown;
mod traffic;
mod wire_html;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::case::{AutobahnCase, Behavior, BehaviorClose};
use super::played::Played;

/// A report directory being written.
#[derive(Debug)]
pub struct Directory {
    folder: PathBuf,
    lines: Lines,
}

/// What the indices say of each agent and case.
type Lines = BTreeMap<String, BTreeMap<String, Line>>;

/// What the indices say of a play.
#[derive(Debug)]
struct Line {
    behavior: Behavior,
    behavior_close: BehaviorClose,
    /// In milliseconds.
    duration: u64,
    remote_code: Option<u16>,
    /// The compression ratios of what came in and of what went out, if they were counted.
    ratios: Option<(Option<f64>, Option<f64>)>,
}

impl Directory {
    /// Creates the folder if needed, and proves that it can be written.
    ///
    /// # Errors
    /// It cannot.
    pub fn create(outdir: &Path) -> Result<Directory, ReportError> {
        let unwritable = |error| ReportError::Folder(outdir.to_owned(), error);
        fs::create_dir_all(outdir).map_err(unwritable)?;
        let probe = outdir.join(format!(".writable-{}", std::process::id()));
        fs::write(&probe, "")
            .and_then(|()| fs::remove_file(&probe))
            .map_err(unwritable)?;
        Ok(Directory {
            folder: outdir.to_owned(),
            lines: Lines::new(),
        })
    }

    /// Another agent whose files have the same names as this one's would have.
    pub fn namesake(&self, agent: &str) -> Option<&str> {
        let same_name = |other: &&String| *other != agent && clean(other) == clean(agent);
        self.lines.keys().find(same_name).map(String::as_str)
    }

    /// Writes the two files of a play at once, and keeps its line for the indices. A play of the same agent and case is
    /// replaced.
    ///
    /// # Errors
    /// A file cannot be written, or the files of another agent have the same names.
    pub fn case(&mut self, agent: &str, case: &AutobahnCase, played: &Played) -> Result<(), ReportError> {
        if let Some(other) = self.namesake(agent) {
            return Err(ReportError::SameName(other.to_owned(), agent.to_owned()));
        }
        let page = case_html::write(agent, case, played);
        self.write(
            &file_name(agent, &case.id, "json"),
            &case_json::write(agent, case, played),
        )?;
        self.write(&file_name(agent, &case.id, "html"), page.as_bytes())?;
        let line = Line {
            behavior: played.behavior,
            behavior_close: played.behavior_close,
            duration: milliseconds(played),
            remote_code: played.closing.remote_code,
            ratios: played.traffic.map(|traffic| {
                (
                    traffic::compression(&traffic.incoming),
                    traffic::compression(&traffic.outgoing),
                )
            }),
        };
        self.lines
            .entry(agent.to_owned())
            .or_default()
            .insert(case.id.clone(), line);
        Ok(())
    }

    /// Writes `index.html` and then `index.json`, each at one stroke, so that neither is ever half there. The table has a row
    /// for each of `cases`, which are all 517, played or not.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(&self, cases: &[AutobahnCase]) -> Result<(), ReportError> {
        let page = index_html::write(&self.lines, cases, SystemTime::now());
        self.write("index.html", page.as_bytes())?;
        self.write("index.json", &index_json::write(&self.lines))
    }

    /// Writes a file beside its place and moves it there.
    fn write(&self, name: &str, octets: &[u8]) -> Result<(), ReportError> {
        let place = self.folder.join(name);
        let beside = self.folder.join(format!(".{name}-{}", std::process::id()));
        let written = fs::write(&beside, octets).and_then(|()| fs::rename(&beside, &place));
        written.map_err(|error| {
            // What is left of it is of no use; that it cannot be removed either adds nothing to the error.
            let _ = fs::remove_file(&beside);
            ReportError::File(place, error)
        })
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

fn file_name(agent: &str, id: &str, extension: &str) -> String {
    format!("{}_case_{}.{extension}", clean(agent), id.replace('.', "_"))
}

/// How long a play took, rounded; none that never opened a connection took any time.
fn milliseconds(played: &Played) -> u64 {
    let duration = played.duration.unwrap_or_default();
    (duration.as_secs_f64() * 1000.0).round() as u64
}

/// UTC, with milliseconds.
fn timestamp(time: SystemTime) -> String {
    // Out of range are times before the year -9999 and after 9999.
    jiff::Timestamp::try_from(time)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
        .to_string()
}

/// Why a report cannot be written.
#[derive(Debug)]
pub enum ReportError {
    /// The folder is not there and cannot be created, or nothing can be written there.
    Folder(PathBuf, io::Error),
    /// A file cannot be written.
    File(PathBuf, io::Error),
    /// Two agents whose files have the same names.
    SameName(String, String),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportError::Folder(folder, error) => write!(
                f,
                "no report can be written to {}: {error}; name a folder that can be written",
                folder.display()
            ),
            ReportError::File(file, error) => write!(
                f,
                "the report file {} cannot be written: {error}; the files that were written before it are kept",
                file.display()
            ),
            ReportError::SameName(one, other) => write!(
                f,
                "the agents `{one}` and `{other}` would both be reported as {}_case_*; give one of them another name",
                clean(one)
            ),
        }
    }
}

impl std::error::Error for ReportError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_agent_is_cleaned_as_autobahn_does() {
        for (agent, expected) in [
            ("My Agent/1.0", "my_agent_1_0"),
            ("  a--b  ", "a__b"),
            ("(x)", "x"),
            ("Ünï", "n"),
            ("!!", ""),
            ("", ""),
        ] {
            assert_eq!(clean(agent), expected);
        }
        assert_eq!(file_name("npm ws", "9.1.1", "json"), "npm_ws_case_9_1_1.json");
    }

    #[test]
    fn a_time_has_its_milliseconds() {
        let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_micros(1_700_000_000_067_999);
        assert_eq!(timestamp(time), "2023-11-14T22:13:20.067Z");
    }
}
