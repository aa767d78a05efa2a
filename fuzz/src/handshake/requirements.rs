//! What RFC 6455 requires of a request (4.2.1) and of a response (4.1), read a second time: naive, short, and of heads
//! that `httparse` has read.

use std::net::Ipv6Addr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};
use wsspec_codec::rfc::{Clause, http1, rfc6455};

use super::message::{Fields, Request, Response};
use crate::negotiation::grammar::{self, Element};

/// The requirements that a request breaks, each with the status of a refusal over it (RFC 9110 15.5, 15.6).
pub fn broken_by_request(request: &Request<'_>) -> Vec<(&'static Clause, u16)> {
    let fields = &request.fields;
    let mut broken = Vec::new();
    let mut require = |holds: bool, clause: &'static Clause, status: u16| {
        if !holds {
            broken.push((clause, status));
        }
    };
    let methods = ["HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    let not_get = if methods.contains(&request.method) { 405 } else { 501 };
    require(request.method == "GET", rfc6455::METHOD, not_get);
    require(request.minor >= 1, rfc6455::HTTP_VERSION, 505);
    require(is_target(request.target), rfc6455::REQUEST_URI_4_2_1, 400);
    match fields.values("Host")[..] {
        [] => require(false, http1::HOST_MISSING, 400),
        [host] => require(is_authority(host), http1::HOST_INVALID, 400),
        _ => require(false, http1::HOST_MULTIPLE, 400),
    }
    let keys = fields.values("Sec-WebSocket-Key");
    // Without a key it is somebody who does not know WebSocket, and is told of it.
    let no_upgrade = if keys.is_empty() { 426 } else { 400 };
    let upgrades = fields.lists("Upgrade", "websocket");
    require(upgrades, rfc6455::UPGRADE_MISSING_4_2_1, no_upgrade);
    let connects = fields.lists("Connection", "upgrade");
    require(connects, rfc6455::CONNECTION_MISSING_4_2_1, 400);
    require(!has_body(fields), http1::CL_BODY, 400);
    let codings = ["chunked", "gzip", "x-gzip", "deflate", "compress", "x-compress"];
    let is_known = |coding: &[u8]| {
        codings
            .iter()
            .any(|known| coding.eq_ignore_ascii_case(known.as_bytes()))
    };
    let codings = fields.list("Transfer-Encoding");
    require(codings.iter().all(|coding| is_known(coding)), http1::TE_UNKNOWN, 501);
    match fields.values("Sec-WebSocket-Version")[..] {
        [] => require(false, rfc6455::VERSION_MISSING, 400),
        [version] => match (0..=u8::MAX).find(|number| number.to_string().as_bytes() == version) {
            None => require(false, rfc6455::VERSION_MALFORMED, 400),
            Some(number) => require(number == 13, rfc6455::VERSION_MISMATCH, 426),
        },
        _ => require(false, rfc6455::VERSION_DUPLICATE, 400),
    }
    match keys[..] {
        [] => require(false, rfc6455::KEY_MISSING, 400),
        [key] => require(is_key(key), rfc6455::KEY_INVALID, 400),
        _ => require(false, rfc6455::KEY_DUPLICATE, 400),
    }
    let protocols = fields.list("Sec-WebSocket-Protocol");
    let mut distinct = protocols.clone();
    distinct.sort();
    distinct.dedup();
    let are_tokens = protocols.iter().all(|name| grammar::is_token(name));
    require(
        are_tokens && distinct.len() == protocols.len(),
        rfc6455::PROTOCOL_LIST,
        400,
    );
    require(extensions(fields).is_some(), rfc6455::MALFORMED, 400);
    broken
}

/// What a client asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Sec-WebSocket-Key, as it was sent.
    pub key: Vec<u8>,
    /// The subprotocols offered.
    pub subprotocols: Vec<Vec<u8>>,
    /// The names of the extensions offered.
    pub extensions: Vec<String>,
}

/// The requirements that a response breaks, and for which a client fails the connection.
pub fn broken_by_response(response: &Response<'_>, asked: &Asked) -> Vec<&'static Clause> {
    let fields = &response.fields;
    let mut broken = Vec::new();
    let mut require = |holds: bool, clause: &'static Clause| {
        if !holds {
            broken.push(clause);
        }
    };
    require(response.minor >= 1, rfc6455::REPLY_VALID_HTTP);
    require(response.status == 101, rfc6455::NON_101);
    match fields.values("Upgrade")[..] {
        [] => require(false, rfc6455::UPGRADE_MISSING_4_1),
        [upgrade] => require(upgrade.eq_ignore_ascii_case(b"websocket"), rfc6455::UPGRADE_VALUE),
        _ => require(false, rfc6455::UPGRADE_VALUE),
    }
    match fields.values("Connection")[..] {
        [] => require(false, rfc6455::CONNECTION_MISSING_4_1),
        _ => require(fields.lists("Connection", "upgrade"), rfc6455::CONNECTION_VALUE),
    }
    match fields.values("Sec-WebSocket-Accept")[..] {
        [] => require(false, rfc6455::ACCEPT_MISSING),
        [accept] => require(accept == accept_of(&asked.key).as_bytes(), rfc6455::ACCEPT_WRONG),
        _ => require(false, rfc6455::ACCEPT_ONCE),
    }
    match extensions(fields) {
        None => require(false, rfc6455::MALFORMED),
        Some(used) => {
            let offered = used.iter().all(|element| asked.extensions.contains(&element.name));
            require(offered, rfc6455::EXT_UNREQUESTED);
        }
    }
    match fields.values("Sec-WebSocket-Protocol")[..] {
        [] => {}
        [name] if name.is_empty() || name.contains(&b',') => require(false, rfc6455::PROTO_LIST_ANSWER),
        [name] => {
            let offered = asked.subprotocols.iter().any(|offer| offer == name);
            require(offered, rfc6455::PROTO_UNREQUESTED);
        }
        _ => require(false, rfc6455::PROTOCOL_ONCE),
    }
    broken
}

