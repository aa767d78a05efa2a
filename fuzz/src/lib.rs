//! What the fuzz targets are made of, without an engine: inputs, oracles, seeds.
//!
//! An oracle is a function that knows what is right for *any* octets, so that a target finds more than panics. The same
//! functions run under libFuzzer, over the corpus in `cargo test`, and against planted defects that they must notice.
//!
//! In reading order:
//! [`target`] what a target is · [`structured`] inputs that are values · [`hold`] how an oracle speaks ·
//! [`delivery`] octets in pieces · [`codec`] what is tested · [`drawing`] frames as RFC 6455 draws them, read a second
//! time · [`observed`] what the codec made of an input · [`oracles`] what must hold · [`seeds`] where a corpus begins ·
//! [`handshake`] and [`negotiation`] the same for the opening handshake and its extensions.

pub mod codec;
pub mod delivery;
pub mod drawing;
pub mod handshake;
pub mod hold;
pub mod negotiation;
pub mod observed;
pub mod oracles;
pub mod seeds;
pub mod structured;
pub mod target;

#[cfg(fuzzing)]
#[doc(hidden)]
pub use libfuzzer_sys;

use arbitrary::{Arbitrary, Unstructured};

use crate::codec::Ours;
use crate::delivery::Delivery;
use crate::target::{Flow, Form, Target};

/// All targets.
pub const TARGETS: &[Target] = &[FRAME_PARSE, HANDSHAKE_REQUEST, HANDSHAKE_RESPONSE, EXTENSIONS];

/// Any octets in any pieces, through headers, frames and a connection of either role.
pub const FRAME_PARSE: Target = Target {
    name: "frame_parse",
    run: |input| {
        if let Ok(delivery) = Delivery::arbitrary_take_rest(Unstructured::new(input)) {
            oracles::all(&Ours, &delivery);
        }
    },
    seeds: seeds::frame_parse,
    mutate: None,
    wire: |input| {
        let delivery = Delivery::arbitrary_take_rest(Unstructured::new(input));
        let flow = |delivery: Delivery<'_>| Flow {
            what: "a peer's frames".to_owned(),
            form: Form::Frames,
            octets: delivery.octets.to_vec(),
        };
        delivery.into_iter().map(flow).collect()
    },
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
