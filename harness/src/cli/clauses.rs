//! `wsspec clauses`: what the standards ask for, and which cases try it.

use anstream::{eprintln, println};
use clap::{Args, ValueEnum};
use serde::Serialize;
use wildmatch::WildMatch;
use wsspec_codec::rfc::{self, Binds, Clause, Observable};

use wsspec::coverage;
use wsspec::exit;

/// List the clauses, and the cases that try them, without network
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Ids of clauses, or globs such as '6455-5.2-*'; all clauses if there is none
    #[arg(value_name = "CLAUSE")]
    clauses: Vec<String>,

    /// Only those that no case tries, with the reason
    #[arg(long)]
    untested: bool,

    /// How to list them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people, standard by standard
    Text,
    /// All of it, as one JSON array
    Json,
}

/// A clause, and what tries it.
#[derive(Serialize)]
struct Row {
    id: &'static str,
    standard: String,
    section: &'static str,
    level: String,
    binds: &'static str,
    observable: &'static str,
    text: &'static str,
    url: String,
    cases: Vec<String>,
    /// Why there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let globs: Vec<WildMatch> = arguments
        .clauses
        .iter()
        .map(|pattern| WildMatch::new(pattern))
        .collect();
    for (pattern, glob) in arguments.clauses.iter().zip(&globs) {
        if !rfc::all().any(|clause| glob.matches(clause.id)) {
            eprintln!("error: no clause has the id `{pattern}`; `wsspec clauses` shows all");
            return exit::USAGE;
        }
    }
    let wanted = |clause: &Clause| globs.is_empty() || globs.iter().any(|glob| glob.matches(clause.id));
    let rows: Vec<Row> = coverage::rows()
        .into_iter()
        .filter(|row| wanted(row.clause))
        .map(row)
        .filter(|row| !arguments.untested || row.cases.is_empty())
        .collect();
    match arguments.format {
        Format::Json => println!(
            "{}",
            serde_json::to_string_pretty(&rows).expect("rows are plain values")
        ),
        Format::Text => text(&rows),
    }
    exit::OK
}

fn row(coverage: coverage::Row) -> Row {
    let clause = coverage.clause;
    Row {
        id: clause.id,
        standard: clause.standard.to_string(),
        section: clause.section,
        level: clause.level.to_string(),
        binds: match clause.binds {
            Binds::Client => "client",
            Binds::Server => "server",
            Binds::Both => "both",
        },
        observable: match clause.observable {
            Observable::Yes => "yes",
            Observable::Partly => "partly",
            Observable::No => "no",
        },
        text: clause.text,
        url: clause.url(),
        cases: coverage.cases,
        reason: coverage.untested,
    }
}

fn text(rows: &[Row]) {
    let mut standard = "";
    for row in rows {
        if row.standard != standard {
            standard = &row.standard;
            println!("{standard}");
        }
        let cases = match row.cases.len() {
            0 => "no case".to_owned(),
            1 => "1 case".to_owned(),
            many => format!("{many} cases"),
        };
        println!(
            "  {:<42} {:<7} {:<6} {cases:>9}  {}",
            row.id, row.level, row.binds, row.text
        );
        if let Some(reason) = row.reason {
            println!("      {reason}");
        }
    }
    let tried = rows.iter().filter(|row| !row.cases.is_empty()).count();
    let seen = rows.iter().filter(|row| row.observable != "no").count();
    println!(
        "{} clauses, {seen} of them can be seen on the wire at least in part; cases try {tried}",
        rows.len()
    );
}
