//! Heads that are no HTTP, fields that are none, and what comes behind a request that was refused.

use wsspec_codec::rfc::{http1, rfc6455 as rfc};

use super::{NO_RESPONSE, Opened as _, Row, bad_request, better_refused, case, no_switch, right};
use crate::case::Case;
use crate::frame_spec::ping;
use crate::pattern::{Grade, Outcome, Outcomes, Pattern};
use crate::response::Wanted;

pub(super) fn cases() -> Vec<Case> {
    [syntax(), hidden_fields(), aftermath()].concat()
}

/// Heads that are no HTTP.
fn syntax() -> Vec<Case> {
    let spaced = |(id, field, value, space): (&str, &str, &str, &str)| {
        bad_request((
            id,
            &format!("with whitespace between {field} and its colon"),
            &[http1::WS_COLON_SERVER],
            right().without(field).add(&format!("{field}{space}"), value),
        ))
    };
    let ignored = |row, what: &str| better_refused(row, &format!("took a request with {what}"));
    [
        ("space-before-colon-of-upgrade", "Upgrade", "websocket", " "),
        ("space-before-colon-of-key", "Sec-WebSocket-Key", "{key}", " "),
        ("tab-before-colon-of-host", "Host", "{host}", "\t"),
    ]
    .map(spaced)
    .into_iter()
    .chain([
        bad_request((
            "space-before-colon-of-unknown-field",
            "with whitespace between an unknown field and its colon",
            &[http1::WS_COLON_SERVER],
            right().add("X-Wsspec ", "a"),
        )),
        ignored(
            (
                "line-without-colon",
                "with a line that has no colon",
                &[http1::NO_COLON],
                right().lines("X-Wsspec\r\n"),
            ),
            "a line that is no field",
        ),
        ignored(
            (
                "field-without-name",
                "with a field that has no name",
                &[http1::NO_COLON],
                right().lines(": a\r\n"),
            ),
            "a field that has no name",
        ),
        ignored(
            (
                "parenthesis-in-name",
                "with a parenthesis in the name of a field",
                &[http1::TOKEN_NAME],
                right().add("X-Wss(pec", "a"),
            ),
            "a field whose name is no token",
        ),
        ignored(
            (
                "umlaut-in-name",
                "with an umlaut in the name of a field",
                &[http1::TOKEN_NAME],
                right().add("X-\u{fc}ber", "a"),
            ),
            "a field whose name is no token",
        ),
    ])
    .collect()
}

