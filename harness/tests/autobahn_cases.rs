//! The table of Autobahn's cases as text, and what must be true of it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use wsspec::autobahn::case::{Act, AutobahnCase, Behavior, CloseRule, Event, Expected, Shows};
use wsspec::autobahn::cases::cases;
use wsspec::bytes::Bytes;
use wsspec::exchange::{Content, Exchange};
use wsspec::suite;
use wsspec_codec::frame::Opcode;

fn snapshot(name: &str, content: &str) {
    let mut snapshots = insta::Settings::clone_current();
    snapshots.set_snapshot_path("../../snapshots");
    snapshots.set_prepend_module_to_snapshot(false);
    snapshots.set_omit_expression(true);
    snapshots.bind(|| insta::assert_snapshot!(name, content));
}

fn key(id: &str) -> Vec<u32> {
    id.split('.').map(|number| number.parse().unwrap()).collect()
}

fn category(id: &str) -> u32 {
    key(id)[0]
}

#[test]
fn the_cases_mean_this() {
    let cases: Vec<String> = cases().iter().map(shown).collect();
    snapshot("autobahn-cases", &cases.join("\n"));
}

/// What a report says of a case: one of each sort of expectation.
#[test]
fn their_texts_read_like_this() {
    let ids = [
        "1.1.2", "2.5", "2.8", "3.3", "5.7", "6.4.1", "6.6.1", "7.1.6", "7.5.1", "7.7.2", "9.1.1", "9.3.1", "9.7.3",
        "12.4.11", "13.3.1",
    ];
    let texts = cases()
        .into_iter()
        .filter(|case| ids.contains(&case.id.as_str()))
        .map(|case| format!("{}\n{}\n{}\n", case.id, case.description, case.expectation));
    snapshot("autobahn-texts", &texts.collect::<Vec<_>>().join("\n"));
}

/// A case in two lines: what it is, and what is done, expected, and allowed at the end.
fn shown(case: &AutobahnCase) -> String {
    let acts: Vec<String> = case.acts.iter().map(act).collect();
    let offer = match &case.offer {
        Some(offer) => format!("  offers {offer}"),
        None => String::new(),
    };
    let shows = match case.shows {
        Shows::Verdict => "",
        Shows::Time => "  shows time",
        Shows::TimeAndRatio => "  shows time, ratio",
    };
    format!(
        "{} {}\n    {} => {}  {}{offer}{shows}",
        case.id,
        case.description,
        acts.join("; "),
        expected(&case.expected),
        close(&case.close)
    )
}

fn act(act: &Act) -> String {
    match act {
        Act::Frame {
            opcode,
            fin,
            rsv,
            payload,
            chop,
            sync,
        } => {
            let fin = if *fin { "" } else { " fin=0" };
            let rsv = if *rsv == 0 {
                String::new()
            } else {
                format!(" rsv={rsv:03b}")
            };
            let chop = chop.map_or(String::new(), |chop| format!(" chop={chop}"));
            let sync = if *sync { " sync" } else { "" };
            format!("{} {payload}{fin}{rsv}{chop}{sync}", Opcode::from_bits(*opcode))
        }
        Act::Message {
            opcode,
            payload,
            fragment,
        } => format!("{} {payload} in fragments of {fragment}", Opcode::from_bits(*opcode)),
        Act::Header { opcode, fin, announced } => {
            format!(
                "header of {} fin={} len={announced}",
                Opcode::from_bits(*opcode),
                u8::from(*fin)
            )
        }
        Act::Part(payload) => format!("part {payload}"),
        Act::Close(payload) => format!("begins to close {payload}"),
        Act::Wait { seconds, tag } => format!("wait {seconds} {}", tag.unwrap_or_default())
            .trim_end()
            .to_owned(),
        Act::Kill { seconds } => format!("kill after {seconds}"),
        Act::CloseAfter { seconds } => format!("close after {seconds}"),
        Act::Exchange(exchange) => exchanged(exchange),
    }
}

