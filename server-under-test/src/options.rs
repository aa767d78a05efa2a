//! What can be chosen.

use std::time::Duration;

use wsspec_codec::deflate::{Compression, Terms};
use wsspec_codec::handshake::HeadLimits;
use wsspec_codec::rules::Limits;

/// Limits, time-outs and subprotocols of a server.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// What is taken of frames and messages; more is refused with 1009, too many fragments with 1008.
    pub limits: Limits,
    /// What is taken of a request; more is refused with 431.
    pub head_limits: HeadLimits,
    /// The subprotocols that are spoken, all of them the same: echo.
    pub subprotocols: Vec<String>,
    /// On what terms permessage-deflate is agreed on; `None`: not at all.
    pub deflate: Option<Terms>,
    /// How messages are compressed then.
    pub compression: Compression,
    /// How long the server remembers what it compressed for a client that sends nothing; at most twice as long. Then it
    /// gives the memory back, and the next message takes a few octets more.
    pub context_timeout: Duration,
    /// How long a request may take to come; then it is refused with 408.
    pub head_timeout: Duration,
    /// How long a peer may be silent; then the connection is closed with 1001. `None`: for ever.
    pub idle_timeout: Option<Duration>,
    /// How long a peer may read nothing of what waits for it; then TCP is dropped.
    pub write_timeout: Duration,
    /// How long a closing handshake, and the reading of what is left after a refusal, may take.
    pub close_timeout: Duration,
    /// How many octets may wait for a peer before nothing more is read from it.
    pub backlog: usize,
    /// How many threads share the connections, the one that serves among them; 0 counts as 1.
    pub threads: usize,
}

impl Default for Options {
    /// Messages of 64 MiB, heads of 16 KiB; 10 s for a head and for reading, a second for closing and for remembering, no
    /// limit to idling; one thread. Compression as the client asks for it, at the fastest level, of messages of 64 octets
    /// and more.
    fn default() -> Options {
        Options {
            limits: Limits::default(),
            head_limits: HeadLimits::default(),
            subprotocols: vec!["chat".to_owned(), "superchat".to_owned()],
            deflate: Some(Terms::default()),
            compression: Compression {
                level: 1,
                threshold: 64,
            },
            context_timeout: Duration::from_secs(1),
            head_timeout: Duration::from_secs(10),
            idle_timeout: None,
            write_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(1),
            backlog: 256 << 10,
            threads: 1,
        }
    }
}

/// A time, as the command lines of the programs have it.
///
/// # Errors
/// A sentence that says what it was to be.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text
        .parse::<f64>()
        .ok()
        .filter(|seconds| (0.001..=1e6).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "a number of seconds from 0.001 to 1000000".to_owned())
}
