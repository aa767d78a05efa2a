//! Requests that a server must refuse (RFC 6455 4.2.1), each for one thing, and those that it had better refuse.

use wsspec_codec::rfc::{Clause, http1, registry, rfc6455 as rfc};

use super::{
    NO_RESPONSE, Opened as _, bad_request, better_refused, case, no_switch, not_switched, refusal_with, refused, right,
};
use crate::case::Case;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;

pub(super) fn cases() -> Vec<Case> {
    [
        request_lines(),
        hosts(),
        not_asked_for(),
        keys(),
        versions(),
        subprotocols(),
        extensions(),
    ]
    .concat()
}

fn request_lines() -> Vec<Case> {
    let methods: [(&str, &str, &[&'static Clause]); 6] = [
        ("method-post", "POST", &[rfc::METHOD, rfc::VIOLATION]),
        ("method-put", "PUT", &[rfc::METHOD]),
        ("method-head", "HEAD", &[rfc::METHOD]),
        ("method-delete", "DELETE", &[rfc::METHOD]),
        ("method-in-small-letters", "get", &[http1::METHOD_CASE, rfc::METHOD]),
        ("method-of-a-longer-name", "GETT", &[rfc::METHOD]),
    ];
    let method = |(id, method, clauses): (&str, &str, &[&'static Clause])| {
        let head = right().start_line(&format!("{method} {{target}} HTTP/1.1"));
        refused((id, &format!("with the method {method}"), clauses, head))
    };
    let versions: [(&str, &str, &[&'static Clause]); 3] = [
        ("http-0-9", "HTTP/0.9", &[rfc::HTTP_VERSION]),
        ("http-3-0", "HTTP/3.0", &[rfc::HTTP_VERSION, http1::STATUS_505]),
        ("http-without-minor-version", "HTTP/1.", &[rfc::HTTP_VERSION]),
    ];
    let version = |(id, version, clauses): (&str, &str, &[&'static Clause])| {
        let head = right().start_line(&format!("GET {{target}} {version}"));
        refused((id, &format!("whose HTTP version is `{version}`"), clauses, head))
    };
    let targets: [(&str, &str, &str, &[&'static Clause]); 4] = [
        ("target-asterisk", "for the target *", "*", &[rfc::REQUEST_URI_4_2_1]),
        (
            "target-authority",
            "for an authority",
            "{host}",
            &[rfc::REQUEST_URI_4_2_1],
        ),
        (
            "target-relative",
            "for a relative path",
            "websocket",
            &[rfc::REQUEST_URI_4_2_1],
        ),
        (
            "target-with-space",
            "whose target has a space in it",
            "/a b",
            &[rfc::REQUEST_URI_4_2_1, http1::INVALID_TARGET],
        ),
    ];
    let target = |(id, what, target, clauses): (&str, &str, &str, &[&'static Clause])| {
        let head = right().start_line(&format!("GET {target} HTTP/1.1"));
        refused((id, what, clauses, head))
    };
    let odd_targets = [
        ("target-with-fragment", "whose target has a fragment", "/a#b"),
        ("target-with-nul", "whose target has a NUL in it", "/a\0b"),
        ("target-with-delete", "whose target has a DEL in it", "/a\u{7f}b"),
    ];
    let odd_target = |(id, what, target): (&str, &str, &str)| {
        let head = right().start_line(&format!("GET {target} HTTP/1.1"));
        better_refused((id, what, &[http1::INVALID_TARGET], head), "took an invalid target")
    };
    let http10 = right().start_line("GET {target} HTTP/1.0");
    let others = [
        not_switched((
            "http-1-0",
            "in HTTP/1.0",
            &[rfc::HTTP_VERSION, http1::HTTP10_IGNORE],
            http10.clone(),
        )),
        case(
            "http-1-0-expecting-100",
            "a request in HTTP/1.0 is answered without an interim response, even where it expects one",
            &[http1::STATUS_1XX_TO_1_0],
            http10.clone().add("Expect", "100-continue"),
        )
        .expect(Outcomes::pass([Pattern::Response(Wanted::refuses().alone())]).or_lenient(NO_RESPONSE, [Pattern::End])),
        case(
            "http-1-0-with-transfer-encoding",
            "a request in HTTP/1.0 with Transfer-Encoding is wrongly framed, and opens no connection",
            &[http1::TE_HTTP10, rfc::HTTP_VERSION],
            http10.add("Transfer-Encoding", "chunked").glued(),
        )
        .send_octets("0\r\n\r\n")
        .expect(no_switch()),
        case(
            "method-of-10000-letters",
            "a method longer than any is answered with 501",
            &[rfc::METHOD, http1::METHOD_501],
            right().start_line(&format!("{} {{target}} HTTP/1.1", "A".repeat(10_000))),
        )
        .expect(refusal_with(501)),
        refused((
            "ssh-banner",
            "that is the greeting of SSH",
            &[rfc::VIOLATION, http1::GARBAGE_400],
            right().start_line("SSH-2.0-wsspec"),
        )),
        refused((
            "http-2-preface",
            "that is the preface of HTTP/2",
            &[rfc::VIOLATION, http1::GARBAGE_400],
            right().start_line("PRI * HTTP/2.0"),
        )),
        // A masked text frame, of octets that may stand in a line.
        refused((
            "frame-before-the-request",
            "that begins with a frame",
            &[rfc::METHOD, http1::GARBAGE_400],
            right().before(b"\x81\x85AAAA\x09\x24\x2d\x2d\x2e"),
        )),
    ];
    methods
        .into_iter()
        .map(method)
        .chain(versions.into_iter().map(version))
        .chain(targets.into_iter().map(target))
        .chain(odd_targets.into_iter().map(odd_target))
        .chain(others)
        .collect()
}

fn hosts() -> Vec<Case> {
    let invalid = |(id, what, host): (&str, &str, &str)| {
        bad_request((
            id,
            &format!("whose Host {what}"),
            &[http1::HOST_INVALID, rfc::HOST_4_2_1],
            right().set("Host", host),
        ))
    };
    [
        bad_request((
            "no-host",
            "without Host",
            &[http1::HOST_MISSING, rfc::HOST_4_2_1],
            right().without("Host"),
        )),
        bad_request((
            "host-twice",
            "with Host twice",
            &[http1::HOST_MULTIPLE, rfc::HOST_4_2_1],
            right().add("Host", "{host}"),
        )),
        bad_request((
            "two-hosts",
            "with two Hosts",
            &[http1::HOST_MULTIPLE, rfc::HOST_4_2_1],
            right().add("Host", "other.example"),
        )),
    ]
    .into_iter()
    .chain(
        [
            ("host-with-space", "has a space in it", "a b"),
            ("host-with-slash", "has a slash in it", "a/b"),
            ("host-with-user", "names a user", "a@b"),
            (
                "host-with-open-bracket",
                "opens a bracket and does not close it",
                "[::1",
            ),
            (
                "host-with-port-of-letters",
                "has a port that is no number",
                "localhost:http",
            ),
        ]
        .map(invalid),
    )
    .collect()
}

/// Requests that do not ask for a WebSocket.
fn not_asked_for() -> Vec<Case> {
    let upgrades: [(&str, &str, &str, &[&'static Clause]); 4] = [
        (
            "upgrade-to-h2c",
            "to upgrade to h2c",
            "h2c",
            &[http1::NOT_INDICATED, rfc::UPGRADE_MISSING_4_2_1],
        ),
        (
            "upgrade-to-websockets",
            "to upgrade to websockets",
            "websockets",
            &[http1::NOT_INDICATED, rfc::UPGRADE_MISSING_4_2_1],
        ),
        (
            "upgrade-in-two-words",
            "to upgrade to `web socket`",
            "web socket",
            &[http1::NOT_INDICATED, rfc::UPGRADE_MISSING_4_2_1],
        ),
        (
            "upgrade-with-kelvin-sign",
            "to upgrade to websocket with a KELVIN SIGN for its k",
            "websoc\u{212a}et",
            &[rfc::ASCII_CI, http1::NOT_INDICATED],
        ),
    ];
    let connections = [
        ("connection-keep-alive", "whose Connection is keep-alive", "keep-alive"),
        ("connection-close", "whose Connection is close", "close"),
        (
            "connection-of-a-longer-name",
            "whose Connection is Upgrade-Insecure",
            "Upgrade-Insecure",
        ),
        ("connection-empty", "whose Connection is empty", ""),
    ];
    let upgrade = |(id, what, value, clauses): (&str, &str, &str, &[&'static Clause])| {
        not_switched((id, what, clauses, right().set("Upgrade", value)))
    };
    let connection = |(id, what, value): (&str, &str, &str)| {
        let head = right().set("Connection", value);
        not_switched((id, what, &[rfc::CONNECTION_MISSING_4_2_1], head))
    };
    [
        not_switched((
            "no-upgrade",
            "without Upgrade",
            &[rfc::UPGRADE_MISSING_4_2_1],
            right().without("Upgrade"),
        )),
        not_switched((
            "no-connection",
            "without Connection",
            &[rfc::CONNECTION_MISSING_4_2_1],
            right().without("Connection"),
        )),
        case(
            "plain-http",
            "a request without Upgrade and Connection is answered as HTTP has it; a 426 names the protocol",
            &[http1::STATUS_426_UPGRADE, http1::STATUS_426, http1::IGNORE],
            right().without("Upgrade").without("Connection"),
        )
        .expect(
            Outcomes::pass([Pattern::Response(Wanted::status(426, 426).with("Upgrade", "websocket"))])
                .or_pass([Pattern::Response(Wanted::status(200, 425))])
                .or_pass([Pattern::Response(Wanted::status(427, 599))])
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        ),
    ]
    .into_iter()
    .chain(upgrades.into_iter().map(upgrade))
    .chain(connections.into_iter().map(connection))
    .collect()
}

/// 4.2.1 wants a key of sixteen octets, and 4.2.2 says that the server need not decode it.
fn keys() -> Vec<Case> {
    const TAKEN: &str = "took a key that is not base64 of 16 octets, which 4.2.2 lets a server";
    let field = "Sec-WebSocket-Key";
    let long = "A".repeat(8_000);
    let invalid = [
        ("key-of-1-octet", "whose key is of 1 octet", "AQ=="),
        ("key-of-15-octets", "whose key is of 15 octets", "AQIDBAUGBwgJCgsMDQ4P"),
        (
            "key-of-17-octets",
            "whose key is of 17 octets",
            "AQIDBAUGBwgJCgsMDQ4PEBE=",
        ),
        (
            "key-of-32-octets",
            "whose key is of 32 octets",
            "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
        ),
        ("key-of-6000-octets", "whose key is of 6000 octets", &long),
        (
            "key-of-no-base64",
            "whose key is not base64",
            "!!!!!!!!!!!!!!!!!!!!!!==",
        ),
        (
            "key-in-alphabet-of-urls",
            "whose key is base64url",
            "-_-_-_-_-_-_-_-_-_-_-w==",
        ),
        (
            "key-without-padding",
            "whose key has no padding",
            "AQIDBAUGBwgJCgsMDQ4PEA",
        ),
        (
            "key-with-space",
            "whose key has a space in it",
            "AQIDBAUGBwgJ CgsMDQ4PEA==",
        ),
    ];
    let key = |(id, what, key): (&str, &str, &str)| {
        better_refused((id, what, &[rfc::KEY_INVALID], right().set(field, key)), TAKEN)
    };
    let twice = |(id, what, second): (&str, &str, &str)| {
        better_refused(
            (id, what, &[rfc::KEY_DUPLICATE], right().add(field, second)),
            "took one of two keys, which only a client may not send",
        )
    };
    [
        refused((
            "no-key",
            "without Sec-WebSocket-Key",
            &[rfc::KEY_MISSING],
            right().without(field),
        )),
        refused((
            "empty-key",
            "whose Sec-WebSocket-Key is empty",
            &[rfc::KEY_MISSING],
            right().set(field, ""),
        )),
    ]
    .into_iter()
    .chain(invalid.map(key))
    .chain(
        [
            ("key-twice", "with its key twice", "{key}"),
            ("two-keys", "with two keys", "AQIDBAUGBwgJCgsMDQ4PEA=="),
        ]
        .map(twice),
    )
    .collect()
}

/// An HTTP error that says which versions are spoken; a 426 says for which protocol.
fn version_named() -> Outcomes {
    let named = |lowest, highest| Wanted::status(lowest, highest).with("Sec-WebSocket-Version", "13");
    Outcomes::pass([Pattern::Response(named(426, 426).with("Upgrade", "websocket"))])
        .or_pass([Pattern::Response(named(400, 425))])
        .or_pass([Pattern::Response(named(427, 599))])
        .or_lenient(NO_RESPONSE, [Pattern::End])
}

fn versions() -> Vec<Case> {
    let field = "Sec-WebSocket-Version";
    let other = |version: u8| {
        let reserved = matches!(version, 9..=12);
        let clauses: &[&'static Clause] = match reserved {
            true => &[registry::VERSION_REGISTRY, rfc::VERSION_MISMATCH, rfc::VERSION_LIST],
            false => &[rfc::VERSION_MISMATCH, rfc::VERSION_LIST, rfc::VERSION_RESPONSE_MANY],
        };
        let title = format!("a request for version {version} is answered with an error that names version 13");
        let case = case(
            &format!("version-{version}"),
            &title,
            clauses,
            right().set(field, &version.to_string()),
        );
        // Its frames are those of 13.
        match version {
            7 | 8 => case
                .expect(version_named().or_info("speaks an older version as well", [Pattern::opens()]))
                .echoes(),
            _ => case.expect(version_named()),
        }
    };
    const MALFORMED_VERSIONS: [(&str, &str, &str); 8] = [
        ("version-with-leading-zero", "whose version is 013", "013"),
        ("version-with-sign", "whose version is +13", "+13"),
        ("version-with-fraction", "whose version is 13.0", "13.0"),
        ("version-in-two-words", "whose version is `1 3`", "1 3"),
        ("version-in-hex", "whose version is 0x0d", "0x0d"),
        ("version-with-parameter", "whose version is `13;x`", "13;x"),
        ("version-256", "whose version is 256", "256"),
        (
            "version-of-20-digits",
            "whose version is 99999999999999999999",
            "99999999999999999999",
        ),
    ];
    let malformed = |(id, what, version): (&str, &str, &str)| {
        refused((id, what, &[rfc::VERSION_MALFORMED], right().set(field, version)))
    };
    let twice = |(id, what, second): (&str, &str, &str)| {
        better_refused(
            (id, what, &[rfc::VERSION_DUPLICATE], right().add(field, second)),
            "took a request with two versions, which only a client may not send",
        )
    };
    [0, 7, 8, 9, 10, 11, 12, 14, 25, 255]
        .map(other)
        .into_iter()
        .chain([
            refused((
                "no-version",
                "without Sec-WebSocket-Version",
                &[rfc::VERSION_MISSING],
                right().without(field),
            )),
            refused((
                "empty-version",
                "whose Sec-WebSocket-Version is empty",
                &[rfc::VERSION_MISSING],
                right().set(field, ""),
            )),
        ])
        .chain(MALFORMED_VERSIONS.map(malformed))
        .chain(
            [
                ("version-twice", "with its version twice", "13"),
                ("two-versions", "with two versions", "8"),
            ]
            .map(twice),
        )
        .collect()
}

/// Subprotocols that are no tokens break the grammar, whether the server speaks any or not.
fn subprotocols() -> Vec<Case> {
    let field = "Sec-WebSocket-Protocol";
    [
        ("subprotocol-with-space", "that offers the subprotocol `a b`", "a b"),
        ("subprotocol-with-semicolon", "that offers the subprotocol `a;b`", "a;b"),
        (
            "subprotocol-in-quotes",
            "that offers a subprotocol in quotes",
            "\"chat\"",
        ),
    ]
    .map(|(id, what, offer)| {
        refused((
            id,
            what,
            &[rfc::PROTOCOL_LIST, rfc::VIOLATION],
            right().add(field, offer),
        ))
    })
    .into()
}

fn extensions() -> Vec<Case> {
    let malformed: [(&str, &str, &str); 9] = [
        ("alone", "is a semicolon", ";"),
        ("trailing", "end in a semicolon", "permessage-deflate;"),
        (
            "without-name",
            "have a parameter without a name",
            "permessage-deflate; =1",
        ),
        (
            "without-value",
            "have a parameter without a value behind =",
            "x-wsspec; a=",
        ),
        ("two-words", "are two words", "x-wsspec permessage-deflate"),
        ("open-quote", "open a quote and do not close it", "x-wsspec; a=\"b"),
        ("slash", "have a slash in a name", "permessage/deflate"),
        ("quoted-name", "have a name in quotes", "\"x-wsspec\""),
        ("behind-quote", "go on behind a quoted value", "x-wsspec; a=\"b\"c"),
    ];
    let field = "Sec-WebSocket-Extensions";
    let refuse = |(id, what, value): (&str, &str, &str)| {
        refused((
            &format!("malformed-extensions-{id}"),
            &format!("whose extensions {what}"),
            &[rfc::MALFORMED, rfc::VIOLATION],
            right().add(field, value),
        ))
    };
    let no_token = |(id, what, value): (&str, &str, &str)| {
        // What is declined is as good as refused: the demand on the value may be that of the extension.
        let head = right().add(field, &format!("permessage-deflate; server_max_window_bits={value}"));
        case(
            &format!("quoted-value-{id}"),
            &format!("a value in quotes that {what} is refused, or the extension is declined"),
            &[rfc::QUOTED_TOKEN, rfc::QUOTED],
            head,
        )
        .expect(
            Outcomes::pass([Pattern::Response(Wanted::error())])
                .or_pass([Pattern::Response(Wanted::opens().without(field, ""))])
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        )
        .echoes()
    };
    malformed
        .into_iter()
        .map(refuse)
        .chain(
            [
                ("of-two-words", "is two words", "\"1 0\""),
                ("that-is-empty", "is empty", "\"\""),
            ]
            .map(no_token),
        )
        .collect()
}
