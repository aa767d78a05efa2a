//! Answers that a client must take, however unusual they are.

use wsspec_codec::rfc::{http1, registry, rfc6455 as rfc};

use super::{better_taken, either, taken};
use crate::bytes::Bytes;
use crate::case::Case;
use crate::head_spec::HeadSpec;
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [alone(), lists(), written(), long(), agreed(), products()].concat()
}

/// Answers that are unusual in one thing.
fn alone() -> Vec<Case> {
    let right = HeadSpec::right;
    let early_hints = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n";
    let go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    vec![
        taken(
            "in-single-octets",
            "an answer that comes octet by octet opens the connection",
            rfc::INCREMENTAL_101,
            right().cut(Segmentation::Octets(1)),
        ),
        taken(
            "frames-behind-the-head",
            "frames that come together with the answer are read as frames",
            rfc::RESPONSE_TRAILING,
            right().glued(),
        ),
        taken(
            "frames-in-pieces-with-the-head",
            "an answer and frames that come in pieces of 16 octets are told apart",
            rfc::RESPONSE_TRAILING,
            right().glued().cut(Segmentation::Octets(16)),
        ),
        taken(
            "continue-first",
            "an interim response with status 100 is read over, though it was not asked for",
            http1::INTERIM,
            right().before(go_on),
        ),
        taken(
            "early-hints-first",
            "an interim response with status 103 is read over",
            http1::INTERIM,
            right().before(early_hints),
        ),
        taken(
            "two-interim-responses-first",
            "two interim responses are read over",
            http1::INTERIM,
            right().before(format!("{go_on}{early_hints}").as_bytes()),
        ),
        taken(
            "upgrade-in-other-case",
            "an answer that upgrades to WebSocket is one to websocket",
            rfc::UPGRADE_CI_4_1,
            right().set("Upgrade", "WebSocket"),
        )
        .cites([http1::UPGRADE_CI, registry::UPGRADE_TOKEN]),
        taken(
            "connection-in-other-case",
            "an answer whose Connection lists UPGRADE opens the connection",
            rfc::CONNECTION_LIST_4_1,
            right().set("Connection", "UPGRADE"),
        ),
        taken(
            "connection-with-more",
            "an answer whose Connection lists something else as well opens the connection",
            rfc::CONNECTION_LIST_4_1,
            right().set("Connection", "keep-alive, Upgrade"),
        ),
        taken(
            "names-in-other-case",
            "an answer whose field names are in small letters opens the connection",
            rfc::HEADER_NAME_CI_4_1,
            right()
                .without("Upgrade")
                .without("Connection")
                .without("Sec-WebSocket-Accept")
                .add("upgrade", "websocket")
                .add("connection", "Upgrade")
                .add("sec-websocket-accept", "{accept}"),
        ),
        taken(
            "whitespace-around-accept",
            "whitespace before and behind Sec-WebSocket-Accept does not count",
            rfc::ACCEPT_TRIM,
            right().set("Sec-WebSocket-Accept", " \t {accept} \t "),
        )
        .cites([http1::TRIM]),
        taken(
            "other-reason-phrase",
            "the reason phrase of an answer does not count",
            http1::REASON_IGNORED,
            right().start_line("HTTP/1.1 101 Welcome to the other side"),
        ),
        taken(
            "empty-reason-phrase",
            "the reason phrase of an answer may be empty",
            http1::REASON_IGNORED,
            right().start_line("HTTP/1.1 101 "),
        ),
        taken(
            "unknown-fields",
            "fields of an answer that are not known are ignored",
            http1::UNKNOWN,
            right()
                .add("X-Wsspec-Unknown", "yes")
                .add("Set-Cookie", "a=b; HttpOnly"),
        ),
        either(
            "content-length",
            "what follows an answer is frames, whatever its Content-Length says",
            http1::N_1XX_NO_BODY,
            right().add("Content-Length", "0"),
        ),
    ]
}