fn exchanged(exchange: &Exchange) -> String {
    let content = match &exchange.content {
        Content::Same { kind, payload } => format!("{kind:?} {payload}"),
        Content::Windows { corpus, len } => format!("{:?} {len} of {corpus:?}", corpus.kind()),
    };
    let fragment = exchange
        .fragment
        .map_or(String::new(), |fragment| format!(" in frames of {fragment}"));
    format!(
        "{} times {content}{fragment}, {} at once",
        exchange.messages, exchange.in_flight
    )
}

fn expected(expected: &Expected) -> String {
    let lists = |lists: &[(Behavior, Vec<Event>)]| {
        let list = |(behavior, events): &(Behavior, Vec<Event>)| {
            let events: Vec<String> = events.iter().map(event).collect();
            format!("{} [{}]", behavior.word(), events.join(", "))
        };
        lists.iter().map(list).collect::<Vec<_>>().join(" or ")
    };
    match expected {
        Expected::Events(events) => lists(events),
        Expected::Echo { seconds } => format!("the echo within {seconds}"),
        Expected::Exchange => "all echoes".to_owned(),
        Expected::Informational(events) => format!("only shown: {}", lists(events)),
    }
}

fn event(event: &Event) -> String {
    match event {
        Event::Message { payload, binary: false } => format!("text {payload}"),
        Event::Message { payload, binary: true } => format!("binary {payload}"),
        Event::Pong(payload) => format!("pong {payload}"),
        Event::Timeout(tag) => format!("open after {tag}"),
    }
}

fn close(rule: &CloseRule) -> String {
    let by = match (rule.by_tester, rule.closes_with) {
        (true, Some(code)) => format!("tester closes {code}"),
        (true, None) => "tester has closed".to_owned(),
        (false, None) => "subject fails".to_owned(),
        (false, Some(_)) => panic!("both close"),
    };
    let clean = if rule.clean { "" } else { " or drops" };
    let code = if rule.wrong_code_fails { " code!" } else { "" };
    let endpoint = if rule.wrong_endpoint_fails { " endpoint!" } else { "" };
    format!("{by} {:?}{clean}{code}{endpoint}", rule.codes)
}

