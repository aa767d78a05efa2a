//! HAR files as the developer tools of Chromium export them: messages (`_webSocketMessages`), not octets.
//!
//! A HAR file does not say how messages were cut into frames, with which keys they were masked, whether they were compressed,
//! when there were pings, pongs and Close frames, nor what HTTP looked like octet for octet. So each message becomes one
//! frame, not compressed, the client's masked with keys of ours; and there are no control frames.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use wsspec_codec::frame::{Frame, Opcode};
use wsspec_codec::handshake::{Head, HeadLimits, key};
use wsspec_codec::rules::Role;

use super::read::BadRecording;
use super::{About, Chunk, Recording, agent};
use crate::random::SplitMix64;

/// What a recording from a HAR file cannot say.
const NOTE: &str = "from a HAR file, which has no frames: each message is sent as one frame, not compressed, with masking \
                    keys of ours; there are no pings, pongs and Close frames in it";

/// The text as the log of a HAR file, if it is one.
pub(super) fn log(text: &str) -> Option<Value> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let log = value.get_mut("log")?.take();
    log.get("entries")?.is_array().then_some(log)
}

/// A session of the log as a recording: the only one, or the one with this number, from 1.
pub(super) fn read(log: &Value, session: Option<usize>) -> Result<Recording, BadRecording> {
    let entries = log["entries"].as_array().map_or(&[][..], Vec::as_slice);
    let sessions: Vec<&Value> = entries.iter().filter(|entry| is_session(entry)).collect();
    let url = |entry: &Value| {
        entry["request"]["url"]
            .as_str()
            .unwrap_or("an unknown address")
            .to_owned()
    };
    let entry = match (session, sessions.as_slice()) {
        (_, []) => {
            return Err(BadRecording::Har(
                "has no WebSocket session: no entry with `_webSocketMessages`".to_owned(),
            ));
        }
        (None, [only]) => only,
        (None, several) => {
            let listed = several
                .iter()
                .zip(1..)
                .map(|(entry, number)| format!("{number} {}", url(entry)));
            let listed = listed.collect::<Vec<_>>().join(", ");
            return Err(BadRecording::Har(format!(
                "has several WebSocket sessions; choose one with --session N: {listed}"
            )));
        }
        (Some(number), several) => number
            .checked_sub(1)
            .and_then(|index| several.get(index))
            .ok_or_else(|| {
                let count = several.len();
                BadRecording::Har(format!("has {count} WebSocket sessions, and no number {number}"))
            })?,
    };
    let entry: Entry = serde_json::from_value((*entry).clone())
        .map_err(|error| BadRecording::Har(format!("has a session that is malformed: {error}")))?;
    convert(&entry, log).map_err(BadRecording::Har)
}

fn is_session(entry: &Value) -> bool {
    entry["_webSocketMessages"].is_array()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    started_date_time: Option<String>,
    request: Request,
    response: Response,
    #[serde(rename = "_webSocketMessages")]
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Request {
    url: String,
    headers: Vec<Field>,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    headers: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "type")]
    direction: String,
    /// Seconds, since some moment or other.
    #[serde(default)]
    time: f64,
    #[serde(default)]
    opcode: i64,
    #[serde(default)]
    data: String,
}

fn convert(entry: &Entry, log: &Value) -> Result<Recording, String> {
    let nonce = key::encode_key(*b"from a HAR file.");
    let asked = request(entry, &nonce)?;
    let key = field(&entry.request.headers, "Sec-WebSocket-Key").unwrap_or(&nonce);
    let mut recording = Recording {
        about: About {
            recorded: entry.started_date_time.clone(),
            by: creator(log),
            note: Some(NOTE.to_owned()),
            ..About::default()
        },
        complete: true,
        ..Recording::default()
    };
    if let Ok(Some((head, _))) = Head::decode(&asked, HeadLimits::default()) {
        (recording.about.agent, recording.about.version) = agent::agent(&head);
    }
    recording.push(Duration::ZERO, Role::Client, asked);
    recording.push(Duration::ZERO, Role::Server, response(&entry.response, key));
    let began = entry.messages.first().map_or(0.0, |message| message.time);
    let mut keys = SplitMix64::new(0);
    for (message, number) in entry.messages.iter().zip(1..) {
        let (from, masking_key) = match message.direction.as_str() {
            "send" => (Role::Client, Some(keys.octets())),
            "receive" => (Role::Server, None),
            "error" => continue,
            other => {
                return Err(format!(
                    "has message {number} of type {other:?}, and not send or receive"
                ));
            }
        };
        let mut frame = match message.opcode {
            1 => Frame::new(Opcode::TEXT, message.data.as_bytes()),
            2 => {
                let octets = STANDARD.decode(&message.data);
                let octets =
                    octets.map_err(|error| format!("has message {number} with base64 that is none: {error}"))?;
                Frame::new(Opcode::BINARY, octets)
            }
            other => return Err(format!("has message {number} with opcode {other}, and not 1 or 2")),
        };
        frame.header = frame.header.with_masking_key(masking_key);
        let mut octets = Vec::new();
        frame.encode(&mut octets);
        let after = (message.time - began).clamp(0.0, 1e9);
        recording.push(Duration::from_secs_f64(after), from, octets);
    }
    Ok(recording)
}

fn creator(log: &Value) -> Option<String> {
    let creator = &log["creator"];
    let name = creator["name"].as_str()?;
    Some(match creator["version"].as_str() {
        Some(version) => format!("{name} {version}"),
        None => name.to_owned(),
    })
}

/// The request with the fields that are there, and those that it needs and that HAR files of some versions lack.
fn request(entry: &Entry, nonce: &str) -> Result<Vec<u8>, String> {
    let url = &entry.request.url;
    let rest = url.split_once("://").map(|(_, rest)| rest);
    let rest = rest.ok_or_else(|| format!("has a session with an address that is none: {url:?}"))?;
    let (authority, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let path = path.split('#').next().unwrap_or_default();
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    let mut head = format!("GET {path} HTTP/1.1\r\n");
    fields(&mut head, &entry.request.headers);
    for (name, value) in [
        ("Host", authority),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", nonce),
        ("Sec-WebSocket-Version", "13"),
    ] {
        if field(&entry.request.headers, name).is_none() {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    head.push_str("\r\n");
    Ok(head.into_bytes())
}

fn response(response: &Response, key: &str) -> Vec<u8> {
    // A session with messages was open, whatever an export without the response says.
    let opens = matches!(response.status, 0 | 101);
    let status = if opens { 101 } else { response.status };
    let reason = if opens { "Switching Protocols" } else { "" };
    let mut head = format!("HTTP/1.1 {status} {reason}\r\n");
    fields(&mut head, &response.headers);
    let accept = key::accept_key(key.as_bytes());
    let needed = [
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Accept", accept.as_str()),
    ];
    for (name, value) in needed.into_iter().filter(|_| opens) {
        if field(&response.headers, name).is_none() {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Fields as they are, but for those of HTTP/2 and line ends, which would make another head.
fn fields(head: &mut String, fields: &[Field]) {
    for Field { name, value } in fields.iter().filter(|field| !field.name.starts_with(':')) {
        let value = value.replace(['\r', '\n'], " ");
        head.push_str(&format!("{name}: {value}\r\n"));
    }
}

fn field<'f>(fields: &'f [Field], name: &str) -> Option<&'f str> {
    let found = fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
    Some(&found.value)
}

impl Recording {
    fn push(&mut self, at: Duration, from: Role, octets: Vec<u8>) {
        self.chunks.push(Chunk { at, from, octets });
    }
}
