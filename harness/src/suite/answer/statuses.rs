//! Statuses other than 101, which open no connection (RFC 6455 4.1).

use wsspec_codec::rfc::{Clause, rfc6455 as rfc};

use super::{case, refusal};
use crate::case::{Case, PAUSE};
use crate::frame_spec::ping;
use crate::head_spec::HeadSpec;

/// Where an HTTP client may follow a redirect to: a connection to it plays no case.
pub(crate) const ELSEWHERE: &str = "/wsspec/elsewhere";

pub(super) fn cases() -> Vec<Case> {
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
    for (id, versions) in [("this", "13"), ("others", "8, 7")] {
        cases.push(never_opens(
            &format!("status-426-for-{id}"),
            &format!("an answer with status 426 that lists version {versions} opens no connection; a retry is allowed"),
            rfc::CLIENT_RETRY,
            status("HTTP/1.1 426 Upgrade Required").set("Sec-WebSocket-Version", versions),
        ));
    }
    cases
}
