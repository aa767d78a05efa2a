//! What a case judges beside the outcomes of its steps: of a client its request, rule by rule, and what it draws at random; of
//! a server its response.

use std::fmt;

use serde::{Deserialize, Serialize};
use wsspec_codec::rules::Role;

/// Something that every connection of a client or of a server shows, and that a case may be about.
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
    /// That no list has empty elements.
    Lists,
    /// That it comes as soon as TCP is there.
    Promptness,
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
    /// Of a server: the form of its response.
    ResponseForm,
    /// Upgrade of a response.
    ResponseUpgrade,
    /// Connection of a response.
    ResponseConnection,
    /// Sec-WebSocket-Accept.
    Accept,
    /// The subprotocol that it selects.
    Selected,
    /// What it answers in Sec-WebSocket-Extensions.
    Answered,
    /// That its response announces no body.
    Bodiless,
    /// That no list of its response has an empty element.
    NoEmptyElements,
    /// That fields of its response which are no lists are there once.
    ResponseOnce,
}

impl Aspect {
    /// Whom it is judged of.
    pub fn subject(self) -> Role {
        match self {
            Aspect::ResponseForm
            | Aspect::ResponseUpgrade
            | Aspect::ResponseConnection
            | Aspect::Accept
            | Aspect::Selected
            | Aspect::Answered
            | Aspect::Bodiless
            | Aspect::NoEmptyElements
            | Aspect::ResponseOnce => Role::Server,
            _ => Role::Client,
        }
    }

    /// Whether something may be wrong with it that is no failure.
    pub fn has_lenient_faults(self) -> bool {
        matches!(
            self,
            Aspect::HostFirst | Aspect::Key | Aspect::Extensions | Aspect::Origin | Aspect::Answered
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
            Aspect::Lists => "whether lists have empty elements",
            Aspect::Promptness => "whether a request comes at all",
            Aspect::Extensions => "Sec-WebSocket-Extensions",
            Aspect::Subprotocols => "Sec-WebSocket-Protocol",
            Aspect::Origin => "Origin",
            Aspect::Waiting => "whether it waits for the response",
            Aspect::MaskingKeys => "the masking keys of all frames",
            Aspect::ResponseForm => "the form of the response",
            Aspect::ResponseUpgrade => "Upgrade of the response",
            Aspect::ResponseConnection => "Connection of the response",
            Aspect::Accept => "Sec-WebSocket-Accept",
            Aspect::Selected => "the subprotocol that is selected",
            Aspect::Answered => "the extensions that are answered",
            Aspect::Bodiless => "whether the response announces no body",
            Aspect::NoEmptyElements => "whether lists of the response have no empty elements",
            Aspect::ResponseOnce => "whether fields of the response are there once",
        })
    }
}
