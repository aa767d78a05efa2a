//! The server's side: judging a request and accepting it (RFC 6455 sections 4.2.1 and 4.2.2).

use super::head::Head;
use super::key;
use super::refusal::Refusal;
use super::{subprotocol, target};
use crate::extension::{self, Extension};
use crate::plant::{Plant, instead, planted};

/// A request that may be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The resource name, or an absolute URI (4.2.1).
    pub target: String,
    /// The authority it was sent to: that of an absolute target, and else Host (RFC 9112 3.2.2).
    pub host: String,
    /// Sec-WebSocket-Key, as it was written.
    pub key: String,
    /// The Origin, which browsers send.
    pub origin: Option<String>,
    /// The subprotocols offered, in the client's order.
    pub subprotocols: Vec<String>,
    /// The extensions offered, in the client's order.
    pub extensions: Vec<Extension>,
    /// Whether the client wants to be told to go on before it is told that the protocol changes (RFC 9110 7.8).
    pub expects_continue: bool,
}

/// Judges a request.
///
/// # Errors
/// The first reason to refuse it: the form first, then what it asks for, then the key.
pub fn check_request(head: &Head) -> Result<Request, Refusal> {
    if let Some(flaw) = head.flaw().filter(|flaw| !instead::lets_pass(*flaw)) {
        return Err(Refusal::Malformed(flaw));
    }
    if let Some(refusal) = instead::refusal(head) {
        return Err(refusal);
    }
    let target = check_request_line(head)?;
    let mut hosts = head.values("Host");
    let host = hosts.next().or(instead::host()).ok_or(Refusal::HostMissing)?;
    if hosts.next().is_some() && !planted(Plant::TwoHostsAccepted) {
        return Err(Refusal::HostSeveral);
    }
    if !target::is_authority(host) && !planted(Plant::HostNotChecked) {
        return Err(Refusal::HostInvalid(text(host)));
    }
    if !head.lists("Upgrade", "websocket") && !planted(Plant::UpgradeNotNeeded) {
        return Err(match head.values("Sec-WebSocket-Key").next() {
            Some(_) => Refusal::Upgrade,
            None => Refusal::NotWebSocket,
        });
    }
    if !head.lists("Connection", "upgrade") && !planted(Plant::ConnectionNotNeeded) {
        return Err(Refusal::Connection);
    }
    let announced = head.values("Content-Length").find(|length| *length != b"0");
    let coded = head.values("Transfer-Encoding").next();
    let overlooked = planted(Plant::RequestBodyAccepted) || instead::takes_coding(head);
    if (announced.is_some() || coded.is_some()) && !overlooked {
        return Err(
            match head.elements("Transfer-Encoding").find(|coding| !is_coding(coding)) {
                Some(unknown) => Refusal::Coding(text(unknown)),
                None => Refusal::Body,
            },
        );
    }
    if !planted(Plant::VersionNotChecked) {
        check_version(head)?;
    }
    let mut keys = head.values("Sec-WebSocket-Key");
    let key = keys.next().or(instead::missing_key()).ok_or(Refusal::KeyMissing)?;
    if keys.next().is_some() && !planted(Plant::TwoKeysAccepted) {
        return Err(Refusal::KeySeveral);
    }
    if !key::is_valid_key(key) && !planted(Plant::KeyNotChecked) && !planted(Plant::KeyNotNeeded) {
        return Err(Refusal::KeyInvalid(text(key)));
    }
    Ok(Request {
        host: text(target::authority(target.as_bytes()).unwrap_or(host)),
        target,
        key: text(key),
        origin: head.values("Origin").next().map(text),
        subprotocols: subprotocol::offered(head).map_err(Refusal::Subprotocol)?,
        extensions: extension::listed(head)
            .or_else(instead::extensions)
            .map_err(Refusal::Extensions)?,
        expects_continue: head.lists("Expect", "100-continue") && !planted(Plant::ContinueLeftOut),
    })
}

