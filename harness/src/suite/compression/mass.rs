//! Many compressed messages, over the sizes, bodies of data and parameters that Autobahn takes (RFC 7692 7.1, 7.2).
//!
//! Up to sixteen are on their way at once: an echo comes when it comes, and the order is that of the messages. The client
//! keeps to what its offers hint at, and the subject's references are measured against what was answered. What the tester
//! offers to ask something of a server, it answers in the other role's words to ask it of a client.

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
                &OFFERS_MEANT[0],
                &format!("12.{group}.{last}"),
            )
        })
    });
    let with_parameters = OFFERS_MEANT.into_iter().zip(1..).flat_map(|(terms, group)| {
        SIZES.into_iter().zip(1..).map(move |(size, last)| {
            let clauses = [terms.clause, rfc::DECOMPRESS_ALGO];
            case(
                terms.name,
                Corpus::Json,
                size,
                &clauses,
                &terms,
                &format!("13.{group}.{last}"),
            )
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

/// The parameters that are tried.
struct Terms {
    name: &'static str,
    /// What the tester offers as a client.
    offer: &'static str,
    /// What it answers as a server.
    answer: &'static str,
    /// The clause that they are about.
    clause: &'static Clause,
}

const OFFERS_MEANT: [Terms; 7] = [
    Terms {
        name: "client-hints",
        offer: "permessage-deflate; client_no_context_takeover; client_max_window_bits",
        answer: "permessage-deflate; server_no_context_takeover",
        clause: rfc::FULLY_SUPPORTED,
    },
    Terms {
        name: "server-no-context-takeover",
        offer: "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover",
        answer: "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        clause: rfc::SERVER_RESET,
    },
    Terms {
        name: "server-window-9",
        offer: "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_max_window_bits=9",
        answer: "permessage-deflate; server_no_context_takeover; client_max_window_bits=9",
        clause: rfc::SERVER_WINDOW,
    },
    Terms {
        name: "server-window-15",
        offer: "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_max_window_bits=15",
        answer: "permessage-deflate; server_no_context_takeover; client_max_window_bits=15",
        clause: rfc::SERVER_WINDOW,
    },
    Terms {
        name: "server-no-context-takeover-window-9",
        offer: "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; \
                server_max_window_bits=9",
        answer: "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=9",
        clause: rfc::SERVER_RESET,
    },
    Terms {
        name: "server-no-context-takeover-window-15",
        offer: "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; \
                server_max_window_bits=15",
        answer: "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=15",
        clause: rfc::SERVER_RESET,
    },
    Terms {
        name: "three-offers",
        offer: "permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; \
                server_max_window_bits=9, \
                permessage-deflate; client_no_context_takeover; client_max_window_bits; server_no_context_takeover, \
                permessage-deflate; client_no_context_takeover; client_max_window_bits",
        answer: "permessage-deflate",
        clause: rfc::OFFER_MULTI,
    },
];

fn case(name: &str, corpus: Corpus, size: Size, clauses: &[&'static Clause], terms: &Terms, number: &str) -> Case {
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
    .offers(terms.offer)
    .answers(terms.answer)
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
