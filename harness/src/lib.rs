//! Proves whether a WebSocket server or client does what RFC 6455 says.

pub mod bytes;
pub mod case;
pub mod frame_spec;
pub mod matcher;
pub mod pattern;
pub mod segment;

mod json;
