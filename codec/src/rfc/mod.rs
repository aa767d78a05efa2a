//! The clauses: every rule this project knows, as a constant that the compiler checks.
//!
//! A rule names the clause it enforces, a case cites the clauses it tests, a report quotes them. A clause is one row of
//! an inventory of what RFC 6455 and the texts around it demand of an endpoint; its words are ours, the section says
//! where the words of the standard are.

pub mod http1;
pub mod http2;
pub mod http3;
pub mod registry;
pub mod rfc6455;
pub mod rfc7692;
pub mod whatwg;

use std::fmt;

/// One demand of a standard.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Clause {
    /// Stable name, such as `6455-5.2-rsv1-recv`: the standard, the section, what it is about.
    pub id: &'static str,
    /// The standard that makes the demand.
    pub standard: Standard,
    /// The section, such as `5.2`; in [`Standard::Iana`] the registry, in [`Standard::Whatwg`] the part, such as `close()`.
    pub section: &'static str,
    /// How strongly it is put.
    pub level: Level,
    /// Whom it binds.
    pub binds: Binds,
    /// Whether a peer can see it kept or broken on the wire.
    pub observable: Observable,
    /// The demand in one sentence of ours, without a full stop.
    pub text: &'static str,
}

impl Clause {
    /// Where the words of the standard are: the section of an RFC, else the page of the standard or the registry.
    pub fn url(&self) -> String {
        match self.standard.rfc() {
            Some(number) => format!("https://www.rfc-editor.org/rfc/rfc{number}#section-{}", self.section),
            None if self.standard == Standard::Iana => {
                "https://www.iana.org/assignments/websocket/websocket.xhtml".into()
            }
            None => "https://websockets.spec.whatwg.org/".into(),
        }
    }
}

/// Standard, section and level, such as `RFC 6455 5.2 MUST`.
impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.standard, self.section, self.level)
    }
}

/// The text that a clause is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// The WebSocket protocol.
    Rfc6455,
    /// Compression extensions for WebSocket.
    Rfc7692,
    /// How subprotocol names are registered and compared.
    Rfc7936,
    /// Well-known URIs for `ws` and `wss`.
    Rfc8307,
    /// WebSocket over HTTP/2.
    Rfc8441,
    /// HTTP semantics.
    Rfc9110,
    /// HTTP/1.1.
    Rfc9112,
    /// HTTP/2.
    Rfc9113,
    /// HTTP/3.
    Rfc9114,
    /// WebSocket over HTTP/3.
    Rfc9220,
    /// The registries that RFC 6455 set up.
    Iana,
    /// The browsers' WebSockets standard.
    Whatwg,
}

impl Standard {
    /// The number of the RFC, if it is one.
    pub fn rfc(self) -> Option<u16> {
        match self {
            Self::Rfc6455 => Some(6455),
            Self::Rfc7692 => Some(7692),
            Self::Rfc7936 => Some(7936),
            Self::Rfc8307 => Some(8307),
            Self::Rfc8441 => Some(8441),
            Self::Rfc9110 => Some(9110),
            Self::Rfc9112 => Some(9112),
            Self::Rfc9113 => Some(9113),
            Self::Rfc9114 => Some(9114),
            Self::Rfc9220 => Some(9220),
            Self::Iana | Self::Whatwg => None,
        }
    }
}

/// `RFC 6455` and the like, `IANA`, or `WHATWG WebSockets`.
impl fmt::Display for Standard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rfc() {
            Some(number) => f.pad(&format!("RFC {number}")),
            None if *self == Self::Iana => f.pad("IANA"),
            None => f.pad("WHATWG WebSockets"),
        }
    }
}

/// How strongly a clause is put (RFC 2119).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// An absolute requirement, or prohibition.
    Must,
    /// There may be good reasons to do otherwise.
    Should,
    /// Truly optional.
    May,
    /// Not put with a keyword, but nothing else fits the text.
    Implied,
}

/// The keyword in capitals, or `implied`.
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Must => "MUST",
            Self::Should => "SHOULD",
            Self::May => "MAY",
            Self::Implied => "implied",
        })
    }
}

/// Whom a clause binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Binds {
    /// The endpoint that opened the connection.
    Client,
    /// The endpoint that accepted it.
    Server,
    /// Either endpoint.
    Both,
}

/// Whether a peer can see a clause kept or broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Observable {
    /// On the wire, by anybody.
    Yes,
    /// In some situations, or only statistically.
    Partly,
    /// Not from outside.
    No,
}

