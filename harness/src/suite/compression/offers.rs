//! What a server makes of offers of permessage-deflate (RFC 7692 5, 7, 7.1). Each case goes on to use what was agreed.

use wsspec_codec::rfc::{Clause, rfc6455, rfc7692 as rfc};

use crate::case::Case;
use crate::corpus::Corpus;
use crate::exchange::{Content, Exchange};
use crate::frame_spec::{binary, text};
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [
        single(),
        windows(),
        together(),
        several(),
        written(),
        hopes(),
        to_be_declined(),
    ]
    .concat()
}

/// A case that exchanges compressed messages under what was agreed.
fn agreed(id: &str, title: &str, clauses: &[&'static Clause], offer: &str) -> Case {
    let clauses = clauses.iter().copied().chain([rfc::DECOMPRESS_ALGO]);
    Case::new(format!("compression/{id}"), title, clauses)
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
            &[rfc::ACCEPT_NAME, rfc6455::EXT_MAY],
            "permessage-deflate",
        ),
        agreed(
            "offer-server-no-context-takeover",
            "under server_no_context_takeover no message of the server refers to one before",
            &[rfc::SERVER_RESET, rfc::MUST_ACK, rfc::CLIENT_MAY_7_1_1_1],
            "permessage-deflate; server_no_context_takeover",
        ),
        agreed(
            "offer-client-no-context-takeover",
            "an offer of client_no_context_takeover is no reason to decline",
            &[rfc::SERVER_MAY_7_1_1_2, rfc::CLIENT_MAY_7_1_1_2, rfc::SERVER_MAY_RESET],
            "permessage-deflate; client_no_context_takeover",
        ),
        agreed(
            "offer-client-window",
            "the client's window is answered only with a value that the client can keep to",
            &[rfc::SERVER_MAY_7_1_2_2, rfc::ABNF_ANSWER_7_1_2_2],
            "permessage-deflate; client_max_window_bits",
        ),
        agreed(
            "offer-client-window-10",
            "an offer of client_max_window_bits with a value is understood",
            &[rfc::CLIENT_MAY_7_1_2_2, rfc::HINT_WINDOW, rfc::ABNF_ANSWER_7_1_2_2],
            "permessage-deflate; client_max_window_bits=10",
        ),
        agreed(
            "offer-client-window-8",
            "an offer of the smallest client_max_window_bits is understood",
            &[rfc::CLIENT_MAY_7_1_2_2, rfc::HINT_WINDOW],
            "permessage-deflate; client_max_window_bits=8",
        ),
        agreed(
            "offer-quoted-value",
            "a window in quotes is the same window",
            &[rfc6455::QUOTED, rfc6455::QUOTED_TOKEN],
            "permessage-deflate; server_max_window_bits=\"10\"",
        ),
        agreed(
            "offer-all-parameters",
            "all four parameters together are answered consistently",
            &[rfc::FULLY_SUPPORTED, rfc6455::DEFINED_PARAMS],
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
            match bits {
                8 => &[rfc::SERVER_WINDOW, rfc::SAME_OR_SMALLER, rfc::DECLINE_UNSUPPORTED],
                _ => &[
                    rfc::SERVER_WINDOW,
                    rfc::SAME_OR_SMALLER,
                    rfc::ABNF_ANSWER_7_1_2_1,
                    rfc::CLIENT_MAY_7_1_2_1,
                ],
            },
            &format!("permessage-deflate; server_max_window_bits={bits}"),
        )
    };
    (8..=15).map(window).collect()
}

