//! Makes an input small on which a target fails, and prints what it is: `cargo run -p wsspec-fuzz --example finding`.
//!
//! An example, because `cargo fuzz` takes every `[[bin]]` for a fuzz target.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap::Parser;
use wsspec_fuzz::TARGETS;
use wsspec_fuzz::finding::complaint::Complaint;
use wsspec_fuzz::finding::kept::Kept;
use wsspec_fuzz::finding::{Finding, NoFinding};
use wsspec_fuzz::target::Target;

/// Makes an input small on which a target fails, and prints what it is: the sentence and the clause, a packet trace, the
/// octets on the wire, and a test. The input, its octets and its trace are kept beside each other in a folder.
#[derive(Parser)]
#[command(name = "finding", after_help = EXIT_CODES)]
struct Arguments {
    /// The fuzz target that fails
    target: String,
    /// The input on which it fails; it is not touched
    file: PathBuf,
    /// Where the three files go [default: fuzz/regressions/TARGET]
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// What they are named [default: after the clause that is broken]
    #[arg(long)]
    name: Option<String>,
}

const EXIT_CODES: &str = "Exit codes:
  0  the finding is kept and printed
  1  there is none: the target does not fail on the file, or not every time
  2  there is no such target, the file cannot be read, or a file cannot be written
  3  the target takes longer than a minute on the file; the trace is printed, and nothing is made small";

/// How long a target may take.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    match show(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err((code, sentence)) => {
            eprintln!("error: {sentence}");
            ExitCode::from(code)
        }
    }
}

/// Prints and keeps the finding, or says with which code there is none, and why.
fn show(arguments: &Arguments) -> Result<(), (u8, String)> {
    let target = named(&arguments.target).map_err(|sentence| (2, sentence))?;
    let file = arguments.file.display();
    let input = fs::read(&arguments.file).map_err(|error| (2, format!("{file}: {error}")))?;
    if hangs(target, input.clone()) {
        println!("trace:\n{}", Kept::of(target, &input).trace);
        return Err((3, format!("{} takes longer than {PATIENCE:?} on {file}", target.name)));
    }
    let finding = Finding::new(target, &input).map_err(|none| (1, without(none, target, arguments, &input)))?;

    let name = arguments.name.clone().unwrap_or_else(|| finding.name());
    let kept = Kept::of(target, &finding.input);
    println!("{}: {}", target.name, finding.complaint.sentence());
    println!(
        "clause: {}",
        finding.complaint.clause_and_text().unwrap_or("none; a panic")
    );
    println!("place: {}", finding.complaint.place);
    println!(
        "size: {} octets, of {}, after {} tries",
        finding.input.len(),
        input.len(),
        finding.tried
    );
    println!(
        "\ntrace:\n{}\nwire:\n{}\ntest:\n{}",
        kept.trace,
        kept.wire,
        finding.test(&name)
    );

    let folder = arguments.out.clone().unwrap_or_else(|| target.regressions());
    let kept = finding.keep(&folder, &name);
    let name = kept.map_err(|error| (2, format!("{}: {error}; {file} is as it was", folder.display())))?;
    println!("kept: {} with .hex and .txt", folder.join(name).display());
    Ok(())
}

/// Whether the target is at work on the input for longer than it may be; then it stays so.
fn hangs(target: &'static Target, input: Vec<u8>) -> bool {
    let (ended, end) = mpsc::channel();
    thread::spawn(move || {
        Complaint::of(target, &input);
        ended.send(())
    });
    end.recv_timeout(PATIENCE).is_err()
}

/// The target of this name, or a sentence with those that are near.
fn named(name: &str) -> Result<&'static Target, String> {
    TARGETS.iter().find(|target| target.name == name).ok_or_else(|| {
        let mut near: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
        near.sort_by(|a, b| strsim::jaro_winkler(b, name).total_cmp(&strsim::jaro_winkler(a, name)));
        near.truncate(3);
        format!("there is no target {name}; near are: {}", near.join(", "))
    })
}

fn without(none: NoFinding, target: &Target, arguments: &Arguments, input: &[u8]) -> String {
    let (name, file) = (target.name, arguments.file.display());
    match none {
        NoFinding::Passes if input.is_empty() => format!("{file} is empty, and {name} has nothing against that"),
        NoFinding::Passes => {
            format!("{name} has nothing against {file}; if it failed under a sanitizer: cargo fuzz tmin {name} {file}")
        }
        NoFinding::Flaky => format!("{name} fails on {file}, but not every time in the same way; nothing is kept"),
    }
}
