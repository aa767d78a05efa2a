//! The client's side: making a request and judging the response (RFC 6455 section 4.1).

use std::fmt;

use super::head::{Flaw, Head, is_token};
use super::key;
use crate::extension::{self, Extension, ExtensionError};
use crate::plant::{Plant, instead, planted};
use crate::rfc::{Clause, rfc6455};

/// A request to make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientRequest {
    /// The authority: host, and port unless it is the default.
    pub host: String,
    /// The resource name: path and query.
    pub target: String,
    /// Sixteen octets chosen at random for this connection.
    pub nonce: [u8; 16],
    /// The Origin, if one is to be sent.
    pub origin: Option<String>,
    /// The subprotocols to offer, by preference.
    pub subprotocols: Vec<String>,
    /// The extensions to offer, by preference.
    pub extensions: Vec<Extension>,
    /// Further fields.
    pub fields: Vec<(String, String)>,
}

/// A part of a request that would make it another request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRequest {
    /// The part.
    pub part: &'static str,
    /// What it was to be.
    pub value: String,
}

impl fmt::Display for BadRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} cannot be the {} of a request", self.value, self.part)
    }
}

impl std::error::Error for BadRequest {}

impl ClientRequest {
    /// The octets of the request.
    ///
    /// # Errors
    /// A part contains what would end its line, or is no token where one is needed.
    pub fn encode(&self) -> Result<Vec<u8>, BadRequest> {
        let check = |part: &'static str, value: &str, ok: bool| {
            let value = value.to_owned();
            if ok { Ok(()) } else { Err(BadRequest { part, value }) }
        };
        let graphic = |text: &str| !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_graphic());
        let line = |text: &str| {
            !text
                .bytes()
                .any(|octet| octet < b' ' && octet != b'\t' || octet == 0x7F)
        };
        check(
            "target",
            &self.target,
            graphic(&self.target) && !self.target.contains('#') || instead::asks_for_anything(),
        )?;
        check("host", &self.host, graphic(&self.host))?;
        let mut request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {}\r\n\
             Sec-WebSocket-Version: 13\r\n",
            self.target,
            self.host,
            key::encode_key(self.nonce)
        );
        let mut field = |name: &str, value: &str| {
            check("field", name, is_token(name.as_bytes()))?;
            check("field value", value, line(value))?;
            request.push_str(&format!("{name}: {value}\r\n"));
            Ok(())
        };
        if let Some(origin) = &self.origin {
            field("Origin", origin)?;
        }
        for subprotocol in &self.subprotocols {
            check("subprotocol", subprotocol, is_token(subprotocol.as_bytes()))?;
        }
        if !self.subprotocols.is_empty() {
            field("Sec-WebSocket-Protocol", &self.subprotocols.join(", "))?;
        }
        if !self.extensions.is_empty() {
            let offers: Vec<String> = self.extensions.iter().map(Extension::to_string).collect();
            field("Sec-WebSocket-Extensions", &offers.join(", "))?;
        }
        for (name, value) in &self.fields {
            field(name, value)?;
        }
        request.push_str("\r\n");
        Ok(request.into_bytes())
    }

    /// The Sec-WebSocket-Accept that answers it.
    pub fn accept_key(&self) -> String {
        key::accept_key(key::encode_key(self.nonce).as_bytes())
    }
}

/// What was agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The subprotocol, if one is spoken.
    pub subprotocol: Option<String>,
    /// The extensions in use.
    pub extensions: Vec<Extension>,
}

/// Why a client fails the connection over the response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseFault {
    /// The head is no HTTP.
    Malformed(Flaw),
    /// The status line makes no sense: this.
    StatusLine(String),
    /// An HTTP version other than 1.1 or higher: this.
    HttpVersion(String),
    /// A status other than 101: this.
    Status(u16),
    /// No Upgrade field.
    UpgradeMissing,
    /// An Upgrade field that is not websocket: this.
    Upgrade(String),
    /// No Connection field.
    ConnectionMissing,
    /// The Connection field does not list Upgrade.
    Connection,
    /// No Sec-WebSocket-Accept.
    AcceptMissing,
    /// Several of them.
    AcceptSeveral,
    /// Not the one that answers the key.
    Accept {
        /// What came.
        seen: String,
        /// What answers the key.
        wanted: String,
    },
    /// A subprotocol that was not offered, or several, or an empty one: this.
    Subprotocol(String),
    /// Several Sec-WebSocket-Protocol fields.
    SubprotocolSeveral,
    /// An extension that was not offered: this.
    ExtensionNotOffered(String),
    /// Sec-WebSocket-Extensions does not follow its grammar.
    Extensions(ExtensionError),
}

