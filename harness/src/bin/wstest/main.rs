//! `wstest`: Autobahn|Testsuite's command line.

mod announce;
mod arguments;
mod client;
mod fuzzing_server;
mod job;
mod listening;
mod say;
mod server;
mod signals;
mod spec_file;
mod subject;
mod testee_client;
mod tls;

use std::process::ExitCode;

use arguments::{Arguments, Show};
use say::{say, warn};
use wsspec::autobahn::VERSION as AUTOBAHN;

/// Whatever the verdicts.
const OK: u8 = 0;
/// The command line or a file is wrong; nothing was played.
const USAGE: u8 = 1;
/// Not everything was played and reported that should have been.
const INCOMPLETE: u8 = 3;

fn main() -> ExitCode {
    ExitCode::from(run())
}

fn run() -> u8 {
    let words: Result<Vec<String>, _> = std::env::args_os()
        .skip(1)
        .map(std::ffi::OsString::into_string)
        .collect();
    let arguments = match words {
        Ok(words) => Arguments::parse(words).map_err(|bad| bad.to_string()),
        Err(word) => Err(format!("{word:?} is not UTF-8")),
    };
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(why) => return refuse(&why),
    };
    match arguments.show {
        Some(Show::Help) => say(include_str!("help.txt").trim_end()),
        Some(Show::Version) => say(format_args!("wstest {}", env!("CARGO_PKG_VERSION"))),
        Some(Show::AutobahnVersion) => {
            say(format_args!("wsspec {}", env!("CARGO_PKG_VERSION")));
            say(format_args!("AutobahnTestSuite {AUTOBAHN} (compatible)"));
        }
        None => return start(&arguments),
    }
    OK
}

fn start(arguments: &Arguments) -> u8 {
    match arguments.mode.as_deref() {
        Some("fuzzingclient") => client::run(arguments),
        Some("echoserver") => server::run(arguments, server::Kind::Echo),
        Some("testeeserver") => server::run(arguments, server::Kind::Testee),
        Some("fuzzingserver") => fuzzing_server::run(arguments),
        Some("testeeclient") => testee_client::run(arguments),
        Some(mode) => refuse(&format!("there is no mode {mode:?}; there are {MODES}")),
        None => refuse(&format!("a mode is needed: --mode with one of {MODES}")),
    }
}

const MODES: &str = "fuzzingclient, fuzzingserver, echoserver, testeeserver and testeeclient";

fn refuse(why: &str) -> u8 {
    warn(format_args!("{why} (wstest --help shows how to use it)"));
    USAGE
}
