//! Many compressed messages, over the sizes, bodies of data and parameters that Autobahn takes (RFC 7692 7.1, 7.2).
//!
//! Up to sixteen are on their way at once: an echo comes when it comes, and the order is that of the messages. The client
//! keeps to what its offers hint at, and the server's references are measured against what it answered.

use wsspec_codec::rfc::{Clause, rfc6455, rfc7692 as rfc};

use crate::case::{Case, Profile};
use crate::corpus::Corpus;
use crate::exchange::{Content, Exchange};

pub(super) fn cases() -> Vec<Case> {
    let corpora = CORPORA.into_iter().zip(1..);
    let of_corpus = corpora.flat_map(|((name, corpus), group)| {
        SIZES.into_iter().zip(1..).map(move |(size, last)| {
            let clauses = [rfc::DECOMPRESS_ALGO, rfc::COMPRESS_ALGO];
            case(
                name,
                corpus,
                size,
                &clauses,
                OFFERS_MEANT[0].1,
                &format!("12.{group}.{last}"),
            )
        })
    });
    let with_parameters = OFFERS_MEANT
        .into_iter()
        .zip(1..)
        .flat_map(|((name, offer, clause), group)| {
            SIZES.into_iter().zip(1..).map(move |(size, last)| {
                let clauses = [clause, rfc::DECOMPRESS_ALGO];
                case(name, Corpus::Json, size, &clauses, offer, &format!("13.{group}.{last}"))
            })
        });
    of_corpus.chain(with_parameters).collect()
}

const CORPORA: [(&str, Corpus); 5] = [
    ("json", Corpus::Json),
    ("bitmap", Corpus::Bitmap),
    ("prose", Corpus::Text),
    ("html", Corpus::Html),
    ("document", Corpus::Document),
];

/// The length of a message, and the largest payload of a frame, which cuts the compressed octets.
type Size = (usize, Option<usize>);

const SIZES: [Size; 18] = [
    (16, None),
    (64, None),
    (256, None),
    (1 << 10, None),
    (4 << 10, None),
    (8 << 10, None),
    (16 << 10, None),
    (32 << 10, None),
    (64 << 10, None),
    (128 << 10, None),
    (8 << 10, Some(256)),
    (16 << 10, Some(256)),
    (32 << 10, Some(256)),
    (64 << 10, Some(256)),
    (128 << 10, Some(256)),
    (128 << 10, Some(1 << 10)),
    (128 << 10, Some(4 << 10)),
    (128 << 10, Some(32 << 10)),
];

/// The size that the default profile plays.
const DEFAULT: Size = (8 << 10, Some(256));

/// The parameters that are tried: a name, the offers, and the clause that they are about.
const OFFERS_MEANT: [(&str, &str, &Clause); 7] = [
    (
        "client-hints",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits",
        rfc::FULLY_SUPPORTED,
    ),
    (
        "server-no-context-takeover",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover",
        rfc::SERVER_RESET,
    ),
    (
        "server-window-9",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_max_window_bits=9",
        rfc::SERVER_WINDOW,
    ),
    (
        "server-window-15",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_max_window_bits=15",
        rfc::SERVER_WINDOW,
    ),
    (
        "server-no-context-takeover-window-9",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; \
         server_max_window_bits=9",
        rfc::SERVER_RESET,
    ),
    (
        "server-no-context-takeover-window-15",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; \
         server_max_window_bits=15",
        rfc::SERVER_RESET,
    ),
    (
        "three-offers",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; \
         server_max_window_bits=9, \
         permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover, \
         permessage-deflate; client_no_context_takeover; client_max_window_bits",
        rfc::OFFER_MULTI,
    ),
];

fn case(name: &str, corpus: Corpus, size: Size, clauses: &[&'static Clause], offer: &str, number: &str) -> Case {
    let (len, fragment) = size;
    let (suffix, cut) = match fragment {
        None => (String::new(), String::new()),
        Some(octets) => (
            format!("-in-frames-of-{octets}"),
            format!(", in frames of {octets} octets,"),
        ),
    };
    let (about, unit) = match corpus.kind() {
        wsspec_codec::message::MessageKind::Text => (corpus, "characters"),
        wsspec_codec::message::MessageKind::Binary => (corpus, "octets"),
    };
    let clauses = clauses.iter().copied().chain([rfc6455::RECV_BOTH]);
    Case::new(
        format!("compression/{name}-{len}{suffix}"),
        format!("a thousand compressed {about} messages of {len} {unit}{cut} are echoed"),
        clauses,
    )
    .autobahn([number])
    .offers(offer)
    .profile(if size == DEFAULT {
        Profile::Default
    } else {
        Profile::Full
    })
    .exchange(Exchange {
        content: Content::Windows { corpus, len },
        messages: 1000,
        fragment,
        in_flight: 16,
    })
    .close()
}
