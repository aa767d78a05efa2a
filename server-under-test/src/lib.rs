//! The reference server: a correct WebSocket endpoint that echoes, for any number of connections at once.
//!
//! [`echo`] is what it does, without I/O, and [`page`] what a browser sees; `connection` carries octets, `clock` knows
//! when to lose patience, `house` who is connected; [`serve`] accepts connections until it is told to stop; [`spawn`]
//! does it all on a free port, for tests. [`client`] is the other end, [`dial`] carries its octets, [`url`] is where it is told
//! to go, and [`memory`] has both without I/O. Each can have a fault, which is one rule that it forgets, to try those who test
//! endpoints.
//!
//! An idle connection has no buffers. Where permessage-deflate was agreed on, it holds nothing more before the first
//! compressed message; after it, the 48 KiB that a client may refer back into, unless it agreed to take no context over.
//! The 250 to 370 KiB for compressing are given back when a client is silent for
//! [`context_timeout`](Options::context_timeout), or at once if the server is to take no context over.

pub mod client;
pub mod dial;
pub mod echo;
#[cfg(feature = "plants")]
pub mod fault;
pub mod memory;
pub mod page;
pub mod url;

mod clock;
mod connection;
mod house;
mod misreading;
mod options;
mod running;
mod serve;

pub use options::{Options, seconds};
pub use running::{Running, spawn};
pub use serve::{Stop, Stopper, bind, serve};
