//! Requests that a server may take or refuse.

use wsspec_codec::rfc::{Clause, http1, registry, rfc6455 as rfc};

use super::{NO_RESPONSE, Opened as _, case, rewritten, right, taken_or_refused};
use crate::case::Case;
use crate::frame_spec::text;
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::response::Wanted;

pub(super) fn cases() -> Vec<Case> {
    [either(), resources_and_origins()].concat()
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
            "nul-in-value",
            "a NUL in a field that is not known is refused or read as a space",
            &[http1::CR_LF_NUL],
            right().add("X-Wsspec", "a\0b"),
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
    let by_origin = |(id, title, status, head): (&str, &str, (u16, u16), HeadSpec)| {
        case(id, title, &[rfc::ORIGIN_REJECT, rfc::ORIGIN_USE, rfc::CODE_403], head)
            .expect(
                Outcomes::pass([Pattern::opens()])
                    .or_pass([Pattern::Response(Wanted::status(status.0, status.1))])
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
            (403, 403),
            right().add("Origin", "http://wsspec-foreign.example"),
        )),
        by_origin((
            "null-origin",
            "an origin that is not told is refused by an HTTP error, or its connection stays open",
            (403, 403),
            right().add("Origin", "null"),
        )),
        by_origin((
            "two-origins",
            "a request with two origins is refused by an HTTP error, or its connection stays open",
            (400, 403),
            right()
                .add("Origin", "http://{host}")
                .add("Origin", "http://wsspec-foreign.example"),
        )),
    ]
}
