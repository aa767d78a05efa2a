//! The only places with I/O and a clock: they carry octets and times between a player and its subject.

#[cfg(feature = "live")]
pub mod autobahn;
#[cfg(feature = "live")]
pub mod client;
#[cfg(feature = "live")]
pub mod command;
#[cfg(feature = "live")]
pub mod door;
#[cfg(feature = "live")]
pub mod fuzzing_server;
#[cfg(feature = "live")]
pub mod hello;
pub mod memory;
#[cfg(feature = "live")]
pub mod recorder;
#[cfg(feature = "live")]
pub mod stream;
#[cfg(feature = "live")]
pub mod tcp;
#[cfg(feature = "live")]
pub mod tls;

use std::collections::VecDeque;
use std::time::Duration;

use crate::pattern::End;

/// What is carried: one end of a connection without I/O. Octets and times go in, writes and a deadline come out.
pub trait Player {
    /// The subject sent octets, which are unmasked where they stand.
    fn receive(&mut self, now: Duration, octets: &mut [u8]);

    /// The subject ended TCP.
    fn end(&mut self, now: Duration, end: End);

    /// Time has passed.
    fn tick(&mut self, now: Duration);

    /// Takes what is to be written, each piece a write of its own.
    fn take_writes(&mut self) -> VecDeque<Vec<u8>>;

    /// Gives back what was taken and not written.
    fn put_back(&mut self, writes: VecDeque<Vec<u8>>);

    /// Whether to end our side of TCP once everything is written, and go on reading.
    fn wants_shutdown(&self) -> bool;

    /// Takes note that something was written.
    fn written(&mut self, now: Duration);

    /// When to call [`tick`](Player::tick), if nothing happens before.
    fn wake_at(&self) -> Option<Duration>;

    /// Whether there is nothing more to do.
    fn is_over(&self) -> bool;

    /// Ends a play that waits for nothing and is not over, which is a mistake of ours.
    fn give_up(&mut self);
}
