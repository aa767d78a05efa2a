//! `wsspec show`: what a case does.

use anstream::println;
use clap::Args;

use super::selected;
use wsspec::exit;
use wsspec::text;

/// Show what a case sends and which answers get which grade, without network
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Ids, topics, Autobahn numbers or globs
    #[arg(value_name = "CASE", required = true)]
    cases: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let cases = match selected(&arguments.cases) {
        Ok(cases) => cases,
        Err(code) => return code,
    };
    let shown: Vec<String> = cases.iter().map(text::case).collect();
    println!("{}", shown.join("\n").trim_end());
    exit::OK
}
