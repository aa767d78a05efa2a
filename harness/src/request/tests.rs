//! What is found wrong with requests.

use super::*;
use wsspec_codec::handshake::HeadLimits;

const LINES: [&str; 6] = [
    "GET /play?a=b HTTP/1.1",
    "Host: localhost:9001",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
];

fn judged(lines: &[&str]) -> Vec<Fault> {
    let octets = format!("{}\r\n\r\n", lines.join("\r\n"));
    let (head, _) = Head::decode(octets.as_bytes(), HeadLimits::default()).unwrap().unwrap();
    let expected = Expected {
        host: "localhost:9001",
        target: "/play?a=b",
    };
    faults(&head, expected)
}

/// The request with one line replaced, or without it where there is nothing in its place.
fn with(index: usize, line: &str) -> Vec<Fault> {
    let mut lines = LINES.to_vec();
    lines[index] = line;
    lines.retain(|line| !line.is_empty());
    judged(&lines)
}

fn and(line: &str) -> Vec<Fault> {
    judged(&[&LINES[..], &[line]].concat())
}

#[test]
fn right_requests_have_no_fault() {
    for request in [
        judged(&LINES),
        with(0, "GET http://localhost:9001/play?a=b HTTP/1.1"),
        with(1, "host: LOCALHOST:9001"),
        with(2, "Upgrade: WebSocket"),
        with(3, "Connection: keep-alive, upgrade"),
        and("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, bbf-usp-protocol"),
        and("Sec-WebSocket-Protocol: chat, Chat"),
        and("Origin: null"),
        and("Origin: http://localhost:9001"),
        and("Cookie: a=b\r\nCookie: c=d"),
        and("User-Agent: Mozilla/5.0 (X11)\r\nOrigin: null"),
    ] {
        assert_eq!(request, []);
    }
}

#[test]
fn the_case_of_escapes_does_not_count_and_any_other_does() {
    assert!(same_resource("/a%2fb%C3%bc", "/a%2Fb%c3%BC"));
    assert!(!same_resource("/a%2fB", "/a%2Fb") && !same_resource("/%41c", "/%41C") && !same_resource("/", "/a"));
}

#[test]
fn each_fault_alone_is_told_as_what_it_is() {
    for (faults, aspect, clause) in [
        (with(0, "GET /play?a=b"), Aspect::Form, rfc6455::VALID_HTTP),
        (and("X: a\nY: b"), Aspect::Form, rfc6455::VALID_HTTP),
        (and("X: a\rY: b"), Aspect::Form, http1::BARE_CR_SEND),
        (and("X: a\r\n b"), Aspect::Form, http1::OBS_FOLD_SEND),
        (
            with(0, "GET /play?a=b HTTP/1.1\r\n X: a"),
            Aspect::Form,
            http1::WS_FIRST_HEADER_SEND,
        ),
        (
            and("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
            Aspect::Once,
            rfc6455::KEY_DUPLICATE,
        ),
        (
            and("Sec-WebSocket-Version: 13"),
            Aspect::Once,
            rfc6455::VERSION_DUPLICATE,
        ),
        (
            with(3, "Connection: keep-alive, , Upgrade"),
            Aspect::Lists,
            http1::EMPTY_SEND,
        ),
        (
            and("User-Agent: Mozilla/5.0 (X11)"),
            Aspect::Origin,
            rfc6455::ORIGIN_BROWSER,
        ),
        (
            with(0, "\r\nGET /play?a=b HTTP/1.1"),
            Aspect::Form,
            http1::NO_EXTRA_CRLF,
        ),
        (with(0, "POST /play?a=b HTTP/1.1"), Aspect::Method, rfc6455::METHOD_GET),
        (
            with(0, "GET /play?a=b HTTP/1.0"),
            Aspect::HttpVersion,
            rfc6455::VERSION_1_1,
        ),
        (with(0, "GET / HTTP/1.1"), Aspect::Target, rfc6455::REQUEST_URI_4_1),
        (
            with(0, "GET ws://localhost:9001/play?a=b HTTP/1.1"),
            Aspect::Target,
            rfc6455::REQUEST_URI_4_1,
        ),
        (with(0, "GET play HTTP/1.1"), Aspect::Target, rfc6455::REQUEST_URI_4_1),
        (with(1, ""), Aspect::Host, rfc6455::HOST_4_1),
        (with(1, "Host: localhost"), Aspect::Host, rfc6455::HOST_4_1),
        (with(1, "Host: a b"), Aspect::Host, rfc6455::HOST_4_1),
        (with(2, ""), Aspect::Upgrade, rfc6455::UPGRADE),
        (with(2, "Upgrade: h2c"), Aspect::Upgrade, rfc6455::UPGRADE),
        (
            with(3, "Connection: keep-alive"),
            Aspect::Connection,
            rfc6455::CONNECTION,
        ),
        (with(4, ""), Aspect::Key, rfc6455::KEY_PRESENT),
        (with(4, "Sec-WebSocket-Key: AAAA"), Aspect::Key, rfc6455::KEY_16_BYTES),
        (
            with(4, "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC=="),
            Aspect::Key,
            rfc6455::KEY_CANONICAL,
        ),
        (with(5, ""), Aspect::Version, rfc6455::VERSION_PRESENT),
        (
            with(5, "Sec-WebSocket-Version: 8"),
            Aspect::Version,
            rfc6455::VERSION_13,
        ),
        (and("Origin: null\r\nOrigin: null"), Aspect::Once, http1::DUPLICATE_SEND),
        (
            and("Sec-WebSocket-Extensions: ;;"),
            Aspect::Extensions,
            rfc6455::MALFORMED,
        ),
        (
            and("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7"),
            Aspect::Extensions,
            rfc6455::PARAMS_PER_SPEC,
        ),
        (
            and("Sec-WebSocket-Extensions: permessage-deflate; max_window_bits=10"),
            Aspect::Extensions,
            rfc6455::DEFINED_PARAMS,
        ),
        (
            and("Sec-WebSocket-Extensions: x-foo"),
            Aspect::Extensions,
            rfc6455::REGISTERED_TOKEN,
        ),
        (
            and("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9"),
            Aspect::Extensions,
            rfc7692::WINDOW_1024,
        ),
        (
            and("Sec-WebSocket-Protocol: a b"),
            Aspect::Subprotocols,
            rfc6455::PROTOCOL_TOKEN,
        ),
        (
            and("Sec-WebSocket-Protocol: a, a"),
            Aspect::Subprotocols,
            rfc6455::PROTOCOL_UNIQUE,
        ),
        (and("Origin: somewhere"), Aspect::Origin, rfc6455::ORIGIN_NONBROWSER),
    ] {
        let told: Vec<_> = faults.iter().map(|fault| (fault.aspect, fault.clause.id)).collect();
        assert_eq!(told, [(aspect, clause.id)], "{faults:?}");
    }
    let mut last = LINES.to_vec();
    last[1..].rotate_left(1);
    assert_eq!(judged(&last)[0].clause, http1::HOST_FIRST);
    assert_eq!(judged(&last)[0].grade, Grade::Lenient);
}
