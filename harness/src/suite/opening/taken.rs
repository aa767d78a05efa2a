//! Requests that are right, however unusual, and that a server must take (RFC 6455 4.2.1).

use wsspec_codec::rfc::{Clause, http1, registry, rfc6455 as rfc};

use super::{NO_RESPONSE, Opened as _, better_taken, case, rewritten, right, taken, taken_or_refused};
use crate::aspect::Aspect;
use crate::case::Case;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;

pub(super) fn cases() -> Vec<Case> {
    [request_lines(), names_and_values(), lists(), extensions()].concat()
}

fn request_lines() -> Vec<Case> {
    let minor = |(id, version): (&str, &str)| {
        better_taken(
            (
                id,
                &format!("a request in {version} is one in HTTP/1.1"),
                &[rfc::HTTP_1_2, http1::MINOR],
                right().start_line(&format!("GET {{target}} {version}")),
            ),
            "refused a higher minor version of HTTP",
        )
    };
    vec![
        minor(("http-1-2", "HTTP/1.2")),
        minor(("http-1-9", "HTTP/1.9")),
        taken((
            "absolute-target",
            "a request for an absolute URI is one for its path",
            &[http1::ABSOLUTE_ACCEPT, rfc::REQUEST_URI_4_2_1],
            right().start_line("GET http://{host}{target} HTTP/1.1"),
        )),
        case(
            "absolute-target-and-other-host",
            "of a request for an absolute URI Host does not count",
            &[http1::ABSOLUTE_HOST_WINS],
            right()
                .start_line("GET http://{host}{target} HTTP/1.1")
                .set("Host", "other.example"),
        )
        .expect(Outcomes::pass([Pattern::opens()]).or_lenient(
            "refused a request whose target and Host differ",
            [Pattern::Response(Wanted::status(400, 400))],
        ))
        .echoes(),
        better_taken(
            (
                "empty-line-first",
                "an empty line before the request line is skipped",
                &[http1::LEADING_CRLF],
                right().before(b"\r\n"),
            ),
            "refused an empty line before the request line",
        ),
        taken_or_refused((
            "two-spaces-in-request-line",
            "a request line with more than one space between its parts may be taken or refused",
            &[http1::REQUEST_LINE_LENIENT],
            right().start_line("GET  {target}  HTTP/1.1"),
        )),
        taken_or_refused((
            "tabs-in-request-line",
            "a request line with tabs between its parts may be taken or refused",
            &[http1::REQUEST_LINE_LENIENT],
            right().start_line("GET\t{target}\tHTTP/1.1"),
        )),
    ]
}

