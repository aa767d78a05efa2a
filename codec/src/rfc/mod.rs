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

/// One demand of a standard.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Clause {
    /// Stable name, such as `6455-5.2-rsv1-recv`: the standard, the section, what it is about.
    pub id: &'static str,
    /// The standard that makes the demand.
    pub standard: Standard,
    /// The section, such as `5.2`.
    pub section: &'static str,
    /// How strongly it is put.
    pub level: Level,
    /// Whom it binds.
    pub binds: Binds,
    /// Whether a peer can see it kept or broken on the wire.
    pub observable: Observable,
    /// The demand in one sentence of ours.
    pub text: &'static str,
}

/// The text that a clause is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// The WebSocket protocol.
    Rfc6455,
    /// Compression extensions for WebSocket.
    Rfc7692,
    /// The `.well-known` and subprotocol notes of RFC 7936.
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
