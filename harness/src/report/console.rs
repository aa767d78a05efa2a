//! The summary for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Footer, Header};
use crate::pattern::Grade;
use crate::record::Record;

/// What stands above the verdicts.
pub fn header(header: &Header) -> String {
    let mut out = format!("wsspec {} · {} · {} cases", header.wsspec, header.subject, header.cases);
    if let Some(profile) = header.profile {
        let _ = write!(out, " · profile {profile}");
    }
    if header.jobs > 1 {
        let _ = write!(out, " · -j {}", header.jobs);
    }
    if header.segmentation != "whole" {
        let _ = write!(out, " · {}", header.segmentation);
    }
    out.push('\n');
    if let Some(probe) = &header.probe {
        let _ = writeln!(out, "the subject {probe}");
    }
    out
}

/// How one topic went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Topic {
    played: usize,
    grades: BTreeMap<Grade, usize>,
}

/// The summary by topic, in the order in which the topics first appear.
pub fn topics(records: &[Record]) -> String {
    let mut topics: Vec<(&str, Topic)> = Vec::new();
    for record in records {
        let name = record.topic();
        let index = topics.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            topics.push((name, Topic::default()));
            topics.len() - 1
        });
        let topic = &mut topics[index].1;
        topic.played += 1;
        *topic.grades.entry(record.verdict.grade).or_default() += 1;
    }
    let mut out = String::new();
    for (name, topic) in topics {
        let worst = topic.grades.keys().next_back().copied().unwrap_or(Grade::Pass);
        let passed = topic.grades.get(&Grade::Pass).copied().unwrap_or(0);
        let score = format!("{passed}/{}", topic.played);
        let others: Vec<String> = topic
            .grades
            .iter()
            .filter(|(grade, _)| **grade != Grade::Pass)
            .map(|(grade, count)| format!("{count} {grade}"))
            .collect();
        let line = format!("  {} {name:<16} {score:>9}   {}", mark(worst), others.join(", "));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// A sign for a grade that does without colour.
pub fn mark(grade: Grade) -> char {
    match grade {
        Grade::Pass => '✔',
        Grade::Lenient => '~',
        Grade::Info => 'i',
        Grade::Unsupported => '-',
        Grade::Blocked | Grade::Fail => '✖',
        Grade::Error => '!',
    }
}

/// One record in a line.
pub fn line(record: &Record) -> String {
    let because = match record.verdict.because.as_str() {
        "" => String::new(),
        because => format!("  {because}"),
    };
    let number = match record.autobahn.first() {
        Some(number) => format!(" ({number})"),
        None => String::new(),
    };
    format!(
        "{} {:<7} {}{number}{because}",
        mark(record.verdict.grade),
        record.verdict.grade,
        record.case
    )
}

/// What stands below the verdicts.
pub fn footer(footer: &Footer) -> String {
    let counts: Vec<String> = footer
        .grades
        .iter()
        .map(|(grade, count)| format!("{count} {grade}"))
        .collect();
    let seconds = footer.duration_ms as f64 / 1000.0;
    let mut out = format!("{} played in {seconds:.1} s: {}\n", footer.played, counts.join(", "));
    if let Some(output) = footer.output.as_ref().filter(|_| !footer.all_good()) {
        let _ = writeln!(out, "the command said:");
        for line in output.lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    if let Some(because) = &footer.because {
        let _ = writeln!(out, "PARTIAL: {because}; the cases that are missing were not judged");
    }
    out
}
