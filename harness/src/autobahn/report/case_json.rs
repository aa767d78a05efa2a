//! The JSON file of one play: 39 keys.

use std::collections::BTreeMap;

use serde::Serialize;
use wsspec_codec::rules::Role;

use super::layout;
use super::rows::{EventRow, LogRow};
use super::traffic::TrafficStats;
use super::{milliseconds, timestamp};
use crate::autobahn::case::{AutobahnCase, Event, Expected, Shows};
use crate::autobahn::played::{Played, Received};

/// The octets of the file.
pub(super) fn write(agent: &str, case: &AutobahnCase, played: &Played) -> Vec<u8> {
    let expected: Vec<(&str, Vec<Received>)> = expected(case, played)
        .map(|(word, events)| (word, events.iter().map(Into::into).collect()))
        .collect();
    let closing = &played.closing;
    layout::json(&CaseFile {
        agent,
        behavior: played.behavior.word(),
        behavior_close: played.behavior_close.word(),
        case: case.number,
        closed_by_me: closing.closed_by_me,
        create_stats: true,
        create_wirelog: played.logging,
        description: &case.description,
        dropped_by_me: closing.dropped_by_me,
        duration: milliseconds(played),
        expectation: &case.expectation,
        expected: expected.iter().map(|(word, events)| (*word, rows(events))).collect(),
        expected_close: expected_close(case, played),
        failed_by_me: closing.failed_by_me,
        http_request: &head(&played.request),
        http_response: &head(&played.response),
        id: &played.id,
        is_server: played.tester == Role::Server,
        local_close_code: closing.local_code,
        local_close_reason: closing.local_reason.as_deref(),
        received: rows(&played.received),
        remote_close_code: closing.remote_code,
        remote_close_reason: closing.remote_reason.as_deref(),
        report_compression_ratio: case.shows == Shows::TimeAndRatio,
        report_time: case.shows != Shows::Verdict,
        result: &played.result,
        result_close: &played.result_close,
        rx_frame_stats: &played.frames_received,
        rx_octet_stats: &played.reads,
        started: timestamp(played.started),
        traffic_stats: played.traffic.as_ref().map(Into::into),
        tx_frame_stats: &played.frames_sent,
        tx_octet_stats: &played.writes,
        was_clean: closing.was_clean,
        was_close_handshake_timeout: closing.close_timeout,
        was_not_clean_reason: closing.not_clean_reason.as_deref(),
        was_open_handshake_timeout: closing.open_timeout,
        was_server_connection_drop_timeout: closing.drop_timeout,
        wirelog: played.wirelog.iter().map(LogRow).collect(),
    })
}

/// What was expected, by verdict: nothing where the case never began, or where it judges by itself.
pub(super) fn expected<'a>(
    case: &'a AutobahnCase,
    played: &Played,
) -> impl Iterator<Item = (&'static str, &'a [Event])> + use<'a> {
    let lists: &[_] = match &case.expected {
        Expected::Events(lists) | Expected::Informational(lists) if played.duration.is_some() => lists,
        _ => &[],
    };
    lists
        .iter()
        .map(|(behavior, events)| (behavior.word(), events.as_slice()))
}

/// The head of a request or response.
pub(super) fn head(octets: &[u8]) -> String {
    match octets {
        [] => "?".to_owned(),
        octets => String::from_utf8_lossy(octets).into_owned(),
    }
}

fn rows(events: &[Received]) -> Vec<EventRow<'_>> {
    events.iter().map(EventRow).collect()
}

/// A case lays down how it must end when it begins; one with compression, before.
fn expected_close<'a>(case: &'a AutobahnCase, played: &Played) -> ExpectedClose<'a> {
    if played.duration.is_none() && case.offer.is_none() {
        return ExpectedClose::Unknown {};
    }
    let rule = &case.close;
    ExpectedClose::Known {
        close_code: &rule.codes,
        closed_by_me: rule.by_tester,
        closed_by_wrong_endpoint_is_fatal: rule.wrong_endpoint_fails.then_some(true),
        require_clean: rule.clean,
    }
}

/// In the order of the keys, which is that of their ASCII codes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CaseFile<'a> {
    agent: &'a str,
    behavior: &'a str,
    behavior_close: &'a str,
    case: usize,
    closed_by_me: bool,
    create_stats: bool,
    create_wirelog: bool,
    description: &'a str,
    dropped_by_me: bool,
    duration: u64,
    expectation: &'a str,
    expected: BTreeMap<&'a str, Vec<EventRow<'a>>>,
    expected_close: ExpectedClose<'a>,
    failed_by_me: bool,
    http_request: &'a str,
    http_response: &'a str,
    id: &'a str,
    is_server: bool,
    local_close_code: Option<u16>,
    local_close_reason: Option<&'a str>,
    received: Vec<EventRow<'a>>,
    remote_close_code: Option<u16>,
    remote_close_reason: Option<&'a str>,
    report_compression_ratio: bool,
    report_time: bool,
    result: &'a str,
    result_close: &'a str,
    rx_frame_stats: &'a BTreeMap<u8, u64>,
    rx_octet_stats: &'a BTreeMap<usize, u64>,
    started: String,
    traffic_stats: Option<TrafficStats>,
    tx_frame_stats: &'a BTreeMap<u8, u64>,
    tx_octet_stats: &'a BTreeMap<usize, u64>,
    was_clean: bool,
    was_close_handshake_timeout: bool,
    was_not_clean_reason: Option<&'a str>,
    was_open_handshake_timeout: bool,
    was_server_connection_drop_timeout: bool,
    wirelog: Vec<LogRow<'a>>,
}

/// How the connection was to end.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum ExpectedClose<'a> {
    Known {
        close_code: &'a [u16],
        closed_by_me: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        closed_by_wrong_endpoint_is_fatal: Option<bool>,
        require_clean: bool,
    },
    Unknown {},
}