fn names_and_values() -> Vec<Case> {
    let order = |(id, what, order): (&str, &str, [usize; 5])| {
        let title = format!("a request with its fields {what} opens a connection");
        taken((id, &title, &[rfc::ORDER_4_2_1], rewritten(order, str::to_owned)))
    };
    let alternating = |name: &str| {
        let mut upper = false;
        let mut exchange = |c: char| {
            upper = !upper;
            if upper {
                c.to_ascii_lowercase()
            } else {
                c.to_ascii_uppercase()
            }
        };
        name.chars().map(&mut exchange).collect::<String>()
    };
    let names = |id: &str, what: &str, name: &dyn Fn(&str) -> String| {
        taken((
            id,
            &format!("a request with the names of its fields in {what} opens a connection"),
            &[rfc::HEADER_NAME_CI_4_2_1],
            rewritten([0, 1, 2, 3, 4], name),
        ))
    };
    let upgrade = |(id, value): (&str, &str)| {
        taken((
            id,
            &format!("a request to upgrade to {value} is one to websocket"),
            &[rfc::UPGRADE_CI_4_2_1, http1::UPGRADE_CI, registry::UPGRADE_TOKEN],
            right().set("Upgrade", value),
        ))
    };
    let unspaced = right()
        .without("Upgrade")
        .without("Connection")
        .lines("Upgrade:websocket\r\nConnection:Upgrade\r\n");
    vec![
        order(("fields-in-reverse", "in reverse", [4, 3, 2, 1, 0])),
        order(("host-last", "in another order, Host last,", [3, 1, 4, 2, 0])),
        order(("key-first", "in another order, the key first,", [3, 0, 4, 1, 2])),
        names("names-in-small-letters", "small letters", &|name| {
            name.to_ascii_lowercase()
        }),
        names("names-in-capitals", "capitals", &|name| name.to_ascii_uppercase()),
        names("names-in-mixed-case", "mixed case", &alternating),
        upgrade(("upgrade-in-camel-case", "WebSocket")),
        upgrade(("upgrade-in-capitals", "WEBSOCKET")),
        upgrade(("upgrade-in-mixed-case", "wEbSoCkEt")),
        taken((
            "whitespace-around-the-key",
            "whitespace around Sec-WebSocket-Key is not hashed",
            &[rfc::KEY_TRIM, http1::TRIM],
            right().set("Sec-WebSocket-Key", " \t {key} \t "),
        )),
        taken((
            "whitespace-around-values",
            "whitespace around values does not count",
            &[http1::OWS, http1::TRIM],
            right()
                .set("Upgrade", "\t websocket \t")
                .set("Connection", "  Upgrade  ")
                .set("Sec-WebSocket-Version", " 13 "),
        )),
        taken((
            "no-space-behind-colons",
            "no space is needed behind the colon of a field",
            &[http1::OWS],
            unspaced,
        )),
        case(
            "key-with-odd-padding-bits",
            "a key whose padding bits are not zero is hashed as it is written, or refused",
            &[rfc::KEY_NONCANONICAL, rfc::KEY_HASH],
            right().set("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEC=="),
        )
        .expect(
            Outcomes::pass([Pattern::opens()])
                .or_pass([Pattern::Response(Wanted::error())])
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        )
        .echoes(),
        taken((
            "key-of-the-rfc",
            "the sample key of the RFC is answered as there",
            &[rfc::KEY_HASH],
            right().set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        )),
    ]
}

fn lists() -> Vec<Case> {
    let lines = |name: &str, first: &str, second: &str| right().without(name).add(name, first).add(name, second);
    let upgrade = |id: &str, title: &str, clauses: &[&'static Clause], head: HeadSpec| {
        better_taken(
            (id, title, clauses, head),
            "did not find websocket among several protocols",
        )
    };
    let connection = |id: &str, title: &str, value: &str| {
        taken((
            id,
            title,
            &[rfc::CONNECTION_LIST_4_2_1],
            right().set("Connection", value),
        ))
    };
    let offers = |id: &str, title: &str, clauses: &[&'static Clause], head: HeadSpec| {
        taken((id, title, clauses, head)).judges(Aspect::Selected)
    };
    vec![
        upgrade(
            "upgrade-lists-websocket-last",
            "websocket is found behind another protocol in Upgrade",
            &[rfc::UPGRADE_LIST],
            right().set("Upgrade", "h2c, websocket"),
        ),
        upgrade(
            "upgrade-lists-websocket-first",
            "websocket is found before another protocol in Upgrade",
            &[rfc::UPGRADE_LIST],
            right().set("Upgrade", "websocket, h2c"),
        ),
        upgrade(
            "upgrade-in-two-lines",
            "two lines of Upgrade are one list",
            &[rfc::UPGRADE_LIST, http1::COMBINE],
            lines("Upgrade", "h2c", "websocket"),
        ),
        connection(
            "connection-lists-upgrade-last",
            "Upgrade is found behind keep-alive in Connection, as Firefox sends it",
            "keep-alive, Upgrade",
        ),
        connection(
            "connection-lists-upgrade-first",
            "Upgrade is found before keep-alive in Connection",
            "Upgrade, keep-alive",
        ),
        connection(
            "connection-in-small-letters",
            "upgrade in Connection is Upgrade",
            "upgrade",
        ),
        connection("connection-in-capitals", "UPGRADE in Connection is Upgrade", "UPGRADE"),
        connection(
            "connection-without-spaces",
            "Upgrade is found in a Connection without spaces",
            "keep-alive,Upgrade,x-wsspec",
        ),
        taken((
            "connection-in-two-lines",
            "two lines of Connection are one list",
            &[rfc::CONNECTION_LIST_4_2_1, http1::COMBINE],
            lines("Connection", "keep-alive", "Upgrade"),
        )),
        taken((
            "empty-elements-in-connection",
            "empty elements of Connection do not count",
            &[http1::EMPTY_RECV],
            right().set("Connection", ", Upgrade,, x-wsspec ,"),
        )),
        taken((
            "empty-elements-in-subprotocols",
            "empty elements of Sec-WebSocket-Protocol do not count",
            &[http1::EMPTY_RECV, rfc::PROTOCOL_LIST],
            right().add("Sec-WebSocket-Protocol", ", x-wsspec-a,, x-wsspec-b ,"),
        )),
        offers(
            "subprotocols-in-one-line",
            "of subprotocols in one line one is selected, or none",
            &[rfc::PROTOCOL_LIST, rfc::SUBPROTOCOL_DERIVED],
            right().add("Sec-WebSocket-Protocol", "chat, superchat"),
        ),
        offers(
            "subprotocols-in-two-lines",
            "of subprotocols in two lines one is selected, or none",
            &[rfc::PROTOCOL_LIST, http1::COMBINE],
            right()
                .add("Sec-WebSocket-Protocol", "superchat")
                .add("Sec-WebSocket-Protocol", "chat"),
        ),
        offers(
            "subprotocols-with-tabs",
            "of subprotocols with tabs between them one is selected, or none",
            &[rfc::PROTOCOL_LIST],
            right().add("Sec-WebSocket-Protocol", "chat\t,\tsuperchat"),
        ),
    ]
}

