//! The HTTP of an answer (RFC 9112 2 to 5, RFC 9110 5).

use wsspec_codec::rfc::{http1, rfc6455 as rfc};

use super::{better_refused, case, refusal, refused};
use crate::bytes::Bytes;
use crate::case::{Case, PAUSE};
use crate::frame_spec::ping;
use crate::head_spec::HeadSpec;
use crate::pattern::Pattern;

pub(super) fn cases() -> Vec<Case> {
    [status_lines(), lines(), values(), endless()].concat()
}

fn status_lines() -> Vec<Case> {
    vec![
        refused(
            "no-http",
            "an answer that is no HTTP fails the connection",
            rfc::NONCONFORMING,
            HeadSpec::right().start_line("SIP/2.0 101 Switching Protocols"),
        ),
        refused(
            "no-status",
            "an answer without a status code fails the connection",
            rfc::NONCONFORMING,
            HeadSpec::right().start_line("HTTP/1.1 Switching Protocols"),
        ),
        // That a server answers in HTTP/1.1 is not in so many words what a client must look for.
        better_refused(
            "http-1-0",
            "an answer of HTTP/1.0 fails the connection",
            [rfc::NONCONFORMING, rfc::CLIENT_FAIL_HANDSHAKE],
            HeadSpec::right().start_line("HTTP/1.0 101 Switching Protocols"),
            "took an answer of HTTP/1.0",
        ),
        better_refused(
            "http-2-0",
            "an answer of HTTP/2.0 fails the connection",
            [rfc::NONCONFORMING, rfc::CLIENT_FAIL_HANDSHAKE],
            HeadSpec::right().start_line("HTTP/2.0 101 Switching Protocols"),
            "took an answer of HTTP/2.0",
        ),
        refused(
            "status-0101",
            "an answer with a status code of four digits fails the connection",
            rfc::NONCONFORMING,
            HeadSpec::right().start_line("HTTP/1.1 0101 Switching Protocols"),
        ),
        refused(
            "status-101x",
            "an answer with a letter behind its status code fails the connection",
            rfc::NONCONFORMING,
            HeadSpec::right().start_line("HTTP/1.1 101x Switching Protocols"),
        ),
    ]
}

/// Lines that are none, and what is no line end.
fn lines() -> Vec<Case> {
    let right = HeadSpec::right;
    let without_upgrade = |upgrade: &str| right().without("Upgrade").add("X-Wsspec-Note", upgrade);
    let mut cases = vec![
        // RFC 9112 5.1 binds servers and proxies.
        better_refused(
            "space-before-colon",
            "an answer with a space before the colon of Sec-WebSocket-Accept fails the connection",
            [http1::WS_COLON_CLIENT, rfc::NONCONFORMING],
            HeadSpec::right()
                .without("Sec-WebSocket-Accept")
                .add("Sec-WebSocket-Accept ", "{accept}"),
            "took a field name with a space behind it",
        ),
        better_refused(
            "no-colon",
            "an answer with a line without a colon fails the connection",
            [http1::NO_COLON, rfc::NONCONFORMING],
            right().lines("X-Wsspec-Note\r\n"),
            "read over a line without a colon",
        ),
        better_refused(
            "no-name",
            "an answer with a line that begins with a colon fails the connection",
            [http1::NO_COLON, rfc::NONCONFORMING],
            right().lines(": note\r\n"),
            "read over a field without a name",
        ),
        refused(
            "whitespace-before-the-first-field",
            "a line that begins with whitespace behind the status line is no field",
            http1::WS_FIRST_HEADER_RECV,
            right()
                .without("Upgrade")
                .start_line("HTTP/1.1 101 Switching Protocols\r\n Upgrade: websocket"),
        ),
        refused(
            "carriage-return-for-a-line-end",
            "a CR alone ends no line of an answer",
            http1::BARE_CR_RECV,
            without_upgrade("a\rUpgrade: websocket"),
        ),
    ];
    // Each has an octet or looks to some libraries like a line end.
    for (id, what, note) in [
        (
            "line-separator",
            "LINE SEPARATOR (U+2028)",
            "a\u{2028}Upgrade: websocket",
        ),
        ("next-line", "NEXT LINE (U+0085)", "a\u{85}Upgrade: websocket"),
        ("form-feed", "FORM FEED (0x0C)", "a\u{c}Upgrade: websocket"),
        (
            "cut-off-line-end",
            "U+560D and U+560A, cut to octets a line end,",
            "a\u{560d}\u{560a}Upgrade: websocket",
        ),
    ] {
        cases.push(refused(
            &format!("{id}-for-a-line-end"),
            &format!("{what} ends no line of an answer"),
            http1::OCTETS,
            without_upgrade(note),
        ));
    }
    cases.push(refused(
        "overlong-line-end",
        "CR and LF in overlong forms end no line of an answer",
        http1::OCTETS,
        right()
            .without("Upgrade")
            .lines(b"X-Wsspec-Note: a\xc0\x8d\xc0\x8aUpgrade: websocket\r\n"),
    ));
    cases
}

/// Octets that cut a value short for those who read it as a string of C.
fn values() -> Vec<Case> {
    let right = HeadSpec::right;
    let refused = |id: &str, what: &str, head: HeadSpec| {
        let title = format!("an answer with {what} fails the connection");
        super::refused(id, &title, http1::CR_LF_NUL, head)
    };
    vec![
        refused(
            "nul-behind-accept",
            "NUL and more behind the right Sec-WebSocket-Accept",
            right().set("Sec-WebSocket-Accept", "{accept}\0more"),
        ),
        refused(
            "nul-inside-upgrade",
            "NUL in the middle of websocket",
            right().set("Upgrade", "web\0socket"),
        ),
        refused(
            "carriage-return-behind-accept",
            "CR and more behind the right Sec-WebSocket-Accept",
            right().set("Sec-WebSocket-Accept", "{accept}\rmore"),
        ),
    ]
}

/// Answers that do not come to an end.
fn endless() -> Vec<Case> {
    vec![
        case(
            "frames-before-the-end-of-the-head",
            "a frame before the empty line of the head opens nothing",
            [rfc::VALIDATE_4_1],
            HeadSpec::right().unended(),
        )
        .send([ping("taken?")])
        .expect(refusal().or_silence())
        .within(PAUSE)
        .end()
        .expect(refusal())
        .or_breaks(rfc::CLIENT_CLOSE),
        case(
            "endless-interim-responses",
            "twenty thousand interim responses are too many",
            [http1::INTERIM_MANY],
            HeadSpec::right().before(Bytes::Repeat {
                unit: b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec(),
                count: 20_000,
            }),
        )
        .send([ping("taken?")])
        .expect(
            refusal()
                .or_lenient(
                    "reads over twenty thousand interim responses",
                    [Pattern::pong("taken?")],
                )
                .or_silent_lenient("left it to the server to end TCP"),
        )
        .end()
        .expect(refusal())
        .or_breaks(rfc::CLIENT_CLOSE),
        case(
            "endless-head",
            "a head of a megabyte that does not end fails the connection",
            [rfc::HEAD_LIMIT],
            HeadSpec::right()
                .lines(Bytes::Repeat {
                    unit: b"X-Filler: 0123456789012345678901234567890123456789012345678901\r\n".to_vec(),
                    count: 1 << 14,
                })
                .unended(),
        )
        .expect(refusal().or_silent_lenient("takes a head of a megabyte, and waits for more"))
        .end()
        .expect(refusal())
        .or_breaks(rfc::CLIENT_CLOSE),
    ]
}
