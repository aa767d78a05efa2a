//! Many messages and their echoes: what a mass case sends, and how much of it at once.

use serde::{Deserialize, Serialize};
use wsspec_codec::message::MessageKind;

use crate::bytes::Bytes;
use crate::corpus::Corpus;

/// Messages that are sent and must come back, each verified octet by octet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// What the messages hold.
    pub content: Content,
    /// How many are sent.
    pub messages: u32,
    /// The largest payload of a frame, in octets; of a compressed message, the compressed octets are cut. One frame a
    /// message when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fragment: Option<usize>,
    /// How many messages may be on their way at once: 1 where the case is about the way there and back.
    pub in_flight: u32,
}

/// What the messages of an exchange hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Content {
    /// Always the same.
    Same {
        /// Text or binary.
        kind: Kind,
        /// The octets.
        payload: Bytes,
    },
    /// Consecutive windows of a corpus, which begins anew at its end.
    Windows {
        /// Where they are cut from; it says whether they are text or binary.
        corpus: Corpus,
        /// How long each is: in characters of a text, in octets of anything else.
        len: usize,
    },
}

/// Text or binary, as a case writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A text message.
    Text,
    /// A binary message.
    Binary,
}

impl From<Kind> for MessageKind {
    fn from(kind: Kind) -> MessageKind {
        match kind {
            Kind::Text => MessageKind::Text,
            Kind::Binary => MessageKind::Binary,
        }
    }
}
