//! What ARCHITECTURE.md says is absent, is absent.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The Rust files below a folder of the repository, each with its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found
}

/// The files that mention one of these words, save those that may.
fn mentioning(folder: &str, words: &[&str], except: &[&str]) -> Vec<String> {
    let mentions = |(name, text): (String, String)| {
        let allowed = except.iter().any(|prefix| name.starts_with(prefix));
        let word = words.iter().find(|word| !allowed && text.contains(**word))?;
        Some(format!("{name} mentions {word}"))
    };
    sources(folder).into_iter().filter_map(mentions).collect()
}

const NOTHING: [String; 0] = [];

#[test]
fn the_codec_does_no_io_reads_no_clock_and_draws_no_random_numbers() {
    let io = [
        "std::net",
        "std::fs",
        "std::time",
        "std::thread",
        "std::env",
        "tokio",
        "rand::",
        "println!",
    ];
    // Programs of tests may ask the environment which fault they have; what is shipped is built without that.
    assert_eq!(mentioning("codec/src", &io, &["codec/src/plant/sown.rs"]), NOTHING);
    let manifest = fs::read_to_string(root().join("codec/Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("[dependencies]").unwrap();
    let (dependencies, _) = dependencies.split_once("[dev-dependencies]").unwrap();
    for crate_ in ["tokio", "rand", "getrandom", "socket2", "mio"] {
        assert!(!dependencies.contains(crate_), "{crate_}");
    }
}

#[test]
fn the_library_of_the_harness_does_not_link_what_it_tests() {
    let binary = ["harness/src/cli", "harness/src/main.rs", "harness/src/bin"];
    assert_eq!(mentioning("harness/src", &["wsspec_server"], &binary), NOTHING);
}

#[test]
fn the_server_does_not_know_the_harness() {
    assert_eq!(mentioning("server-under-test/src", &["wsspec::"], &[]), NOTHING);
}

#[test]
fn there_is_no_unsafe_code() {
    for folder in ["codec/src", "server-under-test/src", "harness/src", "fuzz/src"] {
        assert_eq!(mentioning(folder, &["unsafe"], &[]), NOTHING);
    }
}

#[test]
fn only_the_carriers_have_sockets_and_clocks() {
    let words = ["tokio::net::Tcp", "std::net::Tcp", "Instant::now"];
    let except = [
        "harness/src/drive",
        "harness/src/run.rs",
        "harness/src/autobahn/run.rs",
        "harness/src/cli",
        "harness/src/bin",
    ];
    assert_eq!(mentioning("harness/src", &words, &except), NOTHING);
}

#[test]
fn modules_have_one_idea() {
    for folder in ["codec/src", "server-under-test/src", "harness/src", "fuzz/src"] {
        for (name, text) in sources(folder) {
            // The tables of clauses and cases are long because the texts are; nothing in them is complicated.
            let limit = match name.as_str() {
                table if table.starts_with("codec/src/rfc/") => 1000,
                suite if suite.starts_with("harness/src/suite/") => 600,
                _ => 500,
            };
            let lines = text.lines().count();
            assert!(lines <= limit, "{name} has {lines} lines");
        }
    }
}

#[test]
fn no_file_names_a_place_on_one_machine() {
    let git = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    let Some(listed) = git.ok().filter(|output| output.status.success()) else {
        // A source archive: what was checked before it was packed holds.
        return;
    };
    let listed = String::from_utf8(listed.stdout).unwrap();
    // Put together here, because this file is one of those that are read.
    let places = ["root", "work", "home", "Users"].map(|place| format!("/{place}/"));
    let mut found = Vec::new();
    for name in listed.split_terminator('\0') {
        // What is not text names no place.
        let text = fs::read_to_string(root().join(name)).unwrap_or_default();
        let lines = text.lines().zip(1..);
        found.extend(
            lines
                .filter(|(line, _)| places.iter().any(|place| line.contains(place)))
                .map(|(line, number)| format!("{name}:{number}: {line}")),
        );
    }
    assert_eq!(found, NOTHING);
}

#[test]
fn these_tests_would_notice() {
    assert_ne!(mentioning("harness/src/cli", &["wsspec_server"], &[]), NOTHING);
    assert_ne!(mentioning("harness/src/drive", &["tokio::net::Tcp"], &[]), NOTHING);
    assert_ne!(mentioning("harness/src/drive", &["Instant::now"], &[]), NOTHING);
    assert_eq!(
        mentioning("harness/src/drive", &["Instant::now"], &["harness/src/drive"]),
        NOTHING
    );
}
