//! The codec against the vectors in `snapshots/vectors`, which a program in another language made from its own reading of
//! RFC 6455.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use serde_json::{Value, json};
use wsspec_codec::close;
use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::deflate::{Agreed, Compression, Terms};
use wsspec_codec::extension::{self, Extension};
use wsspec_codec::frame::{Frame, FrameDecoder, FrameHeader, LengthForm, Opcode};
use wsspec_codec::handshake::key::{accept_key, is_valid_key};
use wsspec_codec::handshake::{ClientRequest, Head, HeadLimits, ResponseFault, check_response};
use wsspec_codec::mask;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc;
use wsspec_codec::rules::{Limits, Role, Rules, Violation};
use wsspec_codec::utf8::Utf8Validator;

const FILES: [&str; 7] = [
    "accept.json",
    "headers.json",
    "frames.json",
    "utf8.json",
    "close.json",
    "streams.json",
    "deflate.json",
];

/// The vectors of a file, each with the type of its group.
fn vectors(name: &str) -> Vec<(String, Value)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../snapshots/vectors")
        .join(name);
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut vectors = Vec::new();
    for group in file["groups"].as_array().unwrap() {
        let kind = group["type"].as_str().unwrap_or_default();
        let members = group["vectors"].as_array().unwrap();
        vectors.extend(members.iter().map(|vector| (kind.to_owned(), vector.clone())));
    }
    assert_eq!(vectors.len() as u64, file["count"].as_u64().unwrap(), "{name}");
    vectors
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

/// Octets as the vectors write them: hex, a repetition, or a list of both.
fn octets(value: &Value) -> Vec<u8> {
    match value {
        Value::String(hex) => unhex(hex),
        Value::Array(parts) => parts.iter().flat_map(octets).collect(),
        _ => unhex(value["repeat"].as_str().unwrap()).repeat(value["count"].as_u64().unwrap() as usize),
    }
}

fn id(vector: &Value) -> &str {
    vector["id"].as_str().unwrap()
}

/// Whether a violation is one of those that a vector allows.
fn is_one_of(violation: &Violation, clauses: &Value) -> bool {
    clauses
        .as_array()
        .is_some_and(|clauses| clauses.iter().any(|clause| clause == violation.clause().id))
}

#[test]
fn every_clause_that_a_vector_names_exists() {
    fn walk(value: &Value, name: &str) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| walk(value, name)),
            Value::Array(members) => members.iter().for_each(|value| walk(value, name)),
            Value::String(id) if matches!(name, "clauses" | "violation") => assert!(rfc::find(id).is_some(), "{id}"),
            _ => {}
        }
    }
    for name in FILES {
        vectors(name).iter().for_each(|(_, vector)| walk(vector, ""));
    }
}

#[test]
fn keys_are_answered_and_answers_checked() {
    use base64::Engine as _;
    for (kind, vector) in vectors("accept.json") {
        let key = vector["key"].as_str().unwrap().trim_matches([' ', '\t']).as_bytes();
        let accept = vector["accept"].as_str().unwrap();
        if kind == "answer" {
            assert_eq!(accept_key(key), accept, "{}", id(&vector));
            assert!(vector["result"] != "valid" || is_valid_key(key), "{}", id(&vector));
            continue;
        }
        let answer = format!(
            "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
        );
        let head = Head::decode(answer.as_bytes(), HeadLimits::default())
            .unwrap()
            .unwrap()
            .0;
        let nonce = base64::engine::general_purpose::STANDARD.decode(key).unwrap();
        let request = ClientRequest {
            nonce: nonce.try_into().unwrap(),
            ..ClientRequest::default()
        };
        match check_response(&head, &request) {
            Ok(_) => assert_eq!(vector["result"], "valid", "{}", id(&vector)),
            Err(ResponseFault::Accept { .. }) => assert_eq!(vector["result"], "invalid", "{}", id(&vector)),
            Err(fault) => panic!("{}: {fault}", id(&vector)),
        }
    }
}

