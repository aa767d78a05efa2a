//! `index.html`: a table of every case and every agent, and what each case is about.

use std::collections::BTreeMap;
use std::time::SystemTime;

use askama::Template;

use super::{Line, Lines, file_name, groups, timestamp};
use crate::autobahn::case::{AutobahnCase, Behavior, BehaviorClose, Shows};

/// The text of the file.
pub(super) fn write(lines: &Lines, cases: &[AutobahnCase], now: SystemTime) -> String {
    let page = Page {
        written: timestamp(now),
        version: env!("CARGO_PKG_VERSION"),
        agents: lines
            .iter()
            .map(|(name, lines)| Agent::new(name, lines, cases.len()))
            .collect(),
        sections: sections(lines, cases),
        cases,
    };
    page.render().expect("a page is text in memory, which does not fail")
}

/// The whole page.
#[derive(Template)]
#[template(path = "autobahn/index.html")]
struct Page<'a> {
    written: String,
    version: &'static str,
    agents: Vec<Agent<'a>>,
    sections: Vec<Section<'a>>,
    cases: &'a [AutobahnCase],
}

/// An agent, and how many of its cases ended how.
struct Agent<'a> {
    name: &'a str,
    passed: usize,
    non_strict: usize,
    informational: usize,
    failed: usize,
    unimplemented: usize,
    missing: usize,
    /// Played cases whose closing handshake was not as it should be.
    closed_otherwise: usize,
}

impl<'a> Agent<'a> {
    fn new(name: &'a str, lines: &BTreeMap<String, Line>, cases: usize) -> Agent<'a> {
        let count = |behavior| lines.values().filter(|line| line.behavior == behavior).count();
        let otherwise = |line: &&Line| !matches!(line.behavior_close, BehaviorClose::Ok | BehaviorClose::Informational);
        Agent {
            name,
            passed: count(Behavior::Ok),
            non_strict: count(Behavior::NonStrict),
            informational: count(Behavior::Informational),
            failed: count(Behavior::Failed),
            unimplemented: count(Behavior::Unimplemented),
            missing: cases.saturating_sub(lines.len()),
            closed_otherwise: lines.values().filter(otherwise).count(),
        }
    }
}

/// The cases of a category, or of a subcategory if it has some.
struct Section<'a> {
    category: String,
    subcategory: Option<String>,
    rows: Vec<Row<'a>>,
}

/// A case and its cells.
struct Row<'a> {
    id: &'a str,
    cells: Vec<Cell>,
}

/// What an agent made of a case.
enum Cell {
    /// Both verdicts.
    Played {
        class: &'static str,
        page: String,
        word: &'static str,
        detail: Option<String>,
        close_class: &'static str,
        close: String,
    },
    /// The feature that is tested is not there.
    Unimplemented,
    /// The case was not played.
    Missing,
}

impl Cell {
    fn new(agent: &str, case: &AutobahnCase, line: &Line) -> Cell {
        let Some((class, word)) = verdict(line.behavior) else {
            return Cell::Unimplemented;
        };
        let code = line.remote_code.map_or("None".to_owned(), |code| code.to_string());
        let (close_class, close) = match line.behavior_close {
            BehaviorClose::Ok => ("case_ok", code),
            BehaviorClose::FailedByClient => ("case_almost", code),
            BehaviorClose::WrongCode => ("case_non_strict", code),
            BehaviorClose::Informational => ("case_info", code),
            BehaviorClose::Unclean => ("case_failed", "Unclean".to_owned()),
            BehaviorClose::Failed => ("case_failed", "Fail".to_owned()),
        };
        Cell::Played {
            class,
            page: file_name(agent, &case.id, "html"),
            word,
            detail: detail(case.shows, line),
            close_class,
            close,
        }
    }
}

/// The class and the word of a verdict; none if the feature is not there.
fn verdict(behavior: Behavior) -> Option<(&'static str, &'static str)> {
    match behavior {
        Behavior::Ok => Some(("case_ok", "Pass")),
        Behavior::NonStrict => Some(("case_non_strict", "Non-Strict")),
        Behavior::Informational => Some(("case_info", "Info")),
        Behavior::Failed => Some(("case_failed", "Fail")),
        Behavior::Unimplemented => None,
    }
}

/// `803 ms [0.293/0.985]`: the time, and the compression ratios of what came in and of what went out.
fn detail(shows: Shows, line: &Line) -> Option<String> {
    let ratio = |ratio: Option<f64>| ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.3}"));
    match (shows, line.ratios) {
        (Shows::Verdict, _) => None,
        (Shows::TimeAndRatio, Some((incoming, outgoing))) => Some(format!(
            "{} ms [{}/{}]",
            line.duration,
            ratio(incoming),
            ratio(outgoing)
        )),
        (Shows::Time | Shows::TimeAndRatio, _) => Some(format!("{} ms", line.duration)),
    }
}

fn sections<'a>(lines: &Lines, cases: &'a [AutobahnCase]) -> Vec<Section<'a>> {
    cases
        .chunk_by(|one, other| group(&one.id) == group(&other.id))
        .map(|cases| {
            let (category, subcategory) = group(&cases[0].id);
            Section {
                category: format!("{category} {}", groups::category(category)),
                subcategory: subcategory
                    .and_then(|numbers| Some(format!("{numbers} {}", groups::subcategory(numbers)?))),
                rows: cases.iter().map(|case| row(lines, case)).collect(),
            }
        })
        .collect()
}

/// The first number of an id, and the first two, if there are three.
fn group(id: &str) -> (&str, Option<&str>) {
    let mut dots = id.match_indices('.').map(|(at, _)| at);
    let (first, second) = (dots.next(), dots.next());
    (&id[..first.unwrap_or(id.len())], second.map(|at| &id[..at]))
}

fn row<'a>(lines: &Lines, case: &'a AutobahnCase) -> Row<'a> {
    let cell = |(agent, lines): (&String, &BTreeMap<String, Line>)| match lines.get(&case.id) {
        Some(line) => Cell::new(agent, case, line),
        None => Cell::Missing,
    };
    Row {
        id: &case.id,
        cells: lines.iter().map(cell).collect(),
    }
}

/// `case_desc_9_1_1`
fn anchor(id: &str) -> String {
    format!("case_desc_{}", id.replace('.', "_"))
}
