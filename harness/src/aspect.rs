//! What a case judges of a client beside its answers: its request, rule by rule, and what it draws at random.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that every connection of a client shows, and that a case may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// The form of its request.
    Form,
    /// The method.
    Method,
    /// The HTTP version.
    HttpVersion,
    /// The target.
    Target,
    /// Host.
    Host,
    /// That Host comes first.
    HostFirst,
    /// Upgrade.
    Upgrade,
    /// Connection.
    Connection,
    /// The form of Sec-WebSocket-Key.
    Key,
    /// That Sec-WebSocket-Key is a new one in each connection.
    KeyFresh,
    /// Sec-WebSocket-Version.
    Version,
    /// That fields which are no lists are there once.
    Once,
    /// What it offers in Sec-WebSocket-Extensions.
    Extensions,
    /// What it offers in Sec-WebSocket-Protocol.
    Subprotocols,
    /// Origin.
    Origin,
    /// That it waits for the response before it sends more.
    Waiting,
    /// Its masking keys.
    MaskingKeys,
}

impl Aspect {
    /// Whether something may be wrong with it that is no failure.
    pub fn has_lenient_faults(self) -> bool {
        matches!(
            self,
            Aspect::HostFirst | Aspect::Key | Aspect::Extensions | Aspect::Origin
        )
    }
}

impl fmt::Display for Aspect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Aspect::Form => "the form of the request",
            Aspect::Method => "the method",
            Aspect::HttpVersion => "the HTTP version",
            Aspect::Target => "the target",
            Aspect::Host => "Host",
            Aspect::HostFirst => "whether Host comes first",
            Aspect::Upgrade => "Upgrade",
            Aspect::Connection => "Connection",
            Aspect::Key => "Sec-WebSocket-Key",
            Aspect::KeyFresh => "whether Sec-WebSocket-Key is new in each connection",
            Aspect::Version => "Sec-WebSocket-Version",
            Aspect::Once => "whether fields are there once",
            Aspect::Extensions => "Sec-WebSocket-Extensions",
            Aspect::Subprotocols => "Sec-WebSocket-Protocol",
            Aspect::Origin => "Origin",
            Aspect::Waiting => "whether it waits for the response",
            Aspect::MaskingKeys => "the masking keys of all frames",
        })
    }
}
