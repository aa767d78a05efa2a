//! What tries each clause: the cases that cite it, the faults that break it, and beside them what Autobahn does.

mod autobahn;
mod markdown;
pub mod untested;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use wsspec_codec::plant::Plant;
use wsspec_codec::rfc::{self, Clause, Level, Observable, Standard};

use crate::suite;

pub use markdown::page;

/// A clause, and what tries it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The clause.
    pub clause: &'static Clause,
    /// The ids of the cases that cite it, in the order of the suite.
    pub cases: Vec<String>,
    /// The names of the faults that break it.
    pub faults: Vec<&'static str>,
    /// How far Autobahn covers it.
    pub autobahn: Autobahn,
    /// Why no case tries it, if none does.
    pub untested: Option<&'static str>,
}

/// How far Autobahn|Testsuite covers a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Autobahn {
    /// A case aims at it.
    Direct,
    /// Cases meet it under some of its conditions, or judge a part of it.
    Partial,
    /// Cases could not be passed without it, and none says so.
    Implicit,
    /// Nothing touches it.
    None,
}

impl fmt::Display for Autobahn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Autobahn::Direct => "direct",
            Autobahn::Partial => "partial",
            Autobahn::Implicit => "implicit",
            Autobahn::None => "none",
        })
    }
}

/// Every clause, in the order of the standards.
pub fn rows() -> Vec<Row> {
    let mut citing: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for case in suite::cases() {
        for clause in case.clauses {
            citing.entry(clause.id).or_default().push(case.id.clone());
        }
    }
    let row = |clause: &'static Clause| {
        let cases = citing.remove(clause.id).unwrap_or_default();
        let breaks = |plant: &&Plant| plant.clause() == clause;
        Row {
            clause,
            untested: untested::reason(clause).filter(|_| cases.is_empty()),
            cases,
            faults: Plant::ALL.iter().filter(breaks).map(|plant| plant.id()).collect(),
            autobahn: autobahn::covers(clause),
        }
    };
    rfc::all().map(row).collect()
}

impl Row {
    /// Whether a peer can see the clause kept or broken, at least in part.
    pub fn is_observable(&self) -> bool {
        self.clause.observable != Observable::No
    }

    /// Whether it is a MUST, or what follows from how the protocol works.
    pub fn is_must(&self) -> bool {
        matches!(self.clause.level, Level::Must | Level::Implied)
    }

    /// The part of the standard that it is of.
    pub fn area(&self) -> Area {
        Area::of(self.clause)
    }
}

/// A part of a standard: a chapter of RFC 6455, and of others the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The standard.
    pub standard: Standard,
    /// Which part.
    pub part: &'static str,
}

/// The chapters of RFC 6455, by what their sections begin with; the longest that fits counts.
const CHAPTERS: &[(&str, &str)] = &[
    ("1", "general"),
    ("2", "general"),
    ("3", "URIs"),
    ("4", "opening handshake"),
    ("5", "frames"),
    ("5.1", "masking"),
    ("5.3", "masking"),
    ("5.4", "fragments"),
    ("5.5", "control frames"),
    ("6", "sending and receiving"),
    ("7", "closing"),
    ("8", "UTF-8"),
    ("9", "extensions"),
    ("10", "security"),
    ("11", "header fields and registries"),
];

impl Area {
    fn of(clause: &Clause) -> Area {
        let is_in = |chapter: &str| match clause.section.strip_prefix(chapter) {
            Some(rest) => rest.is_empty() || rest.starts_with('.'),
            None => false,
        };
        let chapter = CHAPTERS
            .iter()
            .filter(|(chapter, _)| clause.standard == Standard::Rfc6455 && is_in(chapter))
            .max_by_key(|(chapter, _)| chapter.len());
        Area {
            standard: clause.standard,
            part: chapter.map_or("", |(_, part)| part),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            "" => self.standard.fmt(f),
            part => write!(f, "{}, {part}", self.standard),
        }
    }
}

/// How much of some clauses is tried. Those that nobody can see are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many there are.
    pub clauses: usize,
    /// How many of them have a case.
    pub tried: usize,
    /// How many are a MUST, or follow from how the protocol works.
    pub must: usize,
    /// How many of these have a case.
    pub must_tried: usize,
    /// How many have a reason why none tries them.
    pub untested: usize,
    /// How many have a fault that breaks them.
    pub with_faults: usize,
    /// How many a case of Autobahn aims at.
    pub autobahn_direct: usize,
    /// How many cases of Autobahn meet in part.
    pub autobahn_partial: usize,
}

impl Count {
    /// Counts the clauses of these rows.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Count {
        let mut count = Count::default();
        for row in rows.into_iter().filter(|row| row.is_observable()) {
            let tried = !row.cases.is_empty();
            count.clauses += 1;
            count.tried += usize::from(tried);
            count.must += usize::from(row.is_must());
            count.must_tried += usize::from(row.is_must() && tried);
            count.untested += usize::from(row.untested.is_some());
            count.with_faults += usize::from(!row.faults.is_empty());
            count.autobahn_direct += usize::from(row.autobahn == Autobahn::Direct);
            count.autobahn_partial += usize::from(row.autobahn == Autobahn::Partial);
        }
        count
    }
}

/// The parts of the standards in the order in which they come first, each with its rows.
pub fn by_area(rows: &[Row]) -> Vec<(Area, Vec<&Row>)> {
    let mut areas: Vec<(Area, Vec<&Row>)> = Vec::new();
    for row in rows {
        let area = row.area();
        match areas.iter_mut().find(|(known, _)| *known == area) {
            Some((_, of_it)) => of_it.push(row),
            None => areas.push((area, vec![row])),
        }
    }
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_of_rfc_6455_is_in_a_chapter() {
        for row in rows() {
            let area = row.area();
            assert_eq!(
                area.part.is_empty(),
                row.clause.standard != Standard::Rfc6455,
                "{} is in {area}",
                row.clause.id
            );
        }
        let area = |id: &str| Area::of(rfc::find(id).unwrap()).to_string();
        assert_eq!(area("6455-5.4-order"), "RFC 6455, fragments");
        assert_eq!(area("6455-10.4-limits-impose"), "RFC 6455, security");
        assert_eq!(area("9112-4-status-line"), "RFC 9112");
    }

    #[test]
    fn what_autobahn_covers_is_counted_as_it_was_read() {
        let rows = rows();
        let count = |how: Autobahn| rows.iter().filter(|row| row.autobahn == how).count();
        assert_eq!(
            [Autobahn::Direct, Autobahn::Partial, Autobahn::Implicit, Autobahn::None].map(count),
            [65, 78, 41, 420]
        );
    }

    #[test]
    fn rows_that_nobody_can_see_are_not_counted() {
        let rows = rows();
        let count = Count::of(&rows);
        assert_eq!(count.clauses, rows.iter().filter(|row| row.is_observable()).count());
        assert!(count.clauses < rows.len() && count.must_tried <= count.tried);
        let sum: usize = by_area(&rows)
            .into_iter()
            .map(|(_, rows)| Count::of(rows).clauses)
            .sum();
        assert_eq!(sum, count.clauses);
    }
}
