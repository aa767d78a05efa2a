//! `wsspec doctor`: whether the cases can be trusted. They are played with endpoints in memory that forget one rule each.

mod matrix;
mod parallel;
mod play;
mod reasons;
mod table;
mod twin;

use std::sync::Mutex;
use std::time::Instant;

use anstream::{eprintln, print, println};
use clap::{Args, ValueEnum};
use serde::Serialize;
use wsspec_codec::plant::{self, Breaks, Plant};
use wsspec_codec::rules::Role;

use self::matrix::{Plays, Row, Search};
use crate::cli::play::progress::Progress;
use wsspec::case::{Case, Profile};
use wsspec::exit;
use wsspec::pattern::Grade;
use wsspec::suite;

/// Try the cases themselves: endpoints without a fault must pass, and each that forgets one rule must be caught
///
/// The endpoints are the reference server and client, in memory: nothing is listened at, and nothing waits. Each fault is one
/// condition in them, taken from what real implementations have got wrong; `wsspec-server --fault NAME` and `wsspec-client
/// --fault NAME` have the same ones, to try other tools with.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Try each fault with every case, not up to the first that catches it, and print which case notices which fault
    #[arg(long)]
    full: bool,

    /// Try this fault with every case, and print what notices it and what that says; `list` shows all faults
    #[arg(long, value_name = "NAME", conflicts_with = "full")]
    fault: Option<String>,

    /// How to print what came of it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// All of it, as one JSON object
    Json,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let faults = match arguments.fault.as_deref() {
        // What is known to be caught by nothing is not looked for again up to the last case.
        None if !arguments.full => not_excused(),
        None => Plant::ALL.to_vec(),
        Some("list") => {
            print!("{}", plant::listing(None));
            return exit::OK;
        }
        Some(name) => match named(name) {
            Ok(fault) => vec![fault],
            Err(misnamed) => {
                eprintln!("error: {misnamed}; `--fault list` shows all");
                return exit::USAGE;
            }
        },
    };
    // A fault may make an endpoint panic; that is noticed, and need not be printed.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let code = examine(arguments, &faults);
    std::panic::set_hook(hook);
    code
}

/// The fault of that name, whoever can have it.
fn named(name: &str) -> Result<Plant, plant::Misnamed> {
    Plant::named(name, Role::Server).or_else(|_| Plant::named(name, Role::Client))
}

fn not_excused() -> Vec<Plant> {
    let excused = |fault: &&Plant| reasons::of_fault(fault.id()).is_none();
    Plant::ALL.iter().filter(excused).copied().collect()
}

fn examine(arguments: &Arguments, faults: &[Plant]) -> u8 {
    let begun = Instant::now();
    let every = arguments.full || arguments.fault.is_some();
    let mut cases = suite::cases();
    // What is hostile shows in a process, and not in memory.
    cases.retain(|case| case.ordeal.is_none() && (every || case.profile <= Profile::Default));
    let progress = Mutex::new(Progress::new(faults.len()));
    let search = if every { Search::All } else { Search::First };
    let plays = Plays::new(&cases, search);
    let rows = plays.rows(faults, search, |row| {
        if let Ok(mut progress) = progress.lock() {
            progress.played(!row.is_caught(), None);
        }
    });
    if let Ok(progress) = progress.lock() {
        progress.clear();
    }
    let found = Found::new(&plays, &rows);
    match arguments.format {
        Format::Json => println!(
            "{}",
            serde_json::to_string_pretty(&found).expect("what was found are plain values")
        ),
        Format::Text if arguments.full => print!("{}", table::matrix(&rows, &cases)),
        Format::Text if arguments.fault.is_some() => rows.iter().for_each(one),
        Format::Text => summary(&found, &rows),
    }
    let wrong = wrong(arguments, &found, &rows, &cases);
    for line in &wrong {
        eprintln!("error: {line}");
    }
    eprintln!(
        "{} faults, {} plays without one, in {:.1} s",
        rows.len(),
        found.plays,
        begun.elapsed().as_secs_f64()
    );
    if wrong.is_empty() { exit::OK } else { exit::FAILED }
}

