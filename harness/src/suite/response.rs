//! What a server answers (RFC 6455 4.2.2). Each case judges one thing of its response, and then that the connection is good.

use wsspec_codec::rfc::{Clause, http1, registry, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use super::opening::Opened as _;
use crate::aspect::Aspect;
use crate::case::Case;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;

pub(super) fn cases() -> Vec<Case> {
    [opening(), subprotocols(), extensions(), refusals()].concat()
}

fn case(id: &str, title: &str, clauses: &[&'static Clause]) -> Case {
    Case::new(format!("response/{id}"), title, clauses.iter().copied()).only(Role::Server)
}

/// One aspect of a response that opens a connection.
fn judging(id: &str, title: &str, aspect: Aspect, clauses: &[&'static Clause], head: HeadSpec) -> Case {
    case(id, title, clauses)
        .head(head)
        .judges(aspect)
        .expect(Outcomes::pass([Pattern::opens()]))
        .echoes()
}

fn opening() -> Vec<Case> {
    let rows: [(&str, &str, Aspect, &[&'static Clause]); 7] = [
        (
            "valid-http",
            "the response is an HTTP response without syntax errors",
            Aspect::ResponseForm,
            &[
                rfc::REPLY_VALID_HTTP,
                http1::STATUS_LINE,
                http1::BARE_CR_SEND,
                http1::OBS_FOLD_SEND,
                http1::WS_FIRST_HEADER_SEND,
            ],
        ),
        (
            "upgrade",
            "Upgrade is websocket",
            Aspect::ResponseUpgrade,
            &[rfc::UPGRADE_HDR, http1::STATUS_101_UPGRADE],
        ),
        (
            "connection",
            "Connection lists Upgrade",
            Aspect::ResponseConnection,
            &[rfc::CONNECTION_HDR, http1::CONNECTION_OPT],
        ),
        (
            "accept",
            "Sec-WebSocket-Accept is there once, and answers the key",
            Aspect::Accept,
            &[rfc::KEY_HASH, rfc::ACCEPT_ABNF, rfc::ACCEPT_ONCE],
        ),
        (
            "no-body",
            "a 101 has neither Content-Length nor Transfer-Encoding",
            Aspect::Bodiless,
            &[http1::NO_CL_101, http1::TE_101],
        ),
        (
            "no-empty-elements",
            "no list has an empty element",
            Aspect::NoEmptyElements,
            &[http1::EMPTY_SEND],
        ),
        (
            "single-fields",
            "a field that is no list is there once",
            Aspect::ResponseOnce,
            &[http1::DUPLICATE_SEND],
        ),
    ];
    let status = case(
        "status-101",
        "a right request is answered with 101, or sent elsewhere, or asked for credentials",
        &[
            rfc::STATUS_101,
            rfc::COMPLETE_STEPS,
            rfc::REDIRECT,
            rfc::AUTH_401,
            http1::STATUS_401_CHALLENGE,
        ],
    )
    .expect(
        Outcomes::pass([Pattern::opens()])
            .or_info(
                "asks for credentials",
                [Pattern::Response(Wanted::status(401, 401).with("WWW-Authenticate", ""))],
            )
            .or_info(
                "sends the client elsewhere",
                [Pattern::Response(Wanted::status(300, 399).with("Location", ""))],
            ),
    )
    .echoes();
    rows.into_iter()
        .map(|(id, title, aspect, clauses)| judging(id, title, aspect, clauses, HeadSpec::right()))
        .chain([status])
        .collect()
}

fn subprotocols() -> Vec<Case> {
    let offering = |id: &str, title: &str, clauses: &[&'static Clause], offer: &str| {
        let head = match offer {
            "" => HeadSpec::right(),
            offer => HeadSpec::right().add("Sec-WebSocket-Protocol", offer),
        };
        judging(id, title, Aspect::Selected, clauses, head)
    };
    vec![
        offering(
            "no-subprotocol-unasked",
            "no subprotocol is named where none was offered",
            &[rfc::SUBPROTOCOL_NULL, rfc::SUBPROTOCOL_EMPTY],
            "",
        ),
        offering(
            "no-unknown-subprotocol",
            "where only subprotocols were offered that nobody knows, one of them is named or none",
            &[rfc::SUBPROTOCOL_DERIVED, rfc::SUBPROTOCOL_EMPTY],
            "x-wsspec-a, x-wsspec-b",
        ),
        offering(
            "one-subprotocol",
            "of several subprotocols one is named, once",
            &[rfc::SUBPROTOCOL_DERIVED, rfc::SUBPROTOCOL_TOKEN, rfc::PROTOCOL_ONCE],
            "chat, superchat, soap, wamp, mqtt, stomp, v12.stomp, graphql-ws, graphql-transport-ws, xmpp, echo-protocol",
        ),
        offering(
            "subprotocol-in-other-case",
            "a subprotocol that was offered in capitals is not named in small letters",
            &[registry::CASE_SENSITIVE],
            "CHAT, SUPERCHAT, SOAP, WAMP, MQTT, STOMP, V12.STOMP, GRAPHQL-WS, XMPP, ECHO-PROTOCOL",
        ),
    ]
}

fn extensions() -> Vec<Case> {
    let offering = |id: &str, title: &str, clauses: &[&'static Clause], offer: &str| {
        let head = match offer {
            "" => HeadSpec::right(),
            offer => HeadSpec::right().add("Sec-WebSocket-Extensions", offer),
        };
        judging(id, title, Aspect::Answered, clauses, head)
    };
    vec![
        offering(
            "no-extension-unasked",
            "no extension is named where none was offered",
            &[rfc::EXTENSIONS_UNLISTED, rfc::NOT_REQUESTED, rfc::EXTENSIONS_EMPTY],
            "",
        ),
        offering(
            "no-unknown-extension",
            "where only an extension was offered that nobody knows, none is named",
            &[rfc::EXTENSIONS_EMPTY, rfc::NOT_REQUESTED, rfc::CODE_1010_SERVER],
            "x-wsspec-unknown; a=1",
        ),
        offering(
            "no-other-extension",
            "where another extension for compression was offered, permessage-deflate is not named",
            &[rfc::EXTENSIONS_UNLISTED, rfc::NOT_REQUESTED],
            "permessage-bzip2",
        ),
        offering(
            "extension-of-the-offer",
            "what is answered to an offer of permessage-deflate follows from it",
            &[rfc::EXTENSIONS_DERIVED, rfc::DEFINED_PARAMS, rfc::EXT_RESPONSE_ONCE],
            "permessage-deflate; client_max_window_bits",
        ),
    ]
}

/// What HTTP wants of a refusal with a certain status; one with another is an observation.
fn refusals() -> Vec<Case> {
    let refusing = |id: &str, title: &str, clauses: &[&'static Clause], head: HeadSpec, wanted: Wanted| {
        let status = wanted.status.0;
        let other = format!("did not refuse the request with status {status}");
        case(id, title, clauses).head(head).expect(
            Outcomes::pass([Pattern::Response(wanted)])
                .or_info(other.clone(), [Pattern::Response(Wanted::status(200, status - 1))])
                .or_info(other.clone(), [Pattern::Response(Wanted::status(status + 1, 599))])
                .or_info(other, [Pattern::End]),
        )
    };
    let other_version = HeadSpec::right().set("Sec-WebSocket-Version", "25");
    vec![
        refusing(
            "upgrade-of-426",
            "a 426 has Upgrade, with websocket in it",
            &[http1::STATUS_426_UPGRADE, http1::STATUS_426],
            other_version.clone(),
            Wanted::status(426, 426).with("Upgrade", "websocket"),
        ),
        refusing(
            "connection-of-426",
            "a 426 lists upgrade in Connection, as whoever sends Upgrade",
            &[http1::CONNECTION_OPT],
            other_version,
            Wanted::status(426, 426).with("Connection", "upgrade"),
        ),
        refusing(
            "allow-of-405",
            "a 405 has Allow",
            &[http1::STATUS_405_ALLOW],
            HeadSpec::right().start_line("POST {target} HTTP/1.1"),
            Wanted::status(405, 405).with("Allow", ""),
        ),
        case(
            "refusal-is-http",
            "a request that is refused is answered with an HTTP error, and TCP does not just end",
            &[rfc::SHOULD_HTTP],
        )
        .head(HeadSpec::right().without("Sec-WebSocket-Key"))
        .expect(
            Outcomes::pass([Pattern::Response(Wanted::error())])
                .or_lenient("answered with another status", [Pattern::Response(Wanted::refuses())])
                .or_lenient("ended TCP without a response", [Pattern::End]),
        ),
    ]
}
