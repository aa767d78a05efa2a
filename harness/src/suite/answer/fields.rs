//! Wrong fields of an answer: each alone makes a client fail the connection (RFC 6455 4.1).

use wsspec_codec::rfc::{http1, rfc6455 as rfc};

use super::{better_refused, refused};
use crate::case::Case;
use crate::head_spec::HeadSpec;

pub(super) fn cases() -> Vec<Case> {
    [accept_key(), upgrade(), unasked()].concat()
}

fn accept_key() -> Vec<Case> {
    let right = HeadSpec::right;
    let refused = |id: &str, what: &str, clause, head: HeadSpec| {
        refused(id, &format!("an answer {what} fails the connection"), clause, head)
    };
    let field = "Sec-WebSocket-Accept";
    vec![
        refused(
            "no-accept",
            "without Sec-WebSocket-Accept",
            rfc::ACCEPT_MISSING,
            right().without(field),
        ),
        refused(
            "empty-accept",
            "with an empty Sec-WebSocket-Accept",
            rfc::ACCEPT_WRONG,
            right().set(field, ""),
        ),
        refused(
            "accept-of-another-key",
            "whose Sec-WebSocket-Accept answers another key",
            rfc::ACCEPT_WRONG,
            right().set(field, "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ),
        refused(
            "accept-is-the-key",
            "whose Sec-WebSocket-Accept is the key",
            rfc::ACCEPT_WRONG,
            right().set(field, "{key}"),
        ),
        refused(
            "accept-in-other-case",
            "whose Sec-WebSocket-Accept has large for small letters",
            rfc::ACCEPT_WRONG,
            right().set(field, "{accept-in-other-case}"),
        ),
        refused(
            "padded-accept",
            "whose Sec-WebSocket-Accept is padded with further =",
            rfc::ACCEPT_WRONG,
            right().set(field, "{accept}=="),
        ),
        refused(
            "accept-with-more-behind",
            "with more behind the right Sec-WebSocket-Accept",
            rfc::ACCEPT_WRONG,
            right().set(field, "{accept}, more"),
        ),
        refused(
            "quoted-accept",
            "whose Sec-WebSocket-Accept stands in quotes",
            rfc::ACCEPT_WRONG,
            right().set(field, "\"{accept}\""),
        ),
        refused(
            "wrong-accept-behind-right-one",
            "with a right and a wrong Sec-WebSocket-Accept",
            rfc::ACCEPT_WRONG,
            right().add(field, "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ),
        refused(
            "right-accept-behind-wrong-one",
            "with a wrong and a right Sec-WebSocket-Accept",
            rfc::ACCEPT_WRONG,
            right()
                .set(field, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                .add(field, "{accept}"),
        ),
        // 11.3.3 binds the server; that a client fails the connection for it follows only from reading the two as one value.
        better_refused(
            "accept-twice",
            "an answer with the right Sec-WebSocket-Accept twice fails the connection",
            [rfc::ACCEPT_ONCE, rfc::NONCONFORMING],
            right().add(field, "{accept}"),
            "took the right Sec-WebSocket-Accept twice",
        ),
    ]
}

fn upgrade() -> Vec<Case> {
    let right = HeadSpec::right;
    let refused = |id: &str, what: &str, clause, head: HeadSpec| {
        refused(id, &format!("an answer {what} fails the connection"), clause, head)
    };
    vec![
        refused(
            "no-upgrade",
            "without Upgrade",
            rfc::UPGRADE_MISSING_4_1,
            right().without("Upgrade"),
        ),
        refused(
            "other-upgrade",
            "that upgrades to something else",
            rfc::UPGRADE_VALUE,
            right().set("Upgrade", "h2c"),
        ),
        refused(
            "upgrade-of-a-longer-name",
            "that upgrades to websockets",
            rfc::UPGRADE_VALUE,
            right().set("Upgrade", "websockets"),
        ),
        refused(
            "empty-upgrade",
            "with an empty Upgrade",
            rfc::UPGRADE_VALUE,
            right().set("Upgrade", ""),
        ),
        refused(
            "upgrade-in-two-words",
            "that upgrades to web socket",
            rfc::UPGRADE_VALUE,
            right().set("Upgrade", "web socket"),
        ),
        // By the text a list is no match; a reader of HTTP finds websocket in it.
        better_refused(
            "upgrade-with-more",
            "an answer that upgrades to websocket and something else fails the connection",
            [rfc::UPGRADE_VALUE, rfc::NONCONFORMING],
            right().set("Upgrade", "websocket, h2c"),
            "took an Upgrade field that lists more",
        ),
        refused(
            "upgrade-with-kelvin-sign",
            "whose Upgrade has a KELVIN SIGN for the k",
            rfc::ASCII_CI,
            right().set("Upgrade", "websoc\u{212a}et"),
        ),
        refused(
            "upgrade-with-long-s",
            "whose Upgrade has a LATIN SMALL LETTER LONG S for the s",
            rfc::ASCII_CI,
            right().set("Upgrade", "web\u{17f}ocket"),
        ),
        refused(
            "no-connection",
            "without Connection",
            rfc::CONNECTION_MISSING_4_1,
            right().without("Connection"),
        ),
        refused(
            "other-connection",
            "whose Connection does not list Upgrade",
            rfc::CONNECTION_VALUE,
            right().set("Connection", "keep-alive"),
        ),
        refused(
            "connection-of-a-longer-name",
            "whose Connection lists Upgraded",
            rfc::CONNECTION_VALUE,
            right().set("Connection", "Upgraded"),
        ),
        refused(
            "accept-with-underscores",
            "with Sec_WebSocket_Accept for Sec-WebSocket-Accept",
            http1::TOKEN_NAME,
            right()
                .without("Sec-WebSocket-Accept")
                .add("Sec_WebSocket_Accept", "{accept}"),
        ),
    ]
}

fn unasked() -> Vec<Case> {
    vec![
        refused(
            "unasked-extension",
            "an answer with an extension that was not offered fails the connection",
            rfc::EXT_UNREQUESTED,
            HeadSpec::right().set("Sec-WebSocket-Extensions", "x-wsspec-unasked"),
        ),
        refused(
            "malformed-extensions",
            "an answer with malformed extensions fails the connection",
            rfc::MALFORMED,
            HeadSpec::right().set("Sec-WebSocket-Extensions", "x-wsspec; =; ;"),
        ),
        refused(
            "unasked-subprotocol",
            "an answer with a subprotocol that was not offered fails the connection",
            rfc::PROTO_UNREQUESTED,
            HeadSpec::right().set("Sec-WebSocket-Protocol", "x-wsspec-unasked"),
        ),
        refused(
            "two-subprotocols",
            "an answer with two subprotocols fails the connection",
            rfc::PROTO_LIST_ANSWER,
            HeadSpec::right().set("Sec-WebSocket-Protocol", "x-wsspec-unasked, x-wsspec-either"),
        ),
        refused(
            "empty-subprotocol",
            "an answer with an empty subprotocol fails the connection",
            rfc::PROTO_LIST_ANSWER,
            HeadSpec::right().set("Sec-WebSocket-Protocol", ""),
        ),
        refused(
            "subprotocol-not-utf-8",
            "an answer with a subprotocol that is no UTF-8 fails the connection",
            rfc::HANDSHAKE_UTF8,
            HeadSpec::right()
                .without("Sec-WebSocket-Protocol")
                .lines(b"Sec-WebSocket-Protocol: \xc3\x28\r\n"),
        ),
        refused(
            "subprotocol-in-other-case",
            "an answer whose subprotocol differs from the offer in case fails the connection",
            rfc::PROTO_CASE,
            HeadSpec::right().set("Sec-WebSocket-Protocol", "{subprotocol-in-other-case}"),
        ),
        refused(
            "subprotocol-and-another",
            "an answer with the subprotocol that was offered and another fails the connection",
            rfc::PROTO_LIST_ANSWER,
            HeadSpec::right().set("Sec-WebSocket-Protocol", "{subprotocol}, x-wsspec-unasked"),
        ),
        refused(
            "subprotocol-on-two-lines",
            "an answer with two Sec-WebSocket-Protocol fields fails the connection",
            rfc::PROTO_LIST_ANSWER,
            HeadSpec::right()
                .set("Sec-WebSocket-Protocol", "{subprotocol}")
                .add("Sec-WebSocket-Protocol", "x-wsspec-unasked"),
        ),
        refused(
            "extension-with-quoted-space",
            "an answer with a parameter that is no token when unquoted fails the connection",
            rfc::QUOTED_TOKEN,
            HeadSpec::right().set(
                "Sec-WebSocket-Extensions",
                "permessage-deflate; server_max_window_bits=\"1 0\"",
            ),
        ),
        refused(
            "extension-with-empty-parameter",
            "an answer with an extension that ends in a semicolon fails the connection",
            rfc::MALFORMED,
            HeadSpec::right().set("Sec-WebSocket-Extensions", "permessage-deflate;"),
        ),
        refused(
            "extension-with-open-quote",
            "an answer with a quoted parameter that does not end fails the connection",
            rfc::MALFORMED,
            HeadSpec::right().set(
                "Sec-WebSocket-Extensions",
                "permessage-deflate; server_max_window_bits=\"10",
            ),
        ),
    ]
}
