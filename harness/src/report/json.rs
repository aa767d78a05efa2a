//! The JSON report: one object a line, a header first, a footer last.
//!
//! Lines are written as records come, so that nothing is lost when a run is cut off; a report without a footer was.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Footer, Header};
use crate::record::Record;

/// A JSON report that is being written.
#[derive(Debug)]
pub struct JsonReport {
    path: PathBuf,
    file: BufWriter<File>,
}

/// A line of the report.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Header(&'a Header),
    Record(&'a Record),
    Footer(&'a Footer),
}

impl JsonReport {
    /// Begins a report, replacing what was there.
    ///
    /// # Errors
    /// The file cannot be written; the error names it.
    pub fn create(path: &Path, header: &Header) -> io::Result<JsonReport> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| naming(path, &error))?;
        }
        let file = File::create(path).map_err(|error| naming(path, &error))?;
        let mut report = JsonReport {
            path: path.to_owned(),
            file: BufWriter::new(file),
        };
        report.line(&Line::Header(header))?;
        Ok(report)
    }

    /// Writes a record.
    ///
    /// # Errors
    /// As [`create`](JsonReport::create).
    pub fn record(&mut self, record: &Record) -> io::Result<()> {
        self.line(&Line::Record(record))
    }

    /// Ends the report.
    ///
    /// # Errors
    /// As [`create`](JsonReport::create).
    pub fn finish(mut self, footer: &Footer) -> io::Result<()> {
        self.line(&Line::Footer(footer))
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        let written = serde_json::to_writer(&mut self.file, line)
            .map_err(io::Error::from)
            .and_then(|()| self.file.write_all(b"\n"))
            .and_then(|()| self.file.flush());
        written.map_err(|error| naming(&self.path, &error))
    }
}

fn naming(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("the report {} cannot be written: {error}", path.display()),
    )
}