#[test]
fn there_are_517_in_numeric_order() {
    let cases = cases();
    assert_eq!(cases.len(), 517);
    for (case, number) in cases.iter().zip(1..) {
        assert_eq!(case.number, number, "{}", case.id);
    }
    let keys: Vec<Vec<u32>> = cases.iter().map(|case| key(&case.id)).collect();
    assert!(keys.is_sorted_by(|one, next| one < next));
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for case in &cases {
        *counts.entry(category(&case.id)).or_default() += 1;
    }
    let expected = [
        (1, 16),
        (2, 11),
        (3, 7),
        (4, 10),
        (5, 20),
        (6, 145),
        (7, 37),
        (9, 54),
        (10, 1),
        (12, 90),
        (13, 126),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
}

#[test]
fn so_many_offer_fail_leave_open_and_inform() {
    let cases = cases();
    let count = |is: fn(&AutobahnCase) -> bool| cases.iter().filter(|case| is(case)).count();
    assert_eq!(count(|case| case.offer.is_some()), 216);
    assert_eq!(count(|case| !case.close.by_tester), 105);
    let not_strict = |case: &AutobahnCase| matches!(&case.expected, Expected::Events(lists) if lists.iter().any(|(word, _)| *word == Behavior::NonStrict));
    assert_eq!(count(not_strict), 14);
    assert_eq!(count(|case| matches!(case.expected, Expected::Informational(_))), 3);
}

#[test]
fn every_case_has_a_timer_and_an_end_that_agrees_with_its_acts() {
    for case in cases() {
        let timed = |act: &Act| matches!(act, Act::Kill { .. } | Act::CloseAfter { .. });
        assert!(case.acts.last().is_some_and(timed), "{}", case.id);
        let closes = case.acts.iter().any(|act| matches!(act, Act::Close(_)));
        let closes_later = case.close.closes_with.is_some();
        assert_eq!(case.close.by_tester, closes || closes_later, "{}", case.id);
        assert!(!(closes && closes_later), "{}", case.id);
        let exchanges = case.acts.iter().any(|act| matches!(act, Act::Exchange(_)));
        assert_eq!(exchanges, case.expected == Expected::Exchange, "{}", case.id);
        assert_eq!(case.offer.is_some(), case.shows == Shows::TimeAndRatio, "{}", case.id);
    }
}

#[test]
fn a_message_in_parts_is_as_long_as_its_header_says() {
    let mut seen = 0;
    for case in cases() {
        let announced = case.acts.iter().find_map(|act| match act {
            Act::Header { announced, .. } => Some(*announced),
            _ => None,
        });
        let parts = case.acts.iter().map(|act| match act {
            Act::Part(payload) => payload.len() as u64,
            _ => 0,
        });
        assert_eq!(announced.unwrap_or_default(), parts.sum::<u64>(), "{}", case.id);
        seen += usize::from(announced.is_some());
    }
    assert_eq!(seen, 2);
}

/// Whatever is sent as text and must come back is text, and what must fail with 1007 is none.
#[test]
fn text_that_is_echoed_is_utf_8_and_text_that_fails_is_not() {
    let mut failing = 0;
    for case in cases().into_iter().filter(|case| category(&case.id) == 6) {
        let sent: Vec<u8> = case.acts.iter().filter_map(payload).flatten().collect();
        let valid = std::str::from_utf8(&sent).is_ok();
        assert_eq!(valid, case.close.by_tester, "{}", case.id);
        assert_eq!(!valid, case.close.codes == [1007], "{}", case.id);
        failing += usize::from(!valid);
    }
    assert_eq!(failing, 75);
}

fn payload(act: &Act) -> Option<Vec<u8>> {
    match act {
        Act::Frame { payload, .. } | Act::Message { payload, .. } | Act::Part(payload) => {
            Some(payload.expand().into_owned())
        }
        _ => None,
    }
}

#[test]
fn long_payloads_are_described_and_not_written_out() {
    let mut longest = 0;
    for case in cases() {
        for act in &case.acts {
            let (Act::Frame { payload, .. } | Act::Message { payload, .. }) = act else {
                continue;
            };
            if let Bytes::Literal(octets) = payload {
                assert!(octets.len() < 100, "{}", case.id);
            }
            longest = longest.max(payload.len());
        }
    }
    assert_eq!(longest, 16 << 20);
}

#[test]
fn descriptions_are_unique_and_texts_are_html() {
    let cases = cases();
    let descriptions: BTreeSet<&str> = cases.iter().map(|case| case.description.as_str()).collect();
    assert_eq!(descriptions.len(), cases.len());
    let mut escaped = 0;
    for case in &cases {
        for text in [&case.description, &case.expectation] {
            assert!(text.ends_with('.') && text.len() > 15, "{}: {text}", case.id);
            let bare = text.replace("<code>", "").replace("</code>", "");
            assert!(!bare.contains(['<', '>']), "{}: {text}", case.id);
            let bare = bare.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "");
            assert!(!bare.contains('&'), "{}: {text}", case.id);
            escaped += usize::from(text.contains("&amp;"));
        }
        // Autobahn cuts the description there for its clients.
        let plain = case.description.split('<').next().unwrap();
        assert!(plain.len() > 10, "{}: {plain}", case.id);
    }
    assert!(escaped > 0);
}

#[test]
fn each_case_of_categories_1_to_7_and_10_has_a_native_one() {
    let native: BTreeSet<String> = suite::cases().into_iter().flat_map(|case| case.autobahn).collect();
    let ids: BTreeSet<String> = cases()
        .into_iter()
        .map(|case| case.id)
        .filter(|id| matches!(category(id), 1..=7 | 10))
        .collect();
    assert_eq!(ids.len(), 247);
    let missing: Vec<&String> = ids.difference(&native).collect();
    assert!(missing.is_empty(), "without a native case: {missing:?}");
}
