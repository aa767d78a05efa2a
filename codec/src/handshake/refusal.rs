//! Why a server refuses an opening handshake, and the HTTP response that says so (RFC 6455 sections 4.2.1, 4.2.2, 4.4).

use std::fmt;

use super::head::{Flaw, HeadError};
use crate::extension::ExtensionError;
use crate::plant::{Plant, instead, planted};
use crate::rfc::{Clause, http1, rfc6455};

/// A reason to refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The head is too much.
    TooMuch(HeadError),
    /// The head is too much, and the request line has not ended yet.
    TargetTooLong(HeadError),
    /// The head did not end in time.
    TooSlow,
    /// The head is no HTTP.
    Malformed(Flaw),
    /// The request line does not have three parts, or they make no sense: this.
    RequestLine(String),
    /// An HTTP version below 1.1: this.
    HttpVersion(String),
    /// A method other than GET: this.
    Method(String),
    /// No Host field.
    HostMissing,
    /// Several Host fields.
    HostSeveral,
    /// A Host that is no host with or without a port: this.
    HostInvalid(String),
    /// A request that wants no WebSocket: no Upgrade field names it, and there is no key.
    NotWebSocket,
    /// No Upgrade field names websocket, though there is a key.
    Upgrade,
    /// The Connection fields do not list Upgrade.
    Connection,
    /// A body is announced, which cannot be told from frames.
    Body,
    /// A transfer coding that nobody knows: this.
    Coding(String),
    /// No Sec-WebSocket-Version.
    VersionMissing,
    /// Several Sec-WebSocket-Version fields.
    VersionSeveral,
    /// A Sec-WebSocket-Version that is no number from 0 to 255 without leading zeros: this.
    VersionMalformed(String),
    /// A version other than 13: this.
    VersionUnsupported(u8),
    /// No Sec-WebSocket-Key.
    KeyMissing,
    /// Several Sec-WebSocket-Key fields.
    KeySeveral,
    /// A key that is not base64 for 16 octets: this.
    KeyInvalid(String),
    /// A subprotocol that is no token, or that is offered twice: this.
    Subprotocol(String),
    /// Sec-WebSocket-Extensions does not follow its grammar.
    Extensions(ExtensionError),
}

impl Refusal {
    /// Of a head that is too much, and of which these octets came.
    pub fn too_much(error: HeadError, octets: &[u8]) -> Refusal {
        let line = octets.trim_ascii_start();
        if line.contains(&b'\n') {
            Refusal::TooMuch(error)
        } else {
            Refusal::TargetTooLong(error)
        }
    }

    /// The HTTP status that answers it.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::TooMuch(_) => 431,
            Refusal::TargetTooLong(_) => 414,
            Refusal::TooSlow => 408,
            Refusal::HttpVersion(_) => 505,
            Refusal::Method(method) if is_known(method) => 405,
            Refusal::Method(_) => 501,
            Refusal::Coding(_) if !planted(Plant::UnknownCodingIsBody) => 501,
            Refusal::NotWebSocket | Refusal::VersionUnsupported(_) => 426,
            _ => 400,
        }
    }

    /// The clause that the request breaks.
    pub fn clause(&self) -> &'static Clause {
        match self {
            Refusal::TooMuch(_) => rfc6455::LIMITS_PROTECT,
            Refusal::TargetTooLong(_) => http1::N_414,
            Refusal::TooSlow => rfc6455::SLOW_HEAD,
            Refusal::Malformed(flaw) => flaw.clause(),
            Refusal::RequestLine(_) => rfc6455::REQUEST_URI_4_2_1,
            Refusal::HttpVersion(_) => rfc6455::HTTP_VERSION,
            Refusal::Method(_) => rfc6455::METHOD,
            Refusal::HostMissing => http1::HOST_MISSING,
            Refusal::HostSeveral => http1::HOST_MULTIPLE,
            Refusal::HostInvalid(_) => http1::HOST_INVALID,
            Refusal::NotWebSocket | Refusal::Upgrade => rfc6455::UPGRADE_MISSING_4_2_1,
            Refusal::Connection => rfc6455::CONNECTION_MISSING_4_2_1,
            Refusal::Body => http1::CL_BODY,
            Refusal::Coding(_) => http1::TE_UNKNOWN,
            Refusal::VersionMissing => rfc6455::VERSION_MISSING,
            Refusal::VersionSeveral => rfc6455::VERSION_DUPLICATE,
            Refusal::VersionMalformed(_) => rfc6455::VERSION_MALFORMED,
            Refusal::VersionUnsupported(_) => rfc6455::VERSION_MISMATCH,
            Refusal::KeyMissing => rfc6455::KEY_MISSING,
            Refusal::KeySeveral => rfc6455::KEY_DUPLICATE,
            Refusal::KeyInvalid(_) => rfc6455::KEY_INVALID,
            Refusal::Subprotocol(_) => rfc6455::PROTOCOL_LIST,
            Refusal::Extensions(error) => error.clause(),
        }
    }

    /// The whole response: the status, what would be right, and the reason as a line of text. TCP is closed after it.
    pub fn response(&self) -> Vec<u8> {
        let fields = match self {
            Refusal::Method(method) if is_known(method) => "Allow: GET\r\n",
            Refusal::NotWebSocket => "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
            Refusal::VersionUnsupported(_) if planted(Plant::SupportedVersionNotNamed) => "Upgrade: websocket\r\n",
            Refusal::VersionUnsupported(_) => "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
            _ => "",
        };
        let upgrade = if fields.starts_with("Upgrade") {
            "close, Upgrade"
        } else {
            "close"
        };
        let status = self.status();
        let body = format!("{self}\n");
        let response = format!(
            "HTTP/1.1 {status} {}\r\n{fields}Connection: {upgrade}\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Length: {}\r\n\r\n{body}",
            phrase(status),
            body.len()
        );
        instead::refusing_response(response.into_bytes(), self)
    }
}