/// Offers of permessage-deflate that are right however they are written. What is answered is compared with them.
fn extensions() -> Vec<Case> {
    let field = "Sec-WebSocket-Extensions";
    let offer = |id: &str, title: &str, clauses: &[&'static Clause], offer: &str| {
        taken((id, title, clauses, right().add(field, offer))).judges(Aspect::Answered)
    };
    vec![
        offer(
            "extensions-with-empty-elements",
            "empty elements of Sec-WebSocket-Extensions do not count",
            &[rfc::EMPTY_ELEMENTS, http1::EMPTY_RECV, rfc::EXTENSIONS_LIST],
            ", permessage-deflate,,",
        ),
        offer(
            "extensions-with-space-before-semicolon",
            "whitespace before the semicolon of a parameter does not count",
            &[http1::BWS, rfc::IMPLIED_LWS],
            "permessage-deflate ; server_no_context_takeover ; client_no_context_takeover",
        ),
        better_taken(
            (
                "extensions-with-space-around-equals",
                "whitespace around the equals sign of a parameter does not count",
                &[rfc::IMPLIED_LWS],
                right().add(field, "permessage-deflate; server_max_window_bits = 10"),
            ),
            "refused whitespace that RFC 2616 allowed and RFC 9110 does not",
        )
        .judges(Aspect::Answered),
        offer(
            "extensions-with-quoted-value",
            "a value in quotes is the value without them",
            &[rfc::QUOTED, rfc::QUOTED_TOKEN],
            "permessage-deflate; server_max_window_bits=\"10\"",
        ),
        offer(
            "extensions-with-quoted-pair",
            "a backslash in a quoted value stands for nothing",
            &[http1::QUOTED_PAIR, rfc::QUOTED],
            "permessage-deflate; server_max_window_bits=\"1\\0\"",
        ),
        offer(
            "several-extensions",
            "of several extensions a server takes what it knows",
            &[rfc::EXTENSIONS_LIST, rfc::SERVER_MAY, rfc::EXT_MULTI],
            "x-wsspec-a, permessage-deflate, x-wsspec-b; c=d",
        ),
        offer(
            "extensions-in-two-offers",
            "the first of two offers that can be accepted is the one to take",
            &[rfc::ORDER_9_1],
            "permessage-deflate; server_max_window_bits=10, permessage-deflate",
        ),
        taken((
            "extensions-in-two-lines",
            "two lines of Sec-WebSocket-Extensions are one list",
            &[rfc::SPLIT_COMBINE, http1::COMBINE],
            right()
                .add(field, "x-wsspec; a=b")
                .add(field, "permessage-deflate; server_no_context_takeover"),
        ))
        .judges(Aspect::Answered),
    ]
}