/// What answers a Sec-WebSocket-Key (4.2.2).
pub fn accept_of(key: &[u8]) -> String {
    let guid = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    STANDARD.encode(Sha1::digest([key, guid].concat()))
}

/// The extensions of all fields together; `None` if one breaks the grammar.
pub fn extensions(fields: &Fields<'_>) -> Option<Vec<Element>> {
    let values = fields.values("Sec-WebSocket-Extensions");
    let lists: Option<Vec<_>> = values.into_iter().map(grammar::list).collect();
    Some(lists?.concat())
}

/// A path with a query, or an absolute URI of a kind that leads here (RFC 9112 3.2.1, 3.2.2). Of the characters that a
/// URI cannot have, those are let pass that are visible: browsers send some.
fn is_target(target: &str) -> bool {
    let visible = target
        .bytes()
        .all(|octet| matches!(octet, b'!'..=b'~') && octet != b'#');
    visible && (target.starts_with('/') || absolute(target).is_some_and(|(host, _)| has_host(host.as_bytes())))
}

/// The authority of an absolute URI with the scheme of HTTP or WebSocket, and what stands behind it.
pub fn absolute(target: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = target.split_once("://")?;
    let schemes = ["http", "https", "ws", "wss"];
    let known = schemes.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    known.then(|| rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len())))
}

/// Host and port as in a URI (RFC 3986 3.2.2, 3.2.3), where the host must not be empty (RFC 9110 4.2.1).
fn has_host(authority: &[u8]) -> bool {
    is_authority(authority) && !authority.is_empty() && authority[0] != b':'
}

/// Host and port as in a URI (RFC 9112 3.2; RFC 3986 3.2.2, 3.2.3).
fn is_authority(authority: &[u8]) -> bool {
    let Ok(authority) = std::str::from_utf8(authority) else {
        return false;
    };
    let (host, port) = match authority.rfind(':') {
        Some(colon) if !authority[colon..].contains(']') => (&authority[..colon], &authority[colon + 1..]),
        _ => (authority, ""),
    };
    if !port.bytes().all(|octet| octet.is_ascii_digit()) {
        return false;
    }
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').map(str::parse::<Ipv6Addr>);
        return address.is_some_and(|address| address.is_ok());
    }
    // Each `%` stands with two hexadecimal digits for an octet.
    let mut parts = host.split('%');
    let plain = |text: &str| {
        text.bytes()
            .all(|octet| octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&octet))
    };
    let first = parts.next().is_some_and(plain);
    let is_escape = |part: &str| {
        let digits = part
            .as_bytes()
            .get(..2)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        digits && plain(part)
    };
    first && parts.all(is_escape)
}

/// Whether octets are announced that would stand where the frames do.
fn has_body(fields: &Fields<'_>) -> bool {
    let lengths = fields.values("Content-Length");
    let some = lengths
        .iter()
        .any(|length| length.is_empty() || length.iter().any(|digit| *digit != b'0'));
    some || !fields.values("Transfer-Encoding").is_empty()
}

/// Base64 of sixteen octets: 22 characters and two for the padding (4.1). What the last character says beyond the 128th
/// bit does not count (erratum 3150).
fn is_key(key: &[u8]) -> bool {
    let letter = |octet: &u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/');
    key.len() == 24 && key[..22].iter().all(letter) && key.ends_with(b"==")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities() {
        for right in [
            "",
            "a",
            "a.b:80",
            "a:",
            "1.2.3.4:5",
            "[::1]",
            "[::1]:80",
            "a%20b",
            "a_b",
        ] {
            assert!(is_authority(right.as_bytes()), "{right}");
        }
        for wrong in [
            "a b", "a/b", "u@a", "a:b", "a:1:2", "[::1", "[]", "[::1]a", "::1", "a%2", "a%zz", "\u{e9}",
        ] {
            assert!(!is_authority(wrong.as_bytes()), "{wrong}");
        }
    }

    #[test]
    fn targets() {
        for right in ["/", "/a?b", "//", "/|", "http://a", "WSS://a:1/b?c", "ws://[::1]?a"] {
            assert!(is_target(right), "{right}");
        }
        for wrong in [
            "",
            "*",
            "a",
            "/#",
            "/\u{e9}",
            "http://",
            "http:///a",
            "http://:80/",
            "ftp://a",
            "http:/a",
        ] {
            assert!(!is_target(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_example_of_section_1_3() {
        assert_eq!(accept_of(b"dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