/// Whether a method is one of HTTP. To any other the answer is that it is not implemented (RFC 9110 9.1).
fn is_known(method: &str) -> bool {
    if planted(Plant::UnknownMethodNotAllowed) {
        return true;
    }
    let known = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
    ];
    known.contains(&method)
}

/// The reason phrase of a status that we send.
pub fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        414 => "URI Too Long",
        426 => "Upgrade Required",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Bad Request",
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::TooMuch(error) => error.fmt(f),
            Refusal::TargetTooLong(error) => write!(f, "{error}, all of them in the request line"),
            Refusal::TooSlow => f.write_str("the request did not end in time"),
            Refusal::Malformed(flaw) => write!(f, "the request is malformed: {flaw}"),
            Refusal::RequestLine(line) => write!(f, "the request line is malformed: {line:?}"),
            Refusal::HttpVersion(version) => write!(f, "HTTP/1.1 or higher is needed, not {version:?}"),
            Refusal::Method(method) => write!(f, "the method must be GET, not {method:?}"),
            Refusal::HostMissing => f.write_str("the Host field is missing"),
            Refusal::HostSeveral => f.write_str("there are several Host fields"),
            Refusal::HostInvalid(host) => write!(f, "the Host field is no host with or without a port: {host:?}"),
            Refusal::NotWebSocket => f.write_str("this is for WebSocket clients: Upgrade: websocket is needed"),
            Refusal::Upgrade => f.write_str("no Upgrade field names websocket"),
            Refusal::Connection => f.write_str("the Connection field does not list Upgrade"),
            Refusal::Body => f.write_str("an opening handshake has no body"),
            Refusal::Coding(coding) => write!(f, "the transfer coding {coding:?} is not known"),
            Refusal::VersionMissing => f.write_str("the Sec-WebSocket-Version field is missing"),
            Refusal::VersionSeveral => f.write_str("there are several Sec-WebSocket-Version fields"),
            Refusal::VersionMalformed(version) => write!(f, "Sec-WebSocket-Version is no version: {version:?}"),
            Refusal::VersionUnsupported(version) => write!(f, "version 13 is spoken here, not {version}"),
            Refusal::KeyMissing => f.write_str("the Sec-WebSocket-Key field is missing"),
            Refusal::KeySeveral => f.write_str("there are several Sec-WebSocket-Key fields"),
            Refusal::KeyInvalid(key) => write!(f, "Sec-WebSocket-Key is not base64 for 16 octets: {key:?}"),
            Refusal::Subprotocol(name) => write!(f, "a subprotocol is no token, or offered twice: {name:?}"),
            Refusal::Extensions(error) => write!(f, "Sec-WebSocket-Extensions is malformed: {error}"),
        }
    }
}

impl std::error::Error for Refusal {}