/// Fields that are none: a server that sees Upgrade, or another field that is missing, in them reads the head otherwise than
/// others do, and what stands between a client and it may be led to believe that no connection was asked for.
fn hidden_fields() -> Vec<Case> {
    let without_upgrade = || right().without("Upgrade");
    let hidden = |(id, title, clauses, head): Row<'_>| case(id, title, clauses, head).expect(no_switch());
    vec![
        hidden((
            "upgrade-behind-bare-cr",
            "a CR alone ends no line, so that Upgrade behind it is no field",
            &[http1::BARE_CR_RECV],
            without_upgrade().lines("X-Wsspec: a\rUpgrade: websocket\r\n"),
        )),
        hidden((
            "upgrade-behind-line-separator",
            "U+2028 ends no line, so that Upgrade behind it is no field",
            &[http1::OCTETS],
            without_upgrade().lines("X-Wsspec: a\u{2028}Upgrade: websocket\r\n"),
        )),
        hidden((
            "upgrade-behind-next-line",
            "U+0085 ends no line, so that Upgrade behind it is no field",
            &[http1::OCTETS],
            without_upgrade().lines("X-Wsspec: a\u{85}Upgrade: websocket\r\n"),
        )),
        hidden((
            "upgrade-behind-overlong-lf",
            "an LF in two octets ends no line, so that Upgrade behind it is no field",
            &[http1::OCTETS],
            without_upgrade().lines(b"X-Wsspec: a\xc0\x8d\xc0\x8aUpgrade: websocket\r\n"),
        )),
        hidden((
            "upgrade-in-a-continued-line",
            "a line that begins with a space goes on with the one before, and is no field of its own",
            &[http1::OBS_FOLD_SERVER],
            without_upgrade().lines("X-Wsspec: a\r\n Upgrade: websocket\r\n"),
        )),
        hidden((
            "connection-in-a-continued-line",
            "a line that begins with a tab goes on with the one before, so that `close Upgrade` lists no Upgrade",
            &[http1::OBS_FOLD_SERVER],
            right()
                .without("Connection")
                .lines("Connection: close\r\n\tUpgrade\r\n"),
        )),
        hidden((
            "upgrade-behind-whitespace-in-the-first-line",
            "a line that begins with a space behind the request line is rejected or left out",
            &[http1::WS_FIRST_HEADER_RECV],
            without_upgrade().start_line("GET {target} HTTP/1.1\r\n Upgrade: websocket"),
        )),
        hidden((
            "nul-inside-upgrade",
            "a NUL in a value is not left out, so that Upgrade is not websocket",
            &[http1::CR_LF_NUL],
            without_upgrade().lines(b"Upgrade: web\0socket\r\n"),
        )),
        hidden((
            "key-with-underscores",
            "Sec_WebSocket_Key is another field than Sec-WebSocket-Key",
            &[http1::TOKEN_NAME, rfc::KEY_MISSING],
            right().without("Sec-WebSocket-Key").add("Sec_WebSocket_Key", "{key}"),
        )),
        hidden((
            "version-with-underscores",
            "Sec_WebSocket_Version is another field than Sec-WebSocket-Version",
            &[http1::TOKEN_NAME, rfc::VERSION_MISSING],
            right()
                .without("Sec-WebSocket-Version")
                .add("Sec_WebSocket_Version", "13"),
        )),
    ]
}

/// What comes behind a request that was refused.
fn aftermath() -> Vec<Case> {
    let refuses = || Pattern::Response(Wanted::refuses());
    let kept = |outcomes: Outcomes, because: &str| {
        let mut outcomes = outcomes;
        outcomes.0.push(Outcome {
            grade: Grade::Pass,
            because: because.to_owned(),
            patterns: vec![refuses()],
        });
        outcomes
    };
    let keeping = || right().before(TWO_HOSTS);
    vec![
        case(
            "frames-behind-a-refused-request",
            "behind a refused request frames are no frames",
            &[rfc::SERVER_ABORT, rfc::COMPLETE_STEPS],
            right().without("Sec-WebSocket-Key").glued(),
        )
        .send([ping("open?")])
        .expect(
            kept(
                Outcomes::pass([refuses(), Pattern::End]).or_pass([refuses(), refuses()]),
                "",
            )
            .or_lenient(NO_RESPONSE, [Pattern::End]),
        ),
        case(
            "request-behind-connection-close",
            "behind a response that says Connection: close no request is answered",
            &[http1::CLOSE_OPTION],
            keeping(),
        )
        .expect(
            Outcomes::pass([refuses(), Pattern::End])
                .or_pass([
                    Pattern::Response(Wanted::refuses().without("Connection", "close")),
                    refuses(),
                ])
                .or_lenient(NO_RESPONSE, [Pattern::End])
                .or_pass([
                    Pattern::Response(Wanted::refuses().without("Connection", "close")),
                    Pattern::opens(),
                ]),
        )
        .echoes(),
        case(
            "refused-with-much-behind",
            "a response to a request that is refused is not lost to what came behind it",
            &[http1::STAGED_CLOSE],
            right().set("Sec-WebSocket-Version", "25").glued(),
        )
        .send_octets(crate::bytes::Bytes::repeat(b'A', 256 << 10))
        .expect(
            kept(
                Outcomes::pass([refuses(), Pattern::End]).or_pass([refuses(), refuses()]),
                "",
            )
            .or_lenient("ended TCP without a response, or a reset destroyed it", [Pattern::End]),
        ),
    ]
}

/// A request that is answered with 400.
const TWO_HOSTS: &str = "GET / HTTP/1.1\r\nHost: localhost\r\nHost: other.example\r\n\r\n";