/// Lists, in all the ways in which a list may be written (RFC 9110 5.3, 5.6.1).
fn lists() -> Vec<Case> {
    let right = HeadSpec::right;
    vec![
        taken(
            "connection-with-empty-elements",
            "empty elements of Connection do not count",
            http1::EMPTY_RECV,
            right().set("Connection", ", ,Upgrade,"),
        ),
        better_taken(
            "connection-on-two-lines",
            "an answer with two Connection fields, of which the second lists Upgrade, opens the connection",
            http1::COMBINE,
            right().set("Connection", "keep-alive").add("Connection", "Upgrade"),
            "does not read two Connection fields as one list",
        ),
        taken(
            "connection-with-tabs",
            "whitespace around the elements of Connection does not count",
            http1::OWS,
            right().set("Connection", "keep-alive \t,\t Upgrade"),
        ),
    ]
}

/// Answers that only the letter of HTTP allows, or that are wrong where only the server is bound.
fn written() -> Vec<Case> {
    let right = HeadSpec::right;
    vec![
        taken(
            "no-space-behind-colons",
            "no whitespace is needed between a colon and its value",
            http1::OWS,
            right()
                .without("Upgrade")
                .without("Connection")
                .without("Sec-WebSocket-Accept")
                .lines("Upgrade:websocket\r\nConnection:Upgrade\r\n")
                .start_line("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept:{accept}"),
        ),
        taken(
            "octets-beyond-ascii-in-the-reason-phrase",
            "a reason phrase may have octets beyond ASCII",
            http1::REASON_IGNORED,
            right().start_line("HTTP/1.1 101 Protokoll gewechselt \u{fc}\u{20ac}"),
        ),
        better_taken(
            "http-1-9",
            "an answer of HTTP/1.9 is read as one of HTTP/1.1",
            http1::MINOR,
            right().start_line("HTTP/1.9 101 Switching Protocols"),
            "refuses a higher minor version of HTTP",
        ),
        better_taken(
            "octets-beyond-ascii",
            "octets from 0x80 on in a field that is not known do not count",
            http1::OBS_TEXT,
            right().lines([&b"X-Wsspec-Text: "[..], &(0x80..=0xFF).collect::<Vec<u8>>(), b"\r\n"].concat()),
            "refuses octets beyond ASCII in a field",
        ),
        better_taken(
            "folded-accept",
            "a fold before Sec-WebSocket-Accept is read as a space",
            http1::OBS_FOLD_CLIENT,
            right().set("Sec-WebSocket-Accept", "\r\n {accept}"),
            "refuses a field that is continued on the next line",
        ),
        better_taken(
            "folded-unknown-field",
            "a fold in a field that is not known is read as a space",
            http1::OBS_FOLD_CLIENT,
            right().add("X-Wsspec-Unknown", "one\r\n\tand: more\r\n Upgrade: h2c"),
            "refuses a field that is continued on the next line",
        ),
        either(
            "content-length-of-the-frame-behind",
            "what follows an answer is frames, though its Content-Length says that it is a body",
            http1::N_1XX_NO_BODY,
            right().add("Content-Length", "7"),
        ),
        either(
            "transfer-encoding",
            "what follows an answer is frames, though its Transfer-Encoding says that it is chunks",
            http1::N_1XX_NO_BODY,
            right().add("Transfer-Encoding", "chunked"),
        ),
        either(
            "line-feeds-alone",
            "lines that end in LF alone are lines or make the answer wrong",
            http1::BARE_LF,
            right()
                .without("Upgrade")
                .without("Connection")
                .without("Sec-WebSocket-Accept")
                .without("Sec-WebSocket-Protocol")
                .start_line(
                    "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n\
                     Sec-WebSocket-Accept: {accept}\n",
                )
                .unended(),
        ),
        either(
            "control-characters",
            "control characters in a field that is not known are kept or make the answer wrong",
            http1::OTHER_CTL,
            right().add("X-Wsspec-Unknown", "a\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}\u{7f}b"),
        ),
    ]
}

/// Long answers (RFC 9110 2.3, 5.4).
fn long() -> Vec<Case> {
    let right = HeadSpec::right;
    vec![
        taken(
            "field-as-long-as-its-own",
            "a field as long as the longest of the client's own request is read",
            http1::MIN_LENGTH,
            right().add("X-Wsspec-Long", "{as-long-as-its-own}"),
        ),
        either(
            "field-of-64-kib",
            "a field of 64 KiB is read over or makes the answer too long",
            http1::CLIENT_TRUNCATE,
            right().lines(Bytes::Literal(
                [&b"X-Wsspec-Long: "[..], &[b'x'; 64 << 10], b"\r\n"].concat(),
            )),
        ),
    ]
}