/// Why the cases cannot be trusted, in sentences.
fn wrong(arguments: &Arguments, found: &Found, rows: &[Row<'_>], cases: &[Case]) -> Vec<String> {
    let alarms = found.false_alarms.iter().map(|alarm| {
        let Alarm {
            case,
            role,
            grade,
            because,
        } = alarm;
        format!("a false alarm: without a fault, {case} with a {role} is {grade}: {because}")
    });
    let uncaught: Vec<&str> = rows
        .iter()
        .filter(|row| !row.is_caught())
        .map(|row| row.fault.id())
        .collect();
    let faults = if arguments.full {
        reasons::wrong(&table::idle(rows, cases), &uncaught)
    } else {
        let inexcusable = uncaught.into_iter().filter(|id| reasons::of_fault(id).is_none());
        inexcusable
            .map(|id| format!("no case catches the fault {id}"))
            .collect()
    };
    alarms.chain(faults).collect()
}

/// What came of it.
#[derive(Serialize)]
struct Found {
    /// How many plays there were without a fault.
    plays: usize,
    false_alarms: Vec<Alarm>,
    faults: Vec<FaultFound>,
}

/// A play that does not pass though there is no fault.
#[derive(Serialize)]
struct Alarm {
    case: String,
    role: String,
    grade: Grade,
    because: String,
}

#[derive(Serialize)]
struct FaultFound {
    fault: &'static str,
    breaks: String,
    clause: &'static str,
    defect: &'static str,
    caught: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    noticed: Vec<NoticedFound>,
}

#[derive(Serialize)]
struct NoticedFound {
    case: String,
    role: String,
    manner: &'static str,
    grade: Grade,
    because: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<&'static str>,
}

impl Found {
    fn new(plays: &Plays<'_>, rows: &[Row<'_>]) -> Found {
        let alarms = plays
            .all()
            .filter(|play| !matches!(play.right.grade, Grade::Pass | Grade::Info));
        Found {
            plays: plays.all().count(),
            false_alarms: alarms
                .map(|play| Alarm {
                    case: play.case.id.clone(),
                    role: play.role.to_string(),
                    grade: play.right.grade,
                    because: play.right.because.clone(),
                })
                .collect(),
            faults: rows.iter().map(found).collect(),
        }
    }
}

fn found(row: &Row<'_>) -> FaultFound {
    FaultFound {
        fault: row.fault.id(),
        breaks: row.fault.breaks().to_string(),
        clause: row.fault.clause().id,
        defect: row.fault.defect(),
        caught: row.is_caught(),
        reason: reasons::of_fault(row.fault.id()).filter(|_| !row.is_caught()),
        noticed: row
            .noticed
            .iter()
            .map(|noticed| NoticedFound {
                case: noticed.case.id.clone(),
                role: noticed.role.to_string(),
                manner: noticed.manner.said().trim_start_matches(", "),
                grade: noticed.came.grade,
                because: noticed.came.because.clone(),
                clause: noticed.came.clause.map(|clause| clause.id),
            })
            .collect(),
    }
}

/// One fault and all that notices it.
fn one(row: &Row<'_>) {
    let fault = row.fault;
    println!("{}: {}", fault.id(), fault.defect());
    println!("  {}  {}: {}", fault.clause().id, fault.clause(), fault.clause().text);
    println!("  what shows it: {}", fault.stimulus());
    for noticed in &row.noticed {
        println!(
            "  {:<7} {} with a {}{}: {}",
            noticed.came.grade,
            noticed.case.id,
            noticed.role,
            noticed.manner.said(),
            noticed.came.because
        );
    }
    if row.noticed.is_empty() {
        println!("  no case notices it");
    }
    if let (false, Some(reason)) = (row.is_caught(), reasons::of_fault(fault.id())) {
        println!("  not caught: {reason}");
    }
}

/// What is caught, by what it breaks.
fn summary(found: &Found, rows: &[Row<'_>]) {
    match found.false_alarms.len() {
        0 => println!("  ✔ without a fault     {} of {} plays pass", found.plays, found.plays),
        alarms => println!(
            "  ✘ without a fault     {alarms} of {} plays are false alarms",
            found.plays
        ),
    }
    for breaks in Breaks::ALL {
        let of: Vec<&Row<'_>> = rows.iter().filter(|row| row.fault.breaks() == breaks).collect();
        let caught = of.iter().filter(|row| row.is_caught()).count();
        let mark = if caught == of.len() { '✔' } else { '✘' };
        println!(
            "  {mark} {:<19} {caught} of {} faults caught",
            breaks.to_string(),
            of.len()
        );
    }
    for fault in rows.iter().filter(|row| !row.is_caught()).map(|row| row.fault) {
        println!(
            "  ✘ {}: {} ({}); what shows it: {}",
            fault.id(),
            fault.defect(),
            fault.clause(),
            fault.stimulus()
        );
    }
    match Plant::ALL.len() - rows.len() {
        0 => {}
        excused => println!("  - {excused} faults cannot be caught in memory, each for a reason that --full tells"),
    }
}