#[test]
fn headers_are_decoded_and_encoded() {
    for (_, vector) in vectors("headers.json") {
        let input = unhex(vector["input"].as_str().unwrap());
        let decoded = FrameHeader::decode(&input).map(|(header, len)| {
            let mut encoded = Vec::new();
            header.encode(&mut encoded);
            assert_eq!(encoded, input[..len], "{}", id(&vector));
            let form = match header.length_form() {
                LengthForm::Bits7 => 7,
                LengthForm::Bits16 => 16,
                LengthForm::Bits64 => 64,
            };
            let key = header
                .masking_key()
                .map(|key| key.iter().map(|octet| format!("{octet:02x}")).collect::<String>());
            json!({
                "fin": header.fin(), "rsv": header.rsv(), "opcode": header.opcode().bits(), "key": key,
                "length": header.payload_len().to_string(), "length_form": form, "header_length": len,
                "minimal": header.is_minimal(),
            })
        });
        assert_eq!(decoded.unwrap_or(Value::Null), vector["header"], "{}", id(&vector));
    }
}

#[test]
fn headers_are_judged() {
    for (_, vector) in vectors("headers.json") {
        let Some((header, _)) = FrameHeader::decode(&unhex(vector["input"].as_str().unwrap())) else {
            continue;
        };
        for (role, verdict) in [(Role::Server, &vector["server"]), (Role::Client, &vector["client"])] {
            let mut rules = Rules::new(role, Limits::NONE);
            if header.opcode() == Opcode::CONTINUATION {
                // Judged inside a message.
                let key = (role == Role::Server).then_some([0; 4]);
                rules
                    .check(
                        &FrameHeader::new(Opcode::TEXT, 0).with_fin(false).with_masking_key(key),
                        0,
                    )
                    .unwrap();
            }
            match rules.check(&header, 0) {
                Ok(()) => assert!(verdict["clauses"].is_null(), "{} to a {role}", id(&vector)),
                Err(violation) => {
                    assert!(
                        is_one_of(&violation, &verdict["clauses"]),
                        "{} to a {role}: {violation}",
                        id(&vector)
                    );
                    assert_eq!(violation.close_code().value(), verdict["close_code"], "{}", id(&vector));
                    assert_eq!(violation.offset, verdict["offset"], "{} to a {role}", id(&vector));
                }
            }
        }
    }
}

#[test]
fn frames_are_decoded_in_any_pieces_and_encoded() {
    for (kind, vector) in vectors("frames.json") {
        if kind == "masking" {
            let key: [u8; 4] = unhex(vector["key"].as_str().unwrap()).try_into().unwrap();
            let mut data = octets(&vector["plain"]);
            mask::apply(key, vector["offset"].as_u64().unwrap() as usize, &mut data);
            assert_eq!(data, octets(&vector["masked"]), "{}", id(&vector));
            continue;
        }
        let input = octets(&vector["input"]);
        let expected = vector["frames"].as_array().unwrap();
        for size in [1, 2, 7, input.len()] {
            let mut decoder = FrameDecoder::new();
            let mut frames: Vec<Frame> = Vec::new();
            for piece in input.chunks(size) {
                decoder.push(piece);
                frames.extend(std::iter::from_fn(|| decoder.next_frame()));
            }
            assert_eq!(frames.len(), expected.len(), "{}", id(&vector));
            let mut encoded = Vec::new();
            for (frame, expected) in frames.iter().zip(expected) {
                assert_eq!(frame.header.opcode().bits(), expected["opcode"]);
                assert_eq!(frame.payload, octets(&expected["payload"]), "{}", id(&vector));
                frame.encode(&mut encoded);
            }
            assert_eq!(encoded, input, "{}", id(&vector));
        }
    }
}

/// The state after a text in pieces of this size, and where it failed.
fn utf8_state(text: &[u8], size: usize) -> (&'static str, Option<usize>) {
    let mut validator = Utf8Validator::new();
    for (index, piece) in text.chunks(size).enumerate() {
        if let Err(at) = validator.validate(piece) {
            return ("invalid", Some(index * size + at));
        }
    }
    (
        if validator.is_complete() {
            "complete"
        } else {
            "incomplete"
        },
        None,
    )
}

