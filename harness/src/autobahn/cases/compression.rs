//! Group 12: different contents, compressed. Group 13: the same content with different parameters of permessage-deflate.
//!
//! They are about compressing, inflating and echoing a sequence of messages, and nothing in them depends on waiting for an
//! echo before the next message is sent. So several messages may be on their way at once, where Autobahn sends one by one.

use super::limits::seconds;
use crate::autobahn::case::{Ask, AutobahnCase, Shows};
use crate::corpus::Corpus;
use crate::exchange::{Content, Exchange};

/// How many messages may be on their way at once.
const IN_FLIGHT: u32 = 8;

/// What every offer begins with.
const OFFER: &str = "permessage-deflate; client_no_context_takeover; client_max_window_bits";

/// The length of a message, in characters or octets, and the largest payload of a frame, in octets.
const SHAPES: [(usize, Option<usize>); 18] = [
    (16, None),
    (64, None),
    (256, None),
    (1024, None),
    (4096, None),
    (8192, None),
    (16_384, None),
    (32_768, None),
    (65_536, None),
    (131_072, None),
    (8192, Some(256)),
    (16_384, Some(256)),
    (32_768, Some(256)),
    (65_536, Some(256)),
    (131_072, Some(256)),
    (131_072, Some(1024)),
    (131_072, Some(4096)),
    (131_072, Some(32_768)),
];

pub(super) fn cases() -> Vec<AutobahnCase> {
    [contents(), parameters()].concat()
}

/// A corpus, what its messages are, and what their lengths count.
type Body = (Corpus, &'static str, &'static str);

const JSON: Body = (Corpus::Json, "text messages of JSON", "characters");

fn contents() -> Vec<AutobahnCase> {
    let bodies = [
        JSON,
        (Corpus::Bitmap, "binary messages of a bitmap", "octets"),
        (Corpus::Text, "binary messages of prose", "octets"),
        (Corpus::Html, "text messages of HTML", "characters"),
        (Corpus::Document, "binary messages of a document", "octets"),
    ];
    let group = |(body, number)| {
        let prefix = format!("12.{number}");
        family(prefix, body, String::new(), OFFER.to_owned(), &[Ask::default()])
    };
    bodies.into_iter().zip(1..).flat_map(group).collect()
}

fn parameters() -> Vec<AutobahnCase> {
    let small = format!("{OFFER}; server_no_context_takeover; server_max_window_bits=9");
    let fresh = format!("{OFFER}; server_no_context_takeover");
    let offers = [
        OFFER.to_owned(),
        fresh.clone(),
        format!("{OFFER}; server_max_window_bits=9"),
        format!("{OFFER}; server_max_window_bits=15"),
        small.clone(),
        format!("{OFFER}; server_no_context_takeover; server_max_window_bits=15"),
        [small, fresh, OFFER.to_owned()].join(", "),
    ];
    // The same the other way round, for clients.
    let ask = |no_context_takeover, window_bits| Ask {
        no_context_takeover,
        window_bits,
    };
    let asks = [
        vec![ask(false, None)],
        vec![ask(true, None)],
        vec![ask(false, Some(9))],
        vec![ask(false, Some(15))],
        vec![ask(true, Some(9))],
        vec![ask(true, Some(15))],
        vec![ask(true, Some(9)), ask(true, None), ask(false, None)],
    ];
    let group = |((offer, asks), number): ((String, Vec<Ask>), u8)| {
        let shown = format!(", after the offer <code>{offer}</code>");
        family(format!("13.{number}"), JSON, shown, offer, &asks)
    };
    offers.into_iter().zip(asks).zip(1..).flat_map(group).collect()
}

/// One case for each [shape](SHAPES).
fn family(
    prefix: String,
    (corpus, messages, unit): Body,
    after: String,
    offer: String,
    asks: &[Ask],
) -> Vec<AutobahnCase> {
    let case = |((len, fragment), number)| {
        let how = match fragment {
            Some(octets) => format!("in frames of at most {octets} octets"),
            None => "each in one frame".to_owned(),
        };
        let mut case = AutobahnCase::new(
            format!("{prefix}.{number}"),
            format!("Sends 1000 compressed {messages}, {len} {unit} each, {how}{after}."),
        )
        .exchanges(Exchange {
            content: Content::Windows { corpus, len },
            messages: 1000,
            fragment,
            in_flight: IN_FLIGHT,
        })
        .close_after(seconds(len));
        case.offer = Some(offer.clone());
        case.asks = asks.to_vec();
        case.shows = Shows::TimeAndRatio;
        case
    };
    SHAPES.into_iter().zip(1..).map(case).collect()
}
