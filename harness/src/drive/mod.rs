//! The only places with I/O and a clock: they carry octets and times between a session and its subject.

#[cfg(feature = "live")]
pub mod autobahn;
#[cfg(feature = "live")]
pub mod client;
#[cfg(feature = "live")]
pub mod command;
#[cfg(feature = "live")]
pub mod door;
pub mod memory;
#[cfg(feature = "live")]
pub mod stream;
#[cfg(feature = "live")]
pub mod tcp;
#[cfg(feature = "live")]
pub mod tls;
