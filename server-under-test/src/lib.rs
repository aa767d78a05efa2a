//! The reference server: a correct WebSocket endpoint that echoes, for any number of connections at once.
//!
//! [`echo`] is what it does, without I/O, and [`page`] what a browser sees; `connection` carries octets, `clock` knows
//! when to lose patience, `house` who is connected; [`serve`] accepts connections until it is told to stop; [`spawn`]
//! does it all on a free port, for tests.

pub mod echo;
pub mod page;

mod clock;
mod connection;
mod house;
mod options;
mod running;
mod serve;

pub use options::Options;
pub use running::{Running, spawn};
pub use serve::{Stop, Stopper, bind, serve};
