//! What a client makes of a server's answer (RFC 6455 4.1): wrong ones it must refuse, right ones it must take, however they
//! are written.
//!
//! Behind a wrong answer the tester sends a ping. A pong shows that the client took the answer; a client that fails the
//! connection ends TCP, and a client that does nothing is left to find out that the tester ends it.

use wsspec_codec::rfc::{Clause, http1, rfc6455 as rfc, rfc7692};
use wsspec_codec::rules::Role;

use crate::bytes::Bytes;
use crate::case::{Case, PAUSE};
use crate::frame_spec::{ping, text};
use crate::head_spec::HeadSpec;
use crate::pattern::{Codes, Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    [
        accept_key(),
        upgrade(),
        unasked(),
        statuses(),
        compression(),
        heads(),
        taken(),
    ]
    .concat()
}

fn case(id: &str, title: &str, clauses: impl IntoIterator<Item = &'static Clause>, head: HeadSpec) -> Case {
    Case::new(format!("answer/{id}"), title, clauses)
        .only(Role::Client)
        .head(head)
}

/// The ways in which a client fails a connection that it never took for open.
fn refusal() -> Outcomes {
    Outcomes::pass([Pattern::End]).or_lenient(
        "sent a Close frame, as if the connection had been open",
        [Pattern::Close(Codes::AnyBut(vec![])), Pattern::End],
    )
}

/// The client must fail the connection for its answer.
pub(super) fn refused(id: &str, title: &str, clause: &'static Clause, head: HeadSpec) -> Case {
    case(id, title, [clause, rfc::CLIENT_FAIL_HANDSHAKE], head)
        .send([ping("taken?")])
        .expect(refusal().or_silent_lenient("left it to the server to end TCP"))
        .end()
        .expect(refusal())
        .or_breaks(rfc::CLIENT_CLOSE)
}

/// The client had better fail the connection for its answer, but no MUST says so.
pub(super) fn better_refused(
    id: &str,
    title: &str,
    clauses: [&'static Clause; 2],
    head: HeadSpec,
    taken: &str,
) -> Case {
    case(id, title, clauses, head)
        .send([ping("taken?")])
        .expect(
            refusal()
                .or_lenient(taken, [Pattern::pong("taken?")])
                .or_silent_lenient("left it to the server to end TCP"),
        )
        .end()
        .expect(refusal())
        .or_breaks(rfc::CLIENT_CLOSE)
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
    ]
}

/// Where an HTTP client may follow a redirect to: a connection to it plays no case.
pub(crate) const ELSEWHERE: &str = "/wsspec/elsewhere";

fn statuses() -> Vec<Case> {
    let status = |line: &str| {
        HeadSpec::right()
            .start_line(line)
            .set("Connection", "Upgrade, close")
            .set("Content-Length", "0")
    };
    let never_opens = |id: &str, title: &str, clause: &'static Clause, head: HeadSpec| {
        case(id, title, [rfc::NON_101, clause], head)
            .send([ping("taken?")])
            // It is an HTTP response, and the client may well wait for the end that it announces.
            .expect(refusal().or_silence())
            .within(PAUSE)
            .end()
            .expect(refusal())
            .or_breaks(rfc::CLIENT_CLOSE)
    };
    let mut cases: Vec<Case> = [
        (200, "OK"),
        (201, "Created"),
        (400, "Bad Request"),
        (403, "Forbidden"),
        (404, "Not Found"),
        (426, "Upgrade Required"),
        (500, "Internal Server Error"),
        (503, "Service Unavailable"),
    ]
    .map(|(code, phrase)| {
        never_opens(
            &format!("status-{code}"),
            &format!("an answer with status {code} opens no connection, whatever its fields say"),
            rfc::CLIENT_FAIL_HANDSHAKE,
            status(&format!("HTTP/1.1 {code} {phrase}")),
        )
    })
    .into();
    for (code, phrase) in [(301, "Moved Permanently"), (302, "Found"), (307, "Temporary Redirect")] {
        cases.push(never_opens(
            &format!("redirect-{code}"),
            &format!("a redirect with status {code} opens no connection; it may be followed"),
            rfc::CODE_3XX,
            status(&format!("HTTP/1.1 {code} {phrase}")).add("Location", ELSEWHERE),
        ));
    }
    cases.push(never_opens(
        "status-401",
        "an answer with status 401 opens no connection; it may be answered with credentials",
        rfc::CODE_401_AUTH,
        status("HTTP/1.1 401 Unauthorized").add("WWW-Authenticate", "Basic realm=\"wsspec\""),
    ));
    cases
}

/// What a server answers to an offer of permessage-deflate and must not (RFC 7692 5, 7, 7.1).
fn compression() -> Vec<Case> {
    let refused = |id: &str, what: &str, clause: &'static Clause, answer: &str| {
        let head = HeadSpec::right().set("Sec-WebSocket-Extensions", answer);
        refused(
            &format!("deflate-{id}"),
            &format!("an answer {what} fails the connection"),
            clause,
            head,
        )
        .answers("permessage-deflate")
    };
    vec![
        refused(
            "unknown-parameter",
            "with a parameter of permessage-deflate that is not defined",
            rfc7692::CLIENT_UNDEFINED_PARAM,
            "permessage-deflate; unknown_parameter",
        ),
        refused(
            "repeated-parameter",
            "with a parameter of permessage-deflate twice",
            rfc7692::CLIENT_DUPLICATE,
            "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        ),
        refused(
            "value-of-no-context-takeover",
            "with a value of server_no_context_takeover",
            rfc7692::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_no_context_takeover=1",
        ),
        refused(
            "window-of-7",
            "with a window smaller than any",
            rfc7692::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=7",
        ),
        refused(
            "window-of-16",
            "with a window larger than any",
            rfc7692::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=16",
        ),
        refused(
            "window-with-leading-zero",
            "with a window that has a leading zero",
            rfc7692::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=010",
        ),
        refused(
            "window-without-value",
            "with server_max_window_bits without a value",
            rfc7692::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits",
        ),
        refused(
            "client-window-without-value",
            "with client_max_window_bits without a value",
            rfc7692::CLIENT_INVALID_VALUE,
            "permessage-deflate; client_max_window_bits",
        ),
        refused(
            "client-window-not-offered",
            "with client_max_window_bits, which was not offered,",
            rfc7692::NOT_OFFERED,
            "permessage-deflate; client_max_window_bits=10",
        ),
        refused(
            "larger-window-than-offered",
            "with a larger server_max_window_bits than was offered",
            rfc7692::ANSWER_LARGER,
            "permessage-deflate; server_max_window_bits=15",
        ),
        refused(
            "twice",
            "with permessage-deflate twice",
            rfc7692::RSV1_CONFLICT_CLIENT,
            "permessage-deflate, permessage-deflate",
        ),
    ]
}

/// What a head may look like in the extreme.
fn heads() -> Vec<Case> {
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

/// Answers that are right, however unusual.
fn taken() -> Vec<Case> {
    let right = HeadSpec::right;
    let taken = |id: &str, title: &str, clause: &'static Clause, head: HeadSpec| {
        case(id, title, [clause, rfc::OPEN_STATE_4_1], head)
            .send([text("Hello")])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .close()
    };
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
        ),
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
        ),
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
        taken(
            "content-length",
            "what follows an answer is frames, whatever its Content-Length says",
            http1::N_1XX_NO_BODY,
            right().add("Content-Length", "0"),
        ),
    ]
}
