//! `wsspec coverage`: what tries what the standards ask for.

use anstream::println;
use clap::{Args, ValueEnum};
use serde::Serialize;

use wsspec::coverage::{Autobahn, Count, Row, by_area, page, rows};
use wsspec::exit;

/// Show what tries each clause of the standards: cases, faults, and beside them Autobahn; without network
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people: how much of each part of each standard
    Text,
    /// The page of the documentation: that, and clause by clause
    Markdown,
    /// All of it, as one JSON object
    Json,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let rows = rows();
    match arguments.format {
        Format::Text => text(&rows),
        // Not through the colour filter, and without a further line end.
        Format::Markdown => std::print!("{}", page(&rows)),
        Format::Json => println!(
            "{}",
            serde_json::to_string_pretty(&Report::of(&rows)).expect("rows are plain values")
        ),
    }
    exit::OK
}

fn text(rows: &[Row]) {
    println!(
        "{:<36} {:>7} {:>6} {:>6} {:>6} {:>9} {:>7} {:>16}",
        "", "clauses", "tried", "MUST", "tried", "untested", "faults", "Autobahn"
    );
    let line = |name: &str, count: Count| {
        println!(
            "{name:<36} {:>7} {:>6} {:>6} {:>6} {:>9} {:>7} {:>7} + {:>3} in part",
            count.clauses,
            count.tried,
            count.must,
            count.must_tried,
            count.untested,
            count.with_faults,
            count.autobahn_direct,
            count.autobahn_partial
        );
    };
    for (area, rows) in by_area(rows) {
        line(&area.to_string(), Count::of(rows));
    }
    let all = Count::of(rows);
    line("all", all);
    match all.clauses - all.tried - all.untested {
        0 => println!("Every clause that can be seen has a case, or a reason why it has none."),
        missing => println!("{missing} clauses that can be seen have neither a case nor a reason why."),
    }
    println!("`wsspec clauses` lists them all, `wsspec clauses --untested` those without a case, with the reason.");
}

#[derive(Serialize)]
struct Report<'r> {
    summary: Vec<Part>,
    all: Count,
    clauses: Vec<Entry<'r>>,
}

#[derive(Serialize)]
struct Part {
    part: String,
    #[serde(flatten)]
    count: Count,
}

#[derive(Serialize)]
struct Entry<'r> {
    id: &'static str,
    level: String,
    text: &'static str,
    observable: bool,
    cases: &'r [String],
    faults: &'r [&'static str],
    autobahn: Autobahn,
    #[serde(skip_serializing_if = "Option::is_none")]
    untested: Option<&'static str>,
}

impl Report<'_> {
    fn of(rows: &[Row]) -> Report<'_> {
        let part = |(area, rows): (wsspec::coverage::Area, Vec<&Row>)| Part {
            part: area.to_string(),
            count: Count::of(rows),
        };
        fn entry(row: &Row) -> Entry<'_> {
            Entry {
                id: row.clause.id,
                level: row.clause.level.to_string(),
                text: row.clause.text,
                observable: row.is_observable(),
                cases: &row.cases,
                faults: &row.faults,
                autobahn: row.autobahn,
                untested: row.untested,
            }
        }
        Report {
            summary: by_area(rows).into_iter().map(part).collect(),
            all: Count::of(rows),
            clauses: rows.iter().map(entry).collect(),
        }
    }
}
