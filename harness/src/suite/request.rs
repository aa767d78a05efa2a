//! What a client asks for (RFC 6455 4.1). Each case judges one thing of its request, and then that the connection is good.

use std::time::Duration;

use wsspec_codec::rfc::{Clause, http1, rfc6455 as rfc};

use crate::aspect::Aspect;
use crate::case::Case;
use crate::frame_spec::text;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    let judging = |(id, title, aspect, clauses): (&str, &str, Aspect, &[&'static Clause])| {
        let case = Case::new(format!("request/{id}"), title, clauses.iter().copied()).judges(aspect);
        let case = match aspect {
            Aspect::Waiting => case.head(HeadSpec::right().held(HELD)),
            _ => case,
        };
        case.send([text("Hello")])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .or_breaks(rfc::OPEN_STATE_4_1)
            .close()
    };
    let judged: [(&str, &str, Aspect, &[&'static Clause]); 18] = [
        (
            "valid-http",
            "the request is an HTTP request without syntax errors",
            Aspect::Form,
            &[
                rfc::VALID_HTTP,
                http1::NO_EXTRA_CRLF,
                http1::BARE_CR_SEND,
                http1::OBS_FOLD_SEND,
                http1::WS_FIRST_HEADER_SEND,
                rfc::OTHER_HEADERS,
            ],
        ),
        (
            "comes-at-once",
            "the client connects, and its request comes as soon as TCP is there",
            Aspect::Promptness,
            &[rfc::SEND_HANDSHAKE, rfc::ESTABLISH, rfc::DIRECT],
        ),
        ("get", "the method is GET", Aspect::Method, &[rfc::METHOD_GET]),
        (
            "http-1-1",
            "the HTTP version is 1.1 or higher",
            Aspect::HttpVersion,
            &[rfc::VERSION_1_1],
        ),
        (
            "target",
            "the target is the path and query of the URL, or an absolute URI that has them",
            Aspect::Target,
            &[rfc::REQUEST_URI_4_1, rfc::RESOURCE_NAME, http1::EMPTY_PATH],
        ),
        (
            "host",
            "Host is the host of the URL, with the port unless it is the default one",
            Aspect::Host,
            &[rfc::HOST_4_1, http1::CLIENT_HOST],
        ),
        (
            "host-first",
            "Host comes before all other fields",
            Aspect::HostFirst,
            &[http1::HOST_FIRST],
        ),
        ("upgrade", "Upgrade lists websocket", Aspect::Upgrade, &[rfc::UPGRADE]),
        (
            "connection",
            "Connection lists Upgrade",
            Aspect::Connection,
            &[rfc::CONNECTION, http1::CONNECTION_LIST, http1::CONNECTION_OPT],
        ),
        (
            "key",
            "Sec-WebSocket-Key is base64 of sixteen octets",
            Aspect::Key,
            &[rfc::KEY_16_BYTES, rfc::KEY_PRESENT, rfc::KEY_CANONICAL],
        ),
        (
            "fresh-key",
            "Sec-WebSocket-Key is a new one in each connection",
            Aspect::KeyFresh,
            &[rfc::KEY_RANDOM],
        ),
        (
            "version-13",
            "Sec-WebSocket-Version is 13",
            Aspect::Version,
            &[rfc::VERSION_13, rfc::VERSION_PRESENT],
        ),
        (
            "single-fields",
            "a field that is no list is there once",
            Aspect::Once,
            &[http1::DUPLICATE_SEND, rfc::KEY_DUPLICATE, rfc::VERSION_DUPLICATE],
        ),
        (
            "lists",
            "no list of the request has an empty element",
            Aspect::Lists,
            &[http1::EMPTY_SEND],
        ),
        (
            "extensions",
            "what is offered in Sec-WebSocket-Extensions follows the grammar and the extension",
            Aspect::Extensions,
            &[
                rfc::PARAMS_PER_SPEC,
                rfc::MALFORMED,
                rfc::EXTENSIONS_MAY,
                rfc::EXT_REQUEST_MANY,
            ],
        ),
        (
            "subprotocols",
            "each subprotocol that is offered is a token, and none is offered twice",
            Aspect::Subprotocols,
            &[rfc::PROTOCOL_TOKEN, rfc::PROTOCOL_UNIQUE, rfc::PROTOCOL_REQUEST_MANY],
        ),
        (
            "origin",
            "Origin, if it is there, is a serialized origin; a browser sends it",
            Aspect::Origin,
            &[rfc::ORIGIN_NONBROWSER, rfc::ORIGIN_BROWSER],
        ),
        (
            "waits-for-the-response",
            "nothing is sent behind the request before the response has come",
            Aspect::Waiting,
            &[rfc::WAIT_RESPONSE, http1::NO_EARLY_FRAMES],
        ),
    ];
    judged.into_iter().map(judging).collect()
}

/// How long the response is kept back where the client must wait for it. A client that does not has sent long before.
const HELD: Duration = Duration::from_millis(200);
