//! What a server makes of offers of permessage-deflate (RFC 7692 5, 7, 7.1). Each case goes on to use what was agreed.

use wsspec_codec::rfc::{Clause, rfc6455, rfc7692 as rfc};

use crate::case::Case;
use crate::corpus::Corpus;
use crate::exchange::{Content, Exchange};
use crate::frame_spec::text;
use crate::pattern::{Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [single(), windows(), several(), to_be_declined()].concat()
}

/// A case that exchanges compressed messages under what was agreed.
fn agreed(id: &str, title: &str, clause: &'static Clause, offer: &str) -> Case {
    Case::new(format!("compression/{id}"), title, [clause, rfc::DECOMPRESS_ALGO])
        .offers(offer)
        .exchange(some_messages())
        .close()
}

/// Enough that a window of 2^15 octets slides, and few enough to be quick.
fn some_messages() -> Exchange {
    Exchange {
        content: Content::Windows {
            corpus: Corpus::Json,
            len: 4096,
        },
        messages: 24,
        fragment: None,
        in_flight: 4,
    }
}

fn single() -> Vec<Case> {
    vec![
        agreed(
            "offer-without-parameters",
            "an offer without parameters is accepted, and messages refer to those before",
            rfc::ACCEPT_NAME,
            "permessage-deflate",
        ),
        agreed(
            "offer-server-no-context-takeover",
            "under server_no_context_takeover no message of the server refers to one before",
            rfc::SERVER_RESET,
            "permessage-deflate; server_no_context_takeover",
        ),
        agreed(
            "offer-client-no-context-takeover",
            "an offer of client_no_context_takeover is no reason to decline",
            rfc::SERVER_MAY_7_1_1_2,
            "permessage-deflate; client_no_context_takeover",
        ),
        agreed(
            "offer-client-window",
            "the client's window is answered only with a value that the client can keep to",
            rfc::SERVER_MAY_7_1_2_2,
            "permessage-deflate; client_max_window_bits",
        ),
        agreed(
            "offer-client-window-10",
            "an offer of client_max_window_bits with a value is understood",
            rfc::CLIENT_MAY_7_1_2_2,
            "permessage-deflate; client_max_window_bits=10",
        ),
        agreed(
            "offer-client-window-8",
            "an offer of the smallest client_max_window_bits is understood",
            rfc::CLIENT_MAY_7_1_2_2,
            "permessage-deflate; client_max_window_bits=8",
        ),
        agreed(
            "offer-quoted-value",
            "a window in quotes is the same window",
            rfc6455::QUOTED,
            "permessage-deflate; server_max_window_bits=\"10\"",
        ),
        agreed(
            "offer-all-parameters",
            "all four parameters together are answered consistently",
            rfc::FULLY_SUPPORTED,
            "permessage-deflate; server_max_window_bits=11; client_max_window_bits=12; server_no_context_takeover; \
             client_no_context_takeover",
        ),
    ]
}

/// Every window that may be asked of a server.
fn windows() -> Vec<Case> {
    let window = |bits: u32| {
        agreed(
            &format!("offer-server-window-{bits}"),
            &format!(
                "under server_max_window_bits={bits} the server refers back by at most {} octets",
                1 << bits
            ),
            rfc::SERVER_WINDOW,
            &format!("permessage-deflate; server_max_window_bits={bits}"),
        )
    };
    (8..=15).map(window).collect()
}

fn several() -> Vec<Case> {
    vec![
        agreed(
            "offers-fall-back",
            "of two offers the server takes one, and answers to that",
            rfc::OFFER_MULTI,
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9, permessage-deflate",
        ),
        agreed(
            "offers-illegal-before-legal",
            "a legal offer behind an illegal one is considered",
            rfc::DECLINE_FALLBACK,
            "permessage-deflate; server_max_window_bits=99, permessage-deflate; server_no_context_takeover",
        ),
        agreed(
            "offers-unknown-extension-before",
            "an offer behind one of an unknown extension is considered",
            rfc6455::UNKNOWN_IGNORED,
            "x-wsspec-unknown; mode=1, permessage-deflate",
        ),
    ]
}

/// Offers that no server may accept. The connection opens without compression.
fn to_be_declined() -> Vec<Case> {
    let declined = |(id, what, clause, offer): (&str, &str, &'static Clause, &str)| {
        Case::new(
            format!("compression/declines-{id}"),
            format!("an offer {what} is declined, and the connection opens without"),
            [clause, rfc::DECLINE_ALL],
        )
        .offers(offer)
        .send([text("Hello")])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .close()
    };
    let offers: [(&str, &str, &'static Clause, &str); 12] = [
        (
            "unknown-parameter",
            "with a parameter that is not defined",
            rfc::DECLINE_UNDEFINED_PARAM,
            "permessage-deflate; unknown_parameter",
        ),
        (
            "repeated-parameter",
            "that has a parameter twice",
            rfc::DECLINE_DUPLICATE,
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        ),
        (
            "repeated-window",
            "that gives two windows",
            rfc::DECLINE_DUPLICATE,
            "permessage-deflate; server_max_window_bits=10; server_max_window_bits=12",
        ),
        (
            "window-of-7",
            "of a window smaller than any",
            rfc::DECLINE_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=7",
        ),
        (
            "window-of-16",
            "of a window larger than any",
            rfc::DECLINE_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=16",
        ),
        (
            "window-with-leading-zero",
            "of a window with a leading zero",
            rfc::DECLINE_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=08",
        ),
        (
            "window-that-is-no-number",
            "of a window that is no number",
            rfc::DECLINE_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=nine",
        ),
        (
            "server-window-without-value",
            "of server_max_window_bits without a value",
            rfc::DECLINE_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits",
        ),
        (
            "client-window-of-16",
            "of a client's window larger than any",
            rfc::DECLINE_INVALID_VALUE,
            "permessage-deflate; client_max_window_bits=16",
        ),
        (
            "server-no-context-takeover-with-value",
            "of server_no_context_takeover with a value",
            rfc::DECLINE_INVALID_VALUE,
            "permessage-deflate; server_no_context_takeover=1",
        ),
        (
            "client-no-context-takeover-with-value",
            "of client_no_context_takeover with a value",
            rfc::DECLINE_INVALID_VALUE,
            "permessage-deflate; client_no_context_takeover=true",
        ),
        (
            "unknown-extension",
            "of an extension that nobody knows",
            rfc6455::EXTENSIONS_EMPTY,
            "x-wsspec-unknown",
        ),
    ];
    let uncompressed = Case::new(
        "compression/rsv1-after-a-declined-offer",
        "after a declined offer a compressed message fails the connection",
        [rfc::NO_ELEMENT_UNCOMPRESSED, rfc6455::RSV1_RECV],
    )
    .offers("permessage-deflate; unknown_parameter")
    .alive()
    .send([text(b"\xf2\x48\xcd\xc9\xc9\x07\x00").rsv(0b100)])
    .expect(Outcomes::fails_with(1002));
    offers.into_iter().map(declined).chain([uncompressed]).collect()
}
