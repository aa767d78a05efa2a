//! Proves whether a WebSocket server or client does what RFC 6455 says, and what Autobahn|Testsuite would say of a server.
//!
//! There are two engines, and neither computes its verdicts from the other's. Ours plays the [`case`]s of the [`suite`] in
//! a [`session`] and judges by the RFC: [`pattern`], [`matcher`], [`verdict`]. [`autobahn`] plays Autobahn's 517 cases as
//! its client does and judges as it does. [`run`] and [`autobahn::run`] play many at once, [`report`] and
//! [`autobahn::report`] tell what came of it.
//!
//! [`recording`] holds sessions of real clients and servers, and plays either side again.
//!
//! [`model`] is an executable reading of the RFC, which predicts what any octets mean and shares nothing with the codec.
//!
//! Below the judgement they share what they stand on: [`drive`] carries octets, [`exchange`] sends many messages and
//! compares their echoes, [`corpus`] is what those hold, [`agreement`] what was agreed on permessage-deflate, and
//! [`distance`] measures how far compressed messages refer back.

#[cfg(feature = "live")]
pub mod address;
pub mod agreement;
pub mod aspect;
#[cfg(feature = "live")]
pub mod autobahn;
pub mod bytes;
pub mod case;
pub mod corpus;
#[cfg(feature = "live")]
pub mod coverage;
pub mod distance;
pub mod drive;
pub mod exchange;
pub mod exit;
pub mod frame_spec;
pub mod head_spec;
pub mod hostile;
pub mod masking_keys;
pub mod matcher;
pub mod model;
pub mod opening;
pub mod pattern;
pub mod random;
pub mod record;
pub mod recording;
#[cfg(feature = "live")]
pub mod report;
pub mod request;
pub mod response;
#[cfg(feature = "live")]
pub mod run;
pub mod segment;
#[cfg(feature = "live")]
pub mod select;
pub mod session;
#[cfg(feature = "live")]
pub mod subject;
pub mod suite;
pub mod text;
pub mod trace;
pub mod url_spec;
pub mod verdict;

mod echoes;
mod flight;
mod frames;
mod json;
mod lost;
mod prepared;
mod profile;
mod receiver;
mod script;
mod step;
mod verify;
