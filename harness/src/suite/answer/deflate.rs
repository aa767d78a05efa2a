//! Answers to an offer of permessage-deflate that a client must refuse (RFC 7692 5, 7, 7.1).

use wsspec_codec::rfc::{Clause, rfc7692};

use super::refused;
use crate::case::Case;
use crate::head_spec::HeadSpec;

/// What a server answers to an offer of permessage-deflate and must not (RFC 7692 5, 7, 7.1).
pub(super) fn cases() -> Vec<Case> {
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