/// Judges the request line, and gives the target.
fn check_request_line(head: &Head) -> Result<String, Refusal> {
    let malformed = || Refusal::RequestLine(text(head.start_line()));
    if planted(Plant::RequestLineIgnored) {
        return Ok("/".to_owned());
    }
    let [method, target, version] = head.start_line_parts().ok_or_else(malformed)?;
    match version {
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor] if major.is_ascii_digit() && minor.is_ascii_digit() => {
            let overlooked = planted(Plant::Http10Accepted) || instead::takes_coding(head);
            let too_low = (*major, *minor) < (b'1', b'1') && !overlooked;
            let refused = planted(Plant::Http12Refused) && *minor > b'1';
            if (too_low || *major > b'1' || refused) && !planted(Plant::AnyHttpVersionAccepted) {
                return Err(Refusal::HttpVersion(text(version)));
            }
        }
        _ if planted(Plant::AnyHttpVersionAccepted) => {}
        _ => return Err(malformed()),
    }
    let in_other_case = planted(Plant::MethodCaseIgnored) && method.eq_ignore_ascii_case(b"GET");
    if method != b"GET" && !planted(Plant::AnyMethodAccepted) && !in_other_case {
        return Err(Refusal::Method(text(method)));
    }
    let absolute = planted(Plant::AbsoluteTargetRefused) && !target.starts_with(b"/");
    if absolute || !target::is_target(target) && !planted(Plant::AnyTargetAccepted) {
        return Err(malformed());
    }
    Ok(text(target))
}

/// Whether this is a transfer coding that HTTP knows (RFC 9112 7).
fn is_coding(name: &[u8]) -> bool {
    let known = ["chunked", "gzip", "x-gzip", "deflate", "compress", "x-compress"];
    known.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

fn check_version(head: &Head) -> Result<(), Refusal> {
    let mut versions = head.values("Sec-WebSocket-Version");
    let version = versions.next().ok_or(Refusal::VersionMissing)?;
    if versions.next().is_some() && !planted(Plant::TwoVersionsAccepted) {
        return Err(Refusal::VersionSeveral);
    }
    let plain = planted(Plant::VersionReadAsNumber)
        || version.iter().all(u8::is_ascii_digit) && (version.len() == 1 || !version.starts_with(b"0"));
    match text(version).parse::<u8>() {
        Ok(13) if plain => Ok(()),
        Ok(other) if plain => Err(Refusal::VersionUnsupported(other)),
        _ => Err(Refusal::VersionMalformed(text(version))),
    }
}

/// What a server answers with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'a> {
    /// The subprotocol, one of those offered.
    pub subprotocol: Option<&'a str>,
    /// The extensions, each derived from an offer.
    pub extensions: &'a [Extension],
}

