//! `wsspec list`: which cases there are.

use anstream::println;
use clap::{Args, ValueEnum};

use super::selected;
use wsspec::case::Profile;
use wsspec::exit;
use wsspec::suite;

/// List cases, without network
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Ids, topics, Autobahn numbers or globs; all cases if there is none
    #[arg(value_name = "CASE")]
    cases: Vec<String>,

    /// How to list them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people, topic by topic
    Text,
    /// The cases themselves: everything they do, as one JSON array
    Json,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let cases = match selected(&arguments.cases) {
        Ok(cases) => cases,
        Err(code) => return code,
    };
    if let Format::Json = arguments.format {
        // Not through the colour filter: a case may contain octets that look like escapes.
        std::println!(
            "{}",
            serde_json::to_string_pretty(&cases).expect("cases are plain values")
        );
        return exit::OK;
    }
    let mut topic = "";
    for case in &cases {
        if case.topic() != topic {
            topic = case.topic();
            let title = suite::topics()
                .iter()
                .find(|(name, _)| *name == topic)
                .map_or("", |(_, title)| title);
            println!("{topic}: {title}");
        }
        let numbers = case.autobahn.join(" ");
        println!("  {:<62} {numbers:<9} {:<8} {}", case.id, case.profile, case.title);
    }
    let counts = Profile::ALL.map(|profile| {
        let played = cases.iter().filter(|case| profile.plays(case.profile)).count();
        format!("{profile} {played}")
    });
    println!("{} cases; by profile: {}", cases.len(), counts.join(", "));
    exit::OK
}
