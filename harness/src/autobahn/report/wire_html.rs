//! The wire log on a page.

use wsspec_codec::frame::Opcode;

use super::shown;
use crate::autobahn::wirelog::{Cut, Row};
use crate::bytes::hex;

/// A row, as it is shown.
pub(super) struct Entry {
    /// Its colours.
    pub(super) class: &'static str,
    /// What it is.
    pub(super) what: String,
    /// The octets it is about.
    pub(super) octets: Option<String>,
}

/// How a row is shown.
pub(super) fn entry(row: &Row) -> Entry {
    let plain = |class, what: String| Entry {
        class,
        what,
        octets: None,
    };
    match row {
        Row::SentOctets { octets, sync } => Entry {
            class: if *sync {
                "wirelog_tx_octets_sync"
            } else {
                "wirelog_tx_octets"
            },
            what: format!("TX OCTETS {}", octets.len),
            octets: Some(shown::hexed(octets)),
        },
        Row::ReceivedOctets(octets) => Entry {
            class: "wirelog_rx_octets",
            what: format!("RX OCTETS {}", octets.len),
            octets: Some(shown::hexed(octets)),
        },
        Row::SentFrame {
            payload,
            opcode,
            fin,
            rsv,
            mask,
            repeat,
            chop,
            sync,
        } => {
            let mut what = format!("TX FRAME  {}", header(*opcode, *fin, *rsv, payload, *mask));
            if let Some(len) = repeat {
                what.push_str(&format!(", repeated up to {len} octets"));
            }
            if let Some(size) = chop {
                what.push_str(&format!(", in writes of {size} octets"));
            }
            if *sync {
                what.push_str(", in a write of its own");
            }
            Entry {
                class: if *sync || chop.is_some() {
                    "wirelog_tx_frame_sync"
                } else {
                    "wirelog_tx_frame"
                },
                what,
                octets: payload_shown(payload),
            }
        }
        Row::ReceivedFrame {
            payload,
            opcode,
            fin,
            rsv,
            mask,
        } => Entry {
            class: "wirelog_rx_frame",
            what: format!("RX FRAME  {}", header(*opcode, *fin, *rsv, payload, *mask)),
            octets: payload_shown(payload),
        },
        Row::KillArmed(seconds) => plain("wirelog_kill_after", format!("in {seconds} s the connection is failed")),
        Row::KillDue => plain("wirelog_kill_after", "time is up: the connection is failed".to_owned()),
        Row::CloseArmed(seconds) => plain("wirelog_kill_after", format!("in {seconds} s the connection is closed")),
        Row::CloseDue => plain("wirelog_kill_after", "time is up: the connection is closed".to_owned()),
        Row::WaitArmed(seconds, tag) => plain("wirelog_delay", format!("wait{} of {seconds} s begins", tagged(*tag))),
        Row::WaitDue(tag) => plain("wirelog_delay", format!("wait{} is over", tagged(*tag))),
        Row::Logging(true) => plain("wirelog_delay", "the log goes on".to_owned()),
        Row::Logging(false) => plain("wirelog_delay", "the log pauses".to_owned()),
    }
}

fn header(opcode: u8, fin: bool, rsv: u8, payload: &Cut, mask: Option<[u8; 4]>) -> String {
    let mask = mask.map_or("not masked".to_owned(), |key| format!("masking key {}", hex(&key)));
    let opcode = Opcode::from_bits(opcode);
    format!(
        "{opcode}, FIN {}, RSV {rsv}, {} octets, {mask}",
        u8::from(fin),
        payload.len
    )
}

fn payload_shown(payload: &Cut) -> Option<String> {
    (payload.len > 0).then(|| shown::quoted(payload))
}

fn tagged(tag: Option<&str>) -> String {
    tag.map_or(String::new(), |tag| format!(" {tag}"))
}
