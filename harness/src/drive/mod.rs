//! The only places with I/O and a clock: they carry octets and times between a session and its subject.

pub mod autobahn;
pub mod memory;
pub mod stream;
pub mod tcp;
pub mod tls;
