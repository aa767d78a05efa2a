//! What a client makes of an answer to its offer of permessage-deflate (RFC 7692 7.1, 7.2). Each case goes on to use what
//! was agreed; a client whose offer does not allow the answer does not support the case.

use wsspec_codec::rfc::{Clause, rfc7692 as rfc};

use crate::case::Case;
use crate::corpus::Corpus;
use crate::exchange::{Content, Exchange};
use crate::frame_spec::text;
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [single(), windows(), together()].concat()
}

fn single() -> Vec<Case> {
    vec![
        agreed(
            "without-parameters",
            "after an answer without parameters messages refer to those before",
            &[rfc::CLIENT_MUST_KEEP, rfc::CLIENT_UNSUPPORTED],
            "permessage-deflate",
            or_cannot(),
        ),
        // This is the parameter that no client may refuse.
        agreed(
            "client-no-context-takeover",
            "under client_no_context_takeover no message of the client refers to one before",
            &[rfc::CLIENT_RESET, rfc::CLIENT_MUST_SUPPORT],
            "permessage-deflate; client_no_context_takeover",
            hello(),
        ),
        agreed(
            "server-no-context-takeover",
            "an answer may have server_no_context_takeover, offered or not",
            &[
                rfc::CLIENT_MAY_RESET,
                rfc::SERVER_MAY_ADD_7_1_1_1,
                rfc::CLIENT_UNSUPPORTED,
            ],
            "permessage-deflate; server_no_context_takeover",
            or_cannot(),
        ),
        agreed(
            "server-window-10",
            "an answer may have server_max_window_bits, offered or not",
            &[
                rfc::CLIENT_WINDOW_MAY,
                rfc::SERVER_MAY_ADD_7_1_2_1,
                rfc::CLIENT_UNSUPPORTED,
            ],
            "permessage-deflate; server_max_window_bits=10",
            or_cannot(),
        ),
        agreed(
            "all-parameters",
            "an answer may have all four parameters",
            &[rfc::MUST_USE, rfc::CLIENT_UNSUPPORTED],
            "permessage-deflate; server_max_window_bits=11; client_max_window_bits=12; server_no_context_takeover; \
             client_no_context_takeover",
            or_cannot(),
        ),
    ]
}

/// Every window that may be asked of a client.
fn windows() -> Vec<Case> {
    let window = |bits: u8| {
        agreed(
            &format!("client-window-{bits}"),
            &format!(
                "under client_max_window_bits={bits} the client refers back by at most {} octets",
                1 << bits
            ),
            &[
                rfc::CLIENT_WINDOW,
                rfc::CLIENT_CONFORM,
                rfc::CLIENT_UNSUPPORTED,
                rfc::CLIENT_1010,
            ],
            &format!("permessage-deflate; client_max_window_bits={bits}"),
            or_cannot(),
        )
    };
    (8..=15).map(window).collect()
}

/// Several parameters in one answer.
fn together() -> Vec<Case> {
    const TAKEOVER: [(&str, &str); 4] = [
        ("", ""),
        ("-and-server-no-context-takeover", "; server_no_context_takeover"),
        ("-and-client-no-context-takeover", "; client_no_context_takeover"),
        (
            "-and-no-context-takeover",
            "; server_no_context_takeover; client_no_context_takeover",
        ),
    ];
    const WINDOWS: [(&str, &str); 5] = [
        ("server-window-8", "; server_max_window_bits=8"),
        ("server-window-9", "; server_max_window_bits=9"),
        ("server-window-15", "; server_max_window_bits=15"),
        ("client-window-9", "; client_max_window_bits=9"),
        ("both-windows-9", "; client_max_window_bits=9; server_max_window_bits=9"),
    ];
    let pairs = WINDOWS
        .into_iter()
        .flat_map(|windows| TAKEOVER.into_iter().map(move |takeover| (windows, takeover)));
    pairs
        // Which has a case of its own.
        .filter(|((windows, _), (takeover, _))| !(takeover.is_empty() && *windows == "client-window-9"))
        .map(|((windows, limits), (takeover, takes))| {
            let id = format!("{windows}{takeover}");
            agreed(
                &id,
                &format!("what is answered with {} is obeyed", id.replace('-', " ")),
                &[rfc::MUST_USE, rfc::CLIENT_UNSUPPORTED, rfc::CLIENT_1010],
                &format!("permessage-deflate{limits}{takes}"),
                or_cannot(),
            )
        })
        .collect()
}

fn hello() -> Outcomes {
    Outcomes::pass([Pattern::text("Hello")])
}

/// A client that cannot do what is answered fails the connection, as section 7 wants it, or begins the closing handshake as
/// section 5.1 does.
fn or_cannot() -> Outcomes {
    hello()
        .or_info(
            "fails the connection, because it cannot do what was answered",
            [Pattern::End],
        )
        .or_info(
            "closes with 1010, because it cannot do what was answered",
            [Pattern::close(1010), Pattern::End],
        )
        .or_lenient(
            "closes, because it cannot do what was answered, and not with 1010",
            [Pattern::Close(Codes::AnyBut(vec![1000, 1001, 1010])), Pattern::End],
        )
}

/// A case that exchanges compressed messages under what was agreed.
fn agreed(id: &str, title: &str, clauses: &[&'static Clause], answer: &str, outcomes: Outcomes) -> Case {
    let clauses = clauses.iter().copied().chain([rfc::DECOMPRESS_ALGO]);
    Case::new(format!("compression/answer-{id}"), title, clauses)
        .answers(answer)
        .send([text(b"\xf2\x48\xcd\xc9\xc9\x07\x00").rsv(0b100)])
        .expect(outcomes)
        .exchange(Exchange {
            content: Content::Windows {
                corpus: Corpus::Json,
                len: 4096,
            },
            messages: 24,
            fragment: None,
            in_flight: 4,
        })
        .close()
}
