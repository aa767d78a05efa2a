//! The model reads the vectors, which were made by a third reading of the RFC, as they say.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use wsspec::case::{Case, Item, Step};
use wsspec::model::{Context, Reading, Terms, What, read};
use wsspec::pattern::{Grade, Outcome, Pattern};
use wsspec::suite;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::{Limits, Role};

/// The vectors of a file whose group is of this type, or of any.
fn vectors(name: &str, wanted: Option<&str>) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../snapshots/vectors")
        .join(name);
    let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let groups = file["groups"].as_array().unwrap().iter();
    let wanted = groups.filter(|group| wanted.is_none_or(|wanted| group["type"] == wanted));
    wanted
        .flat_map(|group| group["vectors"].as_array().unwrap().clone())
        .collect()
}

/// Octets in any of the three notations: hex, a repetition, a list of these.
fn octets(value: &Value) -> Vec<u8> {
    match value {
        Value::String(hex) => (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect(),
        Value::Array(parts) => parts.iter().flat_map(octets).collect(),
        repetition => octets(&repetition["repeat"]).repeat(repetition["count"].as_u64().unwrap() as usize),
    }
}

/// Whether the reading is these events.
fn is(reading: &Reading, expected: &[Value]) -> bool {
    let heard = reading.heard.iter().map(|heard| match &heard.what {
        What::Message(MessageKind::Text, payload) => ("text", payload.clone(), None),
        What::Message(MessageKind::Binary, payload) => ("binary", payload.clone(), None),
        What::Ping(payload) => ("ping", payload.clone(), None),
        What::Pong(payload) => ("pong", payload.clone(), None),
        What::Close(None) => ("reason", Vec::new(), Some(Value::Null)),
        What::Close(Some((code, reason))) => ("reason", reason.clone().into_bytes(), Some(json!(code))),
    });
    let heard: Vec<_> = heard.collect();
    let events = heard.len() + usize::from(reading.fault.is_some());
    let same = heard.iter().zip(expected).all(|((name, payload, code), expected)| {
        expected.get(*name).is_some_and(|value| octets(value) == *payload)
            && code.as_ref().is_none_or(|code| expected["close"] == *code)
    });
    let fault = reading.fault.as_ref().is_none_or(|fault| {
        let expected = &expected[heard.len().min(expected.len() - 1)];
        let named = |clause: &str| {
            expected["violation"]
                .as_array()
                .is_some_and(|ids| ids.contains(&json!(clause)))
        };
        (fault.earliest..=fault.latest).contains(&expected["offset"].as_u64().unwrap_or(u64::MAX))
            && fault
                .wrongs
                .iter()
                .any(|wrong| named(wrong.clause.id) && expected["close_code"] == wrong.code)
    });
    events == expected.len() && same && fault
}

fn receiver(vector: &Value) -> Role {
    match vector["receiver"].as_str().unwrap() {
        "server" => Role::Server,
        _ => Role::Client,
    }
}

fn events(vector: &Value) -> &[Value] {
    vector["events"].as_array().unwrap()
}

#[test]
fn streams_mean_what_the_vectors_say() {
    for vector in vectors("streams.json", None) {
        let terms = Terms {
            receiver: receiver(&vector),
            limits: Limits::NONE,
            compression: None,
        };
        let reading = read(&octets(&vector["input"]), &terms);
        // A status code is judged when both of its octets are there.
        let late = vector["id"].as_str().unwrap().starts_with("early-code");
        let late = late
            && vector["alternative"]
                .as_array()
                .is_some_and(|events| is(&reading, events));
        let same = late || is(&reading, events(&vector));
        assert!(same, "{}:\n{reading:?}\n{:?}", vector["id"], vector["events"]);
    }
}

#[test]
fn compressed_streams_mean_what_the_vectors_say() {
    let vectors = vectors("deflate.json", Some("streams"));
    assert!(vectors.len() > 100);
    for vector in vectors {
        let context = match vector["no_context_takeover"].as_bool().unwrap() {
            true => Context::Fresh,
            false => Context::TakenOver,
        };
        let terms = Terms {
            receiver: receiver(&vector),
            limits: Limits {
                message: vector["limit"].as_u64().unwrap_or(u64::MAX),
                ..Limits::NONE
            },
            compression: Some(context),
        };
        let reading = read(&octets(&vector["input"]), &terms);
        let same = is(&reading, events(&vector));
        assert!(same, "{}:\n{reading:?}\n{:?}", vector["id"], vector["events"]);
    }
}

/// What a case sends up to the step whose best outcome ends the connection, and what that outcome and those before it want.
fn best(case: &Case) -> Option<(Vec<u8>, Vec<Pattern>)> {
    let (mut octets, mut wanted) = (Vec::new(), Vec::new());
    for step in &case.steps {
        match step {
            Step::Send(flight) => {
                for item in &flight.items {
                    let Item::Frame(frame) = item else { return None };
                    frame.lower(Role::Client, [0; 4], &mut octets);
                }
            }
            Step::Expect(expect) => {
                let best = expect.outcomes.0.first()?;
                let told = |outcome: &Outcome| outcome.grade == Grade::Unsupported;
                // A subject that does what it is told echoes less than the model says.
                if best.grade != Grade::Pass || expect.outcomes.0.iter().any(told) {
                    return None;
                }
                wanted.extend(best.patterns.iter().filter(|pattern| !pattern.is_end()).cloned());
                if best.ends() {
                    return Some((octets, wanted));
                }
            }
            Step::Exchange(_) | Step::End => return None,
        }
    }
    None
}

#[test]
fn the_best_outcome_of_every_case_is_what_the_model_says_is_owed() {
    let terms = Terms {
        receiver: Role::Server,
        limits: Limits::NONE,
        compression: None,
    };
    let mut compared = 0;
    for case in suite::cases()
        .iter()
        .filter(|case| case.is_for(Role::Server) && case.offer.is_none() && !case.awaits_response())
    {
        let Some((octets, wanted)) = best(case) else { continue };
        let reading = read(&octets, &terms);
        assert!(
            wants(&wanted, &reading),
            "{}: {wanted:?}, and the model says {reading:?}",
            case.id
        );
        compared += 1;
    }
    assert!(compared > 200, "{compared}");
}

/// Whether these are the answers to everything that was heard, and the Close frame for the fault.
fn wants(patterns: &[Pattern], reading: &Reading) -> bool {
    let mut patterns = patterns.iter();
    let owed = reading
        .heard
        .iter()
        .filter(|heard| !matches!(heard.what, What::Pong(_)));
    for heard in owed {
        // One that may come and does not is passed over.
        let mut next = patterns
            .by_ref()
            .skip_while(|&pattern| matches!(pattern, Pattern::Maybe(_)) && !owes(&heard.what, pattern));
        if !next.next().is_some_and(|pattern| owes(&heard.what, pattern)) {
            return false;
        }
    }
    match &reading.fault {
        None => patterns.len() == 0,
        Some(fault) => {
            let code = Some(fault.wrongs[0].code);
            matches!(patterns.as_slice(), [Pattern::Close(codes)] if codes.allow(code))
        }
    }
}

/// Whether this answers that.
fn owes(what: &What, pattern: &Pattern) -> bool {
    match (what, pattern) {
        (What::Message(MessageKind::Text, payload), Pattern::Text(wanted))
        | (What::Message(MessageKind::Binary, payload), Pattern::Binary(wanted))
        | (What::Ping(payload), Pattern::Pong(wanted)) => wanted.matches(payload),
        (what, Pattern::Maybe(pattern)) => owes(what, pattern),
        (What::Close(body), Pattern::Close(codes)) => codes.allow(body.as_ref().map(|(code, _)| *code)),
        _ => false,
    }
}