/// The response that accepts a request, and before it one that says to go on, if the request expects it.
pub fn accept(request: &Request, choice: Choice<'_>) -> Vec<u8> {
    let mut response = Vec::with_capacity(256);
    if request.expects_continue {
        response.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
    }
    response.extend_from_slice(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ",
    );
    let key = instead::answered(&request.key);
    let key = key.as_ref().unwrap_or(&request.key);
    response.extend_from_slice(key::accept_key(key.as_bytes()).as_bytes());
    if let Some(subprotocol) = choice.subprotocol.or(instead::subprotocol()) {
        response.extend_from_slice(b"\r\nSec-WebSocket-Protocol: ");
        response.extend_from_slice(subprotocol.as_bytes());
    }
    for (index, extension) in choice.extensions.iter().enumerate() {
        let before: &[u8] = if index == 0 {
            b"\r\nSec-WebSocket-Extensions: "
        } else {
            b", "
        };
        response.extend_from_slice(before);
        response.extend_from_slice(extension.to_string().as_bytes());
    }
    response.extend_from_slice(b"\r\n\r\n");
    instead::opening_response(response, request)
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handshake::head::{Flaw, HeadLimits};

    const LINES: [&str; 6] = [
        "GET /chat HTTP/1.1",
        "Host: server.example.com",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
    ];

    fn check(lines: &[&str]) -> Result<Request, Refusal> {
        let octets = format!("{}\r\n\r\n", lines.join("\r\n"));
        check_request(
            &Head::decode(octets.as_bytes(), HeadLimits::default())
                .unwrap()
                .unwrap()
                .0,
        )
    }

    /// The request with one line replaced; an empty one is left out.
    fn with(index: usize, line: &str) -> Result<Request, Refusal> {
        let mut lines = LINES.to_vec();
        lines[index] = line;
        lines.retain(|line| !line.is_empty());
        check(&lines)
    }

    fn and(line: &str) -> Result<Request, Refusal> {
        check(&[&LINES[..], &[line]].concat())
    }

    #[test]
    fn the_example_of_section_1_2_is_accepted_as_there() {
        let request = and("Sec-WebSocket-Protocol: chat, superchat").unwrap();
        assert_eq!(request.target, "/chat");
        assert_eq!(request.subprotocols, ["chat", "superchat"]);
        let choice = Choice {
            subprotocol: Some("chat"),
            extensions: &[],
        };
        let expected = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n";
        assert_eq!(String::from_utf8(accept(&request, choice)).unwrap(), expected);
    }

    #[test]
    fn what_was_not_chosen_is_not_answered() {
        let response = accept(&check(&LINES).unwrap(), Choice::default());
        let expected = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
        assert_eq!(String::from_utf8(response).unwrap(), expected);
    }

    #[test]
    fn each_fault_alone_is_refused_for_what_it_is() {
        let faults = [
            (with(0, "POST /chat HTTP/1.1"), Refusal::Method("POST".into()), 405),
            (with(0, "get /chat HTTP/1.1"), Refusal::Method("get".into()), 501),
            (
                with(0, "GET /chat HTTP/1.0"),
                Refusal::HttpVersion("HTTP/1.0".into()),
                505,
            ),
            (
                with(0, "GET /chat HTTP/2.0"),
                Refusal::HttpVersion("HTTP/2.0".into()),
                505,
            ),
            (with(0, "GET /chat"), Refusal::RequestLine("GET /chat".into()), 400),
            (
                with(0, "GET /a b HTTP/1.1"),
                Refusal::RequestLine("GET /a b HTTP/1.1".into()),
                400,
            ),
            (
                with(0, "GET chat HTTP/1.1"),
                Refusal::RequestLine("GET chat HTTP/1.1".into()),
                400,
            ),
            (
                with(0, "GET /a#b HTTP/1.1"),
                Refusal::RequestLine("GET /a#b HTTP/1.1".into()),
                400,
            ),
            (with(1, ""), Refusal::HostMissing, 400),
            (and("Host: other.example"), Refusal::HostSeveral, 400),
            (with(1, "Host: a b"), Refusal::HostInvalid("a b".into()), 400),
            (with(1, "Host: a@b"), Refusal::HostInvalid("a@b".into()), 400),
            (
                with(0, "GET http:///chat HTTP/1.1"),
                Refusal::RequestLine("GET http:///chat HTTP/1.1".into()),
                400,
            ),
            (with(2, ""), Refusal::Upgrade, 400),
            (with(2, "Upgrade: h2c"), Refusal::Upgrade, 400),
            (with(2, "Upgrade: websoc\u{212A}et"), Refusal::Upgrade, 400),
            (
                with(2, "Upgrade : websocket"),
                Refusal::Malformed(Flaw::SpaceBeforeColon),
                400,
            ),
            (with(2, "Upgrade: websocket2"), Refusal::Upgrade, 400),
            (and("X: a\nY: b"), Refusal::Malformed(Flaw::BareLf), 400),
            (and("X: a\rb"), Refusal::Malformed(Flaw::BareCr), 400),
            (and("X: a\r\n b"), Refusal::Malformed(Flaw::ObsFold), 400),
            (and("X: a\0"), Refusal::Malformed(Flaw::Control), 400),
            (with(3, ""), Refusal::Connection, 400),
            (with(3, "Connection: Upgraded"), Refusal::Connection, 400),
            (with(3, "Connection: keep-alive"), Refusal::Connection, 400),
            (with(4, ""), Refusal::KeyMissing, 400),
            (
                and("Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA=="),
                Refusal::KeySeveral,
                400,
            ),
            (
                with(4, "Sec-WebSocket-Key: AAAA"),
                Refusal::KeyInvalid("AAAA".into()),
                400,
            ),
            (with(5, ""), Refusal::VersionMissing, 400),
            (
                with(5, "Sec-WebSocket-Version: 25"),
                Refusal::VersionUnsupported(25),
                426,
            ),
            (
                with(5, "Sec-WebSocket-Version: 013"),
                Refusal::VersionMalformed("013".into()),
                400,
            ),
            (
                with(5, "Sec-WebSocket-Version: 256"),
                Refusal::VersionMalformed("256".into()),
                400,
            ),
            (and("Sec-WebSocket-Version: 13"), Refusal::VersionSeveral, 400),
            (and("Content-Length: 5"), Refusal::Body, 400),
            (and("Transfer-Encoding: chunked"), Refusal::Body, 400),
            (and("Transfer-Encoding: x"), Refusal::Coding("x".into()), 501),
            (
                and("Sec-WebSocket-Protocol: a b"),
                Refusal::Subprotocol("a b".into()),
                400,
            ),
            (
                and("Sec-WebSocket-Protocol: a, a"),
                Refusal::Subprotocol("a".into()),
                400,
            ),
        ];
        for (result, refusal, status) in faults {
            assert_eq!(refusal.status(), status);
            let response = String::from_utf8(refusal.response()).unwrap();
            assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{response}");
            assert_eq!(result, Err(refusal));
        }
        assert!(matches!(
            and("Sec-WebSocket-Extensions: a; ;"),
            Err(Refusal::Extensions(_))
        ));
    }

    #[test]
    fn who_expects_it_is_told_to_go_on_before_the_protocol_changes() {
        let request = and("Expect: 100-Continue").unwrap();
        let response = String::from_utf8(accept(&request, Choice::default())).unwrap();
        assert!(
            response.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 "),
            "{response}"
        );
    }

    #[test]
    fn an_absolute_target_says_where_it_was_sent_to() {
        let request = with(0, "GET ws://other.example:80/chat HTTP/1.1").unwrap();
        assert_eq!(request.host, "other.example:80");
        assert_eq!(with(0, "GET /chat HTTP/1.1").unwrap().host, "server.example.com");
    }

    #[test]
    fn no_upgrade_at_all_is_told_apart() {
        assert_eq!(check(&LINES[..2]), Err(Refusal::NotWebSocket));
        assert_eq!(Refusal::NotWebSocket.status(), 426);
    }

    #[test]
    fn a_version_that_is_not_spoken_is_answered_with_the_one_that_is() {
        let response = String::from_utf8(Refusal::VersionUnsupported(8).response()).unwrap();
        assert!(response.contains("\r\nSec-WebSocket-Version: 13\r\n"), "{response}");
    }

    #[test]
    fn legal_variations_are_accepted() {
        for result in [
            with(0, "GET http://server.example.com/chat HTTP/1.1"),
            with(0, "GET / HTTP/1.2"),
            with(2, "UPGRADE: h2c, WebSocket"),
            with(3, "connection: keep-alive, , uPgRaDe"),
            with(3, "Connection: keep-alive\r\nConnection: Upgrade"),
            with(4, "Sec-WebSocket-Key:\t dGhlIHNhbXBsZSBub25jZQ== \t"),
            with(4, "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC=="),
            and("Content-Length: 0"),
            and("X-Anything: \u{e9}"),
            and("Sec-WebSocket-Extensions: , permessage-deflate; client_max_window_bits,"),
            and("Sec-WebSocket-Protocol: Chat, chat"),
        ] {
            assert!(result.is_ok(), "{result:?}");
        }
        let mut reversed = LINES.to_vec();
        reversed[1..].reverse();
        assert!(check(&reversed).is_ok());
    }
}
