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
pub mod ordeal;
#[cfg(feature = "live")]
pub mod recorder;
#[cfg(feature = "live")]
pub mod resident;
#[cfg(feature = "live")]
pub mod server;
#[cfg(feature = "live")]
pub mod spawned;
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

    /// Everything is written: a further piece to write, if there is one. Who has too much to write for one flight gives it
    /// here, as it is taken.
    fn more(&mut self, _now: Duration) -> Option<Vec<u8>> {
        None
    }

    /// Whether what the subject sends is read at the moment.
    fn reads(&self) -> bool {
        true
    }

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
