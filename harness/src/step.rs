//! The steps of a script.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use wsspec_codec::rfc::Clause;

use crate::bytes::Bytes;
use crate::exchange::Exchange;
use crate::frame_spec::FrameSpec;
use crate::json;
use crate::pattern::Outcomes;
use crate::segment::Segmentation;

/// One step of a script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// The tester sends.
    Send(Flight),
    /// The tester waits for one of several outcomes.
    Expect(Expect),
    /// The tester sends messages and takes their echoes, each octet of which must be right.
    Exchange(Exchange),
    /// The tester ends its side of TCP.
    End,
}

/// What the tester sends in one go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flight {
    /// In this order.
    pub items: Vec<Item>,
    /// How the octets are cut into writes where that is the point of the case; as the run says when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segmentation: Option<Segmentation>,
}

/// A part of a flight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Item {
    /// A frame.
    Frame(FrameSpec),
    /// Further payload octets of the frame before, which announced more than it brought; masked like it.
    Rest(Bytes),
    /// Octets that are no frame: the body of a request, the end of a head, another request.
    Octets(Bytes),
}

impl Item {
    /// How many payload octets it sends.
    pub fn len(&self) -> usize {
        match self {
            Item::Frame(frame) => frame.payload.len(),
            Item::Rest(octets) | Item::Octets(octets) => octets.len(),
        }
    }

    /// Whether it sends no payload.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What may come back, and how long it may take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// How long to wait; scaled by the run.
    #[serde(with = "json::millis", rename = "within_ms")]
    pub within: Duration,
    /// Best first.
    pub outcomes: Outcomes,
    /// The clause that is broken when none of them comes; the case's first when `None`.
    #[serde(default, with = "json::clause", skip_serializing_if = "Option::is_none")]
    pub clause: Option<&'static Clause>,
}

/// How long a subject may take to react. Only a subject that hangs makes the tester wait so long.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// How long the next echo of an exchange may take.
pub const ECHO_PATIENCE: Duration = Duration::from_secs(10);

/// How long the tester listens where only time can tell whether a reaction comes. No verdict hangs on it alone: a
/// fence follows.
pub const PAUSE: Duration = Duration::from_millis(400);
