//! `wsspec clauses`: what the standards ask for, and which cases try it.

use std::collections::BTreeMap;

use anstream::{eprintln, println};
use clap::{Args, ValueEnum};
use serde::Serialize;
use wildmatch::WildMatch;
use wsspec_codec::rfc::{self, Binds, Clause, Observable};

use wsspec::exit;
use wsspec::suite;

/// List the clauses, and the cases that try them, without network
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Ids of clauses, or globs such as '6455-5.2-*'; all clauses if there is none
    #[arg(value_name = "CLAUSE")]
    clauses: Vec<String>,

    /// Only those that no case tries
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
    let mut citing = citing();
    let rows: Vec<Row> = rfc::all()
        .filter(|clause| wanted(clause))
        .map(|clause| row(clause, citing.remove(clause.id).unwrap_or_default()))
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

/// The ids of the cases that try a clause, by its id.
fn citing() -> BTreeMap<&'static str, Vec<String>> {
    let mut citing: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for case in suite::cases() {
        for clause in case.clauses {
            citing.entry(clause.id).or_default().push(case.id.clone());
        }
    }
    citing
}

fn row(clause: &Clause, cases: Vec<String>) -> Row {
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
        cases,
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
    }
    let tried = rows.iter().filter(|row| !row.cases.is_empty()).count();
    let seen = rows.iter().filter(|row| row.observable != "no").count();
    println!(
        "{} clauses, {seen} of them can be seen on the wire at least in part; cases try {tried}",
        rows.len()
    );
}
