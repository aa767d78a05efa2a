//! `wsspec`: the command line of the harness.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main()
}
