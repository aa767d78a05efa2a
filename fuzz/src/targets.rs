//! The targets: what an input is, and which oracles judge it.

use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use wsspec_codec::rules::Role;

use crate::arrival::Arrival;
use crate::dealings::{self, Dealings};
use crate::deflate::exchange::Exchange;
use crate::messages::{self, Talk};
use crate::pair::{self, Pair};
use crate::stream::Stream;
use crate::structured::{self, Structured};
use crate::target::{Flow, Form, Target};
use crate::{deflate, differential, handshake, hearing, negotiation, parsing, script, seeds};

/// All targets.
pub const TARGETS: &[Target] = &[
    FRAME_PARSE,
    FRAMES,
    MESSAGES,
    CONNECTION,
    DIFFERENTIAL,
    SCRIPT,
    SESSION_PAIR,
    DEFLATE_PAIR,
    HANDSHAKE_REQUEST,
    HANDSHAKE_RESPONSE,
    EXTENSIONS,
];

/// Any octets in any pieces, as frames.
pub const FRAME_PARSE: Target = Target {
    name: "frame_parse",
    run: |input| {
        if let Ok(arrival) = Arrival::arbitrary_take_rest(Unstructured::new(input)) {
            parsing::all(&arrival);
        }
    },
    seeds: seeds::frame_parse,
    mutate: None,
    wire: |input| {
        let arrival = Arrival::arbitrary_take_rest(Unstructured::new(input));
        arrival.iter().map(frames_of).collect()
    },
};

/// Frames field by field, legal and not, to an endpoint of either role, with and without compression.
pub const FRAMES: Target = Target {
    name: "frames",
    run: |input| {
        if let Some(stream) = Stream::decode(input) {
            hearing::all(&stream.arrival());
        }
    },
    seeds: seeds::frames,
    mutate: Some(structured::mutate::<Stream>),
    wire: |input| {
        let stream = Stream::decode(input);
        stream.iter().map(|stream| frames_of(&stream.arrival())).collect()
    },
};

/// An application that talks, in either role, with and without compression; its peer hears it in any pieces.
pub const MESSAGES: Target = Target {
    name: "messages",
    run: |input| {
        if let Some(talk) = Talk::decode(input) {
            messages::all(&talk);
        }
    },
    seeds: seeds::messages,
    mutate: Some(structured::mutate::<Talk>),
    wire: |input| {
        let talk = Talk::decode(input);
        talk.iter().map(|talk| frames_of(&talk.arrival().0)).collect()
    },
};

/// An endpoint of either role whose application sends, and whose output is written, while a peer sends anything.
pub const CONNECTION: Target = Target {
    name: "connection",
    run: |input| {
        if let Some(dealings) = Dealings::decode(input) {
            dealings::all(&dealings);
        }
    },
    seeds: seeds::connection,
    mutate: Some(structured::mutate::<Dealings>),
    wire: |input| {
        let dealings = Dealings::decode(input);
        dealings
            .iter()
            .map(|dealings| frames_of(&dealings.stream.arrival()))
            .collect()
    },
};

/// Our endpoint beside another, of either role, on the same frames, without compression: that of `WSSPEC_PEER`, or all.
pub const DIFFERENTIAL: Target = Target {
    name: "differential",
    run: |input| {
        static WANTED: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("WSSPEC_PEER").ok());
        let Some(mut stream) = Stream::decode(input) else {
            return;
        };
        // Only the role is left of the terms, since peers have limits of their own, and whole headers: some judge the length
        // before the masking key is there.
        stream.terms &= 0x20;
        stream.missing = 0;
        for peer in differential::PEERS {
            if WANTED.as_ref().is_none_or(|wanted| wanted == peer.name) {
                differential::peer_agrees(peer, &stream.arrival());
            }
        }
    },
    seeds: seeds::differential,
    mutate: Some(structured::mutate::<Stream>),
    wire: FRAMES.wire,
};

/// A whole case through the session, with the reference server or client in memory as the subject.
pub const SCRIPT: Target = Target {
    name: "script",
    run: |input| {
        if let Some(stream) = Stream::decode(input) {
            script::correct_subject_passes(&stream);
        }
    },
    seeds: seeds::frames,
    mutate: Some(structured::mutate::<Stream>),
    wire: FRAMES.wire,
};

/// Our client and our server, with a pipe between them that cuts, delays and drops.
pub const SESSION_PAIR: Target = Target {
    name: "session_pair",
    run: |input| {
        if let Some(pair) = Pair::decode(input) {
            pair::all(&pair);
        }
    },
    seeds: seeds::session_pair,
    mutate: Some(structured::mutate::<Pair>),
    // Both choose what they send.
    wire: |_| Vec::new(),
};

/// Any octets in any pieces, through the head of a request and the reference server.
pub const HANDSHAKE_REQUEST: Target = Target {
    name: "handshake_request",
    run: |input| handshake::request::all(&handshake::subject::Ours, input),
    seeds: handshake::seeds::request,
    mutate: None,
    wire: handshake::request::wire,
};

/// Any octets in any pieces, for an answer to a request of ours.
pub const HANDSHAKE_RESPONSE: Target = Target {
    name: "handshake_response",
    run: |input| handshake::response::all(&handshake::subject::Ours, input),
    seeds: handshake::response_seeds::response,
    mutate: None,
    wire: handshake::response::wire,
};

/// Any text for an offer of extensions and for an answer, with any terms.
pub const EXTENSIONS: Target = Target {
    name: "extensions",
    run: |input| negotiation::extensions::all(&negotiation::subject::Ours, input),
    seeds: negotiation::seeds::extensions,
    mutate: None,
    wire: negotiation::extensions::wire,
};

/// Messages under permessage-deflate, compressed by our sender or by hand, through a connection of either role.
pub const DEFLATE_PAIR: Target = Target {
    name: "deflate_pair",
    run: |input| {
        if let Some(exchange) = Exchange::decode(input) {
            deflate::oracles::all(&exchange);
        }
    },
    seeds: deflate::seeds::deflate_pair,
    mutate: Some(structured::mutate::<Exchange>),
    wire: |input| {
        let flow = |exchange: Exchange| Flow {
            what: format!("a {}'s frames", exchange.sender()),
            form: Form::Frames,
            octets: exchange.wire().octets,
        };
        Exchange::decode(input).map(flow).into_iter().collect()
    },
};

fn frames_of(arrival: &Arrival<'_>) -> Flow {
    let sender = match arrival.terms.receiver {
        Role::Server => "a client's frames",
        Role::Client => "a server's frames",
    };
    Flow {
        what: sender.to_owned(),
        form: Form::Frames,
        octets: arrival.octets.to_vec(),
    }
}
