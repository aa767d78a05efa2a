//! The catalogue as text, and the lint of the cases.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use wsspec::case::{Case, Profile, Step};
use wsspec::matcher::{Matcher, Progress};
use wsspec::pattern::{Event, Grade, Outcome};
use wsspec::{suite, text};
use wsspec_codec::message::MessageKind;

fn snapshot(name: &str, content: &str) {
    let mut snapshots = insta::Settings::clone_current();
    snapshots.set_snapshot_path("../../snapshots");
    snapshots.set_prepend_module_to_snapshot(false);
    snapshots.set_omit_expression(true);
    snapshots.bind(|| insta::assert_snapshot!(name, content));
}

#[test]
fn the_catalogue_means_this() {
    let cases: Vec<String> = suite::cases().iter().map(text::case).collect();
    snapshot("catalogue", &cases.join("\n"));
}

/// The table that the docs show, `snapshots/corrections.md`; written anew with INSTA_UPDATE=always.
#[test]
fn the_corrections_of_autobahn_are_these() {
    let mut table = String::from(
        "# Where verdicts differ from Autobahn's\n\n\
         The stimulus of each case is Autobahn's, but for the content of large messages. The judgement follows RFC 6455, and differs where Autobahn's is wrong, \
         looser than the RFC, or left to chance.\n\n| where | what differs | why |\n|---|---|---|\n",
    );
    for (what, why) in suite::GENERAL_CORRECTIONS {
        table.push_str(&format!("| all cases | {what} | {why} |\n"));
    }
    for case in suite::cases() {
        if let Some(correction) = &case.correction {
            let (what, why) = correction.split_once("; ").unwrap_or((correction, ""));
            table.push_str(&format!(
                "| {} `{}` | {what} | {why} |\n",
                case.autobahn.join(", "),
                case.id
            ));
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../snapshots/corrections.md");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(path, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), table);
}

#[test]
fn a_case_is_all_in_its_json() {
    for case in suite::cases() {
        let json = serde_json::to_string(&case).unwrap();
        assert_eq!(serde_json::from_str::<Case>(&json).unwrap(), case, "{json}");
    }
}

#[test]
fn ids_are_unique_and_say_topic_and_behaviour() {
    let mut seen = BTreeSet::new();
    let topics: BTreeSet<&str> = suite::topics().iter().map(|(name, _)| *name).collect();
    for case in suite::cases() {
        assert!(seen.insert(case.id.clone()), "{} stands there twice", case.id);
        let (topic, behaviour) = case.id.split_once('/').unwrap();
        assert!(topics.contains(topic), "{}", case.id);
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(behaviour.chars().all(kebab) && !behaviour.contains("--"), "{}", case.id);
    }
}

#[test]
fn titles_are_one_sentence_and_clauses_are_cited() {
    for case in suite::cases() {
        let title = &case.title;
        assert!(
            !title.is_empty() && !title.ends_with('.') && !title.contains(". "),
            "{title}"
        );
        assert!(title.len() <= 110, "{title}");
        assert!(!case.clauses.is_empty(), "{}", case.id);
    }
}

/// The ids of Autobahn: prefix and how many.
const AUTOBAHN: &[(&str, usize)] = &[
    ("1.1", 8),
    ("1.2", 8),
    ("2", 11),
    ("3", 7),
    ("4.1", 5),
    ("4.2", 5),
    ("5", 20),
    ("6.1", 3),
    ("6.2", 4),
    ("6.3", 2),
    ("6.4", 4),
    ("6.5", 5),
    ("6.6", 11),
    ("6.7", 4),
    ("6.8", 2),
    ("6.9", 4),
    ("6.10", 3),
    ("6.11", 5),
    ("6.12", 8),
    ("6.13", 5),
    ("6.14", 10),
    ("6.15", 1),
    ("6.16", 3),
    ("6.17", 5),
    ("6.18", 5),
    ("6.19", 5),
    ("6.20", 7),
    ("6.21", 8),
    ("6.22", 34),
    ("6.23", 7),
    ("7.1", 6),
    ("7.3", 6),
    ("7.5", 1),
    ("7.7", 13),
    ("7.9", 9),
    ("7.13", 2),
    ("9.1", 6),
    ("9.2", 6),
    ("9.3", 9),
    ("9.4", 9),
    ("9.5", 6),
    ("9.6", 6),
    ("9.7", 6),
    ("9.8", 6),
    ("10.1", 1),
    ("12.1", 18),
    ("12.2", 18),
    ("12.3", 18),
    ("12.4", 18),
    ("12.5", 18),
    ("13.1", 18),
    ("13.2", 18),
    ("13.3", 18),
    ("13.4", 18),
    ("13.5", 18),
    ("13.6", 18),
    ("13.7", 18),
];

#[test]
fn every_autobahn_case_is_covered_once() {
    let mut covered: BTreeMap<String, usize> = BTreeMap::new();
    for case in suite::cases() {
        for number in &case.autobahn {
            *covered.entry(number.clone()).or_default() += 1;
        }
    }
    let expected: BTreeSet<String> = AUTOBAHN
        .iter()
        .flat_map(|(prefix, count)| (1..=*count).map(move |last| format!("{prefix}.{last}")))
        .collect();
    assert_eq!(expected.len(), 517);
    assert_eq!(covered.keys().cloned().collect::<BTreeSet<_>>(), expected);
    assert!(covered.values().all(|&count| count == 1), "{covered:?}");
}

#[test]
fn every_script_ends_with_the_connection() {
    for case in suite::cases().into_iter().filter(Case::has_script) {
        let Some(Step::Expect(last)) = case.steps.last() else {
            panic!("{} does not end in a wait", case.id)
        };
        assert!(
            last.outcomes.0.iter().all(Outcome::ends),
            "{} may end with the connection open",
            case.id
        );
    }
}

#[test]
fn what_expects_a_failed_connection_first_sees_the_subject_alive() {
    for case in suite::cases().into_iter().filter(Case::has_script) {
        let ends = |step: &Step| matches!(step, Step::Expect(expect) if expect.outcomes.0.iter().any(Outcome::ends));
        let first_end = case.steps.iter().position(ends).unwrap();
        let Step::Expect(expect) = &case.steps[first_end] else {
            unreachable!()
        };
        // A subject that only drops TCP is content with a pattern that is the end alone. A refused head is one, and shows
        // something only of a subject that opens other connections.
        let content_with_drop = !case.is_content_with_refusal()
            && expect
                .outcomes
                .0
                .iter()
                .any(|outcome| outcome.grade <= Grade::Lenient && outcome.patterns.len() == 1 && outcome.ends());
        let seen_alive = case.steps[..first_end]
            .iter()
            .any(|step| matches!(step, Step::Expect(_)));
        assert!(!content_with_drop || seen_alive, "{}", case.id);
    }
}

#[test]
fn an_ordeal_stands_for_a_script_and_is_bounded() {
    for case in suite::cases() {
        let Some(ordeal) = &case.ordeal else {
            assert_ne!(case.profile, Profile::Hostile, "{} does nothing hostile", case.id);
            continue;
        };
        assert_eq!(
            case.profile,
            Profile::Hostile,
            "{} could be played by accident",
            case.id
        );
        assert!(case.id.starts_with("hostile/") && case.steps.is_empty(), "{}", case.id);
        assert!(
            ordeal.octets() <= 256 << 20 && ordeal.connections <= 1000,
            "{}",
            case.id
        );
        assert!(ordeal.within.as_secs() <= 60 && ordeal.memory <= 1 << 30, "{}", case.id);
    }
}

/// The grade that one wait of a case gives for these events and then nothing more.
fn grade(id: &str, wait: usize, events: &[Event]) -> Option<Grade> {
    let case = suite::cases().into_iter().find(|case| case.id == id).unwrap();
    let waits = case.steps.iter().filter_map(|step| match step {
        Step::Expect(expect) => Some(expect),
        _ => None,
    });
    let expect = waits.clone().nth(wait).unwrap();
    let mut matcher = Matcher::new(&expect.outcomes);
    let mut progress = Progress::Waiting;
    for event in events {
        progress = matcher.event(event);
    }
    if progress == Progress::Waiting {
        progress = matcher.timeout();
    }
    match progress {
        Progress::Decided(outcome) => Some(outcome.grade),
        _ => None,
    }
}

#[test]
fn a_pong_may_wait_for_the_end_of_its_message_but_not_stay_away() {
    let id = "fragmentation/pings-between-five-fragments";
    let pong = |payload: &str| Event::Pong(payload.into());
    let text = Event::Message {
        kind: MessageKind::Text,
        payload: b"fragment1fragment2fragment3fragment4fragment5".to_vec(),
    };
    let (first, second) = (pong("pongme 1!"), pong("pongme 2!"));
    assert_eq!(grade(id, 0, std::slice::from_ref(&first)), Some(Grade::Pass));
    assert_eq!(grade(id, 0, &[]), Some(Grade::Lenient));
    let after = |events: &[&Event]| grade(id, 1, &events.iter().map(|&event| event.clone()).collect::<Vec<_>>());
    assert_eq!(after(&[&second, &text]), Some(Grade::Pass));
    assert_eq!(after(&[&first, &second, &text]), Some(Grade::Pass));
    assert_eq!(after(&[&text, &second]), Some(Grade::Lenient));
    assert_eq!(after(&[&text, &first, &second]), Some(Grade::Lenient));
    assert_eq!(after(&[&text]), None);
    assert_eq!(after(&[&second]), None);
}

#[test]
fn after_invalid_text_a_pong_is_lenient_and_an_echo_is_not() {
    let id = "utf8/no-message-after-invalid-text";
    let end = Event::End(wsspec::pattern::End::Closed);
    let echo = Event::Message {
        kind: MessageKind::Text,
        payload: b"Hello".to_vec(),
    };
    assert_eq!(
        grade(id, 1, &[Event::Pong("p".into()), end.clone()]),
        Some(Grade::Lenient)
    );
    assert_eq!(grade(id, 1, &[echo, end]), None);
}
