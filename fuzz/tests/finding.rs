//! A failing input gets small, keeps its complaint, and is kept in three files.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use mutatis::Mutate;
use serde::{Deserialize, Serialize};
use wsspec_codec::rfc::rfc6455;
use wsspec_fuzz::finding::complaint::Complaint;
use wsspec_fuzz::finding::kept::Kept;
use wsspec_fuzz::finding::{Finding, NoFinding};
use wsspec_fuzz::hold::hold;
use wsspec_fuzz::structured::{Structured, mutate};
use wsspec_fuzz::target::{Flow, Form, Mutator, Target};

/// A target over octets or values that fails as `run` does.
fn target(run: fn(&[u8]), mutate: Option<Mutator>) -> Target {
    Target {
        name: "failing",
        run,
        seeds: BTreeMap::new,
        mutate,
        wire: |input| {
            vec![Flow {
                what: "a server's frames".to_owned(),
                form: Form::Frames,
                octets: input.to_vec(),
            }]
        },
    }
}

/// Complains about a ping after a text frame, and of other things about input without.
fn complains_about_a_ping(input: &[u8]) {
    let text = input.iter().position(|&octet| octet == 0x81);
    let ping = text.is_some_and(|at| input[at..].contains(&0x89));
    hold(!ping, input, rfc6455::PONG_MUST, || {
        format!("a ping among {} octets", input.len())
    });
    hold(input.len() < 3, input, rfc6455::PARSE, || "too long".to_owned());
}

#[test]
fn octets_that_do_not_matter_are_left_out_and_the_complaint_stays_the_same() {
    let target = target(complains_about_a_ping, None);
    let long: Vec<u8> = (0..=255).cycle().take(1000).collect();
    let finding = Finding::new(&target, &long).unwrap();
    assert_eq!(finding.input, [0x81, 0x89]);
    assert_eq!(finding.complaint.sentence(), "a ping among 2 octets");
    assert_eq!(finding.complaint.clause(), Some(rfc6455::PONG_MUST.id));
}

/// A value with a list in it.
#[derive(Clone, Debug, Default, Mutate, Serialize, Deserialize)]
struct Numbers {
    beside: bool,
    list: Vec<u32>,
}

impl Structured for Numbers {
    const VERSION: u8 = 1;
}

fn complains_about_two_large_numbers(input: &[u8]) {
    let large = |numbers: Numbers| numbers.list.iter().filter(|&&number| number >= 70_000).count();
    let large = Numbers::decode(input).map_or(0, large);
    hold(large < 2, input, rfc6455::PARSE, || format!("{large} large numbers"));
}

#[test]
fn fields_that_do_not_matter_are_dropped() {
    let target = target(complains_about_two_large_numbers, Some(mutate::<Numbers>));
    let numbers = Numbers {
        beside: true,
        list: vec![1, 2, 80_000, 3, 4, 5_000_000, 6, 90_000],
    };
    let finding = Finding::new(&target, &numbers.encode()).unwrap();
    let small = Numbers::decode(&finding.input).unwrap();
    assert!(!small.beside && small.list.len() == 2, "{small:?}");
}

#[test]
fn a_panic_outside_of_the_oracles_is_named_after_its_line() {
    let target = target(|input| assert!(input.is_empty(), "any octet"), None);
    let finding = Finding::new(&target, b"abc").unwrap();
    assert_eq!(finding.input, [0]);
    assert_eq!(finding.complaint.clause(), None);
    assert!(finding.name().starts_with("panic-at-finding-"), "{}", finding.name());
}

#[test]
fn what_does_not_fail_or_not_every_time_is_no_finding() {
    static ODD: AtomicBool = AtomicBool::new(false);
    let flaky = target(
        |_| assert!(ODD.fetch_xor(true, Ordering::Relaxed), "every other time"),
        None,
    );
    assert_eq!(Finding::new(&flaky, b"abc").unwrap_err(), NoFinding::Flaky);
    let passes = target(|_| {}, None);
    assert_eq!(Finding::new(&passes, b"abc").unwrap_err(), NoFinding::Passes);
}

#[test]
fn a_finding_is_kept_in_three_files_that_agree_and_no_other_is_overwritten() {
    let folder = std::env::temp_dir().join(format!("wsspec-finding-{}", std::process::id()));
    let target = target(complains_about_a_ping, None);
    let finding = Finding::new(&target, b"\x81\x00\x89\x00").unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("ping"), "another input").unwrap();
    let name = finding.keep(&folder, "ping").unwrap();
    assert_eq!(name, "ping-2");
    assert_eq!(finding.keep(&folder, "ping").unwrap(), "ping-2");
    assert_eq!(Kept::read(&folder, &name).unwrap(), Kept::of(&target, &finding.input));
    let trace = std::fs::read_to_string(folder.join("ping-2.txt")).unwrap();
    assert!(
        trace.starts_with("# failing: a ping among 2 octets\n# clause: 6455-"),
        "{trace}"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_test_names_the_target_and_holds_the_input() {
    let target = target(complains_about_a_ping, None);
    let finding = Finding::new(&target, b"\x81\x89").unwrap();
    let test = "/// a ping among 2 octets\n#[test]\nfn clause_6455_5_5_3() {\n    let input = b\"\\x81\\x89\";\n    \
                (wsspec_fuzz::FAILING.run)(input);\n}\n";
    assert_eq!(finding.test("6455-5-5-3"), test);
    assert_eq!(Complaint::of(&target, b"\x81\x89"), Some(finding.complaint));
}
