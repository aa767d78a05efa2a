//! The targets: what an input is, and which oracles judge it.

use arbitrary::{Arbitrary, Unstructured};
use wsspec_codec::rules::Role;

use crate::arrival::Arrival;
use crate::stream::Stream;
use crate::structured::{self, Structured};
use crate::target::{Flow, Form, Target};
use crate::{hearing, parsing, seeds};

/// All targets.
pub const TARGETS: &[Target] = &[FRAME_PARSE, FRAMES];

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
