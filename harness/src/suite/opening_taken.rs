//! Requests that are right, however unusual, and that a server must take (RFC 6455 4.2.1); some it may refuse as well.

use wsspec_codec::rfc::{Clause, http1, registry, rfc6455 as rfc};

use super::opening::{NO_RESPONSE, Opened as _, case, refusal};
use crate::aspect::Aspect;
use crate::case::{Case, PAUSE};
use crate::frame_spec::text;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [
        request_lines(),
        names_and_values(),
        lists(),
        extensions(),
        unknown_fields(),
        lengths(),
        pieces(),
        expectations(),
        either(),
        resources_and_origins(),
    ]
    .concat()
}

fn right() -> HeadSpec {
    HeadSpec::right()
}

/// An id, a title, its clauses, and the request.
type Row<'a> = (&'a str, &'a str, &'a [&'static Clause], HeadSpec);

/// The server must open the connection.
fn taken((id, title, clauses, head): Row<'_>) -> Case {
    case(id, title, clauses, head)
        .expect(Outcomes::pass([Pattern::opens()]))
        .echoes()
}

/// It should; refusing it misses no more than that.
fn better_taken((id, title, clauses, head): Row<'_>, refused: &str) -> Case {
    case(id, title, clauses, head)
        .expect(
            Outcomes::pass([Pattern::opens()])
                .or_lenient(refused, [Pattern::Response(Wanted::error())])
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        )
        .echoes()
}

/// It may open the connection or refuse the request.
fn taken_or_refused((id, title, clauses, head): Row<'_>) -> Case {
    let mut outcomes = Outcomes::pass([Pattern::opens()]);
    outcomes.0.extend(refusal().0);
    case(id, title, clauses, head).expect(outcomes).echoes()
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

/// The fields of a right request in another order, with other names.
fn rewritten(order: [usize; 5], name: impl Fn(&str) -> String) -> HeadSpec {
    let fields = [
        ("Host", "{host}"),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "{key}"),
        ("Sec-WebSocket-Version", "13"),
    ];
    let without = fields.iter().fold(right(), |head, (field, _)| head.without(field));
    order.iter().fold(without, |head, &index| {
        let (field, value) = fields[index];
        head.add(&name(field), value)
    })
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
        .expect(Outcomes::pass([Pattern::opens()]).or_pass([Pattern::Response(Wanted::error())]))
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
            "permessage-deflate ; server_max_window_bits=10 ; server_no_context_takeover",
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

fn unknown_fields() -> Vec<Case> {
    let many = (0..50).fold(right(), |head, number| {
        head.add(&format!("X-Wsspec-{number}"), &"abcdefgh".repeat(12))
    });
    let clauses: &[&'static Clause] = &[rfc::UNKNOWN_HEADERS, http1::UNKNOWN];
    let opaque = |id: &str, title: &str, octets: &[u8]| {
        let line = [b"X-Wsspec: ", octets, b"\r\n"].concat();
        better_taken(
            (id, title, &[http1::OBS_TEXT], right().lines(line.as_slice())),
            "refused octets from 0x80 in a field that it does not know",
        )
    };
    vec![
        taken((
            "unknown-field",
            "a field that is not known is ignored",
            clauses,
            right().add("X-Wsspec-Unknown", "yes"),
        )),
        taken((
            "unknown-websocket-field",
            "a field whose name begins with Sec-WebSocket and is not known is ignored",
            clauses,
            right().add("Sec-WebSocket-Wsspec", "1"),
        )),
        taken((
            "accept-in-a-request",
            "a Sec-WebSocket-Accept in a request is ignored",
            clauses,
            right().add("Sec-WebSocket-Accept", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        )),
        taken((
            "fifty-unknown-fields",
            "fifty fields of a hundred octets are ignored",
            &[rfc::UNKNOWN_HEADERS, http1::UNKNOWN, http1::MIN_LENGTH],
            many,
        )),
        taken((
            "fields-of-a-browser",
            "the fields that browsers send are no hindrance",
            clauses,
            right()
                .add(
                    "User-Agent",
                    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                )
                .add("Accept", "*/*")
                .add("Accept-Language", "en-US,en;q=0.5")
                .add("Accept-Encoding", "gzip, deflate, br, zstd")
                .add("Cache-Control", "no-cache")
                .add("Pragma", "no-cache")
                .add("Sec-Fetch-Mode", "websocket"),
        )),
        opaque(
            "obs-text",
            "octets from 0x80 in a field that is not known do not matter",
            b"\xe9\xff\x80",
        ),
        opaque(
            "utf-8-text",
            "UTF-8 in a field that is not known does not matter",
            "Grüße".as_bytes(),
        ),
    ]
}

/// Heads that are long, and not too long: RFC 9112 3 wants 8000 octets of every request line.
fn lengths() -> Vec<Case> {
    let query = "a".repeat(7_900);
    let cookie = "0123456789abcdef".repeat(250);
    vec![
        better_taken(
            (
                "request-line-of-8000-octets",
                "a request line of 8000 octets is supported",
                &[http1::N_8000],
                right().start_line(&format!("GET {{target}}?{query} HTTP/1.1")),
            ),
            "refused a request line of 8000 octets",
        ),
        taken((
            "cookie-of-4000-octets",
            "a cookie of 4000 octets, as browsers send them, is no hindrance",
            &[rfc::UNKNOWN_HEADERS],
            right().add("Cookie", &format!("a={cookie}")),
        )),
    ]
}

/// How a head comes.
fn pieces() -> Vec<Case> {
    let all_at_once = || {
        rewritten([4, 3, 2, 1, 0], str::to_ascii_lowercase)
            .add("sec-websocket-extensions", ", x-wsspec; a=\"b\" , x-wsspec-c")
            .add("sec-websocket-protocol", "x-wsspec-a , x-wsspec-b")
    };
    let cut = |id: &str, title: &str, head: HeadSpec| taken((id, title, &[rfc::INCREMENTAL], head));
    let glued = |(id, title, clauses, head): Row<'_>| {
        case(id, title, clauses, head.glued())
            .send([text("Hello")])
            .expect(
                Outcomes::pass([Pattern::opens(), Pattern::text("Hello")])
                    .or_info(
                        "refused a request with a frame behind it",
                        [Pattern::Response(Wanted::error())],
                    )
                    .or_lenient("lost the frame that came with the request", [Pattern::opens()]),
            )
            .within(PAUSE * 2)
            .close()
    };
    vec![
        cut(
            "in-single-octets",
            "a request that comes octet by octet opens a connection",
            right().cut(Segmentation::Octets(1)),
        ),
        cut(
            "unusual-in-single-octets",
            "a request that is unusual in many ways and comes octet by octet opens a connection",
            all_at_once().cut(Segmentation::Octets(1)),
        ),
        cut(
            "in-pieces-of-16-octets",
            "a request that comes in pieces of 16 octets opens a connection",
            all_at_once().cut(Segmentation::Octets(16)),
        ),
        cut(
            "cut-behind-the-request-line",
            "a request whose first line comes first opens a connection",
            right()
                .start_line("GET {target} HTTP/1.1")
                .cut(Segmentation::At(vec![3, 4, 14, 15])),
        ),
        case(
            "end-of-head-comes-late",
            "a request is not answered before the empty line at its end has come",
            &[http1::WHOLE_SECTION],
            right().unended(),
        )
        .expect(Outcomes(Vec::new()).or_silence())
        .within(PAUSE)
        .send_octets("\r\n")
        .expect(Outcomes::pass([Pattern::opens()]))
        .or_breaks(rfc::OPEN_SEND)
        .echoes(),
        glued((
            "frame-behind-the-head",
            "a frame that comes together with the request is echoed; a client must not send it so early",
            &[rfc::OPEN_SEND],
            right(),
        )),
        glued((
            "frame-in-pieces-with-the-head",
            "a request and a frame that come in pieces of 7 octets are told apart",
            &[rfc::OPEN_SEND, rfc::INCREMENTAL],
            right().cut(Segmentation::Octets(7)),
        )),
    ]
}

fn expectations() -> Vec<Case> {
    vec![
        case(
            "expects-100",
            "who expects 100 is told to go on before the protocol changes",
            &[http1::EXPECT_100],
            right().add("Expect", "100-continue"),
        )
        .expect(
            Outcomes::pass([Pattern::Response(Wanted::opens().after(100))])
                .or_lenient(
                    "left out the 100, which RFC 9110 10.1.1 allows where a request has no content",
                    [Pattern::opens()],
                )
                .or_pass([Pattern::Response(Wanted::status(417, 417))])
                .or_lenient("refused an expectation", [Pattern::Response(Wanted::error())]),
        )
        .echoes(),
        taken_or_refused((
            "expects-something-else",
            "an expectation that nobody knows may be ignored, or answered with 417",
            &[http1::EXPECT_OTHER],
            right().add("Expect", "x-wsspec"),
        )),
    ]
}

/// What a server may take or refuse.
fn either() -> Vec<Case> {
    let bare = rewritten([0, 1, 2, 3, 4], str::to_owned)
        .without("Upgrade")
        .lines(b"Upgrade: websocket\n");
    vec![
        taken_or_refused((
            "line-ends-in-lf",
            "a line that ends in LF without CR may be taken for a line",
            &[http1::BARE_LF],
            bare,
        )),
        taken_or_refused((
            "folded-upgrade",
            "a field that goes on in the next line is refused, or read with a space for the fold",
            &[http1::OBS_FOLD_SERVER],
            right().without("Upgrade").lines("Upgrade:\r\n websocket\r\n"),
        )),
        taken_or_refused((
            "folded-subprotocols",
            "a list that goes on in the next line is refused, or read with a space for the fold",
            &[http1::OBS_FOLD_SERVER],
            right().lines("Sec-WebSocket-Protocol: x-wsspec-a,\r\n\tx-wsspec-b\r\n"),
        )),
        taken_or_refused((
            "control-character-in-value",
            "a control character in a field that is not known is ignored or refused",
            &[http1::OTHER_CTL],
            right().add("X-Wsspec", "a\u{1}b"),
        )),
        taken_or_refused((
            "cr-in-value",
            "a CR in a field that is not known is refused or read as a space",
            &[http1::BARE_CR_RECV],
            right().lines("X-Wsspec: a\rb\r\n"),
        )),
    ]
}

fn resources_and_origins() -> Vec<Case> {
    let by_origin = |(id, title, head): (&str, &str, HeadSpec)| {
        case(id, title, &[rfc::ORIGIN_REJECT, rfc::ORIGIN_USE, rfc::CODE_403], head)
            .expect(
                Outcomes::pass([Pattern::opens()])
                    .or_pass([Pattern::Response(Wanted::status(403, 403))])
                    .or_lenient("refused an origin without 403", [Pattern::Response(Wanted::error())])
                    .or_lenient(NO_RESPONSE, [Pattern::End]),
            )
            .send([text("Hello")])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .or_breaks(rfc::ORIGIN_REJECT)
            .close()
    };
    let elsewhere = |id: &str, title: &str, clauses: &[&'static Clause], target: &str| {
        case(
            id,
            title,
            clauses,
            right().start_line(&format!("GET {target} HTTP/1.1")),
        )
        .expect(
            Outcomes::pass([Pattern::Response(Wanted::status(404, 404))])
                .or_pass([Pattern::Response(Wanted::status(400, 499))])
                .or_info("opens connections at any path", [Pattern::opens()])
                .or_lenient("answered with another status", [Pattern::Response(Wanted::refuses())])
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        )
        .echoes()
    };
    vec![
        elsewhere(
            "resource-that-is-not-there",
            "a request for a resource that is not there is refused as such",
            &[rfc::RESOURCE_MISSING],
            "/wsspec/no-such-resource",
        ),
        case(
            "well-known-path",
            "a path below /.well-known/ is one like others: it is there or it is not",
            &[registry::WELL_KNOWN],
            right().start_line("GET /.well-known/wsspec HTTP/1.1"),
        )
        .expect(
            Outcomes::pass([Pattern::opens()])
                .or_pass([Pattern::Response(Wanted::status(404, 404))])
                .or_lenient("refused it with another status", [Pattern::Response(Wanted::refuses())])
                .or_lenient(NO_RESPONSE, [Pattern::End]),
        )
        .echoes(),
        by_origin((
            "foreign-origin",
            "a foreign origin is refused by an HTTP error, or its connection stays open",
            right().add("Origin", "http://wsspec-foreign.example"),
        )),
        by_origin((
            "null-origin",
            "an origin that is not told is refused by an HTTP error, or its connection stays open",
            right().add("Origin", "null"),
        )),
        by_origin((
            "two-origins",
            "a request with two origins is refused by an HTTP error, or its connection stays open",
            right()
                .add("Origin", "http://{host}")
                .add("Origin", "http://wsspec-foreign.example"),
        )),
    ]
}
