//! What becomes of the records of a run: lines, reports, a summary and an exit code.

use std::time::Instant;

use anstream::print;

use super::arguments::ReportTo;
use super::progress::Progress;
use super::summary::summarise;
use super::{Manner, refuse};
use wsspec::exit;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::report::json::JsonReport;
use wsspec::report::{Footer, Header, console};
use wsspec::run::Ending;

/// A run that is going on.
pub(in crate::cli) struct Ledger<'a> {
    manner: &'a Manner,
    reports: Vec<JsonReport>,
    progress: Progress,
    /// At the place of their case.
    records: Vec<Option<Record>>,
    unwritten: Option<String>,
    start: Instant,
}

impl<'a> Ledger<'a> {
    /// Begins the reports, and says what is going to be played.
    ///
    /// # Errors
    /// The exit code, if a report cannot be written; that has been said.
    pub(in crate::cli) fn begin(
        manner: &'a Manner,
        reports: &[ReportTo],
        header: &mut Header,
    ) -> Result<Ledger<'a>, u8> {
        header.started = Some(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let reports = reports
            .iter()
            .filter_map(ReportTo::path)
            .map(|path| JsonReport::create(path, header).map_err(|error| refuse(exit::USAGE, error)))
            .collect::<Result<_, u8>>()?;
        print!("{}", console::header(header));
        Ok(Ledger {
            manner,
            reports,
            progress: Progress::new(header.cases),
            records: vec![None; header.cases],
            unwritten: None,
            start: Instant::now(),
        })
    }

    /// Takes the record of a case.
    pub(in crate::cli) fn record(&mut self, index: usize, record: Record) {
        let failed = record.verdict.grade.is_failure();
        let line = (self.manner.verbose || failed).then(|| console::line(&record));
        self.progress.played(failed, line);
        for report in &mut self.reports {
            if let Err(error) = report.record(&record) {
                self.unwritten.get_or_insert(error.to_string());
            }
        }
        self.records[index] = Some(record);
    }

    /// Ends the reports, tells what the run came to, and gives its exit code. `again` is the command that plays a case again.
    ///
    /// # Errors
    /// Why a report was not written.
    pub(in crate::cli) fn end(
        self,
        ending: &Ending,
        output: Option<String>,
        again: impl Fn(&str) -> String,
    ) -> (Result<u8, String>, Vec<Record>) {
        self.progress.clear();
        let records: Vec<Record> = self.records.into_iter().flatten().collect();
        let mut footer = Footer::new(ending, &records, self.start.elapsed());
        footer.output = output;
        let mut unwritten = self.unwritten;
        for report in self.reports {
            if let Err(error) = report.finish(&footer) {
                unwritten.get_or_insert(error.to_string());
            }
        }
        summarise(self.manner, &records, &footer, again);
        let code = match unwritten {
            Some(error) => Err(error),
            None => Ok(code(ending, &records, self.manner.strict)),
        };
        (code, records)
    }
}

/// The exit code of a run that ended like this.
pub(in crate::cli) fn code(ending: &Ending, records: &[Record], strict: bool) -> u8 {
    let failed =
        |record: &Record| record.verdict.grade.is_failure() || strict && record.verdict.grade == Grade::Lenient;
    match ending {
        Ending::Interrupted => exit::INTERRUPTED,
        Ending::Deadline(_) | Ending::SubjectGone(_) => exit::INCOMPLETE,
        Ending::Complete if records.is_empty() => exit::NOTHING_RAN,
        Ending::Complete if records.iter().any(failed) => exit::FAILED,
        Ending::Complete => exit::OK,
    }
}
