//! The page of one play.

use std::collections::BTreeMap;

use askama::Template;
use wsspec_codec::frame::Opcode;
use wsspec_codec::rules::Role;

use super::{case_json, milliseconds, shown, timestamp, wire_html};
use crate::autobahn::case::{AutobahnCase, Behavior};
use crate::autobahn::played::{Played, Received};

/// The text of the file.
pub(super) fn write(agent: &str, case: &AutobahnCase, played: &Played) -> String {
    let (class, verdict) = match played.behavior {
        Behavior::Ok => ("case_ok", "Pass"),
        Behavior::NonStrict => ("case_non_strict", "Non-Strict"),
        Behavior::Informational => ("case_info", "Informational"),
        Behavior::Unimplemented => ("case_unimplemented", "Unimplemented"),
        Behavior::Failed => ("case_failed", "Fail"),
    };
    let expected = case_json::expected(case, played)
        .map(|(word, events)| (word, shown_events(&events.iter().map(Into::into).collect::<Vec<_>>())));
    let page = Page {
        agent,
        case,
        played,
        class,
        verdict,
        duration: milliseconds(played),
        started: timestamp(played.started),
        expected: expected.collect(),
        observed: shown_events(&played.received),
        request: case_json::head(&played.request),
        response: case_json::head(&played.response),
        closing: closing(played),
        octets: [
            Octets::new("received", &played.reads),
            Octets::new("sent", &played.writes),
        ],
        frames: [
            Frames::new("received", &played.frames_received),
            Frames::new("sent", &played.frames_sent),
        ],
        wire: played.wirelog.iter().map(wire_html::entry).collect(),
    };
    page.render().expect("a page is text in memory, which does not fail")
}

/// The whole page.
#[derive(Template)]
#[template(path = "autobahn/case.html")]
struct Page<'a> {
    agent: &'a str,
    case: &'a AutobahnCase,
    played: &'a Played,
    class: &'static str,
    verdict: &'static str,
    duration: u64,
    started: String,
    /// By verdict.
    expected: Vec<(&'static str, String)>,
    observed: String,
    request: String,
    response: String,
    closing: Vec<Flag>,
    octets: [Octets; 2],
    frames: [Frames; 2],
    wire: Vec<wire_html::Entry>,
}

/// A row of the table on the end of the connection.
struct Flag {
    key: &'static str,
    value: String,
    meaning: &'static str,
}

/// How large the reads or writes were.
struct Octets {
    direction: &'static str,
    /// Size, number, and octets in all.
    rows: Vec<(u64, u64, u64)>,
    total: (u64, u64),
}

impl Octets {
    fn new(direction: &'static str, sizes: &BTreeMap<usize, u64>) -> Octets {
        let row = |(size, count): (&usize, &u64)| (*size as u64, *count, *size as u64 * count);
        let rows: Vec<_> = sizes.iter().map(row).collect();
        let add = |(counts, octets): (u64, u64), row: &(u64, u64, u64)| (counts + row.1, octets + row.2);
        Octets {
            direction,
            total: rows.iter().fold((0, 0), add),
            rows,
        }
    }
}

/// How many frames there were.
struct Frames {
    direction: &'static str,
    /// Opcode, its name, and the number.
    rows: Vec<(u8, Opcode, u64)>,
    total: u64,
}

impl Frames {
    fn new(direction: &'static str, opcodes: &BTreeMap<u8, u64>) -> Frames {
        let row = |(opcode, count): (&u8, &u64)| (*opcode, Opcode::from_bits(*opcode), *count);
        Frames {
            direction,
            rows: opcodes.iter().map(row).collect(),
            total: opcodes.values().sum(),
        }
    }
}

/// At most so many characters of what was expected or observed are shown.
const EVENTS: usize = 1000;

fn shown_events(events: &[Received]) -> String {
    if events.is_empty() {
        return "nothing".to_owned();
    }
    let event = |event: &Received| match event {
        Received::Message { payload, binary } => {
            let kind = if *binary { "binary" } else { "text" };
            format!("{kind} message, {} octets: {}", payload.len, shown::quoted(payload))
        }
        Received::Pong(payload) => format!("pong, {} octets: {}", payload.len, shown::quoted(payload)),
        Received::Timeout(tag) => format!("still open after wait {tag}"),
    };
    shown::limited(&events.iter().map(event).collect::<Vec<_>>().join("\n"), EVENTS)
}

fn closing(played: &Played) -> Vec<Flag> {
    let closing = &played.closing;
    let code = |code: Option<u16>| code.map_or("none".to_owned(), |code| code.to_string());
    let text = |text: &Option<String>| text.as_ref().map_or("none".to_owned(), |text| format!("{text:?}"));
    let flag = |key, value: String, meaning| Flag { key, value, meaning };
    vec![
        flag(
            "isServer",
            (played.tester == Role::Server).to_string(),
            "Whether the tester is the server.",
        ),
        flag(
            "closedByMe",
            closing.closed_by_me.to_string(),
            "Whether the tester sent the first Close frame.",
        ),
        flag(
            "failedByMe",
            closing.failed_by_me.to_string(),
            "Whether the tester failed the connection, with a Close frame or by dropping TCP.",
        ),
        flag(
            "droppedByMe",
            closing.dropped_by_me.to_string(),
            "Whether the tester ended TCP, which is the server's part.",
        ),
        flag(
            "wasClean",
            closing.was_clean.to_string(),
            "Whether Close frames went both ways and the server then ended TCP.",
        ),
        flag(
            "wasNotCleanReason",
            text(&closing.not_clean_reason),
            "Why the end was not clean.",
        ),
        flag(
            "wasServerConnectionDropTimeout",
            closing.drop_timeout.to_string(),
            "Whether the server left TCP open for too long after the closing handshake.",
        ),
        flag(
            "wasOpenHandshakeTimeout",
            closing.open_timeout.to_string(),
            "Whether the opening handshake took too long.",
        ),
        flag(
            "wasCloseHandshakeTimeout",
            closing.close_timeout.to_string(),
            "Whether the tester's Close frame was not answered in time.",
        ),
        flag(
            "localCloseCode",
            code(closing.local_code),
            "The status code the tester sent.",
        ),
        flag(
            "localCloseReason",
            text(&closing.local_reason),
            "The reason the tester sent.",
        ),
        flag(
            "remoteCloseCode",
            code(closing.remote_code),
            "The status code the subject sent.",
        ),
        flag(
            "remoteCloseReason",
            text(&closing.remote_reason),
            "The reason the subject sent.",
        ),
    ]
}
