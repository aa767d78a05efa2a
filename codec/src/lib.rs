//! WebSocket frames, messages and handshakes, without I/O.

pub mod handshake;
pub mod rfc;
