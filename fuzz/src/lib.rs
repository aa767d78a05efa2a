//! What the fuzz targets are made of, without an engine: inputs, oracles, seeds.
//!
//! An oracle is a function that knows what is right for *any* octets, so that a target finds more than panics. The same
//! functions run under libFuzzer, over the corpus in `cargo test`, and against planted defects that they must notice.
//!
//! In reading order:
//! [`target`] what a target is · [`structured`] inputs that are values · [`hold`] how an oracle speaks ·
//! [`delivery`] octets in pieces · [`codec`] what is tested · [`drawing`] frames as RFC 6455 draws them, read a second
//! time · [`observed`] what the codec made of an input · [`oracles`] what must hold · [`work`] how
//! much work that may be · [`seeds`] where a corpus begins ·
//! [`deflate`] the same for permessage-deflate.

pub mod codec;
pub mod deflate;
pub mod delivery;
pub mod drawing;
pub mod hold;
pub mod observed;
pub mod oracles;
pub mod seeds;
pub mod structured;
pub mod target;
pub mod work;

#[cfg(fuzzing)]
#[doc(hidden)]
pub use libfuzzer_sys;

use arbitrary::{Arbitrary, Unstructured};

use crate::codec::Ours;
use crate::deflate::exchange::Exchange;
use crate::delivery::Delivery;
use crate::structured::Structured as _;
use crate::target::{Flow, Form, Target};

/// All targets.
pub const TARGETS: &[Target] = &[FRAME_PARSE, DEFLATE_PAIR];

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