impl ResponseFault {
    /// The clause that the response breaks.
    pub fn clause(&self) -> &'static Clause {
        match self {
            ResponseFault::Malformed(_) | ResponseFault::StatusLine(_) | ResponseFault::HttpVersion(_) => {
                rfc6455::REPLY_VALID_HTTP
            }
            ResponseFault::Status(_) => rfc6455::NON_101,
            ResponseFault::UpgradeMissing => rfc6455::UPGRADE_MISSING_4_1,
            ResponseFault::Upgrade(_) => rfc6455::UPGRADE_VALUE,
            ResponseFault::ConnectionMissing => rfc6455::CONNECTION_MISSING_4_1,
            ResponseFault::Connection => rfc6455::CONNECTION_VALUE,
            ResponseFault::AcceptMissing => rfc6455::ACCEPT_MISSING,
            ResponseFault::AcceptSeveral => rfc6455::ACCEPT_ONCE,
            ResponseFault::Accept { .. } => rfc6455::ACCEPT_WRONG,
            ResponseFault::Subprotocol(name) if name.is_empty() || name.contains(',') => rfc6455::PROTO_LIST_ANSWER,
            ResponseFault::Subprotocol(_) => rfc6455::PROTO_UNREQUESTED,
            ResponseFault::SubprotocolSeveral => rfc6455::PROTOCOL_ONCE,
            ResponseFault::ExtensionNotOffered(_) => rfc6455::EXT_UNREQUESTED,
            ResponseFault::Extensions(error) => error.clause(),
        }
    }
}

impl fmt::Display for ResponseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResponseFault::Malformed(flaw) => write!(f, "the response is malformed: {flaw}"),
            ResponseFault::StatusLine(line) => write!(f, "the status line is malformed: {line:?}"),
            ResponseFault::HttpVersion(version) => write!(f, "HTTP/1.1 is needed, not {version:?}"),
            ResponseFault::Status(status) => write!(f, "status {status} instead of 101"),
            ResponseFault::UpgradeMissing => f.write_str("the Upgrade field is missing"),
            ResponseFault::Upgrade(value) => write!(f, "the Upgrade field is {value:?} instead of websocket"),
            ResponseFault::ConnectionMissing => f.write_str("the Connection field is missing"),
            ResponseFault::Connection => f.write_str("the Connection field does not list Upgrade"),
            ResponseFault::AcceptMissing => f.write_str("the Sec-WebSocket-Accept field is missing"),
            ResponseFault::AcceptSeveral => f.write_str("there are several Sec-WebSocket-Accept fields"),
            ResponseFault::Accept { seen, wanted } => {
                write!(f, "Sec-WebSocket-Accept is {seen:?}, but {wanted:?} answers the key")
            }
            ResponseFault::Subprotocol(name) => write!(f, "subprotocol {name:?} was not offered"),
            ResponseFault::SubprotocolSeveral => f.write_str("there are several Sec-WebSocket-Protocol fields"),
            ResponseFault::ExtensionNotOffered(name) => write!(f, "extension {name:?} was not offered"),
            ResponseFault::Extensions(error) => write!(f, "Sec-WebSocket-Extensions is malformed: {error}"),
        }
    }
}

impl std::error::Error for ResponseFault {}

/// Judges the response to a request.
///
/// # Errors
/// The first reason to fail the connection, in the order of section 4.1.
pub fn check_response(head: &Head, request: &ClientRequest) -> Result<Accepted, ResponseFault> {
    check_response_to(head, request, &request.accept_key())
}

/// The same where the key of the request was written otherwise than its nonce says, and this Sec-WebSocket-Accept answers it.
///
/// # Errors
/// The first reason to fail the connection, in the order of section 4.1.
pub fn check_response_to(head: &Head, request: &ClientRequest, wanted: &str) -> Result<Accepted, ResponseFault> {
    if let Some(flaw) = head.flaw() {
        return Err(ResponseFault::Malformed(flaw));
    }
    check_status_line(head)?;
    if !planted(Plant::UpgradeAndConnectionNotNeeded) {
        check_upgrade(head)?;
    }
    if !planted(Plant::AcceptNotChecked) {
        check_accept(head, wanted)?;
    }
    let extensions = extension::listed(head).map_err(ResponseFault::Extensions)?;
    for extension in &extensions {
        let offered = request.extensions.iter().any(|offer| offer.name == extension.name);
        if !offered && !planted(Plant::ExtensionNotOfferedAccepted) {
            return Err(ResponseFault::ExtensionNotOffered(extension.name.clone()));
        }
    }
    Ok(Accepted {
        subprotocol: check_subprotocol(head, &request.subprotocols)?,
        extensions,
    })
}

