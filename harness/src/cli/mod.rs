//! The command line: one file a subcommand.

mod clauses;
mod client;
mod coverage;
mod doctor;
mod explain;
mod list;
mod play;
mod record;
mod replay;
mod server;
mod show;

use std::process::ExitCode;

use anstream::eprintln;
use clap::{Parser, Subcommand};

use wsspec::case::Case;
use wsspec::exit;
use wsspec::select::{Unmatched, select};
use wsspec::suite;

/// Proves whether a WebSocket server or client does what RFC 6455 says.
#[derive(Debug, Parser)]
#[command(name = "wsspec", version, propagate_version = true, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0    all selected cases met the policy
  1    at least one case failed
  2    the command line, a file or an address is wrong
  3    the subject is not reachable or died, the deadline passed, or a report could not be written:
       the run is incomplete
  4    nothing ran: no case was selected
  130  interrupted; what was done is reported, and the report says that it is partial";

#[derive(Debug, Subcommand)]
enum Command {
    Server(server::Arguments),
    Client(client::Arguments),
    Record(record::Arguments),
    Replay(replay::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    Explain(explain::Arguments),
    Clauses(clauses::Arguments),
    Coverage(coverage::Arguments),
    Doctor(doctor::Arguments),
}

/// Runs the command line of this process.
pub(crate) fn main() -> ExitCode {
    let code = match Cli::parse().command {
        Command::Server(arguments) => server::run(&arguments),
        Command::Client(arguments) => client::run(&arguments),
        Command::Record(arguments) => record::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Show(arguments) => show::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Clauses(arguments) => clauses::run(&arguments),
        Command::Coverage(arguments) => coverage::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
    };
    ExitCode::from(code)
}

/// The cases that the user means, or the exit code when there are none.
fn selected(patterns: &[String]) -> Result<Vec<Case>, u8> {
    select(suite::cases(), patterns).map_err(|unmatched| {
        eprintln!("error: {unmatched}");
        match unmatched {
            Unmatched::Unknown(..) => exit::USAGE,
            Unmatched::NoMatch(..) => exit::NOTHING_RAN,
        }
    })
}
