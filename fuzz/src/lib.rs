//! What the fuzz targets are made of, without an engine: inputs, oracles, seeds.
//!
//! An oracle is a function that knows what is right for *any* octets, so that a target finds more than panics. The same
//! functions run under libFuzzer, over the corpus in `cargo test`, and against planted defects that they must notice.
//!
//! In reading order, what all have in common: [`target`] what a target is · [`structured`] inputs that are values · [`hold`]
//! how an oracle speaks · [`seeds`] where a corpus begins · [`finding`] an input on which a target fails, for people.
//!
//! What they are worth: [`runs`] inputs without an engine · `matrix` (with the feature `plants`) which planted defects are
//! noticed.
//!
//! What is received: [`arrival`] octets in pieces · [`content`] what is in frames and messages · [`stream`] frames field by
//! field · [`parsing`] what must hold of frames · [`endpoint`] what an endpoint made of an arrival · [`hearing`] what must
//! hold of that · [`work`] how much work that may be · [`differential`] other endpoints on the same octets.
//!
//! What is sent: [`talk`] what an application says · [`messages`] what must hold of that · [`dealings`] what must hold of
//! both at once · [`deflate`] permessage-deflate from one to the other · [`pair`] our client and our server · [`subject`]
//! each of them alone · [`script`] a case that is played with it.
//!
//! Before the first frame: [`handshake`] requests and responses · [`negotiation`] offers and answers of extensions.

pub mod arrival;
pub mod content;
pub mod dealings;
pub mod deflate;
pub mod differential;
pub mod endpoint;
pub mod finding;
pub mod handshake;
pub mod hearing;
pub mod hold;
#[cfg(feature = "plants")]
pub mod matrix;
pub mod messages;
pub mod negotiation;
pub mod pair;
pub mod parsing;
pub mod runs;
pub mod script;
pub mod seeds;
pub mod stream;
pub mod structured;
pub mod subject;
pub mod talk;
pub mod target;
mod targets;
pub mod work;

#[cfg(fuzzing)]
#[doc(hidden)]
pub use libfuzzer_sys;

pub use crate::targets::*;
