//! Proves whether a WebSocket server or client does what RFC 6455 says.

pub mod address;
pub mod agreement;
pub mod autobahn;
pub mod bytes;
pub mod case;
pub mod corpus;
pub mod distance;
pub mod drive;
pub mod exchange;
pub mod exit;
pub mod frame_spec;
pub mod matcher;
pub mod opening;
pub mod pattern;
pub mod random;
pub mod record;
pub mod report;
pub mod run;
pub mod segment;
pub mod select;
pub mod session;
pub mod subject;
pub mod suite;
pub mod text;
pub mod trace;
pub mod verdict;

mod echoes;
mod flight;
mod frames;
mod json;
mod lost;
mod prepared;
mod receiver;
mod script;
mod verify;
