//! The counters of an exchange of compressed messages, and what follows from them.

use serde::Serialize;

use crate::autobahn::played::{Flow, Traffic};

/// As they stand in the JSON file of a play. A ratio of nothing is null.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TrafficStats {
    incoming_compression_ratio: Option<f64>,
    incoming_octets_app_level: u64,
    incoming_octets_web_socket_level: u64,
    incoming_octets_wire_level: u64,
    incoming_web_socket_frames: u64,
    incoming_web_socket_messages: u64,
    incoming_web_socket_overhead: Option<f64>,
    outgoing_compression_ratio: Option<f64>,
    outgoing_octets_app_level: u64,
    outgoing_octets_web_socket_level: u64,
    outgoing_octets_wire_level: u64,
    outgoing_web_socket_frames: u64,
    outgoing_web_socket_messages: u64,
    outgoing_web_socket_overhead: Option<f64>,
    preopen_incoming_octets_wire_level: u64,
    preopen_outgoing_octets_wire_level: u64,
}

impl From<&Traffic> for TrafficStats {
    fn from(traffic: &Traffic) -> TrafficStats {
        let Traffic { incoming, outgoing, .. } = traffic;
        TrafficStats {
            incoming_compression_ratio: compression(incoming),
            incoming_octets_app_level: incoming.app,
            incoming_octets_web_socket_level: incoming.websocket,
            incoming_octets_wire_level: incoming.wire,
            incoming_web_socket_frames: incoming.frames,
            incoming_web_socket_messages: incoming.messages,
            incoming_web_socket_overhead: overhead(incoming),
            outgoing_compression_ratio: compression(outgoing),
            outgoing_octets_app_level: outgoing.app,
            outgoing_octets_web_socket_level: outgoing.websocket,
            outgoing_octets_wire_level: outgoing.wire,
            outgoing_web_socket_frames: outgoing.frames,
            outgoing_web_socket_messages: outgoing.messages,
            outgoing_web_socket_overhead: overhead(outgoing),
            preopen_incoming_octets_wire_level: traffic.pre_open_incoming,
            preopen_outgoing_octets_wire_level: traffic.pre_open_outgoing,
        }
    }
}

/// The compressed size of the messages to their size.
pub(super) fn compression(flow: &Flow) -> Option<f64> {
    (flow.app > 0).then(|| flow.websocket as f64 / flow.app as f64)
}

/// The octets that are no payload to those that are.
fn overhead(flow: &Flow) -> Option<f64> {
    (flow.websocket > 0).then(|| (flow.wire as f64 - flow.websocket as f64) / flow.websocket as f64)
}
