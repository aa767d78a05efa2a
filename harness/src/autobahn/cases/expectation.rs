//! What is expected of a case, in words that follow from its values, so that a report cannot say something else.

use crate::autobahn::case::{Act, AutobahnCase, Behavior, CloseRule, Event, Expected};
use crate::bytes::Bytes;

/// The expectation of a case, an HTML fragment: its rule, what is to come back, and how the connection is to end.
pub(super) fn of(case: &AutobahnCase) -> String {
    let sentences = match &case.expected {
        Expected::Informational(_) => vec!["Whatever happens is INFORMATIONAL.".to_owned()],
        Expected::Events(lists) => vec![events(lists), end(&case.close)],
        Expected::Echo { seconds } => vec![
            format!("OK if the same message comes back within {seconds} seconds, octet for octet."),
            end(&case.close),
        ],
        Expected::Exchange => vec![exchange(case), end(&case.close)],
    };
    let rule = Some(case.expectation.clone()).filter(|rule| !rule.is_empty());
    rule.into_iter().chain(sentences).collect::<Vec<_>>().join(" ")
}

/// Octets as an HTML fragment.
pub(super) fn code(bytes: &Bytes) -> String {
    let shown = bytes.to_string();
    let shown = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<code>{shown}</code>")
}

/// `1000 or no code`, `1000, 1001 or no code`.
fn or_none(codes: &[u16]) -> String {
    let mut codes: Vec<String> = codes.iter().map(u16::to_string).collect();
    codes.dedup();
    format!("{} or no code", codes.join(", "))
}

fn events(lists: &[(Behavior, Vec<Event>)]) -> String {
    let sentences: Vec<String> = lists
        .iter()
        .map(|(behavior, list)| {
            let seen = match list.as_slice() {
                [] => "nothing comes back".to_owned(),
                list => {
                    let list: Vec<String> = list.iter().map(event).collect();
                    format!("exactly this is seen: {}", list.join(", then "))
                }
            };
            format!("{} if {seen}.", behavior.word())
        })
        .collect();
    sentences.join(" ")
}

fn event(event: &Event) -> String {
    let with = |what: &str, payload: &Bytes| match payload.is_empty() {
        true => format!("an empty {what}"),
        false => format!("a {what} with {}", code(payload)),
    };
    match event {
        Event::Message { payload, binary: false } => with("text message", payload),
        Event::Message { payload, binary: true } => with("binary message", payload),
        Event::Pong(payload) => with("pong", payload),
        Event::Timeout(tag) => format!("the connection still open after wait {tag}"),
    }
}

fn exchange(case: &AutobahnCase) -> String {
    let seconds = case.acts.iter().find_map(|act| match act {
        Act::CloseAfter { seconds } => Some(*seconds),
        _ => None,
    });
    let within = seconds.map_or(String::new(), |seconds| format!(" within {seconds} seconds"));
    let unimplemented = match case.offer {
        Some(_) => ", compressed or not. Without permessage-deflate it is UNIMPLEMENTED.",
        None => ".",
    };
    format!("OK if all messages come back{within}, each octet for octet{unimplemented}")
}

fn end(rule: &CloseRule) -> String {
    let codes = or_none(&rule.codes);
    if !rule.by_tester {
        let else_fails = match rule.wrong_endpoint_fails {
            true => "; otherwise the case fails",
            false => "",
        };
        return format!(
            "The subject fails the connection, by a Close frame with {codes}, or by ending TCP{else_fails}."
        );
    }
    let another = match rule.wrong_code_fails {
        true => " Another code fails the case.",
        false => "",
    };
    match (rule.closes_with, rule.clean) {
        (Some(code), _) => {
            format!("Then the tester closes with {code}, the answer has {codes}, and the server ends TCP.{another}")
        }
        (None, true) => {
            format!("The answer to the tester's Close frame has {codes}, and the server ends TCP.{another}")
        }
        (None, false) => {
            format!("The subject answers the tester's Close frame with {codes}, or just ends TCP.{another}")
        }
    }
}