/// Answers that agree on something, written unusually.
fn agreed() -> Vec<Case> {
    let field = "Sec-WebSocket-Extensions";
    let answer = "permessage-deflate; server_no_context_takeover";
    let extensions = |id: &str, title: &str, clause, written: &str| {
        taken(id, title, clause, HeadSpec::right().set(field, written)).answers(answer)
    };
    vec![
        extensions(
            "extensions-with-empty-elements",
            "empty elements of Sec-WebSocket-Extensions do not count",
            http1::EMPTY_RECV,
            ", permessage-deflate; server_no_context_takeover, ,",
        ),
        extensions(
            "extensions-without-whitespace",
            "no whitespace is needed in Sec-WebSocket-Extensions",
            rfc::IMPLIED_LWS,
            "permessage-deflate;server_no_context_takeover",
        ),
        {
            let case = better_taken(
                "extensions-with-whitespace",
                "whitespace around the semicolon of a parameter does not count",
                rfc::IMPLIED_LWS,
                HeadSpec::right().set(field, "permessage-deflate \t;\t server_no_context_takeover"),
                "refuses whitespace before the semicolon of a parameter",
            );
            case.cites([http1::BWS]).answers(answer)
        },
        // Reported erratum 6997 doubts that a value may be quoted.
        better_taken(
            "extension-with-quoted-value",
            "a parameter in quotes is the token between them",
            rfc::QUOTED_TOKEN,
            HeadSpec::right().set(field, "permessage-deflate; server_max_window_bits=\"10\""),
            "refuses a parameter in quotes",
        )
        .answers("permessage-deflate; server_max_window_bits=10"),
        better_taken(
            "extension-with-quoted-pair",
            "a backslash in quotes stands for nothing but what follows it",
            http1::QUOTED_PAIR,
            HeadSpec::right().set(field, "permessage-deflate; server_max_window_bits=\"1\\0\""),
            "refuses a backslash in quotes",
        )
        .answers("permessage-deflate; server_max_window_bits=10"),
        taken(
            "subprotocol-offered",
            "an answer with a subprotocol that was offered opens the connection",
            rfc::PROTOCOL_MAY,
            HeadSpec::right().set("Sec-WebSocket-Protocol", "{subprotocol}"),
        ),
    ]
}

/// How a name is written.
type Spelling = fn(&str) -> String;

/// Legal variations together: how names are written, what stands around values, and in which order the fields come.
fn products() -> Vec<Case> {
    let mut cases = Vec::new();
    let names: [(&str, Spelling); 2] = [
        ("small", |name| name.to_ascii_lowercase()),
        ("capital", |name| name.to_ascii_uppercase()),
    ];
    let spaces = [("bare", "", ""), ("spaced", "\t  ", " \t")];
    let orders = [("accept-first", [2, 0, 1]), ("upgrade-last", [2, 1, 0])];
    let fields = [
        ("Upgrade", "WEBSOCKET"),
        ("Connection", "upgrade"),
        ("Sec-WebSocket-Accept", "{accept}"),
    ];
    for (spelling, spell) in names {
        for (spacing, before, behind) in spaces {
            for (ordering, order) in orders {
                let lines = order.map(|index: usize| {
                    let (name, value) = fields[index];
                    format!("\r\n{}:{before}{value}{behind}", spell(name))
                });
                let line = format!("HTTP/1.1 101 Switching Protocols{}", lines.concat());
                let head = HeadSpec::right()
                    .without("Upgrade")
                    .without("Connection")
                    .without("Sec-WebSocket-Accept")
                    .start_line(&line);
                let clause = match before {
                    "" => rfc::HEADER_NAME_CI_4_1,
                    _ => http1::OWS,
                };
                cases.push(taken(
                    &format!("{spelling}-{spacing}-{ordering}"),
                    &format!(
                        "names in {spelling} letters, {spacing} values, {ordering}: the answer opens the connection"
                    ),
                    clause,
                    head,
                ));
            }
        }
    }
    cases
}