/// Some parameters: as an id, in words, and as they are written.
type Params = (&'static str, &'static str, &'static str);

/// Several parameters in one offer, in an order of its own: each is answered, and obeyed.
fn together() -> Vec<Case> {
    const TAKEOVER: [Params; 3] = [
        (
            "server-no-context-takeover",
            "no context takeover by the server",
            "; server_no_context_takeover",
        ),
        (
            "client-no-context-takeover",
            "none by the client",
            "; client_no_context_takeover",
        ),
        (
            "no-context-takeover",
            "no context takeover by either side",
            "; client_no_context_takeover; server_no_context_takeover",
        ),
    ];
    const WINDOWS: [Params; 6] = [
        ("server-window-9", "a window of 9 bits", "; server_max_window_bits=9"),
        ("server-window-15", "a window of 15 bits", "; server_max_window_bits=15"),
        (
            "both-windows-9",
            "windows of 9 bits",
            "; client_max_window_bits=9; server_max_window_bits=9",
        ),
        ("client-window", "any window of the client", "; client_max_window_bits"),
        (
            "client-window-12",
            "a window of 12 bits of the client",
            "; client_max_window_bits=12",
        ),
        (
            "client-window-and-server-window-12",
            "a window of 12 bits and any of the client",
            "; server_max_window_bits=12; client_max_window_bits",
        ),
    ];
    let pairs = WINDOWS
        .into_iter()
        .flat_map(|windows| TAKEOVER.into_iter().map(move |takeover| (windows, takeover)));
    pairs
        .map(|((windows, of_windows, limits), (takeover, of_takeover, takes))| {
            agreed(
                &format!("offer-{windows}-and-{takeover}"),
                &format!("an offer of {of_windows} and {of_takeover} is kept to"),
                &[rfc::FULLY_SUPPORTED, rfc::MUST_USE],
                &format!("permessage-deflate{limits}{takes}"),
            )
        })
        .collect()
}

fn several() -> Vec<Case> {
    vec![
        agreed(
            "offers-fall-back",
            "of two offers the server takes one, and answers to that",
            &[rfc::OFFER_MULTI, rfc6455::SERVER_MAY, rfc6455::ORDER_9_1],
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9, permessage-deflate",
        ),
        agreed(
            "offers-illegal-before-legal",
            "a legal offer behind an illegal one is considered",
            &[rfc::DECLINE_FALLBACK],
            "permessage-deflate; server_max_window_bits=99, permessage-deflate; server_no_context_takeover",
        ),
        agreed(
            "offers-unknown-extension-before",
            "an offer behind one of an unknown extension is considered",
            &[rfc6455::UNKNOWN_IGNORED, rfc6455::SERVER_MAY],
            "x-wsspec-unknown; mode=1, permessage-deflate",
        ),
    ]
}

/// Offers that are written in other ways than most, and say the same.
fn written() -> Vec<Case> {
    let field = "Sec-WebSocket-Extensions";
    let many = (0..20)
        .map(|number| format!("x-wsspec-{number}; mode={number}, "))
        .collect::<String>();
    vec![
        agreed(
            "offers-in-two-fields",
            "offers in two header lines are one list, of which the second line can be accepted",
            &[
                rfc6455::EXTENSIONS_LIST,
                rfc6455::EXT_REQUEST_MANY,
                rfc6455::SPLIT_COMBINE,
                rfc6455::UNKNOWN_IGNORED,
            ],
            "x-wsspec-unknown, permessage-deflate",
        )
        .head(
            HeadSpec::right()
                .set(field, "x-wsspec-unknown")
                .add(field, "permessage-deflate"),
        ),
        agreed(
            "offer-behind-twenty-others",
            "an offer behind twenty of unknown extensions is considered",
            &[rfc6455::UNKNOWN_IGNORED],
            &format!("{many}permessage-deflate"),
        ),
    ]
}

/// What a server had better grant, though it need not.
fn hopes() -> Vec<Case> {
    let fallback = "permessage-deflate; server_no_context_takeover, permessage-deflate";
    vec![
        agreed(
            "server-no-context-takeover-supported",
            "a server supports server_no_context_takeover, and takes no offer without it that stands behind",
            &[rfc::RECOMMENDED, rfc::MUST_ACK],
            fallback,
        )
        .hopes_for("permessage-deflate; server_no_context_takeover"),
        agreed(
            "windows-of-1024-or-more",
            "a server that is free to choose limits no window to less than 1,024 octets",
            &[rfc::WINDOW_1024],
            "permessage-deflate; client_max_window_bits",
        )
        .hopes_for("permessage-deflate; server_max_window_bits=10; client_max_window_bits=10"),
    ]
}

/// An offer: as an id, what is wrong with it in words, the clauses, and the offer.
type Declined<'a> = (&'a str, &'a str, &'a [&'static Clause], &'a str);

/// Offers that no server may accept. The connection opens without compression.
fn to_be_declined() -> Vec<Case> {
    let declined = |(id, what, clauses, offer): Declined<'_>| {
        Case::new(
            format!("compression/declines-{id}"),
            format!("an offer {what} is declined; the connection opens"),
            clauses.iter().copied().chain([rfc::DECLINE_ALL]),
        )
        .offers(offer)
        .send([text("Hello")])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .close()
    };
    let offers: [Declined<'_>; 23] = [
        (
            "unknown-parameter",
            "with a parameter that is not defined",
            &[rfc::DECLINE_UNDEFINED_PARAM],
            "permessage-deflate; unknown_parameter",
        ),
        (
            "repeated-parameter",
            "that has a parameter twice",
            &[rfc::DECLINE_DUPLICATE],
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        ),
        (
            "repeated-window",
            "that gives two windows",
            &[rfc::DECLINE_DUPLICATE],
            "permessage-deflate; server_max_window_bits=10; server_max_window_bits=12",
        ),
        (
            "window-of-7",
            "of a window smaller than any",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits=7",
        ),
        (
            "window-of-16",
            "of a window larger than any",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits=16",
        ),
        (
            "window-with-leading-zero",
            "of a window with a leading zero",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits=08",
        ),
        (
            "window-that-is-no-number",
            "of a window that is no number",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits=nine",
        ),
        (
            "server-window-without-value",
            "of server_max_window_bits without a value",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits",
        ),
        (
            "client-window-of-16",
            "of a client's window larger than any",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; client_max_window_bits=16",
        ),
        (
            "server-no-context-takeover-with-value",
            "of server_no_context_takeover with a value",
            &[rfc::DECLINE_INVALID_VALUE, rfc::NO_VALUE],
            "permessage-deflate; server_no_context_takeover=1",
        ),
        (
            "client-no-context-takeover-with-value",
            "of client_no_context_takeover with a value",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; client_no_context_takeover=true",
        ),
        (
            "unknown-parameter-in-front",
            "with a parameter that is not defined in front of one that is",
            &[rfc::DECLINE_UNDEFINED_PARAM],
            "permessage-deflate; mem_level=9; server_no_context_takeover",
        ),
        (
            "unknown-parameter-behind",
            "with a parameter that is not defined behind all that are",
            &[rfc::DECLINE_UNDEFINED_PARAM],
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; \
             client_max_window_bits=10; unknown_parameter=1",
        ),
        (
            "window-with-sign",
            "of a window with a sign",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits=+10",
        ),
        (
            "window-with-fraction",
            "of a window with a fraction",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits=10.0",
        ),
        (
            "window-in-hexadecimal",
            "of a window that is no decimal number",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits=0xa",
        ),
        (
            "window-of-266",
            "of a window that is small only in its last eight bits",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; server_max_window_bits=266",
        ),
        (
            "client-window-of-7",
            "of a client's window smaller than any",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; client_max_window_bits=7",
        ),
        (
            "client-window-with-leading-zero",
            "of a client's window with a leading zero",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; client_max_window_bits=010",
        ),
        (
            "client-window-that-is-no-number",
            "of a client's window that is no number",
            &[rfc::DECLINE_INVALID_VALUE],
            "permessage-deflate; client_max_window_bits=large",
        ),
        (
            "repeated-client-window",
            "that has client_max_window_bits with a value and without",
            &[rfc::DECLINE_DUPLICATE],
            "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
        ),
        (
            "repeated-parameter-between-others",
            "that repeats a parameter behind others",
            &[rfc::DECLINE_DUPLICATE],
            "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; \
             client_no_context_takeover",
        ),
        (
            "unknown-extension",
            "of an extension that nobody knows",
            &[
                rfc6455::EXTENSIONS_EMPTY,
                rfc6455::EXTENSIONS_DERIVED,
                rfc6455::NOT_REQUESTED,
            ],
            "x-wsspec-unknown",
        ),
    ];
    let uncompressed = Case::new(
        "compression/rsv1-after-a-declined-offer",
        "after a declined offer a compressed message fails the connection",
        [rfc::NO_ELEMENT_UNCOMPRESSED, rfc6455::RSV1_RECV, rfc6455::NEGOTIATE_EXT],
    )
    .offers("permessage-deflate; unknown_parameter")
    .alive()
    .send([binary(b"\xf2\x48\xcd\xc9\xc9\x07\x00").rsv(0b100)])
    .expect(Outcomes::fails_with(1002));
    offers.into_iter().map(declined).chain([uncompressed]).collect()
}
