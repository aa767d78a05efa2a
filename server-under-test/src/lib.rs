//! The reference server: a correct WebSocket endpoint that echoes, for any number of connections at once.
//!
//! [`echo`] is what it does, without I/O; [`connection`] carries octets and watches the clock; [`serve`] accepts
//! connections until it is told to stop; [`spawn`] does it all on a free port, for tests.

pub mod connection;
pub mod echo;
pub mod page;

mod options;
mod running;
mod serve;

pub use options::Options;
pub use running::{Running, spawn};
pub use serve::{Stop, Stopper, bind, serve};