fn check_upgrade(head: &Head) -> Result<(), ResponseFault> {
    let mut upgrades = head.values("Upgrade").peekable();
    let upgrade = upgrades.peek().copied().ok_or(ResponseFault::UpgradeMissing)?;
    let spelt = planted(Plant::UpgradeOfResponseCaseSensitive) && upgrade != b"websocket";
    if planted(Plant::UpgradeComparedInUnicode) && text(upgrade).to_lowercase().to_uppercase() == "WEBSOCKET" {
        return Ok(());
    }
    if !upgrade.eq_ignore_ascii_case(b"websocket") || upgrades.count() > 1 || spelt {
        return Err(ResponseFault::Upgrade(text(upgrade)));
    }
    if head.values("Connection").next().is_none() {
        return Err(ResponseFault::ConnectionMissing);
    }
    if !head.lists("Connection", "upgrade") {
        return Err(ResponseFault::Connection);
    }
    Ok(())
}

fn check_accept(head: &Head, wanted: &str) -> Result<(), ResponseFault> {
    let mut accepts = head.values("Sec-WebSocket-Accept");
    let accept = accepts.next().ok_or(ResponseFault::AcceptMissing)?;
    if accepts.next().is_some() && !planted(Plant::TwoAcceptsAccepted) {
        return Err(ResponseFault::AcceptSeveral);
    }
    let alike = planted(Plant::AcceptCaseIgnored) && accept.eq_ignore_ascii_case(wanted.as_bytes());
    if accept != wanted.as_bytes() && !alike {
        return Err(ResponseFault::Accept {
            seen: text(accept),
            wanted: wanted.to_owned(),
        });
    }
    Ok(())
}

fn check_status_line(head: &Head) -> Result<(), ResponseFault> {
    let malformed = || ResponseFault::StatusLine(text(head.start_line()));
    let mut parts = head.start_line().splitn(3, |&octet| octet == b' ');
    let (version, status) = parts.next().zip(parts.next()).ok_or_else(malformed)?;
    if !version.starts_with(b"HTTP/") {
        return Err(malformed());
    }
    let older = planted(Plant::Http10ResponseAccepted) && version == b"HTTP/1.0";
    // A higher minor version is read as the highest that is known (RFC 9110 6.2).
    let known = matches!(version, [b'H', b'T', b'T', b'P', b'/', b'1', b'.', b'1'..=b'9'])
        && !(planted(Plant::HigherMinorRefused) && version != b"HTTP/1.1");
    if !known && !older {
        return Err(ResponseFault::HttpVersion(text(version)));
    }
    let digits = status.len() == 3 || planted(Plant::FourDigitsTaken);
    if !digits || !status.iter().all(u8::is_ascii_digit) {
        return Err(malformed());
    }
    match text(status).parse() {
        Ok(101) => Ok(()),
        Ok(200) if planted(Plant::Status200Accepted) => Ok(()),
        Ok(status) => Err(ResponseFault::Status(status)),
        Err(_) => Err(malformed()),
    }
}

