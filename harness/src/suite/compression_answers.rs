//! What a client makes of an answer to its offer of permessage-deflate (RFC 7692 7.1, 7.2). Each case goes on to use what was
//! agreed; a client whose offer does not allow the answer does not support the case.

use wsspec_codec::rfc::{Clause, rfc7692 as rfc};

use crate::case::Case;
use crate::corpus::Corpus;
use crate::exchange::{Content, Exchange};
use crate::frame_spec::text;
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        agreed(
            "without-parameters",
            "after an answer without parameters messages refer to those before",
            rfc::CLIENT_MUST_KEEP,
            "permessage-deflate",
        ),
        agreed(
            "client-no-context-takeover",
            "under client_no_context_takeover no message of the client refers to one before",
            rfc::CLIENT_RESET,
            "permessage-deflate; client_no_context_takeover",
        ),
        agreed(
            "server-no-context-takeover",
            "an answer may have server_no_context_takeover, offered or not",
            rfc::CLIENT_MAY_RESET,
            "permessage-deflate; server_no_context_takeover",
        ),
        agreed(
            "server-window-10",
            "an answer may have server_max_window_bits, offered or not",
            rfc::CLIENT_WINDOW_MAY,
            "permessage-deflate; server_max_window_bits=10",
        ),
        agreed(
            "all-parameters",
            "an answer may have all four parameters",
            rfc::MUST_USE,
            "permessage-deflate; server_max_window_bits=11; client_max_window_bits=12; server_no_context_takeover; \
             client_no_context_takeover",
        ),
    ];
    cases.extend((8..=15).map(|bits| {
        agreed(
            &format!("client-window-{bits}"),
            &format!(
                "under client_max_window_bits={bits} the client refers back by at most {} octets",
                1 << bits
            ),
            rfc::CLIENT_WINDOW,
            &format!("permessage-deflate; client_max_window_bits={bits}"),
        )
    }));
    cases
}

/// A case that exchanges compressed messages under what was agreed. A client that cannot do what is answered fails the
/// connection, as section 7 wants it.
fn agreed(id: &str, title: &str, clause: &'static Clause, answer: &str) -> Case {
    Case::new(
        format!("compression/answer-{id}"),
        title,
        [clause, rfc::DECOMPRESS_ALGO, rfc::CLIENT_UNSUPPORTED],
    )
    .answers(answer)
    .send([text(b"\xf2\x48\xcd\xc9\xc9\x07\x00").rsv(0b100)])
    .expect(
        Outcomes::pass([Pattern::text("Hello")])
            .or_info(
                "fails the connection, because it cannot do what was answered",
                [Pattern::End],
            )
            .or_info(
                "fails the connection, because it cannot do what was answered",
                [Pattern::Close(Codes::AnyBut(vec![1000, 1001])), Pattern::End],
            ),
    )
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