/// Defines the clauses of one text as constants, and a table of them in the order of that text.
macro_rules! clauses {
    ($($name:ident: $id:literal, $standard:ident $section:literal, $level:ident, $binds:ident, $observable:ident, $text:literal;)+) => {
        $(
            #[doc = $text]
            pub const $name: &$crate::rfc::Clause = &$crate::rfc::Clause {
                id: $id,
                standard: $crate::rfc::Standard::$standard,
                section: $section,
                level: $crate::rfc::Level::$level,
                binds: $crate::rfc::Binds::$binds,
                observable: $crate::rfc::Observable::$observable,
                text: $text,
            };
        )+

        /// Every clause above, in order.
        pub const ALL: &[&$crate::rfc::Clause] = &[$($name),+];
    };
}
use clauses;

/// Every clause, text by text.
pub fn all() -> impl Iterator<Item = &'static Clause> {
    [
        rfc6455::ALL,
        rfc7692::ALL,
        registry::ALL,
        http1::ALL,
        http2::ALL,
        http3::ALL,
        whatwg::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The clause with this id, such as `6455-5.2-rsv1-recv`, if there is one.
pub fn find(id: &str) -> Option<&'static Clause> {
    all().find(|clause| clause.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, HashSet};

    #[test]
    fn no_two_clauses_share_an_id() {
        let mut seen = HashSet::new();
        for clause in all() {
            assert!(seen.insert(clause.id), "{} is there twice", clause.id);
        }
    }

    #[test]
    fn no_two_clauses_share_a_text() {
        let mut seen = HashSet::new();
        for clause in all() {
            assert!(seen.insert(clause.text), "the text of {} is there twice", clause.id);
        }
    }

    #[test]
    fn every_text_is_one_sentence_without_a_full_stop() {
        for Clause { id, text, .. } in all() {
            assert!(
                text.starts_with(|c: char| c.is_uppercase() || c == '`'),
                "{id} starts like a sentence: {text:?}"
            );
            assert_eq!(text.trim(), *text, "{id} has no space around it");
            assert!(!text.contains(". "), "{id} is one sentence: {text}");
            assert!(!text.ends_with('.'), "{id} ends without a full stop: {text}");
            assert!(text.contains(' '), "{id} is a sentence: {text}");
            assert!(text.len() <= 110, "{id} is short, not {} bytes: {text}", text.len());
        }
    }

    #[test]
    fn every_id_begins_with_its_standard() {
        for clause in all() {
            let prefix = match clause.standard.rfc() {
                Some(number) => format!("{number}-"),
                None if clause.standard == Standard::Iana => "IANA-".into(),
                None => "WHATWG-".into(),
            };
            assert!(
                clause.id.starts_with(&prefix),
                "{} is of {}",
                clause.id,
                clause.standard
            );
        }
    }

    #[test]
    fn each_standard_has_all_its_clauses() {
        let mut counts = BTreeMap::new();
        for clause in all() {
            *counts.entry(clause.standard).or_insert(0) += 1;
        }
        let expected = BTreeMap::from([
            (Standard::Rfc6455, 339),
            (Standard::Rfc7692, 95),
            (Standard::Rfc7936, 1),
            (Standard::Rfc8307, 1),
            (Standard::Rfc8441, 31),
            (Standard::Rfc9110, 38),
            (Standard::Rfc9112, 44),
            (Standard::Rfc9113, 7),
            (Standard::Rfc9114, 9),
            (Standard::Rfc9220, 7),
            (Standard::Iana, 6),
            (Standard::Whatwg, 26),
        ]);
        assert_eq!(counts, expected);
        assert_eq!(all().count(), 604);
    }

    #[test]
    fn a_clause_is_found_by_its_id_alone() {
        for clause in all() {
            assert_eq!(find(clause.id), Some(clause));
        }
        assert_eq!(find("6455-5.2"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn a_clause_is_shown_by_standard_section_and_level() {
        assert_eq!(rfc6455::RSV1_RECV.to_string(), "RFC 6455 5.2 MUST");
        assert_eq!(registry::CLOSE_1012.to_string(), "IANA close-codes implied");
        assert_eq!(
            whatwg::PING_PONG_OPTIONAL.to_string(),
            "WHATWG WebSockets ping-pong MAY"
        );
        assert_eq!(
            format!("{:>6}|{:<8}|", Level::Should, Standard::Iana),
            "SHOULD|IANA    |"
        );
    }

    #[test]
    fn a_clause_links_to_its_section() {
        assert_eq!(
            rfc6455::RSV1_RECV.url(),
            "https://www.rfc-editor.org/rfc/rfc6455#section-5.2"
        );
        assert_eq!(
            registry::CASE_SENSITIVE.url(),
            "https://www.rfc-editor.org/rfc/rfc7936#section-2"
        );
        assert_eq!(
            registry::CLOSE_1012.url(),
            "https://www.iana.org/assignments/websocket/websocket.xhtml"
        );
        assert_eq!(whatwg::USVSTRING.url(), "https://websockets.spec.whatwg.org/");
    }
}