fn check_subprotocol(head: &Head, offered: &[String]) -> Result<Option<String>, ResponseFault> {
    let mut chosen = head.values("Sec-WebSocket-Protocol");
    let Some(name) = chosen.next().map(text) else {
        return Ok(None);
    };
    if planted(Plant::FirstSubprotocolTaken) {
        return Ok(name.split(',').next().map(str::to_owned));
    }
    if chosen.next().is_some() {
        return Err(ResponseFault::SubprotocolSeveral);
    }
    if offered.contains(&name) || instead::takes_subprotocol(&name, offered) {
        Ok(Some(name))
    } else {
        Err(ResponseFault::Subprotocol(name))
    }
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handshake::head::HeadLimits;
    use crate::handshake::request::check_request;

    fn request() -> ClientRequest {
        ClientRequest {
            host: "server.example.com".into(),
            target: "/chat?a=b".into(),
            nonce: *b"the sample nonce",
            origin: Some("http://example.com".into()),
            subprotocols: vec!["chat".into(), "superchat".into()],
            extensions: vec![Extension::new("permessage-deflate").with("client_max_window_bits", None)],
            fields: vec![("X-A".into(), "b c".into())],
        }
    }

    const LINES: [&str; 4] = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ];

    fn check(lines: &[&str]) -> Result<Accepted, ResponseFault> {
        let octets = format!("{}\r\n\r\n", lines.join("\r\n"));
        let head = Head::decode(octets.as_bytes(), HeadLimits::default())
            .unwrap()
            .unwrap()
            .0;
        check_response(&head, &request())
    }

    fn with(index: usize, line: &str) -> Result<Accepted, ResponseFault> {
        let mut lines = LINES.to_vec();
        lines[index] = line;
        lines.retain(|line| !line.is_empty());
        check(&lines)
    }

    fn and(line: &str) -> Result<Accepted, ResponseFault> {
        check(&[&LINES[..], &[line]].concat())
    }

    #[test]
    fn our_requests_are_accepted_by_our_judge_and_say_what_was_asked() {
        let octets = request().encode().unwrap();
        let (head, len) = Head::decode(&octets, HeadLimits::default()).unwrap().unwrap();
        assert_eq!(len, octets.len());
        let seen = check_request(&head).unwrap();
        assert_eq!(seen.target, "/chat?a=b");
        assert_eq!(seen.subprotocols, ["chat", "superchat"]);
        assert_eq!(seen.extensions, request().extensions);
        assert_eq!(seen.origin.as_deref(), Some("http://example.com"));
    }

    #[test]
    fn nothing_splits_a_request() {
        let bad = |change: fn(&mut ClientRequest)| {
            let mut request = request();
            change(&mut request);
            request.encode().unwrap_err().part
        };
        assert_eq!(bad(|request| request.target = "/ HTTP/1.1\r\nX: y".into()), "target");
        assert_eq!(bad(|request| request.target = "/a#b".into()), "target");
        assert_eq!(bad(|request| request.host = "a\r\nb".into()), "host");
        assert_eq!(bad(|request| request.origin = Some("a\nb".into())), "field value");
        assert_eq!(bad(|request| request.subprotocols = vec!["a b".into()]), "subprotocol");
        assert_eq!(bad(|request| request.fields = vec![("a:".into(), "b".into())]), "field");
    }

    #[test]
    fn each_fault_alone_fails_the_connection_for_what_it_is() {
        let text = str::to_owned;
        for (result, fault) in [
            (with(0, "HTTP/1.1 200 OK"), ResponseFault::Status(200)),
            (with(0, "HTTP/1.1 404"), ResponseFault::Status(404)),
            (with(0, "HTTP/1.0 101 x"), ResponseFault::HttpVersion(text("HTTP/1.0"))),
            (
                with(0, "HTTP/1.1 1O1 x"),
                ResponseFault::StatusLine(text("HTTP/1.1 1O1 x")),
            ),
            (
                with(0, "HTTP/1.1 0101 x"),
                ResponseFault::StatusLine(text("HTTP/1.1 0101 x")),
            ),
            (
                with(0, "HTTP/1.1 +101 x"),
                ResponseFault::StatusLine(text("HTTP/1.1 +101 x")),
            ),
            (with(0, "garbage"), ResponseFault::StatusLine(text("garbage"))),
            (with(1, ""), ResponseFault::UpgradeMissing),
            (with(1, "Upgrade: h2c"), ResponseFault::Upgrade(text("h2c"))),
            (with(2, ""), ResponseFault::ConnectionMissing),
            (with(2, "Connection: keep-alive"), ResponseFault::Connection),
            (with(3, ""), ResponseFault::AcceptMissing),
            (and(LINES[3]), ResponseFault::AcceptSeveral),
            (
                with(3, "Sec-WebSocket-Accept: AAAA"),
                ResponseFault::Accept {
                    seen: text("AAAA"),
                    wanted: text("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                },
            ),
            (
                and("Sec-WebSocket-Protocol: Chat"),
                ResponseFault::Subprotocol(text("Chat")),
            ),
            (and("Sec-WebSocket-Protocol:"), ResponseFault::Subprotocol(text(""))),
            (
                and("Sec-WebSocket-Protocol: chat, superchat"),
                ResponseFault::Subprotocol(text("chat, superchat")),
            ),
            (
                and("Sec-WebSocket-Extensions: x-foo"),
                ResponseFault::ExtensionNotOffered(text("x-foo")),
            ),
            (and("X : y"), ResponseFault::Malformed(Flaw::SpaceBeforeColon)),
        ] {
            assert_eq!(result, Err(fault));
        }
    }

    #[test]
    fn legal_responses_open_the_connection() {
        assert_eq!(check(&LINES), Ok(Accepted::default()));
        let agreed = and("Sec-WebSocket-Protocol: superchat").unwrap();
        assert_eq!(agreed.subprotocol.as_deref(), Some("superchat"));
        let agreed = and("sec-websocket-extensions: permessage-deflate").unwrap();
        assert_eq!(agreed.extensions, [Extension::new("permessage-deflate")]);
        assert!(with(1, "upgrade: WebSocket").is_ok());
        assert!(with(2, "Connection: keep-alive, UPGRADE").is_ok());
        assert!(with(3, "Sec-WebSocket-Accept:   s3pPLMBiTxaQ9kYGzzhZRbK+xOo= ").is_ok());
        assert!(with(0, "HTTP/1.1 101 ").is_ok());
        assert!(with(0, "HTTP/1.9 101 x").is_ok());
    }
}