#[test]
fn utf8_fails_at_the_first_impossible_octet_however_it_is_cut() {
    for (_, vector) in vectors("utf8.json") {
        let input = octets(&vector["input"]);
        for size in [1, 2, 3, 5, input.len().max(1)] {
            let (state, failed) = utf8_state(&input, size);
            assert_eq!(state, vector["state"], "{} in pieces of {size}", id(&vector));
            assert_eq!(
                failed.map(|at| at as u64),
                vector["fails_at"].as_u64(),
                "{}",
                id(&vector)
            );
        }
        for (len, state) in vector["prefixes"].as_array().into_iter().flatten().enumerate() {
            assert_eq!(
                utf8_state(&input[..len], len.max(1)).0,
                *state,
                "{} cut at {len}",
                id(&vector)
            );
        }
    }
}

#[test]
fn close_bodies_are_read() {
    for (_, vector) in vectors("close.json") {
        let input = octets(&vector["input"]);
        if input.len() > 125 {
            // The header says it already.
            assert_eq!(vector["may_receive"], false, "{}", id(&vector));
            continue;
        }
        match close::parse(&input) {
            Ok(body) => {
                assert_eq!(vector["may_receive"], true, "{}", id(&vector));
                assert_eq!(
                    json!(body.map(|(code, _)| code.value())),
                    vector["code"],
                    "{}",
                    id(&vector)
                );
                assert_eq!(
                    body.map_or("", |(_, reason)| reason).as_bytes(),
                    octets(&vector["reason"])
                );
                if let Some((code, _)) = body {
                    assert_eq!(code.may_be_sent(Role::Client), vector["may_send"], "{}", id(&vector));
                }
            }
            Err(bad) => {
                assert_eq!(vector["may_receive"], false, "{}", id(&vector));
                let expected = &vector["violation"];
                assert!(
                    expected["clauses"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .any(|id| id == bad.kind.clause().id)
                );
                assert_eq!(json!(bad.index), expected["offset"], "{}", id(&vector));
            }
        }
    }
}

/// An event as the vectors write it.
fn written(event: &Event<'_>) -> Value {
    let hex = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    match event {
        Event::Message {
            kind: MessageKind::Text,
            payload,
        } => json!({ "text": hex(payload) }),
        Event::Message { payload, .. } => json!({ "binary": hex(payload) }),
        Event::Ping(payload) => json!({ "ping": hex(payload) }),
        Event::Pong(payload) => json!({ "pong": hex(payload) }),
        Event::Close { code, reason } => {
            json!({ "close": code.map(|code| code.value()), "reason": hex(reason.as_bytes()) })
        }
        Event::Failed(violation) => json!({
            "violation": [violation.clause().id],
            "close_code": violation.close_code().value(),
            "offset": violation.offset,
        }),
    }
}

/// Whether an event is what a vector expects: octets compared when expanded, any of the clauses taken.
fn is(event: &Value, expected: &Value) -> bool {
    for name in ["text", "binary", "ping", "pong"] {
        if let Some(payload) = expected.get(name) {
            return event.get(name).is_some_and(|seen| octets(seen) == octets(payload));
        }
    }
    if let Some(clauses) = expected.get("violation") {
        return event
            .get("violation")
            .is_some_and(|seen| clauses.as_array().unwrap().contains(&seen[0]))
            && event["close_code"] == expected["close_code"]
            && event["offset"] == expected["offset"];
    }
    event.get("close") == expected.get("close") && octets(&event["reason"]) == octets(&expected["reason"])
}

#[test]
fn streams_give_their_events_however_they_are_cut() {
    for (_, vector) in vectors("streams.json") {
        let input = octets(&vector["input"]);
        let expected = vector["events"].as_array().unwrap();
        for size in [1, 2, 3, 11, 64, input.len().max(1)] {
            let mut connection = match vector["receiver"].as_str().unwrap() {
                "server" => Connection::server(Limits::NONE),
                _ => Connection::client(Limits::NONE, Box::new(|| [1, 2, 3, 4])),
            };
            let mut events = Vec::new();
            for piece in input.chunks(size) {
                connection.receive(&mut piece.to_vec(), |event, _| events.push(written(&event)));
            }
            let same = |expected: &[Value]| {
                events.len() == expected.len() && events.iter().zip(expected).all(|(event, want)| is(event, want))
            };
            // A status code is judged when both of its octets are there.
            let late = id(&vector).starts_with("early-code") && same(vector["alternative"].as_array().unwrap());
            let same = late || same(expected);
            assert!(same, "{} in pieces of {size}:\n{events:?}\n{expected:?}", id(&vector));
        }
    }
}

/// The vectors of one type in deflate.json.
fn deflate_vectors(wanted: &str) -> impl Iterator<Item = Value> {
    vectors("deflate.json")
        .into_iter()
        .filter_map(move |(kind, vector)| (kind == wanted).then_some(vector))
}

#[test]
fn compressed_streams_give_their_events_however_they_are_cut() {
    let mut count = 0;
    for vector in deflate_vectors("streams") {
        let input = octets(&vector["input"]);
        let expected = vector["events"].as_array().unwrap();
        let forgets = vector["no_context_takeover"].as_bool().unwrap();
        let bits = vector["window_bits"].as_u64().unwrap() as u8;
        let agreed = Agreed {
            server_no_context_takeover: forgets,
            client_no_context_takeover: forgets,
            server_max_window_bits: bits,
            client_max_window_bits: bits,
        };
        let limits = Limits {
            message: vector["limit"].as_u64().unwrap_or(u64::MAX),
            ..Limits::NONE
        };
        let small = if input.len() < 1000 { 1..=40 } else { 1..=1 };
        for size in small.chain([64, 1000, input.len()]) {
            let connection = match vector["receiver"].as_str().unwrap() {
                "server" => Connection::server(limits),
                _ => Connection::client(limits, Box::new(|| [1, 2, 3, 4])),
            };
            let mut connection = connection.agree(&agreed, Compression::default());
            let mut events = Vec::new();
            for piece in input.chunks(size) {
                connection.receive(&mut piece.to_vec(), |event, _| events.push(written(&event)));
            }
            let same =
                events.len() == expected.len() && events.iter().zip(expected).all(|(event, want)| is(event, want));
            assert!(same, "{} in pieces of {size}:\n{events:?}\n{expected:?}", id(&vector));
        }
        count += 1;
    }
    assert!(count > 100);
}

fn extensions(value: &Value) -> Vec<Extension> {
    extension::parse(value.as_str().unwrap().as_bytes()).unwrap()
}

/// An answer in an order that can be compared.
fn sorted(mut extension: Extension) -> Extension {
    extension.params.sort_by(|one, other| one.name.cmp(&other.name));
    extension
}

fn bits(parameters: &Value, name: &str) -> u8 {
    parameters[name].as_u64().unwrap() as u8
}

#[test]
fn offers_are_answered_as_the_terms_allow() {
    for vector in deflate_vectors("offers") {
        let said = &vector["terms"];
        let terms = Terms {
            server_no_context_takeover: said["server_no_context_takeover"] == true,
            client_no_context_takeover: said["client_no_context_takeover"] == true,
            server_max_window_bits: bits(said, "server_max_window_bits"),
            client_max_window_bits: bits(said, "client_max_window_bits"),
            ..Terms::default()
        };
        let answer = terms.answer(&extensions(&vector["offers"]));
        let wanted = (!vector["answer"].is_null()).then(|| extensions(&vector["answer"]).remove(0));
        let answer = answer.map(|answer| sorted(answer.extension));
        assert_eq!(answer, wanted.map(sorted), "{}", id(&vector));
    }
}

#[test]
fn answers_are_judged_with_the_clause_that_they_break() {
    for vector in deflate_vectors("answers") {
        let judged = Agreed::from_answer(&extensions(&vector["offers"]), &extensions(&vector["answer"]));
        match judged {
            Ok(agreed) => {
                let said = agreed.map(|agreed| {
                    json!({
                        "server_no_context_takeover": agreed.server_no_context_takeover,
                        "client_no_context_takeover": agreed.client_no_context_takeover,
                        "server_max_window_bits": agreed.server_max_window_bits,
                        "client_max_window_bits": agreed.client_max_window_bits,
                    })
                });
                assert_eq!(vector["result"], "valid", "{}", id(&vector));
                assert_eq!(said.unwrap_or(Value::Null), vector["agreed"], "{}", id(&vector));
            }
            Err(wrong) => {
                let clauses = vector["clauses"].as_array();
                let named = clauses.is_some_and(|clauses| clauses.iter().any(|clause| clause == wrong.clause.id));
                assert!(named, "{}: {wrong} ({})", id(&vector), wrong.clause.id);
            }
        }
    }
}
