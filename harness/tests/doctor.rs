//! `wsspec doctor`: every fault is caught, and no endpoint without one is suspected.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::process::{Command, Output};

use serde_json::Value;

fn doctor(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wsspec"))
        .arg("doctor")
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

#[test]
fn every_fault_is_caught_and_nothing_is_wrong_without_one() {
    let output = doctor(&[]);
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}{errors}");
    assert!(text.contains("✔ without a fault") && text.contains("✔ MUST"), "{text}");
}

#[test]
fn a_fault_is_told_with_what_notices_it() {
    let output = doctor(&["--fault", "rsv2-accepted", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let fault = &found["faults"][0];
    assert_eq!(fault["fault"], "rsv2-accepted");
    assert_eq!(fault["clause"], "6455-5.2-rsv2-recv");
    let noticed = fault["noticed"].as_array().unwrap();
    // Those that cite the clause stand first.
    assert_eq!(noticed[0]["grade"], "fail");
    assert!(
        noticed[0]["case"].as_str().unwrap().starts_with("reserved/"),
        "{noticed:?}"
    );
    for role in ["client", "server"] {
        assert!(noticed.iter().any(|noticed| noticed["role"] == role), "{role}");
    }
}

#[test]
fn a_fault_that_is_none_is_refused_with_those_that_are_near() {
    let output = doctor(&["--fault", "nonce-constnt"]);
    assert_eq!(output.status.code(), Some(2));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("near it are nonce-constant"), "{errors}");
    let list = String::from_utf8(doctor(&["--fault", "list"]).stdout).unwrap();
    assert!(list.lines().any(|line| line.starts_with("nonce-constant ")));
}
