//! Every case against our own endpoints in memory, in both roles and under three segmentations: one test a case. Mass cases
//! are not cut, and are content with a few messages. Writes the conformance report to `target/conformance/`.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod endpoint;

use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};
use wsspec::case::Case;
use wsspec::drive::memory;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::report::json::JsonReport;
use wsspec::report::{Footer, Header, console, failure};
use wsspec::run::Ending;
use wsspec::segment::Segmentation;
use wsspec::session::Settings;
use wsspec::suite;
use wsspec_codec::rules::Role;

const SEGMENTATIONS: [Segmentation; 3] = [Segmentation::Whole, Segmentation::Frames, Segmentation::Octets(1)];

/// So many messages of a mass case are exchanged here. Each echo is verified like those of a thousand.
const MOST_MESSAGES: u32 = 5;

/// The records, at the place of their case.
type Records = Arc<Mutex<Vec<Option<Vec<Record>>>>>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = suite::cases();
    let records: Records = Arc::new(Mutex::new(vec![None; cases.len()]));
    let trials = cases
        .into_iter()
        .enumerate()
        .map(|(index, case)| {
            let records = Arc::clone(&records);
            Trial::test(case.id.clone(), move || {
                let played = play(&case);
                let verdict = judge(&played);
                records.lock().unwrap()[index] = Some(played);
                verdict
            })
        })
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    let records = records.lock().unwrap();
    // A runner that starts a process for each test has no report here.
    if records.iter().all(Option::is_some) {
        let records: Vec<Record> = records.iter().flatten().flatten().cloned().collect();
        report(&records);
    }
    conclusion.exit_code()
}

/// Messages of so many octets take a while without optimisation, so only the server gets them here.
const LARGE: usize = 1 << 20;

/// Ordeals of more octets are for programs that are built with optimisation.
const LARGE_ORDEAL: u64 = 20 << 20;

/// A case in every role it is for, under each segmentation.
fn play(case: &Case) -> Vec<Record> {
    let mut records = Vec::new();
    if case
        .ordeal
        .as_ref()
        .is_some_and(|ordeal| ordeal.octets() > LARGE_ORDEAL)
    {
        return records;
    }
    for subject in [Role::Server, Role::Client]
        .into_iter()
        .filter(|&role| case.is_for(role) && (role == Role::Server || case.weight() <= LARGE))
    {
        let segmentations = match case.is_mass() {
            true => &SEGMENTATIONS[..1],
            false => &SEGMENTATIONS[..],
        };
        for segmentation in segmentations {
            let settings = Settings {
                subject,
                segmentation: segmentation.clone(),
                most_messages: case.is_mass().then_some(MOST_MESSAGES),
                ..Settings::default()
            };
            records.push(match subject {
                Role::Server => play_server(case, &settings),
                Role::Client => play_client(case, &settings),
            });
        }
    }
    records
}

/// A case with a server that agrees to what the case takes.
fn play_server(case: &Case, settings: &Settings) -> Record {
    let record = memory::play(case, settings.clone(), &mut endpoint::Echo::new(Role::Server));
    match record.verdict.grade {
        Grade::Unsupported => memory::play(case, settings.clone(), &mut endpoint::Echo::server_ignoring_hints()),
        _ => record,
    }
}

/// A case with a client whose offer allows it.
fn play_client(case: &Case, settings: &Settings) -> Record {
    if let Some(record) = memory::play_at(case, settings.clone(), endpoint::sent_to) {
        return record;
    }
    let play = |offer| memory::play(case, settings.clone(), &mut endpoint::Echo::client(offer));
    let supported = endpoint::OFFERS
        .into_iter()
        .map(play)
        .find(|record| record.verdict.grade != Grade::Unsupported);
    supported.unwrap_or_else(|| play(endpoint::OFFERS[0]))
}

/// Our endpoints pass every case, or give an observation where the case asks for one.
fn judge(records: &[Record]) -> Result<(), Failed> {
    let bad: Vec<String> = records
        .iter()
        .filter(|record| !matches!(record.verdict.grade, Grade::Pass | Grade::Info))
        .map(|record| failure::block(record, "cargo test --test conformance"))
        .collect();
    if bad.is_empty() {
        Ok(())
    } else {
        Err(bad.join("\n").into())
    }
}

/// Prints the report and writes it down.
fn report(records: &[Record]) {
    let settings = Settings::default();
    let header = Header::new(
        "in memory, both roles, three segmentations",
        &settings,
        records.len(),
        1,
    );
    let footer = Footer::new(
        &Ending::Complete,
        records,
        records.iter().map(|record| record.duration).sum(),
    );
    print!("\n{}{}", console::header(&header), console::topics(records));
    print!(
        "{}",
        console::footer(&footer).replace(" played in", " plays in virtual")
    );
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap()
        .join("conformance");
    let path = folder.join("report.json");
    let mut report = JsonReport::create(&path, &header).unwrap();
    for record in records {
        report.record(record).unwrap();
    }
    report.finish(&footer).unwrap();
    println!("report: {}\n", path.display());
}
